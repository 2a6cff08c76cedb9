"""What the store keeps of the journal of access: its own lines, each under the key of its day, and signed segments.

Lines belong to one (espace, device). What concerns no record goes to the register of the post's first espace; before
it has one, to `NOWHERE`, and stays here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mvl_desktop.protocol.journal import Place

NOWHERE = bytes(16)

CODES = frozenset(
    {
        "admission",
        "alarme",
        "alarme_lue",
        "anonymisation",
        "arbitrage",
        "arbitrage_annule",
        "autre",
        "bilan",
        "consultation",
        "creation",
        "deverrouillage_refuse",
        "doublon",
        "effacement",
        "export",
        "fermeture",
        "fiche_appliquee",
        "fondation",
        "historique",
        "import",
        "impression",
        "invitation",
        "journal_altere",
        "journal_consulte",
        "journal_exporte",
        "journal_purge",
        "liste",
        "lot_examine",
        "lot_exporte",
        "lot_fusionne",
        "modification",
        "ouverture",
        "phrase_changee",
        "piece_extraite",
        "piece_jointe",
        "piece_retiree",
        "recherche",
        "reintegration",
        "renouvellement",
        "reprise",
        "restauration",
        "revocation",
        "role_change",
        "sauvegarde",
        "secours_utilise",
        "statistiques",
        "synchronisation",
        "transmission",
    }
)
"""What a line may say. A code that is not here is written `autre`; a test finds it before."""

OTHER = "autre"


@dataclass(frozen=True, slots=True)
class SealedLine:
    """A line of this post as the store keeps it, sealed under the key of its day."""

    espace: bytes
    device: bytes
    n: int
    day: int
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a register stands: its last line, and the last of those that retention has erased."""

    last: Place
    erased: Place


@dataclass(frozen=True, slots=True)
class KeptSegment:
    """A signed segment, of this post or of another. `payload` is None once its time is over: only its place stays."""

    id: bytes
    espace: bytes
    device: bytes
    day: int
    first: int
    last: int
    prev: bytes
    payload: bytes | None = field(repr=False)
    to_push: bool = False


class JournalLog(Protocol):
    """The journal of access in the store."""

    def espace_of(self, rec: bytes) -> bytes | None:
        """Return the espace of a record, None when nothing is known of it."""

    def first_espaces(self) -> list[bytes]:
        """Return the espaces that are no compartments, the one known first before the others."""

    def day_key(self, espace: bytes, day: int) -> bytes | None:
        """Return the key of a day, None when there is none, or no more."""

    def add_day_key(self, espace: bytes, day: int, key: bytes) -> None:
        """Keep the key of a day."""

    def head(self, espace: bytes, device: bytes) -> Head | None:
        """Return where a register stands, None before its first line."""

    def heads(self) -> list[tuple[bytes, bytes]]:
        """Return the (espace, device) of the registers written here."""

    def add_lines(self, lines: Sequence[SealedLine], last: Place) -> None:
        """Keep lines of one register, in order, and where it stands now."""

    def lines(self, espace: bytes, device: bytes, after: int = 0, limit: int = -1) -> list[SealedLine]:
        """Return lines of a register numbered above `after`, oldest first."""

    def keep_segment(self, segment: KeptSegment) -> bool:
        """Keep a segment; False when it was known."""

    def segments(self, espace: bytes, device: bytes) -> list[KeptSegment]:
        """Return the segments of a device, by first line."""

    def last_segment(self, espace: bytes, device: bytes) -> KeptSegment | None:
        """Return the last segment of a device, None before its first."""

    def to_push(self, espace: bytes, limit: int = 64) -> list[KeptSegment]:
        """Return segments that no service is known to hold."""

    def pushed(self, ids: Sequence[bytes]) -> None:
        """Note that the service holds these segments."""

    def push_again(self, espace: bytes) -> None:
        """Note that the service lost what it held: every segment still whole is pushed again."""

    def to_carry(self, espace: bytes, times: int, limit: int) -> list[KeptSegment]:
        """Return segments that no service holds and that fewer than `times` lots carried."""

    def carried(self, ids: Sequence[bytes]) -> None:
        """Note that a lot carries these segments."""

    def devices(self, espace: bytes) -> list[bytes]:
        """Return the devices of which there are segments."""

    def expire(self, espace: bytes, before: int, erased: Sequence[tuple[bytes, Place]]) -> int:
        """Erase what is of days before one: keys, lines, contents of segments. Return how many days and segments.

        `erased` says, for each device of this store, the last line that goes: the next one still names it.
        """
