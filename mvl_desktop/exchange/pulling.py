"""From the service: registry first, then grants, keyslots, and what the feed numbered. Resumable at every page."""

from mvl_desktop.exchange import checkpoints, withheld, witnesses
from mvl_desktop.exchange.authority import sign_anew
from mvl_desktop.exchange.feed import Item, feed_incoming, fold_root, payloads, read_feed, read_grants
from mvl_desktop.exchange.plan import Incoming
from mvl_desktop.exchange.session import FrozenError, Session
from mvl_desktop.ports.carrier import Carrier, Page, RegistryMovedError, ServiceLiesError, ServiceRefusesError
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.escrows import is_named, wrap_frame
from mvl_desktop.protocol.escrows import wanted as wanted_escrows
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import DeviceAdd, DeviceSucceed, EpochAct
from mvl_desktop.protocol.registry import read_entry
from mvl_desktop.protocol.roles import STEWARDS
from mvl_desktop.protocol.wire import FrameType, frame

RACES = 5
BATCH_BYTES = 4 << 20
BULK_BYTES, BULK_SLOTS = 256 << 10, 256
SEND_BYTES = 1 << 20


def take_registry(session: Session, theirs: int) -> None:
    """Fetch the entries that follow ours, hand over those that the service lacks, and propose our own (rule 10)."""
    for _ in range(RACES):
        fetch_entries(session, theirs)
        try:
            _send_accepted(session, theirs)
            _send_proposed(session)
        except RegistryMovedError as moved:
            # Somebody else's entry came first: fetch it, then sign ours anew on top of it.
            theirs = moved.expect - 1
            if theirs <= _ours(session):
                raise _fork(session) from moved
            continue
        return


def bring_registry(session: Session) -> None:
    """Hand over the registry as this post has accepted it, from its beginning; what the service has is known there."""
    with session.ports.store.read() as uow:
        frames = entry_frames(uow, session.espace, uow.espaces.entries(session.espace))
    try:
        send_frames(session.carrier, session.espace, frames)
    except (RegistryMovedError, ServiceRefusesError):
        # It has grown further than ours, or does not take it from us: the next question says how things stand.
        return


def take_grants(session: Session) -> None:
    """Fetch the grants addressed to this post when a key is missing; a steward keeps everybody's, for lots (rule 6).

    The escrows of the present epoch are kept by everybody.
    """
    espace = session.espace
    with session.ports.store.read() as uow:
        epoch = uow.espaces.registry(espace).epoch
        lacks_key, lacks_others = _lacks_key(uow, espace), _lacks_others(uow, espace)
        lacks_escrow = _lacks_escrow(uow, espace)
    if lacks_key:
        _take_grants(session, session.carrier.grants(espace))
    if lacks_others:
        _take_grants(session, session.carrier.grants(espace, epoch))
    if lacks_escrow:
        _take_grants(session, session.carrier.escrows(espace))


def lacks_grants(uow: UnitOfWork, espace: bytes) -> bool:
    """Whether `take_grants` has something to fetch."""
    return _lacks_key(uow, espace) or _lacks_others(uow, espace) or _lacks_escrow(uow, espace)


def _lacks_key(uow: UnitOfWork, espace: bytes) -> bool:
    registry, me = uow.espaces.registry(espace), uow.identity.device().id
    named = {epoch for (epoch, _), device in registry.grants.items() if device == me}
    return bool(named - set(uow.keys.epochs(espace)) - uow.keys.dead_epochs(espace))


def _lacks_others(uow: UnitOfWork, espace: bytes) -> bool:
    """Whether a steward has not got every grant of the present epoch."""
    registry = uow.espaces.registry(espace)
    if registry.role(uow.identity.device().id) not in STEWARDS:
        return False
    wanted = {(epoch, device) for (epoch, _), device in registry.grants.items() if epoch == registry.epoch}
    return bool(wanted - {(epoch, device) for epoch, device, _ in uow.keys.grants(espace)})


