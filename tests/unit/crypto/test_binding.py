"""C03, C04, C05, C06, C12, C14, C17, C18: what is sealed or signed holds in its own place, for its own purpose only."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from mvl_desktop.crypto import bodies, hpke, keyslots, primitives, xwing
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.ports.crypto import BodyContext, CryptoError
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import be16, be64, body_hash, digest
from mvl_desktop.protocol.objects import KeySlot

TAGS = ("registry", "commit", "checkpoint", "receipt", "lot", "enrol", "ack", "release", "journal")
ESPACE, OTHER_ESPACE, REC, OTHER_REC, DEVICE, OTHER_DEVICE = (bytes([n]) * 16 for n in range(1, 7))
KEY = b"k" * 32


def context(suite: Suite1, rec: bytes = REC, seq: int = 3, index: int = 0) -> BodyContext:
    return BodyContext(ESPACE, rec, DEVICE, seq, index, suite.record_commitment(KEY, rec, 1))


def slot_context(slot: KeySlot) -> bytes:
    """What a keyslot is bound to, whatever it says."""
    return digest(
        "keyslot",
        be16(slot.v),
        be16(slot.suite),
        slot.espace,
        slot.rec,
        be64(slot.ge),
        be64(slot.epoch),
        slot.kc,
    )


def test_c03_two_bodies_of_a_commit_cannot_be_exchanged(suite: Suite1) -> None:
    first, second = context(suite, index=0), context(suite, index=1)
    one, two = suite.seal_body(KEY, first, b"one"), suite.seal_body(KEY, second, b"two")
    assert (suite.open_body(KEY, first, one), suite.open_body(KEY, second, two)) == (b"one", b"two")
    assert body_hash(one) != body_hash(two)
    for where, body in ((first, two), (second, one)):
        with pytest.raises(CryptoError):
            suite.open_body(KEY, where, body)


def test_c04_a_body_cannot_be_given_to_another_author(suite: Suite1) -> None:
    body = suite.seal_body(KEY, context(suite), b"mine")
    with pytest.raises(CryptoError):
        suite.open_body(KEY, replace(context(suite), device=OTHER_DEVICE), body)


@pytest.mark.parametrize(
    "moved",
    [{"espace": OTHER_ESPACE}, {"rec": OTHER_REC}, {"seq": 4}, {"index": 1}, {"kc": bytes(32)}],
    ids=lambda moved: next(iter(moved)),
)
def test_c05_a_body_cannot_be_moved_by_a_member_who_has_its_key(suite: Suite1, moved: dict[str, bytes | int]) -> None:
    body = suite.seal_body(KEY, context(suite), b"here")
    with pytest.raises(CryptoError):
        suite.open_body(KEY, replace(context(suite), **moved), body)  # type: ignore[arg-type]


def test_c06_a_signature_holds_for_one_purpose_only(suite: Suite1) -> None:
    device = suite.new_device()
    public = primitives.ed25519_public(device.sig)
    for tag, other in itertools.product(TAGS, TAGS):
        assert suite.verify(public, other, b"message", suite.sign(device.sig, tag, b"message")) is (tag == other)


def test_c06_an_http_signature_is_no_signature_of_an_object(suite: Suite1) -> None:
    device = suite.new_device()
    public = primitives.ed25519_public(device.sig)
    bare = suite.sign_http(device.sig, b"base")
    assert not any(suite.verify(public, tag, b"base", bare) for tag in TAGS)
    assert primitives.ed25519_public(device.auth) != public


def test_c06_keys_of_one_use_do_not_open_another(suite: Suite1) -> None:
    """An epoch key wrapped as a grant is not a lot's key, and the reverse."""
    device = suite.new_device()
    public = xwing.public_of(device.kem)
    grant = suite.seal_grant(KEY, public, ESPACE, 1, device.id)
    lot = suite.seal_lot_key(KEY, ESPACE, public, device.id)
    with pytest.raises(CryptoError):
        suite.open_lot_key(msgspec.structs.replace(lot, ct=grant), ESPACE, device.kem)
    with pytest.raises(CryptoError):
        suite.open_grant(lot.ct, device.kem, ESPACE, 1, device.id)
    slot = suite.seal_slot(KEY, ESPACE, REC, 1, 1, b"r" * 32)
    for_epoch = suite.seal_lot_key_for_epoch(b"l" * 32, REC, ESPACE, 1, KEY)
    with pytest.raises(CryptoError):
        suite.open_slot(KEY, msgspec.structs.replace(slot, ct=for_epoch.ct))
    with pytest.raises(CryptoError):
        suite.open_lot_key_for_epoch(msgspec.structs.replace(for_epoch, ct=slot.ct), REC, KEY)


