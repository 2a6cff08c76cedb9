"""Use cases: bring a post into espaces, by an invitation handed over in person and a code read aloud (security 5.2).

Invitation, request and answer are byte strings here; the caller carries them as files or through a service.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from mvl_desktop.exchange.authority import IN_FORCE, PROPOSED, enact, provisional
from mvl_desktop.exchange.orders import execute
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.crypto import CryptoError, DeviceSecrets
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import device_id, digest
from mvl_desktop.protocol.objects import (
    ENROL_LIMIT,
    SMALL_LIMIT,
    VERSION,
    DeviceAdd,
    DeviceCert,
    EnrolAnswer,
    EnrolBody,
    EnrolRequest,
    GrantFor,
    Invitation,
    InvitedEspace,
)
from mvl_desktop.protocol.registry import Registry, RegistryRefusedError, fold
from mvl_desktop.protocol.roles import GRANTABLE, KEYLESS, ROLES, SEALERS
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.founding import introduce_post
from mvl_desktop.services.refusals import RefusError

VALID_DAYS = 7
_JOINING = "enrolement"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """What a new post hands to the operator, and the code that it reads aloud."""

    request: bytes
    code: str
    device: bytes
    iid: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the operator hands back; no answer yet while the service has not accepted the newcomer (rule 10)."""

    answer: bytes | None
    device: bytes
    iid: bytes


def invite(ports: Ports, espaces: Sequence[str], role: str, *, service: str | None = None) -> bytes:
    """Write an invitation: single use, seven days, carrying the fingerprints to pin.

    Raises RefusError: espace_inconnu, role_inconnu, role_insuffisant.
    """
    if role not in ROLES:
        raise RefusError("role_inconnu")
    with ports.store.work() as uow:
        chosen = [choose_espace(uow, name) for name in espaces] or [choose_espace(uow, None)]
        data = write_invitation(uow, ports, [(espace, role) for espace in chosen], service)
        uow.commit()
    ports.journal.note("invitation")
    return data


def write_invitation(uow: UnitOfWork, ports: Ports, wanted: Sequence[tuple[Espace, str]], service: str | None) -> bytes:
    """Write and keep an invitation into espaces, with a role in each. RefusError: role_insuffisant."""
    invitation = Invitation(
        v=VERSION,
        iid=ports.crypto.random(16),
        by=uow.identity.device().id,
        secret=ports.crypto.random(32),
        espaces=[_invited(uow, espace, role) for espace, role in wanted],
        service=service or next((espace.service for espace, _ in wanted if espace.service), None),
        exp=ports.clock.ms() // 1000 + VALID_DAYS * 86_400,
    )
    data = encode(invitation)
    uow.exchange.keep_invitation(invitation.iid, data)
    return data


def request_entry(ports: Ports, invitation_bytes: bytes) -> Request:
    """Answer an invitation: prove who we are, and give the code to read aloud.

    Raises RefusError: invitation_invalide, invitation_expiree, deja_membre.
    """
    invitation = _read(invitation_bytes, Invitation, SMALL_LIMIT, "invitation_invalide")
    if invitation.exp < ports.clock.ms() // 1000:
        raise RefusError("invitation_expiree")
    with ports.store.work() as uow:
        if any(uow.espaces.get(espace.id) for espace in invitation.espaces):
            raise RefusError("deja_membre")
        device = uow.identity.device()
        body = encode(EnrolBody(VERSION, invitation.iid, device.cert, ports.crypto.random(32)))
        request = encode(
            EnrolRequest(body, ports.crypto.mac(invitation.secret, body), ports.crypto.sign(device.sig, "enrol", body))
        )
        uow.exchange.keep_invitation(invitation.iid, invitation_bytes)
        uow.identity.set(_JOINING, invitation.iid.hex())
        uow.commit()
    return Request(request, _code(ports, invitation, request), device.id, invitation.iid)


