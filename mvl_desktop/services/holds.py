"""Use cases: keep a record from any erasure while a procedure lasts, and lift that. It hides the record from nobody.

Set and lifted with a reason, and by two people where two may sign. The registry refuses any erasure meanwhile, on
every post and at the service.
"""

from collections.abc import Mapping

from mvl_desktop.exchange.authority import provisional
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.protocol.objects import Hold
from mvl_desktop.services.conservation_orders import (
    BLOCAGE,
    LEVEE,
    Ordered,
    Paper,
    give_order,
    sign_second,
    waiting_for,
)
from mvl_desktop.services.conservation_records import may_order, with_compartments
from mvl_desktop.services.records import existing
from mvl_desktop.services.refusals import RefusError

MOTIFS = ("enquete", "requisition", "contentieux", "limitation", "archives", "fin_de_procedure", "decision")
"""Why a record is kept, or no longer: `limitation` is the right of article 18, `archives` the visa that is awaited."""


def hold_record(
    ports: Ports, id_: str, *, motif: str, precision: str = "", second: str = "", on: bool = True
) -> list[Ordered]:
    """Order that a record, and what it refers to in compartments kept here, be kept (`on`) or no longer.

    Raises RefusError: fiche_inconnue, motif_inconnu, role_insuffisant, deja_bloque, non_bloque.
    """
    if motif not in MOTIFS:
        raise RefusError("motif_inconnu")
    with ports.store.work() as uow:
        view = existing(uow, id_)
        if not may_order(uow, view.espace):
            raise RefusError("role_insuffisant")
        paper = Paper(BLOCAGE if on else LEVEE, motif, " ".join(precision.split()), second)
        concerned = [each for each in with_compartments(uow, view) if is_held(uow, ports, each) != on]
        if not concerned or concerned[0].rec != view.rec:
            raise RefusError("deja_bloque" if on else "non_bloque")
        done = [_order(uow, ports, each, paper, on=on) for each in concerned]
        uow.commit()
    ports.journal.note("modification", view.rec)
    return done


def is_held(uow: UnitOfWork, ports: Ports, view: RecordView) -> bool:
    """Whether a record is kept from erasure, what this post proposes included."""
    return view.rec in provisional(uow, ports, view.espace).holds


def held_records(ports: Ports) -> Mapping[str, str]:
    """Return the records kept from erasure in every espace, by id, each with its kind (empty: not held here)."""
    with ports.store.read() as uow:
        return {
            rec.hex(): view.kind if (view := uow.records.get(rec)) is not None else ""
            for espace in uow.espaces.all()
            for rec in sorted(uow.espaces.registry(espace.id).holds)
        }


def _order(uow: UnitOfWork, ports: Ports, view: RecordView, paper: Paper, *, on: bool) -> Ordered:
    waiting = waiting_for(uow, ports, view.espace, paper.nature, frozenset({view.rec.hex()}))
    if waiting is not None:
        return sign_second(uow, ports, waiting)
    return give_order(uow, ports, view.espace, Hold, [{"rec": view.rec, "on": on}], paper)
