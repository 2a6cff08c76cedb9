"""To the service: every commit that it lacks, whoever signed it, in the order blobs, keyslots, bodies, commit.

One request is in flight while the next is sealed and framed. Nothing is said to be sent before a receipt was verified.
"""

from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from mvl_desktop.exchange import attachments, checkpoints, withheld
from mvl_desktop.exchange.plan import AttestedReceipt
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
LOOK_AHEAD = 6
SLOTS_LOOKED_AT = 16 * ENTRIES_MAX
SENT_AGAIN = 3
"""How many times one commit is sent in one exchange, when the service lacked what stands before it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Commits of one request; the local ids of the slots made here that go with them; every slot given; the frames."""

    commits: tuple[StoredCommit, ...]
    slots: tuple[int, ...]
    given: tuple[bytes, ...] = field(repr=False)
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
    _Push(session).run()


class _Push:
    """One run of pushes. `doubtful`: commits in flight or refused, not to be taken again in this run."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._doubtful: set[bytes] = set()
        self._stuck: set[bytes] = set()
        self._delayed: set[bytes] = set()
        self._sent: dict[bytes, int] = {}
        self._done = self._total = 0
        self._unsealed = True

    def run(self) -> None:
        """Send batch after batch: the next is sealed and framed while one is in flight."""
        session = self._session
        flight: tuple[Future[PushAnswer], Batch] | None = None
        try:
            while True:
                batch = self._prepare()
                if flight is not None:
                    future, sent = flight
                    flight = None
                    self._settle(sent, future.result())
                    self._done += len(sent.commits)
                    session.tell("envoi", self._done, self._total)
                    if batch is None and self._delayed:
                        self._delayed.clear()
                        batch = self._prepare()
                if batch is None:
                    return
                attachments.send_named(session, batch.commits)
                push = partial(session.carrier.push, session.espace, batch.frames)
                flight = (session.ports.executor.submit(push), batch)
        finally:
            if flight is not None:
                with suppress(CarrierError):
                    flight[0].result()

    def _prepare(self) -> Batch | None:
        """Seal if little is ready, then take the next commits that fit one request."""
        session = self._session
        size = session.carrier.request_size()
        batch, ready = self._ready(size)
        if ready < LOOK_AHEAD and self._unsealed:
            with session.ports.store.work() as uow:
                sealed = seal_pending(uow, session.ports, session.espace, budget=size, at_most=SEALED_AT_ONCE)
                if sealed:
                    uow.commit()
            if sealed:
                batch, _ = self._ready(size)
        if batch is not None:
            for commit in batch.commits:
                self._doubtful.add(commit.id)
                self._sent[commit.id] = self._sent.get(commit.id, 0) + 1
            session.slots_there.update(batch.given)
        return batch

    def _ready(self, size: int) -> tuple[Batch | None, int]:
        """Return what fits the next request, and how many commits are ready to be sent."""
        with self._session.ports.store.read() as uow:
            espace = self._session.espace
            waiting = uow.log.lacking(espace, LOOK_AHEAD + len(self._doubtful))
            self._unsealed = bool(uow.log.unsealed(espace, 1))
            self._total = max(self._total, self._done + uow.log.lacking_count(espace))
            held_up = self._stuck | self._delayed
            fresh = [c for c in waiting if c.id not in self._doubtful and c.header.device not in held_up]
            return _fill(self._session, uow, fresh, size), len(fresh)

    def _settle(self, batch: Batch, answer: PushAnswer) -> None:
        """Verify the receipts, then keep them; say what was refused, and hand over slots that the service lacks."""
        session = self._session
        if len(answer.commits) != len(batch.commits):
            raise ServiceLiesError
        by_id = {commit.id: commit for commit in batch.commits}
        slots: dict[bytes, None] = {}
        with session.ports.store.work() as uow:
            registry = uow.espaces.registry(session.espace)
            uow.keys.slots_pushed(batch.slots)
            taken: set[bytes] = set()
            receipts = [_verified(session, registry, data) for data in answer.receipts]
            for receipt in receipts:
                taken |= _take_receipt(session, uow, by_id, receipt)
            ids = [id_ for receipt in receipts for id_ in receipt.receipt.ids]
            checkpoint = receipts[-1].receipt.checkpoint if receipts else None
            if checkpoint is None or not checkpoints.follow(uow, session.ports, session.espace, ids, checkpoint):
                withheld.note_attested(uow, session.espace, taken)
            for commit, each in zip(batch.commits, answer.commits, strict=True):
                device = commit.header.device
                if commit.id in taken:
                    self._doubtful.discard(commit.id)
                elif self._may_wait(commit, each):
                    # It lacks keyslots that it once had (a restored backup), or what stands before this one.
                    slots |= dict.fromkeys(uow.keys.slots_for(session.espace, each.missing))
                    self._delayed.add(device)
                    self._doubtful.discard(commit.id)
                else:
                    _note_refusal(session, uow, commit, each)
                    self._stuck.add(device)
            uow.commit()
        if slots:
            session.carrier.push(session.espace, [frame(FrameType.KEYSLOT, slot) for slot in slots])

    def _may_wait(self, commit: StoredCommit, answer: CommitAnswer) -> bool:
        """Whether a commit that was not taken is sent once more in this run."""
        if self._sent[commit.id] >= SENT_AGAIN:
            return False
        return answer.state == "slots" or (answer.state == State.GAP and commit.header.device in self._delayed)


def _fill(session: Session, uow: UnitOfWork, waiting: Iterable[StoredCommit], size: int) -> Batch | None:
    """Take what fits: the slots made here, those that came with the commits of others, bodies, commits."""
    me = uow.identity.device().id
    own = {slot: id_ for id_, slot in uow.keys.slots_to_push(session.espace, SLOTS_LOOKED_AT)} if waiting else {}
    commits: list[StoredCommit] = []
    slots: dict[bytes, None] = {}
    frames: list[bytes] = []
    total = 0
    for commit in waiting:
        needed: list[bytes] = []
        if commit.header.device != me or own:
            kept = uow.keys.slots_for(session.espace, {entry.kc for entry in commit.header.entries})
            needed = [slot for slot in kept if slot not in session.slots_there and slot not in slots]
        if commit.header.device == me:
            needed = [slot for slot in needed if slot in own]
        bodies = [commit.bodies[e.bhash] for e in commit.header.entries if e.bhash in commit.bodies]
        length = sum(map(len, needed)) + sum(map(len, bodies)) + len(commit.commit)
        if commits and total + length > size:
            break
        slots |= dict.fromkeys(needed)
        frames += [frame(FrameType.BODY, body) for body in bodies]
        frames.append(frame(FrameType.COMMIT, commit.commit))
        commits.append(commit)
        total += length
    if not commits:
        return None
    ids = tuple(own[slot] for slot in slots if slot in own)
    return Batch(tuple(commits), ids, tuple(slots), (*(frame(FrameType.KEYSLOT, slot) for slot in slots), *frames))


def _verified(session: Session, registry: Registry, data: bytes) -> AttestedReceipt:
    verified = read_receipt(session.ports, registry, data)
    if verified is None or verified.by is not None:
        raise ServiceLiesError
    return verified


def _take_receipt(
    session: Session, uow: UnitOfWork, sent: dict[bytes, StoredCommit], verified: AttestedReceipt
) -> set[bytes]:
    """Note what a receipt attests: commits of which the service holds every body that we sent."""
    without = set(verified.receipt.without)
    ids = [id_ for id_ in verified.receipt.ids if id_ in sent and not without & sent[id_].bodies.keys()]
    if ids:
        uow.exchange.receive_receipt(session.espace, None, None, ids, verified.data)
        technical = set(uow.records.find("poste", session.espace))
        count = sum(entry.rec not in technical for id_ in ids for entry in sent[id_].header.entries)
        session.tally.add(envoyes=count, attestes=count)
    return set(ids)


def _note_refusal(session: Session, uow: UnitOfWork, commit: StoredCommit, answer: CommitAnswer) -> None:
    """Say that something was not taken. Nobody is accused on the word of a service: the feed shows a second chain."""
    session.tally.add(refuses=1)
    if answer.state == State.FORK:
        uow.exchange.alarm("registre_contradictoire", session.espace)
    else:
        uow.exchange.alarm("envoi_refuse", session.espace, commit.header.device)


def _pieces(slots: list[tuple[int, bytes]], size: int) -> Iterable[list[tuple[int, bytes]]]:
    each = max(1, size // 256)
    return [slots[i : i + each] for i in range(0, len(slots), each)]
