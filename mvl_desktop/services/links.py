"""Use case on links between signalements: those that others set towards this one are read as its own are."""

from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query
from mvl_desktop.services.records import existing, shown

KIND = "signalement"
_FIELD = "liens/vers"


@dataclass(frozen=True, slots=True)
class LinkFrom:
    """A link that another signalement holds towards this one, as it was set there."""

    id: str
    nature: str
    reference: str
    titre: str = field(repr=False)
    motif: str = field(default="", repr=False)


def links_to(ports: Ports, id_: str) -> list[LinkFrom]:
    """Return the links that other signalements of this post hold towards one. RefusError: fiche_inconnue."""
    found = []
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
        here = str(Reference(view.espace, view.rec))
        for row in uow.records.rows(KIND, uow.records.ids(Query(KIND, ((_FIELD, here),)))):
            other = uow.records.get(row.rec) if row is not None else None
            if other is None or other.rec == view.rec:
                continue
            champs = nest(KIND, shown(other.state))
            liens = champs.get("liens")
            for lien in liens if isinstance(liens, list) else []:
                if lien.get("vers") == here:
                    titre, reference = required(KIND).titre(champs), str(champs.get("reference") or "")
                    nature, motif = str(lien.get("nature_lien") or ""), str(lien.get("motif") or "")
                    found.append(LinkFrom(other.rec.hex(), nature, reference, titre, motif))
    ports.journal.note("liste", view.rec, lignes=len(found))
    return found
