"""The journal of access in an exchange: lines become signed segments that auditors alone open; they go up, and come.

A post signs the lines of a day when it is over, and of today when it exchanges anyway. While an espace has no auditor,
its lines stay where they are. Whoever carries segments cannot read them: members and the service see a device, a day,
and how many lines.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from mvl_desktop.exchange.session import Session
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import ServiceLiesError, ServiceTooOldError
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.journal import KeptSegment, SealedLine
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError, encode
from mvl_desktop.protocol.journal import (
    DAY_MS,
    LINES_MAX,
    RETENTION_DAYS,
    JournalFor,
    Place,
    line_id,
    read_segment,
    readers,
    retention_days,
    segment_id,
    start,
)
from mvl_desktop.protocol.objects import JournalEntry, Signed
from mvl_desktop.protocol.wire import FrameType, frame

READ = "journal"
CARRIED_TIMES = 3
"""Lots that carry a segment which no service holds; an auditor's own lot carries all that is left."""

CARRIED_MAX = 256
_QUIET = frozenset({"synchronisation"})
"""What an exchange says of itself is no reason to have one."""


def is_reader(uow: UnitOfWork, espace: bytes) -> bool:
    """Whether this post reads the register of an espace."""
    return uow.identity.device().id in readers(uow.espaces.registry(espace))


def open_own(uow: UnitOfWork, ports: Ports, line: SealedLine) -> JournalEntry | None:
    """Open a line of this post; None when it does not open at its place."""
    key = uow.journal.day_key(line.espace, line.day)
    try:
        return (
            None
            if key is None
            else ports.crypto.open_line(key, line.espace, line.device, line.day, line.n, line.sealed)
        )
    except CryptoError:
        return None


def seal_register(uow: UnitOfWork, ports: Ports, espace: bytes, *, today: bool) -> int:
    """Sign the lines that wait, day by day; `today`: those of this day too. Return how many segments were made."""
    device = uow.identity.device()
    registry = uow.espaces.registry(espace)
    chosen = {reader: registry.devices[reader].cert.kem for reader in readers(registry)}
    if not chosen or not registry.is_active(device.id):
        return 0
    before = uow.journal.last_segment(espace, device.id)
    prev, after = (before.id, before.last) if before else (start(espace, device.id), 0)
    now = ports.clock.ms() // DAY_MS
    made = 0
    for day, lines in _runs(uow.journal.lines(espace, device.id, after)):
        entries = [open_own(uow, ports, line) for line in lines]
        whole = [entry for entry in entries if entry is not None]
        if (day >= now and not today) or len(whole) != len(entries):
            # What does not open is signed by nobody: the hole will be seen where it is.
            break
        sealed = ports.crypto.seal_segment(device.id, day, prev, whole, chosen, uow.journal.day_key(espace, day))
        o = encode(sealed)
        signed = encode(Signed(o, device.id, ports.crypto.sign(device.sig, "journal", o)))
        kept = KeptSegment(
            id=segment_id(o),
            espace=espace,
            device=device.id,
            day=day,
            first=sealed.first,
            last=sealed.last,
            prev=prev,
            payload=encode(JournalFor(espace, signed)),
            to_push=True,
        )
        uow.journal.keep_segment(kept)
        prev, made = kept.id, made + 1
    return made


def expire(uow: UnitOfWork, ports: Ports, espace: bytes) -> int:
    """Erase what is older than the register of an espace is kept: the keys of its days, and all that they opened."""
    known = uow.espaces.get(espace)
    kept = retention_days(uow.espaces.registry(espace)) if known else RETENTION_DAYS
    before = ports.clock.ms() // DAY_MS - kept
    erased = []
    for place, device in uow.journal.heads():
        if place == espace:
            old = list(takewhile(lambda line: line.day < before, uow.journal.lines(espace, device)))
            if old:
                entry = open_own(uow, ports, old[-1])
                erased.append((device, Place(old[-1].n, line_id(entry) if entry else None)))
    return uow.journal.expire(espace, before, erased)


def has_register(uow: UnitOfWork, ports: Ports, espace: bytes) -> bool:
    """Whether the journal is a reason for an exchange: segments to push, a day to sign, others' to read."""
    if uow.journal.to_push(espace, 1) or is_reader(uow, espace):
        return True
    device, registry = uow.identity.device().id, uow.espaces.registry(espace)
    if not readers(registry) or not registry.is_active(device):
        return False
    before = uow.journal.last_segment(espace, device)
    waiting = uow.journal.lines(espace, device, before.last if before else 0, LINES_MAX)
    now = ports.clock.ms() // DAY_MS
    if any(line.day < now for line in waiting):
        return True
    opened = (open_own(uow, ports, line) for line in waiting)
    return any(entry is not None and entry.code not in _QUIET for entry in opened)


