"""Each check of the protocol alone: bounds at their very edge, and rules that another rule usually hides.

`build/mutations.py` takes checks away one at a time; these tests are those that nothing else would have failed.
"""

import io
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from mvl_desktop.protocol import lot_frames
from mvl_desktop.protocol.check import State, check_commit
from mvl_desktop.protocol.ed25519_points import _P, is_sane_key
from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import device_id, founder_fingerprint
from mvl_desktop.protocol.http_signature import HttpSignatureError, Request, read_signature, sign_request
from mvl_desktop.protocol.journal import (
    DAY_MS,
    LINES_MAX,
    Flaw,
    JournalFor,
    Link,
    Place,
    check_lines,
    check_links,
    line_id,
    read_segment,
    start,
)
from mvl_desktop.protocol.lot_frames import LotReader, read_head, tally, with_manifest, write_head
from mvl_desktop.protocol.members import Device
from mvl_desktop.protocol.objects import (
    BODY_LIMIT,
    COMMIT_LIMIT,
    AuditorsSet,
    Commit,
    DeviceRevoke,
    DeviceSucceed,
    EpochAct,
    Erase,
    ErasedBody,
    Genesis,
    Hold,
    JournalEntry,
    JournalSegment,
    LotForDevice,
    LotHeader,
    LotManifest,
    PolicySet,
    Revision,
    RoleSet,
    Signed,
    read_revision,
)
from mvl_desktop.protocol.registry import (
    Registry,
    RegistryRefusedError,
    build_entry,
    build_genesis,
    erased,
    quarantined,
)
from mvl_desktop.protocol.roles import SIGNERS
from mvl_desktop.protocol.wire import Done, FrameType, frame, read_frames
from tests.fixtures.identities import POLICY, TS, Community, Peer, verify

REC, OTHER_REC = bytes(16), b"r" * 16


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(RegistryRefusedError) as caught:
        action()
    return caught.value.code


def refused(community: Community, type_: type, *signers: Peer, **fields: object) -> str:
    data = community.draft(type_, *signers, **fields)
    return refusal(lambda: community.registry.append(data, verify))


# -- acts --------------------------------------------------------------------------------------------------------------


def test_only_those_who_may_sign_count_for_a_second_signature() -> None:
    c = Community()
    c.add("agent")
    c.add("auditor")
    c.act(Erase, rec=REC, bodies=None, blobs=[], legal_ref_code="art17")
    assert REC in c.registry.erased_records


def test_every_act_may_be_asked_two_signatures_for() -> None:
    c = Community()
    c.act(PolicySet, policy=msgspec.structs.replace(POLICY, two_signatures=sorted(SIGNERS)))
    assert set(c.registry.policy.two_signatures) == SIGNERS.keys()


def test_neither_agents_nor_former_operators_are_stewards_left() -> None:
    c = Community()
    c.add("agent")
    c.revoke(c.add("operator"), 0)
    assert refused(c, DeviceRevoke, device=c.founder.id, cut=0, reason_code="left") == "last_operator"


def test_a_former_administrator_is_no_other_administrator() -> None:
    c = Community()
    c.revoke(c.add("admin"), 0)
    assert refused(c, RoleSet, device=c.founder.id, role="operator", cut=None) == "last_admin"


@pytest.mark.parametrize("changed", [{"write_v": 2}, {"two_signatures": ["genesis"]}])
def test_a_genesis_has_a_policy_that_exists(changed: dict[str, object]) -> None:
    founder = Peer()
    policy = msgspec.structs.replace(POLICY, **changed)
    entry, fingerprint = build_genesis(os.urandom(16), founder.cert, policy, TS, founder.sign)
    assert refusal(lambda: Registry.start(fingerprint).append(entry, verify)) == "policy"


def test_a_genesis_has_a_certificate_of_this_version() -> None:
    founder = Peer()
    cert = msgspec.structs.replace(founder.cert, v=2)
    entry, fingerprint = build_genesis(os.urandom(16), cert, POLICY, TS, founder.sign)
    assert refusal(lambda: Registry.start(fingerprint).append(entry, verify)) == "cert"


