"""Use cases of exchange: publish an espace, synchronise, enrol through the service, carry lots. Carriers are ports."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from mvl_desktop.exchange import checkpoints, engine
from mvl_desktop.exchange.publishing import publish as publish_espace
from mvl_desktop.exchange.report import EspaceReport, SyncReport
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import (
    Cancel,
    Carrier,
    CarrierError,
    Progress,
    UnknownEspaceError,
    never,
    silent,
)
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.objects import Invitation
from mvl_desktop.protocol.roles import ADMIN, STEWARDS
from mvl_desktop.services.audit import note_alarms, standing_alarms
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.refusals import RefusError


class Carriers:
    """The way to each service, kept open between two exchanges."""

    def __init__(self, make: Callable[[str], Carrier]) -> None:
        self._make = make
        self._open: dict[str, Carrier] = {}

    def to(self, address: str) -> Carrier:
        """Return the way to this address."""
        address = address.rstrip("/")
        if address not in self._open:
            self._open[address] = self._make(address)
        return self._open[address]

    def close(self) -> None:
        """Close them all."""
        for carrier in self._open.values():
            carrier.close()
        self._open.clear()


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether this post can exchange, and how much waits: what the window always shows."""

    services: tuple[str, ...]
    waiting: int
    last_success_ms: int | None
    alarms: tuple[tuple[int, str, str], ...] = field(default=())


_LAST = "derniere_synchronisation"


def publish(ports: Ports, carriers: Carriers, espace: str, central: str, token: str | None) -> None:
    """Confide an espace to a service. Raises RefusError, CarrierError."""
    with ports.store.read() as uow:
        chosen = choose_espace(uow, espace)
    _publish(ports, carriers, chosen, central, token)


