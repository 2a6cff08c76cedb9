"""Last step of an examination: what the new revisions do to each record, seen by history before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.exchange.draft_plan import DraftPlan
from mvl_desktop.exchange.plan import Fate, RecordFate
from mvl_desktop.history.declared import state_of
from mvl_desktop.history.model import Revision
from mvl_desktop.protocol.objects import Revision as WireRevision


@dataclass
class _Record:
    """What arrived for one record."""

    kind: str = ""
    fresh: list[tuple[bytes, WireRevision]] = field(default_factory=list)
    waiting: int = 0
    quarantined: int = 0
    erased: int = 0
    is_rooted: bool = False


def judge(draft: DraftPlan) -> None:
    """Say what becomes of each record."""
    records: dict[bytes, _Record] = {}
    for rec, state, device, revision, quarantined in _bodies(draft):
        record = records.get(rec)
        if record is None:
            record = records[rec] = _Record()
        if state == "erased":
            record.erased += 1
        elif quarantined:
            record.quarantined += 1
        elif revision is None:
            record.waiting += 1
        else:
            record.fresh.append((device, revision))
            record.kind = revision.kind
            record.is_rooted = record.is_rooted or not revision.parents
    for rec, record in records.items():
        draft.records[rec] = _fate(draft, rec, record)
    for stored in draft.known.values():
        for entry in stored.header.entries:
            if entry.rec not in draft.records:
                draft.records[entry.rec] = RecordFate(entry.rec, "", Fate.CONNU)
    if draft.known:
        for rec in draft.uow.records.find("poste", draft.espace):
            if rec in draft.records and draft.records[rec].fate is Fate.CONNU:
                draft.records[rec] = RecordFate(rec, "poste", Fate.CONNU)


def _bodies(draft: DraftPlan) -> Iterator[tuple[bytes, str, bytes, WireRevision | None, bool]]:
    for commit in draft.keep:
        for entry, body in zip(commit.header.entries, commit.bodies, strict=True):
            yield entry.rec, body.state, commit.header.device, body.revision, commit.quarantined
    for late in draft.fill:
        yield late.rec, late.body.state, late.device, late.body.revision, late.quarantined


def _fate(draft: DraftPlan, rec: bytes, record: _Record) -> RecordFate:
    if rec in draft.after.erased_records:
        return RecordFate(rec, record.kind, Fate.EFFACE)
    if not record.fresh:
        fate = Fate.EN_ATTENTE if record.waiting else Fate.QUARANTAINE if record.quarantined else Fate.EFFACE
        return RecordFate(rec, record.kind, fate)
    if record.is_rooted and len(record.fresh) == 1:
        # Most of a first exchange: one revision that begins its record. No other can be here without it.
        return RecordFate(rec, record.kind, Fate.NOUVEAU, 1)
    return _folded(draft, rec, record)


def _folded(draft: DraftPlan, rec: bytes, record: _Record) -> RecordFate:
    before = draft.uow.log.revisions(rec)
    known = {revision.name for revision in before}
    fresh = [revision_of(device, revision) for device, revision in record.fresh]
    fresh = [revision for revision in fresh if revision.name not in known]
    declared = declaration(record.kind)
    was, will = state_of(declared, before), state_of(declared, [*before, *fresh])
    conflicts = tuple(key for key in will.conflicts if was.fields.get(key) != will.fields[key])
    if all(revision.name in will.held for revision in fresh):
        fate = Fate.EN_ATTENTE
    elif conflicts:
        fate = Fate.A_ARBITRER
    else:
        fate = Fate.FUSIONNE if was.heads else Fate.NOUVEAU
    return RecordFate(rec, record.kind, fate, len(fresh), conflicts)


def revision_of(device: bytes, wire: WireRevision) -> Revision:
    """Return a revision as history knows it."""
    changes = {key: tuple(value) if isinstance(value, list) else value for key, value in wire.changes.items()}
    return Revision((device, wire.n), tuple(wire.parents), wire.hlc, changes)
