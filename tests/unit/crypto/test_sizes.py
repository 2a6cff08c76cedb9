"""C29 and what a body's compression may and may not do."""

import threading

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.crypto import bodies, compression
from mvl_desktop.crypto.padding import pad, padded_length, unpad
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.ports.crypto import BodyContext, CryptoError
from mvl_desktop.protocol.objects import BODY_LIMIT
from tests.fixtures.vectors import raw, vectors
from tests.unit.crypto.conftest import ROOT

KEY = b"k" * 32
CONTEXT = BodyContext(b"e" * 16, b"r" * 16, b"d" * 16, 1, 0, b"c" * 32)
DICTIONARY = (ROOT / "resources" / "dictionaries" / "suite1.zdict").read_bytes()
NOISE = b"".join(bytes([byte ^ at % 251 for at, byte in enumerate(raw(case["bytes"]))]) for case in vectors("seals"))


def test_c29_lengths_fall_in_few_buckets() -> None:
    buckets = {padded_length(length) for length in range(1, 1 << 16)}
    assert min(buckets) == 256
    assert len(buckets) <= 200
    for length in range(256, 1 << 16, 7):
        assert length <= padded_length(length) <= length * 1.0625
    assert {padded_length(length) for length in range(257)} == {256}


@settings(max_examples=200, deadline=None)
@given(length=st.integers(1, 1 << 30))
def test_c29_padding_keeps_few_bits_of_a_length(length: int) -> None:
    """Padmé: the padded length, as a floating-point number, has a mantissa no longer than its exponent."""
    padded = padded_length(length)
    exponent = padded.bit_length() - 1
    assert padded % (1 << (exponent - exponent.bit_length())) == 0
    assert padded_length(padded) == padded


@pytest.mark.parametrize("text", ["", "x", "Récit d’exemple. " * 3, "Récit d’exemple. " * 12])
def test_c29_short_bodies_all_have_the_same_length(suite: Suite1, text: str) -> None:
    assert len(suite.seal_body(KEY, CONTEXT, text.encode())) == 256 + 12 + 16


def test_c29_bodies_only_have_bucket_lengths(suite: Suite1) -> None:
    lengths = {len(suite.seal_body(KEY, CONTEXT, NOISE[:size])) - 28 for size in range(0, 20_000, 61)}
    assert lengths == {padded_length(length) for length in lengths}
    assert len(lengths) < 120


@settings(max_examples=200, deadline=None)
@given(clear=st.binary(max_size=600))
def test_padding_comes_off_and_has_one_spelling(clear: bytes) -> None:
    padded = pad(clear)
    assert unpad(padded) == clear
    for other in (padded + b"\0", padded[:-1], padded + bytes(256), padded[:-1] + b"\x01"):
        with pytest.raises(CryptoError):
            unpad(other)


@pytest.mark.parametrize("padded", [b"", b"\0" * 256, b"\x80", b"\x80" + bytes(254), b"\x80" + bytes(256), b"x" * 256])
def test_padding_that_we_would_not_write_is_refused(padded: bytes) -> None:
    with pytest.raises(CryptoError):
        unpad(padded)


def test_a_body_of_up_to_a_mebibyte_comes_back(suite: Suite1) -> None:
    for clear in (b"", b"x" * BODY_LIMIT, NOISE[: 900 << 10]):
        assert suite.open_body(KEY, CONTEXT, suite.seal_body(KEY, CONTEXT, clear)) == clear


def test_what_does_not_fit_in_a_body_is_refused_before_it_leaves(suite: Suite1) -> None:
    with pytest.raises(CryptoError):
        suite.seal_body(KEY, CONTEXT, b"x" * (BODY_LIMIT + 1))
    noise = suite.random(BODY_LIMIT)
    with pytest.raises(CryptoError):
        suite.seal_body(KEY, CONTEXT, noise)


def test_a_body_above_the_limit_is_not_even_decrypted(suite: Suite1, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "unseal", lambda *_: pytest.fail("it was going to be opened"))
    with pytest.raises(CryptoError):
        suite.open_body(KEY, CONTEXT, bytes(BODY_LIMIT + 1))


@pytest.mark.parametrize("size", [BODY_LIMIT + 1, 1 << 30], ids=["a byte too long", "a gibibyte"])
def test_a_bomb_is_refused_before_anything_is_allocated(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = compression.Compressor(DICTIONARY)
    head = zstandard.ZstdCompressor(level=3).compress(bytes(BODY_LIMIT + 1))[:4]
    bomb = head + b"\xe0" + size.to_bytes(8, "little") + b"\x01\x00\x00"
    assert zstandard.frame_content_size(bomb) == size
    monkeypatch.setattr(compression.Compressor, "_pair", lambda _: pytest.fail("it was going to be opened"))
    with pytest.raises(CryptoError):
        opened.decompress(bomb)


@pytest.mark.parametrize("frame", [b"", b"\x28\xb5\x2f\xfd", b"not zstd at all", bytes(300)])
def test_what_is_no_frame_is_refused(frame: bytes) -> None:
    with pytest.raises(CryptoError):
        compression.Compressor(DICTIONARY).decompress(frame)


def test_nothing_may_follow_a_frame() -> None:
    compressor = compression.Compressor(DICTIONARY)
    frame = compressor.compress(b"text")
    assert compressor.decompress(frame) == b"text"
    for more in (b"\0", frame, b"\x50\x2a\x4d\x18\x01\0\0\0x"):
        with pytest.raises(CryptoError):
            compressor.decompress(frame + more)


def test_a_frame_whose_content_is_not_as_long_as_it_says_is_refused() -> None:
    compressor = compression.Compressor(DICTIONARY)
    frame = compressor.compress(b"a text that is repeated, a text that is repeated, and long enough" * 5)
    at = 5 + 0
    assert zstandard.frame_content_size(frame) == 325
    changed = frame[:at] + (69 + 1).to_bytes(2, "little") + frame[at + 2 :]
    assert zstandard.frame_content_size(changed) == 326
    with pytest.raises(CryptoError):
        compressor.decompress(changed)


def test_the_dictionary_belongs_to_the_suite() -> None:
    for other in (b"", DICTIONARY[:-1], DICTIONARY + b"\0", DICTIONARY[::-1]):
        with pytest.raises(CryptoError):
            Suite1(other)


def test_the_dictionary_earns_its_place() -> None:
    clear = "objet: promesse de guérison par un praticien non réglementé, arrêt du traitement".encode()
    plain = zstandard.ZstdCompressor(level=3).compress(clear)
    assert len(compression.Compressor(DICTIONARY).compress(clear)) < len(plain) // 2


def test_threads_do_not_share_contexts(suite: Suite1) -> None:
    errors: list[Exception] = []

    def work(seed: int) -> None:
        try:
            for n in range(60):
                clear = NOISE[seed * 100 : seed * 100 + n * 40]
                assert suite.open_body(KEY, CONTEXT, suite.seal_body(KEY, CONTEXT, clear)) == clear
        except Exception as error:  # noqa: BLE001 (whatever goes wrong in a thread is told by the test)
            errors.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
