"""What people read: records, lists, search, conflicts, and what has not left yet."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from mvl_desktop.ports.store import HITS_COUNTED, Hit, ListRow, Query, RecordView
from mvl_desktop.store.context import SENDING, Context
from mvl_desktop.store.filtering import SENT_FIELD, column_of, conditions
from mvl_desktop.store.projection import Projection
from mvl_desktop.store.projector import state_of
from mvl_desktop.store.reading import load
from mvl_desktop.store.searching import match_of
from mvl_desktop.store.sql import identifier, shape

CHANGED_FIELD: Final = "modifie"
WORDS_NAMED: Final = 40

_SEARCH: Final = (
    "SELECT e.espace, r.rec, r.kind, t.title, snippet(search, -1, '', '', '…', 12) FROM search"
    " JOIN record r ON r.id = search.rowid JOIN espace e ON e.id = r.espace JOIN search_text t ON t.id = search.rowid"
    " WHERE search MATCH ? ORDER BY search.rowid DESC LIMIT ?"
)
_SEARCH_KIND: Final = (
    "SELECT e.espace, r.rec, r.kind, t.title, snippet(search, -1, '', '', '…', 12) FROM search"
    " JOIN record r ON r.id = search.rowid JOIN espace e ON e.id = r.espace JOIN search_text t ON t.id = search.rowid"
    " WHERE search MATCH ? AND r.kind = ? ORDER BY search.rowid DESC LIMIT ?"
)
_COUNT: Final = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
_COUNT_KIND: Final = (
    "SELECT count(*) FROM (SELECT 1 FROM search JOIN record r ON r.id = search.rowid"
    " WHERE search MATCH ? AND r.kind = ? LIMIT ?)"
)
_WORD: Final = "SELECT term FROM search_word WHERE term >= ? LIMIT 1"
_CONFLICTS: Final = (
    "SELECT e.espace, r.rec, r.kind, f.key FROM conflict f JOIN record r ON r.id = f.record"
    " JOIN espace e ON e.id = r.espace ORDER BY f.record DESC, f.key"
)
_UNSENT: Final = (
    "SELECT rec, kind, sending, since_ms FROM record WHERE sending < 3 AND NOT erased ORDER BY since_ms, id"
)
_QUARANTINED: Final = (
    "SELECT count(*) FROM body b JOIN sealed_commit c ON c.id = b.id >> 9 WHERE b.record = ? AND c.quarantined"
)
_NUMBERS: Final = "SELECT id FROM record WHERE rec IN (?*)"
_ONLY: Final = "p.id IN (SELECT value FROM json_each(?))"
_MATCHING: Final = "p.id IN (SELECT rowid FROM search WHERE search MATCH ?)"
_FIND: Final = (
    "SELECT r.rec FROM record r JOIN search_text t ON t.id = r.id JOIN espace e ON e.id = r.espace"
    " WHERE r.kind = ?1 AND (?2 IS NULL OR e.espace = ?2) ORDER BY r.id"
)


class SqlRecords:
    """`Records` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._ctx = ctx
        self._sql = ctx.sql

    def get(self, rec: bytes) -> RecordView | None:
        """Return one record; None when nothing of it counts here."""
        wanted = "SELECT r.id, e.espace, r.sending FROM record r JOIN espace e ON e.id = r.espace WHERE r.rec = ?"
        row = self._sql.row(wanted, rec)
        past = load(self._ctx, [row[0]])[row[0]] if row else None
        if row is None or past is None or not past.known:
            return None
        kind = past.kind()
        state = state_of(self._ctx, past, kind)
        applied = [each for each in past.known if each.name not in state.held]
        if not applied:
            return None
        first = min(applied, key=lambda each: (bool(each.wire.parents), each.wire.hlc, each.name))
        return RecordView(
            espace=row[1],
            rec=rec,
            kind=kind,
            state=state,
            sending=SENDING[row[2]],
            created_ms=first.wire.hlc[0],
            updated_ms=max(each.wire.hlc[0] for each in applied),
            created_by=first.name[0],
            quarantined=int(self._sql.value(_QUARANTINED, row[0])),
        )

    def ids(self, query: Query) -> Sequence[int]:
        """Return the local ids that a query shows, in order."""
        made = self._made(query, "p.id")
        if made is None:
            return array("q")
        # One text of all the ids: the driver is slow at handing over a hundred thousand rows.
        statement = shape("SELECT '[' || group_concat(id) || ']' FROM ($made)", made=made[0])
        found = self._sql.value(statement, *made[1])
        return array("q", msgspec.json.decode(found, type=list[int])) if found else array("q")

    def count(self, query: Query) -> int:
        """Return how many records a query shows."""
        made = self._made(query, "count(*)")
        return int(self._sql.value(made[0], *made[1])) if made else 0

    def rows(self, kind: str, local_ids: Sequence[int]) -> list[ListRow | None]:
        """Return the lines of these local ids, in their order; None where one is gone."""
        projection = self._ctx.shared.projections.get(kind)
        if projection is None:
            return [None] * len(local_ids)
        lines: Mapping[int, ListRow] = {
            id_: ListRow(espace, rec, kind, SENDING[sending], updated, conflicts, projection.values(cells))
            for id_, espace, rec, sending, updated, conflicts, *cells in self._sql.within(projection.rows, local_ids)
        }
        return [lines.get(id_) for id_ in local_ids]

    def search(self, text: str, kind: str | None = None, limit: int = 50) -> tuple[int, list[Hit]]:
        """Search while typing: every word as a prefix, without accents, newest first. Returns (total, hits)."""
        match = match_of(text, self._beginning)
        if match is None:
            return 0, []
        if kind is None:
            rows = self._sql.all(_SEARCH, match, limit)
            total = len(rows) if len(rows) < limit else int(self._sql.value(_COUNT, match, HITS_COUNTED))
        else:
            rows = self._sql.all(_SEARCH_KIND, match, kind, limit)
            total = len(rows) if len(rows) < limit else int(self._sql.value(_COUNT_KIND, match, kind, HITS_COUNTED))
        return total, [Hit(*row) for row in rows]

    def conflicts(self) -> list[tuple[bytes, bytes, str, str]]:
        """Return (espace, rec, kind, key) of every field that somebody has to decide."""
        return [(row[0], row[1], row[2], row[3]) for row in self._sql.all(_CONFLICTS)]

    def unsent(self) -> list[tuple[bytes, str, str, int]]:
        """Return (rec, kind, sending state, since ms) of what has not been attested, oldest first."""
        return [(row[0], row[1] or "", SENDING[row[2]], row[3]) for row in self._sql.all(_UNSENT)]

    def find(self, kind: str, espace: bytes | None = None) -> list[bytes]:
        """Return the records of a kind, oldest first."""
        return self._sql.column(_FIND, kind, espace)

    def _made(self, query: Query, shown: str) -> tuple[str, list[object]] | None:
        """Return the statement of a query and its values; None when it can show nothing."""
        projection = self._ctx.shared.projections.get(query.kind)
        if projection is None:
            return None
        asked = conditions(projection, query.filters)
        if query.espace is not None:
            asked.append(("p.espace = ?", [self._ctx.find_espace(query.espace)]))
        if query.only is not None:
            asked.append((_ONLY, [self._numbers(query.only)]))
        if query.text.strip():
            match = match_of(query.text, self._beginning)
            if match is None:
                return None
            asked.append((_MATCHING, [match]))
        statement = shape(
            "SELECT $shown FROM $table p $joined WHERE $conditions $order",
            shown=shown,
            table=projection.table,
            joined="JOIN record r ON r.id = p.id" if SENT_FIELD in _named(query) else "",
            conditions=" AND ".join(condition for condition, _ in asked) or "1",
            order="" if shown != "p.id" else "ORDER BY " + _order(projection, query.order),
        )
        return statement, [value for _, values in asked for value in values]

    def _beginning(self, start: str) -> list[str] | None:
        """Return the words of the index that begin so, None beyond WORDS_NAMED: one step in the index for each."""
        found: list[str] = []
        at = start
        while len(found) < WORDS_NAMED:
            word: str | None = self._sql.value(_WORD, at)
            if word is None or not word.startswith(start):
                return found
            found.append(word)
            at = word + "\0"
        return None

    def _numbers(self, recs: Iterable[bytes]) -> str:
        """Return the local ids of records, as the text of a list: however many, they are one value."""
        found = [number for (number,) in self._sql.within(_NUMBERS, recs)]
        return msgspec.json.encode(found).decode()


def _named(query: Query) -> set[str]:
    return {name for name, _ in query.filters} | {query.order.removeprefix("-")}


def _order(projection: Projection, order: str) -> str:
    name = order.removeprefix("-")
    way = " DESC" if order.startswith("-") else ""
    if name in ("", CHANGED_FIELD):
        way = "" if order == CHANGED_FIELD else " DESC"
        return "p.updated_ms" + way + ", p.id" + way
    if name == SENT_FIELD:
        return "r.sending" + way + ", p.id DESC"
    quoted = "p." + identifier(column_of(projection, name).order)
    return quoted + way + " NULLS LAST, p.id DESC"
