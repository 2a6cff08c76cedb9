"""What one lot does within a transaction: its pages kept one after the other, and what that comes to."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from mvl_desktop.exchange.audit import keep_segment
from mvl_desktop.exchange.lot_content import BATCH
from mvl_desktop.exchange.lot_numbers import MissingLot
from mvl_desktop.exchange.lot_pages import Page
from mvl_desktop.exchange.motives import reason_of
from mvl_desktop.exchange.plan import RANK, TECHNICAL, Counts, Fate, Incoming, Plan, RecordFate, Refusal
from mvl_desktop.exchange.receiving import apply
from mvl_desktop.exchange.receiving import examine as examine_page
from mvl_desktop.exchange.revoked import take_over
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Cancel, stop_if
from mvl_desktop.ports.store import StoredCommit, UnitOfWork
from mvl_desktop.protocol.check import COMMIT_BYTES
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.lot_names import Part
from mvl_desktop.protocol.objects import Commit, KeySlot, LotForDevice, LotForEpoch, read_header
from mvl_desktop.protocol.wire import BlobPart, part_count

Kept = dict[bytes, tuple[tuple[bytes, ...], frozenset[bytes]]]
"""By espace: the commits of a lot that are kept here, and the bodies among them that are not."""
REFUSALS_MAX = 1_000
"""How many refusals are told one by one."""


@dataclass(frozen=True, slots=True)
class LotOutcome:
    """What a lot does, or did. `motif` says why it was refused, or (`recovered`) why only its beginning was taken.

    `missing` are the lots of its sender that never came; `records` the fate of each record; `read` and `announced` how
    many of the objects that its manifest counts could be read; `outside` by espace that this post is not in, how many
    records the lot has for others; `readers` whom a lot that does not open here is closed for.
    """

    path: Path
    lid: bytes = b""
    number: int = 0
    by: bytes | None = None
    espace: bytes = b""
    counts: Counts = field(default_factory=Counts)
    revisions: int = 0
    attested: int = 0
    missing: tuple[MissingLot, ...] = ()
    motif: str | None = None
    recovered: bool = False
    read: int = 0
    announced: int = 0
    part: Part | None = None
    reasons: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    outside: dict[bytes, int] = field(default_factory=dict)
    readers: tuple[LotForDevice | LotForEpoch, ...] = field(default=(), repr=False)
    records: dict[bytes, RecordFate] = field(default_factory=dict, repr=False)
    espaces: dict[bytes, bytes] = field(default_factory=dict, repr=False)
    kept: Kept = field(default_factory=dict, repr=False)

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file was taken."""
        return self.motif is not None and not self.recovered


