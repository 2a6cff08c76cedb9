"""N03, N04: answers of a malicious service, and certificates that are not to be trusted, end in one error each."""

import datetime
import ipaddress
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mvl_desktop.exchange.carriers.address import check_address
from mvl_desktop.exchange.carriers.client import make_client
from mvl_desktop.exchange.carriers.http import HttpCarrier, Signer
from mvl_desktop.exchange.carriers.pace import CEILING, FLOOR, Pace
from mvl_desktop.ports.carrier import (
    AddressRefusedError,
    CarrierError,
    CertificateRefusedError,
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
    ],
)
def test_addresses_that_may_not_be_used(address: str) -> None:
    with pytest.raises(AddressRefusedError):
        check_address(address)


def test_addresses_have_one_spelling() -> None:
    assert check_address("https://mvl.example:443/") == "https://mvl.example"
    assert check_address(" http://[::1]:8000 ") == "http://[::1]:8000"


def test_requests_adapt_to_the_link() -> None:
    slow = Pace().sent(100_000, 100.0)
    assert slow.size == FLOOR
    assert Pace().too_slow().size == CEILING // 4
    assert slow.sent(100_000, 0.01).size == CEILING
    assert slow.sent(100, 100.0) == slow


# ---- N04


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "essai")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


class TlsServer:
    """Answers one request with what a service says of itself."""

    def __init__(self, certificate: Path, newest: ssl.TLSVersion) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._context.maximum_version = newest
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        raw, _ = self._listener.accept()
        with raw:
            raw.settimeout(10)
            try:
                with self._context.wrap_socket(raw, server_side=True) as tls:
                    tls.recv(65_536)
                    head = f"HTTP/1.1 200 OK\r\ncontent-type: {OBJECT}\r\ncontent-length: {len(INFO)}\r\n\r\n"
                    tls.sendall(head.encode() + INFO)
            except OSError:
                return

    def close(self) -> None:
        self._thread.join(15)
        self._listener.close()


@pytest.mark.parametrize(
    ("newest", "trusted", "works"),
    [
        (ssl.TLSVersion.TLSv1_3, True, True),
        (ssl.TLSVersion.TLSv1_3, False, False),
        (ssl.TLSVersion.TLSv1_2, True, False),
    ],
    ids=["tls 1.3", "unknown authority", "tls 1.2"],
)
def test_n04_certificates_and_versions(certificate: Path, newest: ssl.TLSVersion, trusted: bool, works: bool) -> None:
    server = TlsServer(certificate, newest)
    client = make_client(server.url, str(certificate) if trusted else None)
    made = HttpCarrier(server.url, SIGNER, client, timer=lambda: 0.0)
    try:
        if works:
            assert made.info().is_open
        else:
            with pytest.raises(CertificateRefusedError):
                made.info()
    finally:
        made.close()
        server.close()
