"""Commits and their bodies: kept, filled, sealed, attested, and read back as they travelled."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from mvl_desktop.ports.store import KeptCommit, OpenedBody, StoredCommit
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.objects import COMMIT_LIMIT, Commit, Entry, Header, read_header
from mvl_desktop.protocol.registry import quarantined
from mvl_desktop.store.context import ABSENT, BODY_BITS, ERASED, NO_KEY, PRESENT, STATES, Context
from mvl_desktop.store.folding import registry_of
from mvl_desktop.store.projector import Fresh, project
from mvl_desktop.store.reading import Known, Past
from mvl_desktop.store.sql import Row

_FIELDS: Final = "SELECT c.id, c.hash, c.sealed FROM sealed_commit c "
_ADD_COMMIT: Final = (
    "INSERT INTO sealed_commit(id, espace, device, seq, hash, sealed, regn, last_n, quarantined)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ADD_BODY: Final = "INSERT INTO body(id, record, n, record_key, state, sealed, awaited) VALUES(?, ?, ?, ?, ?, ?, ?)"
_BODIES: Final = "SELECT id, sealed FROM body WHERE id BETWEEN ? AND ? AND sealed IS NOT NULL"
_SET_SENDING: Final = (
    "UPDATE record SET sending = min("
    " CASE WHEN EXISTS(SELECT 1 FROM local_revision l WHERE l.record = record.id) THEN 1 ELSE 3 END,"
    " coalesce((SELECT min(c.delivery) + 1 FROM body b JOIN sealed_commit c ON c.id = b.id >> 9"
    "  JOIN device d ON d.id = c.device WHERE b.record = record.id AND d.ours), 3))"
    " WHERE id IN (?*)"
)
# « +b.id »: by the index of what is awaited, which is short, never by the table, which holds every body.
_WAITING: Final = (
    "SELECT c.hash, c.sealed, b.id, b.sealed FROM body b JOIN sealed_commit c ON c.id = b.id >> 9"
    " WHERE b.awaited IS NOT NULL AND b.state = ? AND c.espace = ? ORDER BY +b.id LIMIT ?"
)
_KINDLESS: Final = "SELECT id, erased FROM record WHERE (kind IS NULL OR erased) AND id IN (?*)"
_FILL: Final = "UPDATE body SET state = ?, sealed = ?, awaited = ? WHERE id = ?"
_NOT_ACKNOWLEDGED: Final = (
    "SELECT c.id FROM sealed_commit c JOIN device d ON d.id = c.device WHERE c.espace = ? AND d.device IS NOT ?"
    " AND NOT EXISTS(SELECT 1 FROM attestation a WHERE a.sealed_commit = c.id AND a.signer = ?)"
    " ORDER BY c.device, c.seq"
)
_UNSEEN: Final = (
    "SELECT c.device, c.seq, c.hash FROM sealed_commit c JOIN device d ON d.id = c.device WHERE c.espace = ?"
    " AND d.device IS NOT ? AND NOT EXISTS(SELECT 1 FROM attestation a WHERE a.sealed_commit = c.id AND a.signer = ?)"
    " AND c.seq > coalesce((SELECT k.seq FROM claim k WHERE k.espace = c.espace AND k.signer = ?"
    "  AND k.device = d.device), 0)"
)
_LOSE: Final = (
    "UPDATE sealed_commit SET at_service = 0, delivery = CASE"
    " WHEN EXISTS(SELECT 1 FROM attestation a WHERE a.sealed_commit = sealed_commit.id) THEN 2"
    " WHEN EXISTS(SELECT 1 FROM delivery d WHERE d.sealed_commit = sealed_commit.id) THEN 1 ELSE 0 END"
    " WHERE id IN (?*)"
)
_ATTEST: Final = (
    "INSERT INTO attestation(sealed_commit, signer, lid, receipt, at_ms) VALUES(?, ?, ?, ?, ?)"
    " ON CONFLICT(sealed_commit, signer) DO UPDATE SET receipt = coalesce(attestation.receipt, excluded.receipt)"
)


def header_of(sealed: bytes) -> Header:
    """Return the header of a commit that was verified when it was kept."""
    return read_header(decode(sealed, Commit, COMMIT_LIMIT).h)


def keep(ctx: Context, espace: bytes, kept: Sequence[KeptCommit]) -> frozenset[bytes]:
    """Keep verified commits and project the records they touch; returns those."""
    number = ctx.espace(espace)
    known = {
        row[0] for row in ctx.sql.within("SELECT hash FROM sealed_commit WHERE hash IN (?*)", [c.id for c in kept])
    }
    new = [commit for commit in kept if commit.id not in known]
    if not new:
        return frozenset()
    entries = [entry for commit in new for entry in commit.header.entries]
    records = ctx.records(espace, [entry.rec for entry in entries])
    kindless = dict(ctx.sql.within(_KINDLESS, records.values()))
    gone = {record for record, erased in kindless.items() if erased}
    # Its keys may have come first; nothing of it counts yet, so that what arrives now is its whole past.
    fresh = list(kindless)
    keys = _keys(ctx, entries, records)
    start = int(ctx.sql.value("SELECT coalesce(max(id), 0) + 1 FROM sealed_commit"))
    rows: list[Row] = []
    bodies: list[Row] = []
    pasts = {record: Past() for record in fresh}
    for id_, commit in enumerate(new, start):
        header = commit.header
        last_n = header.entries[-1].n if header.entries else _last_n(ctx, rows, number, header)
        device = ctx.device(header.device)
        rows.append(
            (id_, number, device, header.seq, commit.id, commit.commit, header.regn, last_n, commit.quarantined)
        )
        for index, entry in enumerate(header.entries):
            record = records[entry.rec]
            opened = commit.bodies[index] if index < len(commit.bodies) else OpenedBody(STATES[ABSENT])
            state = STATES.index(opened.state)
            if record in gone:
                state, opened = ERASED, OpenedBody(STATES[ERASED])
            body = id_ << BODY_BITS | index
            bodies.append((body, record, entry.n, keys[entry.kc], state, *_lying(state, opened.sealed, entry)))
            if record in pasts and state == PRESENT and opened.revision is not None and not commit.quarantined:
                pasts[record].known.append(Known((header.device, entry.n), opened.revision, commit.id))
    ctx.sql.many(_ADD_COMMIT, rows)
    ctx.sql.bulk(_ADD_BODY, bodies)
    _bring_places(ctx, fresh, pasts)
    project(ctx, records.values(), Fresh(number, pasts))
    if any(ctx.sql.value("SELECT ours FROM device WHERE id = ?", device) for device in {row[2] for row in rows}):
        update_sending(ctx, records.values())
    return frozenset(records)


def seal(ctx: Context, commit: KeptCommit) -> None:
    """Keep a commit of this post. What its records say does not change: the same revisions lie elsewhere."""
    header = commit.header
    number, device = ctx.espace(header.espace), ctx.device(header.device)
    records = ctx.records(header.espace, [entry.rec for entry in header.entries])
    keys = _keys(ctx, header.entries, records)
    id_ = int(ctx.sql.value("SELECT coalesce(max(id), 0) + 1 FROM sealed_commit"))
    last_n = header.entries[-1].n if header.entries else _last_n(ctx, [], number, header)
    ctx.sql.run(_ADD_COMMIT, id_, number, device, header.seq, commit.id, commit.commit, header.regn, last_n, 0)
    bodies = []
    for index, (entry, body) in enumerate(zip(header.entries, commit.bodies, strict=True)):
        state = STATES.index(body.state)
        place = id_ << BODY_BITS | index
        bodies.append((place, records[entry.rec], entry.n, keys[entry.kc], state, *_lying(state, body.sealed, entry)))
    ctx.sql.bulk(_ADD_BODY, bodies)
    ctx.sql.many(
        "DELETE FROM local_revision WHERE espace = ? AND n = ?", [(number, entry.n) for entry in header.entries]
    )
    update_sending(ctx, records.values())


def fill(ctx: Context, espace: bytes, bodies: Mapping[bytes, OpenedBody]) -> frozenset[bytes]:
    """Give late or newly opened bodies to headers already kept; returns the records touched."""
    wanted = (
        "SELECT b.id, b.record, r.rec, r.erased, b.awaited FROM body b JOIN record r ON r.id = b.record"
        " WHERE r.espace = ? AND b.awaited IN (?*)"
    )
    changes: list[Row] = []
    touched: dict[int, bytes] = {}
    for id_, record, rec, gone, bhash in ctx.sql.within(wanted, bodies, ctx.espace(espace)):
        body = bodies[bhash]
        state = ERASED if gone else STATES.index(body.state)
        settled = state in (PRESENT, ERASED)
        changes.append((state, None if state == ERASED else body.sealed, None if settled else bhash, id_))
        touched[record] = rec
    ctx.sql.many(_FILL, changes)
    project(ctx, touched)
    return frozenset(touched.values())


def awaited(ctx: Context, espace: bytes, hashes: Iterable[bytes]) -> list[tuple[bytes, Header, int]]:
    """Return (commit id, header, index) of the bodies, among these hashes, that are not present here."""
    wanted = (
        "SELECT c.hash, c.sealed, b.id FROM body b JOIN sealed_commit c ON c.id = b.id >> 9"
        " WHERE c.espace = ? AND b.awaited IN (?*)"
    )
    headers: dict[bytes, Header] = {}
    found = []
    for hash_, commit, id_ in ctx.sql.within(wanted, dict.fromkeys(hashes), ctx.espace(espace)):
        if hash_ not in headers:
            headers[hash_] = header_of(commit)
        found.append((hash_, headers[hash_], id_ & (1 << BODY_BITS) - 1))
    return found


def absent(ctx: Context, espace: bytes, limit: int) -> list[tuple[bytes, Header, bytes]]:
    """Return (commit id, header, body hash) of bodies that did not come with what the service gave.

    A commit in quarantine comes without its bodies; one that lies here and not there has no reason to be given.
    """
    wanted = (
        "SELECT c.hash, c.sealed, b.awaited FROM body b JOIN sealed_commit c ON c.id = b.id >> 9"
        " WHERE b.awaited IS NOT NULL AND b.state = ? AND c.espace = ? AND c.at_service AND NOT c.quarantined"
        " ORDER BY +b.id LIMIT ?"
    )
    rows = ctx.sql.all(wanted, ABSENT, ctx.espace(espace), limit)
    return [(hash_, header_of(commit), bhash) for hash_, commit, bhash in rows]


def waiting_for_key(ctx: Context, espace: bytes, limit: int) -> list[tuple[bytes, Header, int, bytes]]:
    """Return (commit id, header, index, sealed body) of bodies kept without their key."""
    headers: dict[bytes, Header] = {}
    found = []
    for hash_, commit, id_, sealed in ctx.sql.all(_WAITING, NO_KEY, ctx.espace(espace), limit):
        if hash_ not in headers:
            headers[hash_] = header_of(commit)
        found.append((hash_, headers[hash_], id_ & (1 << BODY_BITS) - 1, sealed))
    return found


def by_hash(ctx: Context, espace: bytes, ids: Iterable[bytes]) -> list[StoredCommit]:
    """Return commits with their sealed bodies, in the order asked."""
    wanted = list(ids)
    rows = ctx.sql.within(_FIELDS + "WHERE c.espace = ? AND c.hash IN (?*)", wanted, ctx.espace(espace))
    found = {row[1]: row for row in rows}
    return [_stored(ctx, *found[hash_]) for hash_ in wanted if hash_ in found]


def lacking(ctx: Context, espace: bytes, limit: int) -> list[StoredCommit]:
    """Return commits that the service is not known to hold, in chain order."""
    wanted = _FIELDS + "WHERE c.espace = ? AND NOT c.at_service ORDER BY c.device, c.seq LIMIT ?"
    return [_stored(ctx, *row) for row in ctx.sql.all(wanted, ctx.espace(espace), limit)]


def quarantine(ctx: Context, espace: bytes) -> list[StoredCommit]:
    """Return the commits in quarantine, in chain order."""
    wanted = _FIELDS + "WHERE c.espace = ? AND c.quarantined ORDER BY c.device, c.seq"
    return [_stored(ctx, *row) for row in ctx.sql.all(wanted, ctx.espace(espace))]


def for_lot(ctx: Context, espace: bytes, recipient: bytes | None) -> Iterator[StoredCommit]:
    """Give, in chain order, the commits of others that `recipient` has not acknowledged; of None, every commit."""
    for id_ in ctx.sql.column(_NOT_ACKNOWLEDGED, ctx.espace(espace), recipient, recipient):
        yield _stored(ctx, *ctx.sql.row(_FIELDS + "WHERE c.id = ?", id_))


def unseen_by(ctx: Context, espace: bytes, recipients: Iterable[bytes]) -> list[bytes]:
    """Return, in chain order, the commits that one of these devices at least has not acknowledged."""
    number = ctx.espace(espace)
    found: set[tuple[int, int, bytes]] = set()
    for each in recipients:
        found.update(ctx.sql.all(_UNSEEN, number, each, each, each))
    return [hash_ for _, _, hash_ in sorted(found)]


def at_service(ctx: Context, espace: bytes, ids: Iterable[bytes], receipt: bytes | None) -> None:
    """Note that the service holds these commits: by its receipt, or because it gave them."""
    numbers = _numbers(ctx, espace, ids)
    if receipt is not None:
        attest(ctx, numbers, b"", None, receipt)
    level = 2 if receipt is not None else 1
    ctx.sql.run_within("UPDATE sealed_commit SET at_service = 1 WHERE id IN (?*)", numbers)
    set_delivery(ctx, numbers, level)


def lose(ctx: Context, espace: bytes, held: Collection[bytes]) -> int:
    """Note that the service holds these commits alone; its receipts of any other count no more."""
    there = "SELECT id, hash FROM sealed_commit WHERE espace = ? AND at_service"
    numbers = [id_ for id_, hash_ in ctx.sql.all(there, ctx.espace(espace)) if hash_ not in held]
    ctx.sql.run_within("DELETE FROM attestation WHERE signer = x'' AND sealed_commit IN (?*)", numbers)
    ctx.sql.run_within(_LOSE, numbers)
    _tell_records(ctx, numbers)
    return len(numbers)


def attest(ctx: Context, numbers: Sequence[int], signer: bytes, lid: bytes | None, receipt: bytes) -> None:
    """Keep a receipt once, and what it says of each commit."""
    if not numbers:
        return
    now = ctx.now()
    ctx.sql.run("INSERT INTO receipt(receipt, at_ms) VALUES(?, ?)", receipt, now)
    kept = ctx.sql.value("SELECT last_insert_rowid()")
    ctx.sql.many(_ATTEST, [(number, signer, lid, kept, now) for number in numbers])


def set_delivery(ctx: Context, numbers: Sequence[int], level: int) -> None:
    """Raise how far commits went (1: remis, 2: attested), and what people see of their records."""
    ctx.sql.run_within("UPDATE sealed_commit SET delivery = max(delivery, ?) WHERE id IN (?*)", numbers, level)
    _tell_records(ctx, numbers)


def _tell_records(ctx: Context, numbers: Sequence[int]) -> None:
    """Say anew where the records of this post's commits stand, among these commits."""
    ours = "SELECT c.id FROM sealed_commit c JOIN device d ON d.id = c.device WHERE d.ours AND c.id IN (?*)"
    for (number,) in ctx.sql.within(ours, numbers):
        low = number << BODY_BITS
        between = "SELECT DISTINCT record FROM body WHERE id BETWEEN ? AND ?"
        update_sending(ctx, ctx.sql.column(between, low, low | (1 << BODY_BITS) - 1))


