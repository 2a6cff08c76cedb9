"""Use cases on attachments: join a file to a record, give it back. Contents stream; nothing lies in clear on disk."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.text import clean_line
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.store import BlobInfo, RecordView, UnitOfWork
from mvl_desktop.protocol.hashes import blob_id
from mvl_desktop.protocol.objects import BLOB_LIMIT, BlobRef
from mvl_desktop.services.metadata import cleaned
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
_UNSEEN = ("Cc", "Cf", "Co", "Cs")
DESCRIBED = ("genre", "origine", "description")
"""What a person says of an attachment, once it is there."""
NAME_MAX = 200
_SUFFIX_MAX = 10


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
    genre: str = ""
    description: str = field(default="", repr=False)


def join_piece(
    ports: Ports,
    id_: str,
    name: str,
    size: int,
    content: Iterable[bytes],
    *,
    origine: str = "",
    original: bool = False,
) -> str:
    """Seal a file and tie it to a record; return the piece's id.

    A picture loses its metadata (position, device, dates) unless the `original` is asked for: it may be evidence.
    Raises RefusError: fiche_inconnue, piece_trop_grande, piece_vide, piece_tronquee, pieces_impossibles,
    piece_deja_jointe, image_illisible.
    """
    if size > BLOB_LIMIT:
        raise RefusError("piece_trop_grande")
    if size == 0:
        raise RefusError("piece_vide")
    if not original:
        size, content = cleaned(size, content)
    with ports.store.work() as uow:
        view = existing(uow, id_)
        piece = join_in(uow, ports, view, name, size, content, origine=origine)
        uow.commit()
    ports.journal.note("piece_jointe", view.rec)
    return piece


def join_in(
    uow: UnitOfWork,
    ports: Ports,
    view: RecordView,
    name: str,
    size: int,
    content: Iterable[bytes],
    *,
    origine: str = "",
) -> str:
    """Seal a file as it is and tie it to a record, within a unit of work that is open; return the piece's id.

    Raises RefusError: pieces_impossibles, piece_tronquee, piece_deja_jointe.
    """
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
    held = nest(view.kind, flat).get("pieces")
    pieces = [*(held if isinstance(held, list) else []), described]
    changes = flatten(view.kind, {"pieces": pieces}, flat, lambda: piece)
    write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads, [ref])
    return piece


def pieces_of(uow: UnitOfWork, view: RecordView) -> list[Piece]:
    """Return the attachments of a record, those whose content is still on its way included."""
    held = nest(view.kind, shown(view.state)).get("pieces")
    found = []
    for value in held if isinstance(held, list) else []:
        info = _info(uow, value.get("empreinte"))
        size = value.get("taille")
        found.append(
            Piece(
                id=str(value["id"]),
                nom=str(value.get("nom") or ""),
                type_mime=str(value.get("type_mime") or _DEFAULT),
                taille=size if isinstance(size, int) else 0,
                empreinte=str(value.get("empreinte") or ""),
                origine=str(value.get("origine") or ""),
                ajoutee_le=str(value.get("ajoutee_le") or ""),
                presente=info is not None and info.complete,
                genre=str(value.get("genre") or ""),
                description=str(value.get("description") or ""),
            )
        )
    return found


def list_pieces(ports: Ports, id_: str) -> list[Piece]:
    """Return the attachments of a record. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
        found = pieces_of(uow, view)
    ports.journal.note("liste", view.rec, lignes=len(found))
    return found