def _lacks_escrow(uow: UnitOfWork, espace: bytes) -> bool:
    """Whether an escrow of the present epoch is not here: who holds the key keeps them, the last one may be asked."""
    registry = uow.espaces.registry(espace)
    if not registry.is_holder(uow.identity.device().id):
        return False
    held = {wrap[:2] for wrap in uow.keys.escrows(espace) if is_named(registry, wrap)}
    return bool(wanted_escrows(registry, registry.epoch) - held)


def _take_grants(session: Session, page: Page) -> None:
    try:
        session.receive(Incoming(session.espace, grants=read_grants(session.espace, page.frames)))
    except ProtocolError as error:
        raise ServiceLiesError from error


def take_slots(session: Session) -> None:
    """Fetch the keyslots numbered since last time."""
    with session.ports.store.read() as uow:
        start = uow.exchange.position(session.espace, "slots")
    if start == session.state.s:
        return
    # It once gave a number that it says today it never reached: what lies between was not given.
    start = start if start < session.state.s else 0
    reached = start
    for _, page in session.pages(lambda after: session.carrier.slots(session.espace, after), start):
        try:
            slots = payloads(page.frames, FrameType.KEYSLOT)
        except ProtocolError as error:
            raise ServiceLiesError from error
        with session.ports.store.work(bulk=len(slots) >= BULK_SLOTS) as uow:
            session.keep(uow, Incoming(session.espace, slots=slots))
            # Never further than it has announced: a number that it invents would hide those to come.
            uow.exchange.move(session.espace, "slots", min(page.next, session.state.s))
            uow.commit()
        session.slots_there.update(slots)
        reached = page.next
        session.tell("cles", page.next, session.state.s)
    if reached < session.state.s:
        raise ServiceLiesError


def take_feed(session: Session) -> None:
    """Fetch what was numbered since last time; every few pages are one transaction."""
    with session.ports.store.read() as uow:
        start = uow.exchange.position(session.espace, "feed")
    if start >= session.state.k:
        return
    items: list[Item] = []
    size = 0
    reached = start
    for after, page in session.pages(lambda number: session.carrier.feed(session.espace, number), start):
        try:
            read = read_feed(page.frames, after)
        except ProtocolError as error:
            raise ServiceLiesError from error
        reached = after + len(read.items)
        if not page.more and (read.checkpoint is None or reached < session.state.k):
            # It announced more than it gives, or does not sign what it gave.
            raise ServiceLiesError
        items += read.items
        size += sum(len(payload) for _, payload in page.frames)
        if size >= BATCH_BYTES or not page.more:
            _keep_items(session, items, None if page.more else read.checkpoint, bulk=size >= BULK_BYTES)
            items, size = [], 0
        session.tell("reception", reached, session.state.k)


def _keep_items(session: Session, items: list[Item], checkpoint: bytes | None, *, bulk: bool) -> None:
    with session.ports.store.work(bulk=bulk) as uow:
        outcome = session.keep(uow, feed_incoming(session.espace, items)) if items else None
        code = None
        if items:
            code = _hear_witness(uow, session.espace, items) or _hear_word(uow, session, items)
            _, root = uow.exchange.root(session.espace)
            withheld.note_given(uow, session.espace, items)
            uow.exchange.set_root(session.espace, items[-1].marker.k, fold_root(root, items))
            uow.exchange.number(session.espace, items[0].marker.k, [item.marker.id for item in items])
            uow.exchange.move(session.espace, "feed", items[-1].marker.k)
        if checkpoint is not None:
            told = checkpoints.said(uow, session.ports, session.espace, checkpoint)
            if told is not None and told.n > uow.exchange.root(session.espace)[0]:
                # It signs, at the end of all that it gives, more than it gave.
                raise ServiceLiesError
            code = code or checkpoints.judge_checkpoint(uow, session.ports, session.espace, checkpoint)
        uow.commit()
    if code is not None:
        raise FrozenError(code)
    if outcome is not None:
        session.settle(outcome)


