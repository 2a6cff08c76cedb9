"""The registry: only verified from the pinned founder, only by those who may (C13, C15, C16, C12, rules 5, 10, 11)."""

import os
from collections.abc import Callable

import msgspec
import pytest

from mvl_desktop.protocol.acts import signatures_needed
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import device_id, digest
from mvl_desktop.protocol.objects import (
    AuditorsSet,
    CustodiansSet,
    DeviceAdd,
    DeviceRevoke,
    DeviceSucceed,
    EpochAct,
    Erase,
    ErasedBody,
    Hold,
    Policy,
    PolicySet,
    Reinstate,
    RoleSet,
    ServiceKey,
    SuiteMin,
)
from mvl_desktop.protocol.registry import (
    Registry,
    RegistryRefusedError,
    add_signature,
    build_entry,
    build_genesis,
    erased,
    fold,
    quarantined,
    read_entry,
)
from tests.fixtures.identities import POLICY, TS, Community, Peer, verify

REC = bytes(range(16))


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(RegistryRefusedError) as caught:
        action()
    return caught.value.code


def refused(community: Community, data: bytes) -> str:
    """Append what must be refused; nothing may have changed."""
    before = (community.registry.n, community.registry.head, dict(community.registry.devices))
    code = refusal(lambda: community.registry.append(data, verify))
    assert (community.registry.n, community.registry.head, dict(community.registry.devices)) == before
    return code


def erase(community: Community, *signers: Peer, rec: bytes = REC, bodies: list[ErasedBody] | None = None) -> bytes:
    return community.draft(Erase, *signers, rec=rec, bodies=bodies, blobs=[], legal_ref_code="art17")


def add(community: Community, peer: Peer, *signers: Peer, **changed: object) -> bytes:
    fields = {
        "cert": encode(peer.cert),
        "role": "agent",
        "poste": bytes(16),
        "epoch": community.registry.epoch,
        "grant": os.urandom(32),
    }
    return community.draft(DeviceAdd, *signers, **(fields | changed))


def test_a_registry_folds_to_its_members_and_roles() -> None:
    c = Community()
    field, operator = c.add("agent"), c.add("operator")
    c.act(RoleSet, device=field.id, role="referent", cut=None)

    assert c.registry.active() == tuple(sorted([c.founder.id, field.id, operator.id]))
    assert (c.registry.role(field.id), c.registry.role_at(field.id, 2)) == ("referent", "agent")
    assert c.registry.role_at(field.id, 1) is None
    assert fold(c.fingerprint, c.entries, verify).head == c.registry.head


def test_c13_another_founder_is_refused() -> None:
    c, other = Community(), Community()
    registry = Registry.start(c.fingerprint)
    assert refusal(lambda: registry.append(other.entries[0], verify)) == "founder"
    assert registry.n == -1


def test_c13_a_genesis_signed_by_another_than_its_device_is_refused() -> None:
    founder, thief = Peer(), Peer()
    entry, fingerprint = build_genesis(os.urandom(16), founder.cert, POLICY, TS, thief.sign)
    assert refusal(lambda: Registry.start(fingerprint).append(entry, verify)) == "signature"


def test_c13_a_ghost_cannot_enrol_itself() -> None:
    c, ghost = Community(), Peer()
    assert refused(c, add(c, ghost, ghost)) == "role"


def test_c13_a_signature_under_somebody_elses_name_is_refused() -> None:
    c, ghost = Community(), Peer()
    act = read_entry(add(c, ghost))[1]
    assert refused(c, build_entry(act, [(c.founder.id, ghost.sign)])) == "signature"


@pytest.mark.parametrize("role", ["reader", "agent", "referent", "auditor"])
def test_c13_only_operators_enrol(role: str) -> None:
    c = Community()
    assert refused(c, add(c, Peer(), c.add(role))) == "role"


