"""Who asks: the signature of a request, its nonce, its rate, and what the registry says of the device."""

import threading
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.engine import Row

from mvl_central import schema
from mvl_central.database import fast
from mvl_central.errors import RequestRefusedError
from mvl_central.registries import entries_after
from mvl_central.service import Call, Service, espace_row
from mvl_central.signing import verify_plain
from mvl_desktop.protocol.http_signature import HttpSignatureError, Request, SignedRequest, read_signature
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.protocol.roles import STEWARDS
from mvl_desktop.protocol.wire import PAGE_OBJECTS

MINUTE = 60_000
SWEEP = 512
_REMEMBER = (
    "INSERT INTO nonce (espace, device, nonce, expires) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING expires"
)


@dataclass(frozen=True, slots=True)
class Caller:
    """A device whose request was verified, in the espace that it asks about."""

    device: bytes
    role: str
    row: Row[Any]
    registry: Registry


class Rates:
    """Requests counted by minute and by asker, in this process."""

    def __init__(self) -> None:
        self._minute = 0
        self._counts: Counter[bytes] = Counter()
        self._lock = threading.Lock()

    def take(self, who: bytes, limit: int, now: int) -> None:
        """Count one request; refuse it beyond the limit."""
        with self._lock:
            if now // MINUTE != self._minute:
                self._minute = now // MINUTE
                self._counts.clear()
            self._counts[who] += 1
            over = self._counts[who] > limit
        if over:
            raise RequestRefusedError(429, "rate", expect=MINUTE - now % MINUTE)


class Gate:
    """The one door: what passes is signed, fresh, seen once, and not too frequent."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._rates = Rates()
        self._since_sweep = 0

    def signature(self, call: Call) -> SignedRequest:
        """Read a request's signature, not verified yet."""
        request = Request(call.method, call.authority, call.target, "", call.body)
        try:
            return read_signature(request, call.headers, call.now // 1000)
        except HttpSignatureError as error:
            raise RequestRefusedError(401, "clock" if error.is_clock else "signature") from error

    def admit(self, call: Call, espace: bytes, *, stewards: bool = False, holders: bool = False) -> Caller:
        """Admit a request about one espace from an active member; a revoked one is told so by signed entries.

        `holders`: from those whose role holds the key, for all that is not the registry or a register of access.
        """
        signed = self.signature(call)
        row, registry = self._service.database.read(lambda connection: self._espace(connection, espace))
        self.pass_(signed, espace, registry, call.now)
        known = registry.devices[signed.device]
        if known.closed_at is not None:
            end = known.closed_at
            entries = self._service.database.read(lambda connection: closing(connection, row, end))
            raise RequestRefusedError(403, "revoked", end, entries)
        if (stewards and known.role not in STEWARDS) or (holders and not known.holds_key):
            raise RequestRefusedError(403, "role")
        return Caller(known.id, known.role, row, registry)

    def may_send(self, espace: bytes, device: bytes) -> None:
        """Refuse a large body before it is read when the device that says it sends it is no member."""
        _, registry = self._service.database.read(lambda connection: self._espace(connection, espace))
        if not registry.is_active(device):
            raise RequestRefusedError(401, "signature")

    def pass_(self, signed: SignedRequest, espace: bytes, registry: Registry, now: int) -> None:
        """Verify a signature under the key that a registry gives, count the request, and remember its nonce."""
        device = registry.devices.get(signed.device)
        if device is None or not verify_plain(device.cert.auth, signed.base, signed.signature):
            raise RequestRefusedError(401, "signature")
        limit = registry.policy.quotas.get("requests_per_minute", self._service.limits.requests_per_minute)
        self._rates.take(signed.device, limit, now)
        self._remember(signed, espace, now)

    def open_door(self, who: bytes, now: int) -> None:
        """Count a request that needs no signature."""
        self._rates.take(b"open" + who, self._service.limits.open_per_minute, now)

    def _espace(self, connection: Connection, espace: bytes) -> tuple[Row[Any], Registry]:
        row = espace_row(connection, espace)
        return row, self._service.registry(connection, row)

    def _remember(self, signed: SignedRequest, espace: bytes, now: int) -> None:
        expires = now + self._service.limits.nonce_minutes * MINUTE
        self._since_sweep += 1
        sweeps = self._since_sweep % SWEEP == 0

        def keep(connection: Connection) -> bool:
            if sweeps:
                sweep_nonces(connection, espace, now)
            return fast(connection, _REMEMBER, espace, signed.device, signed.nonce, expires).first() is not None

        if not self._service.database.write_lightly(keep):
            raise RequestRefusedError(401, "replay")


def closing(connection: Connection, row: Row[Any], closed_at: int, after: int | None = None) -> list[bytes]:
    """Return the signed entries that show a device its end: those after what it knows, or the closing one alone."""
    start = closed_at - 1 if after is None else min(after, closed_at - 1)
    return entries_after(connection, row.espace, start, row.regn if after is not None else closed_at, PAGE_OBJECTS)


def sweep_nonces(connection: Connection, espace: bytes, now: int) -> int:
    """Forget the nonces of an espace that can no longer be replayed."""
    table = schema.nonces
    return connection.execute(delete(table).where(table.c.espace == espace, table.c.expires < now)).rowcount
