"""The first question of an exchange: is there anything at all?"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Row

from mvl_central.auth import Gate, closing
from mvl_central.database import change_espace, fast, find_espace, lock_espace
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Answer, Call, Service, answer_object
from mvl_desktop.protocol.objects import VERSION
from mvl_desktop.protocol.registry import Device, Registry
from mvl_desktop.protocol.roles import STEWARDS
from mvl_desktop.protocol.wire import EspaceAsk, EspaceState, SyncAnswer, SyncAsk


@dataclass(frozen=True, slots=True)
class Found:
    """What the database says of an espace to a device, at one moment."""

    row: Row[Any]
    registry: Registry
    device: Device | None
    seq: int = 0
    waiting: int = 0


def post_sync(service: Service, gate: Gate, call: Call) -> Answer:
    """Answer with the heads of each espace asked about, as far as the asker may know them."""
    signed, ask = gate.signature(call), call.read(SyncAsk)
    found = service.database.read(lambda c: [_find(c, service, one.espace, signed.device) for one in ask.espaces])
    known = [here for here in found if here is not None and here.device is not None]
    if not known:
        raise RequestRefusedError(401, "signature" if any(found) else "unknown")
    gate.pass_(signed, known[0].registry.espace, known[0].registry, call.now)
    return answer_object(
        SyncAnswer(VERSION, [_state(service, one, here) for one, here in zip(ask.espaces, found, strict=True)])
    )


def _find(connection: Connection, service: Service, espace: bytes, device: bytes) -> Found | None:
    row = find_espace(connection, espace)
    if row is None:
        return None
    registry = service.registry(connection, row)
    known = registry.devices.get(device)
    if known is None or known.closed_at is not None:
        return Found(row, registry, known)
    seq = fast(connection, _LAST_SEQ, espace, device).scalar() or 0
    waiting = fast(connection, _WAITING, espace).scalar_one() if known.role in STEWARDS else 0
    return Found(row, registry, known, seq, waiting)


_LAST_SEQ = "SELECT seq FROM chain WHERE espace = ? AND device = ?"
_WAITING = "SELECT count(*) FROM enrolment WHERE espace = ? AND answer IS NULL"


def _state(service: Service, ask: EspaceAsk, here: Found | None) -> EspaceState:
    if here is None:
        return _closed(ask.espace, "unknown")
    row, registry, known = here.row, here.registry, here.device
    if known is None:
        return _closed(ask.espace, "not_member")
    if known.closed_at is not None:
        end = known.closed_at
        entries = service.database.read(lambda connection: closing(connection, row, end, ask.regn))
        return _closed(ask.espace, "revoked", end, entries)
    if ask.regn <= registry.n and registry.head_at(ask.regn) != ask.regh:
        return _closed(ask.espace, "fork", registry.n)
    if row.restored and not _reopen(service, row, ask, known):
        return _closed(ask.espace, "restored", registry.n)
    if not known.holds_key:
        # What lies under a key is counted for those who hold it.
        return EspaceState(ask.espace, "open", registry.n, 0, 0, 0, 0, None, [])
    checkpoint = service.checkpoint(registry, row.k, bytes(row.root))
    return EspaceState(ask.espace, "open", registry.n, row.k, row.s, here.seq, here.waiting, checkpoint, [])


def _closed(espace: bytes, state: str, regn: int = 0, entries: list[bytes] | None = None) -> EspaceState:
    return EspaceState(espace, state, regn, 0, 0, 0, 0, None, entries or [])


def _reopen(service: Service, row: Row[Any], ask: EspaceAsk, known: Device) -> bool:
    """Serve a restored espace again once an operator, who holds every erase order, has none that we lack."""
    if known.role not in STEWARDS or ask.regn > row.regn:
        return False

    def reopen(connection: Connection) -> bool:
        now = lock_espace(connection, ask.espace)
        if now is None or ask.regn < now.regn:
            return False
        change_espace(connection, ask.espace, restored=0)
        return True

    return service.database.write(reopen)