def test_c13_nothing_by_an_operator_after_its_end() -> None:
    c = Community()
    operator = c.add("operator")
    c.revoke(operator, 0)
    assert refused(c, add(c, Peer(), operator)) == "role"


def test_c13_an_operator_demoted_enrols_no_more() -> None:
    c = Community()
    operator = c.add("operator")
    c.act(RoleSet, device=operator.id, role="agent", cut=None)
    assert refused(c, add(c, Peer(), operator)) == "role"


@pytest.mark.parametrize(("role", "taken"), [("agent", True), ("reader", True), ("operator", False), ("admin", False)])
def test_an_operator_makes_neither_operators_nor_administrators(role: str, taken: bool) -> None:
    c = Community()
    operator = c.add("operator")
    data = add(c, Peer(), operator, role=role)
    if taken:
        c.append(data)
    else:
        assert refused(c, data) == "role"


@pytest.mark.parametrize(
    ("type_", "fields"),
    [
        (RoleSet, {"device": REC, "role": "admin", "cut": None}),
        (CustodiansSet, {"kems": [bytes([i]) * 1216 for i in range(3)]}),
        (AuditorsSet, {"devices": []}),
        (ServiceKey, {"key": None}),
        (PolicySet, {"policy": POLICY}),
    ],
)
def test_policy_and_roles_belong_to_administrators(type_: type, fields: dict[str, object]) -> None:
    c = Community()
    operator = c.add("operator")
    target = {"device": operator.id} if type_ is RoleSet else {}
    assert refused(c, c.draft(type_, operator, **(fields | target))) == "role"
    c.act(type_, **(fields | target))


def test_c15_a_replayed_entry_is_refused() -> None:
    c = Community()
    c.add()
    assert refused(c, c.entries[1]) == "chain"


def test_c15_two_entries_for_one_number_cannot_both_stand() -> None:
    c = Community()
    first, second = add(c, Peer()), add(c, Peer())
    twin = c.registry.snapshot()
    c.append(first)
    assert refused(c, second) == "chain"
    twin.append(second, verify)
    assert twin.head != c.registry.head


def test_c15_a_skipped_number_is_refused() -> None:
    c = Community()
    act = msgspec.structs.replace(read_entry(add(c, Peer()))[1], n=c.registry.n + 2)
    assert refused(c, build_entry(act, [(c.founder.id, c.founder.sign)])) == "chain"


def test_an_entry_of_another_espace_is_refused() -> None:
    c = Community()
    act = msgspec.structs.replace(read_entry(add(c, Peer()))[1], espace=os.urandom(16))
    assert refused(c, build_entry(act, [(c.founder.id, c.founder.sign)])) == "espace"


@pytest.mark.parametrize("case", ["extra", "missing", "revoked", "twice", "unsorted", "none"])
def test_c16_an_epoch_names_exactly_the_active_members(case: str) -> None:
    c = Community()
    leaver, _ = c.add(), c.add("reader")
    c.revoke(leaver, 0)
    members = list(c.registry.active())
    wrong = {
        "extra": sorted([*members, Peer().id]),
        "missing": members[1:],
        "revoked": sorted([*members, leaver.id]),
        "twice": sorted([*members, members[0]]),
        "unsorted": members[::-1],
        "none": [],
    }[case]
    assert refused(c, c.epoch_draft(members=wrong)) == "members"
    c.rotate()


@pytest.mark.parametrize("role", ["auditor", "outside"])
def test_c16_who_holds_no_key_is_named_in_no_epoch_and_given_no_grant(role: str) -> None:
    c = Community()
    apart = c.add(role)
    assert apart.id in c.registry.active()
    assert apart.id not in c.registry.holders()
    assert refused(c, c.epoch_draft(members=c.registry.active())) == "members"
    assert refused(c, add(c, Peer(), role=role)) == "grant"
    assert refused(c, add(c, Peer(), role="reader", grant=None)) == "grant"
    c.rotate()
    assert not any(device == apart.id for device in c.registry.grants.values())


