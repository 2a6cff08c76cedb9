"""The central service over HTTP: one kept client, requests signed by the device's `auth` key, answers bounded.

Nothing of an answer is believed here but its form: type, length, time, frames. Redirects and compressed answers are
refused, and what is too long is never read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import httpx2

from mvl_desktop.exchange.carriers.address import authority_of, check_address
from mvl_desktop.exchange.carriers.pace import Pace
from mvl_desktop.exchange.carriers.refusals import FOREIGN, raise_refusal, read_refusal, translate
from mvl_desktop.ports.carrier import NotThereError, Page, ServiceLiesError, ServiceSlowError, ServiceTooOldError
from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.http_signature import Request, sign_request
from mvl_desktop.protocol.objects import BLOB_PART, ENROL_LIMIT
from mvl_desktop.protocol.wire import (
    ANSWER_LIMIT,
    FRAMES,
    MESSAGE_LIMIT,
    OBJECT,
    TOKEN_HEADER,
    BlobState,
    Done,
    EnrolWaiting,
    FrameType,
    Info,
    PushAnswer,
    RegistryAnswer,
    SyncAnswer,
    SyncAsk,
    frame,
    read_frames,
    read_page,
)

BLOB = "application/octet-stream"
FRAMES_MAX = 100_000
GRACE = 30.0
FLOOR_RATE = 500.0
"""Bytes a second under which an answer is given up."""

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Signer:
    """What signs a request: the device, its `auth` key behind a callable, chance, and this post's clock (ms)."""

    device: bytes
    sign: Callable[[bytes], bytes]
    random: Callable[[int], bytes]
    clock_ms: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, a type, bytes within the limit."""

    status: int
    content_type: str
    body: bytes


class HttpCarrier:
    """`Carrier` over HTTP/1.1. One thread at a time; `close` when done."""

    def __init__(self, address: str, signer: Signer, client: httpx2.Client, *, timer: Callable[[], float]) -> None:
        """Take an address that `check_address` accepts and a client made by `make_client`."""
        self._base = check_address(address)
        self._authority = authority_of(self._base)
        self._signer = signer
        self._client = client
        self._timer = timer
        self._pace = Pace()
        self._offset_ms = 0

    @property
    def address(self) -> str:
        """Return the service's address."""
        return self._base

    def request_size(self) -> int:
        """Return how many bytes a push should hold."""
        return self._pace.size

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def info(self) -> Info:
        """Ask what the service says of itself."""
        return self._object("GET", "/v1/info", Info)

    def sync(self, ask: SyncAsk) -> SyncAnswer:
        """Ask whether there is anything at all to exchange."""
        return self._object("POST", "/v1/sync", SyncAnswer, encode(ask))

    def registry(self, espace: bytes, start: int) -> Page:
        """Fetch registry entries from number `start`."""
        return self._page(espace, f"registry?from={start}")

    def send_registry(self, espace: bytes, frames: Sequence[bytes], token: str | None = None) -> RegistryAnswer:
        """Send registry and grant frames."""
        more = {TOKEN_HEADER: token} if token else {}
        return self._object("POST", _path(espace, "registry"), RegistryAnswer, b"".join(frames), FRAMES, more)

    def grants(self, espace: bytes, epoch: int | None = None) -> Page:
        """Fetch the grants addressed to this post, or all those of an epoch."""
        return self._page(espace, "grants" if epoch is None else f"grants?epoch={epoch}")

    def send_grants(self, espace: bytes, frames: Sequence[bytes]) -> RegistryAnswer:
        """Send grants that the registry names."""
        return self._object("POST", _path(espace, "grants"), RegistryAnswer, b"".join(frames), FRAMES)

    def escrows(self, espace: bytes) -> Page:
        """Fetch the epoch keys kept for custodians; a service that knows nothing of them has none."""
        try:
            return self._page(espace, "escrows")
        except (ServiceTooOldError, NotThereError):
            return Page((), 0, False)

    def feed(self, espace: bytes, after: int) -> Page:
        """Fetch what was numbered after `after`."""
        return self._page(espace, f"feed?after={after}")

    def restorations(self, espace: bytes) -> Page:
        """Fetch the checkpoints of restorations."""
        return self._page(espace, "restorations")

    def slots(self, espace: bytes, after: int) -> Page:
        """Fetch the keyslots numbered after `after`."""
        return self._page(espace, f"slots?after={after}")

    def push(self, espace: bytes, frames: Sequence[bytes]) -> PushAnswer:
        """Send keyslots, bodies and commits."""
        body = b"".join(frames)
        began = self._timer()
        try:
            answer = self._object("POST", _path(espace, "push"), PushAnswer, body, FRAMES)
        except ServiceSlowError:
            self._pace = self._pace.too_slow()
            raise
        self._pace = self._pace.sent(len(body), self._timer() - began)
        return answer

    def blob_state(self, espace: bytes, blob: bytes) -> BlobState:
        """Ask which parts of a blob the service holds."""
        return self._object("GET", _path(espace, f"blobs/{blob.hex()}"), BlobState)

    def blob_part(self, espace: bytes, blob: bytes, index: int) -> bytes:
        """Fetch one part of a blob."""
        answer = self._ask("GET", _path(espace, f"blobs/{blob.hex()}/{index}"), b"", OBJECT, {}, BLOB_PART)
        return answer.body

    def send_blob_part(self, espace: bytes, blob: bytes, index: int, size: int, data: bytes) -> BlobState:
        """Send one part of a blob of `size` bytes."""
        return self._object("PUT", _path(espace, f"blobs/{blob.hex()}/{index}?size={size}"), BlobState, data, BLOB)

    def acks(self, espace: bytes, after: int) -> Page:
        """Fetch signed acknowledgements."""
        return self._page(espace, f"acks?after={after}")

    def send_acks(self, espace: bytes, acks: Sequence[bytes]) -> Done:
        """Send signed acknowledgements."""
        body = b"".join(frame(FrameType.ACK, ack) for ack in acks)
        return self._object("POST", _path(espace, "acks"), Done, body, FRAMES)

    def journal(self, espace: bytes, after: int) -> Page:
        """Fetch sealed segments of the access register."""
        return self._page(espace, f"journal?after={after}")

    def send_journal(self, espace: bytes, segments: Sequence[bytes]) -> Done:
        """Send sealed segments of the access register."""
        body = b"".join(frame(FrameType.JOURNAL, segment) for segment in segments)
        return self._object("POST", _path(espace, "journal"), Done, body, FRAMES)

    def enrolments(self, espace: bytes) -> EnrolWaiting:
        """Fetch the enrolment requests that wait for an operator."""
        return self._object("GET", _path(espace, "enrol"), EnrolWaiting)

    def ask_enrolment(self, espace: bytes, iid: bytes, request: bytes) -> Done:
        """Leave an enrolment request."""
        return self._object("PUT", _path(espace, f"enrol/{iid.hex()}"), Done, request)

    def answer_enrolment(self, espace: bytes, iid: bytes, answer: bytes) -> Done:
        """Leave the answer to an enrolment request."""
        return self._object("PUT", _path(espace, f"enrol/{iid.hex()}/answer"), Done, answer)

    def enrolment_answer(self, espace: bytes, iid: bytes) -> bytes:
        """Fetch the answer to one's enrolment request."""
        answer = self._ask("GET", _path(espace, f"enrol/{iid.hex()}/answer"), b"", OBJECT, {}, ENROL_LIMIT)
        return answer.body

    def _object(
        self,
        method: str,
        path: str,
        type_: type[S],
        body: bytes = b"",
        content_type: str = OBJECT,
        more: dict[str, str] | None = None,
    ) -> S:
        answer = self._ask(method, path, body, content_type, more or {}, MESSAGE_LIMIT)
        if answer.content_type != OBJECT:
            raise ServiceLiesError().saying(FOREIGN)
        try:
            return decode(answer.body, type_, MESSAGE_LIMIT)
        except ProtocolError as error:
            raise ServiceLiesError from error

    def _page(self, espace: bytes, what: str) -> Page:
        answer = self._ask("GET", _path(espace, what), b"", OBJECT, {}, ANSWER_LIMIT)
        if answer.content_type != FRAMES:
            raise ServiceLiesError().saying(FOREIGN)
        frames: list[tuple[int, bytes]] = []
        try:
            for each in read_frames(answer.body):
                frames.append(each)
                if len(frames) > FRAMES_MAX:
                    raise ServiceLiesError
            if not frames or frames[-1][0] != FrameType.PAGE:
                raise ServiceLiesError
            end = read_page(frames.pop()[1])
        except ProtocolError as error:
            raise ServiceLiesError from error
        return Page(frames, end.next, end.more)

    def _ask(self, method: str, path: str, body: bytes, content_type: str, more: dict[str, str], limit: int) -> Answer:
        """Send one request; a clock that the service refuses is corrected once, for HTTP only."""
        answer = self._send(method, path, body, content_type, more, limit)
        if answer.status == 401:
            refusal = read_refusal(answer.status, answer.body)
            if refusal.code == "clock":
                self._offset_ms = refusal.ts - self._signer.clock_ms()
            if refusal.code in ("clock", "replay"):
                answer = self._send(method, path, body, content_type, more, limit)
        if answer.status >= 300:
            raise_refusal(read_refusal(answer.status, answer.body), answer.status, path)
        return answer

    def _send(self, method: str, path: str, body: bytes, content_type: str, more: dict[str, str], limit: int) -> Answer:
        target = self._base + path
        created = (self._signer.clock_ms() + self._offset_ms) // 1000
        headers = sign_request(
            Request(method, self._authority, target, content_type, body),
            device=self._signer.device,
            created=created,
            nonce=self._signer.random(16),
            sign=self._signer.sign,
        )
        request = self._client.build_request(method, target, content=body, headers={**headers, **more})
        deadline = self._timer() + GRACE + len(body) / FLOOR_RATE
        try:
            response = self._client.send(request, stream=True)
            try:
                return Answer(response.status_code, *self._read(response, limit, deadline))
            finally:
                response.close()
        except httpx2.HTTPError as error:
            raise translate(error) from error

    def _read(self, response: httpx2.Response, limit: int, deadline: float) -> tuple[str, bytes]:
        """Read an answer that announces its length and keeps to it."""
        if 300 <= response.status_code < 400 or response.headers.get("content-encoding") is not None:
            raise ServiceLiesError().saying(FOREIGN)
        announced = response.headers.get("content-length", "")
        if not announced.isascii() or not announced.isdigit() or len(announced) > 12 or int(announced) > limit:
            raise ServiceLiesError
        length = int(announced)
        held = bytearray()
        for piece in response.iter_raw():
            held += piece
            if len(held) > length:
                raise ServiceLiesError
            if self._timer() > deadline + len(held) / FLOOR_RATE:
                raise ServiceSlowError
        if len(held) != length:
            raise ServiceLiesError
        return response.headers.get("content-type", "").partition(";")[0].strip(), bytes(held)


def _path(espace: bytes, rest: str) -> str:
    return f"/v1/espaces/{espace.hex()}/{rest}"