def accept(ports: Ports, request_bytes: bytes, code: str) -> Accepted:
    """Bring a post in, once the whole code was heard and typed. Doing it again gives the same answer.

    In an espace that a service hosts the answer is there only once the service has accepted the newcomer:
    exchange, then accept again.

    Raises RefusError: demande_invalide, invitation_invalide, invitation_deja_utilisee, invitation_expiree,
    code_surete_different, role_insuffisant, renouvellement_requis.
    """
    request = _read(request_bytes, EnrolRequest, SMALL_LIMIT, "demande_invalide")
    body = _read(request.body, EnrolBody, SMALL_LIMIT, "demande_invalide")
    cert = _read(body.cert, DeviceCert, SMALL_LIMIT, "demande_invalide")
    with ports.store.work() as uow:
        invitation = _open_invitation(uow, ports, body.iid)
        if not ports.crypto.same(ports.crypto.mac(invitation.secret, request.body), request.mac):
            raise RefusError("demande_invalide")
        if not ports.crypto.verify(cert.sig, "enrol", request.body, request.proof):
            raise RefusError("demande_invalide")
        if not ports.crypto.same(_digits(code).encode(), _digits(_code(ports, invitation, request_bytes)).encode()):
            raise RefusError("code_surete_different")
        device = device_id(body.cert)
        added = [_add_device(uow, ports, invited, cert, body.cert) for invited in invitation.espaces]
        answer = None
        if all(state == IN_FORCE for state, _ in added):
            registries = [uow.espaces.entries(invited.id) for invited in invitation.espaces]
            grants = [grant for _, grant in added if grant is not None]
            answer = encode(EnrolAnswer(VERSION, invitation.iid, registries, grants, invitation.service))
            uow.exchange.use_invitation(invitation.iid)
        uow.commit()
    ports.journal.note("admission")
    return Accepted(answer, device, invitation.iid)


def join(ports: Ports, answer_bytes: bytes) -> list[Espace]:
    """Enter the espaces of an answer: verify each registry from the pinned fingerprint, open the keys.

    Raises RefusError: reponse_invalide.
    """
    answer = _read(answer_bytes, EnrolAnswer, ENROL_LIMIT, "reponse_invalide")
    with ports.store.work() as uow:
        kept = uow.exchange.invitation(answer.iid)
        if kept is None:
            raise RefusError("reponse_invalide")
        invitation = _read(kept, Invitation, SMALL_LIMIT, "reponse_invalide")
        # The way to the service was handed over in person: nobody on the way of the answer says another.
        if len(answer.registries) != len(invitation.espaces) or answer.service != invitation.service:
            raise RefusError("reponse_invalide")
        joined = [
            _enter(uow, ports, invited, entries, answer)
            for invited, entries in zip(invitation.espaces, answer.registries, strict=True)
        ]
        uow.exchange.use_invitation(answer.iid)
        uow.commit()
    return joined


def waiting_invitation(ports: Ports) -> Invitation:
    """Return the invitation that this post has answered last, while it is not in yet. RefusError (demande_absente)."""
    with ports.store.read() as uow:
        iid = uow.identity.get(_JOINING)
        kept = uow.exchange.invitation(bytes.fromhex(iid)) if iid else None
    if kept is None:
        raise RefusError("demande_absente")
    return read_invitation(kept)


def read_invitation(data: bytes) -> Invitation:
    """Read an invitation; RefusError (invitation_invalide)."""
    return _read(data, Invitation, SMALL_LIMIT, "invitation_invalide")


def _invited(uow: UnitOfWork, espace: Espace, role: str) -> InvitedEspace:
    registry = uow.espaces.registry(espace.id)
    if role not in GRANTABLE.get(registry.role(uow.identity.device().id) or "", frozenset()):
        raise RefusError("role_insuffisant")
    return InvitedEspace(espace.id, espace.founder, registry.n, registry.head, role, espace.name, espace.compartment_of)


def _open_invitation(uow: UnitOfWork, ports: Ports, iid: bytes) -> Invitation:
    kept = uow.exchange.invitation(iid)
    if kept is None:
        raise RefusError("invitation_deja_utilisee")
    invitation = _read(kept, Invitation, SMALL_LIMIT, "invitation_invalide")
    if invitation.by != uow.identity.device().id:
        raise RefusError("invitation_invalide")
    if invitation.exp < ports.clock.ms() // 1000:
        raise RefusError("invitation_expiree")
    return invitation


