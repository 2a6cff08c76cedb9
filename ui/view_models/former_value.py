"""Putting a former value of history back into a form: from a flat key to the fields of the form. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from mvl_desktop.domain.champ import Declaration


def with_former(
    declaration: Declaration, champs: Mapping[str, object], key: str, value: object
) -> Mapping[str, object] | None:
    """Return the field to fill so that a flat key holds its former value; None when the form cannot say it."""
    name, _slash, rest = key.partition("/")
    field = declaration.champ(name)
    if field is None or field.champ.cache or field.champ.lecture:
        return None
    former = _plain(value)
    if not rest:
        return {name: former}
    if field.sort == "codes":
        kept = [code for code in _items(champs.get(name)) if code != rest]
        return {name: sorted(map(str, [*kept, rest] if former else kept)) or None}
    id_, _slash, member = rest.partition("/")
    elements = [dict(each) for each in _items(champs.get(name)) if isinstance(each, Mapping)]
    found = next((each for each in elements if each.get("id") == id_), None)
    if not member or found is None:
        return None
    if former is None:
        found.pop(member, None)
    else:
        found[member] = former
    return {name: elements}


def _items(value: object) -> Sequence[object]:
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else []


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