@pytest.mark.parametrize("field", ["v", "suite"])
def test_c12_a_keyslot_of_another_version_or_suite_stays_closed(suite: Suite1, field: str) -> None:
    """Even when whoever holds the epoch key sealed it so."""
    slot = msgspec.structs.replace(suite.seal_slot(KEY, ESPACE, REC, 1, 1, b"r" * 32), **{field: 2})
    own = primitives.seal(primitives.aead(KEY), b"r" * 32, slot_context(slot))
    with pytest.raises(CryptoError):
        suite.open_slot(KEY, msgspec.structs.replace(slot, ct=own))


def test_c12_every_context_carries_the_suite(suite: Suite1, monkeypatch: pytest.MonkeyPatch) -> None:
    """The infos of suite 2 would differ from those of suite 1, for every label."""
    first = [primitives.info(label, REC) for label in ("grant", "kc", "kcommit", "lot", "lot-stream", "blob", "escrow")]
    monkeypatch.setattr(primitives, "SUITE", 2)
    second = [
        primitives.info(label, REC) for label in ("grant", "kc", "kcommit", "lot", "lot-stream", "blob", "escrow")
    ]
    assert all(info.startswith(b"mvl1/") for info in first)
    assert not set(first) & set(second)
    assert len(set(first)) == len(first)


@pytest.mark.parametrize(("half", "at"), [("ML-KEM", slice(0, 1088)), ("X25519", slice(1088, 1120))])
def test_c14_the_wrap_needs_both_halves(suite: Suite1, half: str, at: slice) -> None:
    """Whoever breaks one half only, and puts its share of another wrap in place, opens nothing."""
    device = suite.new_device()
    public = xwing.public_of(device.kem)
    one, two = (bytearray(suite.seal_grant(KEY, public, ESPACE, 1, device.id)) for _ in range(2))
    one[at] = two[at]
    with pytest.raises(CryptoError):
        suite.open_grant(bytes(one), device.kem, ESPACE, 1, device.id)


