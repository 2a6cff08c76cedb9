"""The registry at the service: published once, grown by compare-and-swap on its number; and the grants it names."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.engine import Row

from mvl_central import schema
from mvl_central.auth import Gate
from mvl_central.database import change_espace, find_espace, lock_espace
from mvl_central.erasure import carry_out
from mvl_central.errors import RequestRefusedError
from mvl_central.events import note
from mvl_central.registries import entries_after
from mvl_central.service import Answer, Call, Service, answer_frames, answer_object
from mvl_central.signing import verify
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.escrows import HOLDERS, Wrap, is_named, read_wrap, wrap_frame
from mvl_desktop.protocol.hashes import ZERO, founder_fingerprint, registry_id
from mvl_desktop.protocol.objects import AnyAct, Erase
from mvl_desktop.protocol.registry import Registry, RegistryRefusedError, read_entry
from mvl_desktop.protocol.wire import (
    PAGE_BYTES,
    PAGE_OBJECTS,
    TOKEN_HEADER,
    FrameType,
    RegistryAnswer,
    frame,
    page_frame,
    read_frames,
)

_Addressed = tuple[bytes, Wrap]
"""A grant or an escrow, and its espace."""


def get_registry(service: Service, gate: Gate, call: Call) -> Answer:
    """Give a page of registry entries from the one asked."""
    espace, start = call.id("espace", 16), call.number("from", 0)
    caller = gate.admit(call, espace)
    last = caller.row.regn
    entries = service.database.read(lambda c: entries_after(c, espace, start - 1, last, PAGE_OBJECTS))
    frames, size = [], 0
    for data in entries:
        if size > PAGE_BYTES:
            break
        frames.append(frame(FrameType.REGISTRY, data))
        size += len(data)
    upto = start + len(frames)
    return answer_frames([*frames, page_frame(upto, upto <= last)])


def post_registry(service: Service, gate: Gate, call: Call) -> Answer:
    """Publish an espace, or take the entries that come next; grants of the entries come with them."""
    espace = call.id("espace", 16)
    entries, grants = _read(call.body)
    signed = gate.signature(call)
    before = service.database.read(lambda connection: find_espace(connection, espace))
    if before is None and not entries:
        raise RequestRefusedError(404, "unknown")
    known = None if before is None else service.database.read(lambda c: service.registry(c, before))
    if known is not None and signed.device in known.devices:
        gate.admit(call, espace)
    else:
        # A device that these very entries bring in (or the founder of a new espace) is known only once they are read.
        trial = known.snapshot() if known is not None else Registry.start(_founder(espace, entries))
        _grow(trial, _new_entries(trial, entries))
        gate.pass_(signed, espace, trial, call.now)
        if not trial.is_active(signed.device):
            raise RequestRefusedError(403, "not_member")
    answer, erases = service.database.write(lambda c: _take(c, service, call, espace, entries, grants))
    if erases:
        service.database.forget_written()
    return answer


def get_grants(service: Service, gate: Gate, call: Call) -> Answer:
    """Give the grants addressed to the asker, or to an operator all those of an epoch."""
    espace, epoch = call.id("espace", 16), call.number("epoch", 0)
    caller = gate.admit(call, espace, stewards=bool(epoch))
    table = schema.grants
    wanted = table.c.epoch == epoch if epoch else table.c.device == caller.device
    wanted &= table.c.device.not_in(HOLDERS)
    query = select(table).where(table.c.espace == espace, wanted).order_by(table.c.epoch, table.c.device)
    found = service.database.read(lambda connection: connection.execute(query).all())
    return _answer_wraps(espace, found)


def get_escrows(service: Service, gate: Gate, call: Call) -> Answer:
    """Give the epoch keys kept for custodians, to who holds the key: two of the three open them."""
    espace = call.id("espace", 16)
    gate.admit(call, espace, holders=True)
    table = schema.grants
    query = select(table).where(table.c.espace == espace, table.c.device.in_(HOLDERS))
    found = service.database.read(lambda c: c.execute(query.order_by(table.c.epoch, table.c.device)).all())
    return _answer_wraps(espace, found)


def post_grants(service: Service, gate: Gate, call: Call) -> Answer:
    """Keep grants that the registry names; others are refused."""
    espace = call.id("espace", 16)
    entries, grants = _read(call.body)
    if entries:
        raise RequestRefusedError(400, "malformed")
    caller = gate.admit(call, espace)
    added = service.database.write(lambda c: _keep_grants(c, service, caller.registry, grants))
    return answer_object(RegistryAnswer(caller.registry.n, caller.registry.head, added))


def _answer_wraps(espace: bytes, found: Sequence[Row[Any]]) -> Answer:
    frames = [wrap_frame(espace, (row.epoch, bytes(row.device), bytes(row.ct))) for row in found]
    return answer_frames([*frames, page_frame(len(frames), False)])


def _read(body: bytes) -> tuple[list[bytes], list[_Addressed]]:
    entries: list[bytes] = []
    grants: list[_Addressed] = []
    try:
        for type_, payload in read_frames(body):
            if type_ == FrameType.REGISTRY:
                entries.append(payload)
            else:
                grants.append(read_wrap(type_, payload))
    except ProtocolError as error:
        raise RequestRefusedError(400, "malformed") from error
    return entries, grants


def _founder(espace: bytes, entries: Sequence[bytes]) -> bytes:
    """Return the fingerprint of the genesis that a publication starts with."""
    try:
        entry, act = read_entry(entries[0])
    except RegistryRefusedError as error:
        raise RequestRefusedError(400, "registry_malformed") from error
    if act.n != 0 or act.espace != espace:
        raise RequestRefusedError(404, "unknown")
    return founder_fingerprint(entry.e)


def _grow(registry: Registry, entries: Sequence[bytes]) -> list[AnyAct]:
    """Append entries; the code of the first that is refused goes back to the asker."""
    try:
        return [registry.append(data, verify) for data in entries]
    except RegistryRefusedError as error:
        if error.code == "chain":
            raise RequestRefusedError(409, "registry", registry.n + 1) from error
        raise RequestRefusedError(400, f"registry_{error.code}", registry.n + 1) from error


def _take(
    connection: Connection,
    service: Service,
    call: Call,
    espace: bytes,
    entries: Sequence[bytes],
    grants: Sequence[_Addressed],
) -> tuple[Answer, bool]:
    row = lock_espace(connection, espace)
    if row is None:
        _spend_token(connection, service, call, espace)
        row = _found(connection, call, espace, _founder(espace, entries))
    registry = service.registry(connection, row).snapshot() if row.regn >= 0 else Registry.start(row.founder)
    new = _new_entries(registry, entries)
    acts = _grow(registry, new)
    rows = [
        {"espace": espace, "n": act.n, "id": registry.head_at(act.n), "entry": data}
        for act, data in zip(acts, new, strict=True)
    ]
    if rows:
        connection.execute(schema.registry_entries.insert(), rows)
        change_espace(connection, espace, regn=registry.n)
        carry_out(connection, row, registry, acts)
    _keep_grants(connection, service, registry, grants)
    note("registry", espace=espace, n=registry.n, count=len(rows))
    return answer_object(RegistryAnswer(registry.n, registry.head, len(rows))), any(isinstance(a, Erase) for a in acts)


def _new_entries(registry: Registry, entries: Sequence[bytes]) -> list[bytes]:
    """Leave out the entries that are already there; another entry in the place of one is a lost race."""
    new = []
    for data in entries:
        try:
            entry, act = read_entry(data)
        except RegistryRefusedError as error:
            raise RequestRefusedError(400, "registry_malformed") from error
        if act.n > registry.n:
            new.append(data)
        elif registry.head_at(act.n) != registry_id(entry.e):
            raise RequestRefusedError(409, "registry", registry.n + 1)
    return new


def _found(connection: Connection, call: Call, espace: bytes, founder: bytes) -> Row[Any]:
    values = {"regn": -1, "k": 0, "root": ZERO, "s": 0, "a": 0, "bytes": 0, "restored": 0, "created_at": call.now}
    connection.execute(schema.espaces.insert().values(espace=espace, founder=founder, **values))
    return connection.execute(select(schema.espaces).where(schema.espaces.c.espace == espace)).one()


def _spend_token(connection: Connection, service: Service, call: Call, espace: bytes) -> None:
    """Use the host's token up: it lets one espace be published here."""
    token, table = call.header(TOKEN_HEADER), schema.tokens
    if token is None:
        if service.is_open:
            return
        raise RequestRefusedError(403, "token")
    hashed = hashlib.sha256(token.encode()).digest()
    used = connection.execute(
        update(table)
        .where(table.c.espace == schema.NOBODY, table.c.h == hashed, table.c.used_by.is_(None))
        .values(used_by=espace)
    )
    if used.rowcount != 1:
        raise RequestRefusedError(403, "token")


def _keep_grants(connection: Connection, service: Service, registry: Registry, grants: Sequence[_Addressed]) -> int:
    rows = []
    for espace, (epoch, holder, ct) in grants:
        if espace != registry.espace or not is_named(registry, (epoch, holder, ct)):
            raise RequestRefusedError(400, "grant")
        rows.append({"espace": espace, "epoch": epoch, "device": holder, "ct": ct})
    return service.database.insert_new(connection, schema.grants, rows)
