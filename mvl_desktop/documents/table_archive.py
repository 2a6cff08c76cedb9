"""What an XLSX or ODS file weighs once unfolded, before any library opens it; and the cells left in error.

A few kilobytes may unfold into gigabytes, and one cell far away makes a grid of billions. Everything is read once as a
stream, nothing is kept but counts, and the first excess ends it.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from mvl_desktop.ports.tables import CELLS_MAX, TableError

UNFOLDED_MAX: Final = 256 << 20
_PARTS_MAX: Final = 2000
_PIECE: Final = 1 << 18
_LETTERS_MAX: Final = 16_384
_LINES_MAX: Final = 1 << 20
_REPEATED_MAX: Final = 1 << 24
_NO_CELLS: Final = ("xl/sharedStrings.xml", "xl/styles.xml")
_PART: Final = "xl/"


@dataclass
class Weighed:
    """What was seen: by sheet, the cells in error as (line, column), from 0; and how days are counted."""

    faults: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    base_1904: bool = False


@dataclass
class _Book:
    names: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    base_1904: bool = False


def weigh(data: bytes, ending: str) -> Weighed:
    """Read every part of an archive as a stream. Raises TableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Scale(archive, ending).weigh()
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError):
        raise TableError("tableur_illisible") from None
    except (ValueError, RuntimeError):  # a name, a number or a compression that no spreadsheet writes
        raise TableError("tableur_piege") from None


class _Scale:
    """Weighs one archive."""

    def __init__(self, archive: zipfile.ZipFile, ending: str) -> None:
        self._archive, self._ending = archive, ending
        self._unfolded = 0
        self._book = _Book()
        self._sheets: dict[str, _Sheet] = {}
        self._tables: dict[str, dict[tuple[int, int], str]] = {}

    def weigh(self) -> Weighed:
        """Weigh all the parts."""
        parts = self._archive.infolist()
        if len(parts) > _PARTS_MAX or len({part.filename for part in parts}) < len(parts):
            raise TableError("tableur_piege")
        if any(part.flag_bits & 1 for part in parts):
            raise TableError("tableur_protege")
        for part in parts:
            self._part(part)
        if self._ending == ".ods":
            return Weighed(self._tables)
        faults = {}
        for rid, name in self._book.names.items():
            path = self._book.targets.get(rid, "")
            if path and path not in self._sheets and path in self._archive.namelist():
                raise TableError("tableur_piege")
            faults[name] = self._sheets[path].faults if path in self._sheets else {}
        return Weighed(faults, self._book.base_1904)

    def _part(self, part: zipfile.ZipInfo) -> None:
        parser: expat.XMLParserType | None = None
        with self._archive.open(part) as stream:
            first = True
            while piece := stream.read(_PIECE):
                self._unfolded += len(piece)
                if self._unfolded > UNFOLDED_MAX:
                    raise TableError("tableur_piege")
                if first and b"<" in piece[:64] and part.filename not in _NO_CELLS:
                    parser = self._parser(part.filename)
                first = False
                if parser is not None:
                    parser.Parse(piece, False)
            if parser is not None:
                parser.Parse(b"", True)

    def _parser(self, name: str) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse_doctype
        if self._ending == ".ods":
            if name == "content.xml":
                _Tables(parser, self._tables)
            elif name == "META-INF/manifest.xml":
                parser.StartElementHandler = _refuse_encryption
        elif name == _PART + "workbook.xml":
            parser.StartElementHandler = self._workbook
        elif name == _PART + "_rels/workbook.xml.rels":
            parser.StartElementHandler = self._relation
        else:
            self._sheets[name] = _Sheet(parser)
        return parser

    def _workbook(self, tag: str, said: Mapping[str, str]) -> None:
        local = _local(tag)
        if local == "sheet":
            rid = next((value for key, value in said.items() if _local(key) == "id" and key != "id"), "")
            self._book.names[rid] = said.get("name", "")
        elif local == "workbookPr":
            self._book.base_1904 = said.get("date1904", "") in ("1", "true")

    def _relation(self, tag: str, said: Mapping[str, str]) -> None:
        if _local(tag) == "Relationship":
            target = said.get("Target", "")
            path = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(_PART + target)
            self._book.targets[said.get("Id", "")] = path


