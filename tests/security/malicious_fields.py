"""Every clear field of everything that a service answers, found in the types themselves, and changed one at a time.

The lie is as good as a service can make it: what names an object by its hash is computed anew, checkpoints and
receipts are signed again with the service's own key, the numbers and roots of the feed tell the altered story. What it
cannot do is sign for a post, or seal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import httpx2
import msgspec
from msgspec.structs import asdict, replace

from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import commit_id
from mvl_desktop.protocol.objects import (
    Checkpoint,
    Commit,
    DeviceAdd,
    DeviceCert,
    Entry,
    EpochAct,
    GrantFor,
    Header,
    KeySlot,
    Receipt,
    RegistryEntry,
    Signature,
    Signed,
    read_header,
)
from mvl_desktop.protocol.registry import read_entry
from mvl_desktop.protocol.wire import (
    OBJECT,
    BlobState,
    CommitAnswer,
    EspaceState,
    FrameType,
    Info,
    Marker,
    PageEnd,
    PushAnswer,
    Refusal,
    RegistryAnswer,
    SyncAnswer,
    marker_frame,
    page_frame,
    read_marker,
    read_page,
)
from tests.security.malicious_service import (
    Frames,
    Honest,
    Stage,
    Tell,
    Told,
    both,
    by,
    feed,
    frames,
    message,
    reply,
    state,
)

Change = Callable[[Any], Any]

SERVED: tuple[type[msgspec.Struct], ...] = (
    SyncAnswer,
    EspaceState,
    Checkpoint,
    RegistryEntry,
    Signature,
    EpochAct,
    DeviceAdd,
    DeviceCert,
    GrantFor,
    KeySlot,
    Marker,
    Commit,
    Header,
    Entry,
    PageEnd,
    BlobState,
    PushAnswer,
    CommitAnswer,
    Receipt,
    Signed,
)
"""What a service answers to a post that exchanges, and what lies inside."""

NOT_SERVED = {
    Info: "asked before an espace is published only",
    RegistryAnswer: "counted by nobody",
    Refusal: "a lie each",
}

HARMLESS = {
    ("EspaceState", "waiting"): "how many requests wait: a number that stewards are shown, and that they open",
    ("EspaceState", "entries"): "read only when the service says revoked",
    ("EspaceState", "seq"): "lower: the post sends again what it has; higher is a lie told elsewhere",
    ("EspaceState", "k"): "higher: refused; the next number is asked for anyway",
    ("Checkpoint", "ts"): "when it was signed: judged by days",
    ("Marker", "what"): "whether a commit lies in quarantine is worked out here, never believed",
    ("CommitAnswer", "id"): "the receipt says what is kept",
    ("CommitAnswer", "state"): "the receipt says what is kept",
    ("CommitAnswer", "code"): "the receipt says what is kept",
    ("CommitAnswer", "expect"): "the receipt says what is kept",
    ("CommitAnswer", "missing"): "the receipt says what is kept",
    ("BlobState", "parts"): "what was not sent is asked for again before the commit is taken",
    ("PageEnd", "next"): "never believed beyond what was announced",
    ("PushAnswer", "commits"): "more answers than commits, where keyslots only were sent",
    ("PushAnswer", "receipts"): "a receipt for keyslots attests nothing",
    ("PushAnswer", "slots"): "counted by nobody",
    ("PushAnswer", "bodies"): "counted by nobody",
    ("Receipt", "checkpoint"): "the feed is read instead",
    ("Receipt", "lid"): "the lot that brought it: none, whatever is said",
    ("Receipt", "without"): "a body that this post never wrote",
}
"""Fields whose change does nothing, neither to what is kept nor to what is said of it. The others must be heard."""


@dataclass(frozen=True)
class Field:
    """One field of one type."""

    type: type[msgspec.Struct]
    name: str

    @property
    def key(self) -> tuple[str, str]:
        return self.type.__name__, self.name


def every_field() -> list[Field]:
    """Return each field of each type served."""
    return [Field(type_, name) for type_ in SERVED for name in type_.__struct_fields__]


def other(value: Any) -> Any:
    """Return another value of the same kind."""
    match value:
        case bool():
            return not value
        case IntEnum():
            return next(each for each in type(value) if each != value)
        case int():
            return value + 1
        case bytes():
            return value[:-1] + bytes([value[-1] ^ 1]) if value else b"\x00"
        case str():
            return value + "x"
        case list():
            return value[:-1] if value else []
        case dict():
            return {} if value else {b"d" * 16: 1}
        case None:
            return b"n" * 32
        case _:
            raise AssertionError(f"say how to change {type(value)}")


def changed(value: Any, field: Field) -> Any:
    """Return a struct with this field changed; itself when it is of another type."""
    if type(value) is not field.type:
        return value
    made = replace(value, **{field.name: _of(value, field)})
    assert asdict(made) != asdict(value), f"{field.key} was left as it was"
    return made


def _of(value: Any, field: Field) -> Any:
    was = getattr(value, field.name)
    if was == [] and field.key in _ADDED:
        return _ADDED[field.key]
    if was is None and field.key == ("Receipt", "by"):
        return b"b" * 16
    if was is None and field.key in {("Receipt", "lid"), ("Signed", "by")}:
        return b"b" * 16
    return other(was)


_ADDED: dict[tuple[str, str], Any] = {
    ("EspaceState", "entries"): [b"x"],
    ("CommitAnswer", "missing"): [b"m" * 32],
    ("Receipt", "without"): [b"w" * 32],
    ("Entry", "blobs"): [b"b" * 32],
    ("PushAnswer", "commits"): [CommitAnswer(bytes(32), "accepted", "", 0, [])],
    ("PushAnswer", "receipts"): [b"r"],
}


def lie_on(stage: Stage, field: Field) -> Tell:
    """Change this field wherever the service answers with it."""
    return _LIARS[field.type](stage, lambda value: changed(value, field))


def _sync(stage: Stage, change: Change) -> Tell:
    return message("/sync", SyncAnswer, change)


def _state(stage: Stage, change: Change) -> Tell:
    return state(change)


def _checkpoints(stage: Stage, change: Change) -> Tell:
    """Every word of the service, signed again by its own key."""

    def word(data: bytes) -> bytes:
        told = decode(decode(data, Signed, 1 << 16).o, Checkpoint, 1 << 16)
        return bytes(stage.service.key.sign("checkpoint", encode(change(told))))

    return both(
        state(lambda said: replace(said, checkpoint=said.checkpoint and word(said.checkpoint))),
        frames("/feed", _each(FrameType.CHECKPOINT, word)),
    )


def _signed(stage: Stage, change: Change) -> Tell:
    def word(data: bytes) -> bytes:
        return encode(change(decode(data, Signed, 1 << 20)))

    return both(
        state(lambda said: replace(said, checkpoint=said.checkpoint and word(said.checkpoint))),
        frames("/feed", _each(FrameType.CHECKPOINT, word)),
    )


def _entries(stage: Stage, change: Change) -> Tell:
    """An entry, its signatures, its act, the certificate that it brings: all of it, as far as the type is met."""

    def bend(data: bytes) -> bytes:
        entry, act = read_entry(data)
        entry = change(entry)
        entry = replace(entry, sigs=[change(each) for each in entry.sigs])
        act = change(act)
        if isinstance(act, DeviceAdd):
            cert = change(decode(act.cert, DeviceCert, 1 << 16))
            act = replace(act, cert=encode(cert))
        if encode(act) != encode(read_entry(data)[1]):
            entry = replace(entry, e=encode(act))
        return encode(entry)

    return frames("/registry", _each(FrameType.REGISTRY, bend))


def _grants(stage: Stage, change: Change) -> Tell:
    return frames("/grants", _each(FrameType.GRANT, lambda data: encode(change(decode(data, GrantFor, 1 << 16)))))


def _slots(stage: Stage, change: Change) -> Tell:
    return frames("/slots", _each(FrameType.KEYSLOT, lambda data: encode(change(decode(data, KeySlot, 1 << 16)))))


def _markers(stage: Stage, change: Change) -> Tell:
    def bend(payload: bytes) -> bytes:
        marker = change(read_marker(payload))
        return marker_frame(marker.k, marker.what, marker.id)[5:]

    return frames("/feed", _each(FrameType.MARKER, bend))


def _ends(stage: Stage, change: Change) -> Tell:
    def bend(payload: bytes) -> bytes:
        end = change(read_page(payload))
        return page_frame(end.next, end.more)[5:]

    return both(*(frames(path, _each(FrameType.PAGE, bend)) for path in ("/feed", "/slots", "/registry", "/grants")))


def _commits(stage: Stage, change: Change) -> Tell:
    """Commits of A, in a feed that tells the altered story from end to end."""
    theirs = by(stage, stage.a)

    def bend(told: list[Told]) -> list[Told]:
        for one in told:
            if one.commit is None or not theirs(one):
                continue
            commit = decode(one.commit, Commit, 1 << 20)
            header = change(read_header(commit.h))
            header = replace(header, entries=[change(each) for each in header.entries])
            commit = change(replace(commit, h=encode(header)))
            one.commit, one.id = encode(commit), commit_id(commit.h)
        return told

    return feed(stage, bend)


def _blobs(stage: Stage, change: Change) -> Tell:
    def tell(request: httpx2.Request, honest: Honest) -> httpx2.Response:
        response = honest()
        if (
            "/blobs/" not in request.url.path
            or response.headers["content-type"] != OBJECT
            or response.status_code >= 300
        ):
            return response
        return reply(encode(change(decode(response.read(), BlobState, 1 << 20))), OBJECT)

    return tell


def _pushes(stage: Stage, change: Change) -> Tell:
    def bend(said: PushAnswer) -> PushAnswer:
        said = change(said)
        receipts = [_receipt(stage, data, change) for data in said.receipts]
        return replace(said, commits=[change(each) for each in said.commits], receipts=receipts)

    return message("/push", PushAnswer, bend)


def _receipt(stage: Stage, data: bytes, change: Change) -> bytes:
    said = decode(decode(data, Signed, 1 << 20).o, Receipt, 1 << 20)
    made = change(said)
    return data if made == said else bytes(stage.service.key.sign("receipt", encode(made)))


def _each(type_: FrameType, bend: Callable[[bytes], bytes]) -> Callable[[Frames], Frames]:
    def change(found: Frames) -> Frames:
        return [(kind, bend(payload) if kind == type_ else payload) for kind, payload in found]

    return change


_LIARS: dict[type[msgspec.Struct], Callable[[Stage, Change], Tell]] = {
    SyncAnswer: _sync,
    EspaceState: _state,
    Checkpoint: _checkpoints,
    Signed: _signed,
    RegistryEntry: _entries,
    Signature: _entries,
    EpochAct: _entries,
    DeviceAdd: _entries,
    DeviceCert: _entries,
    GrantFor: _grants,
    KeySlot: _slots,
    Marker: _markers,
    PageEnd: _ends,
    Commit: _commits,
    Header: _commits,
    Entry: _commits,
    BlobState: _blobs,
    PushAnswer: _pushes,
    CommitAnswer: _pushes,
    Receipt: _pushes,
}
