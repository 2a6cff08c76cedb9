"""Use cases on the members of espaces: list the posts, revoke one, renew the keys, quarantine and reinstatement."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mvl_desktop.exchange.authority import IN_FORCE, NEEDS_SECOND, enact, rotate
from mvl_desktop.exchange.receiving import heard
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import ChainHead, UnitOfWork
from mvl_desktop.protocol.objects import DeviceRevoke, Reinstate
from mvl_desktop.protocol.registry import RegistryRefusedError, read_entry
from mvl_desktop.protocol.roles import SIGNERS
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.people import code_of, names_of
from mvl_desktop.services.refusals import RefusError

REINSTATED = ("relu", "auteur_confirme", "coupe_trop_tot", "erreur")
"""Why what lay in quarantine is accepted after all."""

MOTIFS = ("depart", "perte", "vol", "compromission", "remplacement", "erreur")


@dataclass(frozen=True, slots=True)
class Member:
    """A post in an espace, as people see it."""

    device: str
    code: str
    name: str = field(repr=False)
    role: str
    espace: str
    espace_name: str
    active: bool
    here: bool
    last_seq: int
    heard_ms: int = 0
    """When something that it signed last came here; 0 when nothing did."""
    reads: int = 0
    """The version of the formats that it said it reads; 0 when it said nothing yet."""
    compartment: bool = False


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A commit that came after its device's cut: kept, shown, not applied until somebody reinstates it."""

    id: str
    espace: str
    device: str
    name: str = field(repr=False)
    revisions: int
    records: tuple[str, ...]
    espace_name: str = ""
    why: str = ""
    """The reason of the revocation; `remplace` after a succession, `role` when the post ceased to write."""
    may_accept: bool = False


def list_members(ports: Ports) -> list[Member]:
    """Return every post of every espace, the active ones first."""
    with ports.store.read() as uow:
        mine = uow.identity.device().id
        found = []
        for espace in uow.espaces.all():
            names, chains = names_of(uow, espace.id), uow.log.chains(espace.id)
            registry = uow.espaces.registry(espace.id)
            last = {each.header.device: each.header for each in uow.log.commits(espace.id, _heads(chains))}
            for device in registry.devices.values():
                chain = chains.get(device.id)
                found.append(
                    Member(
                        device=device.id.hex(),
                        code=code_of(registry, espace.id, device.id),
                        name=names.of(device.id),
                        role=device.role,
                        espace=espace.id.hex(),
                        espace_name=espace.name,
                        active=device.closed_at is None,
                        here=device.id == mine,
                        last_seq=chain.seq if chain else 0,
                        heard_ms=uow.exchange.position(espace.id, heard(device.id)),
                        reads=last[device.id].reads if device.id in last else 0,
                        compartment=espace.compartment_of is not None,
                    )
                )
    return sorted(found, key=lambda member: (not member.active, member.espace_name, member.name, member.device))


def _heads(chains: Mapping[bytes, ChainHead]) -> list[bytes]:
    return [chain.id for chain in chains.values()]


def revoke_post(ports: Ports, post: str, *, motif: str = "depart") -> str:
    """Close a post's chain in every espace where this post may, and begin the epoch that must follow.

    Returns `in_force`, or `proposed` until the next exchange. Raises RefusError: poste_inconnu, motif_inconnu,
    role_insuffisant, dernier_administrateur.
    """
    if motif not in MOTIFS:
        raise RefusError("motif_inconnu")
    with ports.store.work() as uow:
        device = find_post(uow, post)
        states = []
        for espace in uow.espaces.all():
            registry = uow.espaces.registry(espace.id)
            if not registry.is_active(device):
                continue
            chain = uow.log.chain(espace.id, device)
            try:
                state, _ = enact(
                    uow,
                    ports,
                    espace.id,
                    DeviceRevoke,
                    device=device,
                    cut=chain.seq if chain else 0,
                    reason_code=motif,
                )
                if state == NEEDS_SECOND:
                    raise RefusError("seconde_signature_requise")
                states += [state, rotate(uow, ports, espace.id)]
            except RegistryRefusedError as error:
                raise RefusError(_REFUSALS.get(error.code, "role_insuffisant")) from error
        if not states:
            raise RefusError("poste_revoque")
        uow.commit()
    ports.journal.note("revocation")
    return IN_FORCE if all(state == IN_FORCE for state in states) else "proposed"


