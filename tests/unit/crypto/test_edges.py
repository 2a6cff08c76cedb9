"""Each check alone: lengths and bounds at their very edge, and what whoever holds the keys may write on purpose.

`build/mutations.py` takes checks away one at a time; these tests are those that nothing else would have failed.
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mvl_desktop.crypto import (
    blobs,
    commitments,
    hpke,
    keyslots,
    local_header,
    passphrase,
    primitives,
    recovery,
    segments,
    selftest,
    stream,
    xwing,
)
from mvl_desktop.crypto.local_header import HeaderDamagedError, SlotRefusedError
from mvl_desktop.crypto.padding import pad
from mvl_desktop.crypto.passphrase import Costs
from mvl_desktop.crypto.primitives import aead, derive, info, seal
from mvl_desktop.crypto.selftest import SelfTestError, self_test
from mvl_desktop.crypto.stream import CHUNK, seal_stream
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import ZERO
from mvl_desktop.protocol.objects import JournalEntry, JournalSegment, Slot
from tests.unit.crypto.conftest import ROOT

DICTIONARY = (ROOT / "resources" / "dictionaries" / "suite1.zdict").read_bytes()
KEY, B16 = bytes(range(32)), b"e" * 16
LINE = JournalEntry(1, B16, 7, ZERO, 1_790_000_000_000, "liste", None, {})
LEAST = Costs(m=64 << 10, t=2, p=4)


@pytest.mark.parametrize(
    "act",
    [
        lambda: commitments.of_record(KEY[:31], B16, 1),
        lambda: commitments.of_record(KEY, B16[:15], 1),
        lambda: commitments.of_epoch(KEY + b"\0", B16, 1),
        lambda: commitments.of_epoch(KEY, B16 + b"\0", 1),
        lambda: hpke.escrow_info(KEY[:31], 0),
        lambda: primitives.sign(KEY[:31], "commit", b""),
        lambda: passphrase.argon2id(b"x", b"short", 64, 1, 1),
        lambda: recovery.write_code(bytes(19)),
        lambda: xwing.public_of(KEY[:31]),
        lambda: hpke.open_escrow([], KEY, {0: KEY, 1: KEY}),
    ],
)
def test_what_has_another_length_is_refused(act: Callable[[], object]) -> None:
    with pytest.raises(CryptoError):
        act()


def test_an_attachment_may_fill_its_limit_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "BLOB_LIMIT", blobs.ciphertext_length(5000))
    sealed = b"".join(blobs.seal_blob(KEY, [b"x" * 5000], 5000))
    assert len(sealed) == blobs.ciphertext_length(5000)
    assert b"".join(blobs.open_blob(KEY, [sealed])) == b"x" * 5000
    monkeypatch.setattr(blobs, "BLOB_LIMIT", len(sealed) - 1)
    with pytest.raises(CryptoError):
        list(blobs.seal_blob(KEY, [b"x" * 5000], 5000))
    with pytest.raises(CryptoError):
        list(blobs.open_blob(KEY, [sealed]))


def test_a_pair_of_custodians_is_taken_where_another_was_damaged() -> None:
    seeds = [bytes([rank]) * 32 for rank in range(3)]
    sealed = hpke.escrow(KEY, KEY, [xwing.public_of(seed) for seed in seeds])
    sealed[0] = sealed[0][:-1]
    assert hpke.open_escrow(sealed, KEY, dict(enumerate(seeds))) == KEY
    with pytest.raises(CryptoError):
        hpke.open_escrow(sealed, KEY, dict(enumerate(seeds[:2])))


def test_a_slot_of_the_generation_of_its_epoch_opens() -> None:
    slot = keyslots.seal_slot(KEY, B16, B16, 3, 3, KEY)
    assert keyslots.open_slot(aead(KEY), slot) == KEY


def header_of(slots: list[Slot], key: bytes) -> bytes:
    """Write a header as whoever knows the store's key may."""
    return local_header.write(local_header._opened(B16, 1, slots, key))


def test_a_header_with_a_good_digest_and_another_form_is_damaged() -> None:
    data = encode([1, 2])
    with pytest.raises(HeaderDamagedError):
        local_header.read(data + hashlib.sha256(data).digest())


def test_a_header_without_a_passphrase_is_no_missing_keyring() -> None:
    made = local_header.create(B16, "x", pepper=None, costs=LEAST)
    header = [slot for slot in made.opened.header.slots if slot.type == local_header.CODE]
    with pytest.raises(SlotRefusedError):
        local_header.open_with_passphrase(header_of(header, made.opened.key), "x", pepper=None)


