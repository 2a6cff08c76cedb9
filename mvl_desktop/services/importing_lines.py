"""From the lines of a spreadsheet to what records would hold: each line whole, or refused with all its reasons."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mvl_desktop.domain.cell_codes import CodeReader
from mvl_desktop.domain.cell_dates import is_american
from mvl_desktop.domain.cell_values import CellReader, Column, Raw, RefusedCellError, text_of
from mvl_desktop.domain.commune import folded
from mvl_desktop.domain.errors import ChampInvalideError, DomainError, FicheTropLongueError
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import check
from mvl_desktop.i18n import _
from mvl_desktop.ports.tables import Grid
from mvl_desktop.services.importing_mapping import (
    ORIGIN,
    REFERENCE,
    SIGNALANT,
    Correspondance,
    Target,
    headers_of,
    letter,
    targets,
)
from mvl_desktop.services.importing_words import reason
from mvl_desktop.services.refusals import RefusError

_LOOKED_AT: Final = 20
_IDENTITY: Final[Mapping[str, tuple[str, ...]]] = {
    "signalement": (ORIGIN, "recu_le", "objet", "departement", "commune", "adresse_lieu"),
    "fiche-conduite": ("code", "titre"),
}
"""What names a line when its sender numbers nothing."""

REPORT_COLUMNS: Final = ("ligne d origine", "motif du rejet")
"""Headers of our own report, compared without accents: they come back with it, and are passed over."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a cell, or a whole line, is refused: its line in the file, its column, what it holds, the reason."""

    ligne: int
    colonne: str
    valeur: str = field(repr=False)
    motif: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line would make of a record, and of its signalant. `reference`: the record of ours that it names."""

    ligne: int
    cle: str
    empreinte: str
    champs: Mapping[str, object] = field(repr=False)
    signalant: Mapping[str, object] = field(repr=False, default_factory=dict)
    reference: str = ""


@dataclass(frozen=True, slots=True)
class _Source:
    """A column that is taken: its place, how it is read, and where it goes."""

    place: int
    header: str
    target: Target
    column: Column


class LineReader:
    """Reads the lines of a grid as a correspondance says."""

    def __init__(self, kind: str, grid: Grid, said: Correspondance, lists: Nomenclatures, today: date) -> None:
        """Find the headers and the columns. RefusError: import_reserve, colonne_absente, rien_a_importer."""
        self.kind, self._said, self._lists = kind, said, lists
        self.titles = said.ligne_titres or title_line(grid)
        top = grid.rows[self.titles - 1] if self.titles <= len(grid.rows) else ()
        self.headers = headers_of([text_of(cell) for cell in top])
        self._rows = grid.rows
        self._cells = CellReader(CodeReader(lists, _), today, grid.base_1904)
        self._known = {target.path: target for target in targets(kind)}
        self._sources = self._find_sources()
        self._key_places = [self._place(header) for header in said.cle]
        if not self._sources:
            raise RefusError("rien_a_importer")
        self._first: dict[str, int] = {}

    @property
    def total(self) -> int:
        """How many lines there are under the headers."""
        return max(0, len(self._rows) - self.titles)

    @property
    def names_signalant(self) -> bool:
        """Whether some columns tell who reported."""
        return any(source.target.group == SIGNALANT for source in self._sources)

    def lines(self) -> Iterator[Line | list[Refused] | None]:
        """Give each line under the headers; None for an empty one, a list of reasons for a refused one."""
        for number, row in enumerate(self._rows[self.titles :], self.titles + 1):
            yield self._line(number, row) if any(text_of(cell).strip() for cell in row) else None

    def cells(self, ligne: int) -> Sequence[Raw]:
        """Return the cells of a line, as they are in the file."""
        return self._rows[ligne - 1]

    def _find_sources(self) -> list[_Source]:
        if missing := [header for header in self._said.colonnes if header not in self.headers]:
            raise ColonneAbsenteError(missing[0])
        found = []
        for header, cible in self._said.colonnes.items():
            place, target = self._place(header), self._known[cible.champ]
            american = target.field.sort == "date" and any(
                is_american(row[place]) for row in self._rows[self.titles :] if place < len(row)
            )
            column = Column(header, cible.ordre, cible.separateur, cible.valeurs, american)
            found.append(_Source(place, header, target, column))
        # A commune is read beside its département.
        return sorted(found, key=lambda each: each.target.path != "departement")

    def _place(self, header: str) -> int:
        if header not in self.headers:
            raise ColonneAbsenteError(header)
        return self.headers.index(header)

    def _line(self, number: int, row: Sequence[Raw]) -> Line | list[Refused]:
        refused: dict[int, Refused] = {}
        values: dict[str, object] = {}
        if any(text_of(cell).strip() for cell in row[len(self.headers) :]):
            refused[-1] = Refused(number, "", "", reason("ligne_trop_large"))
        for source in self._sources:
            raw = row[source.place] if source.place < len(row) else None
            near = str(values.get("departement") or "")
            try:
                read = self._cells.value(source.target.field, raw, source.column, near)
            except RefusedCellError as error:
                where = f"{letter(source.place)} – {source.header}"
                refused[source.place] = Refused(number, where, text_of(raw), reason(error.code, error.said))
                continue
            if read is not None or values.get(source.target.path) is None:
                values[source.target.path] = read
        if refused:
            return [refused[place] for place in sorted(refused)]
        if all(value in (None, "", []) for value in values.values()):
            return [Refused(number, "", "", reason("ligne_sans_rien"))]
        return self._whole(number, row, values)

    def _whole(self, number: int, row: Sequence[Raw], values: dict[str, object]) -> Line | list[Refused]:
        for name, value in self._said.fixes.items():
            if values.get(name) in (None, "", []):
                values[name] = value
        if "departement" in self._known and values.get("commune") and not values.get("departement"):
            commune = self._lists.communes.get(str(values["commune"]))
            values["departement"] = commune.departement if commune else None
        reference = str(values.pop(REFERENCE, None) or "").strip().upper()
        named = self._named(row, values, reference)
        if named is None:
            return [Refused(number, "", "", reason("cle_vide"))]
        cle = _digest([self.kind, folded(self._said.emetteur), *named])
        if cle in self._first:
            code = "ligne_en_double" if named[0] != "contenu" else "ligne_identique"
            return [Refused(number, "", "", reason(code, str(self._first[cle])))]
        own, theirs = _split(values)
        champs, signalant = _nested(own, cle, self._known, ""), _nested(theirs, cle, self._known, SIGNALANT + "/")
        if refused := self._checked(number, champs, signalant):
            return refused
        self._first[cle] = number
        empreinte = _digest([champs, signalant])
        return Line(number, cle, empreinte, champs, signalant, reference)

    def _named(self, row: Sequence[Raw], values: Mapping[str, object], reference: str) -> list[object] | None:
        """Return what names a line; None when what should is empty."""
        if self._key_places:
            said = [folded(text_of(row[place])) if place < len(row) else "" for place in self._key_places]
            return ["cle", *said] if any(said) else None
        if reference:
            return ["cle", folded(reference)]
        if origin := values.get(ORIGIN):
            return ["cle", folded(str(origin))]
        identity = [values.get(name) for name in _IDENTITY.get(self.kind, ())]
        if any(each not in (None, "", []) for each in identity):
            return ["contenu", *(folded(each) if isinstance(each, str) else each for each in identity)]
        return ["contenu", sorted((name, value) for name, value in values.items() if value is not None)]

    def _checked(
        self, number: int, champs: Mapping[str, object], signalant: Mapping[str, object]
    ) -> list[Refused] | None:
        for kind, held in ((self.kind, champs), (SIGNALANT, signalant)):
            try:
                check(kind, held, lists=self._lists)
            except ChampInvalideError as error:
                source = next((each for each in self._sources if error.champ in each.target.path), None)
                where = f"{letter(source.place)} – {source.header}" if source else ""
                return [Refused(number, where, "", reason(error.code))]
            except FicheTropLongueError as error:
                return [Refused(number, "", "", reason(error.code))]
        return None


class ColonneAbsenteError(DomainError):
    """The file has no column of a name that the correspondance takes: `champ` is that name."""

    code = "colonne_absente"

    def __init__(self, champ: str) -> None:
        super().__init__(champ)
        self.champ = champ


def title_line(grid: Grid) -> int:
    """Return the line of the headers, from 1: the first that is as wide as the widest, or nearly."""
    widths = [sum(bool(text_of(cell).strip()) for cell in row) for row in grid.rows[:_LOOKED_AT]]
    widest = max(widths, default=0)
    return next((place for place, width in enumerate(widths, 1) if width * 2 > widest), 1)


def is_of_report(header: str) -> bool:
    """Whether a header is one that our report of refused lines added."""
    return folded(header) in REPORT_COLUMNS


def _split(values: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    mine = {path: value for path, value in values.items() if not path.startswith(SIGNALANT + "/")}
    theirs = {path: value for path, value in values.items() if path not in mine}
    return mine, {path.removeprefix(SIGNALANT + "/"): value for path, value in theirs.items()}


def _nested(values: Mapping[str, object], cle: str, known: Mapping[str, Target], prefix: str) -> dict[str, object]:
    """Return the nested fields: the columns of a group make one element, whose id follows from the line's key."""
    nested: dict[str, object] = {}
    elements: dict[str, dict[str, object]] = {}
    for path, value in values.items():
        group, _slash, member = path.partition("/")
        if not member:
            many = known[prefix + path].field.sort in ("codes", "liste")
            nested[path] = [] if value is None and many else value
        else:
            elements.setdefault(group, {"id": _digest([cle, prefix, group])[:16]})[member] = value
    for group, element in elements.items():
        held = any(value is not None for name, value in element.items() if name != "id")
        nested[group] = [element] if held else []
    return nested


def _digest(said: object) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