def numbers_of(ctx: Context, espace: bytes, ids: Iterable[bytes]) -> list[int]:
    """Return the numbers of the commits that are kept among these."""
    return _numbers(ctx, espace, ids)


def update_sending(ctx: Context, records: Iterable[int]) -> None:
    """Say anew where records stand: the worst of what this post signed."""
    ctx.sql.run_within(_SET_SENDING, records)


def judge(ctx: Context, espace: bytes) -> None:
    """Evaluate quarantine anew for every commit of the devices that were closed, or ceased to seal (rule 5)."""
    registry = registry_of(ctx, espace)
    closed = [ctx.device(device.id) for device in registry.devices.values() if device.is_limited]
    wanted = (
        "SELECT c.id, c.hash, d.device, c.seq, c.regn, c.quarantined"
        " FROM sealed_commit c JOIN device d ON d.id = c.device WHERE c.espace = ? AND c.device IN (?*)"
    )
    changed = [
        (now, id_)
        for id_, hash_, device, seq, regn, before in ctx.sql.within(wanted, closed, ctx.espace(espace))
        if (now := quarantined(registry, device, seq, regn, hash_)) != bool(before)
    ]
    ctx.sql.many("UPDATE sealed_commit SET quarantined = ? WHERE id = ?", changed)
    touched: set[int] = set()
    for _, id_ in changed:
        low = id_ << BODY_BITS
        between = "SELECT record FROM body WHERE id BETWEEN ? AND ?"
        touched.update(ctx.sql.column(between, low, low | (1 << BODY_BITS) - 1))
    project(ctx, sorted(touched))


