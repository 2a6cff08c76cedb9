"""Use cases on the text of attachments: read what nobody read yet, and the text of one document that somebody gives.

A file is read by a process of its own (ports.texts), never by this one. What it says is kept in the encrypted store,
searched with the rest, and sent nowhere.
"""

import threading
import unicodedata
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.store import StoreError, TextCounts
from mvl_desktop.ports.texts import READER_VERSION, REASONS, FileText, ReadingStoppedError, TextReader
from mvl_desktop.services.pieces import content_of, pieces_of
from mvl_desktop.services.records import existing
from mvl_desktop.services.refusals import RefusError

SOURCE_MAX = 64 << 20
_AT_ONCE = 50
_SILENT = ("format",)
"""Nothing to say of an attachment that is no text: a photo, a recording."""

Progress = Callable[[TextCounts], None]


@dataclass(frozen=True, slots=True)
class PieceReading:
    """What is known of the text of an attachment. `etat`: `lu`, `partiel`, `a_lire`, `refuse` or `sans_objet`.

    `motif`: the code of the sentence that says why it was not read.
    """

    etat: str
    motif: str = ""


def read_document(reader: TextReader, content: bytes, name: str) -> FileText:
    """Return the paragraphs of a document that somebody gives: in order, bounded, and whether some were left out.

    Raises RefusError: texte_format, texte_protege, texte_illisible, texte_piege, texte_trop_grand, texte_trop_long,
    texte_trop_lourd, texte_vide.
    """
    try:
        found = reader.read(name, content)
    except ReadingStoppedError:
        raise RefusError("annule") from None
    if found.reason:
        raise RefusError(REASONS[found.reason])
    return found


def readings(ports: Ports, id_: str) -> dict[str, PieceReading]:
    """Return what is known of the text of a record's attachments, by attachment. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        pieces = pieces_of(uow, existing(uow, id_))
        blobs = {piece.id: bytes.fromhex(piece.empreinte) for piece in pieces if piece.presente}
        states = uow.piece_texts.states(blobs.values())
    found = {}
    for piece, blob in blobs.items():
        state = states.get(blob)
        if state is None:
            found[piece] = PieceReading("a_lire")
        elif state.reason in _SILENT:
            found[piece] = PieceReading("sans_objet")
        elif state.reason:
            found[piece] = PieceReading("refuse", REASONS.get(state.reason, REASONS["illisible"]))
        else:
            found[piece] = PieceReading("partiel" if state.cut else "lu")
    return found


def found_in_pieces(ports: Ports, text: str, numbers: Collection[int]) -> dict[int, str]:
    """Return, among the lines of a list, those that only the text of an attachment holds, and the file's name."""
    if not text.strip():
        return {}
    with ports.store.read() as uow:
        return uow.records.found_in_pieces(text, numbers)


def text_counts(ports: Ports) -> TextCounts:
    """Return how many attachments were read, gave no text, and are still to be read."""
    with ports.store.read() as uow:
        return uow.piece_texts.counts(READER_VERSION)


def read_due(
    ports: Ports,
    reader: TextReader,
    *,
    progress: Progress = lambda _counts: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TextCounts:
    """Read every attachment that nobody read yet, one after the other; stopped or killed, it goes on where it was."""
    tried: set[bytes] = set()
    while not cancelled():
        with ports.store.read() as uow:
            due = [blob for blob in uow.piece_texts.due(READER_VERSION, len(tried) + _AT_ONCE) if blob not in tried]
        if not due:
            break
        for blob in due:
            if cancelled():
                break
            tried.add(blob)
            try:
                read_one(ports, reader, blob)
            except ReadingStoppedError:
                return text_counts(ports)
            progress(text_counts(ports))
    return text_counts(ports)


def read_one(ports: Ports, reader: TextReader, blob: bytes) -> None:
    """Read one attachment and keep what came of it; nothing is held open while it is read. ReadingStoppedError."""
    with ports.store.read() as uow:
        info = uow.blobs.get(blob)
        if info is None or not info.complete:
            return
        try:
            content = b"".join(content_of(uow, ports, info)) if info.ref.size <= SOURCE_MAX else None
        except CryptoError:
            content = b""
    found = FileText(reason="trop_grand") if content is None else reader.read(info.ref.name, content)
    with ports.store.work() as uow:
        text = unicodedata.normalize("NFC", "\n".join(found.blocks))
        uow.piece_texts.keep(blob, READER_VERSION, found.reason, text, cut=found.cut)
        uow.commit()


class TextDuty:
    """Reads in the background what is due, one attachment at a time: other work passes between two of them."""

    def __init__(self, ports: Ports, reader: TextReader) -> None:
        """Start nothing yet."""
        self._ports, self.reader = ports, reader
        self._lock = threading.Lock()
        self._busy = self._again = self._stopped = False

    def wake(self) -> None:
        """See what is due, soon; asked again while it reads, it looks once more at the end."""
        with self._lock:
            if self._stopped:
                return
            if self._busy:
                self._again = True
                return
            self._busy = True
        self._ports.executor.submit(self._one)

    def stop(self) -> None:
        """Read nothing more; the file under way will be read another time."""
        with self._lock:
            self._stopped = True
        self.reader.stop()

    def _one(self) -> None:
        more = False
        with suppress(StoreError, ReadingStoppedError):
            more = self._read_next()
        with self._lock:
            more = (more or self._again) and not self._stopped
            self._busy, self._again = more, False
        if more:
            with suppress(RuntimeError):  # everything is being put away
                self._ports.executor.submit(self._one)

    def _read_next(self) -> bool:
        """Read one attachment; whether there was one."""
        with self._ports.store.read() as uow:
            due = uow.piece_texts.due(READER_VERSION, 1)
        for blob in due:
            read_one(self._ports, self.reader, blob)
        return bool(due)
