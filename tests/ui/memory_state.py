"""What the post in memory holds: its records, its drafts, its people, and what was asked of it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.references import Reference
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_lots import SIDES
from ui.arbitration_values import LostValue
from ui.desk_faits import FactLine
from ui.lot_values import LotLine
from ui.moving_values import MovedLine, MoveWish
from ui.values import (
    Conflict,
    Espace,
    FicheVersion,
    Introduction,
    LotReport,
    Member,
    Notice,
    Past,
    PastExchange,
    Person,
    Piece,
    SavedSearch,
    Todo,
    Typed,
    WaitingRequest,
)

NOON = datetime(2026, 11, 21, 14, 3, tzinfo=UTC)
HOME = Espace("0a" * 16, "Ain", "referent")
"""Where records go while a test says nothing of espaces."""
CODES = {
    "types_demande": {"informer": "Informer d’un risque", "interroger": "Demander un avis"},
    "canaux": {"telephone": "Téléphone", "courrier": "Courrier", "courriel": "Courriel"},
    "niveaux": {"non_qualifie": "À qualifier", "a_risque": "Situation à risque"},
    "statuts": {"enregistre": "Enregistré", "en_analyse": "En analyse", "clos": "Clos"},
    "urgences": {"normale": "Normale", "immediate": "Immédiate"},
    "departements": {"01": "01 – Ain", "93": "93 – Seine-Saint-Denis"},
    "natures": {"emprise": "Risque d’emprise sectaire", "mineur": "Mineur en danger"},
}
COMMUNES = {"01053": "Bourg-en-Bresse (01)", "93066": "Saint-Denis (93)", "97411": "Saint-Denis (974)"}


@dataclass
class MemoryRecord:
    """A record of the fake post. `reserve`: it is in a compartment of others, this post only knows that it is."""

    kind: str
    champs: dict[str, object]
    etat: str = "a_envoyer"
    pieces: tuple[Piece, ...] = ()
    past: list[Past] = field(default_factory=list)
    espace: Espace = HOME
    suivi: bool = False
    reserve: bool = False

    @property
    def titre(self) -> str:
        """Return what names it."""
        return required(self.kind).titre(self.champs)


class MemoryState:
    """What every part of the fake desk stands on."""

    def __init__(self) -> None:
        self.records: dict[str, MemoryRecord] = {}
        self.told: dict[str, Sequence[FactLine]] = {}
        """What the application says of a record, by its id."""
        self.meetings: list[str] = []
        """What was done to meetings, in words; `refuse` in it refuses what asks for a day."""
        self.kept: dict[str, Typed] = {}
        self.saves = 0
        self.keeps = 0
        self.refusal: str | None = None
        self.found_conflicts: list[Conflict] = []
        self.decisions: list[tuple[str, object, str]] = []
        self.settled: list[Conflict] = []
        """What was decided and can be taken back."""
        self.lost: list[LostValue] = []
        self.contested: list[tuple[str, str, str]] = []
        self.moved: list[MovedLine] = []
        self.sent: list[tuple[str, MoveWish]] = []
        self.carried: list[str] = []
        self.service: str | None = "https://central.exemple.fr"
        self.last: datetime | None = NOON - timedelta(hours=20)
        self.report = LotReport("echange.lot", "12", "Claude Essai", 3, 1, 1, 1, 0, 0, doublons=1)
        self.lot_lines: list[LotLine] = []
        self.sides = SIDES
        self.exchanges: list[PastExchange] = []
        self.asked: list[str] = []
        self.member_list: list[Member] = []
        self.espace_list: list[Espace] = []
        self.code = "12345 67890 12345 67890 12345 67890"
        self.closed = False
        self.alarms: tuple[Notice, ...] = ()
        self.contents: dict[str, bytes] = {}
        """What attachments hold, by their id."""
        self.remembered: dict[str, object] = {}
        self.searches: list[SavedSearch] = []
        self.persons: list[Person] = [Person("Camille Exemple", "Référent", "Ain", "K7", ici=True)]
        self.said = Introduction("Camille Exemple")
        self.usual = ""
        """The id of the espace where new records go first."""
        self.recent: list[Todo] = []
        self.former: list[FicheVersion] = []
        """The former versions of the one fiche that a test looks at."""
        self.waiting_list: list[WaitingRequest] = []
        self.accepted = False
        """Whether somebody at the service has accepted this post."""
        self._ids = count(1)
        self._homes: dict[str, Espace] = {}

    def add(self, kind: str, **champs: object) -> str:
        """Put a record in."""
        rec = f"{next(self._ids):032x}"
        self.records[rec] = MemoryRecord(kind, dict(champs))
        return rec

    def set_apart(self, kind: str, **champs: object) -> str:
        """Put in a record that only others may read; returns the reference to write in a field."""
        rec = self.add(kind, **champs)
        self.records[rec].reserve = True
        return self.reference_of(rec)

    def reference_of(self, rec: str) -> str:
        return str(Reference(bytes.fromhex(self.held(rec).espace.id), bytes.fromhex(rec)))

    def held(self, rec: str) -> MemoryRecord:
        """Return a record that this post may read, or refuse as the real one does."""
        record = self.records.get(rec)
        if record is None:
            raise RefusError("fiche_inconnue")
        return record

    def _refuse(self) -> None:
        if self.refusal is not None:
            raise RefusError(self.refusal)


def in_words(text: str) -> str:
    """Return a text as search compares it: without accents, in small letters."""
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
