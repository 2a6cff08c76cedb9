"""N03: answers of a malicious service end in one error each."""

import struct
from collections.abc import Iterator

import httpx2
import pytest

from mvl_desktop.exchange.carriers.address import check_address, pins_of
from mvl_desktop.exchange.carriers.http import HttpCarrier, Signer
from mvl_desktop.exchange.carriers.pace import CEILING, FLOOR, Pace
from mvl_desktop.ports.carrier import (
    AddressRefusedError,
    CarrierError,
    ClockSkewError,
    QuotaError,
    RevokedError,
    ServiceFailsError,
    ServiceLiesError,
    ServiceRefusesError,
    ServiceSlowError,
    ServiceTooOldError,
    ServiceUnreachableError,
    TokenRefusedError,
    UnknownEspaceError,
)
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.wire import FRAMES, OBJECT, FrameType, Info, Refusal, frame, page_frame

ESPACE = b"E" * 16
SIGNER = Signer(bytes(16), lambda _base: bytes(64), bytes, lambda: 1_000_000)
INFO = encode(Info(1, (1, 1), bytes(32), 1, 1, True))


class Says(httpx2.BaseTransport):
    """A service that always says the same."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def said(
    body: bytes | Iterator[bytes], status: int = 200, type_: str = OBJECT, length: str | None = None, **more: str
) -> httpx2.Response:
    headers = {"content-type": type_} | more
    if length != "none":
        headers["content-length"] = length or str(len(body) if isinstance(body, bytes) else 0)
    stream = httpx2.ByteStream(body) if isinstance(body, bytes) else Endless(body)
    return httpx2.Response(status, headers=headers, stream=stream)


class Endless(httpx2.SyncByteStream):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces


def carrier(*answers: httpx2.Response | Exception, ticks: float = 0.0) -> HttpCarrier:
    now = [0.0]

    def timer() -> float:
        now[0] += ticks
        return now[0]

    client = httpx2.Client(transport=Says(*answers))
    return HttpCarrier("http://127.0.0.1:8000", SIGNER, client, timer=timer)


def flood() -> Iterator[bytes]:
    while True:
        yield b"x" * 65_536


@pytest.mark.parametrize(
    "answer",
    [
        said(b"x", length=str(1 << 40)),
        said(b"x", length="none"),
        said(b"x", length="-1"),
        said(b"x", length="99999999999999999999"),
        said(INFO, length=str(len(INFO) - 1)),
        said(INFO, length=str(len(INFO) + 1)),
        said(flood(), length="70000"),
        said(INFO, type_="text/html"),
        said(INFO + b"\0"),
        said(b"\xdd\xff\xff\xff\xff"),
        said(b"\x91" * 100_000),
        said(b"", 302, location="http://127.0.0.1:8000/v1/other"),
        httpx2.Response(
            200,
            headers={"content-type": OBJECT, "content-encoding": "gzip", "content-length": "5"},
            stream=httpx2.ByteStream(b"xxxxx"),
        ),
        httpx2.RemoteProtocolError("nonsense"),
    ],
    ids=lambda answer: "",
)
def test_n03_answers_that_the_protocol_does_not_allow(answer: httpx2.Response | Exception) -> None:
    with pytest.raises(ServiceLiesError):
        carrier(answer).info()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0\0",
        frame(FrameType.KEYSLOT, b"x"),
        frame(FrameType.KEYSLOT, b"x") + page_frame(1, False)[:-1],
        struct.pack(">IB", 0xFFFFFFFF, 3) + b"x",
        frame(FrameType.KEYSLOT, b"") * 200_000 + page_frame(1, False),
    ],
    ids=["empty", "cut head", "no end", "cut end", "huge frame", "too many"],
)
def test_n03_pages_that_are_no_pages(body: bytes) -> None:
    with pytest.raises(ServiceLiesError):
        carrier(said(body, type_=FRAMES)).slots(ESPACE, 0)


def test_n03_an_answer_drop_by_drop_is_given_up() -> None:
    drops = iter([b"x"] * 1000)
    with pytest.raises(ServiceSlowError):
        carrier(said(drops, length="1000"), ticks=1.0).info()


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (401, "signature", ServiceRefusesError),
        (403, "token", TokenRefusedError),
        (403, "revoked", RevokedError),
        (403, "not_member", UnknownEspaceError),
        (404, "unknown", UnknownEspaceError),
        (413, "too_large", QuotaError),
        (429, "rate", QuotaError),
        (507, "espace_full", QuotaError),
        (408, "slow", ServiceSlowError),
        (500, "internal", ServiceFailsError),
        (503, "restored", ServiceFailsError),
        (401, "clock", ClockSkewError),
        (400, "malformed", ServiceRefusesError),
    ],
)
def test_each_refusal_has_its_own_error(status: int, code: str, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        carrier(said(encode(Refusal(code, 5, 0, [])), status), said(encode(Refusal(code, 5, 0, [])), status)).feed(
            ESPACE, 0
        )


@pytest.mark.parametrize(
    ("status", "code", "said_as"),
    [
        (400, "malformed", "envoi_incompris"),
        (400, "registry_last_operator", "registre_refuse"),
        (401, "replay", "horloge_decalee"),
        (401, "signature", "service_refuse"),
        (403, "role", "role_insuffisant"),
        (421, "authority", "adresse_autre"),
        (429, "rate", "service_occupe"),
        (429, "enrol_full", "demandes_trop_nombreuses"),
        (503, "restored", "service_restaure"),
        (507, "espace_full", "quota_depasse"),
    ],
)
def test_a_person_reads_why_the_service_refuses(status: int, code: str, said_as: str) -> None:
    refusal = encode(Refusal(code, 5, 0, []))
    with pytest.raises(CarrierError) as caught:
        carrier(said(refusal, status), said(refusal, status)).feed(ESPACE, 0)
    assert caught.value.code == said_as


@pytest.mark.parametrize(
    ("status", "error"), [(404, ServiceTooOldError), (502, ServiceFailsError), (400, ServiceLiesError)]
)
def test_a_proxy_or_another_program_answers_in_its_own_words(status: int, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        carrier(said(b"<html>", status, "text/html")).info()


def test_a_wrong_clock_is_corrected_once_for_http_only() -> None:
    transport = Says(said(encode(Refusal("clock", 9_000_000, 0, [])), 401), said(INFO))
    client = httpx2.Client(transport=transport)
    HttpCarrier("http://127.0.0.1:8000", SIGNER, client, timer=lambda: 0.0).info()
    created = [request.headers["signature-input"].split("created=")[1].split(";")[0] for request in transport.asked]
    assert created == ["1000", "9000"]


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (httpx2.ConnectError("x"), ServiceUnreachableError),
        (httpx2.ConnectTimeout("x"), ServiceUnreachableError),
        (httpx2.ReadTimeout("x"), ServiceSlowError),
        (httpx2.WriteTimeout("x"), ServiceSlowError),
        (httpx2.ReadError("x"), ServiceUnreachableError),
    ],
)
def test_failures_of_the_network(failure: Exception, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        carrier(failure).info()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://x",
        "http://mvl.example",
        "http://10.0.0.1",
        "https://",
        "https://x/chemin",
        "https://u:p@x",
        "https://x?y",
        "https://x#",
        "https://x#sha256=" + "a" * 64,
        "https://x#sha256=" + "a" * 64 + "," + "a" * 64,
        "https://x#sha256=" + "a" * 64 + "," + "b" * 63,
        "https://x#md5=" + "a" * 64 + "," + "b" * 64,
        "http://127.0.0.1#sha256=" + "a" * 64 + "," + "b" * 64,
    ],
)
def test_addresses_that_may_not_be_used(address: str) -> None:
    with pytest.raises(AddressRefusedError):
        check_address(address)


def test_addresses_have_one_spelling() -> None:
    assert check_address("https://mvl.example:443/") == "https://mvl.example"
    assert check_address(" http://[::1]:8000 ") == "http://[::1]:8000"


def test_an_address_may_name_the_keys_that_answer_it() -> None:
    address = "https://mvl.example#sha256=" + "a" * 64 + "," + "b" * 64
    assert pins_of(address) == {b"\xaa" * 32, b"\xbb" * 32}
    assert check_address(address) == "https://mvl.example"
    assert pins_of("https://mvl.example") == frozenset()


def test_requests_adapt_to_the_link() -> None:
    slow = Pace().sent(100_000, 100.0)
    assert slow.size == FLOOR
    assert Pace().too_slow().size == CEILING // 4
    assert slow.sent(100_000, 0.01).size == CEILING
    assert slow.sent(100, 100.0) == slow