def _numbers(ctx: Context, espace: bytes, ids: Iterable[bytes]) -> list[int]:
    wanted = "SELECT id FROM sealed_commit WHERE espace = ? AND hash IN (?*)"
    return [row[0] for row in ctx.sql.within(wanted, ids, ctx.espace(espace))]


def _stored(ctx: Context, id_: int, hash_: bytes, sealed: bytes) -> StoredCommit:
    header = header_of(sealed)
    low = id_ << BODY_BITS
    rows = ctx.sql.all(_BODIES, low, low | (1 << BODY_BITS) - 1)
    return StoredCommit(hash_, sealed, header, {header.entries[body - low].bhash: data for body, data in rows})


def _lying(state: int, sealed: bytes | None, entry: Entry) -> tuple[bytes | None, bytes | None]:
    """Return what lies of a body, and under which hash it is still awaited."""
    if state == ERASED:
        return None, None
    return sealed, None if state == PRESENT else entry.bhash


def _keys(ctx: Context, entries: Sequence[Entry], records: Mapping[bytes, int]) -> dict[bytes, int]:
    """Return the numbers of the keys that entries name, given on first sight."""
    wanted = {entry.kc: entry for entry in entries}
    known = "SELECT kc, id, record, ge, key IS NULL FROM record_key WHERE kc IN (?*)"
    found: dict[bytes, int] = {}
    for kc, id_, record, ge, unverified in list(ctx.sql.within(known, wanted)):
        found[kc] = id_
        entry = wanted[kc]
        # A slot is unsigned: until its key was checked, a signed commit says better which record it belongs to.
        if unverified and (record, ge) != (records[entry.rec], entry.ge):
            ctx.sql.run("UPDATE record_key SET record = ?, ge = ? WHERE id = ?", records[entry.rec], entry.ge, id_)
    start = int(ctx.sql.value("SELECT coalesce(max(id), 0) + 1 FROM record_key"))
    new = [entry for kc, entry in wanted.items() if kc not in found]
    ctx.sql.bulk(
        "INSERT INTO record_key(id, record, ge, kc) VALUES(?, ?, ?, ?)",
        [(start + i, records[entry.rec], entry.ge, entry.kc) for i, entry in enumerate(new)],
    )
    found.update((entry.kc, start + i) for i, entry in enumerate(new))
    return found


def _last_n(ctx: Context, rows: Sequence[Row], espace: int, header: Header) -> int:
    """Return the last revision count that a chain named before a commit without bodies."""
    device = ctx.device(header.device)
    before = [row[7] for row in rows if row[2] == device]
    if before:
        return int(before[-1])
    wanted = "SELECT last_n FROM sealed_commit WHERE espace = ? AND device = ? ORDER BY seq DESC LIMIT 1"
    return int(ctx.sql.value(wanted, espace, device) or 0)


def _bring_places(ctx: Context, fresh: Iterable[int], pasts: dict[int, Past]) -> None:
    """Leave to the log the new records that an erase order had named before anything of them came."""
    if ctx.sql.value("SELECT 1 FROM erased_body LIMIT 1") is None:
        return
    wanted = "SELECT DISTINCT record FROM erased_body WHERE record IN (?*)"
    for (record,) in list(ctx.sql.within(wanted, fresh)):
        pasts.pop(record, None)