def test_the_role_of_who_is_no_member_is_not_set() -> None:
    c = Community()
    gone = c.add("agent")
    c.revoke(gone, 0)
    for device in (gone.id, Peer().id):
        assert refused(c, RoleSet, device=device, role="referent", cut=None) == "device"


def succeed(c: Community, old: Peer, new: Peer, **changed: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "old": old.id,
        "cut": 0,
        "cert": encode(new.cert),
        "epoch": c.registry.epoch,
        "grant": os.urandom(32),
    }
    return fields | changed


def test_a_revoked_device_hands_over_to_nobody() -> None:
    c = Community()
    gone = c.add("agent")
    c.revoke(gone, 0)
    assert refused(c, DeviceSucceed, gone, **succeed(c, gone, Peer())) == "device"


def test_a_successor_enters_under_an_epoch_with_keys_of_its_own() -> None:
    early = Community(first_epoch=False)
    assert refused(early, DeviceSucceed, **succeed(early, early.founder, Peer())) == "epoch_number"
    c = Community()
    assert refused(c, DeviceSucceed, **succeed(c, c.founder, Peer(), epoch=2)) == "epoch_number"
    twin = Peer(sig=Peer().sig, auth=c.founder.auth)
    assert refused(c, DeviceSucceed, **succeed(c, c.founder, twin)) == "key_reuse"


def test_the_grants_of_an_epoch_are_all_different() -> None:
    c = Community()
    c.add("agent")
    fields = {"epoch": 2, "members": list(c.registry.holders()), "kcommit": bytes(32), "escrow": None}
    assert refused(c, EpochAct, grants=[bytes(32)] * 2, **fields) == "grant"


def test_an_erased_revision_keeps_one_place_in_one_record() -> None:
    c = Community()
    body = ErasedBody(c.founder.id, 4, bytes(32), [])
    fields = {"blobs": [], "legal_ref_code": "art16"}
    c.act(Erase, rec=REC, bodies=[body], **fields)
    c.act(Erase, rec=REC, bodies=[body], **fields)
    assert refused(c, Erase, rec=OTHER_REC, bodies=[body], **fields) == "erased"
    moved = msgspec.structs.replace(body, parents=[(c.founder.id, 1)])
    assert refused(c, Erase, rec=REC, bodies=[moved], **fields) == "erased"


def test_a_successor_takes_the_place_of_one_auditor_only() -> None:
    c = Community()
    old, other = c.add("auditor"), c.add("auditor")
    c.act(AuditorsSet, devices=[old.id, other.id])
    new = Peer()
    c.act(DeviceSucceed, old, **succeed(c, old, new, grant=None))
    assert c.registry.auditors == (device_id(encode(new.cert)), other.id)


def test_an_espace_begins_with_a_genesis_and_has_one() -> None:
    c = Community()
    again: Any = c.registry.draft(Genesis, TS, cert=encode(Peer().cert), policy=POLICY)
    entry = build_entry(again, [(device_id(again.cert), c.founder.sign)])
    assert refusal(lambda: c.registry.append(entry, verify)) == "chain"
    first = Hold(1, 1, bytes(16), 0, bytes(32), TS, REC, True)
    fingerprint = founder_fingerprint(encode(first))
    entry = build_entry(first, [(c.founder.id, c.founder.sign)])
    assert refusal(lambda: Registry.start(fingerprint).append(entry, verify)) == "chain"


def test_nothing_of_a_stranger_is_in_quarantine() -> None:
    c = Community()
    assert not quarantined(c.registry, Peer().id, 3, c.registry.n, bytes(32))


def test_an_erased_record_covers_every_body() -> None:
    c = Community()
    c.act(Erase, rec=REC, bodies=None, blobs=[], legal_ref_code="art17")
    assert erased(c.registry, REC, os.urandom(32))
    assert not erased(c.registry, OTHER_REC, os.urandom(32))


def test_who_holds_no_key_leaves_no_grant_to_its_successor() -> None:
    c = Community()
    old, new = c.add("auditor"), Peer()
    c.act(DeviceSucceed, old, **succeed(c, old, new, grant=None))
    assert None not in {grant for _, grant in c.registry.grants}


