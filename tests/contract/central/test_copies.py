"""Escrows at the service, and the copy of an espace that its host hands over: sealed, whole, unread here."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from mvl_central.copies import copy_espace
from mvl_central.errors import HostError
from mvl_desktop.protocol.copies import read_copy
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.escrows import HOLDERS, wrap_frame
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import CustodiansSet
from mvl_desktop.protocol.registry import build_entry, read_entry
from mvl_desktop.protocol.wire import FrameType, frame
from tests.contract.central.conftest import Team
from tests.fixtures.central import pushed


def escrowed(team: Team) -> list[bytes]:
    """Name custodians, begin an epoch that is kept for them, and give its wraps; return them as frames."""
    community = team.community
    community.act(CustodiansSet, kems=[os.urandom(1216) for _ in range(3)])
    team.post()
    wraps = [(community.registry.epoch + 1, holder, os.urandom(2304)) for holder in HOLDERS]
    entry, act = read_entry(community.epoch_draft())
    named = replace(act, escrow=[digest("escrow", ct) for _, _, ct in wraps])
    community.append(build_entry(named, [(community.founder.id, community.founder.sign)]))
    team.post()
    assert entry.sigs
    return [wrap_frame(community.espace, wrap) for wrap in wraps]


def test_only_the_wraps_that_the_registry_names_are_kept(team: Team) -> None:
    wraps = escrowed(team)
    assert team.founder.post("/grants", *wraps).status == 200
    assert team.member.get("/escrows").payloads(FrameType.ESCROW) == [each[5:] for each in wraps]
    assert FrameType.ESCROW not in {type_ for type_, _ in team.operator.get("/grants?epoch=2").frames}
    other = wrap_frame(team.community.espace, (2, HOLDERS[0], os.urandom(2304)))
    assert team.founder.post("/grants", other).refusal == "grant"
    moved = wrap_frame(team.community.espace, (1, HOLDERS[0], wraps[0][-2304:]))
    assert team.founder.post("/grants", moved).refusal == "grant"


def test_who_holds_no_key_is_given_no_wrap(team: Team) -> None:
    wraps = escrowed(team)
    team.founder.post("/grants", *wraps)
    auditor = team.connect(team.community, team.community.add("auditor"))
    team.post()
    assert (auditor.get("/escrows").status, auditor.get("/escrows").refusal) == (403, "role")


def test_a_copy_holds_what_was_given_and_nothing_in_clear(team: Team, tmp_path: Path) -> None:
    wraps = escrowed(team)
    team.founder.post("/grants", *wraps)
    sealed = team.community.seal(team.member.peer)
    assert team.member.push_one(sealed).state == "accepted"
    target = tmp_path / "copie.mvl-espace"
    size = copy_espace(team.founder.central.database, team.community.espace.hex(), target)
    assert target.stat().st_size == size
    assert target.stat().st_mode & 0o777 == 0o600
    with target.open("rb") as source:
        frames = list(read_copy(source.read))
    entries = [payload for type_, payload in frames if type_ == FrameType.REGISTRY]
    assert entries == team.community.entries
    kept = [payload for type_, payload in frames if type_ == FrameType.ESCROW]
    assert [frame(FrameType.ESCROW, each) for each in kept] == wraps
    assert FrameType.GRANT not in {type_ for type_, _ in frames}
    given = {frame(type_, payload) for type_, payload in frames}
    assert set(pushed(sealed)) <= given
    cut = tmp_path / "cut"
    cut.write_bytes(target.read_bytes()[:-1])
    with cut.open("rb") as source, pytest.raises(ProtocolError):
        list(read_copy(source.read))


def test_an_espace_that_is_not_here_is_not_copied(team: Team, tmp_path: Path) -> None:
    for name in ("0" * 32, "n’importe quoi", ""):
        with pytest.raises(HostError):
            copy_espace(team.founder.central.database, name, tmp_path / "rien")
    assert not (tmp_path / "rien").exists()
    assert not (tmp_path / "rien.part").exists()
