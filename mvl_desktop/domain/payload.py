"""Between what people and scripts write (nested French JSON) and what history keeps (flat keys and plain values).

`flatten` gives only what differs from the current values, so that a revision says what its author changed and no
more; `nest` gives everything back, what this post does not know included.
"""

from collections.abc import Callable, Mapping
from itertools import count

from mvl_desktop.domain.champ import RANG, Declaration, DeclaredField
from mvl_desktop.domain.elements import (
    as_value,
    element_changes,
    held_codes,
    held_elements,
    is_code_key,
    is_member_key,
    set_changes,
)
from mvl_desktop.domain.errors import ChampInvalideError, FicheTropLongueError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.values import CodeLists, Value, same, to_value

CHANGES_MAX = 4096
BYTES_MAX = 800_000
"""What one revision may hold: a sealed body is at most 1 MiB, and carries parents and attachments' names too."""

KEY_MAX = 200


def flatten(
    kind: str,
    champs: Mapping[str, object],
    current: Mapping[str, Value],
    new_id: Callable[[], str],
    *,
    lists: CodeLists | None = None,
) -> dict[str, Value]:
    """Return the flat changes that turn `current` into what `champs` says; fields it does not mention stay.

    Sets and groups are given whole. Codes are checked against `lists` when given, but what a newer post wrote and
    nobody touched is left alone. Raises KindInconnuError, ChampInvalideError, FicheTropLongueError.
    """
    declaration = required(kind)
    changes: dict[str, Value] = {}
    for name, raw in champs.items():
        field = declaration.champ(name)
        if field is None:
            _expect_untouched(name, raw, current)
        elif field.champ.calcul is not None:
            continue
        elif field.sort == "codes":
            changes |= set_changes(field, raw, current, lists)
        elif field.sort == "elements":
            changes |= element_changes(field, raw, current, new_id, lists)
        else:
            changes |= _value_change(field, raw, current.get(name), lists)
    check_size(changes)
    return changes


def flat_value(kind: str, key: str, raw: object, *, lists: CodeLists | None = None) -> Value:
    """Return what history keeps of a value given for one flat key: a field, a code of a set, a field of an element.

    For a code of a set and for an element, `true` keeps it and `null` removes it. A key that this post does not know
    takes the value as it is. Raises KindInconnuError, ChampInvalideError.
    """
    declaration = required(kind)
    field = declaration.field_of(key)
    parts = key.split("/")
    if len(parts) == 2 or field is None:
        value = as_value(raw)
        if field is not None and value is not None and value is not True:
            raise ChampInvalideError(key[:KEY_MAX], "type_invalide")
        return value
    return to_value(field, raw, key[:KEY_MAX], lists)


def check(kind: str, champs: Mapping[str, object], *, lists: CodeLists | None = None) -> None:
    """Raise what `flatten` would raise for a new record with these fields."""
    ids = count()
    flatten(kind, champs, {}, lambda: f"{next(ids):016x}", lists=lists)


def check_size(changes: Mapping[str, Value]) -> None:
    """Raise FicheTropLongueError when a revision with these changes could not be sealed."""
    if len(changes) > CHANGES_MAX or sum(len(key) + _size(value) for key, value in changes.items()) > BYTES_MAX:
        raise FicheTropLongueError


def nest(kind: str, flat: Mapping[str, Value]) -> dict[str, object]:
    """Return the fields as people and scripts read them, in the order of the form.

    What holds nothing is absent; sets are sorted lists of codes, groups lists of elements with their `id`. A key that
    this post does not know stands under its own flat spelling, after the others.
    """
    declaration = required(kind)
    by_name: dict[str, dict[str, Value]] = {}
    for key, value in flat.items():
        by_name.setdefault(key.partition("/")[0], {})[key] = value
    nested: dict[str, object] = {}
    for field in declaration.champs:
        if (held := by_name.get(field.name)) is not None and (shown := _shown(field, held)) is not None:
            nested[field.name] = shown
    for name in sorted(by_name):
        for key, value in sorted(by_name[name].items()):
            if value is not None and not _is_known(declaration.champ(name), key, value):
                nested[key + "/" * (key in nested)] = _json(value)
    return nested


def told(declaration: Declaration, flat: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fields that nobody writes, as the others tell them."""
    if not declaration.calcules:
        return {}
    nested = nest(declaration.kind, flat)
    return {field.name: field.champ.calcul(nested) for field in declaration.calcules if field.champ.calcul is not None}


def shown_instead(declaration: Declaration, flat: Mapping[str, Value]) -> dict[str, Value]:
    """Return the dates that lists show where nobody wrote one."""
    empty = [field for field in declaration.replis if not flat.get(field.name)]
    if not empty:
        return {}
    nested = nest(declaration.kind, flat)
    found = {field.name: field.champ.repli(nested) for field in empty if field.champ.repli is not None}
    return {name: day.isoformat() for name, day in found.items() if day is not None}


def missing(kind: str, champs: Mapping[str, object]) -> tuple[str, ...]:
    """Return the fields that the form still asks for, in its order."""
    declared = required(kind).champs
    return tuple(field.name for field in declared if field.champ.requis and champs.get(field.name) in (None, "", []))


def _value_change(field: DeclaredField, raw: object, before: Value, lists: CodeLists | None) -> dict[str, Value]:
    if before is not None and same(before, as_value(raw)):
        return {}
    value = to_value(field, raw, field.name, lists)
    return {} if same(before, value) else {field.name: value}


def _expect_untouched(name: str, raw: object, current: Mapping[str, Value]) -> None:
    key = name.removesuffix("/")
    if current.get(key) is None or not same(current[key], as_value(raw)):
        raise ChampInvalideError(name[:KEY_MAX], "champ_inconnu")


def _shown(field: DeclaredField, held: Mapping[str, Value]) -> object:
    if field.sort == "codes":
        return sorted(held_codes(field.name, held)) if _is_touched(field, held) else None
    if field.sort == "elements":
        elements = held_elements(field.name, held)
        return [_element(id_, elements[id_]) for id_ in elements] if _is_touched(field, held) else None
    return _json(held.get(field.name))


def _element(id_: str, values: Mapping[str, Value]) -> dict[str, object]:
    return {"id": id_} | {name: _json(value) for name, value in sorted(values.items()) if name != RANG}


def _is_touched(field: DeclaredField, held: Mapping[str, Value]) -> bool:
    return any(key != field.name for key in held)


def _is_known(field: DeclaredField | None, key: str, value: Value) -> bool:
    """Whether `nest` already gave this key, as a field, a code of a set, an element that stays or a member of one."""
    if field is None:
        return False
    if field.sort == "codes":
        return is_code_key(field.name, key) and isinstance(value, bool)
    if field.sort == "elements":
        return is_member_key(field.name, key) or (is_code_key(field.name, key) and value is True)
    return key == field.name


def _json(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def _size(value: Value) -> int:
    if isinstance(value, str):
        return len(value.encode()) + 5
    if isinstance(value, tuple):
        return 5 + sum(len(line.encode()) + 5 for line in value)
    return 9
