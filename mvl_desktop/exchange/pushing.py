"""To the service: every commit that it lacks, whoever signed it, in the order blobs, keyslots, bodies, commit.

One request is in flight while the next is sealed and framed. Nothing is said to be sent before a receipt was verified.
"""

from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field

from mvl_desktop.exchange import attachments
from mvl_desktop.exchange.sealing import seal_pending
from mvl_desktop.exchange.session import Session
from mvl_desktop.exchange.word_step import read_receipt
from mvl_desktop.ports.carrier import CarrierError, ServiceLiesError
from mvl_desktop.ports.store import StoredCommit, UnitOfWork
from mvl_desktop.protocol.check import State
from mvl_desktop.protocol.objects import ENTRIES_MAX
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.protocol.wire import CommitAnswer, FrameType, PushAnswer, frame

SEALED_AT_ONCE = 4 * ENTRIES_MAX
LOOK_AHEAD = 16


@dataclass(frozen=True, slots=True)
class Batch:
    """Commits of one request, the local ids of the slots made here that go with them, and its frames."""

    commits: tuple[StoredCommit, ...]
    slots: tuple[int, ...]
    frames: tuple[bytes, ...] = field(repr=False)


def push_slots(session: Session) -> None:
    """Hand over the keyslots made here, those wrapped again under the present epoch among them."""
    done = 0
    while True:
        with session.ports.store.read() as uow:
            waiting = uow.keys.slots_to_push(session.espace)
        if not waiting:
            return
        for piece in _pieces(waiting, session.carrier.request_size()):
            session.carrier.push(session.espace, [frame(FrameType.KEYSLOT, slot) for _, slot in piece])
            with session.ports.store.work(bulk=True) as uow:
                uow.keys.slots_pushed([id_ for id_, _ in piece])
                uow.commit()
            done += len(piece)
            session.tell("cles", done, done + len(waiting))
        session.changed = True


def push_commits(session: Session) -> None:
    """Seal what is ready and send all that the service lacks; what it refuses is counted, and holds up nothing else."""
    tried: set[bytes] = set()
    stuck: set[bytes] = set()
    again: set[bytes] = set()
    with session.ports.store.read() as uow:
        total = uow.log.lacking_count(session.espace)
    flight: tuple[Future[PushAnswer], Batch] | None = None
    try:
        while True:
            batch = _prepare(session, tried, stuck)
            if flight is not None:
                future, sent = flight
                flight = None
                tried -= _settle(session, sent, future.result(), stuck, again)
                session.tell("envoi", len(tried) - (len(batch.commits) if batch else 0), total)
            if batch is None:
                return
            attachments.send_named(session, batch.commits)
            flight = (session.ports.executor.submit(_sender(session, batch)), batch)
    finally:
        if flight is not None:
            with suppress(CarrierError):
                flight[0].result()


def _sender(session: Session, batch: Batch) -> "_Send":
    return _Send(session, batch)


@dataclass(frozen=True, slots=True)
class _Send:
    """One request, to be made beside the caller's thread."""

    session: Session
    batch: Batch

    def __call__(self) -> PushAnswer:
        return self.session.carrier.push(self.session.espace, self.batch.frames)


def _prepare(session: Session, tried: set[bytes], stuck: set[bytes]) -> Batch | None:
    """Seal, then take the next commits that fit one request."""
    size = session.carrier.request_size()
    with session.ports.store.work() as uow:
        if seal_pending(uow, session.ports, session.espace, budget=size, at_most=SEALED_AT_ONCE):
            uow.commit()
    with session.ports.store.read() as uow:
        waiting = uow.log.lacking(session.espace, LOOK_AHEAD + len(tried))
        fresh = [each for each in waiting if each.id not in tried and each.header.device not in stuck]
        batch = _fill(session, uow, fresh, size)
    if batch is not None:
        tried.update(commit.id for commit in batch.commits)
    return batch


