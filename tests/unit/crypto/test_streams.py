"""STREAM for lots and attachments: whole, in order, to the end; and what a cut one still gives."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.crypto import blobs, stream
from mvl_desktop.crypto.stream import CHUNK, SEALED_CHUNK, open_stream, seal_stream, sealed_size
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.objects import BLOB_LIMIT, BLOB_PART
from tests.fixtures.vectors import flips

KEY, CONTEXT = b"k" * 32, b"context"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> int:
    """Chunks of 32 bytes, so that short texts have many."""
    monkeypatch.setattr(stream, "CHUNK", 32)
    monkeypatch.setattr(stream, "SEALED_CHUNK", 48)
    return 48


def sealed(clear: bytes) -> bytes:
    return b"".join(seal_stream(KEY, CONTEXT, [clear]))


def opened(data: bytes, context: bytes = CONTEXT) -> bytes:
    return b"".join(open_stream(KEY, context, [data]))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_a_stream_comes_back_whatever_its_length(size: int) -> None:
    clear = bytes(range(251)) * (size // 251 + 1)
    data = sealed(clear[:size])
    assert len(data) == sealed_size(size)
    assert opened(data) == clear[:size]


@settings(max_examples=25, deadline=None)
@given(size=st.integers(0, 3 * CHUNK), step=st.integers(1000, CHUNK + 500))
def test_the_pieces_in_which_a_stream_travels_do_not_matter(size: int, step: int) -> None:
    clear = bytes(size)
    data = b"".join(seal_stream(KEY, CONTEXT, (clear[at : at + step] for at in range(0, size, step))))
    pieces = (data[at : at + step] for at in range(0, len(data), step))
    assert b"".join(open_stream(KEY, CONTEXT, pieces)) == clear


def test_c01_any_flipped_byte_of_a_stream_is_refused(short: int) -> None:
    for changed in flips(sealed(b"x" * 100)):
        with pytest.raises(CryptoError):
            opened(changed)


def test_c02_any_cut_or_added_byte_of_a_stream_is_refused(short: int) -> None:
    data = sealed(b"x" * 100)
    for changed in [*(data[:at] for at in range(len(data))), data + b"\0", b"\0" + data]:
        with pytest.raises(CryptoError):
            opened(changed)


def test_chunks_cannot_be_exchanged_repeated_or_left_out(short: int) -> None:
    data = sealed(bytes(range(100)))
    prefix, chunks = data[:7], [data[at : at + short] for at in range(7, len(data), short)]
    assert len(chunks) == 4
    arrangements = [
        [chunks[1], chunks[0], *chunks[2:]],
        [chunks[0], *chunks],
        chunks[1:],
        [chunks[0], *chunks[2:]],
        chunks[:-1],
        [chunks[-1]],
        [*chunks, chunks[-1]],
        [*chunks[:-1], chunks[0]],
    ]
    for arrangement in arrangements:
        with pytest.raises(CryptoError):
            opened(prefix + b"".join(arrangement))


def test_the_end_of_one_stream_cannot_finish_another(short: int) -> None:
    one, two = sealed(b"a" * 100), sealed(b"b" * 100)
    with pytest.raises(CryptoError):
        opened(one[: 7 + 2 * short] + two[7 + 2 * short :])


def test_a_stream_is_bound_to_its_context_and_its_key() -> None:
    data = sealed(b"clear")
    with pytest.raises(CryptoError):
        opened(data, b"another")
    with pytest.raises(CryptoError):
        list(open_stream(b"j" * 32, CONTEXT, [data]))


def test_an_empty_last_chunk_after_others_is_another_spelling_and_refused(
    short: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(stream, "cut", lambda _, size: iter([(b"x" * size, False), (b"", True)]))
        data = sealed(b"")
    with pytest.raises(CryptoError):
        opened(data)


def test_each_chunk_is_given_as_soon_as_it_is_authentic() -> None:
    """So that a damaged medium still gives what verified before the damage."""
    clear = bytes(3 * CHUNK + 5)
    data = bytearray(sealed(clear))
    data[7 + 2 * SEALED_CHUNK + 100] ^= 1
    got: list[bytes] = []
    with pytest.raises(CryptoError):
        got.extend(open_stream(KEY, CONTEXT, [bytes(data)]))
    assert b"".join(got) == clear[: 2 * CHUNK]


@pytest.mark.parametrize("chunks", [1, 2, 3])
def test_a_stream_cut_at_the_end_of_a_chunk_gives_that_chunk_and_fails(chunks: int) -> None:
    clear = bytes(3 * CHUNK + 5)
    got: list[bytes] = []
    with pytest.raises(CryptoError):
        got.extend(open_stream(KEY, CONTEXT, [sealed(clear)[: 7 + chunks * SEALED_CHUNK]]))
    assert b"".join(got) == clear[: chunks * CHUNK]


def test_the_counter_is_never_reused(short: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "CHUNKS_MAX", 2)
    assert opened(sealed(b"x" * 64)) == b"x" * 64
    with pytest.raises(CryptoError):
        sealed(b"x" * 65)


def test_memory_stays_bounded_whatever_the_length() -> None:
    """A source without end is read only as fast as its clear text is taken."""
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += CHUNK
            yield bytes(CHUNK)

    source = open_stream(KEY, CONTEXT, seal_stream(KEY, CONTEXT, endless()))
    for _ in range(20):
        next(source)
    assert read < 30 * CHUNK


@pytest.mark.parametrize(
    "clear",
    [
        b"",
        b"\x80",
        b"\0",
        b"\0" * 1000,
        b"a" + b"\0" * (CHUNK * 2),
        b"\0" * CHUNK + b"a",
        b"\x80" + b"\0" * CHUNK,
        (b"\x80" + b"\0" * 9) * 70_000,
        b"x" * 255,
        b"x" * (CHUNK - 1),
        b"x" * CHUNK,
    ],
    ids=lambda clear: f"{clear[:2]!r}… {len(clear)}",
)
def test_an_attachment_that_looks_like_padding_comes_back(suite: Suite1, clear: bytes) -> None:
    parts = list(suite.seal_blob(KEY, [clear], len(clear)))
    assert b"".join(suite.open_blob(KEY, parts)) == clear
    assert sum(map(len, parts)) == blobs.ciphertext_length(len(clear))


@settings(max_examples=60, deadline=None)
@given(
    clear=st.lists(st.sampled_from([b"\0", b"\x80", b"\x80\0", b"text", bytes(300)]), max_size=40),
    step=st.integers(1, 99),
)
def test_attachments_come_back_in_whatever_pieces(suite: Suite1, clear: list[bytes], step: int) -> None:
    whole = b"".join(clear)
    data = b"".join(suite.seal_blob(KEY, clear, len(whole)))
    pieces = (data[at : at + step] for at in range(0, len(data), step))
    assert b"".join(suite.open_blob(KEY, pieces)) == whole


def test_an_attachment_has_the_length_that_was_said(suite: Suite1) -> None:
    for said in (0, 3, 5):
        with pytest.raises(CryptoError):
            list(suite.seal_blob(KEY, [b"four"], said))
    with pytest.raises(CryptoError):
        list(suite.seal_blob(KEY, [b"four"], -1))


def test_an_attachment_longer_than_was_said_is_left_at_once(suite: Suite1) -> None:
    source = iter([b"four"] * 10)
    with pytest.raises(CryptoError):
        list(suite.seal_blob(KEY, source, 6))
    assert len(list(source)) == 8


def test_an_attachment_too_large_is_refused_before_it_is_read(suite: Suite1) -> None:
    with pytest.raises(CryptoError):
        next(suite.seal_blob(KEY, (pytest.fail("it was going to be read") for _ in range(1)), BLOB_LIMIT))
    assert blobs.ciphertext_length(BLOB_LIMIT - 7 - 16 * 801 - 1) <= BLOB_LIMIT


def test_an_endless_attachment_is_left_at_the_limit(suite: Suite1, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "BLOB_LIMIT", 3 << 20)
    source = iter([bytes(BLOB_PART)] * 10)
    with pytest.raises(CryptoError):
        list(suite.open_blob(KEY, seal_stream(KEY, blobs._CONTEXT, source)))
    assert list(source)


@pytest.mark.parametrize("padding", [b"", b"\x80", b"\x80" + bytes(2000), bytes(244), b"\x81" + bytes(243)])
def test_an_attachment_padded_otherwise_is_refused(suite: Suite1, padding: bytes) -> None:
    data = b"".join(seal_stream(KEY, blobs._CONTEXT, [b"twelve bytes" + padding]))
    with pytest.raises(CryptoError):
        list(suite.open_blob(KEY, [data]))
    good = b"".join(seal_stream(KEY, blobs._CONTEXT, [b"twelve bytes\x80" + bytes(243)]))
    assert b"".join(suite.open_blob(KEY, [good])) == b"twelve bytes"
