"""One record of some lots, opened again from the files: what this post has, what they bring, and both together.

Nothing is held between the dry run and the moment when somebody looks at a line, and nothing is kept by looking.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.exchange.body_step import take_bodies
from mvl_desktop.exchange.draft_plan import DraftPlan
from mvl_desktop.exchange.judge import revision_of
from mvl_desktop.exchange.key_step import take_grants, take_slots
from mvl_desktop.exchange.lot_errors import LotError
from mvl_desktop.exchange.lot_flow import Inspection, inspect, replay
from mvl_desktop.exchange.lot_pages import pages
from mvl_desktop.exchange.plan import Incoming, IncomingCommit
from mvl_desktop.exchange.registry_step import take_entries
from mvl_desktop.history.declared import state_of
from mvl_desktop.history.model import Name, RecordState, Revision
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import LotMedium, MediumError
from mvl_desktop.ports.store import StoredCommit, UnitOfWork
from mvl_desktop.protocol.check import COMMIT_BYTES, Opened, open_commit
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.hashes import body_hash
from mvl_desktop.protocol.objects import SLOT_LIMIT, Commit, KeySlot, read_header
from mvl_desktop.protocol.registry import quarantined
from mvl_desktop.protocol.wire import FrameType


@dataclass(frozen=True, slots=True)
class Sides:
    """A record on both sides: its state here, in the lots as their authors saw it, and once united."""

    kind: str
    espace: bytes
    here: RecordState = field(repr=False)
    there: RecordState = field(repr=False)
    united: RecordState = field(repr=False)


def compare(uow: UnitOfWork, ports: Ports, medium: LotMedium, sources: Sequence[Path], rec: bytes) -> Sides | None:
    """Open what these lots bring of a record; None when nothing of it opens here, from them or before them."""
    brought: dict[Name, Revision] = {}
    known = uow.records.get(rec)
    kind, espace = (known.kind, known.espace) if known is not None else ("", b"")
    for source in sources:
        try:
            for place, named, revision in _brought(uow, ports, medium, source, rec):
                espace, kind = place, named
                brought[revision.name] = revision
        except (LotError, MediumError, ProtocolError):
            continue
    if not brought and known is None:
        return None
    here = {revision.name: revision for revision in uow.log.revisions(rec)}
    both = {**brought, **here}
    declared, seen = declaration(kind), _ancestors(both, brought)
    return Sides(
        kind,
        espace,
        state_of(declared, here.values()),
        state_of(declared, [both[name] for name in seen]),
        state_of(declared, both.values()),
    )


def _ancestors(revisions: dict[Name, Revision], heads: dict[Name, Revision]) -> dict[Name, None]:
    """Return these revisions and all that they build on, as far as it is at hand."""
    found: dict[Name, None] = {}
    waiting = list(heads)
    while waiting:
        name = waiting.pop()
        if name not in found and name in revisions:
            found[name] = None
            waiting += revisions[name].parents
    return found


def _brought(
    uow: UnitOfWork, ports: Ports, medium: LotMedium, source: Path, rec: bytes
) -> Iterator[tuple[bytes, str, Revision]]:
    found = inspect(uow, ports, medium, source)
    for incoming in _about(ports, medium, found, rec):
        if uow.espaces.get(incoming.espace) is None:
            continue
        draft = DraftPlan(
            uow, ports, incoming, uow.espaces.registry(incoming.espace).snapshot(), uow.identity.device().id
        )
        take_entries(draft)
        if draft.frozen or not draft.after.is_holder(draft.me):
            continue
        take_grants(draft)
        take_slots(draft)
        take_bodies(draft, _opened(draft))
        for kept in draft.keep:
            for entry, body in zip(kept.header.entries, kept.bodies, strict=True):
                if entry.rec == rec and body.revision is not None:
                    yield incoming.espace, body.revision.kind, revision_of(kept.header.device, body.revision)


def _opened(draft: DraftPlan) -> Iterator[tuple[Opened, StoredCommit, bool]]:
    for each in draft.incoming.commits:
        opened = open_commit(each.data, draft.after, draft.ports.crypto.verify)
        if isinstance(opened, Opened):
            header = opened.header
            apart = quarantined(draft.after, header.device, header.seq, header.regn, opened.id)
            yield opened, StoredCommit(opened.id, each.data, header, each.bodies), apart


def _about(ports: Ports, medium: LotMedium, found: Inspection, rec: bytes) -> list[Incoming]:
    """Gather what a lot holds of one record: the commits that name it, its bodies, its keys, and the registries."""
    wanted: set[bytes] = set()
    frames: list[tuple[FrameType, bytes]] = []
    for type_, payload in replay(ports, medium, found):
        if type_ == FrameType.COMMIT:
            named = read_header(decode(payload, Commit, COMMIT_BYTES).h).entries
            hashes = {entry.bhash for entry in named if entry.rec == rec}
            wanted |= hashes
            if hashes:
                frames.append((type_, payload))
        elif type_ == FrameType.KEYSLOT:
            if decode(payload, KeySlot, SLOT_LIMIT).rec == rec:
                frames.append((type_, payload))
        elif type_ in (FrameType.REGISTRY, FrameType.GRANT):
            frames.append((type_, payload))
    bodies = {
        hash_: payload
        for type_, payload in replay(ports, medium, found)
        if type_ == FrameType.BODY and (hash_ := body_hash(payload)) in wanted
    }
    return _united((each for page in pages(frames) for each in page.incoming), bodies) if wanted else []


def _united(pieces: Iterable[Incoming], bodies: Mapping[bytes, bytes]) -> list[Incoming]:
    """Put what came for each espace together, and beside each commit its bodies."""
    found: dict[bytes, Incoming] = {}
    for each in pieces:
        commits = [IncomingCommit(commit.data, bodies) for commit in each.commits]
        before = found.get(each.espace, Incoming(each.espace))
        found[each.espace] = replace(
            before,
            registry=[*before.registry, *each.registry],
            grants=[*before.grants, *each.grants],
            slots=[*before.slots, *each.slots],
            commits=[*before.commits, *commits],
        )
    return list(found.values())
