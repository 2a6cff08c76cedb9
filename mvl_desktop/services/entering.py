"""Use cases: bring a post in through the service. The code is read aloud and typed whole, as with files."""

from dataclasses import dataclass

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import NotThereError
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import SMALL_LIMIT, EnrolBody, EnrolRequest, Invitation
from mvl_desktop.services.enrolment import Accepted, accept, join, read_invitation, request_entry, waiting_invitation
from mvl_desktop.services.exchanges import (
    Carriers,
    fetch_answer,
    fetch_requests,
    leave_answer,
    leave_request,
    synchronise,
)
from mvl_desktop.services.refusals import RefusError


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits at a service, for an invitation of this post."""

    iid: bytes
    request: bytes
    service: str
    espaces: tuple[str, ...]
    role: str


def ask_through_service(ports: Ports, carriers: Carriers, invitation: bytes, address: str) -> str:
    """Answer an invitation through the service that it names, or at `address`; returns the code to read aloud.

    Raises RefusError (invitation_invalide, invitation_expiree, deja_membre, aucun_service), CarrierError.
    """
    read = read_invitation(invitation)
    central = address or read.service
    if not central:
        raise RefusError("aucun_service")
    request = request_entry(ports, invitation)
    leave_request(carriers, read, request.request, central)
    with ports.store.work() as uow:
        uow.identity.set(_WHERE, central)
        uow.commit()
    return request.code


def waiting_requests(ports: Ports, carriers: Carriers) -> list[Waiting]:
    """Return the requests that wait for this post at the services of its espaces. Raises CarrierError."""
    with ports.store.read() as uow:
        services = sorted({espace.service for espace in uow.espaces.all() if espace.service})
    found: dict[bytes, Waiting] = {}
    for service in services:
        for raw in fetch_requests(ports, carriers, service):
            iid = _invitation_of(raw)
            invitation = _ours(ports, iid) if iid is not None else None
            if iid is not None and invitation is not None:
                names = tuple(espace.name for espace in invitation.espaces)
                found[iid] = Waiting(iid, raw, service, names, invitation.espaces[0].role)
    return list(found.values())


def accept_through_service(ports: Ports, carriers: Carriers, iid: str, code: str) -> str:
    """Accept a request that waits, with the whole code as heard; returns the new post's id.

    Raises RefusError (demande_absente, code_surete_different…), CarrierError.
    """
    waiting = next((each for each in waiting_requests(ports, carriers) if each.iid.hex() == iid), None)
    if waiting is None:
        raise RefusError("demande_absente")
    accepted = accept(ports, waiting.request, code)
    if accepted.answer is None:
        synchronise(ports, carriers, waiting.service)
        accepted = accept(ports, waiting.request, code)
    leave_answer(ports, carriers, accepted.iid, _answer(accepted), waiting.service)
    return accepted.device.hex()


def enter_through_service(ports: Ports, carriers: Carriers) -> bool:
    """Look for the answer to our request, and enter; False while nobody has accepted it.

    Raises RefusError (demande_absente, reponse_invalide), CarrierError.
    """
    invitation = waiting_invitation(ports)
    with ports.store.read() as uow:
        central = uow.identity.get(_WHERE) or invitation.service
    if not central:
        raise RefusError("aucun_service")
    try:
        answer = fetch_answer(carriers, invitation, central)
    except NotThereError:
        return False
    join(ports, answer)
    return True


_WHERE = "enrolement_service"


def _answer(accepted: Accepted) -> bytes:
    if accepted.answer is None:
        raise RefusError("service_refuse")
    return accepted.answer


def _invitation_of(request: bytes) -> bytes | None:
    try:
        return decode(decode(request, EnrolRequest, SMALL_LIMIT).body, EnrolBody, SMALL_LIMIT).iid
    except ProtocolError:
        return None


def _ours(ports: Ports, iid: bytes) -> Invitation | None:
    with ports.store.read() as uow:
        kept = uow.exchange.invitation(iid)
        mine = uow.identity.device().id
    try:
        invitation = read_invitation(kept) if kept else None
    except RefusError:
        return None
    return invitation if invitation is not None and invitation.by == mine else None
