"""A commit as received: each step of the verification order refuses what it must.

Claims C05, C12, C19b, C21, C22, rules 7 and 11.
"""

import os
from typing import Any

import msgspec
import pytest

from mvl_desktop.protocol.check import START, ChainHead, State, Verdict, advance, check_body, check_commit
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import Commit, Header, Reinstate, RoleSet
from mvl_desktop.protocol.registry import quarantined
from tests.fixtures.identities import Community, Peer, Sealed, verify


class Desk:
    """A community and a member in it; `check` verifies as a receiver that holds this chain."""

    def __init__(self, role: str = "agent") -> None:
        self.community = Community()
        self.peer = self.community.add(role)
        self.chain: ChainHead | None = None
        self.ids: dict[int, bytes] = {}

    def check(self, sealed: Sealed | bytes) -> Verdict:
        data = sealed if isinstance(sealed, bytes) else sealed.commit
        return check_commit(data, self.community.registry, self.chain, verify, self.ids.get)

    def take(self, sealed: Sealed) -> Verdict:
        verdict = self.check(sealed)
        assert verdict.extends
        assert verdict.opened is not None
        self.chain = advance(self.chain, verdict.opened)
        self.ids[self.chain.seq] = self.chain.id
        return verdict

    def refusal(self, sealed: Sealed | bytes) -> str:
        verdict = self.check(sealed)
        assert verdict.state is State.REFUSED
        assert not verdict.extends
        return verdict.code


def resigned(peer: Peer, header: Header, **changed: object) -> bytes:
    h = encode(msgspec.structs.replace(header, **changed))
    return encode(Commit(h, peer.sign("commit", h)))


def test_a_chain_of_commits_is_taken() -> None:
    d = Desk()
    for count in (3, 0, 512):
        d.take(d.community.seal(d.peer, count))
    assert d.chain == d.peer.chain
    assert d.chain is not None
    assert (d.chain.seq, d.chain.n) == (3, 515)