@pytest.mark.parametrize("role", ["auditor", "outside"])
def test_c16_losing_the_key_asks_for_an_epoch_and_so_does_being_given_it(role: str) -> None:
    c = Community()
    peer = c.add()
    c.act(RoleSet, device=peer.id, role=role, cut=0)
    assert c.registry.rotation_due
    c.rotate()
    assert not any(grant == (2, peer.id) for grant in ((e, d) for (e, _), d in c.registry.grants.items()))
    c.act(RoleSet, device=peer.id, role="reader", cut=None)
    assert c.registry.rotation_due
    c.rotate()
    assert (3, digest("grant", c.grants[3, peer.id])) in c.registry.grants


def test_a_reader_holds_the_key_as_before() -> None:
    c = Community()
    peer = c.add()
    c.act(RoleSet, device=peer.id, role="reader", cut=0)
    assert not c.registry.rotation_due
    assert peer.id in c.registry.holders()


def test_the_end_of_who_held_no_key_stops_nobody() -> None:
    c = Community()
    gone, replaced = c.add("auditor"), c.add("outside")
    c.revoke(gone, 0)
    new = Peer()
    fields = {"old": replaced.id, "cut": 0, "cert": encode(new.cert), "epoch": 1}
    assert refused(c, c.draft(DeviceSucceed, replaced, grant=os.urandom(32), **fields)) == "grant"
    c.act(DeviceSucceed, replaced, grant=None, **fields)
    assert not c.registry.rotation_due
    assert c.registry.role(new.id) == "outside"


@pytest.mark.parametrize(("before", "after", "cut"), [("agent", "reader", None), ("reader", "agent", 0)])
def test_a_cut_goes_with_the_end_of_the_right_to_seal_and_with_nothing_else(
    before: str, after: str, cut: int | None
) -> None:
    c = Community()
    peer = c.add(before)
    assert refused(c, c.draft(RoleSet, device=peer.id, role=after, cut=cut)) == "cut"


@pytest.mark.parametrize("epoch", [0, 1, 3])
def test_c16_an_epoch_number_is_not_skipped_or_used_again(epoch: int) -> None:
    c = Community()
    assert refused(c, c.epoch_draft(epoch=epoch)) == "epoch_number"


def test_c16_only_listed_grants_count() -> None:
    c = Community()
    field = c.add()
    assert c.registry.grants[1, digest("grant", c.grants[1, field.id])] == field.id
    assert (1, digest("grant", os.urandom(1200))) not in c.registry.grants


def test_c16_an_epoch_gives_each_member_its_own_grant() -> None:
    c = Community()
    act = read_entry(c.epoch_draft())[1]
    assert isinstance(act, EpochAct)
    short = msgspec.structs.replace(act, grants=[])
    assert refused(c, build_entry(short, [(c.founder.id, c.founder.sign)])) == "grant"


def test_c16_a_grant_serves_one_device() -> None:
    c = Community()
    first = c.add()
    used = digest("grant", c.grants[1, first.id])
    assert refused(c, add(c, Peer(), grant=used)) == "grant"
    fields = {"old": first.id, "cut": 0, "cert": encode(Peer().cert), "epoch": 1, "grant": used}
    assert refused(c, c.draft(DeviceSucceed, first, **fields)) == "grant"


def test_a_role_is_one_of_the_table() -> None:
    c = Community()
    peer = c.add()
    assert refused(c, add(c, Peer(), role="wizard")) == "role"
    assert refused(c, c.draft(RoleSet, device=peer.id, role="wizard", cut=None)) == "role"


def test_a_device_enters_under_the_epoch_in_force() -> None:
    c = Community(first_epoch=False)
    assert refused(c, add(c, Peer())) == "epoch_number"
    c.rotate()
    assert refused(c, add(c, Peer(), epoch=2)) == "epoch_number"


