"""Acknowledgements (rule 1, E06) and the letter box of enrolment (C31, service side)."""

import os
from dataclasses import replace

import httpx2
import pytest

from mvl_central.settings import DAY_MS, Limits, Settings
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import EnrolAnswer, EnrolRequest, EpochDestroyed, EraseAck, Signed
from mvl_desktop.protocol.wire import Done, EnrolWaiting, FrameType, frame
from tests.contract.central.conftest import Team, connecting
from tests.fixtures.central import Client, Got, running
from tests.fixtures.identities import TS, Peer


def ack(
    team: Team,
    peer: Peer,
    order: bytes = bytes(32),
    signer: Peer | None = None,
    by: Peer | None = None,
    espace: bytes | None = None,
) -> bytes:
    said = encode(EraseAck("erase", 1, espace or team.community.espace, peer.id, order, TS))
    return encode(Signed(said, (by or peer).id, (signer or peer).sign("ack", said)))


def destroyed(team: Team, peer: Peer, epoch: int) -> bytes:
    said = encode(EpochDestroyed("epoch", 1, team.community.espace, peer.id, epoch, TS))
    return encode(Signed(said, peer.id, peer.sign("ack", said)))


def bring(client: Client, *acks: bytes) -> Got:
    return client.post("/acks", *(frame(FrameType.ACK, data) for data in acks))


def test_acknowledgements_are_kept_once_whoever_brings_them(team: Team) -> None:
    first, second = ack(team, team.member.peer), ack(team, team.founder.peer)
    assert bring(team.operator, first, second).read(Done).added == 2
    assert bring(team.member, first).read(Done).added == 0
    assert team.founder.get("/acks").payloads(FrameType.ACK) == [first, second]
    assert team.founder.get("/acks?after=1").payloads(FrameType.ACK) == [second]


@pytest.mark.parametrize("case", ["signature", "stranger", "bytes", "frame", "other", "elsewhere"])
def test_an_acknowledgement_that_does_not_hold_is_refused(team: Team, case: str) -> None:
    bad = {
        "signature": lambda: bring(team.member, ack(team, team.founder.peer, signer=team.member.peer)),
        "stranger": lambda: bring(team.member, ack(team, Peer())),
        "bytes": lambda: bring(team.member, b"\x93"),
        "frame": lambda: team.member.post("/acks", frame(FrameType.BODY, b"x")),
        "other": lambda: bring(team.member, ack(team, team.member.peer, by=team.founder.peer)),
        "elsewhere": lambda: bring(team.member, ack(team, team.member.peer, espace=os.urandom(16))),
    }[case]()
    assert bad.status == 400
    assert team.founder.get("/acks").payloads(FrameType.ACK) == []


def test_rule_1_an_epoch_that_everybody_destroyed_leaves_no_grant_and_no_keyslot(team: Team) -> None:
    team.member.push(team.community.seal(team.member.peer))
    team.community.rotate()
    team.post()
    team.member.push(team.community.seal(team.member.peer))
    peers = [team.founder.peer, team.operator.peer, team.member.peer]
    bring(team.member, *(destroyed(team, peer, 1) for peer in peers[:2]))
    assert len(team.member.get("/slots").payloads(FrameType.KEYSLOT)) == 2
    bring(team.member, destroyed(team, peers[2], 1))
    assert len(team.member.get("/slots").payloads(FrameType.KEYSLOT)) == 1
    assert len(team.member.get("/grants").payloads(FrameType.GRANT)) == 1


def test_rule_1_the_epoch_in_force_is_not_destroyed(team: Team) -> None:
    assert bring(team.member, destroyed(team, team.member.peer, 1)).refusal == "ack"


REQUEST = encode(EnrolRequest(b"body", bytes(32), bytes(64)))
ANSWER = encode(EnrolAnswer(1, bytes(16), [[b"entry"]], [], None))


def leave(client: Client, iid: bytes, request: bytes = REQUEST) -> Got:
    headers = {"content-type": "application/vnd.mvl.object"}
    return client.raw("PUT", f"{client.base}/enrol/{iid.hex()}", request, headers)


def reply(client: Client, iid: bytes, answer: bytes = ANSWER) -> Got:
    return client.send("PUT", f"{client.base}/enrol/{iid.hex()}/answer", answer)


def test_a_request_is_left_unsigned_and_answered_by_an_operator(team: Team) -> None:
    iid = os.urandom(16)
    assert leave(team.founder, iid).status == 200
    assert team.operator.sync(team.community).waiting == 1
    assert team.member.sync(team.community).waiting == 0
    waiting = team.operator.get("/enrol").read(EnrolWaiting).requests
    assert [(one.iid, one.request, one.answered) for one in waiting] == [(iid, REQUEST, False)]

    path = f"{team.founder.base}/enrol/{iid.hex()}/answer"
    assert team.founder.raw("GET", path).status == 404
    assert reply(team.operator, iid).status == 200
    assert team.founder.raw("GET", path).body == ANSWER
    assert team.operator.sync(team.community).waiting == 0


def test_c31_an_invitation_serves_once(team: Team) -> None:
    iid = os.urandom(16)
    assert leave(team.founder, iid).read(Done).added == 1
    assert leave(team.founder, iid).read(Done).added == 0
    other = encode(EnrolRequest(b"other", bytes(32), bytes(64)))
    assert leave(team.founder, iid, other).refusal == "enrol_used"
    reply(team.operator, iid)
    assert reply(team.operator, iid, encode(EnrolAnswer(1, iid, [], [], None))).refusal == "enrol_used"


def test_only_operators_read_and_answer(team: Team) -> None:
    iid = os.urandom(16)
    leave(team.founder, iid)
    assert team.member.get("/enrol").refusal == "role"
    assert reply(team.member, iid).refusal == "role"
    assert team.founder.raw("GET", f"{team.founder.base}/enrol").status == 401


def test_there_is_no_answer_without_a_request(team: Team) -> None:
    assert reply(team.operator, os.urandom(16)).refusal == "unknown"


@pytest.mark.parametrize("request_", [b"", b"x" * 9000, encode(EnrolRequest(b"", bytes(32), bytes(64))) + b"\0"])
def test_a_request_that_is_none_is_refused(team: Team, request_: bytes) -> None:
    assert leave(team.founder, os.urandom(16), request_).status in (400, 411)


def test_the_letter_box_is_bounded_and_forgets(settings: Settings, http: httpx2.Client) -> None:
    with running(replace(settings, limits=Limits(enrol_pending=3))) as central:
        team = Team(connecting(central, http))
        assert [leave(team.founder, os.urandom(16)).status for _ in range(4)] == [200, 200, 200, 429]
        central.clock.ahead = 8 * DAY_MS
        assert leave(team.founder, os.urandom(16)).status == 200
        assert len(team.operator.get("/enrol").read(EnrolWaiting).requests) == 1


def test_n06_strangers_knock_so_many_times_a_minute(settings: Settings, http: httpx2.Client) -> None:
    with running(replace(settings, limits=Limits(open_per_minute=3))) as central:
        team = Team(connecting(central, http))
        central.clock.ahead = 60_000 - central.clock() % 60_000
        assert [leave(team.founder, os.urandom(16)).status for _ in range(4)] == [200, 200, 200, 429]
        assert team.member.get("/feed").status == 200
