"""What the filters of a list mean, said in SQL: alternatives, bounds, what is not filled. Values are always bound."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from mvl_desktop.store.context import A_ENVOYER, ATTESTE, REMIS, SENDING
from mvl_desktop.store.errors import FiltreImpossibleError
from mvl_desktop.store.projection import SEPARATOR, Column, Projection, sort_key
from mvl_desktop.store.sql import identifier, shape

SENT_FIELD: Final = "etat_envoi"
CONFLICTS_FIELD: Final = "conflits"
ESPACE_FIELD: Final = "espace"
FILTERS_MAX: Final = 1000
"""Pairs that one query may hold: far more than anybody ticks, far fewer than the engine takes."""

_BOUNDS: Final = (">=", "<=")
_YES: Final = frozenset({"1", "true", "oui", "vrai"})
_UNDECIDED: Final = {"oui": "p.conflicts > 0", "non": "p.conflicts = 0"}
_NUMBER: Final = re.compile(r"-?[0-9]{1,16}\Z")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_STANDING: Final = "p.id $no IN (SELECT id FROM record WHERE sending < 3 AND sending IN $marks)"
_ESPACES: Final = "p.espace IN (SELECT id FROM espace WHERE espace IN $marks)"
_IDENTIFIER: Final = re.compile(r"[0-9a-f]{32}\Z")

Condition = tuple[str, Sequence[object]]


def conditions(projection: Projection, filters: Sequence[tuple[str, str]]) -> list[Condition]:
    """Return what must all hold: one condition a field, its alternatives within. FiltreImpossibleError."""
    if len(filters) > FILTERS_MAX:
        raise FiltreImpossibleError
    asked: dict[str, list[str]] = {}
    for name, wanted in filters:
        asked.setdefault(name, []).append(wanted)
    return [_condition(projection, name, wanted) for name, wanted in asked.items()]


def watched_index(projection: Projection, filters: Sequence[tuple[str, str]]) -> str | None:
    """Return the index of the first field that is looked for among these filters: the few that it names are read."""
    for name in dict.fromkeys(name for name, _ in filters):
        column = projection.column(name.removesuffix(">=").removesuffix("<="))
        wanted = [each for said, each in filters if said == name]
        if column is not None and column.watched and all(sort_key(each) if column.folded else each for each in wanted):
            return projection.index_of(column)
    return None


def column_of(projection: Projection, name: str) -> Column:
    """Return the column that shows a field. FiltreImpossibleError."""
    column = projection.column(name)
    if column is None:
        raise FiltreImpossibleError
    return column


def _condition(projection: Projection, name: str, wanted: Sequence[str]) -> Condition:
    if name == SENT_FIELD:
        return _standing({SENDING.index(each) for each in wanted if each in SENDING})
    if name == CONFLICTS_FIELD:
        return _either([_undecided(each) for each in wanted]), ()
    if name == ESPACE_FIELD:
        espaces = [_espace(each) for each in wanted]
        return shape(_ESPACES, marks=_marks(espaces)), espaces
    if name.endswith(_BOUNDS):
        return _bounded(column_of(projection, name[:-2]), name[-2:], wanted)
    return _any_of(column_of(projection, name), wanted)


def _standing(wanted: set[int]) -> Condition:
    """Return the condition on where records stand: what has not been attested is found by its own index."""
    attested = ATTESTE in wanted
    numbers = sorted({A_ENVOYER, REMIS} - wanted if attested else wanted)
    return shape(_STANDING, no="NOT" if attested else "", marks=_marks(numbers)), numbers


def _any_of(column: Column, wanted: Sequence[str]) -> Condition:
    """Return the condition that a field is one of these values; a field of several values holds any of them."""
    said = "p." + identifier(column.name)
    filled = [each for each in wanted if each]
    parts = [said + " IS NULL"] if len(filled) < len(wanted) else []
    if column.many or column.sort == "liste":
        held = said if column.many else "char(31) || " + said + " || char(31)"
        within = ["instr(" + held + ", ?)"] * len(filled)
        # Said twice: the index of a column that is looked for holds what is filled, and the engine cannot guess it.
        known = said + " IS NOT NULL AND " if column.watched and not parts else ""
        return known + _either([*parts, *within]), [SEPARATOR + each + SEPARATOR for each in filled]
    cells = [_cell(column, each) for each in filled]
    if filled:
        parts.append(said + " IN " + _marks(filled))
    letters = [sort_key(each) for each in filled]
    if column.folded and letters and all(letters) and len(parts) == 1:
        # The index is on the letters that lists are sorted by.
        return "p." + identifier(column.order) + " IN " + _marks(letters) + " AND " + parts[0], [*letters, *cells]
    return _either(parts), cells


def _bounded(column: Column, way: str, wanted: Sequence[str]) -> Condition:
    said = "p." + identifier(column.name) + " " + way + " ?"
    return _either([said] * len(wanted)), [_bound(column, each) for each in wanted]


def _bound(column: Column, text: str) -> object:
    """Read a bound as the column keeps its values. FiltreImpossibleError when it is none, or when none makes sense."""
    if column.sort == "entier" and not column.many and _NUMBER.match(text):
        return int(text)
    if column.sort == "date" and not column.many and _DAY.match(text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise FiltreImpossibleError from None
    raise FiltreImpossibleError


def _cell(column: Column, text: str) -> object:
    """Return a value as the column keeps it; one that it cannot hold is equal to nothing there."""
    if column.sort == "oui_non":
        return int(text.lower() in _YES)
    if column.sort == "entier":
        return int(text) if _NUMBER.match(text) else text
    return text


def _undecided(text: str) -> str:
    if text not in _UNDECIDED:
        raise FiltreImpossibleError
    return _UNDECIDED[text]


def _espace(text: str) -> bytes:
    if not _IDENTIFIER.match(text):
        raise FiltreImpossibleError
    return bytes.fromhex(text)


def _either(parts: Sequence[str]) -> str:
    return "(" + " OR ".join(parts) + ")"


def _marks(values: Sequence[object]) -> str:
    return "(" + ", ".join("?" * len(values)) + ")"