def test_without_a_keyring_only_slots_that_need_none_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[bytes] = []

    def argon2id(secret: bytes, salt: bytes, m: int, t: int, p: int) -> bytes:
        tried.append(salt)
        return hashlib.sha256(secret + salt).digest()

    monkeypatch.setattr(passphrase, "argon2id", argon2id)
    with_keyring = local_header._pass_slot(B16, "x", KEY, LEAST, KEY)
    alone = local_header._pass_slot(B16, "x", None, LEAST, KEY)
    tried.clear()
    opened = local_header.open_with_passphrase(header_of([with_keyring, alone], KEY), "x", pepper=None)
    assert opened.key == KEY
    assert alone.kdf is not None
    assert tried == [alone.kdf.salt]


def test_a_slot_that_holds_another_length_opens_nothing() -> None:
    short, code = KEY[:31], bytes(20)
    slot_id = bytes(16)
    kek = local_header._code_kek(B16, slot_id, code)
    slot = Slot(
        slot_id, local_header.CODE, None, seal(aead(kek), short, local_header._context(B16, slot_id, "code", None))
    )
    with pytest.raises(SlotRefusedError):
        local_header.open_with_code(header_of([slot], short), recovery.write_code(code))


def test_a_code_cut_or_prolonged_is_none() -> None:
    code = recovery.write_code(bytes(range(20)))
    for typed in (code[:-1], code + "0", code[1:], ""):
        with pytest.raises(recovery.MistypedCodeError):
            recovery.read_code(typed)


def test_lines_that_are_no_lines_are_refused() -> None:
    """By the device itself, under its own key."""
    ct = seal(aead(KEY), pad(b"\x91\x01"), segments._context(B16, 1, 1, 1, ZERO))
    with pytest.raises(CryptoError):
        segments.open_with(JournalSegment(1, 1, B16, 1, 1, 1, ZERO, [], ct), KEY)


@pytest.mark.parametrize("clear", [b"\x01", encode(LINE)], ids=["no line", "the line of another place"])
def test_a_kept_line_is_a_line_and_that_of_its_place(clear: bytes) -> None:
    kept = seal(aead(KEY), clear, segments._line_context(B16, B16, 1, 8))
    with pytest.raises(CryptoError):
        segments.open_line(KEY, B16, B16, 1, 8, kept)


def test_a_short_chunk_that_is_not_the_last_gives_nothing() -> None:
    """Whoever holds the key may seal it so; nothing of it may reach the reader, not even before the refusal."""
    prefix = b"p" * 7
    chunk = aead(KEY).encrypt(prefix + bytes(4) + b"\x00", b"content", info("blob"))
    given: list[bytes] = []
    with pytest.raises(CryptoError):
        given.extend(stream.open_stream(KEY, info("blob"), [prefix + chunk]))
    assert given == []


def test_a_stream_may_come_byte_by_byte() -> None:
    sealed = b"".join(seal_stream(KEY, b"", [b"abc"]))
    assert b"".join(stream.open_stream(KEY, b"", (bytes([byte]) for byte in sealed))) == b"abc"


def test_no_salt_is_a_salt_of_zeros() -> None:
    assert derive(b"x", b"", b"") == derive(b"x", bytes(32), b"")


Lie = Callable[..., Any]


def lies() -> Iterator[tuple[str, str, Lie]]:
    """What a primitive could do wrong in one direction only."""
    real = primitives.unseal

    def opens_wrongly(key: Any, sealed: bytes, context: bytes) -> bytes:
        return real(key, sealed, context)[::-1]

    yield "verify", "ed25519", lambda *_: True
    yield "unseal", "aes-256-gcm", opens_wrongly
    yield "AESGCM", "aes-256-gcm", lambda _key: type("Wrong", (), {"encrypt": lambda *_: b"wrong"})()
    yield "ed25519_public", "ed25519", lambda _seed: bytes(32)
    yield "sign_bare", "ed25519", lambda *_: bytes(64)


@pytest.mark.parametrize(
    ("function", "name", "lie"), list(lies()), ids=lambda each: each if isinstance(each, str) else ""
)
def test_the_self_test_sees_a_primitive_wrong_in_one_direction(
    function: str, name: str, lie: Lie, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selftest, function, lie)
    with pytest.raises(SelfTestError, match=name):
        self_test(DICTIONARY)


def test_the_self_test_sees_a_wrap_that_opens_to_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hpke, "unwrap_key", lambda *_: bytes(32))
    with pytest.raises(SelfTestError, match="x-wing"):
        self_test(DICTIONARY)


def test_a_stream_is_read_from_a_file_in_any_pieces() -> None:
    sealed = io.BytesIO(b"".join(seal_stream(KEY, b"", [b"x" * (CHUNK + 5)])))
    assert sum(map(len, stream.open_stream(KEY, b"", iter(lambda: sealed.read(70_001), b"")))) == CHUNK + 5
