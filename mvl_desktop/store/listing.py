"""What people read: records, lists, search, conflicts, and what has not left yet."""

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from mvl_desktop.ports.store import HITS_COUNTED, Hit, ListRow, Query, RecordView, Told, Undecided
from mvl_desktop.store.context import A_ENVOYER, REMIS, SENDING, Context
from mvl_desktop.store.filtering import Condition, conditions, watched_index
from mvl_desktop.store.ordering import Order, order_of
from mvl_desktop.store.piece_texts import ANY, MATCHED, PIECE_WORD, PieceHits
from mvl_desktop.store.projection import Projection
from mvl_desktop.store.projector import state_of
from mvl_desktop.store.reading import load
from mvl_desktop.store.searching import match_of
from mvl_desktop.store.sql import shape
from mvl_desktop.store.telling import split_devices

WORDS_NAMED: Final = 40
"""Words of the index that a longer prefix may stand for."""

FEW: Final = 5_000
"""Records that are sorted by themselves; more are picked out of the whole list, which an index gives in order."""

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
_OWN: Final = "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?"
_OWN_KIND: Final = (
    "SELECT search.rowid FROM search JOIN record r ON r.id = search.rowid WHERE search MATCH ? AND r.kind = ? LIMIT ?"
)
_SHOWN: Final = (
    "SELECT r.id, e.espace, r.rec, r.kind, t.title FROM record r JOIN espace e ON e.id = r.espace"
    " JOIN search_text t ON t.id = r.id WHERE r.id IN (?*)"
)
_WORD: Final = "SELECT term FROM search_word WHERE term >= ? LIMIT 1"
_CONFLICTS: Final = (
    "SELECT e.espace, r.rec, r.kind, f.key FROM conflict f JOIN record r ON r.id = f.record"
    " JOIN espace e ON e.id = r.espace ORDER BY f.record DESC, f.key"
)
_UNDECIDED: Final = (
    "SELECT e.espace, r.rec, r.id, r.kind, f.key, f.since_ms, f.devices FROM conflict f"
    " JOIN record r ON r.id = f.record JOIN espace e ON e.id = r.espace ORDER BY f.since_ms, f.record, f.key"
)
_TOLD: Final = (
    "SELECT e.espace, r.rec, r.kind, t.key, t.author, t.at_ms FROM device d JOIN told t ON t.device = d.device"
    " JOIN record r ON r.id = t.record JOIN espace e ON e.id = r.espace WHERE d.ours"
    " AND NOT EXISTS(SELECT 1 FROM device o WHERE o.device = t.author AND o.ours)"
    " ORDER BY t.at_ms DESC, t.record, t.key"
)
_UNSENT: Final = (
    "SELECT rec, kind, sending, since_ms FROM record WHERE sending < 3 AND NOT erased ORDER BY since_ms, id"
)
_WAITING: Final = (
    "SELECT count(*), min(since_ms) FROM record WHERE sending < 3 AND NOT erased"
    " AND ifnull(kind, '') NOT IN (SELECT value FROM json_each(?))"
)
_QUARANTINED: Final = (
    "SELECT count(*) FROM body b JOIN sealed_commit c ON c.id = b.id >> 9 WHERE b.record = ? AND c.quarantined"
)
_STANDING: Final = (
    "SELECT sending, count(*) FROM record WHERE sending < 3 AND NOT erased"
    " AND ifnull(kind, '') NOT IN (SELECT value FROM json_each(?)) GROUP BY sending"
)
_AS_TEXT: Final = "SELECT '[' || group_concat(id) || ']' FROM ($made)"
_COUNTED: Final = "SELECT count(*) FROM $table p WHERE $conditions"
_CHOSEN: Final = "SELECT p.id FROM $table p WHERE $conditions"
_MATCHED: Final = "SELECT rowid AS id FROM search WHERE search MATCH ?"
_ONLY: Final = "p.id IN (SELECT value FROM json_each(?))"
_MATCHING: Final = "p.id IN (SELECT rowid FROM search WHERE search MATCH ?)"
_MATCHING_TOO: Final = shape("($own OR p.id IN ($pieces))", own=_MATCHING, pieces=MATCHED)


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
        projection = self._ctx.shared.projections.get(query.kind)
        if projection is None:
            return array("q")
        order = order_of(projection, query.order)
        if query.limit is not None:
            return self._first(projection, query, order)
        found = self._found(projection, query)
        if found is None:
            return array("q", self._numbers(order.whole))
        if len(found) <= FEW:
            return array("q", self._numbers(order.few, _list(found)))
        return array("q", filter(frozenset(found).__contains__, self._numbers(order.whole)))

    def count(self, query: Query) -> int:
        """Return how many records a query shows."""
        projection = self._ctx.shared.projections.get(query.kind)
        if projection is None:
            return 0
        asked = self._all_asked(projection, query)
        return 0 if asked is None else int(self._sql.value(*_where(_COUNTED, projection, asked)))

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
        total, hits = self._own_hits(match, kind, limit)
        if total >= HITS_COUNTED:
            return total, hits
        more = self._in_pieces(text, kind)
        if more and total:
            own = self._own_ids(match, kind)
            more = {record: where for record, where in more.items() if record not in own}
        return min(total + len(more), HITS_COUNTED), [*hits, *self._piece_hits(text, more, limit - len(hits))]

    def found_in_pieces(self, text: str, local_ids: Collection[int]) -> dict[int, str]:
        """Return, among these local ids, those that only the text of an attachment holds, and the file's name."""
        match = match_of(text, self._beginning)
        if match is None:
            return {}
        wanted = frozenset(local_ids)
        found = {record: named for record, (_blob, named) in self._in_pieces(text, None).items() if record in wanted}
        own = PieceHits(self._sql).holding(match, list(found))
        return {record: named for record, named in found.items() if record not in own}

    def _in_pieces(self, text: str, kind: str | None) -> dict[int, tuple[int, str]]:
        """Return the records whose attachments hold these words: the attachment's number and its name."""
        match = self._piece_match(text)
        return PieceHits(self._sql).records(match, kind) if match is not None else {}

    def _own_ids(self, match: str, kind: str | None) -> frozenset[int]:
        """Return the records that hold these words themselves, when they are few enough to be counted."""
        if kind is None:
            return frozenset(self._sql.column(_OWN, match, HITS_COUNTED))
        return frozenset(self._sql.column(_OWN_KIND, match, kind, HITS_COUNTED))

    def _piece_match(self, text: str) -> str | None:
        """Return the query of the index of attachments; None when none of them holds these words."""
        match = match_of(text, self._piece_beginning)
        return match if match is not None and self._sql.value(ANY, match) else None

    def _piece_hits(self, text: str, found: Mapping[int, tuple[int, str]], room: int) -> list[Hit]:
        """Return the answers that attachments gave, as many as there is room for, with the words around."""
        shown = list(found)[: max(room, 0)]
        rows = {number: tuple(rest) for number, *rest in self._sql.within(_SHOWN, shown)}
        inside = PieceHits(self._sql)
        hits = []
        for record in shown:
            if record in rows:
                espace, rec, kind, title = rows[record]
                blob, named = found[record]
                hits.append(Hit(espace, rec, kind, title, inside.excerpt(blob, text), named))
        return hits

    def _own_hits(self, match: str, kind: str | None, limit: int) -> tuple[int, list[Hit]]:
        """Return what records hold themselves."""
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

    def undecided(self) -> list[Undecided]:
        """Return every field that somebody has to decide, the oldest disagreement first."""
        return [
            Undecided(espace, rec, number, kind, key, since, split_devices(devices))
            for espace, rec, number, kind, key, since, devices in self._sql.all(_UNDECIDED)
        ]

    def told(self) -> list[Told]:
        """Return what others did with what this post wrote, latest first."""
        return [Told(*row) for row in self._sql.all(_TOLD)]

    def unsent(self) -> list[tuple[bytes, str, str, int]]:
        """Return (rec, kind, sending state, since ms) of what has not been attested, oldest first."""
        return [(row[0], row[1] or "", SENDING[row[2]], row[3]) for row in self._sql.all(_UNSENT)]

    def waiting(self, without: Collection[str]) -> tuple[int, int | None]:
        """Return how many records, those of some kinds apart, nobody attested, and since when the oldest waits."""
        count, oldest = self._sql.row(_WAITING, msgspec.json.encode(sorted(without)).decode()) or (0, None)
        return int(count), oldest

    def standing(self, without: Collection[str]) -> Mapping[str, int]:
        """Return how many records, those of some kinds apart, nobody attested, by sending state; none is left out."""
        counts = dict(self._sql.all(_STANDING, msgspec.json.encode(sorted(without)).decode()))
        return {SENDING[state]: counts.get(state, 0) for state in (A_ENVOYER, REMIS)}

    def find(self, kind: str, espace: bytes | None = None) -> list[bytes]:
        """Return the records of a kind, oldest first."""
        projection = self._ctx.shared.projections.get(kind)
        number = self._ctx.find_espace(espace) if espace is not None else None
        if projection is None or (espace is not None and number is None):
            return []
        return self._sql.column(projection.find, number)

    def _first(self, projection: Projection, query: Query, order: Order) -> Sequence[int]:
        """Return the first of what a query finds: the engine stops there, by whichever index it finds shortest."""
        asked = self._all_asked(projection, query)
        if asked is None or not query.limit or query.limit < 0:
            return array("q")
        said = " AND ".join(each for each, _ in asked) or "1"
        values = [value for _, values in asked for value in values]
        wanted = order.first(said, watched_index(projection, query.filters))
        return array("q", self._numbers(wanted, *values, query.limit))

    def _all_asked(self, projection: Projection, query: Query) -> list[Condition] | None:
        """Return what must hold, the words among it; None when nothing can."""
        asked = self._asked(projection, query)
        match = match_of(query.text, self._beginning)
        if match is not None:
            inside = self._piece_match(query.text)
            asked.append((_MATCHING_TOO, [match, inside]) if inside else (_MATCHING, [match]))
        elif query.text.strip():
            return None
        return asked

    def _found(self, projection: Projection, query: Query) -> list[int] | None:
        """Return what a query finds, in no order, other kinds among it where only words were asked; None: all."""
        asked = self._asked(projection, query)
        if not query.text.strip():
            return self._numbers(*_where(_CHOSEN, projection, asked)) if asked else None
        match = match_of(query.text, self._beginning)
        matching = self._matching(match, query.text) if match is not None else []
        if not asked or not matching:
            return matching
        if len(matching) <= FEW:
            return self._numbers(*_where(_CHOSEN, projection, [*asked, (_ONLY, [_list(matching)])]))
        return list(filter(frozenset(matching).__contains__, self._numbers(*_where(_CHOSEN, projection, asked))))

    def _matching(self, match: str, text: str) -> list[int]:
        """Return every record whose words, or whose attachments, hold these."""
        own, inside = self._numbers(_MATCHED, match), self._piece_match(text)
        return list({*own, *self._numbers(MATCHED, inside)}) if inside else own

    def _asked(self, projection: Projection, query: Query) -> list[Condition]:
        """Return what must hold besides the words."""
        asked = conditions(projection, query.filters)
        if query.espace is not None:
            asked.append(("p.espace = ?", [self._ctx.find_espace(query.espace)]))
        if query.only is not None:
            known = self._sql.within("SELECT id FROM record WHERE rec IN (?*)", query.only)
            asked.append((_ONLY, [_list(number for (number,) in known)]))
        return asked

    def _numbers(self, statement: str, *values: object) -> list[int]:
        """Return the ids that a statement gives, as one text: the driver is slow at handing over very many rows."""
        found = self._sql.value(shape(_AS_TEXT, made=statement), *values)
        return msgspec.json.decode(found, type=list[int]) if found else []

    def _beginning(self, start: str) -> list[str] | None:
        """Return the words of the index that begin so, None beyond WORDS_NAMED: one step in the index for each."""
        return self._words_from(_WORD, start)

    def _piece_beginning(self, start: str) -> list[str] | None:
        """Return the words of the index of attachments that begin so, None beyond WORDS_NAMED."""
        return self._words_from(PIECE_WORD, start)

    def _words_from(self, statement: str, start: str) -> list[str] | None:
        found: list[str] = []
        at = start
        while len(found) < WORDS_NAMED:
            word: str | None = self._sql.value(statement, at)
            if word is None or not word.startswith(start):
                return found
            found.append(word)
            at = word + "\0"
        return None


def _where(statement: str, projection: Projection, asked: Sequence[Condition]) -> tuple[str, *tuple[object, ...]]:
    """Return a statement with its conditions, followed by their values."""
    made = shape(statement, table=projection.table, conditions=" AND ".join(each for each, _ in asked) or "1")
    return (made, *[value for _, values in asked for value in values])


def _list(numbers: Iterable[int]) -> str:
    """Return ids as the text of a list: however many, they are one value."""
    return msgspec.json.encode(list(numbers)).decode()
