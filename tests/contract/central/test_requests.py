"""The door: requests altered, replayed, too large, too slow or too many are refused early (N01, N02, N06)."""

import os
import socket
from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest
from sqlalchemy import select

from mvl_central import auth, schema
from mvl_central.patience import ImpatientProtocol
from mvl_central.settings import Limits, Settings
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.http_signature import Request, sign_request
from mvl_desktop.protocol.objects import Policy
from mvl_desktop.protocol.wire import OBJECT, EspaceAsk, FrameType, Info, SyncAnswer, SyncAsk
from tests.contract.central.conftest import Team, connecting
from tests.fixtures.central import Central, Client, pushed, running
from tests.fixtures.identities import Community, Peer


def signed_headers(team: Team, method: str, path: str, body: bytes = b"") -> dict[str, str]:
    client = team.member
    url = client.central.url + path
    request = Request(method, url.removeprefix("http://").split("/")[0], url, OBJECT, body)
    created = client.central.clock() // 1000
    return sign_request(
        request, device=client.peer.id, created=created, nonce=os.urandom(16), sign=client.peer.auth.sign
    )


def test_n01_a_replayed_request_is_refused(team: Team) -> None:
    path = f"{team.member.base}/feed"
    headers = signed_headers(team, "GET", path)
    assert team.member.raw("GET", path, headers=headers).status == 200
    again = team.member.raw("GET", path, headers=headers)
    assert (again.status, again.refusal) == (401, "replay")


def test_n01_a_nonce_belongs_to_its_device(team: Team) -> None:
    nonce = os.urandom(16)
    for client in (team.member, team.founder):
        assert client.send("GET", f"{client.base}/feed", nonce=nonce).status == 200
    assert team.member.send("GET", f"{team.member.base}/feed", nonce=nonce).refusal == "replay"


def test_n01_an_altered_request_is_refused(team: Team) -> None:
    path = f"{team.member.base}/feed"
    headers = signed_headers(team, "GET", path)
    altered = [
        team.member.raw("GET", f"{path}?after=1", headers=headers),
        team.member.raw("GET", f"{team.member.base}/slots", headers=headers),
        team.member.raw("GET", path, headers=headers | {"content-type": "text/plain"}),
        team.member.raw("POST", f"{team.member.base}/push", b"", headers=headers),
        team.member.raw(
            "POST", f"{team.member.base}/push", b"x", headers=signed_headers(team, "POST", f"{team.member.base}/push")
        ),
        team.member.raw("GET", path, headers={k: v for k, v in headers.items() if k != "signature"}),
        team.member.raw("GET", path),
    ]
    assert {got.status for got in altered} == {401}
    assert team.member.raw("GET", path, headers=headers).status == 200


@pytest.mark.parametrize("host", ["other.example", "127.0.0.1:1", "localhost"])
def test_n01_a_request_for_another_host_is_refused(team: Team, host: str) -> None:
    path = f"{team.member.base}/feed"
    got = team.member.raw("GET", path, headers=signed_headers(team, "GET", path) | {"host": host})
    assert (got.status, got.refusal) == (421, "authority")


def test_n01_a_signature_for_another_service_does_not_serve_here(team: Team) -> None:
    path = f"{team.member.base}/feed"
    request = Request("GET", "other.example", f"https://other.example{path}", OBJECT, b"")
    created = team.member.central.clock() // 1000
    headers = sign_request(
        request, device=team.member.peer.id, created=created, nonce=os.urandom(16), sign=team.member.peer.auth.sign
    )
    assert team.member.raw("GET", path, headers=headers).status == 401


def test_another_key_or_device_is_refused(team: Team) -> None:
    path = f"{team.member.base}/feed"
    assert team.member.send("GET", path, auth=Peer().auth).status == 401
    assert team.member.send("GET", path, auth=team.member.peer.sig).status == 401
    assert team.member.send("GET", path, device=team.founder.peer.id).status == 401
    assert team.member.send("GET", path, device=Peer().id).status == 401


def test_a_sync_is_signed_too(team: Team) -> None:
    body = encode(SyncAsk(1, [EspaceAsk(team.community.espace, 0, team.community.registry.head_at(0), 0, 0)]))
    assert team.member.send("POST", "/v1/sync", body, auth=Peer().auth).status == 401
    assert team.member.send("POST", "/v1/sync", body, device=Peer().id).status == 401
    assert team.member.send("POST", "/v1/sync", b"\xc1").refusal == "malformed"


def test_a_sync_tells_apart_what_is_known_of_each_espace(team: Team) -> None:
    other, absent = Team(team.connect), Community()
    asks = [EspaceAsk(c.espace, 0, c.registry.head_at(0), 0, 0) for c in (absent, other.community, team.community)]
    answer = team.member.send("POST", "/v1/sync", encode(SyncAsk(1, asks))).read(SyncAnswer)
    assert [state.state for state in answer.espaces] == ["unknown", "not_member", "open"]