def test_c01_any_flipped_byte_is_refused() -> None:
    d = Desk()
    data = d.community.seal(d.peer, 2).commit
    for at in range(len(data)):
        verdict = d.check(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert not verdict.extends, at


def test_c02_any_truncation_or_trailing_byte_is_refused() -> None:
    d = Desk()
    data = d.community.seal(d.peer).commit
    assert d.refusal(data + b"\0") == "malformed"
    assert {d.refusal(data[:at]) for at in range(0, len(data), 5)} == {"malformed"}


@pytest.mark.parametrize(
    ("changed", "code"), [({"v": 2}, "version"), ({"suite": 2}, "version"), ({"suite": 0}, "suite_lower")]
)
def test_c12_another_version_or_a_lower_suite_is_refused(changed: dict[str, Any], code: str) -> None:
    d = Desk()
    assert d.refusal(d.community.seal(d.peer, **changed)) == code


def test_c05_a_commit_of_another_espace_is_refused() -> None:
    d = Desk()
    assert d.refusal(d.community.seal(d.peer, espace=os.urandom(16))) == "espace"


def test_c04_a_commit_signed_by_another_member_is_refused() -> None:
    d = Desk()
    other, header = d.community.add(), d.community.seal(d.peer).header
    assert d.refusal(resigned(other, header)) == "signature"


def test_a_stranger_is_refused() -> None:
    d = Desk()
    assert d.refusal(d.community.seal(Peer())) == "not_member"


def test_a_member_cannot_write_before_it_was_one() -> None:
    d = Desk()
    assert d.refusal(d.community.seal(d.peer, regn=1)) == "not_member"


def test_who_may_not_seal_only_says_what_it_has_seen() -> None:
    d = Desk("reader")
    assert d.refusal(d.community.seal(d.peer, keep=False)) == "role"
    d.take(d.community.seal(d.peer, 0, seen={d.community.founder.id: 1}))


@pytest.mark.parametrize("role", ["auditor", "outside"])
def test_who_holds_no_key_signs_no_commit_at_all(role: str) -> None:
    d = Desk(role)
    for count in (0, 1):
        assert d.refusal(d.community.seal(d.peer, count, keep=False)) == "role"


@pytest.mark.parametrize("role", ["reader", "auditor", "outside"])
def test_c21_who_ceases_to_seal_cannot_go_on_under_an_older_entry(role: str) -> None:
    d = Desk()
    before = d.community.registry.n
    d.take(d.community.seal(d.peer))
    d.community.act(RoleSet, device=d.peer.id, role=role, cut=1)
    assert d.refusal(d.community.seal(d.peer, keep=False)) == ("role" if role == "reader" else "rotation_due")
    verdict = d.check(d.community.seal(d.peer, regn=before))
    assert verdict.state is State.QUARANTINED
    assert verdict.opened is not None
    d.community.act(Reinstate, reason_code="z", ids=[verdict.opened.id])
    assert not quarantined(d.community.registry, d.peer.id, 2, before, verdict.opened.id)


def test_who_may_seal_again_does_so_beyond_the_cut_of_before() -> None:
    d = Desk()
    d.community.act(RoleSet, device=d.peer.id, role="reader", cut=0)
    d.community.act(RoleSet, device=d.peer.id, role="agent", cut=None)
    assert d.check(d.community.seal(d.peer)).state is State.ACCEPTED


def test_a_registry_head_not_reached_yet_is_fetched_first() -> None:
    d = Desk()
    behind = d.community.registry.snapshot()
    d.community.add()
    verdict = check_commit(d.community.seal(d.peer).commit, behind, None, verify)
    assert (verdict.state, verdict.expected) == (State.REGISTRY, d.community.registry.n)


def test_c15_another_registry_at_the_same_entry_is_a_fork() -> None:
    d = Desk()
    assert d.check(d.community.seal(d.peer, regh=os.urandom(32))).state is State.FORK


def test_c22_a_gap_says_what_is_expected() -> None:
    d = Desk()
    d.take(d.community.seal(d.peer))
    d.community.seal(d.peer)
    verdict = d.check(d.community.seal(d.peer))
    assert (verdict.state, verdict.expected) == (State.GAP, 2)


def test_c22_a_repeated_commit_is_known() -> None:
    d = Desk()
    first, second = d.community.seal(d.peer), d.community.seal(d.peer)
    d.take(first)
    d.take(second)
    assert d.check(first).state is State.KNOWN
    assert d.check(second).state is State.KNOWN


def test_c22_two_commits_for_one_place_name_the_device() -> None:
    d = Desk()
    first = d.community.seal(d.peer)
    d.take(first)
    clone = Peer(d.peer.sig, d.peer.auth, d.peer.kem)
    verdict = d.check(d.community.seal(clone))
    assert verdict.state is State.EQUIVOCATION
    assert verdict.opened is not None
    assert verdict.opened.header.device == d.peer.id


def test_c22_a_restored_store_that_goes_on_is_seen() -> None:
    d = Desk()
    d.take(d.community.seal(d.peer))
    restored = Peer(d.peer.sig, d.peer.auth, d.peer.kem, ChainHead(1, os.urandom(32), 0, 0))
    assert d.check(d.community.seal(restored)).state is State.EQUIVOCATION


def test_an_older_place_cannot_be_told_without_its_id() -> None:
    d = Desk()
    first = d.community.seal(d.peer)
    d.take(first)
    d.take(d.community.seal(d.peer))
    verdict = check_commit(first.commit, d.community.registry, d.chain, verify)
    assert (verdict.state, verdict.code) == (State.REFUSED, "past")


def test_c19b_a_generation_older_than_the_epoch_is_refused() -> None:
    d = Desk()
    stale = d.community.seal(d.peer, keep=False).header.entries
    d.community.rotate()
    assert d.refusal(d.community.seal(d.peer, entries=stale)) == "generation"


def test_c19b_a_generation_to_come_is_refused() -> None:
    d = Desk()
    entries = [msgspec.structs.replace(e, ge=2) for e in d.community.seal(d.peer, keep=False).header.entries]
    assert d.refusal(d.community.seal(d.peer, entries=entries)) == "generation"


def test_c19b_the_registry_head_never_goes_down_along_a_chain() -> None:
    d = Desk()
    d.community.rotate()
    d.take(d.community.seal(d.peer))
    assert d.refusal(d.community.seal(d.peer, regn=d.community.registry.n - 1)) == "regn"


def test_revision_counts_never_go_down_along_a_chain() -> None:
    d = Desk()
    first = d.community.seal(d.peer, 2)
    d.take(first)
    assert d.refusal(d.community.seal(d.peer, entries=first.header.entries)) == "count"


def test_an_empty_commit_does_not_reset_the_count() -> None:
    d = Desk()
    first = d.community.seal(d.peer, 2)
    d.take(first)
    d.take(d.community.seal(d.peer, 0))
    assert d.refusal(d.community.seal(d.peer, entries=first.header.entries)) == "count"


@pytest.mark.parametrize("blen", [(1 << 20) + 1, 2**40])
def test_a_body_announced_too_large_is_refused(blen: int) -> None:
    d = Desk()
    entries = [msgspec.structs.replace(e, blen=blen) for e in d.community.seal(d.peer, keep=False).header.entries]
    assert d.refusal(d.community.seal(d.peer, entries=entries)) == "size"


def test_bodies_announced_too_large_together_are_refused() -> None:
    d = Desk()
    entries = [msgspec.structs.replace(e, blen=1 << 20) for e in d.community.seal(d.peer, 3, keep=False).header.entries]
    assert d.refusal(d.community.seal(d.peer, entries=entries)) == "size"


def test_a_body_is_named_once() -> None:
    d = Desk()
    entry = d.community.seal(d.peer, keep=False).header.entries[0]
    twice = [entry, msgspec.structs.replace(entry, n=entry.n + 1)]
    assert d.refusal(d.community.seal(d.peer, entries=twice)) == "duplicate"


def test_rule_11_no_commit_between_a_revocation_and_its_epoch() -> None:
    d = Desk()
    leaver = d.community.add()
    d.community.revoke(leaver, 0)
    inside = d.community.seal(d.peer, keep=False)
    assert d.refusal(inside) == "rotation_due"
    d.community.rotate()
    assert d.refusal(inside) == "rotation_due"
    d.take(d.community.seal(d.peer))


def test_nobody_seals_before_the_first_epoch() -> None:
    c = Community(first_epoch=False)
    verdict = check_commit(c.seal(c.founder, 0).commit, c.registry, START, verify)
    assert (verdict.state, verdict.code) == (State.REFUSED, "rotation_due")


def test_c21_up_to_the_cut_then_quarantine_then_reinstatement() -> None:
    d = Desk()
    sealed = [d.community.seal(d.peer) for _ in range(3)]
    d.community.revoke(d.peer, 1)
    assert d.take(sealed[0]).state is State.ACCEPTED
    d.community.act(Reinstate, reason_code="z", ids=[sealed[2].id])
    assert d.take(sealed[1]).state is State.QUARANTINED
    assert d.take(sealed[2]).state is State.ACCEPTED


def test_rule_7_a_revoked_device_writes_at_its_last_head_for_quarantine_only() -> None:
    d = Desk()
    d.community.revoke(d.peer, 0)
    d.community.rotate()
    assert d.refusal(d.community.seal(d.peer, keep=False)) == "not_member"
    point = d.community.registry.last_sealing_point(d.peer.id)
    assert d.take(d.community.seal(d.peer, regn=point)).state is State.QUARANTINED


def test_a_body_is_what_its_entry_says() -> None:
    d = Desk()
    sealed = d.community.seal(d.peer, 2)
    first, second = sealed.header.entries
    assert check_body(first, sealed.bodies[0])
    assert not check_body(second, sealed.bodies[0])
    assert not check_body(first, sealed.bodies[0] + b"\0")
    assert not check_body(msgspec.structs.replace(first, blen=first.blen + 1), sealed.bodies[0])
