"""Attachments, sealed, one row a part: never whole in memory."""

import hashlib
from collections.abc import Iterable, Iterator

from mvl_desktop.ports.store import BlobInfo
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import blob_id
from mvl_desktop.protocol.objects import SMALL_LIMIT, BlobRef
from mvl_desktop.store.context import Context

_ADD = "INSERT INTO blob(blob, record, ref) VALUES(?, ?, ?) ON CONFLICT DO NOTHING"
_FIELDS = (
    "SELECT b.ref, e.espace, r.rec, b.complete FROM blob b JOIN record r ON r.id = b.record"
    " JOIN espace e ON e.id = r.espace"
)
_PUT = "INSERT OR REPLACE INTO blob_part(blob, part, sealed) SELECT id, ?, ? FROM blob WHERE blob = ? AND NOT complete"
_PARTS = "SELECT p.part FROM blob_part p JOIN blob b ON b.id = p.blob WHERE b.blob = ? ORDER BY p.part"
_PART = "SELECT p.sealed FROM blob_part p JOIN blob b ON b.id = p.blob WHERE b.blob = ? AND p.part = ?"
_DROP = "DELETE FROM blob_part WHERE blob = (SELECT id FROM blob WHERE blob = ?)"


class SqlBlobs:
    """`Blobs` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._ctx = ctx
        self._sql = ctx.sql

    def add(self, espace: bytes, rec: bytes, ref: BlobRef) -> None:
        """Know an attachment (its parts may come later); of an erased record, it is not kept."""
        record = self._ctx.record(espace, rec)
        if not self._sql.value("SELECT erased FROM record WHERE id = ?", record):
            self._sql.run(_ADD, ref.id, record, encode(ref))

    def get(self, blob: bytes) -> BlobInfo | None:
        """Return what is known of an attachment."""
        row = self._sql.row(_FIELDS + " WHERE b.blob = ?", blob)
        return None if row is None else _info(*row)

    def put_part(self, blob: bytes, index: int, data: bytes) -> None:
        """Keep one sealed part."""
        self._sql.run(_PUT, index, data, blob)

    def rename(self, blob: bytes, ref: BlobRef) -> None:
        """Give the attachment kept under a provisional identifier the one that its content has."""
        self._sql.run("UPDATE blob SET blob = ?, ref = ? WHERE blob = ?", ref.id, encode(ref), blob)

    def finish(self, blob: bytes) -> bool:
        """Check the whole against its identifier; False (and the parts are dropped) when it differs."""
        indexes = self.part_indexes(blob)
        state = hashlib.sha256()
        for part in self.parts(blob):
            state.update(part)
        if not indexes or indexes != list(range(len(indexes))) or blob_id(state.digest()) != blob:
            self._sql.run(_DROP, blob)
            return False
        self._sql.run("UPDATE blob SET complete = 1 WHERE blob = ?", blob)
        return True

    def parts(self, blob: bytes) -> Iterator[bytes]:
        """Give the sealed parts in order, one at a time."""
        for index in self.part_indexes(blob):
            yield self._sql.value(_PART, blob, index)

    def part_indexes(self, blob: bytes) -> list[int]:
        """Return which parts are there."""
        return self._sql.column(_PARTS, blob)

    def incomplete(self, espace: bytes) -> list[BlobInfo]:
        """Return the attachments named by a revision and not wholly there."""
        rows = self._sql.all(_FIELDS + " WHERE e.espace = ? AND NOT b.complete ORDER BY b.id", espace)
        return [_info(*row) for row in rows]

    def forget(self, blobs: Iterable[bytes]) -> None:
        """Remove attachments."""
        wanted = list(blobs)
        self._ctx.erasing = self._ctx.erasing or bool(wanted)
        self._sql.run_within("DELETE FROM blob WHERE blob IN (?*)", wanted)


def _info(ref: bytes, espace: bytes, rec: bytes, complete: int) -> BlobInfo:
    return BlobInfo(decode(ref, BlobRef, SMALL_LIMIT), espace, rec, bool(complete))
