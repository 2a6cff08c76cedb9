"""Acknowledgements over the service: this post's own go up; stewards read those of others."""

from mvl_desktop.exchange.feed import payloads
from mvl_desktop.exchange.plan import Incoming
from mvl_desktop.exchange.session import Session
from mvl_desktop.exchange.word_step import read_ack
from mvl_desktop.ports.carrier import ServiceLiesError
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.hashes import registry_id
from mvl_desktop.protocol.objects import SMALL_LIMIT, Erase, EraseAck, Signed
from mvl_desktop.protocol.registry import read_entry
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
    """Whether this post answers for erasures of which some device has not said that they are done, or keys gone."""
    registry = uow.espaces.registry(espace)
    orders = len(registry.erased_records) + len(registry.erased_bodies)
    if not orders or registry.role(uow.identity.device().id) not in STEWARDS:
        return False
    wanted: set[tuple[bytes, object]] = set()
    for data in uow.espaces.entries(espace):
        entry, act = read_entry(data)
        if isinstance(act, Erase):
            wanted |= {(device, registry_id(entry.e)) for device in registry.holders_at(act.n - 1)}
            if act.bodies is None:
                wanted |= {(device, registry.epoch_at(act.n)) for device in registry.holders_at(act.n - 1)}
    said = {_said(data) for data in uow.exchange.acks(espace)}
    return any(each not in said for each in wanted if registry.is_active(each[0]))


def _said(data: bytes) -> tuple[bytes, object]:
    """Return what an acknowledgement says: which device, and the order carried out or the epoch forgotten."""
    word = read_ack(decode(data, Signed, SMALL_LIMIT).o)
    return word.device, word.order if isinstance(word, EraseAck) else word.epoch
