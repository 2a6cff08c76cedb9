"""Synchronise with the central service: one question; then, only where there is something, everything that is missing.

Every step is resumable and may be repeated; nothing counts as sent before a verified receipt. On ports only.
"""

from collections.abc import Sequence
from dataclasses import replace

from mvl_desktop.exchange import checkpoints, twins, withheld
from mvl_desktop.exchange.agenda import Coming, Here
from mvl_desktop.exchange.attachments import fetch_missing
from mvl_desktop.exchange.audit import exchange_register, has_register
from mvl_desktop.exchange.checkpoints import DIVERGENT
from mvl_desktop.exchange.older import is_older, note_clone
from mvl_desktop.exchange.orders import destroy_old_epochs, rewrap
from mvl_desktop.exchange.publishing import publish
from mvl_desktop.exchange.pulling import bring_registry, take_feed, take_grants, take_registry, take_slots
from mvl_desktop.exchange.pushing import push_commits, push_slots
from mvl_desktop.exchange.remains import forget_old_edits
from mvl_desktop.exchange.report import FREEZING, EspaceReport, SyncReport, Tally
from mvl_desktop.exchange.restorations import BROUGHT_BACK, follow_back, give_slots_again
from mvl_desktop.exchange.revoked import closing_entries, leave, wipe
from mvl_desktop.exchange.sealing import seal_pending, why_not
from mvl_desktop.exchange.session import FrozenError, Session
from mvl_desktop.exchange.words import exchange_acks, has_acks
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import (
    Cancel,
    Carrier,
    Progress,
    RevokedError,
    ServiceLiesError,
    ServiceRefusesError,
    ServiceTooOldError,
    UnknownEspaceError,
    never,
    silent,
)
from mvl_desktop.ports.store import LimitError, UnitOfWork
from mvl_desktop.protocol.objects import VERSION
from mvl_desktop.protocol.wire import EspaceAsk, EspaceState, SyncAsk

__all__ = ["SyncReport", "publish", "synchronise"]

ASKED_AT_ONCE = 64


