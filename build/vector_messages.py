"""One example of every message and binary frame of the HTTP API, and spoilt ones."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from mvl_desktop.protocol import wire as w
from mvl_desktop.protocol.encoding import Object, encode
from vector_objects import ESPACE, TS, meaning, some

MESSAGES: dict[str, Object] = {
    "Info": w.Info(w.API, (1, 1), some("service"), TS, w.REQUEST_LIMIT, False),
    "EspaceAsk": w.EspaceAsk(ESPACE, 7, some("regh"), 40, 12),
    "SyncAsk": w.SyncAsk(1, [w.EspaceAsk(ESPACE, 7, some("regh"), 40, 12)]),
    "EspaceState": w.EspaceState(ESPACE, "open", 7, 41, 12, 3, 0, some("checkpoint"), []),
    "SyncAnswer": w.SyncAnswer(1, [w.EspaceState(ESPACE, "revoked", 9, 0, 0, 0, 0, None, [some("entry")])]),
    "RegistryAnswer": w.RegistryAnswer(8, some("head"), 1),
    "CommitAnswer": w.CommitAnswer(some("commit"), "slots", "", 0, [some("kc")]),
    "PushAnswer": w.PushAnswer([w.CommitAnswer(some("commit"), "accepted", "", 0, [])], [some("receipt")], 3, 4),
    "BlobState": w.BlobState(some("blob"), 3 << 20, [0, 2], False),
    "EnrolPending": w.EnrolPending(some("iid", 16), some("request"), TS, False),
    "EnrolWaiting": w.EnrolWaiting([w.EnrolPending(some("iid", 16), some("request"), TS, True)]),
    "Done": w.Done(2),
    "Refusal": w.Refusal("registry", TS, 9, []),
}

FRAMES: dict[str, tuple[bytes, Callable[[bytes], Object]]] = {
    "Marker": (w.marker_frame(41, w.Numbered.LATE_BODY, some("commit")), w.read_marker),
    "PageEnd": (w.page_frame(41, True), w.read_page),
    "BlobPart": (
        w.frame(w.FrameType.BLOB_PART, w.blob_part_payload(some("blob"), (1 << 20) + 5, 1, b"bytes")),
        w.read_blob_part,
    ),
}


def messages() -> dict[str, Any]:
    """Every message and frame: bytes and meaning, or why it is refused."""
    valid = [
        {"message": name, "bytes": encode(value).hex(), "meaning": meaning(value)} for name, value in MESSAGES.items()
    ]
    frames = [
        {"frame": name, "type": data[4], "bytes": data.hex(), "meaning": meaning(read(data[5:]))}
        for name, (data, read) in FRAMES.items()
    ]
    refused = [{"message": name, "refused": why, "bytes": data.hex()} for name, why, data in _spoilt()]
    return {"valid": valid, "frames": frames, "refused": refused, "frames_refused": list(_spoilt_frames())}


def _spoilt() -> Iterator[tuple[str, str, bytes]]:
    for name, value in MESSAGES.items():
        good = encode(value)
        plain: list[Any] = msgspec.msgpack.decode(good)
        yield name, "a byte follows the message", good + b"\0"
        yield name, "the last byte is missing", good[:-1]
        yield name, "one field too many", encode([*plain, None])
        yield name, "one field too few", encode(plain[:-1])
    many = w.EspaceAsk(ESPACE, 7, some("regh"), 40, 12)
    yield "SyncAsk", "no espace", encode(w.SyncAsk(1, []))
    yield "SyncAsk", "65 espaces", encode(w.SyncAsk(1, [many] * 65))


def _spoilt_frames() -> Iterator[dict[str, str]]:
    marker, page, part = (FRAMES[name][0][5:] for name in ("Marker", "PageEnd", "BlobPart"))
    bad = {
        ("Marker", "a byte more"): marker + b"\0",
        ("Marker", "an unknown kind of number"): marker[:8] + b"\x09" + marker[9:],
        ("PageEnd", "more is neither yes nor no"): page[:-1] + b"\x02",
        ("PageEnd", "cut"): page[:-1],
        ("BlobPart", "a byte too many for its place"): part + b"\0",
        ("BlobPart", "a part that the blob has not"): part[:43] + b"\x02" + part[44:],
        ("BlobPart", "a blob above the limit"): part[:32] + (1 << 40).to_bytes(8, "big") + part[40:],
    }
    for (name, why), payload in bad.items():
        yield {"frame": name, "refused": why, "payload": payload.hex()}
