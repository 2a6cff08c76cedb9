"""One target for each thing that reads bytes or text from elsewhere: what it reads, and the only ways it may refuse.

Anything else than a documented refusal is a finding: another error, a value that is not written back as it was read,
a registry changed by an entry that it refused. Time and memory are bounded by whoever plays them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from mvl_central.acks import _said
from mvl_central.errors import RequestRefusedError
from mvl_central.push import read_push
from mvl_central.service import read_id
from mvl_desktop.crypto import words
from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.references import Reference, read_reference
from mvl_desktop.exchange.carriers.address import check_address
from mvl_desktop.exchange.lot_errors import LotHostileError
from mvl_desktop.exchange.word_step import read_ack
from mvl_desktop.ports.carrier import CarrierError
from mvl_desktop.ports.crypto import CryptoError, WordsError
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol import wire
from mvl_desktop.protocol.encoding import Object, ProtocolError
from mvl_desktop.protocol.registry import RegistryRefusedError
from mvl_desktop.readers.frames import BrokenAnswerError
from mvl_desktop.services.custodian_sheets import Card, write_card
from mvl_desktop.services.refusals import RefusError
from tests.fixtures.vectors import raw, vectors
from tests.fuzz.read_files import (
    backup,
    backup_seeds,
    copies,
    copy,
    custodian_card,
    custodian_words,
    document,
    documents,
    file_name,
    picture,
    pictures,
    recovery_code,
    typed,
    wrap,
)
from tests.fuzz.read_objects import (
    act,
    binary,
    commit,
    enrol_answer,
    enrol_request,
    entry,
    genesis,
    http_request,
    http_seeds,
    page,
    refusal,
    revision,
    signed,
    strict,
)
from tests.fuzz.read_pieces import piece, piece_answer, piece_answers, pieces
from tests.fuzz.read_sealed import (
    blob,
    blob_clear,
    header_file,
    keyslot,
    lot_frames,
    lot_head,
    lot_pages,
    padded,
    segment,
    segment_lines,
    wrapped,
)
from tests.fuzz.seeds import (
    ENTRIES,
    _kem,
    bytes_of,
    clear_lots,
    enrol_answers,
    enrol_requests,
    frame_seeds,
    line_seeds,
    of_vectors,
    padded_seeds,
    segment_seeds,
    signed_seeds,
)
from tests.fuzz.world import published

Sort = Literal["object", "frames", "bytes", "text"]


@dataclass(frozen=True)
class Target:
    """Something that reads, what it may raise, what to begin with, and how its input is spoilt."""

    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...]
    seeds: Callable[[], tuple[bytes, ...]]
    sort: Sort = "object"

    def play(self, data: bytes) -> None:
        """Read; a documented refusal is as good as a value."""
        try:
            self.read(data)
        except self.refusals:
            return


def _plain() -> Iterator[tuple[str, Target]]:
    """Every other object and message: read, and written back."""
    apart = {"Commit", "Revision", "Header", "KeySlot", "RegistryEntry", "EnrolRequest", "EnrolAnswer", "Object", "Act"}
    for module in (o, wire):
        for name, type_ in vars(module).items():
            if isinstance(type_, type) and issubclass(type_, Object) and type_ is not Object:
                if name in apart or issubclass(type_, o.Act) or name in ("Marker", "PageEnd", "BlobPart"):
                    continue
                yield name, Target(partial(strict, type_, 4 << 20), (ProtocolError,), partial(of_vectors, name))


def _acts() -> Iterator[tuple[str, Target]]:
    for name, type_ in vars(o).items():
        if isinstance(type_, type) and issubclass(type_, o.Act) and type_ not in (o.Act, o.Genesis):
            yield f"act-{name}", Target(partial(act, type_), (ProtocolError,), partial(published, name))


TARGETS: dict[str, Target] = {
    "commit": Target(commit, (ProtocolError,), lambda: tuple(raw(c["commit"]) for c in vectors("chains")["commits"])),
    "header": Target(lambda data: o.read_header(data), (ProtocolError,), partial(published, "Header")),
    "revision": Target(revision, (ProtocolError,), partial(published, "Revision")),
    "body": Target(padded, (CryptoError,), padded_seeds, "bytes"),
    "keyslot": Target(keyslot, (ProtocolError, CryptoError), lambda: published("KeySlot") + bytes_of("keyslot")),
    "act-Genesis": Target(genesis, (ProtocolError,), partial(published, "Genesis")),
    "entry": Target(
        entry,
        (RegistryRefusedError,),
        lambda: ENTRIES[1:] + published("RegistryEntry"),
    ),
    **dict(_acts()),
    "grant": Target(wrapped, (CryptoError,), partial(bytes_of, "grant"), "bytes"),
    "checkpoint": Target(partial(signed, o.Checkpoint), (ProtocolError,), partial(signed_seeds, "Checkpoint")),
    "receipt": Target(partial(signed, o.Receipt), (ProtocolError,), partial(signed_seeds, "Receipt")),
    "manifest": Target(partial(signed, o.LotManifest), (ProtocolError,), partial(signed_seeds, "LotManifest")),
    "ack": Target(read_ack, (ProtocolError,), lambda: published("EraseAck") + published("EpochDestroyed")),
    "ack-at-the-service": Target(_said, (ProtocolError,), lambda: published("EraseAck") + published("EpochDestroyed")),
    "segment": Target(segment, (ProtocolError, CryptoError), segment_seeds),
    "segment-lines": Target(segment_lines, (CryptoError,), line_seeds),
    "blob": Target(blob, (CryptoError,), partial(bytes_of, "blob"), "bytes"),
    "blob-clear": Target(blob_clear, (CryptoError,), lambda: (b"abc\x80" + bytes(252), b"\x80" + bytes(255)), "bytes"),
    "lot-head": Target(lot_head, (ProtocolError,), partial(bytes_of, "lot"), "bytes"),
    "lot-frames": Target(lot_frames, (ProtocolError,), clear_lots, "frames"),
    "lot-pages": Target(lot_pages, (ProtocolError, LotHostileError), frame_seeds, "frames"),
    "local-header": Target(header_file, (CryptoError,), lambda: tuple(data[:-32] for data in bytes_of("local-header"))),
    "enrol-request": Target(enrol_request, (ProtocolError,), enrol_requests),
    "enrol-answer": Target(enrol_answer, (ProtocolError,), enrol_answers),
    "page": Target(page, (ProtocolError,), frame_seeds, "frames"),
    "push": Target(read_push, (RequestRefusedError,), frame_seeds, "frames"),
    "binary-frames": Target(
        binary, (), lambda: tuple(raw(each["bytes"])[5:] for each in vectors("messages")["frames"]), "bytes"
    ),
    "refusal": Target(refusal, (CarrierError,), partial(of_vectors, "Refusal")),
    "http-request": Target(http_request, (ProtocolError,), http_seeds, "text"),
    "identifier": Target(
        partial(typed, lambda text: read_id(text, 16)), (RequestRefusedError,), lambda: (b"0" * 32, b"ab" * 16), "text"
    ),
    "address": Target(
        partial(typed, check_address),
        (CarrierError,),
        lambda: (b"https://service.example:8443", b"http://[::1]"),
        "text",
    ),
    "recovery-code": Target(
        partial(typed, recovery_code),
        (CryptoError,),
        lambda: tuple(each["text"].encode() for each in vectors("recovery_codes")),
        "text",
    ),
    "custodian-words": Target(
        partial(typed, custodian_words), (WordsError,), lambda: (" ".join(words.write(bytes(32))).encode(),), "text"
    ),
    "custodian-card": Target(
        custodian_card, (RefusError,), lambda: (write_card(Card("Exemple fictif", _kem())),), "text"
    ),
    "copy": Target(copy, (ProtocolError,), copies, "bytes"),
    "wrap": Target(wrap, (ProtocolError,), lambda: published("GrantFor") + published("EscrowFor")),
    "reference": Target(
        partial(typed, lambda text: (read_reference(text), Reference.parse(text))),
        (DomainError,),
        lambda: (b"93-2026-K7-12", b"ref:" + b"0" * 32 + b":" + b"1" * 32),
        "text",
    ),
    "file-name": Target(
        partial(typed, file_name),
        (DomainError,),
        lambda: (b"photo.jpg", "l’été\u202egpj.exe".encode(), b"../CON.txt"),
        "text",
    ),
    "picture": Target(picture, (RefusError,), pictures, "bytes"),
    "backup": Target(backup, (), backup_seeds),
    "document": Target(document, (), documents, "text"),
    "piece-text": Target(piece, (), pieces, "bytes"),
    "piece-answer": Target(piece_answer, (BrokenAnswerError,), piece_answers, "bytes"),
    **dict(_plain()),
}
"""Every target by name."""
