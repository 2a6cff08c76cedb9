"""Keeps the projections true: after every change of the log, in the same transaction, for the records it touched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.history import declared
from mvl_desktop.history.model import RecordState
from mvl_desktop.store import likenesses, piece_texts
from mvl_desktop.store.context import Context
from mvl_desktop.store.projection import WEIGHTS, Projection, fingerprint
from mvl_desktop.store.projection import Row as ProjectedRow
from mvl_desktop.store.reading import Past, load
from mvl_desktop.store.sql import Row, Sql, identifier, shape
from mvl_desktop.store.telling import disagreements, what_is_told

CHUNK: Final = 2000

_TEXT: Final = (
    "CREATE TABLE search_text(id INTEGER PRIMARY KEY, title TEXT NOT NULL, w4 TEXT NOT NULL, w3 TEXT NOT NULL,"
    " w2 TEXT NOT NULL, w1 TEXT NOT NULL)"
)
_SEARCH: Final = (
    "CREATE VIRTUAL TABLE search USING fts5(w4, w3, w2, w1, content='search_text', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2', prefix='2 3 4', detail=none)"
)
_WORDS: Final = "CREATE VIRTUAL TABLE search_word USING fts5vocab(search, instance)"
_CONFLICT: Final = (
    "CREATE TABLE conflict(record INTEGER NOT NULL, key TEXT NOT NULL, since_ms INTEGER NOT NULL,"
    " devices BLOB NOT NULL, PRIMARY KEY(record, key)) WITHOUT ROWID"
)
_TOLD: Final = (
    "CREATE TABLE told(device BLOB NOT NULL, record INTEGER NOT NULL, key TEXT NOT NULL, author BLOB NOT NULL,"
    " at_ms INTEGER NOT NULL, PRIMARY KEY(device, record, key)) WITHOUT ROWID"
)
_TABLES: Final = (
    _TEXT,
    _SEARCH,
    _WORDS,
    # Without it a deleted word stays in the file until the index is merged.
    "INSERT INTO search(search, rank) VALUES('secure-delete', 1)",
    # Bytes gathered before they are written: a third of the time of bulk work.
    "INSERT INTO search(search, rank) VALUES('hashsize', 4194304)",
    _CONFLICT,
    _TOLD,
    "CREATE INDEX told_record ON told(record)",
    *likenesses.TABLES,
    *piece_texts.TABLES,
)
_DROPPED: Final = tuple(
    shape("DROP TABLE IF EXISTS $table", table=table)
    for table in ("search_word", "search", "search_text", "conflict", "told", *likenesses.NAMES, *piece_texts.NAMES)
)
_FINGERPRINT: Final = "projections"
_ADD_TEXT: Final = "INSERT INTO search_text(id, title, w4, w3, w2, w1) VALUES(?, ?, ?, ?, ?, ?)"
_INDEX: Final = "INSERT INTO search(rowid, w4, w3, w2, w1) VALUES(?, ?, ?, ?, ?)"
_UNINDEX: Final = (
    "INSERT INTO search(search, rowid, w4, w3, w2, w1) SELECT 'delete', id, w4, w3, w2, w1 FROM search_text"
    " WHERE id IN (?*)"
)
_FORGET_TEXT: Final = "DELETE FROM search_text WHERE id IN (?*)"
_FORGET_CONFLICTS: Final = "DELETE FROM conflict WHERE record IN (?*)"
_FORGET_TOLD: Final = "DELETE FROM told WHERE record IN (?*)"
_ADD_CONFLICT: Final = "INSERT INTO conflict(record, key, since_ms, devices) VALUES(?, ?, ?, ?)"
_ADD_TOLD: Final = "INSERT INTO told(record, device, key, author, at_ms) VALUES(?, ?, ?, ?, ?)"
_KINDS: Final = "SELECT id, kind, espace FROM record WHERE id IN (?*)"
_SET_KIND: Final = "UPDATE record SET kind = ? WHERE id = ?"


@dataclass(slots=True)
class Fresh:
    """Records that no projection knows yet: their whole past, by number, so that nothing is opened twice."""

    espace: int
    pasts: dict[int, Past]


def project(ctx: Context, records: Iterable[int], fresh: Fresh | None = None) -> None:
    """Make the projections of these records anew."""
    records = list(records)
    ctx.unheard.difference_update(records)
    new: Mapping[int, Past] = fresh.pasts if fresh else {}
    if fresh and new:
        _write(ctx, new, dict.fromkeys(new, (None, fresh.espace)))
    rest = iter([record for record in records if record not in new])
    while chunk := list(islice(rest, CHUNK)):
        pasts = load(ctx, chunk)
        before = _known(ctx, chunk)
        forget(ctx, chunk)
        _write(ctx, pasts, before)
        piece_texts.forget_unnamed(ctx.sql, chunk)


def state_of(ctx: Context, past: Past, kind: str) -> RecordState:
    """Return what a record's revisions say together."""
    projection = ctx.shared.projections.get(kind)
    return declared.state_of(projection.declaration if projection else None, past.revisions())