class Taking:
    """The pages of one lot, kept one after the other within a transaction."""

    def __init__(
        self, uow: UnitOfWork, ports: Ports, excluding: frozenset[bytes], outcome: LotOutcome, key: bytes
    ) -> None:
        self._key = key
        self._uow, self._ports, self._excluding, self._outcome = uow, ports, excluding, outcome
        self._records: dict[bytes, RecordFate] = {}
        self._refusals: list[Refusal] = []
        self._refused = 0
        self._espaces: dict[bytes, bytes] = {}
        self._outside: dict[bytes, set[bytes]] = {}
        self._revisions = self._attested = 0
        self._reasons: dict[str, None] = {}
        self._ids: dict[bytes, dict[bytes, None]] = {}
        self.brought: dict[bytes, None] = {}
        """The commits that were not here before."""

    def take(self, content: Iterator[Page], cancel: Cancel) -> None:
        """Keep every page."""
        for page in content:
            stop_if(cancel)
            for slot in page.handed:
                self._take_over(slot)
            for incoming in page.incoming:
                if self._uow.espaces.get(incoming.espace) is None:
                    # A lot may serve several espaces: what belongs to one that is not ours is not for us to judge.
                    self._outside.setdefault(incoming.espace, set()).update(_named(incoming))
                    continue
                plan = examine_page(self._uow, self._ports, incoming).without(self._excluding)
                outcome = apply(self._uow, self._ports, plan)
                self._count(plan, outcome.attested)
            for espace, segment in page.segments:
                self._take_segment(espace, segment)
            for part in page.parts:
                self._take_part(part)

    def result(self) -> LotOutcome:
        """Return what it came to."""
        counts = dict.fromkeys(Fate, 0)
        for record in self._records.values():
            if record.kind not in TECHNICAL:
                counts[record.fate] += 1
        found = Counts(
            nouveaux=counts[Fate.NOUVEAU],
            connus=counts[Fate.CONNU],
            fusionnes=counts[Fate.FUSIONNE],
            a_arbitrer=counts[Fate.A_ARBITRER],
            en_attente=counts[Fate.EN_ATTENTE],
            quarantaine=counts[Fate.QUARANTAINE],
            ecartes=counts[Fate.ECARTE],
            effaces=counts[Fate.EFFACE],
            refuses=counts[Fate.REFUSE],
        )
        outside = {espace: len(records) for espace, records in self._outside.items() if records}
        extra = Counts(refuses=self._refused, hors_perimetre=sum(outside.values()))
        return replace(
            self._outcome,
            counts=found + extra,
            revisions=self._revisions,
            attested=self._attested,
            reasons=tuple(self._reasons),
            refusals=tuple(self._refusals),
            outside=outside,
            records=self._records,
            espaces=self._espaces,
            kept={espace: self._kept(espace, tuple(ids)) for espace, ids in self._ids.items()},
        )

    def _take_segment(self, espace: bytes, segment: bytes) -> None:
        """Keep a segment of somebody's access register, to carry it on; nobody but auditors can open it."""
        if self._uow.espaces.get(espace) is None:
            return
        if keep_segment(self._uow, self._ports, espace, segment, to_push=True) is None:
            self._refuse(Refusal("registre_acces", "malformed"))

    def _take_over(self, slot: KeySlot) -> None:
        """Keep a key that a revoked post hands over, as a keyslot of the present epoch."""
        if self._uow.espaces.get(slot.espace) is None:
            return
        wrapped = take_over(self._uow, self._ports, self._key, slot)
        if wrapped is not None:
            apply(self._uow, self._ports, examine_page(self._uow, self._ports, Incoming(slot.espace, slots=[wrapped])))

    def _count(self, plan: Plan, attested: int) -> None:
        waiting = {entry.rec: None for held in plan.hold for entry in held.header.entries}
        fates = [*plan.records.values(), *(RecordFate(rec, "", Fate.EN_ATTENTE) for rec in waiting)]
        for fate in fates:
            self._records[fate.rec] = _combined(self._records.get(fate.rec), fate)
            self._espaces[fate.rec] = plan.espace
        for refusal in plan.refusals:
            self._refuse(refusal)
        self._revisions += plan.revisions
        self._attested += attested
        ids = self._ids.setdefault(plan.espace, {})
        new = {commit.id: None for commit in plan.keep}
        self.brought |= new
        ids |= new
        ids |= {id_: None for id_, _ in plan.known}

    def _refuse(self, refusal: Refusal) -> None:
        self._refused += 1
        self._reasons[reason_of(refusal)] = None
        if len(self._refusals) < REFUSALS_MAX:
            self._refusals.append(refusal)

    def _kept(self, espace: bytes, ids: tuple[bytes, ...]) -> tuple[tuple[bytes, ...], frozenset[bytes]]:
        """Return the commits kept of an espace, and the bodies among them that this post cannot answer for."""
        registry = self._uow.espaces.registry(espace)
        without: set[bytes] = set()
        for commit in self._in_turn(espace, ids):
            live = [
                entry
                for entry in commit.header.entries
                if entry.rec not in registry.erased_records and entry.bhash not in registry.erased_hashes
            ]
            absent = self._uow.log.awaited(espace, [entry.bhash for entry in live])
            without |= {header.entries[index].bhash for _, header, index in absent}
            for entry in live:
                if any(not self._has_blob(blob) for blob in entry.blobs if blob not in registry.erased_blobs):
                    without.add(entry.bhash)
        return ids, frozenset(without)

    def _in_turn(self, espace: bytes, ids: tuple[bytes, ...]) -> Iterator[StoredCommit]:
        """Give commits with their bodies, few at a time."""
        for start in range(0, len(ids), BATCH):
            yield from self._uow.log.commits(espace, ids[start : start + BATCH])

    def _has_blob(self, blob: bytes) -> bool:
        info = self._uow.blobs.get(blob)
        return info is not None and info.complete

    def _take_part(self, part: BlobPart) -> None:
        """Keep a part of an attachment that a revision names; the whole is checked when its last part is there."""
        info = self._uow.blobs.get(part.id)
        if info is None or info.complete:
            return
        self._uow.blobs.put_part(part.id, part.index, part.data)
        is_whole = len(self._uow.blobs.part_indexes(part.id)) == part_count(part.size)
        if is_whole and not self._uow.blobs.finish(part.id):
            self._refuse(Refusal("piece", "piece_endommagee", id=part.id))


def _combined(before: RecordFate | None, now: RecordFate) -> RecordFate:
    """Return what two pages do to one record: the more telling of the two."""
    if before is None:
        return now
    told = max(before, now, key=lambda record: RANK.index(record.fate))
    conflicts = now.conflicts or before.conflicts
    return replace(told, kind=told.kind or before.kind, revisions=before.revisions + now.revisions, conflicts=conflicts)


def _named(incoming: Incoming) -> Iterator[bytes]:
    """Give the records that commits name, as far as they can be read without knowing their espace."""
    for each in incoming.commits:
        with suppress(ProtocolError):
            yield from (entry.rec for entry in read_header(decode(each.data, Commit, COMMIT_BYTES).h).entries)
