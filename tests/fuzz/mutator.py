"""Spoil bytes the way an attacker would: a valid msgpack value, or a run of frames, with something wrong inside.

Bytes flipped at random rarely pass the first length. These changes keep the form and spoil a value, so that what
stands behind the form is reached; what is signed or sealed inside as bytes is spoilt in the same way.
"""

import random
import struct
from collections.abc import Callable
from typing import Any

import msgspec

INTEGERS = (0, 1, 2, 7, 16, 17, 255, 256, 512, 1024, 4095, 4097, 2**16, 2**20, 2**32, 2**53 - 1, 2**53, 2**64 - 1, -1)
TEXTS = ("", "a", "é", "\0", "A", "a/b", "group/x/y/z", "ref:x", "x" * 65, "x" * 256, "2026-02-30", "=1+1", "\u202e")
HEAD = struct.Struct(">IB")

Mutate = Callable[[bytes, int], bytes]


def spoil_object(data: bytes, max_size: int, seed: int, mutate: Mutate) -> bytes:
    """Change one value of a msgpack object, or, half of the time and when it is none, its bytes."""
    draw = random.Random(seed)  # noqa: S311 (inputs to try, nothing secret)
    if draw.random() < 0.4:
        return mutate(data, max_size)
    try:
        return msgspec.msgpack.encode(_spoilt(draw, msgspec.msgpack.decode(data)))[:max_size]
    except (msgspec.MsgspecError, ValueError, TypeError, OverflowError, RecursionError):
        return mutate(data, max_size)


def spoil_frames(data: bytes, max_size: int, seed: int, mutate: Mutate) -> bytes:
    """Take out, repeat, exchange or spoil one frame of a run of frames."""
    draw = random.Random(seed)  # noqa: S311 (inputs to try, nothing secret)
    frames = _frames(data)
    if not frames or draw.random() < 0.2:
        return mutate(data, max_size)
    at = draw.randrange(len(frames))
    type_, payload = frames[at]
    match draw.randrange(6):
        case 0:
            del frames[at]
        case 1:
            frames.insert(draw.randrange(len(frames) + 1), frames[at])
        case 2:
            other = draw.randrange(len(frames))
            frames[at], frames[other] = frames[other], frames[at]
        case 3:
            frames[at] = (draw.randrange(18), payload)
        case _:
            frames[at] = (type_, spoil_object(payload, max_size, draw.randrange(2**32), mutate))
    return b"".join(HEAD.pack(len(each), type_) + each for type_, each in frames)[:max_size]


def _frames(data: bytes) -> list[tuple[int, bytes]]:
    frames, at = [], 0
    while at + HEAD.size <= len(data):
        length, type_ = HEAD.unpack_from(data, at)
        at += HEAD.size + length
        if at > len(data):
            break
        frames.append((type_, data[at - length : at]))
    return frames


def _spoilt(draw: random.Random, value: Any) -> Any:
    """Return a value with one part of it changed, as deep as chance goes."""
    if isinstance(value, list) and value and draw.random() < 0.85:
        at = draw.randrange(len(value))
        return [*value[:at], *_parts(draw, value, at), *value[at + 1 :]]
    if isinstance(value, dict) and value and draw.random() < 0.85:
        key = draw.choice(list(value))
        changed = {(_leaf(draw, each) if each == key and draw.random() < 0.3 else each): value[each] for each in value}
        return changed | {key: _spoilt(draw, value[key])} if key in changed else changed
    if isinstance(value, bytes) and len(value) > 40 and draw.random() < 0.6:
        try:
            return msgspec.msgpack.encode(_spoilt(draw, msgspec.msgpack.decode(value)))
        except msgspec.MsgspecError:
            return _leaf(draw, value)
    return _leaf(draw, value)


def _parts(draw: random.Random, value: list[Any], at: int) -> list[Any]:
    match draw.randrange(12):
        case 0:
            return []
        case 1:
            return [value[at], value[at]]
        case 2:
            return [draw.choice(value), value[at]]
        case 3:
            return [None]
        case _:
            return [_spoilt(draw, value[at])]


def _leaf(draw: random.Random, value: Any) -> Any:
    match value:
        case bool():
            return draw.choice([not value, None, 1, "oui"])
        case int():
            return draw.choice([value + 1, max(0, value - 1), draw.choice(INTEGERS), None, str(value)])
        case str():
            return draw.choice([value[:-1], value + value, draw.choice(TEXTS), None, 3, [value], True])
        case bytes():
            place = draw.randrange(len(value) + 1)
            other = bytes([draw.randrange(256)])
            return draw.choice([value[:place], value + other, value[:place] + other + value[place + 1 :], b"", None])
        case list() | dict():
            return draw.choice([[], {}, None, 0, ""])
        case _:
            return draw.choice([0, "", b"", [], b"\0" * 16, b"\0" * 32, {}])
