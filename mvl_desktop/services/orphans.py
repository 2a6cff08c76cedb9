"""What was kept apart for a form and that no form refers to yet: remembered on this post until something does.

A signalant is a record of its own, saved before the signalement that will name it. If that signalement is given up,
nobody would ever find the signalant again: the first page says so, and it can be tied to another one, or erased.
"""

from collections.abc import Iterable, Mapping

from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.references import Reference
from mvl_desktop.history.model import Value
from mvl_desktop.ports.store import RecordView, UnitOfWork

_WAITING = "a_part/"


def note_written(uow: UnitOfWork, espace: bytes, rec: bytes, kind: str, changes: Mapping[str, Value]) -> None:
    """Follow a new record: if it is kept apart it waits to be named, and what it names waits no more."""
    note_named(uow, changes)
    if required(kind).compartiment:
        uow.preferences.set(_WAITING + rec.hex(), str(Reference(espace, rec)))


def note_named(uow: UnitOfWork, changes: Mapping[str, Value]) -> None:
    """Follow a change: what it names waits no more."""
    for reference in _named(changes.values()):
        uow.preferences.set(_WAITING + reference.rec.hex(), None)


def orphans(uow: UnitOfWork) -> list[RecordView]:
    """Return what this post set apart, that no record names since, nor any draft."""
    waiting = uow.preferences.all(_WAITING)
    if not waiting:
        return []
    typed = [draft.values for draft in uow.drafts.all()]
    found = []
    for key, reference in waiting.items():
        view = uow.records.get(bytes.fromhex(key.removeprefix(_WAITING)))
        if view is not None and not any(reference in values for values in typed):
            found.append(view)
    return found


def _named(values: Iterable[Value]) -> Iterable[Reference]:
    for value in values:
        if isinstance(value, str) and value.startswith("ref:"):
            try:
                yield Reference.parse(value)
            except ReferenceInvalideError:
                continue
