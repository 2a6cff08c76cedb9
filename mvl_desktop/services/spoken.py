"""How the value of a field is said on paper: labels instead of codes, days and hours as people write them."""

import re
from collections.abc import Iterable, Mapping

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import declaration
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.i18n import _

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_HOUR = re.compile(r"(\d{2}):(\d{2})\Z")


def is_filled(value: object) -> bool:
    """Whether there is something to say."""
    return value is not None and value not in ("", [], ())


def within(text: str) -> str:
    """Return words as they stand within a sentence: their first letter is small, that of an acronym stays large."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def said(field: DeclaredField, value: object, lists: Nomenclatures) -> str:
    """Return what a person reads for the value of a field."""
    name = field.champ.nomenclature
    if name:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(_(lists.libelle(name, str(code))) for code in codes if is_filled(code))
    match field.sort:
        case "date":
            return day(value)
        case "reference":
            return _target(field, value)
        case "entier" if isinstance(value, int):
            return number(value)
        case "texte_court" if field.champ.forme == "heure":
            return hour(value)
    return plain(value)


def _target(field: DeclaredField, value: object) -> str:
    declared = declaration(field.champ.vers or "")
    if declared is None or declared.compartiment:
        return _("Conservé à part (réservé)")
    return f"{_(declared.libelle)} {str(value).rpartition(':')[2][:8]}"


def day(value: object) -> str:
    """Return a day as 22/11/2026."""
    read = _DAY.match(str(value or ""))
    return f"{read[3]}/{read[2]}/{read[1]}" if read else plain(value)


def hour(value: object) -> str:
    """Return an hour as 9 h 05."""
    read = _HOUR.match(str(value or ""))
    return f"{int(read[1])}\u00a0h\u00a0{read[2]}" if read else plain(value)


def number(value: int) -> str:
    """Return a number with its thousands apart."""
    return f"{value:,}".replace(",", "\u202f")


def plain(value: object) -> str:
    """Return any other value, one line for each member of a list."""
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    if isinstance(value, Mapping):
        return ", ".join(plain(one) for name, one in value.items() if name != "id" and is_filled(one))
    if isinstance(value, (list, tuple)):
        return "\n".join(plain(each) for each in value)
    return "" if value is None else str(value)


def together(parts: Iterable[str]) -> str:
    """Return what is filled of a few short texts, side by side."""
    return " · ".join(part for part in parts if part)
