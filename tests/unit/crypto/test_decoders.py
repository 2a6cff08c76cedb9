"""C10 and C11: decoders take one spelling only, and nothing that is thrown at them makes them crash, hang or swell."""

import struct
import tracemalloc
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.lot_frames import LotReader
from mvl_desktop.protocol.wire import read_frames
from tests.fixtures.vectors import raw, vectors

VALID = [(case["object"], raw(case["bytes"])) for case in vectors("objects")["valid"]]
READERS: dict[str, Callable[[bytes], Any]] = {
    "Revision": o.read_revision,
    "Header": o.read_header,
    "act": o.read_act,
    "frames": lambda data: list(read_frames(data)),
    "lot": lambda data: list(LotReader().feed(data)),
    **{
        name: lambda data, name=name: decode(data, getattr(o, name), 1 << 20)  # type: ignore[misc]
        for name in ("Commit", "KeySlot", "RegistryEntry", "LotHeader", "LocalHeader", "EnrolAnswer", "Invitation")
    },
}


def read(name: str, data: bytes) -> Any:
    type_ = getattr(o, name)
    return (
        READERS[name](data)
        if name in READERS
        else o.read_act(data)
        if issubclass(type_, o.Act)
        else decode(data, type_, 1 << 20)
    )


LONG = {int: b"\xcf", str: b"\xdb", bytes: b"\xc6", list: b"\xdd", dict: b"\xdf"}


def wide(value: Any, kind: type) -> bytes:
    """Write msgpack with the longest form of one kind of value, and the shortest of all others."""
    long = LONG[kind] if type(value) is kind else b""
    if isinstance(value, int) and long:
        return long + struct.pack(">Q", value)
    if isinstance(value, str | bytes) and long:
        data = value.encode() if isinstance(value, str) else value
        return long + struct.pack(">I", len(data)) + data
    if not isinstance(value, list | dict):
        return encode(value)
    parts = [each for pair in value.items() for each in pair] if isinstance(value, dict) else value
    size = len(value)
    blank = encode(dict.fromkeys(range(size))) if isinstance(value, dict) else encode([None] * size)
    short = blank[: 1 if size < 16 else 3]
    return (long + struct.pack(">I", size) if long else short) + b"".join(wide(each, kind) for each in parts)


@pytest.mark.parametrize("kind", [int, str, bytes, list, dict])
def test_c11_a_longer_spelling_of_the_same_value_is_refused(kind: type) -> None:
    tried = 0
    for name, data in VALID:
        plain = msgspec.msgpack.decode(data, strict=True)
        if name == "Header":
            continue  # its map has bytes as keys: covered by the vectors
        longer = wide(plain, kind)
        if longer == data:
            continue
        tried += 1
        assert msgspec.msgpack.decode(longer) == plain, name
        with pytest.raises(ProtocolError):
            read(name, longer)
    assert tried


@pytest.mark.parametrize(
    "spoilt",
    [case for case in vectors("objects")["invalid"] if case["object"] in ("Revision", "Header")],
    ids=lambda case: f"{case['object']}: {case['refused']}",
)
def test_c11_what_is_not_canonical_inside_is_refused(spoilt: dict[str, str]) -> None:
    with pytest.raises(ProtocolError):
        READERS[spoilt["object"]](raw(spoilt["bytes"]))


def test_c11_the_order_of_a_free_map_is_told() -> None:
    """Two orders of the same keys would be two names for one content."""
    case = next(data for name, data in VALID if name == "Revision")
    revision = o.read_revision(case)
    turned = dict(reversed(revision.changes.items()))
    with pytest.raises(ProtocolError):
        o.read_revision(encode(msgspec.structs.replace(revision, changes=turned)))


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(sorted(READERS)))
def test_c10_random_bytes_are_refused_quietly(data: bytes, name: str) -> None:
    try:
        READERS[name](data)
    except ProtocolError:
        return


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_c10_mutated_objects_are_refused_or_read_quietly(data: st.DataObject) -> None:
    name, good = data.draw(st.sampled_from(VALID))
    at = data.draw(st.integers(0, len(good) - 1))
    put = data.draw(st.binary(max_size=6))
    cut = data.draw(st.integers(0, 6))
    changed = good[:at] + put + good[at + cut :]
    try:
        value = read(name, changed)
    except ProtocolError:
        return
    assert encode(value) == changed


HOSTILE = {
    "a million lists, one in the other": b"\x91" * (1 << 20),
    "a million maps, one in the other": b"\x81\x01" * (1 << 19),
    "an array that claims four billion": b"\xdd\xff\xff\xff\xff",
    "a map that claims four billion": b"\xdf\xff\xff\xff\xff",
    "a text that claims four gigabytes": b"\xdb\xff\xff\xff\xff",
    "bytes that claim four gigabytes": b"\xc6\xff\xff\xff\xff",
    "an extension that claims four gigabytes": b"\xc9\xff\xff\xff\xff\x01",
    "a long run of nil": b"\xdd\x00\x0f\xff\xff" + b"\xc0" * 0xFFFFF,
}


@pytest.mark.parametrize("bomb", HOSTILE.values(), ids=HOSTILE)
def test_c10_bombs_are_refused_within_little_memory(bomb: bytes) -> None:
    tracemalloc.start()
    try:
        for name, reader in READERS.items():
            inside = encode([1, 1, bomb])
            for data in (bomb, b"\x9c" + bomb, inside):
                with pytest.raises(ProtocolError):
                    reader(data)
            assert tracemalloc.get_traced_memory()[1] < 64 << 20, name
    finally:
        tracemalloc.stop()


def test_c10_what_is_longer_than_the_limit_is_not_even_parsed() -> None:
    with pytest.raises(ProtocolError):
        decode(b"\x01" * 11, int, 10)
