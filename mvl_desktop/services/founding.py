"""Use case: found an espace, or the compartment of one."""

import json

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten
from mvl_desktop.domain.roles import MEDICAL, SIGNALANT
from mvl_desktop.exchange.authority import rotate
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.objects import VERSION, DeviceCert, Policy
from mvl_desktop.protocol.registry import build_genesis
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.people import POST_NAME as POST_NAME
from mvl_desktop.services.people import code_of
from mvl_desktop.services.records import create_in
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

NAME_MAX = 120
COMPARTMENTS = (SIGNALANT, MEDICAL)
PRESENTATION = "presentation"
"""What somebody said of themselves before any espace: fonction, délégation, départements, as JSON."""


def found_espace(ports: Ports, name: str, *, compartment_of: str | None = None) -> Espace:
    """Found an espace: this post becomes its administrator, and its first epoch begins.

    Raises RefusError: nom_invalide, nom_deja_pris, espace_inconnu, compartiment_de_compartiment.
    """
    with ports.store.work() as uow:
        parent = choose_espace(uow, compartment_of) if compartment_of is not None else None
        espace = _found(uow, ports, name, parent)
        uow.commit()
    ports.journal.note("fondation")
    return espace


def found_delegation(ports: Ports, name: str) -> list[Espace]:
    """Found an espace and its compartments, all or none: the délégation first.

    Raises RefusError: nom_invalide, nom_deja_pris.
    """
    with ports.store.work() as uow:
        made = [_found(uow, ports, name, None)]
        made += [_found(uow, ports, compartment_name(kind, made[0].name), made[0]) for kind in COMPARTMENTS]
        uow.commit()
    for _each in made:
        ports.journal.note("fondation")
    return made


def found_compartments(ports: Ports, espace: str) -> list[Espace]:
    """Found the compartments that an espace lacks: who told, and what is medical, for the few who handle them.

    Raises RefusError: espace_inconnu, espace_ambigu, nom_deja_pris, compartiment_de_compartiment.
    """
    with ports.store.read() as uow:
        parent = choose_espace(uow, espace)
        known = {each.name for each in uow.espaces.all() if each.compartment_of == parent.id}
    names = [compartment_name(kind, parent.name) for kind in COMPARTMENTS]
    return [found_espace(ports, name, compartment_of=parent.id.hex()) for name in names if name not in known]


def compartment_name(kind: str, parent: str) -> str:
    """Return the name of the compartment of an espace for a kind: « Signalants – Délégation de l’Ain »."""
    return f"{required(kind).pluriel} – {parent}"[:NAME_MAX]


def compartment_kind(espace: Espace) -> str | None:
    """Return the kind that a compartment was founded for, by its name; None when it is no such compartment."""
    if espace.compartment_of is None:
        return None
    return next((kind for kind in COMPARTMENTS if espace.name.startswith(f"{required(kind).pluriel} – ")), None)


def introduce_post(uow: UnitOfWork, ports: Ports, espace: bytes, rec: bytes | None = None) -> None:
    """Write the record that says who sits at this device, in an espace that it has just entered."""
    device = uow.identity.device().id
    short = code_of(uow.espaces.registry(espace), espace, device)
    name = uow.identity.get(POST_NAME) or f"Poste {short}"
    champs = {**presented(uow), "nom": name, "code_court": short, "appareil": device.hex()}
    if rec is None:
        create_in(uow, ports, espace, "poste", champs)
        return
    changes = flatten("poste", champs, {}, lambda: ports.crypto.random(8).hex())
    write_revision(uow, ports, espace, rec, "poste", changes, ())


def presented(uow: UnitOfWork) -> dict[str, object]:
    """Return what the person who sits here said of themselves, as fields of a poste; their name apart."""
    kept = json.loads(uow.identity.get(PRESENTATION) or "{}")
    return {name: value for name, value in kept.items() if value} if isinstance(kept, dict) else {}


def _found(uow: UnitOfWork, ports: Ports, name: str, parent: Espace | None) -> Espace:
    name = " ".join(name.split())
    if not name or len(name) > NAME_MAX:
        raise RefusError("nom_invalide")
    if any(known.name == name for known in uow.espaces.all()):
        raise RefusError("nom_deja_pris")
    if parent is not None and parent.compartment_of is not None:
        raise RefusError("compartiment_de_compartiment")
    espace = genesis(uow, ports, name, parent)
    rotate(uow, ports, espace.id)
    introduce_post(uow, ports, espace.id)
    return espace


def genesis(
    uow: UnitOfWork,
    ports: Ports,
    name: str,
    parent: Espace | None,
    *,
    policy: Policy | None = None,
    id_: bytes | None = None,
) -> Espace:
    """Sign the first entry of an espace; `policy` and `id_` when they are not those of a new one."""
    device = uow.identity.device()
    id_ = id_ or ports.crypto.random(16)
    policy = policy or Policy(two_signatures=[], write_v=VERSION, quotas={}, retention={})
    entry, founder = build_genesis(
        id_,
        decode(device.cert, DeviceCert, 4096),
        policy,
        ports.clock.ms() // 1000,
        lambda tag, message: ports.crypto.sign(device.sig, tag, message),
    )
    espace = Espace(id_, name, founder, parent.id if parent else None)
    uow.espaces.add(espace)
    uow.espaces.append(id_, [entry])
    return espace