def test_neither_strangers_nor_the_revoked_hold_the_key() -> None:
    c = Community()
    gone = c.add("agent")
    assert c.registry.is_holder(gone.id)
    c.revoke(gone, 0)
    assert not c.registry.is_holder(gone.id)
    assert not c.registry.is_holder(c.add("auditor").id)
    assert not c.registry.is_holder(Peer().id)


# -- commits, forms ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "state"),
    [
        ([BODY_LIMIT], State.ACCEPTED),
        ([BODY_LIMIT + 1], State.REFUSED),
        ([COMMIT_LIMIT // 2] * 2, State.ACCEPTED),
        ([COMMIT_LIMIT // 2, COMMIT_LIMIT // 2, 1], State.REFUSED),
    ],
)
def test_a_body_and_a_commit_may_fill_their_limit(sizes: list[int], state: State) -> None:
    c = Community()
    header = c.seal(c.founder, len(sizes), keep=False).header
    entries = [msgspec.structs.replace(entry, blen=size) for entry, size in zip(header.entries, sizes, strict=True)]
    h = encode(msgspec.structs.replace(header, entries=entries))
    data = encode(Commit(h, c.founder.sign("commit", h)))
    assert check_commit(data, c.registry, None, verify).state is state


def test_another_role_that_seals_cuts_nothing() -> None:
    c = Community()
    peer = c.add("agent")
    sealed = c.seal(peer)
    c.act(RoleSet, device=peer.id, role="referent", cut=None)
    assert check_commit(sealed.commit, c.registry, None, verify).state is State.ACCEPTED


@pytest.mark.parametrize(("seq", "regn", "beyond"), [(3, 4, False), (4, 4, True), (4, 5, False), (9, 6, False)])
def test_a_cut_of_who_ceased_to_seal_is_of_its_time(seq: int, regn: int, beyond: bool) -> None:
    device = Device(bytes(16), Peer().cert, bytes(16), 1, ((1, "agent"), (5, "reader")), limits=((5, 3),))
    assert device.is_beyond(seq, regn) is beyond


def test_a_stranger_accuses_nobody_of_a_fork() -> None:
    c = Community()
    verdict = check_commit(c.seal(Peer(), regh=bytes(32)).commit, c.registry, None, verify)
    assert (verdict.state, verdict.code) == (State.REFUSED, "not_member")
    member = check_commit(c.seal(c.founder, regh=bytes(32)).commit, c.registry, None, verify)
    assert (member.state, member.code) == (State.FORK, "registry")


def test_a_coordinate_of_p_is_another_spelling_of_zero() -> None:
    for y in (_P, _P + 1, 2**255 - 1):
        assert not is_sane_key(y.to_bytes(32, "little"))


@pytest.mark.parametrize(
    ("key", "good"), [("a" * 200, True), ("a" * 201, False), ("é" * 100, True), ("é" * 101, False)]
)
def test_a_key_holds_200_bytes(key: str, good: bool) -> None:
    data = encode(Revision(1, "essai", [], (0, 0), {key: 1}, []))
    if good:
        assert list(read_revision(data).changes) == [key]
        return
    with pytest.raises(ProtocolError):
        read_revision(data)


def test_a_frame_may_fill_its_limit() -> None:
    data = frame(FrameType.BODY, b"12345678")
    assert list(read_frames(data, 8)) == [(FrameType.BODY, b"12345678")]
    with pytest.raises(ProtocolError):
        list(read_frames(data, 7))


def test_an_object_may_fill_its_limit() -> None:
    data = encode(Done(3))
    assert decode(data, Done, len(data)) == Done(3)
    with pytest.raises(ProtocolError):
        decode(data, Done, len(data) - 1)


# -- signed requests ---------------------------------------------------------------------------------------------------

NOW = 1_790_000_000
REQUEST = Request("POST", "mvl.example", "https://mvl.example/v1/sync", "application/vnd.mvl.object", b"body")


def headers(**changed: str) -> list[tuple[str, str]]:
    made = sign_request(REQUEST, device=bytes(16), created=NOW, nonce=bytes(16), sign=lambda _: bytes(64))
    for old, new in changed.items():
        made["signature-input"] = made["signature-input"].replace(old, new)
    return list(made.items())


@pytest.mark.parametrize(("now", "good"), [(NOW - 60, True), (NOW - 61, False), (NOW + 120, True), (NOW + 121, False)])
def test_a_request_lives_to_the_last_second(now: int, good: bool) -> None:
    if good:
        assert read_signature(REQUEST, headers(), now).expires == NOW + 120
        return
    with pytest.raises(HttpSignatureError) as refused_:
        read_signature(REQUEST, headers(), now)
    assert refused_.value.is_clock


def test_headers_that_are_not_signed_may_stand_twice() -> None:
    more = [("accept", "a"), ("accept", "b"), *headers()]
    assert read_signature(REQUEST, more, NOW).device == bytes(16)


@pytest.mark.parametrize(
    "changed",
    [
        {f"created={NOW}": f'created="{NOW}"'},
        {"AAAAAAAAAAAAAAAAAAAAAA==": "%%%%%%%%%%%%%%%%%%%%%%%%"},
        {"AAAAAAAAAAAAAAAAAAAAAA==": "AAAAAAAAAAAAAAAAAAAAAB=="},
        {"AAAAAAAAAAAAAAAAAAAAAA==": "AAAA"},
    ],
)
def test_a_parameter_has_one_spelling(changed: dict[str, str]) -> None:
    with pytest.raises(HttpSignatureError):
        read_signature(REQUEST, headers(**changed), NOW)


def test_a_target_that_is_not_ascii_is_refused() -> None:
    with pytest.raises(HttpSignatureError):
        read_signature(replace(REQUEST, target="https://mvl.example/é"), headers(), NOW)


# -- lots --------------------------------------------------------------------------------------------------------------


def test_a_lot_header_may_fill_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    header = LotHeader(1, 1, bytes(16), [LotForDevice(bytes(16), b"ct")])
    monkeypatch.setattr(lot_frames, "LOT_HEADER_LIMIT", len(encode(header)))
    assert read_head(io.BytesIO(write_head(header))).header == header
    monkeypatch.setattr(lot_frames, "LOT_HEADER_LIMIT", len(encode(header)) - 1)
    with pytest.raises(ProtocolError):
        write_head(header)


def manifest(frames: list[bytes], /, **changed: int) -> Signed:
    count = tally(frames)
    fields = {"frames": count.frames, "bytes": count.bytes} | changed
    said = LotManifest(1, bytes(16), bytes(16), 1, bytes(32), digest=count.digest(), espaces=[], ts=1, **fields)
    return Signed(encode(said), bytes(16), bytes(64))


def test_a_manifest_under_another_name_is_none() -> None:
    payload = encode(manifest([]))
    for type_ in FrameType:
        reader = LotReader()
        if type_ is FrameType.MANIFEST:
            assert list(reader.feed(frame(type_, payload))) == []
            reader.finish()
            continue
        with pytest.raises(ProtocolError):
            list(reader.feed(frame(type_, payload)))


def test_a_manifest_may_count_as_much_as_a_lot_may_hold() -> None:
    most = {"frames": lot_frames.FRAMES_MAX, "bytes": lot_frames.LOT_LIMIT}
    assert list(LotReader().feed(frame(FrameType.MANIFEST, encode(manifest([], **most))))) == []
    for name in most:
        with pytest.raises(ProtocolError):
            list(LotReader().feed(frame(FrameType.MANIFEST, encode(manifest([], **{name: most[name] + 1})))))


@pytest.mark.parametrize("type_", [FrameType.PAGE, FrameType.MARKER, FrameType.MANIFEST, FrameType.ENROL_REQUEST, 99])
def test_what_no_lot_carries_is_refused_in_its_first_section_too(type_: int) -> None:
    frames = [frame(type_, b"x")]
    with pytest.raises(ProtocolError):
        list(LotReader().feed(b"".join(with_manifest(manifest(frames), frames))))


@pytest.mark.parametrize("changed", [{"frames": 0}, {"bytes": 5}])
def test_a_lot_stops_at_the_first_frame_that_its_manifest_does_not_count(changed: dict[str, int]) -> None:
    frames = [frame(FrameType.BODY, b"x")]
    given: list[object] = []
    with pytest.raises(ProtocolError):
        given.extend(LotReader().feed(b"".join(with_manifest(manifest(frames, **changed), frames))))
    assert given == []


# -- registers of access -----------------------------------------------------------------------------------------------

DAY = 20_000
BEGIN = start(REC, REC)


@pytest.mark.parametrize(
    ("first", "last", "good"),
    [(1, 1, True), (5, 4, False), (0, 3, False), (7, 6 + LINES_MAX, True), (7, 7 + LINES_MAX, False)],
)
def test_a_segment_holds_one_line_to_the_most(first: int, last: int, good: bool) -> None:
    segment = encode(JournalSegment(1, 1, REC, DAY, first, last, BEGIN, [], b"ct"))
    payload = encode(JournalFor(REC, encode(Signed(segment, REC, bytes(64)))))
    if good:
        assert read_segment(payload).segment.last == last
        return
    with pytest.raises(ProtocolError):
        read_segment(payload)


def line(n: int, t: int = 0, prev: bytes = BEGIN) -> JournalEntry:
    return JournalEntry(1, REC, n, prev, DAY * DAY_MS + t, "liste", None, {})


def flaws(before: Place, *lines: tuple[int, JournalEntry | None]) -> list[tuple[str, int, int]]:
    found = check_lines(before, [(n, DAY, entry) for n, entry in lines])[1]
    return [(flaw.code, flaw.first, flaw.last) for flaw in found]


def test_a_line_that_does_not_open_or_is_another_is_unreadable() -> None:
    assert flaws(Place(0, BEGIN), (1, None)) == [("unreadable", 1, 1)]
    assert flaws(Place(0, BEGIN), (1, line(2))) == [("unreadable", 1, 1)]
    assert flaws(Place(0, BEGIN), (1, None), (2, line(2, prev=bytes(32)))) == [("unreadable", 1, 1)]


def test_a_number_said_again_is_broken_even_after_a_line_that_nobody_read() -> None:
    assert flaws(Place(5, None), (5, line(5))) == [("broken", 5, 5)]
    assert flaws(Place(5, None), (4, line(4))) == [("broken", 4, 4)]
    assert flaws(Place(5, None), (6, line(6))) == []


def test_an_hour_goes_back_from_the_latest_that_was_said() -> None:
    first = line(1, 10)
    same = line(2, 10, line_id(first))
    assert flaws(Place(0, BEGIN), (1, first), (2, same)) == []
    back = line(2, 5, line_id(first))
    again = line(3, 7, line_id(back))
    assert flaws(Place(0, BEGIN), (1, first), (2, back), (3, again)) == [("backdated", 2, 2), ("backdated", 3, 3)]


def test_two_segments_with_the_same_lines_contradict_each_other_there() -> None:
    one, two, three = bytes([1]) * 32, bytes([2]) * 32, bytes([3]) * 32
    whole = Link(one, DAY, 1, 4, BEGIN)
    longer, inside = Link(two, DAY, 2, 10, BEGIN), Link(two, DAY, 2, 3, BEGIN)
    assert check_links(BEGIN, [whole, longer]) == [Flaw("contradictory", 2, 4, DAY)]
    assert check_links(BEGIN, [whole, inside]) == [Flaw("contradictory", 2, 3, DAY)]
    assert check_links(BEGIN, [whole, longer, Link(three, DAY, 11, 12, two)]) == [Flaw("contradictory", 2, 4, DAY)]


def test_segments_of_one_line_follow_each_other() -> None:
    one, two = bytes([1]) * 32, bytes([2]) * 32
    assert check_links(BEGIN, [Link(one, DAY, 1, 1, BEGIN), Link(two, DAY, 2, 2, one)]) == []
