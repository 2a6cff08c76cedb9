"""What the handlers share: the database, the key, the registries, the limits; and the request as they see it."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import Row

from mvl_central.database import Database, find_espace, lock_espace
from mvl_central.errors import RequestRefusedError
from mvl_central.registries import Registries
from mvl_central.settings import Limits
from mvl_central.signing import ServiceKey
from mvl_desktop.protocol.encoding import Object, ProtocolError, decode, encode
from mvl_desktop.protocol.objects import VERSION, Checkpoint
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.protocol.wire import FRAMES, MESSAGE_LIMIT, OBJECT

S = TypeVar("S")


def system_ms() -> int:
    """Return milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Service:
    """One instance of the service."""

    database: Database
    key: ServiceKey
    limits: Limits
    is_open: bool = False
    clock: Callable[[], int] = system_ms
    registries: Registries = field(default_factory=Registries)
    counts: "Counter[str]" = field(default_factory=Counter)

    def registry(self, connection: Connection, row: Row[Any]) -> Registry:
        """Return the registry of an espace as far as its row says."""
        return self.registries.at(connection, row.espace, row.founder, row.regn)

    def checkpoint(self, registry: Registry, k: int, root: bytes) -> bytes:
        """Sign how far an espace's feed is, and its root."""
        said = Checkpoint(VERSION, registry.espace, k, root, registry.n, registry.head, self.clock())
        return self.key.sign("checkpoint", encode(said))


@dataclass(frozen=True, slots=True)
class Call:
    """A request, its body read whole within the limits."""

    method: str
    target: str
    authority: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    now: int

    def read(self, type_: type[S]) -> S:
        """Decode the body as one object."""
        try:
            return decode(self.body, type_, MESSAGE_LIMIT)
        except ProtocolError as error:
            raise RequestRefusedError(400, "malformed") from error

    def id(self, name: str, size: int) -> bytes:
        """Return an identifier of the path, which has one spelling."""
        return read_id(self.path[name], size)

    def number(self, name: str, default: int | None = None) -> int:
        """Return a number of the query or of the path."""
        given = self.query.get(name, self.path.get(name))
        if given is None and default is not None:
            return default
        if given is None or not given.isascii() or not given.isdigit() or len(given) > 15:
            raise RequestRefusedError(400, "malformed")
        return int(given)

    def header(self, name: str) -> str | None:
        """Return a header given once."""
        found = [value for key, value in self.headers if key == name]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    body: bytes = field(repr=False)
    content_type: str = OBJECT
    status: int = 200


def answer_object(value: Object, status: int = 200) -> Answer:
    """Answer with one message."""
    return Answer(encode(value), OBJECT, status)


def answer_frames(frames: list[bytes]) -> Answer:
    """Answer with a page of frames."""
    return Answer(b"".join(frames), FRAMES)


def read_id(text: str, size: int) -> bytes:
    """Read an identifier in lower-case hexadecimal digits."""
    if len(text) != 2 * size or any(letter not in "0123456789abcdef" for letter in text):
        raise RequestRefusedError(404, "unknown")
    return bytes.fromhex(text)


def espace_row(connection: Connection, espace: bytes, *, lock: bool = False) -> Row[Any]:
    """Return an espace's row, or refuse: it is not published here."""
    row = lock_espace(connection, espace) if lock else find_espace(connection, espace)
    if row is None:
        raise RequestRefusedError(404, "unknown")
    return row
