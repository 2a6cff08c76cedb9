"""The text of attachments, found with the rest: what was read of each, its index, and which record names it.

Which record names which attachment is a projection. What was read is kept beside it, as long as a record names the
attachment and its content lies here: reading a file anew costs a process. The index follows it by itself.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from mvl_desktop.ports.store import TextCounts, TextState
from mvl_desktop.store.context import Context
from mvl_desktop.store.searching import words_of
from mvl_desktop.store.sql import Row, Sql, shape

NAMES: Final = ("piece_word", "piece_search", "piece")
_PIECE: Final = (
    "CREATE TABLE piece(record INTEGER NOT NULL, blob BLOB NOT NULL, name TEXT NOT NULL, PRIMARY KEY(record, blob))"
    " WITHOUT ROWID"
)
_READ: Final = (
    "CREATE TABLE IF NOT EXISTS piece_text(blob INTEGER PRIMARY KEY REFERENCES blob ON DELETE CASCADE, version INTEGER"
    " NOT NULL, reason TEXT NOT NULL, cut INTEGER NOT NULL, text TEXT NOT NULL)"
)
_SEARCH: Final = (
    "CREATE VIRTUAL TABLE piece_search USING fts5(text, content='piece_text', content_rowid='blob',"
    " tokenize='unicode61 remove_diacritics 2', prefix='2 3 4', detail=none)"
)
# Whatever takes a content away takes its words away: an erasure, a repair, an older program.
_GONE: Final = (
    "CREATE TRIGGER IF NOT EXISTS piece_text_gone AFTER DELETE ON piece_text BEGIN"
    " INSERT INTO piece_search(piece_search, rowid, text) VALUES('delete', old.blob, old.text); END"
)
_COME: Final = (
    "CREATE TRIGGER IF NOT EXISTS piece_text_come AFTER INSERT ON piece_text BEGIN"
    " INSERT INTO piece_search(rowid, text) VALUES(new.blob, new.text); END"
)
TABLES: Final = (
    _PIECE,
    _READ,
    _SEARCH,
    "CREATE VIRTUAL TABLE piece_word USING fts5vocab(piece_search, instance)",
    "INSERT INTO piece_search(piece_search, rank) VALUES('secure-delete', 1)",
    _GONE,
    _COME,
    "INSERT INTO piece_search(piece_search) VALUES('rebuild')",
)
HITS_MAX: Final = 1000
"""Attachments that one search looks at, the newest first."""

_NAME: Final = "INSERT OR REPLACE INTO piece(record, blob, name) VALUES(?, ?, ?)"
_FORGET: Final = "DELETE FROM piece WHERE record IN (?*)"
_UNNAMED: Final = (
    "DELETE FROM piece_text WHERE blob IN (SELECT b.id FROM blob b WHERE b.record IN (?*) AND NOT EXISTS("
    "SELECT 1 FROM piece p WHERE p.record = b.record AND p.blob = b.blob))"
)
_THERE: Final = "piece p JOIN blob b ON b.blob = p.blob AND b.record = p.record AND b.complete"
_DUE: Final = shape(
    "SELECT b.blob FROM $there LEFT JOIN piece_text t ON t.blob = b.id AND t.version >= ? WHERE t.blob IS NULL"
    " ORDER BY b.id DESC LIMIT ?",
    there=_THERE,
)
_COUNTS: Final = shape(
    "SELECT count(*), ifnull(sum(t.reason = ''), 0), count(t.blob) FROM $there"
    " LEFT JOIN piece_text t ON t.blob = b.id AND t.version >= ?",
    there=_THERE,
)
_DROP: Final = "DELETE FROM piece_text WHERE blob = (SELECT id FROM blob WHERE blob = ?)"
_KEEP: Final = shape(
    "INSERT INTO piece_text(blob, version, reason, cut, text) SELECT b.id, ?, ?, ?, ? FROM $there WHERE b.blob = ?",
    there=_THERE,
)
_STATES: Final = "SELECT b.blob, t.reason, t.cut FROM piece_text t JOIN blob b ON b.id = t.blob WHERE b.blob IN (?*)"
_HITS: Final = (
    "SELECT b.record, b.id, p.name FROM piece_search s CROSS JOIN blob b ON b.id = s.rowid"
    " CROSS JOIN piece p ON p.record = b.record AND p.blob = b.blob WHERE piece_search MATCH ?"
    " ORDER BY s.rowid DESC LIMIT ?"
)
_HITS_KIND: Final = (
    "SELECT b.record, b.id, p.name FROM piece_search s CROSS JOIN blob b ON b.id = s.rowid"
    " CROSS JOIN piece p ON p.record = b.record AND p.blob = b.blob CROSS JOIN record r ON r.id = b.record"
    " WHERE piece_search MATCH ? AND r.kind = ? ORDER BY s.rowid DESC LIMIT ?"
)
_ALONE: Final = "SELECT rowid FROM search WHERE search MATCH ? AND rowid IN (?*)"
PIECE_WORD: Final = "SELECT term FROM piece_word WHERE term >= ? LIMIT 1"
_TEXT: Final = "SELECT text FROM piece_text WHERE blob = ?"
MATCHED: Final = (
    "SELECT b.record AS id FROM piece_search s CROSS JOIN blob b ON b.id = s.rowid"
    " CROSS JOIN piece p ON p.record = b.record AND p.blob = b.blob WHERE piece_search MATCH ?"
)
ANY: Final = "SELECT 1 FROM piece_search WHERE piece_search MATCH ? LIMIT 1"

_AROUND: Final = 60
_VARIANTS: Final = {
    "a": "aàáâãäå",
    "c": "cç",
    "e": "eèéêë",
    "i": "iìíîï",
    "n": "nñ",
    "o": "oòóôõö",
    "u": "uùúûü",
    "y": "yýÿ",
}


def name(sql: Sql, named: Sequence[Row]) -> None:
    """Note which records name which attachments: (record, identifier of the content, name of the file)."""
    sql.many(_NAME, named)


def forget(sql: Sql, records: Sequence[int]) -> None:
    """Note that records name nothing any more, before they are read anew."""
    sql.run_within(_FORGET, records)


def forget_unnamed(sql: Sql, records: Sequence[int]) -> None:
    """Remove what was read of attachments that their record names no more."""
    sql.run_within(_UNNAMED, records)


def excerpt(text: str, words: Sequence[str]) -> str:
    """Return a few words around the first one that begins as one of these, whatever its accents."""
    flat = " ".join(text.split())
    found = _pattern(words).search(flat) if words else None
    at = found.start() if found else 0
    start, end = max(at - _AROUND, 0), min(at + _AROUND, len(flat))
    if start:
        start = flat.find(" ", start, at) + 1 or start
    if end < len(flat):
        end = flat.rfind(" ", at, end) if flat.rfind(" ", at, end) > at else end
    return ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    longer = [word for word in words if len(word) > 1] or list(words)
    said = ["".join(_letter(sign) for sign in word) for word in longer]
    return re.compile(r"(?<!\w)(?:" + "|".join(said) + ")", re.IGNORECASE)


def _letter(sign: str) -> str:
    plain = next((key for key, held in _VARIANTS.items() if sign.lower() in held), "")
    return "[" + _VARIANTS[plain] + "]" if plain else re.escape(sign)


class SqlPieceTexts:
    """`PieceTexts` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._sql = ctx.sql

    def due(self, version: int, limit: int) -> list[bytes]:
        """Return the attachments that were not read by a reader of this version, the newest first."""
        return self._sql.column(_DUE, version, limit)

    def keep(self, blob: bytes, version: int, reason: str, text: str, *, cut: bool) -> None:
        """Keep what was read of an attachment, in the place of what was; nothing when no record names it."""
        self._sql.run(_DROP, blob)
        self._sql.run(_KEEP, version, reason, int(cut), text, blob)

    def states(self, blobs: Iterable[bytes]) -> dict[bytes, TextState]:
        """Return what came of the reading of attachments; those that nobody read yet are left out."""
        return {blob: TextState(reason, bool(cut)) for blob, reason, cut in self._sql.within(_STATES, blobs)}

    def counts(self, version: int) -> TextCounts:
        """Return how many attachments were read, gave no text, and are still to be read."""
        whole, read, done = self._sql.row(_COUNTS, version)
        return TextCounts(int(read), int(done) - int(read), int(whole) - int(done))


class PieceHits:
    """Finds words in what was read, for the search over everything."""

    def __init__(self, sql: Sql) -> None:
        """Work within a transaction."""
        self._sql = sql

    def records(self, match: str, kind: str | None) -> dict[int, tuple[int, str]]:
        """Return records found by an attachment: its number and its name, the newest attachment first."""
        wanted = (match, HITS_MAX) if kind is None else (match, kind, HITS_MAX)
        found: dict[int, tuple[int, str]] = {}
        for record, blob, named in self._sql.all(_HITS if kind is None else _HITS_KIND, *wanted):
            found.setdefault(record, (blob, named))
        return found

    def holding(self, match: str, records: Sequence[int]) -> set[int]:
        """Return which of these few records hold the words themselves."""
        return {record for (record,) in self._sql.within(_ALONE, records, match)}

    def excerpt(self, blob: int, text: str) -> str:
        """Return the words around the first that is looked for."""
        return excerpt(str(self._sql.value(_TEXT, blob) or ""), words_of(text))
