"""What windows ask of an opened post, as Protocols, and the frozen values they show. One fake, one adapter.

Values are in the nested shape of the command line: ISO dates, lists of codes, elements as objects with their `id`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ui.background import Watch

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Choice:
    """A code and how it is said."""

    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked to show. `order`: a field, `-` before it for descending."""

    kind: str
    text: str = field(default="", repr=False)
    filters: tuple[tuple[str, str], ...] = ()
    order: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    id: str
    etat_envoi: str
    conflits: int
    champs: Values = field(repr=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """An attachment of a record."""

    id: str
    nom: str = field(repr=False)
    octets: int
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """What is around a form on a record: where it stands, its conflicts, its attachments."""

    id: str
    kind: str
    titre: str = field(repr=False)
    espace: str
    etat_envoi: str
    detail_envoi: str
    reference: str
    conflits: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody is typing, whole. `basis` comes back as it is: what its author had seen when the form opened."""

    id: str
    kind: str
    rec: str | None
    champs: Values = field(repr=False)
    kept: bool = False
    """Whether it is a draft that was resumed."""
    basis: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft to resume."""

    id: str
    kind: str
    titre: str = field(repr=False)
    le: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One field that one revision changed."""

    champ: str
    avant: str = field(repr=False)
    apres: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Past:
    """One revision of a record: when, at which post, what. `motif` for a decision."""

    le: datetime
    poste: str
    changes: tuple[Change, ...]
    efface: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values between which somebody has to decide."""

    revision: str
    poste: str
    le: datetime
    valeur: object = field(repr=False)
    dite: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field to decide. `champ` is its flat key, `libelle` how it is said."""

    id: str
    kind: str
    titre: str = field(repr=False)
    champ: str
    libelle: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Unsent:
    """Something that has not been attested by anybody else yet."""

    id: str
    kind: str
    titre: str = field(repr=False)
    etat: str
    detail: str
    depuis: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person must know, until they say that they do."""

    id: int
    texte: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What the frame of the window always shows."""

    post: str
    conflits: int
    a_envoyer: int
    remis: int
    service: str | None
    derniere: datetime | None
    alarmes: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What a synchronisation did."""

    envoyes: int
    recus: int
    conflits: int
    refuses: int
    en_attente: int
    attestes: int
    arret: str = ""
    """Why it did not go to its end, when it did not: a code."""


@dataclass(frozen=True, slots=True)
class LotReport:
    """What a lot holds, or what its merging did."""

    fichier: str
    lot: str
    emetteur: str
    nouveaux: int
    connus: int
    fusionnes: int
    a_arbitrer: int
    en_attente: int
    refuses: int
    motif: str = ""


@dataclass(frozen=True, slots=True)
class LotWritten:
    """A lot on its way."""

    fichier: Path
    numero: int
    revisions: int
    octets: int


@dataclass(frozen=True, slots=True)
class Espace:
    """An espace of this post."""

    id: str
    nom: str
    role: str
    compartiment: bool = False
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A post of an espace, and who sits there."""

    id: str
    nom: str
    code: str
    espace: str
    espace_id: str
    role: str
    etat: str
    ici: bool


class Wordings(Protocol):
    """The lists of codes."""

    def codes(self, nomenclature: str) -> Sequence[Choice]:
        """Return every code of a short list, in order."""

    def find(self, nomenclature: str, text: str, limit: int) -> Sequence[Choice]:
        """Return the codes whose label begins like a text, without accents."""

    def wording(self, nomenclature: str, code: str) -> str:
        """Return how a code is said; the code itself when nobody knows it."""

    def is_long(self, nomenclature: str) -> bool:
        """Whether the list is too long to unroll."""


class Lists(Protocol):
    """Long lists, by their numbers first, then page by page."""

    def numbers(self, wanted: Wanted) -> Sequence[int]:
        """Return the numbers of what a list shows, in order."""

    def rows(self, kind: str, numbers: Sequence[int]) -> Sequence[Row | None]:
        """Return the lines of these numbers."""


class Records(Protocol):
    """Reading one record."""

    def read(self, rec: str) -> Record:
        """Return a record."""

    def history(self, rec: str) -> Sequence[Past]:
        """Return what happened to a record, latest first."""


class Drafts(Protocol):
    """What is being typed, kept as it is typed, and made a revision when the person says so."""

    def begin(self, kind: str) -> Typed:
        """Open an empty form; nothing is kept until something is typed."""

    def edit(self, rec: str) -> Typed:
        """Open a form on a record: on its draft when there is one."""

    def keep(self, typed: Typed) -> datetime:
        """Keep a draft, replacing its former self; returns when it was durable."""

    def save(self, typed: Typed) -> str:
        """Make a revision of what was typed, forget the draft; returns the record's id. Twice is once."""

    def drop(self, draft: str) -> None:
        """Forget a draft."""

    def drafts(self) -> Sequence[DraftLine]:
        """Return the drafts, latest first."""

    def resume(self, draft: str) -> Typed:
        """Return what was typed."""


class Pieces(Protocol):
    """Attachments."""

    def attach(self, rec: str, path: Path) -> Record:
        """Attach a file; returns the record with it."""

    def extract(self, rec: str, piece: str, path: Path) -> None:
        """Write an attachment in clear, where the person asked."""


class Conflicts(Protocol):
    """Fields to decide."""

    def conflicts(self) -> Sequence[Conflict]:
        """Return what has to be decided."""

    def keep_version(self, conflict: Conflict, revision: str, motif: str) -> None:
        """Decide for one of the values."""

    def decide(self, conflict: Conflict, value: object, motif: str) -> None:
        """Decide for another value."""

    def undo(self, conflict: Conflict) -> None:
        """Take the last decision back: the values stand side by side again."""


class Exchanges(Protocol):
    """What leaves this post and what comes to it."""

    def situation(self) -> Situation:
        """Return what the frame shows."""

    def acknowledge(self, notices: Sequence[int]) -> None:
        """Put notices away: somebody has read them."""

    def unsent(self) -> Sequence[Unsent]:
        """Return what has not left this post, or left without an answer."""

    def synchronise(self, watch: Watch) -> Exchanged:
        """Exchange with the service."""

    def export_lot(self, path: Path, recipient: str | None, watch: Watch) -> LotWritten:
        """Write a lot for one post, or for all."""

    def examine_lot(self, path: Path, watch: Watch) -> LotReport:
        """Say what a lot would do; nothing changes."""

    def merge_lot(self, path: Path, receipt: Path | None, watch: Watch) -> LotReport:
        """Merge a lot, and write its récépissé."""


class Membership(Protocol):
    """Espaces, posts, and how one enters."""

    def espaces(self) -> Sequence[Espace]:
        """Return the espaces of this post."""

    def members(self) -> Sequence[Member]:
        """Return the posts of these espaces."""

    def found(self, name: str) -> None:
        """Found an espace."""

    def publish(self, espace: str, address: str, token: Path | None) -> None:
        """Let a service host an espace."""

    def invite(self, espaces: Sequence[str], role: str, path: Path) -> None:
        """Write an invitation, single use."""

    def request(self, invitation: Path, path: Path) -> str:
        """Answer an invitation; writes the request and returns the code de sûreté to read aloud."""

    def accept(self, request: Path, code: str, path: Path) -> str:
        """Accept a request with the code as heard, write the answer; returns the new post's id."""

    def join(self, answer: Path) -> None:
        """Enter with the operator's answer."""

    def revoke(self, member: str, motif: str) -> None:
        """Revoke a post everywhere."""


class Desk(Wordings, Lists, Records, Drafts, Pieces, Conflicts, Exchanges, Membership, Protocol):
    """An opened post, as windows see it."""

    def close(self) -> None:
        """Fold the log, close the store."""
