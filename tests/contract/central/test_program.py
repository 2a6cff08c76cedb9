"""The program itself, as a process: it says where it is, serves without client code, stops cleanly, logs no secret."""

import datetime
import ipaddress
import json
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mvl_central import events
from mvl_central.main import main
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.objects import Signed
from mvl_desktop.protocol.wire import Info
from tests.fixtures.central import Client, Clock
from tests.fixtures.identities import Community

BLOCKED = """
import sys
rooms = set("bootstrap cli crypto documents domain exchange history ports services settings store".split())

class Blocker:
    def find_spec(self, name, path=None, target=None):
        parts = name.split(".")
        if (parts[0] == "mvl_desktop" and parts[1:2] and parts[1] in rooms) or parts[0] in ("PySide6", "sqlcipher3"):
            raise ImportError(name)
        return None

sys.meta_path.insert(0, Blocker())
from mvl_central.main import main
main(sys.argv[1:], prog_name="mvl-central")
"""


@dataclass
class Program:
    """A started service."""

    process: subprocess.Popen[str]
    url: str
    errors: Path

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def log(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.errors.read_text().splitlines()]


@contextmanager
def started(folder: Path, *options: str) -> Iterator[Program]:
    errors = folder / "errors"
    with errors.open("w") as stderr:
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                BLOCKED,
                "serve",
                "--data",
                str(folder / "data"),
                "--listen",
                "127.0.0.1:0",
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        try:
            stdout = process.stdout
            assert stdout is not None
            word, _, url = stdout.readline().strip().partition(" ")
            assert word == "prêt", errors.read_text()
            yield Program(process, url, errors)
            rest = stdout.read() if process.poll() is not None else ""
            assert rest == ""
        finally:
            if process.poll() is None:
                process.kill()
                process.wait(30)
            if process.stdout is not None:
                process.stdout.close()


