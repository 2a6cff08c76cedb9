"""What is pushed is what the others receive: numbered, receipted, once; and what is refused is not half kept."""

import hashlib
import os
from typing import Any

import msgspec
import pytest

from mvl_central import push, schema
from mvl_desktop.protocol.check import ChainHead
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import blob_id, body_hash, digest
from mvl_desktop.protocol.objects import DeviceAdd, Erase, ErasedBody, GrantFor, Hold, Reinstate
from mvl_desktop.protocol.wire import PUSH_COMMITS_MAX, FrameType, Numbered, PushAnswer, frame
from tests.contract.central.conftest import Team
from tests.fixtures.central import Central, kinds, pushed
from tests.fixtures.identities import Peer, Sealed, slot


def states(team: Team, *sealed: Sealed) -> list[str]:
    return [answer.state for answer in team.member.push(*sealed).commits]


def erase(team: Team, rec: bytes, bodies: list[ErasedBody] | None = None, blobs: list[bytes] | None = None) -> None:
    signers = (team.founder.peer, team.operator.peer)
    team.community.act(Erase, *signers, rec=rec, bodies=bodies, blobs=blobs or [], legal_ref_code="art17")
    team.post()


def test_pushed_commits_come_back_to_the_others(team: Team) -> None:
    sealed = [team.community.seal(team.member.peer, count) for count in (2, 0, 3)]
    answer = team.member.push(*sealed)
    assert [one.state for one in answer.commits] == ["accepted"] * 3
    assert (answer.slots, answer.bodies) == (5, 5)

    fed = team.founder.feed()
    assert [one.marker.k for one in fed] == [1, 2, 3]
    assert [one.commit for one in fed] == [one.commit for one in sealed]
    assert [one.bodies for one in fed] == [one.bodies for one in sealed]
    assert team.founder.get("/slots").payloads(FrameType.KEYSLOT) == [s for one in sealed for s in one.slots]


def test_the_receipt_names_what_is_kept_and_the_checkpoint_its_root(team: Team) -> None:
    first, second = team.community.seal(team.member.peer, 2), team.community.seal(team.member.peer, 2)
    second.bodies.pop()
    answer = team.member.push(first, second)
    receipt = team.member.receipt(answer.receipts[0])
    assert receipt.ids == [first.id, second.id]
    assert receipt.without == [second.header.entries[1].bhash]
    assert receipt.checkpoint is not None
    assert team.member.checkpoint(receipt.checkpoint).n == 2


def test_pushing_again_changes_nothing_and_gives_a_receipt_again(team: Team) -> None:
    sealed = team.community.seal(team.member.peer, 2)
    team.member.push(sealed)
    again = team.member.push(sealed)
    assert again.commits[0].state == "known"
    assert (again.slots, again.bodies) == (0, 0)
    assert team.member.receipt(again.receipts[0]).ids == [sealed.id]
    assert len(team.founder.feed()) == 1


def test_when_everything_is_here_one_small_request_says_so(team: Team) -> None:
    team.member.push(team.community.seal(team.member.peer))
    state = team.member.sync(team.community, k=1, s=1)
    assert (state.state, state.regn, state.k, state.s, state.seq) == ("open", team.community.registry.n, 1, 1, 1)
    assert state.checkpoint is not None
    assert len(encode(state)) < 300


def test_another_member_may_bring_a_commit(team: Team) -> None:
    assert team.operator.push_one(team.community.seal(team.member.peer)).state == "accepted"


def test_a_reader_may_carry_but_not_seal(team: Team) -> None:
    reader = team.connect(team.community, team.community.add("reader"))
    team.post()
    assert reader.push_one(team.community.seal(team.member.peer)).state == "accepted"
    answer = reader.push_one(team.community.seal(reader.peer, keep=False))
    assert (answer.state, answer.code) == ("refused", "role")


