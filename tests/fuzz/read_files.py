"""How a reader of what people type, and of files that they give, is played."""

import io
import json
import struct
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

from mvl_desktop.crypto import recovery, words
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.kinds import kinds
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.ports.store import StoreError
from mvl_desktop.protocol.copies import CopyWriter, read_copy
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.escrows import read_payload, wrap_payload
from mvl_desktop.protocol.wire import FrameType, read_frames
from mvl_desktop.services.custodian_sheets import read_card, write_card
from mvl_desktop.services.metadata import is_picture, without_metadata
from mvl_desktop.services.pieces import _safe
from mvl_desktop.store import backup_file
from tests.fixtures.vectors import raw
from tests.fuzz.seeds import frame_seeds
from tests.fuzz.world import RESOURCES, good
from ui.filenames import safe_name


def typed(read: Callable[[str], object], data: bytes) -> None:
    """A text that somebody types or that a file holds."""
    read(data.decode("utf-8", "replace"))


def recovery_code(text: str) -> None:
    """A recovery code: what is read is written in one form, which reads the same."""
    secret = recovery.read_code(text)
    assert recovery.read_code(recovery.write_code(secret)) == secret


def file_name(text: str) -> None:
    """The name of an attachment: kept, then proposed for a file."""
    for name in (text, _safe(text)):
        proposed = safe_name(name)
        assert proposed
        assert len(proposed.encode()) <= 120
        assert not set(proposed) & set('/\\:*?"<>|\0\r\n')
        assert proposed == proposed.strip(" ").rstrip(".")
        assert proposed.partition(".")[0].strip().lower() not in ("con", "prn", "aux", "nul", "com1", "lpt9")
        assert Path(proposed).name == proposed


def custodian_words(text: str) -> None:
    """The words of a sheet: what is read is written in one form, which reads the same."""
    seed = words.read(text)
    assert words.read(" ".join(words.write(seed))) == seed


def custodian_card(data: bytes) -> None:
    """The public file of a custodian: a key that seals."""
    path = _scratch()
    path.write_bytes(data)
    card = read_card(path, _suite())
    assert read_card(_written(path, write_card(card)), _suite()) == card


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@cache
def _suite() -> Suite1:
    return Suite1((RESOURCES / "dictionaries" / "suite1.zdict").read_bytes())


def copy(data: bytes) -> None:
    """A copy of an espace: its frames, then written again."""
    frames = list(read_copy(io.BytesIO(data).read))
    assert b"".join(CopyWriter().pieces(frames)) == data


def copies() -> tuple[bytes, ...]:
    held = {FrameType.REGISTRY, FrameType.ESCROW, FrameType.KEYSLOT, FrameType.BODY, FrameType.COMMIT}
    return (b"".join(CopyWriter().pieces(each for each in read_frames(frame_seeds()[0]) if each[0] in held)),)


def wrap(data: bytes) -> None:
    """A grant or an escrow, told by its fields."""
    found = read_payload(data)
    assert wrap_payload(msgspec.msgpack.decode(data)[0], found) == data


def picture(data: bytes) -> None:
    """A picture cleaned of its metadata: a second time changes nothing more."""
    if not is_picture(data):
        return
    clean = without_metadata(data)
    assert without_metadata(clean) == clean


def pictures() -> tuple[bytes, ...]:
    from tests.security import pictures as made

    return (made.talkative_jpeg(6), made.talkative_png(), made.talkative_webp(), made.plain("JPEG"))


def backup(data: bytes) -> None:
    """The end of a backup file."""
    path = _scratch()
    tail = struct.pack(">I", len(data) & 0xFFFFFFFF) + backup_file.MAGIC
    for content in (bytes(4096) + data + tail, bytes(4096) + data):
        path.write_bytes(content)
        try:
            found = backup_file.read(path)
            assert encode(found.head) == data
        except StoreError:
            continue


@cache
def _scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="mvl-fuzz-")) / "file"


def backup_seeds() -> tuple[bytes, ...]:
    header = raw(good("local-header")["bytes"])
    return (encode(backup_file.BackupHeader(1, 1, bytes(16), 1_790_000_000_000, 4096, header, bytes(32))),)


def document(data: bytes) -> None:
    """A JSON document given to the commands, as a record of each kind."""
    try:
        given = json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return
    if not isinstance(given, dict):
        return
    for kind in kinds():
        ids = iter(range(1 << 20))
        try:
            flat = flatten(kind, given, {}, lambda ids=ids: f"{next(ids):016x}")  # type: ignore[misc]
        except DomainError:
            continue
        assert flatten(kind, nest(kind, flat), flat, lambda: "f" * 16) == {}


def documents() -> tuple[bytes, ...]:
    from tests.unit.domain.test_vectors import VECTORS

    return tuple(json.dumps(json.loads(path.read_bytes())["champs"]).encode() for path in VECTORS)
