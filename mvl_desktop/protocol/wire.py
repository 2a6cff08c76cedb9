"""What goes over the wire: messages of the HTTP API and binary frames. Codecs only.

A frame is be32(length of payload) ‖ type ‖ payload; the same frames stand in pages, pushes and lots. Messages are
msgpack objects. Every path below starts with `/v1`; E is an espace in 32 hex digits. Requests are signed
(`http_signature`) unless marked *open*; `content-type` is FRAMES for frames, OBJECT for messages, BYTES for parts of
blobs, and OBJECT with an empty body for a GET. A refusal is a `Refusal` with a status of 400 or more.

```
GET  /info                                → Info                                                          open
POST /sync              SyncAsk           → SyncAnswer: one request says whether there is anything at all
GET  /espaces/E/registry?from=n           → registry frames from entry n, page
POST /espaces/E/registry                  registry frames (n = theirs + 1 …), their grants and escrows → RegistryAnswer
                                          409 `registry` with `expect` = the next n wanted, when another came first
GET  /espaces/E/grants                    → grant frames addressed to the asking device, page
GET  /espaces/E/grants?epoch=e            → every grant of an epoch (operators: for lots), page
POST /espaces/E/grants                    grant and escrow frames that the registry names → RegistryAnswer
GET  /espaces/E/escrows                   → escrow frames of every epoch that is not destroyed, page
GET  /espaces/E/feed?after=k              → for each number: marker, bodies, commit; then checkpoint, page
GET  /espaces/E/slots?after=s             → keyslot frames, page
POST /espaces/E/push                      blob parts, keyslots, then for each commit its bodies and itself → PushAnswer
GET  /espaces/E/blobs/ID                  → BlobState                  GET /espaces/E/blobs/ID/i → the bytes of part i
PUT  /espaces/E/blobs/ID/i?size=total     bytes of part i (1 MiB each but the last) → BlobState
GET  /espaces/E/acks?after=a              → ack frames, page           POST /espaces/E/acks  ack frames → Done
GET  /espaces/E/enrol                     → EnrolWaiting (operators)
PUT  /espaces/E/enrol/IID                 EnrolRequest bytes → Done    single use, kept 7 days             open
PUT  /espaces/E/enrol/IID/answer          EnrolAnswer bytes → Done     (operators)
GET  /espaces/E/enrol/IID/answer          → EnrolAnswer bytes, 404 until it is there                       open
```

An espace is published by posting its registry from entry 0, with the host's token in the header `mvl-token`
(none when the service runs with `--open`). A page ends with a PAGE frame; `more` tells to ask again after `next`.
Numbers of a feed start at 1. A commit in quarantine is numbered without its bodies, which come with its reinstatement.
The checkpoint's `n` is the last number, its `root` folds the marker's id of every number. A push is taken in one
transaction, commit by commit: what is not `accepted`, `quarantined` or `known` is not kept. It holds 1024 commits at
most, a request 8 MiB. A part of a blob is kept on its own; the whole counts once its hash is right.

Refusals, by status: 400 `malformed`, `body_unnamed`, `slot`, `grant`, `ack`, `registry_…` (the rule of the registry);
401 `signature`, `replay`, `clock` (correct by `ts`), `unknown` (a sync about espaces that are not here); 403 `revoked`
(with `entries`), `not_member`, `role`, `token`; 404 `unknown`; 408 `slow`; 409 `registry` (`expect`), `enrol_used`,
`blob_size`; 410 `erased`; 411 `length`; 413 `too_large`, `too_many`, `blob_size`; 421 `authority`; 429 `rate`, `volume`
(`expect`: milliseconds to wait), `enrol_full`; 500 `internal`; 503 `restored`; 507 `espace_full`.
"""

import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import Annotated

from msgspec import Meta

from mvl_desktop.protocol.encoding import B16, B32, Code, Object, ProtocolError, Uint
from mvl_desktop.protocol.objects import BLOB_LIMIT, BLOB_PART, LOT_FRAME_LIMIT