def test_a_laptop_with_a_wrong_clock_is_told_the_time(settings: Settings, http: httpx2.Client) -> None:
    with running(settings) as central:
        team = Team(connecting(central, http))
        path = f"{team.member.base}/feed"
        late = signed_headers(team, "GET", path)
        central.clock.ahead = 3_600_000
        got = team.member.raw("GET", path, headers=late)
        assert (got.status, got.refusal) == (401, "clock")
        assert abs(got.refused.ts - central.clock()) < 60_000
        assert team.member.send("GET", path).status == 200


def test_nonces_are_forgotten_once_they_cannot_serve(
    settings: Settings, http: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "SWEEP", 1)
    with running(settings) as central:
        team = Team(connecting(central, http))
        for _ in range(3):
            team.member.get("/feed")
        central.clock.ahead = 11 * 60_000
        team.member.get("/feed")
        kept = central.database.write_lightly(lambda c: c.execute(select(schema.nonces.c.nonce)).all())
        assert len(kept) == 1


def test_n06_a_device_asks_so_many_times_a_minute(settings: Settings, http: httpx2.Client) -> None:
    with running(replace(settings, limits=Limits(requests_per_minute=5))) as central:
        team = Team(connecting(central, http))
        central.clock.ahead = 60_000 - central.clock() % 60_000
        got = [team.member.get("/feed").status for _ in range(7)]
        assert got == [200] * 5 + [429] * 2
        assert team.founder.get("/feed").status == 200
        central.clock.ahead += 60_000
        assert team.member.get("/feed").status == 200


def test_n06_the_policy_may_raise_the_rate(settings: Settings, http: httpx2.Client) -> None:
    with running(replace(settings, limits=Limits(requests_per_minute=1))) as central:
        community = Community(Policy(two_signatures=[], write_v=1, quotas={"requests_per_minute": 50}, retention={}))
        client = connecting(central, http)(community, community.founder)
        client.publish(community)
        assert {client.get("/feed").status for _ in range(10)} == {200}


def test_n06_a_device_sends_so_much_a_day(settings: Settings, http: httpx2.Client) -> None:
    with running(replace(settings, limits=Limits(bytes_per_day=4000))) as central:
        team = Team(connecting(central, http))
        central.clock.ahead = 86_400_000 - central.clock() % 86_400_000
        assert team.member.push_one(team.community.seal(team.member.peer, 3)).state == "accepted"
        sealed = team.community.seal(team.member.peer, 8)
        got = team.member.push_raw(*pushed(sealed))
        assert (got.status, got.refusal) == (429, "volume")
        assert team.founder.push_raw().status == 200
        central.clock.ahead += 86_400_000
        team.member.push_raw()
        assert len(team.founder.feed()) == 1


def test_n06_an_espace_keeps_so_much(settings: Settings, http: httpx2.Client) -> None:
    with running(replace(settings, limits=Limits(espace_bytes=5000))) as central:
        team = Team(connecting(central, http))
        assert team.member.push_one(team.community.seal(team.member.peer, 2)).state == "accepted"
        got = team.member.push_raw(*pushed(team.community.seal(team.member.peer, 10)))
        assert (got.status, got.refusal) == (507, "espace_full")
        assert len(team.founder.feed()) == 1
        blob = f"{team.member.base}/blobs/{os.urandom(32).hex()}"
        got = team.member.send("PUT", f"{blob}/0?size=5000", os.urandom(5000))
        assert (got.status, got.refusal) == (507, "espace_full")
        assert team.member.send("PUT", f"{blob}/0?size=50", os.urandom(50)).status == 200


class Proxied(Client):
    """A client that reaches the service through a proxy: it signs for the public address."""

    @property
    def signed_base(self) -> str:
        return "https://mvl.example/exchange"


class Wire:
    """A bare connection, to say what no client says."""

    def __init__(self, central: Central) -> None:
        host, port = central.url.removeprefix("http://").split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=30)

    def send(self, *lines: str, body: bytes = b"") -> None:
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode() + body)

    def status(self) -> int:
        return int(self.read()[9:12])

    def read(self) -> bytes:
        received = b""
        while chunk := self.socket.recv(65536):
            received += chunk
        return received


@pytest.fixture
def wire(central: Central) -> Iterator[Wire]:
    opened = Wire(central)
    yield opened
    opened.socket.close()


without_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
"""What is decided before any database is asked: one is enough."""

PATH = f"/v1/espaces/{'00' * 16}/push"


@without_database
def test_n02_a_gigabyte_is_refused_before_it_is_read(wire: Wire) -> None:
    wire.send(f"POST {PATH} HTTP/1.1", "Host: x", f"Content-Length: {1 << 30}")
    assert wire.status() == 413


@without_database
def test_n02_a_chunked_body_is_refused(wire: Wire) -> None:
    wire.send(f"POST {PATH} HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", body=b"5\r\nhello\r\n")
    assert wire.status() == 411


@without_database
def test_n02_a_body_without_a_length_is_refused(wire: Wire) -> None:
    wire.send(f"POST {PATH} HTTP/1.1", "Host: x", "Connection: close")
    assert wire.status() == 411