def synchronise(
    ports: Ports,
    carriers: Carriers,
    central: str | None = None,
    *,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> SyncReport:
    """Exchange with each service what is missing on either side. An address given is remembered for the espaces.

    An espace that the service does not know yet is published when this post may and the service allows it.
    Raises RefusError (aucun_service), CarrierError, Cancelled.
    """
    with ports.store.read() as uow:
        known = uow.espaces.all()
    if not known:
        raise RefusError("aucun_espace")
    by_address: dict[str, list[Espace]] = {}
    for espace in known:
        address = (central or espace.service or "").rstrip("/")
        if address:
            by_address.setdefault(address, []).append(espace)
    if not by_address:
        raise RefusError("aucun_service")
    alarms, failures = standing_alarms(ports), list[CarrierError]()
    reports: list[EspaceReport] = []
    try:
        for address, espaces in by_address.items():
            try:
                reports += _with_service(ports, carriers, address, espaces, progress, cancel).espaces
            except CarrierError as failure:
                # What is wrong with one service is no reason not to speak to another.
                failures.append(failure)
    finally:
        note_alarms(ports, alarms)
    if failures:
        raise failures[0]
    total = SyncReport(tuple(reports))
    if total.stopped is None:
        with ports.store.work() as uow:
            uow.identity.set(_LAST, str(ports.clock.ms()))
            uow.commit()
    ports.journal.note("synchronisation")
    return total


def standing(ports: Ports) -> Standing:
    """Return how the exchanges stand, without any network."""
    with ports.store.read() as uow:
        last = uow.identity.get(_LAST)
        names = {espace.id: espace.name for espace in uow.espaces.all()}
        return Standing(
            # As people name it: the keys that an address may name are for machines.
            services=tuple(sorted({each.service.partition("#")[0] for each in uow.espaces.all() if each.service})),
            waiting=sum(uow.records.standing(()).values()),
            last_success_ms=int(last) if last else None,
            alarms=tuple((alarm.id, alarm.code, names.get(alarm.espace, "")) for alarm in uow.exchange.alarms()),
        )


def acknowledge_alarm(ports: Ports, alarm: int) -> None:
    """Put an alarm away, once somebody has read it. Where the service told two stories, it is heard from the start."""
    with ports.store.work() as uow:
        for read in uow.exchange.alarms():
            if read.id == alarm and read.code == checkpoints.DIVERGENT:
                checkpoints.begin_again(uow, read.espace)
        uow.exchange.acknowledge(alarm)
        uow.commit()
    ports.journal.note("alarme_lue")


def leave_request(carriers: Carriers, invitation: Invitation, request: bytes, central: str) -> None:
    """Leave an enrolment request at the service, for the operator."""
    carriers.to(central).ask_enrolment(invitation.espaces[0].id, invitation.iid, request)


def fetch_requests(ports: Ports, carriers: Carriers, central: str) -> list[bytes]:
    """Fetch the enrolment requests that wait at a service, in any espace of this post."""
    with ports.store.read() as uow:
        espaces = _stewarded(uow)
    found: list[bytes] = []
    for espace in espaces:
        try:
            found += [waiting.request for waiting in carriers.to(central).enrolments(espace).requests]
        except UnknownEspaceError:
            continue
    return found


def leave_answer(ports: Ports, carriers: Carriers, iid: bytes, answer: bytes, central: str) -> None:
    """Leave the answer to an enrolment request at the service."""
    with ports.store.read() as uow:
        espaces = _stewarded(uow)
    carrier = carriers.to(central)
    for espace in espaces:
        try:
            waiting = carrier.enrolments(espace).requests
        except UnknownEspaceError:
            continue
        if any(each.iid == iid for each in waiting):
            carrier.answer_enrolment(espace, iid, answer)
            return
    raise RefusError("demande_invalide")


def fetch_answer(carriers: Carriers, invitation: Invitation, central: str) -> bytes:
    """Fetch the answer to this post's enrolment request."""
    return carriers.to(central).enrolment_answer(invitation.espaces[0].id, invitation.iid)


def _stewarded(uow: UnitOfWork) -> list[bytes]:
    """Return the espaces whose members this post manages: nobody else is told who waits to come in."""
    me = uow.identity.device().id
    return [espace.id for espace in uow.espaces.all() if uow.espaces.registry(espace.id).role(me) in STEWARDS]


def _with_service(
    ports: Ports, carriers: Carriers, address: str, espaces: list[Espace], progress: Progress, cancel: Cancel
) -> SyncReport:
    carrier, asked = carriers.to(address), [each.id for each in espaces]
    try:
        first = engine.synchronise(ports, carrier, asked, progress=progress, cancel=cancel)
    except UnknownEspaceError:
        # The service knows none of our espaces, so it does not know this post either.
        publishable = [espace for espace in espaces if _may_publish(ports, espace)]
        if not publishable:
            raise
        for espace in publishable:
            _publish(ports, carriers, espace, address, None)
        first = engine.synchronise(ports, carrier, asked, progress=progress, cancel=cancel)
    reports = {report.espace: report for report in first.espaces}
    for espace in espaces:
        if reports[espace.id].arret == UnknownEspaceError.code and _may_publish(ports, espace):
            _publish(ports, carriers, espace, address, None)
            again = engine.synchronise(ports, carrier, [espace.id], progress=progress, cancel=cancel)
            reports[espace.id] = again.espaces[0]
        if reports[espace.id].arret is None:
            _remember(ports, espace, address)
    return SyncReport(tuple(reports[espace.id] for espace in espaces))


def _may_publish(ports: Ports, espace: Espace) -> bool:
    with ports.store.read() as uow:
        registry = uow.espaces.registry(espace.id)
        return registry.service_key is None and registry.role(uow.identity.device().id) == ADMIN


def _publish(ports: Ports, carriers: Carriers, espace: Espace, central: str, token: str | None) -> None:
    publish_espace(ports, carriers.to(central), espace.id, token)
    _remember(ports, espace, central.rstrip("/"))


def _remember(ports: Ports, espace: Espace, address: str) -> None:
    if espace.service == address:
        return
    with ports.store.work() as uow:
        current = uow.espaces.get(espace.id)
        if current is not None:
            uow.espaces.update(replace(current, service=address))
            uow.commit()
