"""The registry at the service: nobody enters, grows or publishes it but those who may (C13, C15, C16, N05, rule 10)."""

import os
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from mvl_central import upkeep
from mvl_central.settings import Settings
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import DeviceAdd, DeviceSucceed, GrantFor, RoleSet
from mvl_desktop.protocol.wire import FRAMES, FrameType, RegistryAnswer, frame
from tests.contract.central.conftest import Connect, Team, connecting
from tests.fixtures.central import pushed, running
from tests.fixtures.identities import Community, Peer


def test_a_published_registry_comes_back_entry_by_entry(team: Team) -> None:
    got = team.member.get("/registry?from=0")
    assert got.payloads(FrameType.REGISTRY) == team.community.entries
    assert (got.page.next, got.page.more) == (len(team.community.entries), False)
    assert team.member.get("/registry?from=3").payloads(FrameType.REGISTRY) == team.community.entries[3:]


def test_publishing_twice_is_harmless(team: Team) -> None:
    assert team.founder.publish(team.community).added == 0


def test_an_espace_that_is_not_here_is_unknown(connect: Connect, team: Team) -> None:
    stranger = connect(Community(), Peer())
    for path in ("/registry", "/feed", "/slots", "/grants", "/acks", "/enrol"):
        got = stranger.get(path)
        assert (got.status, got.refusal) == (404, "unknown")


def test_c13_only_a_member_publishes(connect: Connect) -> None:
    community = Community()
    stranger = connect(community, Peer())
    assert stranger.post_registry(community).status == 401
    assert connect(community, community.founder).publish(community).n == 1


def test_c13_a_registry_that_does_not_fold_is_not_published(connect: Connect) -> None:
    community, other = Community(), Community()
    client = connect(community, community.founder)
    community.entries[1] = other.entries[1]
    got = client.post_registry(community)
    assert (got.status, got.refusal) in {(400, "registry_espace"), (409, "registry")}
    assert client.get("/registry").refusal == "unknown"


def test_c13_an_entry_by_who_may_not_is_refused(team: Team) -> None:
    ghost = Peer()
    fields = {"cert": encode(ghost.cert), "role": "admin", "poste": bytes(16), "epoch": 1, "grant": os.urandom(32)}
    entry = team.community.draft(DeviceAdd, team.member.peer, **fields)
    got = team.member.post("/registry", frame(FrameType.REGISTRY, entry))
    assert (got.status, got.refusal) == (400, "registry_role")


def test_c15_of_two_who_race_one_wins_and_the_other_signs_anew(team: Team) -> None:
    mine = team.community.draft(RoleSet, device=team.member.peer.id, role="reader", cut=0)
    theirs = team.community.draft(RoleSet, device=team.member.peer.id, role="referent", cut=None)
    assert team.founder.post("/registry", frame(FrameType.REGISTRY, theirs)).status == 200
    got = team.operator.post("/registry", frame(FrameType.REGISTRY, mine))
    assert (got.status, got.refusal, got.refused.expect) == (409, "registry", team.community.registry.n + 2)
    team.community.append(theirs)
    team.community.act(RoleSet, device=team.member.peer.id, role="reader", cut=0)
    team.post()


def test_c15_a_fork_is_told(team: Team) -> None:
    twin = team.community.registry.snapshot()
    twin.append(team.community.draft(RoleSet, device=team.member.peer.id, role="reader", cut=0), lambda *_: True)
    team.community.act(RoleSet, device=team.member.peer.id, role="referent", cut=None)
    team.post()
    state = team.member.sync(team.community, regn=twin.n, regh=twin.head)
    assert (state.state, state.checkpoint) == ("fork", None)


@pytest.mark.parametrize("case", ["extra", "missing", "skipped"])
def test_c16_the_service_refuses_a_ghost_member(team: Team, case: str) -> None:
    members = team.community.registry.active()
    entry = {
        "extra": lambda: team.community.epoch_draft(members=sorted([*members, Peer().id])),
        "missing": lambda: team.community.epoch_draft(members=members[1:]),
        "skipped": lambda: team.community.epoch_draft(epoch=3),
    }[case]()
    got = team.founder.post("/registry", frame(FrameType.REGISTRY, entry))
    assert got.refusal == ("registry_epoch_number" if case == "skipped" else "registry_members")


