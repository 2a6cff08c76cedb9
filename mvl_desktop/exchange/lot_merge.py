"""Merging lots: each file inspected whole, then kept in one transaction; a dry run is the same, without the commit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mvl_desktop.exchange.audit import keep_segment
from mvl_desktop.exchange.lot_errors import LotError
from mvl_desktop.exchange.lot_flow import inspect, replay
from mvl_desktop.exchange.lot_pages import Page, pages
from mvl_desktop.exchange.motives import reasons_of
from mvl_desktop.exchange.plan import TECHNICAL, Counts, Fate, Incoming, Plan, RecordFate
from mvl_desktop.exchange.receiving import apply
from mvl_desktop.exchange.receiving import examine as examine_page
from mvl_desktop.exchange.revoked import take_over
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Cancel, LotMedium, MediumError, Progress, Step, never, silent, stop_if
from mvl_desktop.ports.store import LimitError, LotRow, UnitOfWork
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import KeySlot, LotManifest
from mvl_desktop.protocol.wire import BlobPart, part_count

Kept = dict[bytes, tuple[tuple[bytes, ...], frozenset[bytes]]]
"""By espace: the commits of a lot that are kept here, and the bodies among them that are not."""


@dataclass(frozen=True, slots=True)
class LotOutcome:
    """What a lot does, or did. `motif` says why it was refused, or (`recovered`) why only its beginning was taken.

    `missing` are the numbers of its sender's lots that never came; `records` the fate of each record; `read` and
    `announced` how many of the objects that its manifest counts could be read.
    """

    path: Path
    lid: bytes = b""
    number: int = 0
    by: bytes | None = None
    counts: Counts = field(default_factory=Counts)
    revisions: int = 0
    attested: int = 0
    missing: tuple[int, ...] = ()
    motif: str | None = None
    recovered: bool = False
    read: int = 0
    announced: int = 0
    reasons: tuple[str, ...] = ()
    records: dict[bytes, RecordFate] = field(default_factory=dict, repr=False)
    kept: Kept = field(default_factory=dict, repr=False)

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file was taken."""
        return self.motif is not None and not self.recovered


def examine(
    ports: Ports,
    medium: LotMedium,
    sources: Sequence[Path],
    *,
    excluding: frozenset[bytes] = frozenset(),
    progress: Progress = silent,
    cancel: Cancel = never,
) -> tuple[LotOutcome, ...]:
    """Say what merging these lots, in this order, would do; nothing is kept."""
    outcomes: list[LotOutcome] = []
    with ports.store.work(bulk=True) as uow:
        for number, source in enumerate(sources):
            stop_if(cancel)
            progress(Step("lot", number, len(sources)))
            outcomes.append(_one(uow, ports, medium, source, excluding, recover=False, cancel=cancel))
    return tuple(outcomes)


