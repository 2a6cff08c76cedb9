"""The first question of an exchange: is there anything at all?"""

from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.engine import Row

from mvl_central import schema
from mvl_central.auth import Gate, closing
from mvl_central.database import change_espace, find_espace, lock_espace
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Answer, Call, Service, answer_object
from mvl_desktop.protocol.objects import VERSION
from mvl_desktop.protocol.registry import Device, Registry
from mvl_desktop.protocol.roles import STEWARDS
from mvl_desktop.protocol.wire import EspaceAsk, EspaceState, SyncAnswer, SyncAsk

Found = tuple[Row[Any], Registry]


def post_sync(service: Service, gate: Gate, call: Call) -> Answer:
    """Answer with the heads of each espace asked about, as far as the asker may know them."""
    signed, ask = gate.signature(call), call.read(SyncAsk)
    found = service.database.read(lambda c: [_find(c, service, one.espace) for one in ask.espaces])
    known = [(one, here) for one, here in zip(ask.espaces, found, strict=True) if here and _device(here, signed.device)]
    if not known:
        raise RequestRefusedError(401, "unknown" if not any(found) else "signature")
    first, (_, registry) = known[0][0], known[0][1]
    gate.pass_(signed, first.espace, registry, call.now)
    states = service.database.read(
        lambda c: [_state(c, service, one, here, signed.device) for one, here in zip(ask.espaces, found, strict=True)]
    )
    return answer_object(SyncAnswer(VERSION, states))


def _find(connection: Connection, service: Service, espace: bytes) -> Found | None:
    row = find_espace(connection, espace)
    return None if row is None else (row, service.registry(connection, row))


def _device(here: Found, device: bytes) -> Device | None:
    return here[1].devices.get(device)


def _state(connection: Connection, service: Service, ask: EspaceAsk, here: Found | None, device: bytes) -> EspaceState:
    if here is None:
        return _closed(ask.espace, "unknown")
    row, registry = here
    known = registry.devices.get(device)
    if known is None:
        return _closed(ask.espace, "not_member")
    if known.closed_at is not None:
        entries = closing(connection, row, known.closed_at, ask.regn)
        return _closed(ask.espace, "revoked", known.closed_at, entries)
    if ask.regn <= registry.n and registry.head_at(ask.regn) != ask.regh:
        return _closed(ask.espace, "fork", registry.n)
    if row.restored and not _reopen(service, row, ask, known):
        return _closed(ask.espace, "restored", registry.n)
    return EspaceState(
        ask.espace,
        "open",
        registry.n,
        row.k,
        row.s,
        _last_seq(connection, ask.espace, device),
        _waiting(connection, ask.espace) if known.role in STEWARDS else 0,
        service.checkpoint(registry, row.k, bytes(row.root)),
        [],
    )


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


def _last_seq(connection: Connection, espace: bytes, device: bytes) -> int:
    table = schema.chains
    query = select(table.c.seq).where(table.c.espace == espace, table.c.device == device)
    return connection.execute(query).scalar() or 0


def _waiting(connection: Connection, espace: bytes) -> int:
    table = schema.enrolments
    query = select(func.count()).where(table.c.espace == espace, table.c.answer.is_(None))
    return int(connection.execute(query).scalar_one())
