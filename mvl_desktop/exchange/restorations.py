"""A service brought back to a backup: its signed word of it, held against the numbers that it gave to this post.

What it signed once restored must be the beginning of what this post was given; then this post goes back as far, and
whatever the service has lost is lacking there again. Anything else stays two stories, and frozen.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mvl_desktop.exchange import audit, withheld, witnesses, words
from mvl_desktop.exchange.checkpoints import AGREED, DIVERGENT
from mvl_desktop.exchange.feed import payloads
from mvl_desktop.exchange.session import Session
from mvl_desktop.exchange.word_step import read_checkpoint
from mvl_desktop.ports.carrier import CarrierError, ServiceTooOldError
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.hashes import ZERO, next_root
from mvl_desktop.protocol.objects import Checkpoint
from mvl_desktop.protocol.wire import FrameType, frame

BROUGHT_BACK = "service_ramene"
_SLOTS = "cles_a_rendre"


@dataclass(frozen=True, slots=True)
class _Told:
    """A word of the service on where it was brought back to, and its bytes."""

    checkpoint: Checkpoint
    data: bytes


def follow_back(session: Session) -> bool:
    """Go back to where the service was brought back to, when its signature and our own numbers prove it.

    False when they do not, or when it was done already: what froze the exchange has then another reason.
    """
    espace = session.espace
    told = _told(session)
    with session.ports.store.work() as uow:
        noted = witnesses.restorations(uow, espace)
        fresh = [each for each in told if (each.checkpoint.n, each.checkpoint.ts) not in noted]
        if not fresh:
            return False
        roots = _roots(uow, espace)
        last = uow.exchange.position(espace, AGREED)
        behind = [each for each in fresh if each.checkpoint.n < len(roots) and each.checkpoint.ts > last]
        back = [each for each in behind if roots[each.checkpoint.n] == each.checkpoint.root]
        if behind and not back:
            return False
        if back:
            _go_back(uow, espace, max(back, key=lambda each: each.checkpoint.n))
            uow.exchange.alarm(BROUGHT_BACK, espace)
        witnesses.note_restorations(uow, espace, noted | {(each.checkpoint.n, each.checkpoint.ts) for each in fresh})
        for alarm in uow.exchange.alarms():
            if alarm.code == DIVERGENT and alarm.espace == espace:
                uow.exchange.acknowledge(alarm.id)
        uow.commit()
    return True


def give_slots_again(session: Session) -> None:
    """Hand over the keyslots that a restored service lacks, those of commits that it still holds included."""
    espace = session.espace
    with session.ports.store.read() as uow:
        if not uow.identity.get(f"{_SLOTS}:{espace.hex()}"):
            return
        kcs = {entry.kc for commit in uow.log.for_lot(espace, None) for entry in commit.header.entries}
        missing = [slot for slot in uow.keys.slots_for(espace, sorted(kcs)) if slot not in session.slots_there]
    each = max(1, session.carrier.request_size() // 256)
    for start in range(0, len(missing), each):
        piece = missing[start : start + each]
        session.carrier.push(espace, [frame(FrameType.KEYSLOT, slot) for slot in piece])
        session.slots_there.update(piece)
        session.tell("cles", start + len(piece), len(missing))
    with session.ports.store.work() as uow:
        uow.identity.set(f"{_SLOTS}:{espace.hex()}", "")
        uow.commit()


def _told(session: Session) -> list[_Told]:
    """Return what the service has signed of its restorations, and its present word when that goes back."""
    with session.ports.store.read() as uow:
        registry = uow.espaces.registry(session.espace)
        n, _ = uow.exchange.root(session.espace)
    try:
        page = session.carrier.restorations(session.espace)
        listed = payloads(page.frames, FrameType.CHECKPOINT)
    except (CarrierError, ProtocolError) as error:
        if isinstance(error, CarrierError) and not isinstance(error, ServiceTooOldError):
            raise
        listed = []
    found = [
        _Told(checkpoint, data)
        for data in listed
        if (checkpoint := read_checkpoint(session.ports, registry, data)) is not None
    ]
    data = session.state.checkpoint
    now = read_checkpoint(session.ports, registry, data) if data is not None else None
    return [*found, _Told(now, data)] if now is not None and data is not None and now.n < n else found


def _roots(uow: UnitOfWork, espace: bytes) -> list[bytes]:
    """Return the root of each number that this post was given, from 0 on."""
    return list(_fold(uow.exchange.numbered(espace)))


def _fold(ids: list[bytes]) -> Iterator[bytes]:
    root = ZERO
    yield root
    for id_ in ids:
        root = next_root(root, id_)
        yield root


def _go_back(uow: UnitOfWork, espace: bytes, to: _Told) -> None:
    """Forget what was numbered since; every commit that lies beyond is lacking at the service again."""
    exchange, n = uow.exchange, to.checkpoint.n
    ids = exchange.numbered(espace)
    held, lost = set(ids[:n]), set(ids[n:])
    late = lost - uow.log.known(espace, lost)
    if late:
        # Bodies that came after their commit: it is sent again, so that they are.
        commits = uow.log.for_lot(espace, None)
        held -= {each.id for each in commits if any(entry.bhash in late for entry in each.header.entries)}
    uow.log.lose(espace, held)
    exchange.forget_numbers(espace, n)
    exchange.set_root(espace, n, to.checkpoint.root)
    exchange.move(espace, "feed", n)
    exchange.keep_checkpoint(espace, to.data)
    for what in ("slots", words.SENT, words.READ, audit.READ):
        exchange.move(espace, what, 0)
    withheld.forget(uow, espace)
    uow.journal.push_again(espace)
    uow.identity.set(f"{_SLOTS}:{espace.hex()}", "1")
