"""Use case: propose the anonymisation or the destruction of records; it happens once a second person has signed.

One order by espace and by fate. What a record refers to in compartments is destroyed with it, where this post may.
The lines of the bordereau are written with the order: afterwards nobody could write them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mvl_desktop.domain.conservation import Regles
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import nest
from mvl_desktop.exchange.authority import provisional
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.protocol.objects import Erase
from mvl_desktop.services.anonymising import blobs_of, bodies_to_erase
from mvl_desktop.services.conservation import KIND, due_of
from mvl_desktop.services.conservation_orders import ANONYMISATION, ELIMINATION, Ordered, Paper, give_order
from mvl_desktop.services.conservation_records import may_order, with_compartments
from mvl_desktop.services.erasure import MOTIFS
from mvl_desktop.services.moving import tell_copies
from mvl_desktop.services.recalls import tell_source
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError

AT_ONCE = 100
"""Records of one proposal: what somebody can read before signing, and what one sealed record can carry."""
SORTS = ("anonymiser", "detruire")


@dataclass(frozen=True, slots=True)
class Proposed:
    """An order of the purge, and how it stands."""

    ordre: str
    nature: str
    espace: str
    state: str
    records: int


def propose_purge(
    ports: Ports,
    ids: Sequence[str],
    rules: Regles,
    lists: Nomenclatures,
    *,
    sort: str = "",
    motif: str = "fin_de_conservation",
    second: str = "",
) -> list[Proposed]:
    """Sign first the anonymisation or the destruction of records; without `sort`, what the rules propose of each.

    Raises RefusError: fiche_inconnue, motif_inconnu, sort_inconnu, sort_a_decider, purge_trop_longue,
    role_insuffisant, conservation_bloquee, deja_efface, anonymisation_impossible.
    """
    if motif not in MOTIFS:
        raise RefusError("motif_inconnu")
    if sort and sort not in SORTS:
        raise RefusError("sort_inconnu")
    if not 0 < len(ids) <= AT_ONCE:
        raise RefusError("purge_trop_longue" if ids else "fiche_inconnue")
    with ports.store.work() as uow:
        views = list({view.rec: view for view in (existing(uow, id_) for id_ in ids)}.values())
        fates = {view.rec: sort or _proposed(uow, ports, view, rules, lists) for view in views}
        orders: dict[tuple[bytes, str], list[RecordView]] = {}
        for view in views:
            _check(uow, ports, view, fates[view.rec])
            if fates[view.rec] == "detruire" and view.kind == KIND:
                tell_copies(uow, ports, view)
                tell_source(uow, ports, view, {"effacee_le": ports.clock.now().date().isoformat()})
            for place, each in enumerate(with_compartments(uow, view)):
                nature = ANONYMISATION if place == 0 and fates[view.rec] == "anonymiser" else ELIMINATION
                orders.setdefault((each.espace, nature), []).append(each)
        done = [
            _order(uow, ports, espace, nature, gathered, rules, lists, motif, second)
            for (espace, nature), gathered in orders.items()
        ]
        uow.commit()
    ports.store.checkpoint()
    for view in views:
        ports.journal.note("anonymisation" if fates[view.rec] == "anonymiser" else "effacement", view.rec)
    return done


def _proposed(uow: UnitOfWork, ports: Ports, view: RecordView, rules: Regles, lists: Nomenclatures) -> str:
    due = due_of(uow, ports, view, rules, lists) if view.kind == KIND else None
    if due is None or due.sort not in SORTS or due.le > ports.clock.now().date():
        raise RefusError("sort_a_decider")
    return due.sort


def _check(uow: UnitOfWork, ports: Ports, view: RecordView, fate: str) -> None:
    registry = provisional(uow, ports, view.espace)
    if not may_order(uow, view.espace):
        raise RefusError("role_insuffisant")
    if view.rec in registry.holds:
        raise RefusError("conservation_bloquee")
    if view.rec in registry.erased_records:
        raise RefusError("deja_efface")
    if fate == "anonymiser" and view.kind != KIND:
        raise RefusError("anonymisation_impossible")


def _order(
    uow: UnitOfWork,
    ports: Ports,
    espace: bytes,
    nature: str,
    views: Sequence[RecordView],
    rules: Regles,
    lists: Nomenclatures,
    motif: str,
    second: str,
) -> Proposed:
    lines = tuple(_line(uow, ports, view, rules, lists) for view in views)
    wanted: list[Mapping[str, object]] = []
    for view in views:
        if nature == ANONYMISATION:
            wanted += bodies_to_erase(uow, ports, view, motif)
        else:
            wanted.append({"rec": view.rec, "bodies": None, "blobs": blobs_of(view), "legal_ref_code": motif})
    paper = Paper(nature, motif, second=second, lines=lines)
    ordered: Ordered = give_order(uow, ports, espace, Erase, wanted, paper, lists)
    return Proposed(ordered.id, nature, espace.hex(), ordered.state, len(views))


def _line(uow: UnitOfWork, ports: Ports, view: RecordView, rules: Regles, lists: Nomenclatures) -> str:
    """Return one line of the bordereau: what the record was, when, and under which rule; it names nobody."""
    champs = nest(view.kind, shown(view.state))
    due = due_of(uow, ports, view, rules, lists)
    said = {
        "id": view.rec.hex(),
        "kind": view.kind,
        "reference": str(champs.get("reference") or ""),
        "niveau": str(champs.get("niveau") or ""),
        "recu": str(champs.get("recu_le") or "")[:7],
        "clos": str(champs.get("clos_le") or "")[:7],
        "pieces": len(blobs_of(view)),
        "regle": due.source if due is not None else "",
    }
    return json.dumps(said, ensure_ascii=False)