def _add_device(
    uow: UnitOfWork, ports: Ports, invited: InvitedEspace, cert: DeviceCert, cert_bytes: bytes
) -> tuple[str, GrantFor | None]:
    """Add a device, with the key of the present epoch where its role holds one; done before, say the same again."""
    registry = uow.espaces.registry(invited.id)
    device, keyless = device_id(cert_bytes), invited.role in KEYLESS
    known = [grant for grant in uow.keys.grants(invited.id, device) if grant[0] == registry.epoch]
    if (known or keyless) and device in provisional(uow, ports, invited.id).devices:
        state = IN_FORCE if device in registry.devices else PROPOSED
        return state, None if keyless else GrantFor(invited.id, known[0][0], *known[0][1:])
    key = uow.keys.epoch_key(invited.id, registry.epoch)
    if key is None or registry.rotation_due:
        raise RefusError("renouvellement_requis")
    try:
        grant = None if keyless else ports.crypto.seal_grant(key, cert.kem, invited.id, registry.epoch, device)
        state, _ = enact(
            uow,
            ports,
            invited.id,
            DeviceAdd,
            cert=cert_bytes,
            role=invited.role,
            poste=ports.crypto.random(16),
            epoch=registry.epoch,
            grant=None if grant is None else digest("grant", grant),
        )
    except (RegistryRefusedError, CryptoError) as error:
        code = getattr(error, "code", "")
        raise RefusError("role_insuffisant" if code == "role" else "demande_invalide") from error
    if grant is None:
        return state, None
    uow.keys.add_grants(invited.id, [(registry.epoch, device, grant)])
    return state, GrantFor(invited.id, registry.epoch, device, grant)


def _enter(uow: UnitOfWork, ports: Ports, invited: InvitedEspace, entries: list[bytes], answer: EnrolAnswer) -> Espace:
    device = uow.identity.device()
    try:
        registry = fold(invited.founder, entries, ports.crypto.verify)
        reached = registry.n >= invited.regn and registry.head_at(invited.regn) == invited.regh
        mine = registry.devices[device.id]
        granted = _open_grant(ports, invited.id, device, registry, answer) if mine.holds_key else None
    except (RegistryRefusedError, CryptoError, KeyError, StopIteration) as error:
        raise RefusError("reponse_invalide") from error
    if not reached or registry.espace != invited.id:
        raise RefusError("reponse_invalide")
    espace = Espace(invited.id, invited.name, invited.founder, invited.compartment_of, answer.service)
    uow.espaces.add(espace)
    uow.espaces.append(invited.id, entries)
    if granted is None:
        return espace
    epoch, ct, key = granted
    uow.keys.add_grants(invited.id, [(epoch, device.id, ct)])
    uow.keys.add_epoch_key(invited.id, epoch, key)
    execute(uow, ports, invited.id, entries)  # what was erased before we came has its place in every graph
    if mine.role in SEALERS:
        introduce_post(uow, ports, invited.id, mine.poste)
    return espace


def _open_grant(
    ports: Ports, espace: bytes, device: DeviceSecrets, registry: Registry, answer: EnrolAnswer
) -> tuple[int, bytes, bytes]:
    """Return (epoch, ciphertext, key) of the grant of an answer. KeyError, StopIteration, CryptoError; RefusError."""
    grant = next(each for each in answer.grants if each.espace == espace and each.device == device.id)
    key = ports.crypto.open_grant(grant.ct, device.kem, espace, grant.epoch, device.id)
    if not ports.crypto.same(ports.crypto.epoch_commitment(key, espace, grant.epoch), registry.kcommits[grant.epoch]):
        raise RefusError("reponse_invalide")
    return grant.epoch, grant.ct, key


def _code(ports: Ports, invitation: Invitation, request: bytes) -> str:
    pinned = digest("founders", *(espace.founder for espace in invitation.espaces))
    return ports.crypto.safety_code(pinned, digest("enrol-request", request), invitation.by)


def _digits(code: str) -> str:
    return "".join(character for character in code if character.isdigit())


def _read(data: bytes, type_: type[T], limit: int, code: str) -> T:
    try:
        return decode(data, type_, limit)
    except ProtocolError as error:
        raise RefusError(code) from error
