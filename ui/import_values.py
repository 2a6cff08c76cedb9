"""The frozen values of a spreadsheet that is imported: what the file holds, how it is read, what that would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableWish:
    """A file to read, and how; what is empty is found out. `titres`: the line of the headers, 0 finds it."""

    path: Path = field(repr=False)
    feuille: str = ""
    encodage: str = ""
    separateur: str = ""
    titres: int = 0


@dataclass(frozen=True, slots=True)
class TableSeen:
    """What a file holds: how it was read, its headers, and its first lines as they are."""

    wish: TableWish
    feuilles: Texts
    feuille: str
    encodage: str
    separateur: str
    titres: int
    lignes: int
    entetes: Texts
    apercu: tuple[Texts, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """A field that a column may become. `est_date`: the order of its days may be said."""

    champ: str
    libelle: str
    est_date: bool = False


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """Where a column goes, and how its days are written."""

    champ: str
    ordre: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns go, and the one that names lines; none: what a line says names it."""

    vers: Mapping[str, ColumnRead] = field(default_factory=dict)
    cle: str = ""


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What is to be imported, where and from whom."""

    emetteur: str = field(repr=False)
    espace: str
    columns: Columns


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """Why a line is refused: its number in the file, its column, what the cell holds, the reason."""

    ligne: int
    colonne: str
    valeur: str = field(repr=False)
    motif: str


@dataclass(frozen=True, slots=True)
class ProbableTwin:
    """A line that probably tells what a record, or another line, tells already, and why."""

    ligne: int
    objet: str = field(repr=False)
    autre: str = field(repr=False)
    rec: str
    raisons: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ImportSeen:
    """What an import would do. Nothing was written. `apercu`: the first lines as they will be, by field."""

    lus: int
    crees: int
    modifies: int
    inchanges: int
    rejetes: int
    refus: tuple[RefusedCell, ...] = field(default=(), repr=False)
    doublons: tuple[ProbableTwin, ...] = field(default=(), repr=False)
    compares: int = 0
    """How many new lines were compared with what this post holds: of a long file, the first alone."""
    apercu_champs: Texts = ()
    apercu: tuple[tuple[int, Texts], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What an import did. `restants`: lines that were not reached when the person stopped it."""

    crees: int
    modifies: int
    inchanges: int
    ecartes: int = 0
    restants: int = 0