@pytest.mark.parametrize("key", ["sig", "auth", "kem"])
def test_c07_a_key_is_never_used_twice(key: str) -> None:
    c = Community()
    first = c.add()
    twin = Peer(**{key: getattr(first, key)})
    assert refused(c, add(c, twin)) == "key_reuse"


def test_c07_signing_and_http_keys_differ() -> None:
    c, peer = Community(), Peer()
    peer.auth = peer.sig
    assert refused(c, add(c, peer)) == "key_reuse"


@pytest.mark.parametrize("field", ["sig", "auth"])
def test_c07_a_small_order_key_is_refused_at_the_door(field: str) -> None:
    c = Community()
    cert = msgspec.structs.replace(Peer().cert, **{field: (1).to_bytes(32, "little")})
    assert refused(c, add(c, Peer(), cert=encode(cert))) == "small_order"


def test_c07_a_small_order_key_is_refused_for_a_service_too() -> None:
    c = Community()
    assert refused(c, c.draft(ServiceKey, key=(1).to_bytes(32, "little"))) == "small_order"


@pytest.mark.parametrize("changed", [{"v": 2}, {"suite": 2}, {"suite": 0}])
def test_a_certificate_of_another_version_is_refused(changed: dict[str, int]) -> None:
    c = Community()
    cert = msgspec.structs.replace(Peer().cert, **changed)
    assert refused(c, add(c, Peer(), cert=encode(cert))) == "cert"


@pytest.mark.parametrize(
    ("changed", "code"), [({"v": 2}, "version"), ({"suite": 2}, "version"), ({"suite": 0}, "suite_lower")]
)
def test_c12_an_act_of_another_version_or_lower_suite_is_refused(changed: dict[str, int], code: str) -> None:
    c = Community()
    act = msgspec.structs.replace(read_entry(add(c, Peer()))[1], **changed)
    assert refused(c, build_entry(act, [(c.founder.id, c.founder.sign)])) == code


@pytest.mark.parametrize(("value", "code"), [(0, "suite_lower"), (1, "suite_lower"), (2, "version")])
def test_c12_the_lowest_suite_only_rises_and_only_to_what_is_known(value: int, code: str) -> None:
    c = Community()
    assert refused(c, c.draft(SuiteMin, suite_min=value)) == code


def test_erasing_needs_a_second_signature_once_two_may_give_it() -> None:
    c = Community()
    c.append(erase(c))
    operator = c.add("operator")
    assert refused(c, erase(c, rec=os.urandom(16))) == "two_signatures"
    assert refused(c, erase(c, c.founder, c.founder, rec=os.urandom(16))) == "two_signatures"
    c.append(add_signature(erase(c, rec=bytes(16)), operator.id, operator.sign))
    assert c.registry.erased_records == {REC, bytes(16)}


def test_a_second_signature_counts_only_from_somebody_who_may_give_it() -> None:
    c = Community()
    c.add("operator")
    field = c.add()
    assert refused(c, erase(c, c.founder, field)) == "role"


def test_every_signature_must_hold() -> None:
    c = Community()
    operator = c.add("operator")
    assert refused(c, add_signature(erase(c), operator.id, Peer().sign)) == "signature"


def test_how_many_signatures_an_act_needs_is_known_before_it_is_signed() -> None:
    c = Community()
    order = c.registry.draft(Erase, TS, rec=REC, bodies=None, blobs=[], legal_ref_code="art17")
    handover = c.registry.draft(
        DeviceSucceed, TS, old=c.founder.id, cut=0, cert=encode(Peer().cert), epoch=1, grant=REC * 2
    )
    assert [signatures_needed(c.registry, act) for act in (order, handover)] == [1, 1]
    c.add("operator")
    assert [signatures_needed(c.registry, act) for act in (order, handover)] == [2, 1]


def test_when_the_second_operator_is_gone_one_signature_suffices_again() -> None:
    c = Community()
    operator = c.add("operator")
    c.revoke(operator, 0)
    c.append(erase(c))


