"""The HTTP door: routes, limits checked before a body is read, slow senders cut, answers and refusals."""

import asyncio
import contextlib
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from mvl_central import acks, blobs, enrolment, feed, journal, push, registry, restorations, slots, sync, upkeep
from mvl_central.auth import Gate
from mvl_central.errors import RequestRefusedError
from mvl_central.events import note, note_failure
from mvl_central.service import Answer, Call, Service, answer_object
from mvl_central.settings import Limits
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import VERSION
from mvl_desktop.protocol.wire import API, OBJECT, Info, Refusal

Handler = Callable[[Service, Gate, Call], Answer]
LARGE = 64 << 10
_KEY_ID = re.compile(r';keyid="([0-9a-f]{32})"')
_ESPACE = "/v1/espaces/{espace}"


def get_info(service: Service, _gate: Gate, call: Call) -> Answer:
    """Say which versions are read, the signing key, the clock."""
    limit = service.limits.request_bytes
    return answer_object(Info(API, (VERSION, VERSION), service.key.public, call.now, limit, service.is_open))


SIGNED: dict[tuple[str, str], Handler] = {
    ("POST", "/v1/sync"): sync.post_sync,
    ("GET", f"{_ESPACE}/registry"): registry.get_registry,
    ("POST", f"{_ESPACE}/registry"): registry.post_registry,
    ("GET", f"{_ESPACE}/grants"): registry.get_grants,
    ("POST", f"{_ESPACE}/grants"): registry.post_grants,
    ("GET", f"{_ESPACE}/escrows"): registry.get_escrows,
    ("GET", f"{_ESPACE}/feed"): feed.get_feed,
    ("GET", f"{_ESPACE}/restorations"): restorations.get_restorations,
    ("GET", f"{_ESPACE}/slots"): slots.get_slots,
    ("POST", f"{_ESPACE}/push"): push.post_push,
    ("GET", f"{_ESPACE}/blobs/{{id}}"): blobs.get_blob,
    ("GET", f"{_ESPACE}/blobs/{{id}}/{{index}}"): blobs.get_part,
    ("PUT", f"{_ESPACE}/blobs/{{id}}/{{index}}"): blobs.put_part,
    ("GET", f"{_ESPACE}/acks"): acks.get_acks,
    ("POST", f"{_ESPACE}/acks"): acks.post_acks,
    ("GET", f"{_ESPACE}/journal"): journal.get_journal,
    ("POST", f"{_ESPACE}/journal"): journal.post_journal,
    ("GET", f"{_ESPACE}/enrol"): enrolment.get_requests,
    ("PUT", f"{_ESPACE}/enrol/{{iid}}/answer"): enrolment.put_answer,
}
OPEN: dict[tuple[str, str], Handler] = {
    ("GET", "/v1/info"): get_info,
    ("PUT", f"{_ESPACE}/enrol/{{iid}}"): enrolment.put_request,
    ("GET", f"{_ESPACE}/enrol/{{iid}}/answer"): enrolment.get_answer,
}


class Door:
    """Turns requests into calls, and what handlers give or raise into answers."""

    def __init__(self, service: Service, bases: Mapping[str, str], *, is_proxied: bool = False) -> None:
        self._service = service
        self._gate = Gate(service)
        self.bases = dict(bases)
        self._is_proxied = is_proxied
        self._large = asyncio.Semaphore(service.limits.large_at_once)

    async def answer(self, handler: Handler, route: str, is_signed: bool, request: Request) -> Response:
        """Answer one request; whatever goes wrong is a refusal with a code."""
        started, now = time.perf_counter(), self._service.clock()
        try:
            response = await self._answer(handler, is_signed, request, now)
        except RequestRefusedError as error:
            response = self._refuse(error, now)
        except ClientDisconnect:
            response = self._refuse(RequestRefusedError(400, "disconnected"), now)
        except Exception as error:  # noqa: BLE001 - the last door: a bug is logged under a number, and told as such
            incident = secrets.token_hex(4)
            note_failure(error, incident, route=route)
            response = self._refuse(RequestRefusedError(500, "internal"), now)
        spent = int((time.perf_counter() - started) * 1000)
        self._service.counts[f"{route} {response.status_code}"] += 1
        note("request", route=route, method=request.method, status=response.status_code, duration_ms=spent)
        return response

    async def _answer(self, handler: Handler, is_signed: bool, request: Request, now: int) -> Response:
        length = body_length(request.headers.get, request.method, self._service.limits.request_bytes)
        if not is_signed:
            self._gate.open_door((request.client.host if request.client else "").encode(), now)
        elif length > LARGE:
            await self._check_sender(request)
        # Large bodies wait for their turn, unread: the memory that they take together is bounded.
        async with self._large if length > LARGE else contextlib.nullcontext():
            call = await self._call(request, now, is_signed, length)
            given = await run_in_threadpool(handler, self._service, self._gate, call)
        return Response(given.body, given.status, media_type=given.content_type)

    async def _call(self, request: Request, now: int, is_signed: bool, length: int) -> Call:
        body = await read_body(request, length, self._service.limits)
        authority, base = self._base(request) if is_signed else ("", "")
        raw = request.scope.get("raw_path") or request.url.path.encode()
        query = request.scope["query_string"].decode("ascii", "replace")
        target = base + raw.split(b"?")[0].decode("ascii", "replace") + (f"?{query}" if query else "")
        return Call(
            method=request.method,
            target=target,
            authority=authority,
            path=request.path_params,
            query=dict(request.query_params),
            headers=tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in request.headers.raw),
            body=body,
            now=now,
        )

    async def _check_sender(self, request: Request) -> None:
        """Before a large body is read: does it say that it comes from a member?"""
        espace = request.path_params.get("espace")
        match = _KEY_ID.search(request.headers.get("signature-input", ""))
        if match is None:
            raise RequestRefusedError(401, "signature")
        publishes = request.method == "POST" and request.url.path.endswith("/registry")
        if isinstance(espace, str) and re.fullmatch(r"[0-9a-f]{32}", espace) and not publishes:
            device = bytes.fromhex(match[1])
            await run_in_threadpool(self._gate.may_send, bytes.fromhex(espace), device)

    def _base(self, request: Request) -> tuple[str, str]:
        """Return the authority and base URL that the request must be signed for."""
        if self._is_proxied:
            return next(iter(self.bases.items()))
        host = request.headers.get("host", "").lower()
        if host not in self.bases:
            raise RequestRefusedError(421, "authority")
        return host, self.bases[host]

    def _refuse(self, error: RequestRefusedError, now: int) -> Response:
        refusal = Refusal(error.reason, now, error.expect, error.entries)
        # A body may be left unread behind a refusal: the connection is not used again.
        headers = {"connection": "close"} if error.status in (400, 401, 408, 411, 413, 421, 500) else {}
        return Response(encode(refusal), error.status, headers, OBJECT)