@pytest.mark.parametrize("broken", [slice(0, 64), slice(64, 96)], ids=["ML-KEM", "X25519"])
def test_c14_one_half_of_the_private_key_opens_nothing(
    suite: Suite1, broken: slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = suite.new_device()
    grant = suite.seal_grant(KEY, xwing.public_of(device.kem), ESPACE, 1, device.id)
    expand = xwing.hashlib.shake_256  # type: ignore[attr-defined]

    class Halved:
        def __init__(self, seed: bytes) -> None:
            self.whole = bytearray(expand(seed).digest(96))

        def digest(self, size: int) -> bytes:
            self.whole[broken] = bytes(range(len(self.whole[broken])))
            return bytes(self.whole[:size])

    xwing.private_key.cache_clear()
    monkeypatch.setattr(xwing.hashlib, "shake_256", Halved)  # type: ignore[attr-defined]
    with pytest.raises(CryptoError):
        suite.open_grant(grant, device.kem, ESPACE, 1, device.id)
    xwing.private_key.cache_clear()


def test_c17_a_grant_of_another_key_does_not_match_the_commitment(suite: Suite1) -> None:
    said = suite.epoch_commitment(KEY, ESPACE, 3)
    assert suite.same(said, suite.epoch_commitment(KEY, ESPACE, 3))
    others = [(b"j" * 32, ESPACE, 3), (KEY, OTHER_ESPACE, 3), (KEY, ESPACE, 4)]
    assert not any(suite.same(said, suite.epoch_commitment(*other)) for other in others)


def test_c18_a_slot_that_holds_another_key_than_it_says_is_refused(suite: Suite1) -> None:
    """A member may seal any slot; the kc that a signed commit names decides."""
    good = suite.seal_slot(KEY, ESPACE, REC, 1, 2, b"r" * 32)
    forged = primitives.seal(primitives.aead(KEY), b"x" * 32, slot_context(good))
    swapped = msgspec.structs.replace(good, ct=forged)
    assert suite.open_slots(KEY, [good, swapped, good]) == [b"r" * 32, None, b"r" * 32]
    honest = suite.seal_slot(KEY, ESPACE, REC, 1, 2, b"x" * 32)
    assert honest.kc != good.kc


def test_c18_a_commitment_binds_record_and_generation(suite: Suite1) -> None:
    said = {suite.record_commitment(KEY, rec, ge) for rec in (REC, OTHER_REC) for ge in (1, 2)}
    assert len(said) == 4


def test_rule_2_a_generation_is_never_younger_than_its_epoch(suite: Suite1) -> None:
    with pytest.raises(CryptoError):
        suite.seal_slot(KEY, ESPACE, REC, 3, 2, b"r" * 32)
    slot = KeySlot(1, 1, ESPACE, REC, 3, 2, suite.record_commitment(b"r" * 32, REC, 3), bytes(60))
    own = primitives.seal(primitives.aead(KEY), b"r" * 32, slot_context(slot))
    with pytest.raises(CryptoError):
        suite.open_slot(KEY, msgspec.structs.replace(slot, ct=own))


def test_keys_of_any_other_length_are_refused(suite: Suite1) -> None:
    device = suite.new_device()
    public = xwing.public_of(device.kem)
    for key in (b"", b"k" * 16, b"k" * 31, b"k" * 33):
        for attempt in (
            lambda key=key: suite.seal_grant(key, public, ESPACE, 1, device.id),
            lambda key=key: suite.seal_slot(KEY, ESPACE, REC, 1, 1, key),
            lambda key=key: suite.seal_slot(key, ESPACE, REC, 1, 1, KEY),
            lambda key=key: suite.seal_body(key, context(suite), b"x"),
            lambda key=key: suite.seal_lot_key_for_epoch(key, REC, ESPACE, 1, KEY),
            lambda key=key: list(suite.seal_blob(key, [b"x"], 1)),
        ):
            with pytest.raises(CryptoError):
                attempt()


def test_a_malformed_public_key_is_refused(suite: Suite1) -> None:
    public = xwing.public_of(suite.new_device().kem)
    for bad in (public[:-1], public + b"\0", b"", b"\xff" * 1216):
        with pytest.raises(CryptoError):
            hpke.wrap_key(KEY, bad, b"")


def test_two_seals_of_the_same_thing_differ(suite: Suite1) -> None:
    seals = {suite.seal_body(KEY, context(suite), b"same") for _ in range(50)}
    assert len(seals) == 50
    assert len({encode(suite.seal_slot(KEY, ESPACE, REC, 1, 1, KEY)) for _ in range(50)}) == 50


def test_contexts_are_the_published_hash_of_their_parts(suite: Suite1) -> None:
    where = context(suite, seq=2**40, index=511)
    parts = (be16(1), ESPACE, REC, DEVICE, be64(2**40), be16(511), where.kc)
    assert bodies.context_hash(where) == digest("body-context", *parts)
    slot = suite.seal_slot(KEY, ESPACE, REC, 7, 2**33, KEY)
    assert keyslots.context_hash(1, 1, ESPACE, REC, 7, 2**33, slot.kc) == slot_context(slot)


@pytest.mark.parametrize("name", ["espace", "rec", "device", "kc"])
@pytest.mark.parametrize("change", [lambda part: part[:-1], lambda part: part + b"\0"], ids=["short", "long"])
def test_a_name_of_another_length_is_no_context(suite: Suite1, name: str, change: Callable[[bytes], bytes]) -> None:
    """Were it cut or filled silently, two names would share one context."""
    where = context(suite)
    with pytest.raises(CryptoError):
        bodies.context_hash(replace(where, **{name: change(getattr(where, name))}))  # type: ignore[arg-type]
    slot = {"espace": ESPACE, "rec": REC, "kc": where.kc}
    if name in slot:
        slot[name] = change(slot[name])
        with pytest.raises(CryptoError):
            keyslots.context_hash(1, 1, slot["espace"], slot["rec"], 1, 1, slot["kc"])