def _hear_witness(uow: UnitOfWork, espace: bytes, items: list[Item]) -> str | None:
    """Compare what another post was told of a number that we now reach; return the code of an alarm, or None."""
    witness = witnesses.kept(uow, espace)
    if witness is None or witness.n > items[-1].marker.k:
        return None
    witnesses.forget(uow, espace)
    _, root = uow.exchange.root(espace)
    reached = [item for item in items if item.marker.k <= witness.n]
    same = fold_root(root, reached) == witness.root if reached else True
    return None if same else checkpoints.DIVERGENT


def _hear_word(uow: UnitOfWork, session: Session, items: list[Item]) -> str | None:
    """Compare what the service said of the number that we now reach, when it was first asked, with what it gives."""
    told = checkpoints.said(uow, session.ports, session.espace, session.state.checkpoint)
    if told is None or not items[0].marker.k <= told.n <= items[-1].marker.k:
        return None
    _, root = uow.exchange.root(session.espace)
    given = fold_root(root, (item for item in items if item.marker.k <= told.n))
    return None if given == told.root else checkpoints.DIVERGENT


def _ours(session: Session) -> int:
    with session.ports.store.read() as uow:
        return uow.espaces.registry(session.espace).n


def fetch_entries(session: Session, theirs: int) -> None:
    """Fetch the entries that follow ours, up to theirs, and keep them; nothing is sent."""
    ours = _ours(session)
    while ours < theirs:
        page = session.carrier.registry(session.espace, ours + 1)
        try:
            entries = payloads(page.frames, FrameType.REGISTRY)
        except ProtocolError as error:
            raise ServiceLiesError from error
        session.receive(Incoming(session.espace, registry=entries))
        before, ours = ours, _ours(session)
        if ours == before:
            raise ServiceLiesError
        session.tell("registre", ours, theirs)


def _send_accepted(session: Session, theirs: int) -> None:
    """Hand over entries that are accepted and that the service lacks: they came by lot, or it was restored."""
    with session.ports.store.read() as uow:
        if uow.espaces.registry(session.espace).n <= theirs:
            return
        frames = entry_frames(uow, session.espace, uow.espaces.entries(session.espace, theirs + 1))
    send_frames(session.carrier, session.espace, frames)


def _send_proposed(session: Session) -> None:
    with session.ports.store.work() as uow:
        for _ in sign_anew(uow, session.ports, session.espace):
            uow.exchange.alarm("proposition_retiree", session.espace)
        proposed = uow.espaces.proposed(session.espace)
        frames = entry_frames(uow, session.espace, proposed)
        uow.commit()
    if proposed:
        send_frames(session.carrier, session.espace, frames)
        session.receive(Incoming(session.espace, registry=proposed))


def entry_frames(uow: UnitOfWork, espace: bytes, entries: list[bytes]) -> list[bytes]:
    """Return entries as frames, then the grants and escrows that they name, as far as they are kept here."""
    named: set[bytes] = set()
    for data in entries:
        act = read_entry(data)[1]
        if isinstance(act, EpochAct):
            named |= {*act.grants, *(act.escrow or ())}
        elif isinstance(act, DeviceAdd | DeviceSucceed) and act.grant:
            named.add(act.grant)
    frames = [frame(FrameType.REGISTRY, data) for data in entries]
    if named:
        frames += [wrap_frame(espace, wrap) for wrap in uow.keys.grants(espace) if digest("grant", wrap[2]) in named]
        frames += [wrap_frame(espace, wrap) for wrap in uow.keys.escrows(espace) if digest("escrow", wrap[2]) in named]
    return frames


def send_frames(carrier: Carrier, espace: bytes, frames: list[bytes], token: str | None = None) -> None:
    """Send registry and grant frames, in pieces: every entry before the grants."""
    piece: list[bytes] = []
    size = 0
    for each in frames:
        if piece and size + len(each) > SEND_BYTES:
            carrier.send_registry(espace, piece, token)
            piece, size = [], 0
        piece.append(each)
        size += len(each)
    if piece:
        carrier.send_registry(espace, piece, token)


def _fork(session: Session) -> FrozenError:
    with session.ports.store.work() as uow:
        uow.exchange.alarm("registre_contradictoire", session.espace)
        uow.commit()
    return FrozenError("registre_contradictoire")