def body_length(header: Callable[[str], str | None], method: str, limit: int) -> int:
    """Return the announced length of a body; refuse what is not announced, or too large, before reading."""
    given = header("content-length")
    if header("transfer-encoding") is not None:
        raise RequestRefusedError(411, "length")
    if given is None:
        if method in ("POST", "PUT"):
            raise RequestRefusedError(411, "length")
        return 0
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise RequestRefusedError(400, "malformed")
    if int(given) > (limit if method != "GET" else 0):
        raise RequestRefusedError(413, "too_large")
    return int(given)


async def read_body(request: Request, length: int, limits: Limits) -> bytes:
    """Read a body of exactly the announced length, from a sender that is not too slow."""
    if not length:
        return b""
    loop = asyncio.get_running_loop()
    body, start = bytearray(), loop.time()
    stream = request.stream()
    try:
        while len(body) < length:
            allowed = limits.sender_grace + len(body) / limits.sender_floor
            deadline = start + min(allowed, limits.sender_seconds)
            async with asyncio.timeout_at(deadline):
                body += await anext(stream)
    except TimeoutError as error:
        raise RequestRefusedError(408, "slow") from error
    except StopAsyncIteration as error:
        raise RequestRefusedError(400, "malformed") from error
    if len(body) != length:
        raise RequestRefusedError(400, "malformed")
    return bytes(body)


def make_app(service: Service, bases: Mapping[str, str], *, is_proxied: bool = False) -> Starlette:
    """Make the application: the routes of the API, health, readiness, figures."""
    door = Door(service, bases, is_proxied=is_proxied)
    routes = [
        Route(path, _endpoint(door, handler, path, is_signed=signed), methods=[method])
        for table, signed in ((SIGNED, True), (OPEN, False))
        for (method, path), handler in table.items()
    ]
    routes += [
        Route("/healthz", _healthz),
        Route("/readyz", partial(_readyz, service)),
        Route("/metrics", partial(_metrics, service)),
    ]
    app = Starlette(routes=routes)
    app.state.door = door
    return app


def _endpoint(door: Door, handler: Handler, route: str, *, is_signed: bool) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await door.answer(handler, route, is_signed, request)

    return endpoint


async def _healthz(_request: Request) -> Response:
    return Response("ok\n", media_type="text/plain")


async def _readyz(service: Service, _request: Request) -> Response:
    try:
        await run_in_threadpool(upkeep.require_current, service.database)
    except Exception as error:  # noqa: BLE001 - whatever keeps the database away, the answer is the same
        note_failure(error, secrets.token_hex(4), route="/readyz")
        return Response("base de données injoignable ou d’une autre version\n", 503, media_type="text/plain")
    return Response("ok\n", media_type="text/plain")


async def _metrics(service: Service, _request: Request) -> Response:
    lines = [
        f'mvl_requests_total{{route="{name.rpartition(" ")[0]}",status="{name.rpartition(" ")[2]}"}} {count}'
        for name, count in sorted(service.counts.items())
        if " " in name
    ]
    lines.append(f"mvl_commits_total {service.counts['commits']}")
    return Response("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")
