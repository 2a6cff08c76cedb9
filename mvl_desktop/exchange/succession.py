"""A restored or cloned post hears how its chain went on, then closes it by its one last act (security 5.5, D06)."""

from collections.abc import Sequence

from mvl_desktop.exchange.attachments import fetch_missing
from mvl_desktop.exchange.authority import enact
from mvl_desktop.exchange.plan import Incoming
from mvl_desktop.exchange.pulling import entry_frames, fetch_entries, send_frames, take_feed, take_grants, take_slots
from mvl_desktop.exchange.receiving import apply, examine
from mvl_desktop.exchange.report import EspaceReport, Tally
from mvl_desktop.exchange.revoked import leave
from mvl_desktop.exchange.session import FrozenError, Session
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Cancel, Carrier, Progress, RevokedError, ServiceLiesError
from mvl_desktop.ports.crypto import DeviceSecrets
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.hashes import ZERO, digest
from mvl_desktop.protocol.objects import SMALL_LIMIT, VERSION, DeviceCert, DeviceSucceed
from mvl_desktop.protocol.wire import EspaceAsk, EspaceState, SyncAsk


def catch_up(
    ports: Ports, carrier: Carrier, espace: bytes, new: bytes, progress: Progress, cancel: Cancel
) -> tuple[Session | None, str | None]:
    """Receive everything and send nothing; return why it could not be, or None. Raises CarrierError.

    No session when the service says that this post is closed: by its own act of a first try (None), or by others.
    """
    try:
        state = _ask(ports, carrier, espace)
        if state.state == "revoked":
            return None, _closed(ports, espace, state.entries, new)
        session = Session(ports, carrier, espace, state, Tally(EspaceReport(espace)), progress, cancel)
        if state.state != "open":
            return session, "service_refuse"
        fetch_entries(session, state.regn)
        take_grants(session)
        take_slots(session)
        take_feed(session)
        if _lacks_own(session):
            _hear_all_again(session)
        fetch_missing(session)
    except FrozenError as frozen:
        return session, frozen.code
    except RevokedError as revoked:
        return None, _closed(ports, espace, revoked.entries, new)
    return session, None


def _lacks_own(session: Session) -> bool:
    """Whether the service holds more of this chain than came: it had been refused, before another story of our own."""
    with session.ports.store.read() as uow:
        chain = uow.log.chain(session.espace, uow.identity.device().id)
    return session.state.seq > (chain.seq if chain else 0)


def _hear_all_again(session: Session) -> None:
    with session.ports.store.work() as uow:
        for what in ("feed", "slots"):
            uow.exchange.move(session.espace, what, 0)
        uow.exchange.set_root(session.espace, 0, ZERO)
        uow.commit()
    take_slots(session)
    take_feed(session)


def succeed(uow: UnitOfWork, ports: Ports, espace: bytes, new: DeviceSecrets, key: bytes) -> str:
    """Sign, as the old device, that its chain ends here and who goes on. Older proposals of its own are withdrawn."""
    registry, old = uow.espaces.registry(espace), uow.identity.device().id
    for entry in uow.espaces.proposed(espace):
        uow.espaces.withdraw(espace, entry)
    chain = uow.log.chain(espace, old)
    kem = decode(new.cert, DeviceCert, SMALL_LIMIT).kem
    grant = ports.crypto.seal_grant(key, kem, espace, registry.epoch, new.id)
    state, _ = enact(
        uow,
        ports,
        espace,
        DeviceSucceed,
        old=old,
        cut=chain.seq if chain else 0,
        cert=new.cert,
        epoch=registry.epoch,
        grant=digest("grant", grant),
    )
    uow.keys.add_grants(espace, [(registry.epoch, new.id, grant)])
    return state


def hand_in(session: Session) -> None:
    """Bring the act to the service; once it has taken it, it is in force, and nobody hears the old device any more."""
    with session.ports.store.read() as uow:
        proposed = uow.espaces.proposed(session.espace)
        frames = entry_frames(uow, session.espace, proposed)
    send_frames(session.carrier, session.espace, frames)
    session.receive(Incoming(session.espace, registry=proposed))


def _closed(ports: Ports, espace: bytes, entries: Sequence[bytes], new: bytes) -> str | None:
    """Believe the registry: our own act has closed this chain, or somebody else revoked this post."""
    with ports.store.work() as uow:
        apply(uow, ports, examine(uow, ports, Incoming(espace, registry=entries)))
        if new in uow.espaces.registry(espace).devices:
            uow.commit()
            return None
    return leave(ports, espace, entries)


def _ask(ports: Ports, carrier: Carrier, espace: bytes) -> EspaceState:
    with ports.store.read() as uow:
        registry, exchange = uow.espaces.registry(espace), uow.exchange
        places = exchange.position(espace, "feed"), exchange.position(espace, "slots")
        ask = EspaceAsk(espace, registry.n, registry.head, *places)
    answer = carrier.sync(SyncAsk(VERSION, [ask]))
    if [state.espace for state in answer.espaces] != [espace]:
        raise ServiceLiesError
    return answer.espaces[0]
