"""What one field may hold: from what was typed (JSON, a form, a cell) to the value that history keeps."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.errors import ChampInvalideError, ReferenceInvalideError
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.text import TEXT_MAX, clean, clean_line

Value = str | int | bool | tuple[str, ...] | None
"""What a flat key holds: dates are ISO text, references `ref:…` text, None is nothing."""

INT_MAX = 2**53
LIST_MAX = 1000

T = TypeVar("T")

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,63}\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)

_HOUR = re.compile(r"(?P<h>[0-9]{1,2})\s*(?:[hH:.]\s*(?P<m>[0-9]{2})?|[hH]eures?)\s*(?:min)?\Z")


class CodeLists(Protocol):
    """The lists of codes that this post knows."""

    def knows(self, liste: str, code: str) -> bool:
        """Whether a list has, or had, this code."""
        ...


def same(one: Value, other: Value) -> bool:
    """Whether two values are one: `True` is not `1`, and a list read from JSON equals its tuple."""
    return type(one) is type(other) and one == other


def to_value(field: DeclaredField, raw: object, where: str, lists: CodeLists | None = None) -> Value:
    """Return what history keeps of a typed value; ChampInvalideError(where, code) when it cannot."""
    if raw is None:
        return None
    match field.sort:
        case "texte_court":
            line = clean_line(_text(raw, where), where)
            return (hour(line) if field.champ.forme == "heure" else line) or None
        case "texte":
            return clean(_text(raw, where), where) or None
        case "date":
            return _date(raw, where)
        case "oui_non":
            return _typed(raw, bool, where)
        case "entier":
            return _integer(raw, where)
        case "code":
            return to_code(field, raw, where, lists) if raw != "" else None
        case "liste":
            return _lines(raw, where)
        case "reference":
            return _reference(raw, where)
        case "codes" | "elements":
            raise ChampInvalideError(where, "type_invalide")


def to_code(field: DeclaredField, raw: object, where: str, lists: CodeLists | None) -> str:
    """Return a code of the field's list; `code_inconnu` when this post's lists do not know it."""
    code = _text(raw, where)
    if not _CODE.match(code):
        raise ChampInvalideError(where, "code_inconnu")
    if lists is not None and field.champ.nomenclature and not lists.knows(field.champ.nomenclature, code):
        raise ChampInvalideError(where, "code_inconnu")
    return code


def hour(line: str) -> str:
    """Return an hour as `14:30`, from « 14h30 », « 14 h 30 », « 14.30 » or « 14 h »; anything else as it was typed."""
    read = _HOUR.match(line)
    if read is None or int(read["h"]) > 23 or int(read["m"] or 0) > 59:
        return line
    return f"{int(read['h']):02}:{int(read['m'] or 0):02}"


def items(raw: object, where: str) -> Sequence[object]:
    """Return the members of a list as typed; nothing is an empty one."""
    if raw is None:
        return ()
    if isinstance(raw, (list, tuple)):
        return raw
    if isinstance(raw, (set, frozenset)):
        return sorted(raw, key=str)
    raise ChampInvalideError(where, "type_invalide")


def _typed(raw: object, type_: type[T], where: str) -> T:
    if not isinstance(raw, type_):
        raise ChampInvalideError(where, "type_invalide")
    return raw


def _text(raw: object, where: str) -> str:
    return _typed(raw, str, where)


def _date(raw: object, where: str) -> str | None:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw.isoformat()
    text = _text(raw, where).strip()
    if not text:
        return None
    if not _DATE.match(text):  # the library would take basic and week formats too
        raise ChampInvalideError(where, "date_invalide")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ChampInvalideError(where, "date_invalide") from None


def _integer(raw: object, where: str) -> int:
    number = _typed(raw, int, where)
    if isinstance(raw, bool):
        raise ChampInvalideError(where, "type_invalide")
    if not 0 <= number < INT_MAX:
        raise ChampInvalideError(where, "entier_invalide")
    return number


def _lines(raw: object, where: str) -> tuple[str, ...] | None:
    members = items(raw, where)
    if len(members) > LIST_MAX:
        raise ChampInvalideError(where, "liste_trop_longue")
    lines = tuple(line for member in members if (line := clean(_text(member, where), where).strip()))
    if sum(len(line.encode()) for line in lines) > TEXT_MAX:
        raise ChampInvalideError(where, "texte_trop_long")
    return lines or None


def _reference(raw: object, where: str) -> str | None:
    if isinstance(raw, Reference):
        return str(raw)
    text = _text(raw, where)
    try:
        return str(Reference.parse(text)) if text else None
    except ReferenceInvalideError:
        raise ChampInvalideError(where, "reference_invalide") from None