def describe_piece(
    ports: Ports, id_: str, piece: str, said: Mapping[str, object], lists: CodeLists | None = None
) -> None:
    """Say what an attachment is: its `genre`, its `origine`, what it shows. What is not named stays as it is.

    Raises RefusError (fiche_inconnue, piece_introuvable), ChampInvalideError.
    """
    with ports.store.work() as uow:
        view = existing(uow, id_)
        flat = shown(view.state)
        held = nest(view.kind, flat).get("pieces")
        pieces = [dict(each) for each in held] if isinstance(held, list) else []
        if piece not in [each["id"] for each in pieces]:
            raise RefusError("piece_introuvable")
        told = {name: said[name] for name in DESCRIBED if name in said}
        described = [each | told if each["id"] == piece else each for each in pieces]
        changes = flatten(view.kind, {"pieces": described}, flat, lambda: piece, lists=lists)
        if changes:
            write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
            uow.commit()
    ports.journal.note("modification", view.rec)


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
        return None  # nothing was read
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


def extract_in(uow: UnitOfWork, ports: Ports, piece: Piece) -> Iterator[bytes]:
    """Give an attachment's content within a unit of work already open. RefusError: piece_absente, piece_endommagee."""
    info = _info(uow, piece.empreinte)
    if info is None or not info.complete:
        raise RefusError("piece_absente")
    return _guarded(_clear(uow, ports, info))


def content_of(uow: UnitOfWork, ports: Ports, info: BlobInfo) -> Iterator[bytes]:
    """Give the content of an attachment that lies here, for what the program does by itself. CryptoError."""
    return _clear(uow, ports, info)


def _seal(uow: UnitOfWork, ports: Ports, view: RecordView, name: str, size: int, content: Iterable[bytes]) -> BlobRef:
    """Seal and keep part after part, under a provisional identifier until the last one gives the true one.

    RefusError (piece_deja_jointe) when the record already has this content.
    """
    key, provisional = ports.crypto.random(32), ports.crypto.random(32)
    safe = _safe(name)
    mime = MIMES.get("." + safe.rpartition(".")[2].lower(), _DEFAULT)
    clear, sealed = hashlib.sha256(), hashlib.sha256()
    uow.blobs.add(view.espace, view.rec, BlobRef(provisional, key, size, mime, safe))
    try:
        for index, part in enumerate(ports.crypto.seal_blob(key, _read_through(content, size, clear.update), size)):
            sealed.update(part)
            uow.blobs.put_part(provisional, index, part)
    except EOFError as error:
        raise RefusError("piece_tronquee") from error
    ref = BlobRef(blob_id(sealed.digest()), key, size, mime, safe)
    uow.blobs.rename(provisional, ref)
    if not uow.blobs.finish(ref.id):
        raise RefusError("piece_endommagee")
    if any(_holds(uow, ports, piece, size, clear.digest()) for piece in pieces_of(uow, view)):
        raise RefusError("piece_deja_jointe")
    return ref


def _holds(uow: UnitOfWork, ports: Ports, piece: Piece, size: int, digest: bytes) -> bool:
    """Whether an attachment has this content: what is sealed twice has two identifiers, so its clear form is read."""
    info = _info(uow, piece.empreinte)
    if info is None or not info.complete or info.ref.size != size:
        return False
    state = hashlib.sha256()
    try:
        for chunk in _clear(uow, ports, info):
            state.update(chunk)
    except CryptoError:
        return False
    return state.digest() == digest


def _safe(name: str) -> str:
    """Return a name as it is kept: one line, no folder, no sign that cannot be seen or turns the reading round."""
    last = clean_line(name, "nom").replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in _UNSEEN)
    name = " ".join(seen.split()) or "piece"
    stem, dot, suffix = name.rpartition(".")
    tail = dot + suffix if stem and len(suffix) <= _SUFFIX_MAX else ""
    return name[: len(name) - len(tail)][: NAME_MAX - len(tail)] + tail


def _read_through(content: Iterable[bytes], size: int, hear: Callable[[bytes], None]) -> Iterator[bytes]:
    for chunk in _exactly(content, size):
        hear(chunk)
        yield chunk


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
        yield from _clear(uow, ports, info)


def _clear(uow: UnitOfWork, ports: Ports, info: BlobInfo) -> Iterator[bytes]:
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
