"""What the parts of the desk share: the opened post under them, and how its values are read."""

from datetime import datetime
from typing import Protocol

from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.calendars import Agenda
from mvl_desktop.ports.carrier import LotMedium
from mvl_desktop.ports.printing import Printer
from mvl_desktop.ports.tables import TableReader
from mvl_desktop.services import exchanges
from mvl_desktop.services.echeances_rules import Timetable
from mvl_desktop.services.piece_text import TextDuty
from mvl_desktop.services.statistiques_calcul import Outils


class OpenedPost(Protocol):
    """A wired post, as `bootstrap` makes it."""

    @property
    def ports(self) -> Ports:
        """Return what is outside, wired."""

    @property
    def nomenclatures(self) -> Nomenclatures:
        """Return the lists of codes."""

    @property
    def printer(self) -> Printer:
        """Return what lays documents out."""

    @property
    def tables(self) -> TableReader:
        """Return what reads spreadsheets."""

    @property
    def chiffres(self) -> Outils:
        """Return what figures are made with."""

    @property
    def timetable(self) -> Timetable:
        """Return the rules of deadlines, and the working days of each place."""

    @property
    def agenda(self) -> Agenda:
        """Return what writes files for calendars."""

    @property
    def texts(self) -> TextDuty:
        """Return what reads the text of attachments, beside everything else."""

    @property
    def medium(self) -> LotMedium:
        """Return where lots are written and read."""

    @property
    def carriers(self) -> exchanges.Carriers:
        """Return the ways to the services."""

    def close(self) -> None:
        """Close the store."""


class PostPart:
    """What every part of the desk stands on."""

    def __init__(self, post: OpenedPost) -> None:
        self._post = post
        self._ports, self._lists = post.ports, post.nomenclatures


def at(ms: int) -> datetime:
    """Return a technical time in the zone of this machine."""
    return datetime.fromtimestamp(ms / 1000).astimezone()