def exchange_register(session: Session) -> None:
    """Sign what waits and push it; fetch what others signed, where this post reads it."""
    ports, espace = session.ports, session.espace
    with ports.store.work() as uow:
        if seal_register(uow, ports, espace, today=True):
            uow.commit()
    try:
        _push(session)
        with ports.store.read() as uow:
            reads, after = is_reader(uow, espace), uow.exchange.position(espace, READ)
        if reads:
            _pull(session, after)
    except ServiceTooOldError:
        # A service of the version before keeps no registers: they wait here, and go by lot.
        return


def frames_for_lot(uow: UnitOfWork, espace: bytes, recipient: bytes | None) -> Iterator[bytes]:
    """Give the segments that a lot carries, the same each time within a transaction."""
    for segment in segments_for_lot(uow, espace, recipient):
        if segment.payload is not None:
            yield frame(FrameType.JOURNAL, segment.payload)


def segments_for_lot(uow: UnitOfWork, espace: bytes, recipient: bytes | None) -> list[KeptSegment]:
    """Return the segments that a lot carries: what no service holds and few lots have; all of it to an auditor."""
    everything = recipient is not None and recipient in readers(uow.espaces.registry(espace))
    return uow.journal.to_carry(espace, 1 << 30 if everything else CARRIED_TIMES, CARRIED_MAX)


def owes_register(uow: UnitOfWork, espaces: Sequence[bytes], recipient: bytes | None) -> bool:
    """Whether the journal alone is worth a lot: to an auditor, when something was never carried."""
    return recipient is not None and any(
        recipient in readers(uow.espaces.registry(espace)) and uow.journal.to_carry(espace, 1, 1) for espace in espaces
    )


def keep_segment(uow: UnitOfWork, ports: Ports, espace: bytes, payload: bytes, *, to_push: bool) -> bool | None:
    """Keep a segment once its signature holds; None when it is not one of this espace, False when it was known."""
    try:
        found = read_segment(payload)
    except ProtocolError:
        return None
    registry = uow.espaces.registry(espace)
    signer = registry.devices.get(found.segment.device)
    if found.espace != espace or signer is None:
        return None
    if not ports.crypto.verify(signer.cert.sig, "journal", found.signed.o, found.signed.s):
        return None
    segment = found.segment
    if segment.day < ports.clock.ms() // DAY_MS - retention_days(registry):
        return False
    return uow.journal.keep_segment(
        KeptSegment(
            id=found.id,
            espace=espace,
            device=segment.device,
            day=min(segment.day, ports.clock.ms() // DAY_MS),
            first=segment.first,
            last=segment.last,
            prev=segment.prev,
            payload=payload,
            to_push=to_push,
        )
    )


def _runs(lines: list[SealedLine]) -> Iterator[tuple[int, list[SealedLine]]]:
    """Cut lines in days, and days in what a segment holds."""
    for day, group in groupby(lines, key=lambda line: line.day):
        run = list(group)
        for at in range(0, len(run), LINES_MAX):
            yield day, run[at : at + LINES_MAX]


def _push(session: Session) -> None:
    ports, espace = session.ports, session.espace
    while True:
        with ports.store.read() as uow:
            waiting = uow.journal.to_push(espace)
        if not waiting:
            return
        budget, chosen = session.carrier.request_size(), []
        for segment in waiting:
            chosen.append(segment)
            budget -= len(segment.payload or b"")
            if budget <= 0:
                break
        session.carrier.send_journal(espace, [segment.payload for segment in chosen if segment.payload is not None])
        with ports.store.work() as uow:
            uow.journal.pushed([segment.id for segment in chosen])
            uow.commit()


def _pull(session: Session, after: int) -> None:
    espace = session.espace
    for _, page in session.pages(lambda start: session.carrier.journal(espace, start), after):
        with session.ports.store.work(bulk=True) as uow:
            for type_, payload in page.frames:
                kept = keep_segment(uow, session.ports, espace, payload, to_push=False)
                if type_ != FrameType.JOURNAL or kept is None:
                    raise ServiceLiesError
            uow.exchange.move(espace, READ, page.next)
            uow.commit()
