"""Use cases on attachments: join a file to a record, give it back. Contents stream; nothing lies in clear on disk."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten
from mvl_desktop.domain.text import clean_line
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.store import BlobInfo, RecordView, UnitOfWork
from mvl_desktop.protocol.hashes import blob_id
from mvl_desktop.protocol.objects import BLOB_LIMIT, BlobRef
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

MIMES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".eml": "message/rfc822",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".json": "application/json",
}
_DEFAULT = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Piece:
    """An attachment of a record, as people see it."""

    id: str
    nom: str = field(repr=False)
    type_mime: str
    taille: int
    empreinte: str
    origine: str
    ajoutee_le: str
    presente: bool


def join_piece(ports: Ports, id_: str, name: str, size: int, content: Iterable[bytes], *, origine: str = "") -> str:
    """Seal a file and tie it to a record; return the piece's id.

    Raises RefusError: fiche_inconnue, piece_trop_grande, piece_vide, piece_tronquee, pieces_impossibles.
    """
    if size > BLOB_LIMIT:
        raise RefusError("piece_trop_grande")
    if size == 0:
        raise RefusError("piece_vide")
    with ports.store.work() as uow:
        view = existing(uow, id_)
        if required(view.kind).champ("pieces") is None:
            raise RefusError("pieces_impossibles")
        ref = _seal(uow, ports, view, name, size, content)
        piece = ports.crypto.random(8).hex()
        described = {
            "id": piece,
            "nom": ref.name,
            "type_mime": ref.mime,
            "taille": size,
            "empreinte": ref.id.hex(),
            "origine": origine,
            "ajoutee_le": ports.clock.now().date().isoformat(),
        }
        flat = shown(view.state)
        changes = {
            key: value
            for key, value in flatten(view.kind, {"pieces": [described]}, {}, lambda: piece).items()
            if key not in flat
        }
        write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads, [ref])
        uow.commit()
    ports.journal.note("piece_jointe", view.rec)
    return piece


def pieces_of(uow: UnitOfWork, view: RecordView) -> list[Piece]:
    """Return the attachments of a record, those whose content is still on its way included."""
    flat = shown(view.state)
    ids = sorted({key.split("/")[1] for key in flat if key.startswith("pieces/") and key.count("/") == 2})
    found = []
    for id_ in ids:
        value = {name: flat.get(f"pieces/{id_}/{name}") for name in _NAMES}
        info = _info(uow, value["empreinte"])
        found.append(
            Piece(
                id=id_,
                nom=str(value["nom"] or ""),
                type_mime=str(value["type_mime"] or _DEFAULT),
                taille=value["taille"] if isinstance(value["taille"], int) else 0,
                empreinte=str(value["empreinte"] or ""),
                origine=str(value["origine"] or ""),
                ajoutee_le=str(value["ajoutee_le"] or ""),
                presente=info is not None and info.complete,
            )
        )
    return found


def list_pieces(ports: Ports, id_: str) -> list[Piece]:
    """Return the attachments of a record. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        return pieces_of(uow, existing(uow, id_))


def detach_piece(ports: Ports, id_: str, piece: str) -> None:
    """Take an attachment off a record; its content stays for who reads the history. Twice is once.

    Raises RefusError: fiche_inconnue, piece_introuvable.
    """
    with ports.store.work() as uow:
        view = existing(uow, id_)
        if piece not in [each.id for each in pieces_of(uow, view)]:
            raise RefusError("piece_introuvable")
        write_revision(uow, ports, view.espace, view.rec, view.kind, {f"pieces/{piece}": None}, view.state.heads)
        uow.commit()
    ports.journal.note("piece_retiree", view.rec)


def piece_content(ports: Ports, id_: str, piece: str, limit: int) -> bytes | None:
    """Return what an attachment holds, whole; None when it is longer than `limit`, or not here yet.

    Raises RefusError: fiche_inconnue, piece_introuvable, piece_endommagee.
    """
    with ports.store.read() as uow:
        view = existing(uow, id_)
        known = next((each for each in pieces_of(uow, view) if each.id == piece), None)
    if known is None:
        raise RefusError("piece_introuvable")
    if not known.presente or known.taille > limit:
        return None
    content = b"".join(extract_piece(ports, id_, piece))
    return content if len(content) <= limit else None


def extract_piece(ports: Ports, id_: str, piece: str) -> Iterator[bytes]:
    """Give an attachment's content, chunk by chunk; its seal is verified before the first one is given back.

    Raises RefusError: fiche_inconnue, piece_introuvable, piece_absente, piece_endommagee.
    """
    with ports.store.read() as uow:
        view = existing(uow, id_)
        known = next((each for each in pieces_of(uow, view) if piece in (each.id, each.empreinte)), None)
        if known is None:
            raise RefusError("piece_introuvable")
        info = _info(uow, known.empreinte)
        if info is None or not info.complete:
            raise RefusError("piece_absente")
    ports.journal.note("piece_extraite", view.rec)
    opened = _open(ports, info)
    try:
        first = next(opened, b"")
    except CryptoError as error:
        raise RefusError("piece_endommagee") from error
    return chain([first], _guarded(opened))


_NAMES = ("nom", "type_mime", "taille", "empreinte", "origine", "ajoutee_le")


def _seal(uow: UnitOfWork, ports: Ports, view: RecordView, name: str, size: int, content: Iterable[bytes]) -> BlobRef:
    """Seal into parts; the identifier is known at the end, so parts wait under a provisional one."""
    key = ports.crypto.random(32)
    state = hashlib.sha256()
    parts = []
    try:
        for part in ports.crypto.seal_blob(key, _exactly(content, size), size):
            state.update(part)
            parts.append(part)
    except EOFError as error:
        raise RefusError("piece_tronquee") from error
    safe = clean_line(name, "nom")[:200] or "piece"
    mime = MIMES.get("." + safe.rpartition(".")[2].lower(), _DEFAULT)
    ref = BlobRef(blob_id(state.digest()), key, size, mime, safe)
    uow.blobs.add(view.espace, view.rec, ref)
    for index, part in enumerate(parts):
        uow.blobs.put_part(ref.id, index, part)
    if not uow.blobs.finish(ref.id):
        raise RefusError("piece_endommagee")
    return ref


def _exactly(content: Iterable[bytes], size: int) -> Iterator[bytes]:
    seen = 0
    for chunk in content:
        seen += len(chunk)
        if seen > size:
            raise EOFError
        yield chunk
    if seen != size:
        raise EOFError


def _info(uow: UnitOfWork, empreinte: object) -> BlobInfo | None:
    if not isinstance(empreinte, str) or len(empreinte) != 64:
        return None
    try:
        return uow.blobs.get(bytes.fromhex(empreinte))
    except ValueError:
        return None


def _open(ports: Ports, info: BlobInfo) -> Iterator[bytes]:
    with ports.store.read() as uow:
        remaining = info.ref.size
        for chunk in ports.crypto.open_blob(info.ref.key, uow.blobs.parts(info.ref.id)):
            kept = chunk[:remaining]
            remaining -= len(kept)
            if kept:
                yield kept


def _guarded(opened: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from opened
    except CryptoError as error:
        raise RefusError("piece_endommagee") from error
