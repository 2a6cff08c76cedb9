"""Whom a fiche says to alert, as the annuaire knows them where this happens: names and numbers. It holds no widget."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import _
from ui.annuaire_values import Interlocuteur
from ui.background import Background
from ui.desk import People, Wordings
from ui.desk_annuaire import Annuaire
from ui.values import Values
from ui.view_models.annuaire_said import MOTIFS
from ui.view_models.form_summary import short_day
from ui.view_models.record_form import RecordForm

_SHOWN = 3
"""Entries that are shown for one recipient: more is a list to look through, and the annuaire has it."""
_EVERYWHERE, _TO_COMPLETE = "national", "modele"


@dataclass(frozen=True, slots=True)
class Callers:
    """Whom to call. `without`: the recipients that the fiche names and that nothing here reaches."""

    departement: str = ""
    found: tuple[Interlocuteur, ...] = ()
    without: tuple[str, ...] = ()
    lines: int = field(default=0)
    """How many recipients the fiche names."""


class CallersDesk(Annuaire, People, Wordings, Protocol):
    """What it asks of the post."""


class WhoToCall(QObject):
    """The numbers of the fiche that is read: where the open signalement is, else where this post works."""

    changed = Signal()

    def __init__(self, desk: CallersDesk, background: Background, signalement: RecordForm) -> None:
        super().__init__()
        self._desk, self._background, self._signalement = desk, background, signalement
        self.callers = Callers()
        self._alerts: Sequence[Mapping[str, object]] = ()
        self._here = self._chosen = ""
        self._serial = 0

    def look(self, champs: Values) -> None:
        """Look for those whom a fiche says to alert."""
        given = champs.get("alertes")
        self._alerts = [each for each in given if isinstance(each, Mapping)] if isinstance(given, (list, tuple)) else []
        typed = self._signalement.typed
        here = str(typed.champs.get("departement") or "") if typed is not None else ""
        if here != self._here:
            self._here, self._chosen = here, ""
        self._ask()

    def choose(self, departement: str) -> None:
        """Look somewhere else: who calls is not always where this post works."""
        self._chosen = departement
        self._ask()

    def _ask(self) -> None:
        self._serial += 1
        serial, alerts, said = self._serial, self._alerts, self._chosen or self._here

        def work() -> Callers:
            where = said or next(iter(self._desk.introduction().departements), "")
            return callers(alerts, self._desk.competent(where), where, self._recipient) if alerts else Callers(where)

        def done(found: Callers) -> None:
            if serial == self._serial:
                self.callers = found
                self.changed.emit()

        self._background.run(work, done, self._on_error)

    def _recipient(self, code: str) -> str:
        return _(self._desk.wording("destinataires", code))

    def _on_error(self, error: Exception) -> None:
        if not isinstance(getattr(error, "code", None), str):
            raise error
        self.callers = Callers()
        self.changed.emit()


class Named(Protocol):
    """How a recipient is called, by its code."""

    def __call__(self, code: str, /) -> str:
        """Return its name."""


def callers(
    alerts: Sequence[Mapping[str, object]], entries: Sequence[Interlocuteur], departement: str, named: Named
) -> Callers:
    """Return whom to call, in the order of the fiche; the closest of each recipient, those with a number first."""
    known = [each for each in entries if each.portee == _EVERYWHERE or (departement and each.portee != _TO_COMPLETE)]
    found: dict[str, Interlocuteur] = {}
    without: list[str] = []
    for alert in alerts:
        code, said = str(alert.get("role") or ""), str(alert.get("destinataire") or "")
        reached = [*_closest(known, code), *_numbered(known, said)]
        found |= {each.id: each for each in reached}
        name = named(code) if code else said
        if not reached and name:
            without.append(name)
    return Callers(departement, tuple(found.values()), tuple(dict.fromkeys(without)), len(alerts))


def sure(each: Interlocuteur) -> str:
    """Say when an entry was last verified, and whether it is to be again."""
    seen = _("vérifié le {jour}").format(jour=short_day(each.verifie_le)) if each.verifie_le else ""
    return " · ".join(part for part in (seen, _(MOTIFS[each.motif]) if each.motif in MOTIFS else "") if part)


def _closest(entries: Sequence[Interlocuteur], code: str) -> list[Interlocuteur]:
    """Return the closest entries that receive as `code` and that something reaches."""
    those = [each for each in entries if code and each.destinataire == code and _is_reached(each)]
    nearest = [each for each in those if each.portee == those[0].portee]
    return sorted(nearest, key=lambda each: not each.telephone)[:_SHOWN]


def _numbered(entries: Sequence[Interlocuteur], said: str) -> Iterator[Interlocuteur]:
    """Give the entries whose own number the fiche writes: « 15, 17 ou 112 »."""
    written = set(re.findall(r"\d+", said))
    yield from (each for each in entries if each.telephone in written)


def _is_reached(each: Interlocuteur) -> bool:
    return bool(each.telephone or each.urgence or each.courriel or each.messagerie_securisee)
