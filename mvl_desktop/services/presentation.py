"""Use cases: who sits at this post, said once; written in the `poste` record of every espace, present or to come."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from mvl_desktop.domain.payload import flatten
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.protocol.roles import SEALERS
from mvl_desktop.services.founding import NAME_MAX, POST_NAME, PRESENTATION, presented
from mvl_desktop.services.records import shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision


@dataclass(frozen=True, slots=True)
class Presentation:
    """What somebody says of themselves. The first of the départements is the usual one."""

    nom: str = field(repr=False)
    fonction: str = ""
    delegation: str = ""
    departements: tuple[str, ...] = ()


def presentation(ports: Ports) -> Presentation:
    """Return what the person who sits here has said."""
    with ports.store.read() as uow:
        kept = presented(uow)
        name = uow.identity.get(POST_NAME) or ""
    departements = kept.get("departements")
    return Presentation(
        name,
        str(kept.get("fonction", "")),
        str(kept.get("delegation", "")),
        tuple(str(code) for code in departements) if isinstance(departements, list) else (),
    )


def present(ports: Ports, said: Presentation, lists: CodeLists | None = None) -> None:
    """Keep what somebody says of themselves, and write it where this post is known.

    Raises RefusError (nom_invalide), ChampInvalideError.
    """
    name = " ".join(said.nom.split())
    if not name or len(name) > NAME_MAX:
        raise RefusError("nom_invalide")
    champs: dict[str, object] = {
        "fonction": said.fonction or None,
        "delegation": " ".join(said.delegation.split()) or None,
        "departements": list(said.departements),
    }
    with ports.store.work() as uow:
        flatten("poste", {**champs, "nom": name}, {}, lambda: "", lists=lists)  # refuses what does not fit
        uow.identity.set(POST_NAME, name)
        uow.identity.set(PRESENTATION, json.dumps(champs))
        for view in _own_postes(uow):
            changes = flatten("poste", {**champs, "nom": name}, shown(view.state), lambda: "", lists=lists)
            if changes:
                write_revision(uow, ports, view.espace, view.rec, "poste", changes, view.state.heads)
        uow.commit()


def _own_postes(uow: UnitOfWork) -> Iterator[RecordView]:
    """Give the record of this post in each espace: the one that the registry names, else the one made at founding."""
    mine = uow.identity.device().id
    for espace in uow.espaces.all():
        device = uow.espaces.registry(espace.id).devices.get(mine)
        if device is None or device.closed_at is not None or device.role not in SEALERS:
            continue
        named = uow.records.get(device.poste) if any(device.poste) else None
        views = [named] if named else [uow.records.get(rec) for rec in uow.records.find("poste", espace.id)]
        own = [view for view in views if view is not None and view.kind == "poste" and view.created_by == mine]
        yield from own[:1]
