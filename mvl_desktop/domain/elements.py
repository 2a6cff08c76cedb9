"""Sets and repeated elements: from whole lists, as people and scripts write them, to the few flat keys that changed."""

from collections.abc import Callable, Mapping, Sequence

from mvl_desktop.domain.champ import RANG, DeclaredField, is_element_id
from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.values import CodeLists, Value, items, same, to_code, to_value

STEP = 1024
"""Room left between two neighbours, so that one can be put between them without moving either."""

Flat = Mapping[str, Value]


def set_changes(field: DeclaredField, raw: object, current: Flat, lists: CodeLists | None) -> dict[str, Value]:
    """Return the codes to add (True) and to take out (None) so that the set is exactly `raw`."""
    held = held_codes(field.name, current)
    wanted = set()
    for code in items(raw, field.name):
        kept = isinstance(code, str) and code in held
        wanted.add(str(code) if kept else to_code(field, code, field.name, lists))
    added: dict[str, Value] = {f"{field.name}/{code}": True for code in sorted(wanted - held)}
    return added | {f"{field.name}/{code}": None for code in sorted(held - wanted)}


def held_codes(name: str, current: Flat) -> set[str]:
    """Return the codes that a set holds."""
    start = len(name) + 1
    return {key[start:] for key, value in current.items() if value is True and is_code_key(name, key)}


def held_elements(name: str, current: Flat) -> dict[str, dict[str, Value]]:
    """Return the elements that stand under a group, in their order: id → values. One without any value is gone."""
    found: dict[str, dict[str, Value]] = {}
    for key, value in current.items():
        if value is not None and is_member_key(name, key):
            id_, member = key[len(name) + 1 :].split("/")
            found.setdefault(id_, {})[member] = value
    return dict(sorted(found.items(), key=lambda item: (_rank(item[1]), item[0])))


def is_code_key(name: str, key: str) -> bool:
    """Whether a flat key says that a set holds a code: `natures/<code>`."""
    return key.startswith(f"{name}/") and key.count("/") == 1


def is_member_key(name: str, key: str) -> bool:
    """Whether a flat key is a field of an element: `faits/<id>/recit`."""
    parts = key.split("/")
    return len(parts) == 3 and parts[0] == name and is_element_id(parts[1])


def element_changes(
    field: DeclaredField, raw: object, current: Flat, new_id: Callable[[], str], lists: CodeLists | None
) -> dict[str, Value]:
    """Return what changes so that the group is the list `raw`.

    An element with an id is updated (what it does not mention stays), one without is new, one not in the list is
    removed; and the list's order is kept. No element is both removed and written.
    """
    held = held_elements(field.name, current)
    given: dict[str, Mapping[str, object]] = {}
    for raw_element in items(raw, field.name):
        element = _mapping(raw_element, field.name)
        id_ = _id(element, field.name) or new_id()
        if id_ in given:
            raise ChampInvalideError(field.name, "element_contradictoire")
        given[id_] = element
    changes: dict[str, Value] = {f"{field.name}/{id_}": None for id_ in held if id_ not in given}
    for id_, element in given.items():
        changes |= _member_changes(field, f"{field.name}/{id_}", element, held.get(id_, {}), lists)
    for id_, rank in places([(id_, _rank(held[id_]) if id_ in held else None) for id_ in given]).items():
        if id_ not in held or _rank(held[id_]) != rank:
            changes[f"{field.name}/{id_}/{RANG}"] = rank
    return changes


def places(members: Sequence[tuple[str, int | None]]) -> dict[str, int]:
    """Return a place for each member, so that (place, id) rises; what has one is moved only when it must be.

    Two posts that each added an element gave them the same place: that is an order too, and stays.
    """
    placed: dict[str, int] = {}
    last = (0, "")
    for index, (id_, rank) in enumerate(members):
        place = _between(last[0], members[index + 1 :]) if rank is None else rank
        if (place, id_) <= last:
            return {member: STEP * (number + 1) for number, (member, _) in enumerate(members)}
        placed[id_], last = place, (place, id_)
    return placed


def _between(low: int, following: Sequence[tuple[str, int | None]]) -> int:
    above = next((rank for _, rank in following if rank is not None), None)
    return low + STEP if above is None else (low + above) // 2


def _member_changes(
    field: DeclaredField, prefix: str, element: Mapping[str, object], held: Flat, lists: CodeLists | None
) -> dict[str, Value]:
    changes: dict[str, Value] = {}
    for name, raw in element.items():
        if name == "id":
            continue
        where = f"{field.name}/{name}"
        member = field.member(name)
        if member is None or name == RANG:
            if name not in held or not same(held[name], as_value(raw)):
                raise ChampInvalideError(where, "champ_inconnu")
            continue
        before = held.get(name)
        if before is not None and same(before, as_value(raw)):
            continue
        value = to_value(member, raw, where, lists)
        if not same(before, value):
            changes[f"{prefix}/{name}"] = value
    return changes


def as_value(raw: object) -> Value:
    """Return a raw value in history's spelling when it has one, without any check; None for anything else."""
    if isinstance(raw, (str, int)):
        return raw
    if isinstance(raw, (list, tuple)) and all(isinstance(member, str) for member in raw):
        return tuple(raw)
    return None


def _mapping(raw: object, where: str) -> Mapping[str, object]:
    if not isinstance(raw, Mapping) or not all(isinstance(name, str) for name in raw):
        raise ChampInvalideError(where, "type_invalide")
    return raw


def _id(element: Mapping[str, object], where: str) -> str | None:
    id_ = element.get("id")
    if id_ is None or id_ == "":
        return None
    if not isinstance(id_, str) or not is_element_id(id_):
        raise ChampInvalideError(where, "identifiant_invalide")
    return id_


def _rank(values: Flat) -> int:
    rank = values.get(RANG)
    return rank if isinstance(rank, int) else 0