API = 1
FRAMES = "application/vnd.mvl.frames"
OBJECT = "application/vnd.mvl.object"
BYTES = "application/octet-stream"
TOKEN_HEADER = "mvl-token"  # noqa: S105 (the header's name, not a secret)
REQUEST_LIMIT = 8 << 20
PAGE_BYTES = 1 << 20
PAGE_OBJECTS = 1000
MESSAGE_LIMIT = 4 << 20
ANSWER_LIMIT = 16 << 20
PUSH_COMMITS_MAX = 1024

_HEAD = struct.Struct(">IB")
_MARKER = struct.Struct(">QB32s")
_PAGE = struct.Struct(">QB")
_PART = struct.Struct(">32sQI")


class FrameType(IntEnum):
    """What a frame's payload is."""

    REGISTRY = 1
    GRANT = 2
    KEYSLOT = 3
    COMMIT = 4
    BODY = 5
    BLOB_PART = 6
    CHECKPOINT = 7
    RECEIPT = 8
    ACK = 9
    ENROL_REQUEST = 10
    ENROL_ANSWER = 11
    JOURNAL = 12
    MARKER = 13
    MANIFEST = 14
    PAGE = 15
    ESCROW = 16


class Numbered(IntEnum):
    """Why a number was given in a feed. The checkpoint's root folds the id of each."""

    COMMIT = 1
    QUARANTINED = 2
    REINSTATED = 3
    LATE_BODY = 4


class Marker(Object, frozen=True):
    """One number of the feed: the frames that follow, up to the next marker, are its own."""

    k: Uint
    what: Numbered
    id: B32


class PageEnd(Object, frozen=True):
    """The last frame of a page: where to go on, and whether there is more."""

    next: Uint
    more: bool


class BlobPart(Object, frozen=True):
    """One part of a blob: its place is `index` times 1 MiB."""

    id: B32
    size: Uint
    index: Uint
    data: bytes


def frame(type_: int, payload: bytes) -> bytes:
    """Write one frame."""
    return _HEAD.pack(len(payload), type_) + payload


def read_frames(data: bytes, limit: int = LOT_FRAME_LIMIT) -> Iterator[tuple[int, bytes]]:
    """Read frames one after the other; ProtocolError when one is too long or cut."""
    at, end, head = 0, len(data), _HEAD.size
    while at < end:
        if end - at < head:
            raise ProtocolError
        length, type_ = _HEAD.unpack_from(data, at)
        at += head
        if length > limit or end - at < length:
            raise ProtocolError
        yield type_, data[at : at + length]
        at += length


def frame_head(head: bytes) -> tuple[int, int]:
    """Read the five bytes before a payload: its length and type (for streams)."""
    if len(head) != _HEAD.size:
        raise ProtocolError
    length, type_ = _HEAD.unpack(head)
    return length, type_


def marker_frame(k: int, what: Numbered, id_: bytes) -> bytes:
    """Write the marker of a number of the feed."""
    return frame(FrameType.MARKER, _MARKER.pack(k, what, id_))


def read_marker(payload: bytes) -> Marker:
    """Read a feed marker."""
    if len(payload) != _MARKER.size:
        raise ProtocolError
    k, what, id_ = _MARKER.unpack(payload)
    try:
        return Marker(k, Numbered(what), id_)
    except ValueError as error:
        raise ProtocolError from error


def page_frame(next_: int, more: bool) -> bytes:
    """Write the end of a page."""
    return frame(FrameType.PAGE, _PAGE.pack(next_, more))


def read_page(payload: bytes) -> PageEnd:
    """Read the end of a page."""
    if len(payload) != _PAGE.size or payload[-1] > 1:
        raise ProtocolError
    next_, more = _PAGE.unpack(payload)
    return PageEnd(next_, bool(more))


def blob_part_payload(id_: bytes, size: int, index: int, data: bytes) -> bytes:
    """Write one part of a blob as a frame's payload."""
    return _PART.pack(id_, size, index) + data


def read_blob_part(payload: bytes) -> BlobPart:
    """Read one part of a blob; its length must be what its place says."""
    if len(payload) < _PART.size:
        raise ProtocolError
    id_, size, index = _PART.unpack_from(payload)
    part = BlobPart(id_, size, index, payload[_PART.size :])
    if len(part.data) != part_length(size, index):
        raise ProtocolError
    return part


