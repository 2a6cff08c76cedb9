"""The log: local revisions, commits, bodies. What changes it brings the projections along."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from mvl_desktop.history.model import Name, Revision
from mvl_desktop.ports.store import ChainHead, KeptCommit, OpenedBody, Pending, StoredCommit
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import ErasedBody, Header, read_revision
from mvl_desktop.protocol.objects import Revision as WireRevision
from mvl_desktop.store import commits, erasing, holding, reading
from mvl_desktop.store.context import A_ENVOYER, ATTESTE, Context
from mvl_desktop.store.identity import SqlIdentity
from mvl_desktop.store.projector import Fresh, project

_ADD_LOCAL = "INSERT INTO local_revision(espace, record, n, clear) VALUES(?, ?, ?, ?)"
_COUNT = "INSERT INTO counter(espace, n) VALUES(?, ?) ON CONFLICT(espace) DO UPDATE SET n = max(counter.n, excluded.n)"
_UNSENT = "UPDATE record SET sending = ?, since_ms = CASE WHEN sending = ? THEN ? ELSE since_ms END WHERE id = ?"
_UNSEALED = (
    "SELECT r.rec, l.n, l.clear FROM local_revision l JOIN record r ON r.id = l.record WHERE l.espace = ?"
    " ORDER BY l.n LIMIT ?"
)
_NOT_SENT = (
    "SELECT l.n FROM record r JOIN local_revision l ON l.espace = r.espace AND l.record = r.id WHERE r.rec = ?1"
    " UNION SELECT b.n FROM record r JOIN body b ON b.record = r.id JOIN sealed_commit c ON c.id = b.id >> 9"
    " JOIN device d ON d.id = c.device AND d.device = ?2 WHERE r.rec = ?1 AND NOT c.at_service"
)
_CHAIN = "SELECT seq, hash, regn, last_n FROM sealed_commit WHERE espace = ? AND device = ? ORDER BY seq DESC LIMIT 1"
_CHAINS = (
    "SELECT d.device, c.seq, c.hash, c.regn, c.last_n FROM (SELECT device, max(seq) AS seq FROM sealed_commit"
    " WHERE espace = ? GROUP BY device) last JOIN sealed_commit c ON c.espace = ? AND c.device = last.device"
    " AND c.seq = last.seq JOIN device d ON d.id = c.device"
)


class SqlLog:
    """`Log` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._ctx = ctx
        self._sql = ctx.sql

    def next_n(self, espace: bytes) -> int:
        """Return the next count of this post's revisions in an espace."""
        return int(self._sql.value("SELECT n FROM counter WHERE espace = ?", self._ctx.espace(espace)) or 0) + 1

    def add_local(self, espace: bytes, rec: bytes, revision: WireRevision) -> None:
        """Keep a revision of this post, in no commit yet."""
        number = self._ctx.espace(espace)
        record = self._ctx.record(espace, rec)
        self._sql.run(_ADD_LOCAL, number, record, revision.n, encode(revision))
        self._sql.run(_COUNT, number, revision.n)
        self._sql.run(_UNSENT, A_ENVOYER, ATTESTE, self._ctx.now(), record)
        pasts = {}
        if record in self._ctx.unheard:
            name = (reading.own_device(self._ctx) or b"", revision.n)
            pasts[record] = reading.Past([reading.Known(name, revision, None)])
        project(self._ctx, [record], Fresh(number, pasts))

    def replace_local(self, espace: bytes, rec: bytes, revision: WireRevision) -> None:
        """Replace an unsealed revision of this post by its folded form."""
        record = self._ctx.record(espace, rec)
        self._sql.run(
            "UPDATE local_revision SET clear = ? WHERE espace = ? AND n = ? AND record = ?",
            encode(revision),
            self._ctx.espace(espace),
            revision.n,
            record,
        )
        project(self._ctx, [record])

    def drop_local(self, espace: bytes, rec: bytes, n: int) -> None:
        """Remove an unsealed revision."""
        record = self._ctx.record(espace, rec)
        self._sql.run(
            "DELETE FROM local_revision WHERE espace = ? AND n = ? AND record = ?",
            self._ctx.espace(espace),
            n,
            record,
        )
        commits.update_sending(self._ctx, [record])
        project(self._ctx, [record])

    def unsealed(self, espace: bytes, limit: int = 512) -> list[Pending]:
        """Return this post's revisions that are in no commit, oldest first."""
        rows = self._sql.all(_UNSEALED, self._ctx.espace(espace), limit)
        return [Pending(rec, n, clear, read_revision(clear)) for rec, n, clear in rows]

    def unsent(self, rec: bytes) -> frozenset[int]:
        """Return the numbers of this post's revisions of a record that the service is not known to hold."""
        return frozenset(self._sql.column(_NOT_SENT, rec, SqlIdentity(self._ctx).device().id))

    def seal(self, commit: KeptCommit) -> None:
        """Keep a commit of this post: its revisions are sealed now."""
        commits.seal(self._ctx, commit)

    def chain(self, espace: bytes, device: bytes) -> ChainHead | None:
        """Return the last verified commit of a device."""
        row = self._sql.row(_CHAIN, self._ctx.espace(espace), self._ctx.device(device))
        return None if row is None else ChainHead(*row)

    def chains(self, espace: bytes) -> dict[bytes, ChainHead]:
        """Return every device's last verified commit."""
        number = self._ctx.espace(espace)
        return {device: ChainHead(*head) for device, *head in self._sql.all(_CHAINS, number, number)}

    def known(self, espace: bytes, ids: Iterable[bytes]) -> set[bytes]:
        """Return which of these commits are kept."""
        number = self._ctx.espace(espace)
        wanted = "SELECT hash FROM sealed_commit WHERE espace = ? AND hash IN (?*)"
        return {row[0] for row in self._sql.within(wanted, ids, number)}

    def keep(self, espace: bytes, commits_: Sequence[KeptCommit]) -> frozenset[bytes]:
        """Keep verified commits, in chain order; returns the records touched."""
        return commits.keep(self._ctx, espace, commits_)

    def fill(self, espace: bytes, bodies: Mapping[bytes, OpenedBody]) -> frozenset[bytes]:
        """Give bodies (by hash) to headers already kept."""
        return commits.fill(self._ctx, espace, bodies)

    def awaited(self, espace: bytes, hashes: Iterable[bytes]) -> list[tuple[bytes, Header, int]]:
        """Return (commit id, header, index) of the bodies, among these hashes, that are not present here."""
        return commits.awaited(self._ctx, espace, hashes)

    def waiting_for_key(self, espace: bytes, limit: int = 10_000) -> list[tuple[bytes, Header, int, bytes]]:
        """Return (commit id, header, index, sealed body) of bodies kept without their key."""
        return commits.waiting_for_key(self._ctx, espace, limit)

    def hold(self, espace: bytes, commit: bytes, header: Header, bodies: Mapping[bytes, bytes]) -> None:
        """Keep a commit that cannot be placed yet; LimitError."""
        holding.hold(self._ctx, espace, commit, header, bodies)

    def held(self, espace: bytes) -> list[StoredCommit]:
        """Return the commits held back, by device and seq."""
        return holding.held(self._ctx, espace)

    def held_names(self, espace: bytes) -> dict[bytes, bytes]:
        """Return the ids of the commits held back, and who signed each."""
        return holding.names(self._ctx, espace)

    def absent(self, espace: bytes, limit: int = 1_000) -> list[tuple[bytes, Header, bytes]]:
        """Return (commit id, header, body hash) of bodies that did not come with what the service gave."""
        return commits.absent(self._ctx, espace, limit)

    def release(self, espace: bytes, ids: Iterable[bytes]) -> None:
        """Forget held commits that were placed or refused."""
        holding.release(self._ctx, espace, ids)

    def commits(self, espace: bytes, ids: Iterable[bytes]) -> list[StoredCommit]:
        """Return commits with their sealed bodies, in the order asked."""
        return commits.by_hash(self._ctx, espace, ids)

    def lacking(self, espace: bytes, limit: int = 64) -> list[StoredCommit]:
        """Return commits that the service is not known to hold, in chain order."""
        return commits.lacking(self._ctx, espace, limit)

    def lacking_count(self, espace: bytes) -> int:
        """Return how many commits the service is not known to hold."""
        wanted = "SELECT count(*) FROM sealed_commit WHERE espace = ? AND NOT at_service"
        return int(self._sql.value(wanted, self._ctx.espace(espace)))

    def at_service(self, espace: bytes, ids: Iterable[bytes], receipt: bytes | None) -> None:
        """Note that the service holds these commits."""
        commits.at_service(self._ctx, espace, ids, receipt)

    def lose(self, espace: bytes, held: Collection[bytes]) -> int:
        """Note that the service holds these commits alone; returns how many are lacking again."""
        return commits.lose(self._ctx, espace, held)

    def for_lot(self, espace: bytes, recipient: bytes | None) -> Iterator[StoredCommit]:
        """Give, in chain order, the commits that `recipient` has not acknowledged."""
        return commits.for_lot(self._ctx, espace, recipient)

    def unseen_by(self, espace: bytes, recipients: Iterable[bytes]) -> list[bytes]:
        """Return, in chain order, the commits that one of these devices at least has not acknowledged."""
        return commits.unseen_by(self._ctx, espace, recipients)

    def quarantine(self, espace: bytes) -> list[StoredCommit]:
        """Return the commits in quarantine."""
        return commits.quarantine(self._ctx, espace)

    def revisions(self, rec: bytes) -> list[Revision]:
        """Return a record's revisions as history knows them."""
        record = self._ctx.find_record(rec)
        return [] if record is None else reading.load(self._ctx, [record])[record].revisions()

    def origins(self, rec: bytes) -> dict[Name, tuple[int, bytes | None]]:
        """Return for each revision of a record its technical time (ms) and the commit that carries it."""
        record = self._ctx.find_record(rec)
        if record is None:
            return {}
        return {each.name: (each.wire.hlc[0], each.commit) for each in reading.load(self._ctx, [record])[record].known}

    def erase_record(self, espace: bytes, rec: bytes) -> list[bytes]:
        """Forget everything of a record; returns blob ids to forget."""
        return erasing.erase_record(self._ctx, espace, rec)

    def forget_content(self, espace: bytes) -> list[bytes]:
        """Forget what lies of an espace but its headers and what was not handed over; returns blob ids to forget."""
        return erasing.forget_content(self._ctx, espace)

    def erase_bodies(self, espace: bytes, rec: bytes, bodies: Sequence[ErasedBody]) -> None:
        """Forget single revisions; their places in the graph stay."""
        erasing.erase_bodies(self._ctx, espace, rec, bodies)