@without_database
def test_n02_a_question_with_a_body_is_refused(wire: Wire) -> None:
    wire.send("GET /v1/info HTTP/1.1", "Host: x", "Content-Length: 5", body=b"hello")
    assert wire.status() == 413


@without_database
@pytest.mark.parametrize("length", ["-1", "1e3", "0x10"])
def test_n02_a_length_that_is_no_number_is_refused(wire: Wire, length: str) -> None:
    wire.send(f"POST {PATH} HTTP/1.1", "Host: x", f"Content-Length: {length}", body=b"hello")
    assert wire.status() == 400


@without_database
def test_n02_a_large_body_from_nobody_is_refused_before_it_is_read(wire: Wire, team: Team) -> None:
    path = f"{team.member.base}/push"
    stranger = ';keyid="' + "00" * 16 + '"'
    wire.send(f"POST {path} HTTP/1.1", "Host: x", "Content-Length: 1000000", f"Signature-Input: mvl=(){stranger}")
    assert wire.status() == 401


@without_database
def test_n02_a_slow_sender_is_cut(settings: Settings) -> None:
    with running(replace(settings, limits=Limits(sender_grace=0.05))) as central:
        wire = Wire(central)
        wire.send(f"POST {PATH} HTTP/1.1", "Host: x", "Content-Length: 1000", body=b"x")
        assert wire.status() == 408
        wire.socket.close()


@without_database
@pytest.mark.parametrize("said", [b"", b"GET /heal", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"])
def test_n02_a_head_that_never_ends_is_cut(settings: Settings, monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(ImpatientProtocol, "head_seconds", 0.05)
    with running(settings) as central:
        wire = Wire(central)
        wire.socket.sendall(said)
        assert wire.read() == b""
        wire.socket.close()


@without_database
def test_n02_a_second_head_that_never_ends_is_cut(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImpatientProtocol, "head_seconds", 0.05)
    with running(settings) as central:
        wire = Wire(central)
        wire.socket.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /heal")
        assert wire.read().endswith(b"ok\n")
        wire.socket.close()


@without_database
def test_n02_a_sender_that_leaves_early_harms_nobody(wire: Wire, team: Team) -> None:
    wire.send(f"POST {PATH} HTTP/1.1", "Host: x", "Content-Length: 1000", body=b"x")
    wire.socket.close()
    assert team.member.get("/feed").status == 200


def test_the_service_says_what_it_is(central: Central, http: httpx2.Client) -> None:
    answer = http.get(f"{central.url}/v1/info")
    info = decode(answer.content, Info, 1000)
    assert (info.api, info.versions, info.key) == (1, (1, 1), central.service.key.public)
    assert "server" not in answer.headers


def test_health_readiness_and_figures(central: Central, http: httpx2.Client, team: Team) -> None:
    team.member.push(team.community.seal(team.member.peer))
    assert http.get(f"{central.url}/healthz").status_code == 200
    assert http.get(f"{central.url}/readyz").status_code == 200
    figures = http.get(f"{central.url}/metrics").text
    assert 'route="/v1/espaces/{espace}/push",status="200"' in figures
    assert team.community.espace.hex()[:8] not in figures
    assert team.member.peer.id.hex()[:8] not in figures


def test_an_unknown_path_or_method_is_refused(team: Team) -> None:
    assert team.member.raw("GET", "/v1/nothing").status == 404
    assert team.member.raw("DELETE", f"{team.member.base}/feed").status == 405


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=1e3", f"after={'9' * 20}"])
def test_a_number_that_is_none_is_refused(team: Team, query: str) -> None:
    got = team.member.get(f"/feed?{query}")
    assert (got.status, got.refusal) == (400, "malformed")


@pytest.mark.parametrize(
    ("base", "status"),
    [("https://mvl.example/exchange", 404), ("https://mvl.example", 401), ("http://127.0.0.1:{port}", 401)],
)
def test_behind_a_proxy_the_public_address_is_what_is_signed(
    settings: Settings, http: httpx2.Client, base: str, status: int
) -> None:
    proxied = replace(settings, public_url="https://mvl.example/exchange", is_open=False)
    with running(settings) as direct, running(proxied) as central:
        team = Team(connecting(direct, http))
        assert Proxied(http, central, team.member.peer, team.community.espace).get("/feed").status == 200
        absent = f"/v1/espaces/{'00' * 16}/feed"
        url = base.format(port=central.url.rpartition(":")[2]) + (
            absent if status == 404 else f"{team.member.base}/feed"
        )
        request = Request("GET", url.split("/")[2], url, OBJECT, b"")
        headers = sign_request(
            request,
            device=team.member.peer.id,
            created=central.clock() // 1000,
            nonce=os.urandom(16),
            sign=team.member.peer.auth.sign,
        )
        path = absent if status == 404 else f"{team.member.base}/feed"
        client = Proxied(http, central, team.member.peer, team.community.espace)
        assert client.raw("GET", path, headers=headers).status == status


def test_frames_are_not_confused_with_pages(team: Team) -> None:
    assert team.member.get("/slots").frames[-1][0] == FrameType.PAGE
