"""Use cases on what is kept apart from a record: the signalant, the medical pieces. The record holds a reference."""

from dataclasses import dataclass, field

from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.references import Reference
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.provenance import takes_up
from mvl_desktop.services.records import existing, shown

READABLE = "lisible"
RESERVED = "reserve"


@dataclass(frozen=True, slots=True)
class Aside:
    """What may be said of a record kept apart: what names it to those who may open it, that it is there to all."""

    state: str
    id: str = ""
    titre: str = field(default="", repr=False)


def aside(ports: Ports, reference: str) -> Aside:
    """Return what this post may say of the record that a field refers to; its reading is noted.

    Whoever does not hold it learns that something is kept apart, never that nothing is there: a post that is no
    member of the compartment, and one to whom the record has not come yet, are told the same.
    """
    try:
        named = Reference.parse(reference)
    except ReferenceInvalideError:
        return Aside(RESERVED)
    with ports.store.read() as uow:
        view = uow.records.get(named.rec)
        if view is None or (view.espace != named.espace and not takes_up(uow, view.espace, named.espace)):
            return Aside(RESERVED)
    ports.journal.note("consultation", view.rec)
    return Aside(READABLE, view.rec.hex(), required(view.kind).titre(shown(view.state)))


def reference_of(ports: Ports, id_: str) -> str:
    """Return the reference to write in a field, for a record that this post holds. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
    return str(Reference(view.espace, view.rec))