def forget(ctx: Context, records: Sequence[int]) -> None:
    """Remove records from every list and from search; words are gone from the index itself."""
    kinds: dict[str, list[int]] = {}
    for record, kind, _ in ctx.sql.within(_KINDS, records):
        kinds.setdefault(kind, []).append(record)
    for kind, ids in kinds.items():
        if kind in ctx.shared.projections:
            ctx.sql.run_within(ctx.shared.projections[kind].delete, ids)
            for group in ctx.shared.projections[kind].groups.values():
                ctx.sql.run_within(group.delete, ids)
    ctx.sql.run_within(_UNINDEX, records)
    ctx.sql.run_within(_FORGET_TEXT, records)
    ctx.sql.run_within(_FORGET_CONFLICTS, records)
    likenesses.forget(ctx.sql, records)
    piece_texts.forget(ctx.sql, records)
    ctx.sql.run_within(_FORGET_TOLD, records)


def are_current(sql: Sql, declarations: Iterable[Declaration]) -> bool:
    """Whether the projections in the store are those of these declarations."""
    return bool(sql.value("SELECT value FROM meta WHERE name = ?", _FINGERPRINT) == fingerprint(declarations))


def rebuild(ctx: Context, projections: Sequence[Projection]) -> None:
    """Drop every projection and make it again from the log."""
    for name in ctx.sql.column("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'p/%'"):
        ctx.sql.run(shape("DROP TABLE $table", table=identifier(name)))
    for statement in _DROPPED + _TABLES:
        ctx.sql.run(statement)
    for projection in projections:
        for statement in projection.create:
            ctx.sql.run(statement)
    for chunk in _numbers(ctx.sql):
        _write(ctx, load(ctx, chunk), _known(ctx, chunk))
        piece_texts.forget_unnamed(ctx.sql, chunk)
    said = fingerprint(projection.declaration for projection in projections)
    ctx.sql.run("INSERT OR REPLACE INTO meta(name, value) VALUES(?, ?)", _FINGERPRINT, said)


def _numbers(sql: Sql) -> Iterator[list[int]]:
    last = 0
    while chunk := sql.column("SELECT id FROM record WHERE id > ? ORDER BY id LIMIT ?", last, CHUNK):
        yield chunk
        last = chunk[-1]


def _known(ctx: Context, records: Sequence[int]) -> dict[int, tuple[str | None, int]]:
    """Return the kind and the espace of records, as the log knows them."""
    return {record: (kind, espace) for record, kind, espace in ctx.sql.within(_KINDS, records)}


def _write(ctx: Context, pasts: Mapping[int, Past], before: Mapping[int, tuple[str | None, int]]) -> None:
    """Add the lines of records that have none."""
    rows: dict[str, list[Row]] = {}
    texts: list[Row] = []
    conflicts: list[Row] = []
    told: list[Row] = []
    kinds: list[Row] = []
    pieces: list[Row] = []
    elements: dict[tuple[str, str], list[Row]] = {}
    for record, past in pasts.items():
        if not past.known:
            continue
        kind = past.kind()
        known, espace = before[record]
        if known != kind:
            kinds.append((kind, record))
        projection = ctx.shared.projections.get(kind)
        if projection is None:
            continue
        updated, state, row = _shown(ctx, past, projection)
        if row is None:
            continue
        pieces.extend([(record, *each) for each in row.pieces])
        for group, cells in row.elements:
            elements.setdefault((kind, group), []).append((record, *cells))
        disagreed = disagreements(past, state) if state is not None else ()
        rows.setdefault(kind, []).append((record, espace, updated, len(disagreed), *row.cells))
        texts.append((record, row.title, *row.texts))
        conflicts.extend([(record, *each) for each in disagreed])
        if state is not None:
            told.extend([(record, *each) for each in what_is_told(past, state, projection)])
    ctx.sql.many(_SET_KIND, kinds)
    for kind, lines in rows.items():
        ctx.sql.many(ctx.shared.projections[kind].insert, lines)
    for (kind, name), lines in elements.items():
        ctx.sql.many(ctx.shared.projections[kind].groups[name].insert, lines)
    ctx.sql.many(_ADD_TEXT, texts)
    ctx.sql.many(_INDEX, [(text[0], *text[2 : 2 + WEIGHTS]) for text in texts])
    ctx.sql.many(_ADD_CONFLICT, conflicts)
    ctx.sql.many(_ADD_TOLD, told)
    piece_texts.name(ctx.sql, pieces)


def _shown(ctx: Context, past: Past, projection: Projection) -> tuple[int, RecordState | None, ProjectedRow | None]:
    """Return when a record last changed, what it says when several wrote it, and its line; None: nothing counts."""
    if len(past.known) == 1 and not past.places:
        wire = past.known[0].wire
        if not wire.parents and None not in wire.changes.values():
            return wire.hlc[0], None, projection.row_of(wire.changes)
    state = state_of(ctx, past, projection.kind)
    if not state.heads:
        return 0, None, None
    updated = max((each.wire.hlc[0] for each in past.known if each.name not in state.held), default=0)
    return updated, state, projection.row(state)