def test_c22_on_a_gap_nothing_is_kept_and_the_seq_is_told(team: Team) -> None:
    first, second, third = (team.community.seal(team.member.peer) for _ in range(3))
    answers = team.member.push(second, third).commits
    assert [(a.state, a.expect) for a in answers] == [("gap", 1), ("gap", 1)]
    assert team.founder.feed() == []
    assert states(team, first, second, third) == ["accepted"] * 3


def test_c22_a_clone_is_named_by_its_second_commit(team: Team) -> None:
    clone = Peer(team.member.peer.sig, team.member.peer.auth, team.member.peer.kem)
    assert states(team, team.community.seal(team.member.peer)) == ["accepted"]
    assert states(team, team.community.seal(clone)) == ["equivocation"]
    assert states(team, team.community.seal(team.member.peer)) == ["accepted"]


def test_c22_a_restored_store_is_seen_and_the_service_tells_its_seq(team: Team) -> None:
    team.member.push(*(team.community.seal(team.member.peer) for _ in range(3)))
    assert team.member.sync(team.community).seq == 3
    restored = Peer(
        team.member.peer.sig, team.member.peer.auth, team.member.peer.kem, ChainHead(3, os.urandom(32), 0, 3)
    )
    assert states(team, team.community.seal(restored)) == ["equivocation"]


def test_a_commit_waits_for_its_keyslots(team: Team) -> None:
    sealed = team.community.seal(team.member.peer, 2)
    answer = team.member.push_one(sealed, slots=False)
    assert (answer.state, answer.missing) == ("slots", [entry.kc for entry in sealed.header.entries])
    assert team.founder.feed() == []
    assert team.member.push_one(sealed).state == "accepted"


def test_a_keyslot_of_another_record_does_not_serve(team: Team) -> None:
    sealed = team.community.seal(team.member.peer)
    entry = sealed.header.entries[0]
    sealed.slots = [encode(slot(team.community.espace, os.urandom(16), entry.ge, 1, entry.kc))]
    assert team.member.push_one(sealed).state == "slots"


def test_a_commit_waits_for_its_blobs(team: Team) -> None:
    sealed = team.community.seal(team.member.peer, blobs=[os.urandom(32)])
    answer = team.member.push_one(sealed)
    assert (answer.state, answer.missing) == ("blobs", sealed.header.entries[0].blobs)
    assert team.founder.feed() == []


def test_c03_a_body_that_the_commit_does_not_name_is_refused(team: Team) -> None:
    sealed = team.community.seal(team.member.peer, 2)
    sealed.bodies[0] = os.urandom(300)
    got = team.member.push_raw(*pushed(sealed))
    assert (got.status, got.refusal) == (400, "body_unnamed")
    stray = frame(FrameType.BODY, os.urandom(300))
    assert team.member.push_raw(*pushed(team.community.seal(team.member.peer)), stray).refusal == "body_unnamed"
    assert team.founder.feed() == []


def test_c04_a_commit_under_another_name_is_refused(team: Team) -> None:
    forged = team.community.seal(team.founder.peer, keep=False)
    thief = team.member.peer
    data = msgspec.msgpack.encode([forged.commit[2:-66], b""])
    assert team.member.push_raw(frame(FrameType.COMMIT, data)).status == 200
    header = encode(forged.header)
    resigned = encode(msgspec.msgpack.decode(encode([header, thief.sign("commit", header)])))
    got = team.member.push_one(Sealed(resigned, forged.header, forged.id, forged.bodies, forged.slots))
    assert (got.state, got.code) == ("refused", "signature")


def test_c19b_a_stale_generation_is_refused(team: Team) -> None:
    stale = team.community.seal(team.member.peer, keep=False)
    team.community.rotate()
    team.post()
    renamed = team.community.seal(team.member.peer, entries=stale.header.entries, keep=False)
    got = team.member.push_one(Sealed(renamed.commit, renamed.header, renamed.id, stale.bodies, stale.slots))
    assert (got.state, got.code) == ("refused", "generation")


