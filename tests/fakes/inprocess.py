"""The real service without a server: its handlers, reached through the HTTP client's own transport."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

import httpx2

from mvl_central import server
from mvl_central.app import OPEN, SIGNED
from mvl_central.auth import Gate
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Call, Service
from mvl_central.settings import Settings
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.wire import OBJECT, Refusal

ADDRESS = "http://127.0.0.1:8000"

Tap = Callable[[httpx2.Request, httpx2.Response | None], None]


class LostError(httpx2.ReadError):
    """The answer never came back."""


@dataclass
class InProcess(httpx2.BaseTransport):
    """Hands requests to the service's handlers. `lose`: how many more answers arrive before one is lost."""

    service: Service
    lose: int | None = None
    down: bool = False
    requests: list[tuple[str, str]] = field(default_factory=list)
    seen: bytearray = field(default_factory=bytearray)
    bend: Callable[[httpx2.Request, httpx2.Response], httpx2.Response] | None = None

    def __post_init__(self) -> None:
        self.gate = Gate(self.service)
        self._routes = [
            (method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), handler)
            for table in (SIGNED, OPEN)
            for (method, path), handler in table.items()
        ]

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if self.down:
            raise httpx2.ConnectError("down")
        body = request.read()
        self.requests.append((request.method, request.url.path))
        self.seen += body
        response = self._answer(request, body)
        if self.bend is not None:
            response = self.bend(request, response)
        if self.lose is not None:
            if self.lose <= 0:
                self.lose = None
                raise LostError("lost")
            self.lose -= 1
        return response

    def _answer(self, request: httpx2.Request, body: bytes) -> httpx2.Response:
        now = self.service.clock()
        for method, pattern, handler in self._routes:
            match = pattern.fullmatch(request.url.path)
            if method != request.method or match is None:
                continue
            call = Call(
                method=request.method,
                target=str(request.url),
                authority=request.url.netloc.decode(),
                path=match.groupdict(),
                query=dict(parse_qsl(request.url.query.decode())),
                headers=tuple((k.decode(), v.decode()) for k, v in request.headers.raw),
                body=body,
                now=now,
            )
            call = Call(**{**{f: getattr(call, f) for f in Call.__slots__}, "headers": _lower(call.headers)})
            try:
                given = handler(self.service, self.gate, call)
            except RequestRefusedError as error:
                refusal = encode(Refusal(error.reason, now, error.expect, error.entries))
                return _response(error.status, OBJECT, refusal)
            return _response(given.status, given.content_type, given.body)
        return _response(404, "text/plain", b"")


def _lower(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((key.lower(), value) for key, value in headers)


def _response(status: int, content_type: str, body: bytes) -> httpx2.Response:
    headers = {"content-type": content_type, "content-length": str(len(body))}
    return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(body))


def make_service(folder: Path, clock: Callable[[], int]) -> Service:
    """Open a service on SQLite in a folder, open to publications."""
    settings = Settings(data=folder, port=0, is_open=True)
    database = server.open_database(settings)
    service = server.make_service(settings, database)
    service.clock = clock
    return service