def part_count(size: int) -> int:
    """Return how many parts a blob of `size` bytes has."""
    return -(-size // BLOB_PART)


def part_length(size: int, index: int) -> int:
    """Return the length of part `index` of a blob of `size` bytes; ProtocolError when there is no such part."""
    if not 0 < size <= BLOB_LIMIT or not 0 <= index < part_count(size):
        raise ProtocolError
    return min(BLOB_PART, size - index * BLOB_PART)


class EspaceAsk(Object, frozen=True):
    """How far the asking device is in one espace: registry entry, feed number, slot number."""

    espace: B16
    regn: Uint
    regh: B32
    k: Uint
    s: Uint


class SyncAsk(Object, frozen=True):
    """The one request that says whether there is anything to exchange."""

    v: Uint
    espaces: Annotated[list[EspaceAsk], Meta(min_length=1, max_length=64)]


class EspaceState(Object, frozen=True):
    """How far the service is in one espace.

    `state`: `open`; `unknown` (not published here); `not_member`; `revoked` (`entries` are the registry entries after
    the asked `regn`, to verify before believing it); `fork` (the registries differ at `regn`); `restored` (the service
    was restored: an operator must synchronise the registry before anything is served). `seq` is the asking device's
    last commit here; `checkpoint` a signed object, absent unless `open`; `waiting` counts enrolment requests.
    """

    espace: B16
    state: Code
    regn: Uint
    k: Uint
    s: Uint
    seq: Uint
    waiting: Uint
    checkpoint: bytes | None
    entries: Annotated[list[bytes], Meta(max_length=PAGE_OBJECTS)]


class SyncAnswer(Object, frozen=True):
    """The service's heads, in the order of the question."""

    v: Uint
    espaces: Annotated[list[EspaceState], Meta(max_length=64)]


class RegistryAnswer(Object, frozen=True):
    """The registry's head once entries were taken, and how many of them were new."""

    n: Uint
    head: B32
    added: Uint


class CommitAnswer(Object, frozen=True):
    """What became of one pushed commit.

    `state` is that of `check.State`, or `slots` or `blobs`: `missing` then lists the `kc` or blob ids to push first.
    `expect` is the seq wanted (`gap`) or the last registry entry that the service has (`registry`).
    """

    id: B32
    state: Code
    code: Annotated[str, Meta(max_length=64)]
    expect: Uint
    missing: Annotated[list[B32], Meta(max_length=1024)]


class PushAnswer(Object, frozen=True):
    """What became of each commit, in order, and signed receipts for those that are kept."""

    commits: Annotated[list[CommitAnswer], Meta(max_length=PUSH_COMMITS_MAX)]
    receipts: Annotated[list[bytes], Meta(max_length=PUSH_COMMITS_MAX)]
    slots: Uint
    bodies: Uint


class BlobState(Object, frozen=True):
    """Which parts of a blob the service holds; `complete` once its hash was verified."""

    id: B32
    size: Uint
    parts: Annotated[list[Uint], Meta(max_length=256)]
    complete: bool


class EnrolPending(Object, frozen=True):
    """One request left at the service by a new device."""

    iid: B16
    request: Annotated[bytes, Meta(max_length=8192)]
    at: Uint
    answered: bool


class EnrolWaiting(Object, frozen=True):
    """The enrolment requests of an espace."""

    requests: Annotated[list[EnrolPending], Meta(max_length=256)]


class Done(Object, frozen=True):
    """A plain yes, with how many objects were new."""

    added: Uint


class Info(Object, frozen=True):
    """What a service says of itself: protocol versions it reads, its signing key, its clock, its limits."""

    api: Uint
    versions: tuple[Uint, Uint]
    key: B32
    ts: Uint
    request_limit: Uint
    is_open: bool


class Refusal(Object, frozen=True):
    """Why a request was refused.

    `ts` is the service's clock (a laptop's wrong clock is corrected for HTTP only); `expect` goes with `code`;
    `entries` are signed registry entries when the asking device is revoked.
    """

    code: Code
    ts: Uint
    expect: Uint
    entries: Annotated[list[bytes], Meta(max_length=PAGE_OBJECTS)]
