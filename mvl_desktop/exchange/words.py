"""Acknowledgements over the service: this post's own go up; stewards read those of others."""

from mvl_desktop.exchange.feed import payloads
from mvl_desktop.exchange.plan import Incoming
from mvl_desktop.exchange.session import Session
from mvl_desktop.ports.carrier import ServiceLiesError
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import SMALL_LIMIT, Signed
from mvl_desktop.protocol.roles import STEWARDS
from mvl_desktop.protocol.wire import FrameType

SENT = "acks_sent"
READ = "acks"


def has_acks(uow: UnitOfWork, espace: bytes) -> bool:
    """Whether this post has an acknowledgement to send, or waits for those of others."""
    return len(_own(uow, espace)) > uow.exchange.position(espace, SENT) or _expects(uow, espace)


def exchange_acks(session: Session) -> None:
    """Send this post's acknowledgements; read the others' where an erase order waits for them."""
    espace = session.espace
    with session.ports.store.read() as uow:
        own = _own(uow, espace)
        sent = uow.exchange.position(espace, SENT)
        expects, start = _expects(uow, espace), uow.exchange.position(espace, READ)
    if own[sent:]:
        session.carrier.send_acks(espace, own[sent:])
        with session.ports.store.work() as uow:
            uow.exchange.move(espace, SENT, len(own))
            uow.commit()
    if not expects:
        return
    for _, page in session.pages(lambda after: session.carrier.acks(espace, after), start):
        try:
            acks = payloads(page.frames, FrameType.ACK)
        except ProtocolError as error:
            raise ServiceLiesError from error
        with session.ports.store.work() as uow:
            session.keep(uow, Incoming(espace, acks=acks))
            uow.exchange.move(espace, READ, page.next)
            uow.commit()


def _own(uow: UnitOfWork, espace: bytes) -> list[bytes]:
    """Return the acknowledgements that this post signed, oldest first."""
    me = uow.identity.device().id
    return [data for data in uow.exchange.acks(espace) if decode(data, Signed, SMALL_LIMIT).by == me]


def _expects(uow: UnitOfWork, espace: bytes) -> bool:
    """Whether this post answers for erasures of which some device has not said that they are done."""
    registry = uow.espaces.registry(espace)
    orders = len(registry.erased_records) + len(registry.erased_bodies)
    if not orders or registry.role(uow.identity.device().id) not in STEWARDS:
        return False
    said = {decode(data, Signed, SMALL_LIMIT).by for data in uow.exchange.acks(espace)}
    return not set(registry.active()) <= said
