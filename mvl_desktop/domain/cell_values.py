"""From a cell of a spreadsheet to the value that a field takes, in the nested JSON that `flatten` reads.

Pure: the day of today and the lists are given. What cannot be read for sure is refused, with the reason.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from mvl_desktop.domain.cell_codes import CodeReader, UnknownCodeError
from mvl_desktop.domain.cell_dates import Order, UnreadDayError, read_day
from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.commune import folded
from mvl_desktop.domain.nomenclature import COMMUNES


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that a formula left in error: `#REF!`."""

    text: str


Raw = str | int | float | bool | date | datetime | time | Fault | None
"""What a cell holds, formulas already calculated by who wrote the file."""

MASKED: Final = "masqué"
"""What an export of ours says in the place of what names people: nothing is known of the value."""
_RESERVED: Final = "réservé"
_YES: Final = frozenset({"oui", "o", "vrai", "true", "yes", "y", "x", "1", "✓", "✔", "☑", "v"})
_NO: Final = frozenset({"non", "n", "faux", "false", "no", "0", "☐"})
_UNSAID: Final = frozenset({"?", "nsp", "inconnu", "ne sait pas", "non renseigne", "nc", "n/a", "na"})
_BLANKS: Final = re.compile("[\\s\u00a0\u202f\u2009']")
_NUMBER: Final = re.compile(r"\d{1,18}(?:\.\d{1,18})?\Z", re.ASCII)
_LINES: Final = re.compile(r"[\n;|]")


class RefusedCellError(ValueError):
    """A cell cannot be kept as it is. `code` has its French sentence in `services`; `said` is what it names."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code, self.said = code, said


@dataclass(frozen=True)
class Column:
    """What helps to read a column: its header, how it writes its days, what separates values, words of its own."""

    header: str = ""
    order: Order = ""
    separator: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    doubtful: bool = False


@dataclass(frozen=True)
class CellReader:
    """Reads cells for one file: its day of today, its lists, and whether its days are counted from 1904."""

    codes: CodeReader
    today: date
    base_1904: bool = False

    def value(self, declared: DeclaredField, raw: Raw, column: Column, departement: str = "") -> object:
        """Return the value of a field, None when the cell says nothing. Raises RefusedCellError."""
        if isinstance(raw, Fault):
            raise RefusedCellError("cellule_en_erreur", raw.text)
        if isinstance(raw, str):
            raw = column.words.get(raw.strip(), raw)
        if raw is None or (isinstance(raw, str) and not raw.strip()) or _is_unsaid(declared, raw):
            return None
        match declared.sort:
            case "date":
                return self._day(raw, column)
            case "oui_non":
                return _yes_no(raw)
            case "entier":
                return _whole(raw)
            case "code" | "codes":
                return self._code(declared, raw, column, departement)
            case "liste":
                parts = text_of(raw).split(column.separator) if column.separator else _LINES.split(text_of(raw))
                return [part.strip() for part in parts if part.strip()]
            case _:
                return _text(declared, raw)

    def _day(self, raw: Raw, column: Column) -> str:
        try:
            return read_day(
                raw, self.today, order=column.order, doubtful=column.doubtful, base_1904=self.base_1904
            ).isoformat()
        except UnreadDayError as error:
            raise RefusedCellError(error.code) from None

    def _code(self, declared: DeclaredField, raw: Raw, column: Column, departement: str) -> object:
        text, liste = text_of(raw).strip(), declared.champ.nomenclature or ""
        try:
            if declared.sort == "codes":
                return sorted(set(self.codes.several(liste, text, column.separator)))
            near = departement if liste == COMMUNES else ""
            return self.codes.one(liste, text, departement=near, header=column.header if liste == COMMUNES else "")
        except UnknownCodeError as error:
            raise RefusedCellError(error.code, ", ".join(error.found) or error.text) from None


def text_of(raw: Raw) -> str:
    """Return a cell as a French reader would write it."""
    match raw:
        case bool():
            return "Oui" if raw else "Non"
        case float():
            return str(int(raw)) if raw.is_integer() else f"{Decimal(repr(raw)):f}".replace(".", ",")
        case datetime():
            at = raw.time()
            return f"{raw:%d/%m/%Y}" if at == time() else f"{raw:%d/%m/%Y %H:%M}"
        case date():
            return f"{raw:%d/%m/%Y}"
        case time():
            return f"{raw:%H:%M}"
        case Fault():
            return raw.text
        case None:
            return ""
    return str(raw)


def _is_unsaid(declared: DeclaredField, raw: Raw) -> bool:
    if not isinstance(raw, str):
        return False
    if declared.sort in ("oui_non", "entier", "date") and folded(raw) in _UNSAID:
        return True
    return (declared.champ.nominatif and raw == MASKED) or raw == _RESERVED


def _yes_no(raw: Raw) -> bool:
    if isinstance(raw, bool):
        return raw
    word = folded(text_of(raw)).strip(" .")
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise RefusedCellError("oui_non_illisible")


def _whole(raw: Raw) -> int:
    if isinstance(raw, (bool, date, time)):
        raise RefusedCellError("nombre_illisible")
    bare = _BLANKS.sub("", text_of(raw)).removesuffix("€").removesuffix("EUR").replace(",", ".")
    if not _NUMBER.match(bare):
        raise RefusedCellError("nombre_illisible")
    number = Decimal(bare)
    if number != number.to_integral_value():
        raise RefusedCellError("nombre_entier")
    return int(number)


def _text(declared: DeclaredField, raw: Raw) -> str:
    text = text_of(raw)
    if declared.name == "telephone":
        return _telephone(text)
    if declared.sort == "texte_court" and declared.champ.forme == "heure" and isinstance(raw, datetime):
        return f"{raw:%H:%M}"
    return text


def _telephone(text: str) -> str:
    """Give back to a French number the zero that a spreadsheet took for nothing."""
    bare = re.sub(r"[\s.\u00a0\u202f-]", "", text)
    if re.fullmatch(r"[1-9]\d{8}", bare, re.ASCII):
        return " ".join(re.findall("..", "0" + bare))
    return text
