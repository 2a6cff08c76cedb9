"""Strict msgpack: closed structs in, one spelling out. What is not exactly what we would write is refused.

Every decoder of the protocol goes through `decode`: a length limit, a typed decode, then the re-encoding must give
the received bytes back (security 4.3). There is no canonicaliser: duplicate keys, long integers and reordered
maps simply do not survive the comparison.
"""

from itertools import pairwise
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

B16 = Annotated[bytes, Meta(min_length=16, max_length=16)]
B32 = Annotated[bytes, Meta(min_length=32, max_length=32)]
B64 = Annotated[bytes, Meta(min_length=64, max_length=64)]
Uint = Annotated[int, Meta(ge=0, lt=2**53)]
U16 = Annotated[int, Meta(ge=0, lt=2**16)]
Code = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"\A[a-z0-9][a-z0-9_.-]*\Z")]

S = TypeVar("S")


class ProtocolError(Exception):
    """Bytes that are not a well-formed object of the protocol. One class for every reason (security annex B, 4)."""


class Object(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """Base of every object that travels: an array of its fields in declared order."""


_encoder = msgspec.msgpack.Encoder()


def encode(value: object) -> bytes:
    """Write a value in its one spelling."""
    return _encoder.encode(value)


_decoders: dict[Any, msgspec.msgpack.Decoder[Any]] = {}


def _decoder(type_: Any) -> msgspec.msgpack.Decoder[Any]:
    """Keep one decoder for each type of the protocol: making it costs as much as reading a small object."""
    kept = _decoders.get(type_)
    if kept is None:
        kept = _decoders[type_] = msgspec.msgpack.Decoder(type_)
    return kept


def decode(data: bytes, type_: type[S], limit: int) -> S:
    """Read exactly one `type_` of at most `limit` bytes; ProtocolError when it is anything else."""
    if len(data) > limit:
        raise ProtocolError
    try:
        value: S = _decoder(type_).decode(data)
        same = _encoder.encode(value) == data
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError, MemoryError) as error:
        raise ProtocolError from error
    if not same:
        raise ProtocolError
    return value


def ascending(keys: list[bytes]) -> bool:
    """Whether map keys stand in strictly ascending byte order (the one order a writer may use)."""
    return all(a < b for a, b in pairwise(keys))