def test_the_policy_may_ask_for_two_signatures() -> None:
    c = Community(Policy(two_signatures=["device.add"], write_v=1, quotas={}, retention={}))
    operator = c.add("operator")
    assert refused(c, add(c, Peer(), operator)) == "two_signatures"
    c.append(add(c, Peer(), operator, c.founder))


def test_a_policy_names_known_acts_and_a_version_that_exists() -> None:
    c = Community()
    for policy in (
        Policy(two_signatures=["genesis"], write_v=1, quotas={}, retention={}),
        Policy(two_signatures=[], write_v=2, quotas={}, retention={}),
    ):
        assert refused(c, c.draft(PolicySet, policy=policy)) == "policy"


def test_reinstating_takes_an_administrator_or_two_operators() -> None:
    c = Community()
    first, second = c.add("operator"), c.add("operator")
    ids = [os.urandom(32)]
    assert refused(c, c.draft(Reinstate, reason_code="z", ids=ids * 2)) == "reinstate"
    assert refused(c, c.draft(Reinstate, first, reason_code="z", ids=ids)) == "two_signatures"
    c.append(c.draft(Reinstate, first, second, reason_code="z", ids=ids))
    c.append(c.draft(Reinstate, reason_code="z", ids=[os.urandom(32)]))
    assert len(c.registry.reinstated) == 2


def test_a_hold_stops_erasures_until_it_is_lifted() -> None:
    c = Community()
    c.act(Hold, rec=REC, on=True)
    assert refused(c, erase(c)) == "hold"
    assert refused(c, erase(c, bodies=[ErasedBody(c.founder.id, 1, bytes(32), [])])) == "hold"
    assert refused(c, c.draft(Hold, rec=REC, on=True)) == "hold"
    c.act(Hold, rec=REC, on=False)
    c.append(erase(c))
    assert refused(c, c.draft(Hold, rec=REC, on=True)) == "erased"


def test_an_erased_body_keeps_its_place() -> None:
    c = Community()
    body = ErasedBody(c.founder.id, 4, os.urandom(32), [(c.founder.id, 3)])
    c.append(erase(c, bodies=[body]))
    assert c.registry.erased_bodies[c.founder.id, 4].body == body
    assert erased(c.registry, REC, body.bhash)
    assert not erased(c.registry, REC, os.urandom(32))
    other = ErasedBody(c.founder.id, 4, os.urandom(32), [])
    assert refused(c, erase(c, bodies=[other])) == "erased"


def test_the_last_operator_and_the_last_administrator_stay() -> None:
    c = Community()
    assert refused(c, c.draft(DeviceRevoke, device=c.founder.id, cut=0, reason_code="lost")) == "last_operator"
    c.add("operator")
    assert refused(c, c.draft(RoleSet, device=c.founder.id, role="agent", cut=None)) == "last_admin"


def test_a_device_is_revoked_once() -> None:
    c = Community()
    peer = c.add()
    c.revoke(peer, 3)
    assert refused(c, c.draft(DeviceRevoke, device=peer.id, cut=9, reason_code="lost")) == "device"


def test_rule_11_rotation_is_due_between_a_revocation_and_its_epoch() -> None:
    c = Community()
    peer = c.add()
    n = c.registry.n
    c.revoke(peer, 0)
    assert c.registry.rotation_due
    c.add()
    assert c.registry.due_at(n + 2)
    c.rotate()
    assert not c.registry.rotation_due
    assert [c.registry.due_at(i) for i in range(n, n + 4)] == [False, True, True, False]