def test_n05_a_revoked_device_is_refused_at_once_with_the_signed_entries(team: Team) -> None:
    before = team.community.registry.n
    revocation = team.community.revoke(team.member.peer, 0)
    team.post()
    for got in (team.member.get("/feed"), team.member.push_raw(*pushed()), team.member.post("/registry")):
        assert (got.status, got.refusal) == (403, "revoked")
        assert got.refused.entries == [revocation]
    state = team.member.sync(team.community, regn=before - 1, regh=team.community.registry.head_at(before - 1))
    assert (state.state, state.checkpoint, state.k) == ("revoked", None, 0)
    assert state.entries == team.community.entries[before:]


def test_a_revoked_device_learns_nothing_unless_it_signs(team: Team) -> None:
    team.community.revoke(team.member.peer, 0)
    team.post()
    path = f"{team.member.base}/feed"
    got = team.member.send("GET", path, auth=Peer().auth)
    assert (got.status, got.refusal, got.refused.entries) == (401, "signature", [])


def test_who_hands_over_is_closed_and_its_successor_served(team: Team) -> None:
    old, new, grant = team.member.peer, Peer(), os.urandom(1200)
    fields = {"old": old.id, "cut": 0, "cert": encode(new.cert), "epoch": 1, "grant": digest("grant", grant)}
    entry = team.community.act(DeviceSucceed, old, **fields)
    carried = encode(GrantFor(team.community.espace, 1, new.id, grant))
    got = team.member.post("/registry", frame(FrameType.REGISTRY, entry), frame(FrameType.GRANT, carried))
    assert got.read(RegistryAnswer).added == 1
    assert team.member.get("/feed").refusal == "revoked"
    assert team.connect(team.community, new).get("/grants").payloads(FrameType.GRANT) == [carried]


def test_a_member_that_the_service_does_not_know_yet_may_bring_the_registry(team: Team) -> None:
    newcomer = team.connect(team.community, team.community.add())
    assert newcomer.get("/feed").status == 401
    assert newcomer.post_registry(team.community, team.community.registry.n).status == 200
    assert newcomer.get("/feed").status == 200


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_registry_answers_come_in_pages(connect: Connect) -> None:
    community = Community()
    client = connect(community, community.founder)
    peer = community.add()
    for number in range(1000):
        community.act(RoleSet, device=peer.id, role=("reader", "agent")[number % 2], cut=None if number % 2 else 0)
    client.publish(community)
    first = client.get("/registry?from=0")
    assert (len(first.payloads(FrameType.REGISTRY)), first.page.next, first.page.more) == (1000, 1000, True)
    rest = client.get("/registry?from=1000")
    assert first.payloads(FrameType.REGISTRY) + rest.payloads(FrameType.REGISTRY) == community.entries


def test_a_token_of_the_host_publishes_one_espace(settings: Settings, http: httpx2.Client, tmp_path: Path) -> None:
    with running(replace(settings, is_open=False)) as central:
        connect = connecting(central, http)
        upkeep.authorize(central.database, tmp_path / "token", 0)
        token = (tmp_path / "token").read_text().strip()
        first, second = Community(), Community()
        one, two = connect(first, first.founder), connect(second, second.founder)
        assert one.post_registry(first).refusal == "token"
        assert one.post_registry(first, token="x" * 43).refusal == "token"
        assert one.post_registry(first, token=token).status == 200
        assert two.post_registry(second, token=token).refusal == "token"
        assert one.post_registry(first).status == 200
        assert (tmp_path / "token").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("body", [b"\x00", b"\x00\x00\x00\x01\x01x", b"\xff" * 40])
def test_hostile_registry_bytes_are_refused(team: Team, body: bytes) -> None:
    got = team.founder.send("POST", f"{team.founder.base}/registry", body, FRAMES)
    assert got.status == 400