def merge(
    ports: Ports,
    medium: LotMedium,
    sources: Sequence[Path],
    *,
    excluding: frozenset[bytes] = frozenset(),
    recover: bool = False,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> tuple[LotOutcome, ...]:
    """Merge lots, each all or nothing; the records or commits of `excluding` are set aside by choice.

    `recover`: of a lot that is cut or damaged, take what verified before the damage; by default nothing of it.
    A file that is refused says so in its outcome and does not stop the others. Raises Cancelled, StoreError.
    """
    outcomes: list[LotOutcome] = []
    for number, source in enumerate(sources):
        stop_if(cancel)
        progress(Step("lot", number, len(sources)))
        try:
            with ports.store.work(bulk=True) as uow:
                outcome = _one(uow, ports, medium, source, excluding, recover=recover, cancel=cancel)
                if not outcome.is_refused:
                    uow.commit()
        except (LimitError, MediumError) as error:
            outcome = LotOutcome(source, motif=error.code, counts=Counts(refuses=1))
        outcomes.append(outcome)
    return tuple(outcomes)


def _one(
    uow: UnitOfWork,
    ports: Ports,
    medium: LotMedium,
    source: Path,
    excluding: frozenset[bytes],
    *,
    recover: bool,
    cancel: Cancel,
) -> LotOutcome:
    try:
        found = inspect(uow, ports, medium, source)
    except (LotError, MediumError) as error:
        return LotOutcome(source, motif=error.code, counts=Counts(refuses=1))
    manifest = found.manifest
    if found.motif is not None and not recover:
        return LotOutcome(source, manifest.lid, manifest.seq, manifest.by, Counts(refuses=1), motif=found.motif)
    outcome = LotOutcome(source, manifest.lid, manifest.seq, manifest.by, read=found.frames, announced=manifest.frames)
    work = _Merge(uow, ports, excluding, outcome, found.key)
    is_whole = found.motif is None
    try:
        work.take(pages(replay(ports, medium, found), whole=is_whole), cancel)
    except (LotError, MediumError) as error:
        # What was read a moment ago is no longer what the medium gives: the caller undoes the whole transaction.
        raise _ChangedError from error
    missing = _remember(uow, ports, manifest, whole=is_whole)
    return replace(work.result(), missing=missing, motif=found.motif, recovered=not is_whole)


class _ChangedError(MediumError):
    """The medium gave two different contents for one file."""

    code = "support_defectueux"


class _Merge:
    """The pages of one lot, kept one after the other within a transaction."""

    def __init__(
        self, uow: UnitOfWork, ports: Ports, excluding: frozenset[bytes], outcome: LotOutcome, key: bytes
    ) -> None:
        self._key = key
        self._uow, self._ports, self._excluding, self._outcome = uow, ports, excluding, outcome
        self._records: dict[bytes, RecordFate] = {}
        self._extra = Counts()
        self._revisions = self._attested = 0
        self._reasons: dict[str, None] = {}
        self._ids: dict[bytes, dict[bytes, None]] = {}

    def take(self, content: Iterator[Page], cancel: Cancel) -> None:
        """Keep every page."""
        for page in content:
            stop_if(cancel)
            for slot in page.handed:
                self._take_over(slot)
            for incoming in page.incoming:
                if self._uow.espaces.get(incoming.espace) is None:
                    # A lot may serve several espaces: what belongs to one that is not ours is not for us to judge.
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
        return replace(
            self._outcome,
            counts=found + self._extra,
            revisions=self._revisions,
            attested=self._attested,
            reasons=tuple(self._reasons),
            records=self._records,
            kept={espace: self._kept(espace, tuple(ids)) for espace, ids in self._ids.items()},
        )

    def _take_segment(self, espace: bytes, segment: bytes) -> None:
        """Keep a segment of somebody's access register, to carry it on; nobody but auditors can open it."""
        if self._uow.espaces.get(espace) is None:
            return
        if keep_segment(self._uow, self._ports, espace, segment, to_push=True) is None:
            self._extra += Counts(refuses=1)

    def _take_over(self, slot: KeySlot) -> None:
        """Keep a key that a revoked post hands over, as a keyslot of the present epoch."""
        if self._uow.espaces.get(slot.espace) is None:
            return
        wrapped = take_over(self._uow, self._ports, self._key, slot)
        if wrapped is not None:
            apply(self._uow, self._ports, examine_page(self._uow, self._ports, Incoming(slot.espace, slots=[wrapped])))

    def _count(self, plan: Plan, attested: int) -> None:
        for rec, fate in plan.records.items():
            self._records[rec] = _combined(self._records.get(rec), fate)
        self._extra += Counts(en_attente=plan.waiting, refuses=len(plan.refusals))
        self._reasons |= dict.fromkeys(reasons_of(plan))
        self._revisions += plan.revisions
        self._attested += attested
        ids = self._ids.setdefault(plan.espace, {})
        ids |= {commit.id: None for commit in plan.keep}
        ids |= {id_: None for id_, _ in plan.known}

    def _kept(self, espace: bytes, ids: tuple[bytes, ...]) -> tuple[tuple[bytes, ...], frozenset[bytes]]:
        """Return the commits kept of an espace, and the bodies among them that this post cannot answer for."""
        registry = self._uow.espaces.registry(espace)
        without: set[bytes] = set()
        for commit in self._uow.log.commits(espace, ids):
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
            self._extra += Counts(refuses=1)
            self._reasons["piece_endommagee"] = None


_RANK = (
    Fate.CONNU,
    Fate.EFFACE,
    Fate.ECARTE,
    Fate.QUARANTAINE,
    Fate.EN_ATTENTE,
    Fate.FUSIONNE,
    Fate.NOUVEAU,
    Fate.A_ARBITRER,
    Fate.REFUSE,
)


def _combined(before: RecordFate | None, now: RecordFate) -> RecordFate:
    """Return what two pages do to one record: the more telling of the two."""
    if before is None:
        return now
    told = max(before, now, key=lambda record: _RANK.index(record.fate))
    conflicts = now.conflicts or before.conflicts
    return replace(told, kind=told.kind or before.kind, revisions=before.revisions + now.revisions, conflicts=conflicts)


def _remember(uow: UnitOfWork, ports: Ports, manifest: LotManifest, *, whole: bool) -> tuple[int, ...]:
    """Remember that a lot came; return the numbers of its sender that did not. A récépissé (number 0) has none."""
    if manifest.seq == 0:
        return ()
    lots = uow.exchange.lots_from(manifest.by)
    numbers = {lot.seq: lot for lot in lots}
    espace = manifest.espaces[0].id
    before = numbers.get(manifest.seq - 1)
    same = numbers.get(manifest.seq)
    if (same is not None and same.lid != manifest.lid) or (
        before is not None and digest("lot", before.lid) != manifest.prev
    ):
        uow.exchange.alarm("lots_contradictoires", espace, manifest.by)
    me = uow.identity.device().id
    if whole and manifest.by != me:
        uow.exchange.keep_lot(LotRow(manifest.lid, manifest.by, manifest.seq, manifest.prev, ports.clock.ms(), ""))
        numbers[manifest.seq] = LotRow(manifest.lid, manifest.by, manifest.seq, manifest.prev, 0, "")
    missing = tuple(n for n in range(min(numbers, default=0), max(numbers, default=0)) if n not in numbers)
    if missing:
        uow.exchange.alarm("lot_manquant", espace, manifest.by, len(missing))
    else:
        for alarm in uow.exchange.alarms():
            if alarm.code == "lot_manquant" and alarm.device == manifest.by:
                uow.exchange.acknowledge(alarm.id)
    return missing