def test_a_restored_store_hands_over_by_the_old_key_alone() -> None:
    c = Community()
    old, new = c.add("referent"), Peer()
    fields = {"old": old.id, "cut": 7, "cert": encode(new.cert), "epoch": 1, "grant": os.urandom(32)}
    assert refused(c, c.draft(DeviceSucceed, c.founder, **fields)) == "role"
    assert refused(c, c.draft(DeviceSucceed, old, c.founder, **fields)) == "role"
    assert refused(c, c.draft(DeviceSucceed, old, **(fields | {"epoch": 2}))) == "epoch_number"
    c.append(c.draft(DeviceSucceed, old, **fields))

    assert c.registry.role(new.id) == "referent"
    assert c.registry.devices[old.id].successor == new.id
    assert c.registry.devices[old.id].cut == 7
    assert not c.registry.is_active(old.id)
    assert c.registry.rotation_due


def test_auditors_are_members_each_named_once() -> None:
    c = Community()
    first, second = c.add("auditor"), c.add("auditor")
    assert refused(c, c.draft(AuditorsSet, devices=[first.id, first.id])) == "device"
    assert refused(c, c.draft(AuditorsSet, devices=[Peer().id])) == "device"
    c.act(AuditorsSet, devices=[first.id, second.id])
    c.revoke(first, 0)
    assert c.registry.auditors == (second.id,)


def test_escrow_follows_the_custodians() -> None:
    c = Community()
    assert refused(c, c.draft(CustodiansSet, kems=[bytes(1216)] * 3)) == "key_reuse"
    c.act(CustodiansSet, kems=[bytes([i]) * 1216 for i in range(3)])
    without = c.epoch_draft()
    assert refused(c, without) == "escrow"
    act = read_entry(without)[1]
    assert isinstance(act, EpochAct)
    escrow = [os.urandom(32) for _ in range(3)]
    c.append(build_entry(msgspec.structs.replace(act, escrow=escrow), [(c.founder.id, c.founder.sign)]))
    assert c.registry.escrows == {2: tuple(escrow)}


def test_rule_5_quarantine_is_a_pure_function_of_registry_and_commit() -> None:
    c = Community()
    peer, commit = c.add(), os.urandom(32)
    assert not quarantined(c.registry, peer.id, 9, 2, commit)
    c.revoke(peer, 4)
    assert not quarantined(c.registry, peer.id, 4, 2, commit)
    assert quarantined(c.registry, peer.id, 5, 2, commit)
    c.act(Reinstate, reason_code="z", ids=[commit])
    assert not quarantined(c.registry, peer.id, 5, 2, commit)
    assert quarantined(c.registry, peer.id, 5, 2, os.urandom(32))


def test_rule_10_a_draft_has_no_effect_until_it_is_appended() -> None:
    c = Community()
    head = c.registry.head
    c.draft(DeviceRevoke, device=c.founder.id, cut=0, reason_code="lost")
    twin = c.registry.snapshot()
    twin.append(add(c, Peer()), verify)
    assert (c.registry.head, len(c.registry.devices)) == (head, 1)


def test_rule_7_a_revoked_device_seals_at_its_last_sealing_point() -> None:
    c = Community()
    first, second = c.add(), c.add()
    n = c.registry.n
    c.revoke(first, 0)
    c.revoke(second, 0)
    assert c.registry.last_sealing_point(second.id) == n
    c.rotate()
    assert c.registry.last_sealing_point(c.founder.id) == c.registry.n


def test_trusted_entries_keep_their_rules_but_not_their_signatures() -> None:
    c = Community()
    c.add()

    def never(*_: object) -> bool:
        raise AssertionError

    assert fold(c.fingerprint, c.entries, never, trusted=True).head == c.registry.head
    assert refusal(lambda: fold(c.fingerprint, [c.entries[0], c.entries[2]], never, trusted=True)) == "chain"


def test_c01_any_flipped_byte_is_refused() -> None:
    c = Community()
    data = add(c, Peer())
    for at in range(0, len(data), 7):
        broken = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        refused(c, broken)


def test_a_founder_is_a_device_like_any_other() -> None:
    c = Community()
    assert c.founder.id == device_id(encode(c.founder.cert))
    assert c.registry.role(c.founder.id) == "admin"