def _fill(session: Session, uow: UnitOfWork, waiting: Iterable[StoredCommit], size: int) -> Batch | None:
    """Take what fits: the slots made here, those that came with the commits of others, bodies, commits."""
    me = uow.identity.device().id
    ids: list[int] = []
    commits: list[StoredCommit] = []
    slots: dict[bytes, None] = {}
    frames: list[bytes] = []
    total = 0
    own = uow.keys.slots_to_push(session.espace, 4 * ENTRIES_MAX)
    for commit in waiting:
        kcs = {entry.kc for entry in commit.header.entries}
        needed = uow.keys.slots_for(session.espace, kcs) if commit.header.device != me or own else []
        needed = [slot for slot in needed if slot not in session.slots_there and slot not in slots]
        if commit.header.device == me:
            made = {slot for _, slot in own}
            needed = [slot for slot in needed if slot in made]
        bodies = [commit.bodies[e.bhash] for e in commit.header.entries if e.bhash in commit.bodies]
        length = sum(map(len, needed)) + sum(map(len, bodies)) + len(commit.commit)
        if commits and total + length > size:
            break
        slots.update(dict.fromkeys(needed))
        frames += [frame(FrameType.BODY, body) for body in bodies]
        frames.append(frame(FrameType.COMMIT, commit.commit))
        commits.append(commit)
        total += length
    if not commits:
        return None
    ids = [id_ for id_, slot in own if slot in slots]
    return Batch(tuple(commits), tuple(ids), (*(frame(FrameType.KEYSLOT, slot) for slot in slots), *frames))


def _settle(session: Session, batch: Batch, answer: PushAnswer, stuck: set[bytes], again: set[bytes]) -> set[bytes]:
    """Verify the receipts, then keep them; say what was refused. Returns the commits to send once more."""
    if len(answer.commits) != len(batch.commits):
        raise ServiceLiesError
    by_id = {commit.id: commit for commit in batch.commits}
    lacking: dict[bytes, list[bytes]] = {}
    with session.ports.store.work() as uow:
        registry = uow.espaces.registry(session.espace)
        uow.keys.slots_pushed(batch.slots)
        taken: set[bytes] = set()
        for data in answer.receipts:
            taken |= _take_receipt(session, uow, registry, by_id, data)
        for commit, each in zip(batch.commits, answer.commits, strict=True):
            if commit.id in taken:
                continue
            if each.state == "slots" and commit.id not in again:
                lacking[commit.id] = uow.keys.slots_for(session.espace, each.missing)
            elif not (lacking and each.state == State.GAP):
                _note_refusal(session, uow, commit, each)
                stuck.add(commit.header.device)
        uow.commit()
    if not lacking:
        return set()
    # The service lost keyslots that it once had (a restored backup): hand them over, then everything from there on.
    again |= set(lacking)
    slots = dict.fromkeys(slot for found in lacking.values() for slot in found)
    session.carrier.push(session.espace, [frame(FrameType.KEYSLOT, slot) for slot in slots])
    return by_id.keys() - taken


def _take_receipt(
    session: Session, uow: UnitOfWork, registry: Registry, sent: dict[bytes, StoredCommit], data: bytes
) -> set[bytes]:
    """Note what a receipt attests: commits of which the service holds every body that we sent."""
    verified = read_receipt(session.ports, registry, data)
    if verified is None or verified.by is not None:
        raise ServiceLiesError
    without = set(verified.receipt.without)
    ids = [id_ for id_ in verified.receipt.ids if id_ in sent and not without & sent[id_].bodies.keys()]
    if ids:
        uow.exchange.receive_receipt(session.espace, None, None, ids, data)
        technical = set(uow.records.find("poste", session.espace))
        count = sum(entry.rec not in technical for id_ in ids for entry in sent[id_].header.entries)
        session.tally.add(envoyes=count, attestes=count)
    return set(ids)


def _note_refusal(session: Session, uow: UnitOfWork, commit: StoredCommit, answer: CommitAnswer) -> None:
    device = commit.header.device
    session.tally.add(refuses=1)
    if answer.state == State.EQUIVOCATION:
        own = device == uow.identity.device().id
        uow.exchange.alarm("poste_clone" if own else "double_chaine", session.espace, device)
    elif answer.state == State.FORK:
        uow.exchange.alarm("registre_contradictoire", session.espace, device)
    else:
        uow.exchange.alarm("envoi_refuse", session.espace, device)


def _pieces(slots: list[tuple[int, bytes]], size: int) -> Iterable[list[tuple[int, bytes]]]:
    each = max(1, size // 256)
    return [slots[i : i + each] for i in range(0, len(slots), each)]
