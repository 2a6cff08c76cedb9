"""Edits of this post whose record was erased before they left: kept here thirty days, explained, never sent.

Erasure wins (security 8, rule 1): nobody else receives them. Their author can still read what was typed, then it goes.
"""

from dataclasses import dataclass, field

import msgspec

from mvl_desktop.history.model import Value
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork

KEPT_MS = 30 * 86_400_000
_SETTING = "modifications_effacees"


@dataclass(frozen=True, slots=True)
class ErasedEdit:
    """What was typed in a record that an order erased: its fields as flat keys, until `until_ms`."""

    espace: str
    rec: str
    kind: str
    n: int
    until_ms: int
    changes: dict[str, str | int | bool | list[str] | None] = field(repr=False)


def erased_edits(uow: UnitOfWork, now_ms: int) -> list[ErasedEdit]:
    """Return the edits still kept, latest first."""
    kept = _read(uow)
    return sorted((edit for edit in kept if edit.until_ms > now_ms), key=lambda edit: -edit.until_ms)


def keep_erased_edits(uow: UnitOfWork, ports: Ports, espace: bytes, rec: bytes) -> int:
    """Put aside this post's edits of a record that have no receipt yet, before the order is executed; say so.

    Returns how many there were. Doing it twice keeps them once.
    """
    me = uow.identity.device().id
    unsent = uow.log.unsent(rec)
    if not unsent:
        return 0
    view = uow.records.get(rec)
    until = ports.clock.ms() + KEPT_MS
    found = [
        ErasedEdit(
            espace.hex(),
            rec.hex(),
            view.kind if view else "",
            revision.name[1],
            until,
            {key: _plain(value) for key, value in revision.changes.items()},
        )
        for revision in uow.log.revisions(rec)
        if revision.name[0] == me and revision.name[1] in unsent and revision.changes
    ]
    if found:
        names = {(edit.rec, edit.n) for edit in found}
        _write(uow, [*(edit for edit in _read(uow) if (edit.rec, edit.n) not in names), *found])
        uow.exchange.alarm("modification_effacee", espace, me, len(found))
    return len(found)


def has_old_edits(uow: UnitOfWork, now_ms: int) -> bool:
    """Whether some edits have been kept long enough."""
    return any(edit.until_ms <= now_ms for edit in _read(uow))


def forget_old_edits(uow: UnitOfWork, now_ms: int) -> None:
    """Remove the edits whose thirty days are over."""
    kept = _read(uow)
    left = [edit for edit in kept if edit.until_ms > now_ms]
    if len(left) != len(kept):
        _write(uow, left)


def _plain(value: Value) -> str | int | bool | list[str] | None:
    return list(value) if isinstance(value, tuple) else value


def _read(uow: UnitOfWork) -> list[ErasedEdit]:
    text = uow.identity.get(_SETTING)
    return msgspec.json.decode(text, type=list[ErasedEdit]) if text else []


def _write(uow: UnitOfWork, edits: list[ErasedEdit]) -> None:
    uow.identity.set(_SETTING, msgspec.json.encode(edits).decode())