def renew_keys(ports: Ports, espace: str | None) -> str:
    """Begin a new epoch in an espace. RefusError: role_insuffisant, espace_inconnu."""
    with ports.store.work() as uow:
        chosen = choose_espace(uow, espace)
        try:
            state = rotate(uow, ports, chosen.id)
        except RegistryRefusedError as error:
            raise RefusError("role_insuffisant") from error
        uow.commit()
    ports.journal.note("renouvellement")
    return state


def list_quarantine(ports: Ports) -> list[Quarantined]:
    """Return what waits for a person's word, by espace."""
    with ports.store.read() as uow:
        mine = uow.identity.device().id
        found = []
        for espace in uow.espaces.all():
            names = names_of(uow, espace.id)
            for commit in uow.log.quarantine(espace.id):
                found.append(
                    Quarantined(
                        id=commit.id.hex(),
                        espace=espace.id.hex(),
                        device=commit.header.device.hex(),
                        name=names.of(commit.header.device),
                        revisions=len(commit.header.entries),
                        records=tuple(sorted({entry.rec.hex() for entry in commit.header.entries})),
                        espace_name=espace.name,
                        why=_why_closed(uow, espace.id, commit.header.device),
                        may_accept=uow.espaces.registry(espace.id).role(mine) in SIGNERS["reinstate"],
                    )
                )
    return found


def quarantine_by_post(ports: Ports) -> list[list[Quarantined]]:
    """Return the same, one group for each post in each espace."""
    groups: dict[tuple[str, str], list[Quarantined]] = {}
    for each in list_quarantine(ports):
        groups.setdefault((each.espace, each.device), []).append(each)
    return list(groups.values())


def _why_closed(uow: UnitOfWork, espace: bytes, device: bytes) -> str:
    """Return why what a device signs late is set apart."""
    known = uow.espaces.registry(espace).devices[device]
    if known.successor is not None:
        return "remplace"
    if known.closed_at is None:
        return "role"
    act = read_entry(uow.espaces.entries(espace, known.closed_at)[0])[1]
    return act.reason_code if isinstance(act, DeviceRevoke) else ""


def reinstate(ports: Ports, ids: list[str], *, motif: str = "relu") -> str:
    """Accept quarantined commits after review, for a reason; return `in_force` or `proposed`.

    Raises RefusError: motif_inconnu, quarantaine_inconnue, role_insuffisant, seconde_signature_requise.
    """
    if motif not in REINSTATED:
        raise RefusError("motif_inconnu")
    with ports.store.work() as uow:
        wanted = {id_.strip().lower() for id_ in ids}
        states = []
        for espace in uow.espaces.all():
            here = [commit.id for commit in uow.log.quarantine(espace.id) if commit.id.hex() in wanted]
            wanted -= {id_.hex() for id_ in here}
            if not here:
                continue
            try:
                state, _ = enact(uow, ports, espace.id, Reinstate, ids=here, reason_code=motif)
            except RegistryRefusedError as error:
                raise RefusError("role_insuffisant") from error
            if state == NEEDS_SECOND:
                raise RefusError("seconde_signature_requise")
            states.append(state)
        if wanted or not states:
            raise RefusError("quarantaine_inconnue")
        uow.commit()
    ports.journal.note("reintegration")
    return IN_FORCE if all(state == IN_FORCE for state in states) else "proposed"


_REFUSALS = {"last_operator": "dernier_administrateur", "role": "role_insuffisant", "device": "poste_revoque"}


def find_post(uow: UnitOfWork, post: str) -> bytes:
    """Find a post by its identifier, its short code or its name, when that names one only."""
    wanted = post.strip()
    found: set[bytes] = set()
    for espace in uow.espaces.all():
        names = names_of(uow, espace.id)
        registry = uow.espaces.registry(espace.id)
        for device in registry.devices.values():
            if wanted in (device.id.hex(), code_of(registry, espace.id, device.id), names.of(device.id)):
                found.add(device.id)
    if len(found) != 1:
        raise RefusError("poste_inconnu" if not found else "poste_ambigu")
    return found.pop()