def run(*options: str) -> Result:
    """Run one of the host's commands, in this process: its log is left to pytest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "setup", lambda: None)
        return CliRunner().invoke(main, options)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--inconnue"], "L’option '--inconnue' n’existe pas."),
        (["inconnue"], "La commande 'inconnue' n’existe pas."),
        (["backup"], "Il manque l’option '--to'."),
        (["init", "--partitions", "x"], "(nombre entier attendu)"),
    ],
)
def test_a_wrong_call_is_said_in_french(words: list[str], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert done.output.startswith("Emploi")
    assert "--aide\u00a0» montre l’aide." in done.output
    assert said in done.output


def test_the_help_is_in_french() -> None:
    for words in (["--aide"], ["--help"], ["serve", "--aide"], ["copy", "--aide"]):
        done = run(*words)
        assert done.exit_code == 0
        assert done.output.startswith("Emploi")
        assert "Montre cette aide, puis s’arrête." in done.output
        assert ("[obligatoire]" in done.output) == ("copy" in words)
        assert not {"Usage", "Commands:", "COMMAND", "FILE", "DIRECTORY", "TEXT"} & set(done.output.split())


class Remote:
    """What a client of the tests needs of a service that runs elsewhere."""

    def __init__(self, url: str, http: httpx2.Client) -> None:
        info = decode(http.get(f"{url}/v1/info").content, Info, 1000)
        self.url, self.clock, self.key = url, Clock(), info.key


def exchange(url: str, http: httpx2.Client) -> Community:
    """Publish an espace and push a commit; both must be taken."""
    community = Community()
    peer = community.add()
    remote = Remote(url, http)
    founder, member = (Client(http, remote, one, community.espace) for one in (community.founder, peer))  # type: ignore[arg-type]
    founder.publish(community)
    answer = member.push(community.seal(peer, 2))
    assert answer.commits[0].state == "accepted"
    assert decode(answer.receipts[0], Signed, 10_000).by is None
    return community


def test_c30_it_serves_in_a_process_without_any_client_code(tmp_path: Path) -> None:
    with started(tmp_path, "--open") as program, httpx2.Client(trust_env=False) as http:
        exchange(program.url, http)
        assert program.stop() == 0


def test_it_stops_cleanly_and_starts_again_on_what_it_kept(tmp_path: Path) -> None:
    with started(tmp_path, "--open") as program, httpx2.Client(trust_env=False) as http:
        community = exchange(program.url, http)
        assert program.stop(signal.SIGINT) == 0
    with started(tmp_path, "--open") as program, httpx2.Client(trust_env=False) as http:
        remote = Remote(program.url, http)
        founder = Client(http, remote, community.founder, community.espace)  # type: ignore[arg-type]
        assert founder.sync(community).k == 1
        assert program.stop() == 0
    assert run("check", "--data", str(tmp_path / "data")).exit_code == 0


def test_what_was_receipted_survives_a_kill(tmp_path: Path) -> None:
    with started(tmp_path, "--open") as program, httpx2.Client(trust_env=False) as http:
        exchange(program.url, http)
        program.process.kill()
        program.process.wait(30)
    done = run("check", "--data", str(tmp_path / "data"))
    assert (done.exit_code, done.stdout) == (0, "tout est en ordre\n")
    assert "numéros 1 " in run("espaces", "--data", str(tmp_path / "data")).stdout


def test_its_log_is_structured_and_says_nothing_of_anybody(tmp_path: Path) -> None:
    with started(tmp_path, "--open") as program, httpx2.Client(trust_env=False) as http:
        community = exchange(program.url, http)
        http.get(f"{program.url}/v1/CANARI?CANARI=1", headers={"user-agent": "CANARI", "x-forwarded-for": "192.0.2.7"})
        http.put(f"{program.url}/v1/espaces/{community.espace.hex()}/enrol/{'00' * 16}", content=b"CANARI")
        program.stop()
        found = {str(event["event"]) for event in program.log()}
    assert {"ready", "registry", "push", "request", "stopped"} <= found
    text = program.errors.read_text()
    for secret in ("CANARI", "192.0.2.7", "127.0.0.1", community.espace.hex(), community.founder.id.hex()):
        assert secret not in text
    assert community.espace.hex()[:8] in text


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mvl test")])
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
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert, private


def test_over_tls_it_speaks_1_3_only(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    trusted = ssl.create_default_context(cafile=str(cert))
    with started(tmp_path, "--open", "--tls-cert", str(cert), "--tls-key", str(key)) as program:
        assert program.url.startswith("https://")
        with httpx2.Client(verify=trusted, trust_env=False) as http:
            exchange(program.url, http)
        old = ssl.create_default_context(cafile=str(cert))
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with httpx2.Client(verify=old, trust_env=False) as http, pytest.raises(httpx2.ConnectError):
            http.get(f"{program.url}/healthz")
        assert program.stop() == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--listen", "0.0.0.0:0"),
        ("--listen", "192.0.2.1:0"),
        ("--listen", "nothing"),
        ("--tls-cert", "absent.pem"),
        ("--public-url", "ftp://mvl.example"),
        ("--tls-cert", "absent.pem", "--tls-key", "absent.pem"),
        ("--database", "mysql://nowhere"),
    ],
)
def test_what_would_expose_it_or_make_no_sense_is_refused(tmp_path: Path, options: tuple[str, ...]) -> None:
    given = ("--data", str(tmp_path)) if "--database" not in options else ()
    done = run("serve", *given, *options)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr
    assert isinstance(done.exception, SystemExit)


def test_an_address_already_taken_is_told(tmp_path: Path) -> None:
    with started(tmp_path, "--open") as program:
        address = program.url.removeprefix("http://")
        done = run("serve", "--data", str(tmp_path / "other"), "--listen", address)
        assert done.exit_code == 1
        assert "déjà prise" in done.stderr
        program.stop()


def test_the_hosts_commands(tmp_path: Path) -> None:
    data, token, saved = str(tmp_path / "data"), tmp_path / "token", tmp_path / "saved"
    assert run("check", "--data", data).exit_code == 1
    assert run("init", "--data", data).stdout == "base prête\n"
    assert run("init", "--data", data).stdout == "base déjà prête\n"
    assert run("upgrade", "--data", data).stdout == "base à jour\n"
    assert run("authorize", "--data", data, "--token", str(token)).exit_code == 0
    assert len(token.read_text().strip()) >= 32
    assert run("authorize", "--data", data, "--token", str(token)).exit_code == 0
    assert run("purge", "--data", data).exit_code == 0
    assert run("backup", "--data", data, "--to", str(saved)).exit_code == 0
    assert run("restore", "--data", str(tmp_path / "two"), str(saved)).exit_code == 0
    saved.write_bytes(b"damaged")
    assert run("restore", "--data", str(tmp_path / "three"), str(saved)).exit_code == 4
    assert run("init", "--data", str(tmp_path / "four"), "--partitions", "4").exit_code == 2