class _Sheet:
    """Counts the cells of an XLSX sheet: the grid goes from its first cell to the farthest one that is filled."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.faults: dict[tuple[int, int], str] = {}
        self._parser = parser
        self._line = self._column = -1
        self._lines = self._columns = self._count = 0
        self._error = False
        parser.StartElementHandler = self._start

    def _start(self, tag: str, said: Mapping[str, str]) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag == "c":
            self._cell(said)
        elif tag in ("v", "is"):
            self._filled()
        elif tag == "row":
            self._line = _bounded(said["r"], _LINES_MAX) - 1 if "r" in said else self._line + 1
            self._column = -1

    def _cell(self, said: Mapping[str, str]) -> None:
        place = said.get("r")
        if place is None:
            self._column += 1
        else:
            letters = place.rstrip("0123456789")
            self._column = _column(letters)
            self._line = _bounded(place[len(letters) :], _LINES_MAX) - 1
        self._error = said.get("t") == "e"

    def _filled(self) -> None:
        self._count += 1
        self._lines = max(self._lines, self._line + 1)
        self._columns = max(self._columns, self._column + 1)
        if self._count > CELLS_MAX or self._lines * self._columns > CELLS_MAX:
            raise TableError("tableur_trop_de_cellules")
        if self._error:
            self._parser.CharacterDataHandler = self._fault

    def _fault(self, text: str) -> None:
        self.faults[(self._line, self._column)] = text
        self._parser.CharacterDataHandler = None


class _Tables:
    """Counts the cells of an ODS document: repeated lines and cells count as many times as they are repeated."""

    def __init__(self, parser: expat.XMLParserType, tables: dict[str, dict[tuple[int, int], str]]) -> None:
        self._tables, self._parser = tables, parser
        self._faults: dict[tuple[int, int], str] = {}
        self._line = self._column = self._repeated = self._wide = self._across = 0
        self._lines = self._columns = 0
        self._whole = 0
        self._failed = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _start(self, tag: str, said: Mapping[str, str]) -> None:
        if tag == "table:table":
            self._whole += self._lines * self._columns
            self._line = self._lines = self._columns = 0
            self._faults = self._tables.setdefault(said.get("table:name", ""), {})
        elif tag == "table:table-row":
            self._repeated = _bounded(said.get("table:number-rows-repeated", "1"), _REPEATED_MAX)
            self._column = self._wide = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._column += self._across
            self._across = _bounded(said.get("table:number-columns-repeated", "1"), _REPEATED_MAX)
            if "office:value-type" in said:
                self._filled()
            self._failed = said.get("calcext:value-type") == "error"
        elif tag == "text:p":
            self._filled()
            if self._failed:
                self._parser.CharacterDataHandler = self._fault

    def _end(self, tag: str) -> None:
        if tag == "table:table-row":
            self._line += self._repeated
            self._across = 0
            if self._wide:
                self._lines = self._line
                self._columns = max(self._columns, self._wide)
                if self._whole + self._lines * self._columns > CELLS_MAX:
                    raise TableError("tableur_trop_de_cellules")

    def _filled(self) -> None:
        self._wide = self._column + self._across

    def _fault(self, text: str) -> None:
        self._faults[(self._line, self._column)] = text
        self._parser.CharacterDataHandler = None


def _refuse_doctype(*_said: object) -> None:
    raise TableError("tableur_piege")


def _refuse_encryption(tag: str, _said: Mapping[str, str]) -> None:
    if _local(tag) == "encryption-data":
        raise TableError("tableur_protege")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _bounded(text: str, most: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not 1 <= number <= most:
        raise TableError("tableur_piege")
    return number


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise TableError("tableur_piege")
        number = number * 26 + ord(letter) - 64
        if number > _LETTERS_MAX:
            raise TableError("tableur_piege")
    return number - 1 if number else _bounded("0", 1)