def test_rule_2_a_keyslot_cannot_be_of_a_generation_to_come(team: Team) -> None:
    bad = encode(slot(team.community.espace, os.urandom(16), 2, 1, os.urandom(32)))
    assert team.member.push_raw(frame(FrameType.KEYSLOT, bad)).refusal == "slot"


def test_a_keyslot_of_another_espace_or_of_an_epoch_to_come_is_refused(team: Team) -> None:
    """What could never be opened here is not kept: it would hide the true one, or wait for ever."""
    espace, epoch = team.community.espace, team.community.registry.epoch
    elsewhere = slot(os.urandom(16), os.urandom(16), 1, epoch, os.urandom(32))
    assert team.member.push_raw(frame(FrameType.KEYSLOT, encode(elsewhere))).refusal == "slot"
    ahead = slot(espace, os.urandom(16), 1, epoch + 1, os.urandom(32))
    got = team.member.push_raw(frame(FrameType.KEYSLOT, encode(ahead)))
    assert (got.status, got.refusal) == (409, "registry")
    assert team.founder.get("/slots").payloads(FrameType.KEYSLOT) == []


def test_too_many_commits_in_one_request_are_refused(team: Team) -> None:
    commit = frame(FrameType.COMMIT, team.community.seal(team.member.peer, 0).commit)
    assert team.member.push_raw(*[commit] * PUSH_COMMITS_MAX).status == 200
    got = team.member.push_raw(*[commit] * (PUSH_COMMITS_MAX + 1))
    assert (got.status, got.refusal) == (413, "too_many")


