"""N04: a service that cannot prove who it is, or not well enough, is told apart before a byte of a request leaves."""

import datetime
import hashlib
import ipaddress
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

from mvl_desktop.exchange.carriers import client
from mvl_desktop.exchange.carriers.client import make_client
from mvl_desktop.exchange.carriers.http import HttpCarrier, Signer
from mvl_desktop.ports.carrier import CertificateRefusedError
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.wire import OBJECT, Info

SIGNER = Signer(bytes(16), lambda _base: bytes(64), bytes, lambda: 1_000_000)
INFO = encode(Info(1, (1, 1), bytes(32), 1, 1, True))
DAY = datetime.timedelta(days=1)
HERE = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
ELSEWHERE = x509.DNSName("ailleurs.exemple")


@dataclass(frozen=True)
class Authority:
    """Who signs certificates, and where what it signed lies."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def file(self) -> str:
        path = self.folder / "autorite.pem"
        path.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return str(path)

    def sign(
        self,
        key: ec.EllipticCurvePrivateKey,
        *,
        name: x509.GeneralName | None = HERE,
        age: int = 1,
        lasts: int = 30,
    ) -> Path:
        """Write a certificate with its key: valid since `age` days, for `lasts` days."""
        now = datetime.datetime.now(datetime.UTC)
        builder = _builder("service", "autorite", key, now - age * DAY, now + (lasts - age) * DAY)
        if name is not None:
            builder = builder.add_extension(x509.SubjectAlternativeName([name]), critical=False)
        made = builder.sign(self.key, hashes.SHA256())
        path = self.folder / f"{made.serial_number}.pem"
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
        return path


def _builder(
    subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, start: datetime.datetime, end: datetime.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def make_authority(folder: Path) -> Authority:
    key, now = new_key(), datetime.datetime.now(datetime.UTC)
    builder = _builder("autorite", "autorite", key, now - 400 * DAY, now + 400 * DAY)
    made = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return Authority(folder, key, made.sign(key, hashes.SHA256()))


def pin(key: ec.EllipticCurvePrivateKey) -> str:
    return hashlib.sha256(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


class TlsServer:
    """Answers one request with what a service says of itself, and keeps what it was sent in clear."""

    def __init__(self, certificate: Path, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._context.maximum_version = newest
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        self.heard = b""
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        raw, _ = self._listener.accept()
        with raw:
            raw.settimeout(10)
            try:
                with self._context.wrap_socket(raw, server_side=True) as tls:
                    self.heard = tls.recv(65_536)
                    head = f"HTTP/1.1 200 OK\r\ncontent-type: {OBJECT}\r\ncontent-length: {len(INFO)}\r\n\r\n"
                    tls.sendall(head.encode() + INFO)
            except OSError:
                return

    def close(self) -> None:
        self._thread.join(15)
        self._listener.close()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return make_authority(tmp_path)


@pytest.fixture
def servers() -> Iterator[list[TlsServer]]:
    started: list[TlsServer] = []
    yield started
    for server in started:
        server.close()


def ask(server: TlsServer, trusted: str | None, pins: str = "") -> Info:
    address = server.url + (f"#sha256={pins}" if pins else "")
    made = HttpCarrier(address, SIGNER, make_client(address, trusted), timer=lambda: 0.0)
    try:
        return made.info()
    finally:
        made.close()


def refused(server: TlsServer, trusted: str | None, pins: str = "") -> None:
    with pytest.raises(CertificateRefusedError) as caught:
        ask(server, trusted, pins)
    assert caught.value.code == "certificat_refuse"
    server.close()
    assert server.heard == b"", "something was said to a service that had not proved who it is"


def test_n04_an_authority_that_is_trusted_is_enough(authority: Authority, servers: list[TlsServer]) -> None:
    servers.append(TlsServer(authority.sign(new_key())))
    assert ask(servers[0], authority.file).is_open


@pytest.mark.parametrize(
    "case", ["unknown authority", "expired", "not yet valid", "another host", "no host", "another authority"]
)
def test_n04_a_certificate_that_proves_nothing_is_refused(
    authority: Authority, servers: list[TlsServer], case: str, tmp_path: Path
) -> None:
    other = tmp_path / "autre"
    other.mkdir()
    made: dict[str, Callable[[], tuple[Path, str | None]]] = {
        "unknown authority": lambda: (authority.sign(new_key()), None),
        "expired": lambda: (authority.sign(new_key(), age=31), authority.file),
        "not yet valid": lambda: (authority.sign(new_key(), age=-1), authority.file),
        "another host": lambda: (authority.sign(new_key(), name=ELSEWHERE), authority.file),
        "no host": lambda: (authority.sign(new_key(), name=None), authority.file),
        "another authority": lambda: (authority.sign(new_key()), make_authority(other).file),
    }
    certificate, trusted = made[case]()
    servers.append(TlsServer(certificate))
    refused(servers[0], trusted)


def test_n04_an_older_tls_is_refused(authority: Authority, servers: list[TlsServer]) -> None:
    servers.append(TlsServer(authority.sign(new_key()), ssl.TLSVersion.TLSv1_2))
    refused(servers[0], authority.file)


def test_n04_a_pinned_key_and_its_backup_are_taken_and_no_other(authority: Authority, servers: list[TlsServer]) -> None:
    used, kept, other = new_key(), new_key(), new_key()
    pins = f"{pin(used)},{pin(kept)}"
    for key in (used, kept):
        servers.append(TlsServer(authority.sign(key)))
        assert ask(servers[-1], authority.file, pins).is_open
    # An authority that everybody trusts has signed for somebody else: a proxy that inspects, or an attack.
    servers.append(TlsServer(authority.sign(other)))
    refused(servers[-1], authority.file, pins)


def test_n04_a_pinned_key_does_not_replace_its_authority(authority: Authority, servers: list[TlsServer]) -> None:
    key = new_key()
    servers.append(TlsServer(authority.sign(key)))
    refused(servers[0], None, f"{pin(key)},{pin(new_key())}")


def test_n04_a_renewed_certificate_of_the_same_key_is_the_same(authority: Authority, servers: list[TlsServer]) -> None:
    key = new_key()
    pins = f"{pin(key)},{pin(new_key())}"
    for lasts in (30, 60):
        servers.append(TlsServer(authority.sign(key, lasts=lasts)))
        assert ask(servers[-1], authority.file, pins).is_open


@pytest.mark.parametrize("begin", ["mvl_desktop.bootstrap.prepare_process", "ui.guard.prepare"])
def test_n04_the_environment_names_no_authority_and_has_no_secret_written(
    authority: Authority, servers: list[TlsServer], tmp_path: Path, begin: str
) -> None:
    """As a program begins, by commands or by windows, when somebody else wrote its environment."""
    servers.append(TlsServer(authority.sign(new_key())))
    secrets, (module, function) = tmp_path / "secrets", begin.rsplit(".", 1)
    words = f"from {module} import {function}; {function}()\n{_ASKING.format(url=servers[0].url)}"
    theirs = {"SSL_CERT_FILE": authority.file, "SSL_CERT_DIR": str(authority.folder), "SSLKEYLOGFILE": str(secrets)}
    done = subprocess.run(
        [sys.executable, "-c", words], env={**os.environ, **theirs}, capture_output=True, text=True, check=False
    )
    assert done.stdout == "refusé\n", done.stderr
    servers[0].close()
    assert servers[0].heard == b""
    assert not secrets.exists()


_ASKING = """
import httpx2
from mvl_desktop.exchange.carriers.client import make_client
try:
    make_client("{url}").get("{url}/v1/info")
except httpx2.ConnectError:
    print("refusé")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="where authorities lie differs from one Linux to another")
def test_authorities_are_found_where_this_system_keeps_them(
    authority: Authority, servers: list[TlsServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = SimpleNamespace(cafile=None, capath=None)
    monkeypatch.setattr(client, "_BUNDLES", ("/nulle/part", authority.file))
    servers.append(TlsServer(authority.sign(new_key())))
    refused(servers[0], None)
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nowhere)
    servers.append(TlsServer(authority.sign(new_key())))
    assert ask(servers[1], None).is_open
