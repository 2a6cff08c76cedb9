"""Use cases on what somebody does here: one word of the trade gives a role in a délégation and in its compartments."""

from collections.abc import Sequence
from dataclasses import dataclass

from mvl_desktop.domain.roles import HABILITATIONS, Habilitation, habilitation, habilitation_held, role_label
from mvl_desktop.exchange.authority import IN_FORCE, NEEDS_SECOND, PROPOSED, enact, provisional, rotate
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.objects import RoleSet
from mvl_desktop.protocol.registry import RegistryRefusedError
from mvl_desktop.protocol.roles import ADMIN, GRANTABLE, OUTSIDE, SEALERS
from mvl_desktop.services.enrolment import write_invitation
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.founding import compartment_kind
from mvl_desktop.services.members import find_post
from mvl_desktop.services.refusals import RefusError


@dataclass(frozen=True, slots=True)
class Choice:
    """An habilitation that one may give, or why not: `refus` is the code of a sentence, empty when one may."""

    habilitation: Habilitation
    refus: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of role came to: `in_force` or `proposed`, and the compartments where the post must be invited."""

    state: str
    to_invite: tuple[str, ...] = ()


def may_invite(ports: Ports, espaces: Sequence[str]) -> list[Choice]:
    """Return the habilitations that this post may give to somebody new in these délégations, and why not the others."""
    with ports.store.read() as uow:
        chosen = [choose_espace(uow, name) for name in espaces] or [choose_espace(uow, None)]
        return [Choice(each, _why_not_invite(uow, chosen, each)) for each in HABILITATIONS]


def may_change(ports: Ports, post: str, espace: str | None = None) -> list[Choice]:
    """Return the habilitations that this post may give to a member of a délégation, and why not the others.

    RefusError: poste_inconnu, poste_ambigu, espace_inconnu, poste_revoque.
    """
    with ports.store.read() as uow:
        device = find_post(uow, post)
        chosen = _delegation_of(uow, device, espace)
        held = held_by(uow, chosen, device)
        me = uow.identity.device().id
        is_admin = uow.espaces.registry(chosen.id).role(me) == ADMIN
        refus = "" if is_admin else "role_reserve_administrateur"
        return [Choice(each, "role_deja_tenu" if each == held else refus) for each in HABILITATIONS]


def invite_as(ports: Ports, espaces: Sequence[str], code: str, *, service: str | None = None) -> bytes:
    """Invite somebody into délégations for what they do there; their compartments come along, each with its role.

    Raises RefusError: role_inconnu, role_insuffisant, espace_inconnu, espace_ambigu, aucun_espace.
    """
    wanted = _known(code)
    with ports.store.work() as uow:
        chosen = [choose_espace(uow, name) for name in espaces] or [choose_espace(uow, None)]
        if any(_why_not_invite(uow, [each], wanted) for each in chosen):
            raise RefusError("role_insuffisant")
        places = [place for each in chosen for place in _places(uow, each, wanted) if _may_give(uow, *place)]
        data = write_invitation(uow, ports, places, service)
        uow.commit()
    ports.journal.note("invitation")
    return data


def change_habilitation(ports: Ports, post: str, code: str, *, espace: str | None = None) -> Changed:
    """Change what a member does in a délégation: its role there and in the compartments, and new keys where it loses.

    Raises RefusError: role_inconnu, role_deja_tenu, role_insuffisant, dernier_administrateur, poste_inconnu,
    poste_ambigu, poste_revoque, espace_inconnu, seconde_signature_requise.
    """
    wanted = _known(code)
    with ports.store.work() as uow:
        device = find_post(uow, post)
        chosen = _delegation_of(uow, device, espace)
        if uow.espaces.registry(chosen.id).role(uow.identity.device().id) != ADMIN:
            raise RefusError("role_insuffisant")
        states, to_invite = [], []
        for place, role in _places(uow, chosen, wanted):
            known = uow.espaces.registry(place.id).devices.get(device)
            if known is None or known.closed_at is not None:
                to_invite += [place.name] if role != OUTSIDE else []
            elif known.role != role:
                states.append(_set_role(uow, ports, place.id, device, role))
        if not states and not to_invite:
            raise RefusError("role_deja_tenu")
        uow.commit()
    ports.journal.note("role_change")
    settled = all(state == IN_FORCE for state in states)
    return Changed(IN_FORCE if settled else PROPOSED, tuple(to_invite))


def what_they_do(ports: Ports) -> dict[tuple[str, str], str]:
    """Return, by (espace, device), what each active member is said to do: the habilitation, else the role."""
    said: dict[tuple[str, str], str] = {}
    with ports.store.read() as uow:
        for espace in uow.espaces.all():
            for device in uow.espaces.registry(espace.id).active():
                held = held_by(uow, espace, device) if espace.compartment_of is None else None
                role = role_label(_role(uow, espace, device))
                said[espace.id.hex(), device.hex()] = held.libelle if held else role
    return said


def held_by(uow: UnitOfWork, espace: Espace, device: bytes) -> Habilitation | None:
    """Return what a member does in a délégation, from its roles there and in the compartments known here."""
    role = uow.espaces.registry(espace.id).role(device)
    if role is None:
        return None
    apart = {kind: _role(uow, each, device) for each in _compartments(uow, espace) if (kind := compartment_kind(each))}
    return habilitation_held(role, apart)


def _known(code: str) -> Habilitation:
    wanted = habilitation(code)
    if wanted is None:
        raise RefusError("role_inconnu")
    return wanted


def _places(uow: UnitOfWork, espace: Espace, wanted: Habilitation) -> list[tuple[Espace, str]]:
    """Return the role in a délégation, then in each of its compartments: [0] is the délégation."""
    return [(each, wanted.role_in(compartment_kind(each))) for each in (espace, *_compartments(uow, espace))]


def _compartments(uow: UnitOfWork, espace: Espace) -> list[Espace]:
    """Return the compartments founded with a délégation; one made by hand has members chosen by hand."""
    found = (each for each in uow.espaces.all() if each.compartment_of == espace.id and compartment_kind(each))
    return sorted(found, key=lambda each: (each.name, each.id))


def _role(uow: UnitOfWork, espace: Espace, device: bytes) -> str:
    return uow.espaces.registry(espace.id).role(device) or OUTSIDE


def _may_give(uow: UnitOfWork, espace: Espace, role: str) -> bool:
    mine = uow.espaces.registry(espace.id).role(uow.identity.device().id) or ""
    return role in GRANTABLE.get(mine, frozenset())


def _why_not_invite(uow: UnitOfWork, chosen: Sequence[Espace], wanted: Habilitation) -> str:
    """Return why one may not invite somebody for this, or nothing. Outside a compartment, nobody need be let in."""
    for espace in chosen:
        if espace.compartment_of is not None:
            return "compartiment_avec_delegation"
        for place, role in _places(uow, espace, wanted):
            if not _may_give(uow, place, role) and (role != OUTSIDE or place is espace):
                steward = _may_give(uow, espace, OUTSIDE)
                return "role_reserve_administrateur" if steward else "role_insuffisant"
    return ""


def _delegation_of(uow: UnitOfWork, device: bytes, given: str | None) -> Espace:
    """Return the délégation that is meant: the one named, else the only one where this device is a member."""
    if given is not None:
        chosen = choose_espace(uow, given)
        if chosen.compartment_of is not None:
            raise RefusError("compartiment_avec_delegation")
        found = [chosen]
    else:
        found = [each for each in uow.espaces.all() if each.compartment_of is None]
    active = [each for each in found if uow.espaces.registry(each.id).is_active(device)]
    if not active:
        raise RefusError("poste_revoque")
    if len(active) > 1:
        raise RefusError("espace_ambigu")
    return active[0]


def _set_role(uow: UnitOfWork, ports: Ports, espace: bytes, device: bytes, role: str) -> str:
    registry = provisional(uow, ports, espace)
    ceases = registry.role(device) in SEALERS and role not in SEALERS
    chain = uow.log.chain(espace, device)
    cut = (chain.seq if chain else 0) if ceases else None
    try:
        state, _ = enact(uow, ports, espace, RoleSet, device=device, role=role, cut=cut)
        if state == NEEDS_SECOND:
            raise RefusError("seconde_signature_requise")
        if provisional(uow, ports, espace).rotation_due:
            rotate(uow, ports, espace)
    except RegistryRefusedError as error:
        code = "dernier_administrateur" if error.code == "last_admin" else "role_insuffisant"
        raise RefusError(code) from error
    return state