def test_n05_a_device_revoked_while_its_push_was_read_is_refused_all_the_same(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Admitted a moment ago is not enough: membership is looked at again where the espace is locked."""
    sealed, read = team.community.seal(team.member.peer), push.read_push

    def revoked_meanwhile(body: bytes) -> push.Pushed:
        monkeypatch.setattr(push, "read_push", read)
        team.community.revoke(team.member.peer, 0)
        team.post()
        return read(body)

    monkeypatch.setattr(push, "read_push", revoked_meanwhile)
    assert team.member.push_raw(*pushed(sealed)).refusal == "revoked"
    assert team.founder.feed() == []


def test_rule_2_several_keyslots_live_side_by_side_but_bounded_per_device(team: Team) -> None:
    rec, kc = os.urandom(16), os.urandom(32)
    many = [encode(slot(team.community.espace, rec, 1, 1, kc, os.urandom(59) + bytes([at]))) for at in range(9)]
    assert team.member.push_raw(*(frame(FrameType.KEYSLOT, one) for one in many)).read(PushAnswer).slots == 4
    assert team.founder.push_raw(frame(FrameType.KEYSLOT, many[5])).read(PushAnswer).slots == 1
    assert team.member.push_raw(frame(FrameType.KEYSLOT, many[0])).read(PushAnswer).slots == 0
    assert len(team.member.get("/slots").payloads(FrameType.KEYSLOT)) == 5


def test_rule_3_what_is_erased_never_blocks(team: Team) -> None:
    rec = os.urandom(16)
    sealed = team.community.seal(team.member.peer, recs=[rec], blobs=[os.urandom(32)])
    erase(team, rec)
    answer = team.member.push(sealed, slots=False, bodies=False)
    assert answer.commits[0].state == "accepted"
    assert team.founder.feed()[0].bodies == []


def test_rule_3_a_body_of_an_erased_record_is_not_kept(team: Team) -> None:
    rec = os.urandom(16)
    sealed = team.community.seal(team.member.peer, recs=[rec, os.urandom(16)])
    erase(team, rec)
    answer = team.member.push(sealed)
    assert team.member.receipt(answer.receipts[0]).without == [sealed.header.entries[0].bhash]
    assert team.founder.feed()[0].bodies == sealed.bodies[1:]
    assert len(team.founder.get("/slots").payloads(FrameType.KEYSLOT)) == 1


def test_rule_4_a_late_body_has_its_own_number(team: Team) -> None:
    sealed = team.community.seal(team.member.peer, 2)
    late = sealed.bodies.pop()
    team.member.push(sealed)
    team.member.push(team.community.seal(team.member.peer))
    sealed.bodies = [late]
    answer = team.operator.push(sealed)
    assert (answer.commits[0].state, answer.bodies) == ("known", 1)
    assert team.operator.receipt(answer.receipts[0]).without == []
    fed = team.founder.feed(2)
    assert kinds(fed) == [Numbered.LATE_BODY]
    assert (fed[0].bodies, fed[0].marker.id) == ([late], body_hash(late))
    assert team.operator.push(sealed).bodies == 0
    assert len(team.founder.feed()) == 3


@pytest.mark.parametrize("table", ["slot", "blob"])
def test_a_late_body_without_its_keyslot_or_its_blobs_waits(team: Team, central: Central, table: str) -> None:
    """Both were there when its commit came, and are gone since: a receipt must not speak for what nobody could open."""
    part = os.urandom(100)
    id_ = blob_id(hashlib.sha256(part).digest())
    assert team.member.send("PUT", f"{team.member.base}/blobs/{id_.hex()}/0?size=100", part).status == 200
    sealed = team.community.seal(team.member.peer, 1, blobs=[id_])
    late, slots = sealed.bodies.pop(), list(sealed.slots)
    assert team.member.push_one(sealed).state == "accepted"
    gone = schema.metadata.tables[table]
    central.database.write(lambda c: c.execute(gone.delete().where(gone.c.espace == team.community.espace)))
    sealed.bodies, sealed.slots = [late], []
    answer = team.operator.push(sealed)
    assert (answer.commits[0].state, answer.bodies) == ("known", 0)
    assert team.operator.receipt(answer.receipts[0]).without == [sealed.header.entries[0].bhash]
    team.operator.push_raw(*(frame(FrameType.KEYSLOT, one) for one in slots))
    team.operator.send("PUT", f"{team.operator.base}/blobs/{id_.hex()}/0?size=100", part)
    assert team.operator.push(sealed).bodies == 1


def test_rules_4_and_5_quarantine_is_numbered_and_reinstated_under_a_new_number(team: Team) -> None:
    first, second = team.community.seal(team.member.peer), team.community.seal(team.member.peer)
    team.member.push(first)
    team.community.revoke(team.member.peer, 1)
    team.community.rotate()
    team.post()
    assert team.operator.push_one(second).state == "quarantined"
    fed = team.founder.feed()
    assert kinds(fed) == [Numbered.COMMIT, Numbered.QUARANTINED]
    assert (fed[1].commit, fed[1].bodies) == (second.commit, [])

    team.community.act(Reinstate, reason_code="z", ids=[second.id])
    team.post()
    fed = team.founder.feed()
    assert kinds(fed) == [Numbered.COMMIT, Numbered.QUARANTINED, Numbered.REINSTATED]
    assert (fed[2].commit, fed[2].bodies, fed[1].bodies) == (second.commit, second.bodies, [])
    assert team.operator.push_one(second).state == "known"


def test_a_body_that_comes_while_in_quarantine_waits_for_the_reinstatement(team: Team) -> None:
    sealed = team.community.seal(team.member.peer, 2)
    whole, sealed.bodies = list(sealed.bodies), sealed.bodies[1:]
    team.community.revoke(team.member.peer, 0)
    team.community.rotate()
    team.post()
    team.operator.push(sealed)
    sealed.bodies = whole
    assert team.operator.receipt(team.operator.push(sealed).receipts[0]).without == []
    assert len(team.founder.feed()) == 1
    team.community.act(Reinstate, reason_code="z", ids=[sealed.id])
    team.post()
    assert team.founder.feed()[-1].bodies == whole


def test_c21_up_to_the_cut_taken_then_quarantined(team: Team) -> None:
    sealed = [team.community.seal(team.member.peer) for _ in range(3)]
    team.community.revoke(team.member.peer, 1)
    team.community.rotate()
    team.post()
    assert [a.state for a in team.operator.push(*sealed).commits] == ["accepted", "quarantined", "quarantined"]


def test_rule_7_what_a_revoked_device_seals_goes_to_quarantine_only(team: Team) -> None:
    point = team.community.registry.n
    team.community.revoke(team.member.peer, 0)
    team.community.rotate()
    team.post()
    now = team.community.seal(team.member.peer, keep=False)
    answer = team.operator.push_one(now)
    assert (answer.state, answer.code) == ("refused", "not_member")
    assert team.operator.push_one(team.community.seal(team.member.peer, regn=point)).state == "quarantined"


def test_rule_11_no_commit_between_a_revocation_and_its_epoch(team: Team) -> None:
    team.community.revoke(team.operator.peer, 0)
    team.post()
    inside = team.community.seal(team.member.peer, keep=False)
    answer = team.member.push_one(inside)
    assert (answer.state, answer.code) == ("refused", "rotation_due")
    team.community.rotate()
    team.post()
    assert team.member.push_one(team.community.seal(team.member.peer)).state == "accepted"


def test_a_registry_head_that_the_service_lacks_is_asked_for(team: Team) -> None:
    team.community.add()
    sealed = team.community.seal(team.member.peer)
    answer = team.member.push_one(sealed)
    assert (answer.state, answer.expect) == ("registry", team.community.registry.n - 1)
    team.post()
    assert team.member.push_one(sealed).state == "accepted"


def test_erasing_a_record_removes_bodies_keyslots_and_nothing_else(team: Team) -> None:
    rec, other = os.urandom(16), os.urandom(16)
    sealed = [team.community.seal(team.member.peer, recs=[rec, other, rec]) for _ in range(2)]
    team.member.push(*sealed)
    erase(team, rec)
    fed = team.founder.feed()
    assert [one.bodies for one in fed] == [[one.bodies[1]] for one in sealed]
    assert team.founder.get("/slots").payloads(FrameType.KEYSLOT) == [sealed[0].slots[1]]
    assert states(team, team.community.seal(team.member.peer)) == ["accepted"]


def test_erasing_one_body_leaves_the_rest_of_the_record(team: Team) -> None:
    rec = os.urandom(16)
    sealed = team.community.seal(team.member.peer, recs=[rec, rec])
    team.member.push(sealed)
    entry = sealed.header.entries[0]
    erase(team, rec, [ErasedBody(team.member.peer.id, entry.n, entry.bhash, [])])
    assert team.founder.feed()[0].bodies == [sealed.bodies[1]]
    assert len(team.founder.get("/slots").payloads(FrameType.KEYSLOT)) == 1
    again = team.member.push(sealed)
    assert team.member.receipt(again.receipts[0]).without == [entry.bhash]


def test_erasing_reaches_a_body_that_came_late(team: Team) -> None:
    rec = os.urandom(16)
    sealed = team.community.seal(team.member.peer, recs=[rec])
    team.member.push(sealed, bodies=False)
    team.member.push(sealed)
    assert team.founder.feed()[1].bodies == sealed.bodies
    erase(team, rec)
    fed = team.founder.feed()
    assert [one.bodies for one in fed] == [[], []]


def test_e05_a_hold_blocks_the_erasure_at_the_service(team: Team) -> None:
    rec = os.urandom(16)
    signers = (team.founder.peer, team.operator.peer)
    fields: dict[str, Any] = {"rec": rec, "bodies": None, "blobs": [], "legal_ref_code": "art17"}
    team.community.act(Hold, *signers, rec=rec, on=True)
    team.post()
    order = frame(FrameType.REGISTRY, team.community.draft(Erase, *signers, **fields))
    assert team.founder.post("/registry", order).refusal == "registry_hold"


def test_a_long_feed_comes_in_pages(team: Team) -> None:
    sealed = [team.community.seal(team.member.peer, 200, size=1200) for _ in range(12)]
    for start in range(0, 12, 4):
        team.member.push(*sealed[start : start + 4])
    first = team.founder.get("/feed?after=0")
    assert first.page.more
    assert len(first.body) < 2 << 20
    fed = team.founder.feed()
    assert [one.bodies for one in fed] == [one.bodies for one in sealed]


def test_a_feed_of_many_small_commits_comes_in_pages(team: Team) -> None:
    sealed = [team.community.seal(team.member.peer, 0) for _ in range(1001)]
    for start in range(0, 1001, 500):
        team.member.push(*sealed[start : start + 500])
    assert team.founder.get("/feed?after=0").page.more
    assert [one.marker.id for one in team.founder.feed()] == [one.id for one in sealed]


def test_c24_checkpoints_only_go_forward(team: Team) -> None:
    seen = []
    for _ in range(3):
        answer = team.member.push(team.community.seal(team.member.peer))
        receipt = team.member.receipt(answer.receipts[0])
        assert receipt.checkpoint is not None
        seen.append(team.member.checkpoint(receipt.checkpoint))
    assert [one.n for one in seen] == [1, 2, 3]
    assert len({one.root for one in seen}) == 3
    assert (seen[-1].regn, seen[-1].regh) == (team.community.registry.n, team.community.registry.head)


def test_one_espace_does_not_see_another(team: Team) -> None:
    other = Team(team.connect)
    stranger = team.connect(other.community, team.member.peer)
    for path in ("/feed", "/slots", "/registry", "/grants"):
        assert stranger.get(path).status == 401
    assert stranger.push_raw(*pushed(team.community.seal(team.member.peer))).status == 401


@pytest.mark.parametrize("type_", [FrameType.REGISTRY, FrameType.RECEIPT, FrameType.PAGE, 99])
def test_a_frame_out_of_place_is_refused(team: Team, type_: int) -> None:
    assert team.member.push_raw(frame(type_, b"x")).refusal == "malformed"


def test_grants_go_to_whom_they_are_addressed(team: Team) -> None:
    mine = team.member.get("/grants").payloads(FrameType.GRANT)
    assert len(mine) == 1
    assert team.member.get("/grants?epoch=1").refusal == "role"
    assert len(team.operator.get("/grants?epoch=1").payloads(FrameType.GRANT)) == 3


def test_c16_a_grant_that_the_registry_does_not_name_is_refused(team: Team) -> None:
    peer, grant = Peer(), os.urandom(1200)
    fields: dict[str, Any] = {"cert": encode(peer.cert), "role": "agent", "poste": bytes(16), "epoch": 1}
    team.community.act(DeviceAdd, grant=digest("grant", grant), **fields)
    team.community.grants[1, peer.id] = os.urandom(1200)
    got = team.founder.post_registry(team.community, team.community.registry.n)
    assert got.refusal == "grant"
    assert team.founder.sync(team.community).regn == team.community.registry.n - 1


def test_a_grant_of_another_espace_is_refused(team: Team) -> None:
    [(epoch, device)] = [key for key in team.community.grants if key[1] == team.member.peer.id]
    ct = team.community.grants[epoch, device]
    for espace, taken in ((os.urandom(16), False), (team.community.espace, True)):
        got = team.founder.post("/grants", frame(FrameType.GRANT, encode(GrantFor(espace, epoch, device, ct))))
        assert (got.status == 200) is taken


def test_who_was_added_and_removed_again_brings_no_entries(team: Team) -> None:
    """Its key is in the very entries that it brings, and so is its end."""
    gone = team.community.add()
    start = team.community.registry.n
    team.community.revoke(gone, 0)
    client = team.connect(team.community, gone)
    assert client.post_registry(team.community, start).refusal == "not_member"
    assert team.founder.sync(team.community).regn == start - 1
    team.post()
