"""What stays of a record once nobody can be recognised in it: what statistics count, nothing that was written freely.

Pure. Dates keep their month; places stop at the département; a code stays only when a list of the application holds
it, since an open list takes whatever was typed; amounts lose their last three figures.
"""

from collections.abc import Callable, Mapping

from mvl_desktop.domain.champ import Declaration, DeclaredField
from mvl_desktop.domain.nomenclature import COMMUNES
from mvl_desktop.domain.values import Value

ANONYMISE = "anonymise"
"""The statut of a record whose people can no longer be recognised."""

Knows = Callable[[str, str], bool]
"""(list, code) → whether this code is one of the application's."""

_DROPPED = frozenset({"notes", "pieces", "liens", "arbitrages"})
"""Groups of which nothing is counted, and whose very number would tell something."""
_THOUSAND = 1000


def anonymous(declared: Declaration, flat: Mapping[str, Value], knows: Knows) -> dict[str, Value]:
    """Return a whole record as flat keys: each key that it holds, with what may stay or nothing."""
    kept = {key: _kept(declared, key, value, knows) for key, value in flat.items()}
    if declared.champ("statut") is not None:
        kept["statut"] = ANONYMISE
    return kept


def names_nobody(declared: Declaration, flat: Mapping[str, Value], knows: Knows) -> bool:
    """Whether making a record anonymous would change nothing of it."""
    return all(value == flat.get(key) for key, value in anonymous(declared, flat, knows).items())


def _kept(declared: Declaration, key: str, value: Value, knows: Knows) -> Value:
    name, _, rest = key.partition("/")
    group = declared.champ(name)
    if group is None or value is None or name in _DROPPED or group.champ.nominatif:
        return None
    if group.sort == "codes":
        return value if knows(group.champ.nomenclature or "", rest) else None
    field = declared.field_of(key)
    if group.sort == "elements" and "/" not in rest:
        return value if value is True else None
    return None if field is None else _simple(field, value, knows)


def _simple(field: DeclaredField, value: Value, knows: Knows) -> Value:
    nomenclature = field.champ.nomenclature or ""
    if field.champ.nominatif or nomenclature == COMMUNES:
        return None
    match field.sort, value:
        case "oui_non", bool():
            return value
        case "entier", int():
            return value // _THOUSAND * _THOUSAND if field.name == "montant" else value
        case "date", str():
            return f"{value[:7]}-01"
        case "code", str():
            return value if knows(nomenclature, value) else None
        case "liste", tuple():
            codes = tuple(code for code in value if nomenclature and knows(nomenclature, code))
            return codes or None
        case _:
            return None