def synchronise(
    ports: Ports,
    carrier: Carrier,
    espaces: Sequence[bytes],
    *,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> SyncReport:
    """Exchange these espaces with the service. Raises CarrierError and Cancelled; what was kept before stays.

    What stops one espace (frozen, revoked, unknown there…) is in its report and does not stop the others.
    """
    ports.journal.settle()
    reports: list[EspaceReport] = []
    for start in range(0, len(espaces), ASKED_AT_ONCE):
        asked = list(espaces[start : start + ASKED_AT_ONCE])
        for espace, state in zip(asked, _ask(ports, carrier, asked), strict=True):
            report = _one(ports, carrier, espace, state, progress, cancel)
            if report.arret in _AGAIN:
                # The registry was brought to the service: it may know us now, or serve again.
                report = _one(ports, carrier, espace, _ask(ports, carrier, [espace])[0], progress, cancel)
            reports.append(report)
    return SyncReport(tuple(reports))


def _ask(ports: Ports, carrier: Carrier, espaces: list[bytes]) -> list[EspaceState]:
    """Ask the one question that says whether there is anything at all."""
    with ports.store.read() as uow:
        asks = [_position(uow, espace) for espace in espaces]
    try:
        answer = carrier.sync(SyncAsk(VERSION, asks))
    except UnknownEspaceError:
        return [_closed(espace, "unknown") for espace in espaces]
    except RevokedError as revoked:
        # Believed of no espace but by its own entries.
        return [_closed(espace, "revoked", closing_entries(espace, revoked.entries)) for espace in espaces]
    except ServiceRefusesError as error:
        if error.reason != "signature":
            raise
        # It knows some of these espaces, and this post in none of them: our entry has not reached it.
        return [_closed(espace, "not_member") for espace in espaces]
    if answer.v != VERSION:
        raise ServiceTooOldError
    if [state.espace for state in answer.espaces] != espaces:
        raise ServiceLiesError
    return answer.espaces


def _closed(espace: bytes, state: str, entries: list[bytes] | None = None) -> EspaceState:
    return EspaceState(espace, state, 0, 0, 0, 0, 0, None, entries or [])


def _position(uow: UnitOfWork, espace: bytes) -> EspaceAsk:
    registry, exchange = uow.espaces.registry(espace), uow.exchange
    return EspaceAsk(
        espace, registry.n, registry.head, exchange.position(espace, "feed"), exchange.position(espace, "slots")
    )


def _one(
    ports: Ports, carrier: Carrier, espace: bytes, state: EspaceState, progress: Progress, cancel: Cancel
) -> EspaceReport:
    tally = Tally(EspaceReport(espace, demandes=state.waiting))
    session = Session(ports, carrier, espace, state, tally, progress, cancel)
    try:
        _exchange(session)
    except FrozenError as frozen:
        tally.stop(_frozen(session, frozen.code))
    except RevokedError as revoked:
        tally.stop(leave(ports, espace, revoked.entries))
    except LimitError:
        # Too much waits for something that does not come: nothing is dropped, the exchange pauses here.
        with ports.store.work() as uow:
            uow.exchange.alarm("attente_pleine", espace)
            uow.commit()
        tally.stop("attente_pleine")
    with ports.store.read() as uow:
        if uow.log.unsealed(espace, 1):
            tally.report = replace(tally.report, scelle=why_not(uow, espace))
    return tally.report


def _frozen(session: Session, code: str) -> str:
    """Return why an exchange stops before two stories: the service was brought back to a backup, or it is an alarm."""
    if code == DIVERGENT and follow_back(session):
        return BROUGHT_BACK
    with session.ports.store.work() as uow:
        if not any(alarm.code == code and alarm.espace == session.espace for alarm in uow.exchange.alarms()):
            uow.exchange.alarm(code, session.espace)
            uow.commit()
    return code


def _exchange(session: Session) -> None:
    ports, espace, state = session.ports, session.espace, session.state
    with ports.store.read() as uow:
        stop = _stop_code(uow, session)
        lacking = withheld.lacks(uow, espace)
        idle = stop is None and not lacking and _is_idle(uow, session) and not _says_more(uow, session)
    if stop is not None:
        _refuse_exchange(session, stop)
        return
    if idle:
        return
    if _is_holder(session) and twins.is_claimed(session):
        twins.look(session)
        _refuse_exchange(session, "poste_clone")
        return
    with ports.store.read() as uow:
        coming = Coming.of(uow, session)
    if coming.registry:
        take_registry(session, state.regn)
    if not _is_holder(session):
        _exchange_without_key(session)
        return
    checkpoints.check(ports, espace, state)
    if lacking:
        withheld.ask_again(session, lacking)
        with ports.store.read() as uow:
            coming = replace(Coming.of(uow, session), registry=coming.registry)
    if coming.registry or coming.grants:
        take_grants(session)
    if coming.slots:
        take_slots(session)
    if coming.feed:
        take_feed(session)
    with ports.store.read() as uow:
        here = Here.of(uow, session)
    if here.pieces:
        fetch_missing(session)
    withheld.tell(session, lacking)
    if here.house:
        _keep_house(session)
    give_slots_again(session)
    if here.slots or here.house:
        push_slots(session)
    push_commits(session)
    _say_what_was_seen(session)
    exchange_acks(session)
    exchange_register(session)


def _is_holder(session: Session) -> bool:
    with session.ports.store.read() as uow:
        return uow.espaces.registry(session.espace).is_holder(uow.identity.device().id)


def _exchange_without_key(session: Session) -> None:
    """Exchange as one who holds no key here: the registry, which came; registers of access; and nothing else."""
    ports, espace = session.ports, session.espace
    with ports.store.work() as uow:
        wiped = wipe(uow, ports, espace)
        uow.commit()
    if wiped:
        ports.store.checkpoint()
    exchange_acks(session)
    exchange_register(session)


def _stop_code(uow: UnitOfWork, session: Session) -> str | None:
    """Return why this espace is not exchanged now, or None."""
    espace, state = session.espace, session.state
    frozen = next((a.code for a in uow.exchange.alarms() if a.espace == espace and a.code in FREEZING), None)
    if frozen is not None:
        return frozen
    if state.state != "open":
        return _CLOSED.get(state.state, "service_refuse")
    return "poste_clone" if is_older(uow) else None


_CLOSED = {
    "unknown": "espace_inconnu_du_service",
    "not_member": "poste_inconnu_du_service",
    "revoked": "poste_revoque",
    "fork": "registre_contradictoire",
    "restored": "service_restaure",
}


_AGAIN = frozenset({"service_restaure", "poste_inconnu_du_service", BROUGHT_BACK})


def _refuse_exchange(session: Session, code: str) -> None:
    if code == "poste_revoque":
        session.tally.stop(leave(session.ports, session.espace, session.state.entries))
        return
    if code == DIVERGENT and session.state.state == "open":
        # An alarm stands: was it a restoration, which the service can now prove?
        code = _frozen(session, code)
    elif code in _AGAIN:
        # Restored: a steward who holds the registry as it was brings it. Unknown: our entry came to us by a lot.
        bring_registry(session)
    if code in ("poste_clone", "registre_contradictoire"):
        with session.ports.store.work() as uow:
            me = uow.identity.device().id if code == "poste_clone" else None
            uow.exchange.alarm(code, session.espace, me)
            if code == "poste_clone":
                note_clone(uow)
            uow.commit()
    session.tally.stop(code)


def _is_idle(uow: UnitOfWork, session: Session) -> bool:
    """Whether neither side has anything for the other."""
    espace, state = session.espace, session.state
    registry = uow.espaces.registry(espace)
    if not registry.is_holder(uow.identity.device().id):
        same = state.regn == registry.n and not uow.espaces.proposed(espace) and not uow.keys.epochs(espace)
        return same and not has_register(uow, session.ports, espace) and not has_acks(uow, espace)
    if (state.regn, state.k, state.s) != (
        registry.n,
        uow.exchange.position(espace, "feed"),
        uow.exchange.position(espace, "slots"),
    ):
        return False
    if uow.log.unsealed(espace, 1) and why_not(uow, espace) is None:
        return False
    if uow.log.lacking_count(espace) or uow.espaces.proposed(espace) or uow.keys.slots_to_push(espace, 1):
        return False
    if has_register(uow, session.ports, espace):
        return False
    chain = uow.log.chain(espace, uow.identity.device().id)
    covers = chain is not None and registry.epoch_at(chain.regn) == registry.epoch
    lacks_key = uow.keys.epoch_key(espace, registry.epoch) is None
    return covers and not lacks_key and not uow.blobs.incomplete(espace) and not has_acks(uow, espace)


def _says_more(uow: UnitOfWork, session: Session) -> bool:
    """Whether the service's signed word, where there is nothing new, is not the one that we would expect."""
    told = session.state.checkpoint
    return told is not None and checkpoints.is_worth_keeping(uow, session.ports, session.espace, told)


def _keep_house(session: Session) -> None:
    """Wrap keys again under the present epoch, and forget edits kept long enough."""
    while True:
        with session.ports.store.work() as uow:
            made = rewrap(uow, session.ports, session.espace)
            if not made:
                forget_old_edits(uow, session.ports.clock.ms())
            uow.commit()
        if not made:
            return


def _say_what_was_seen(session: Session) -> None:
    """After an exchange that brought something, sign what was seen: for a new epoch, or once a day."""
    ports, espace = session.ports, session.espace
    with ports.store.work() as uow:
        made = seal_pending(uow, ports, espace, empty=True)
        if made or destroy_old_epochs(uow, ports, espace):
            uow.commit()
    if made:
        push_commits(session)
        # What was just signed may be the last word that past epochs were waiting for.
        with ports.store.work() as uow:
            if destroy_old_epochs(uow, ports, espace):
                uow.commit()
