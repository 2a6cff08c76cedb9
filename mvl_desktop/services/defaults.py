"""Use case: put what comes with the application (fiches, grids…) in an espace, where people make it their own."""

from collections.abc import Mapping, Sequence

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.records import create_in


def add_defaults(
    ports: Ports, kind: str, documents: Sequence[Mapping[str, object]], *, espace: str | None = None
) -> list[str]:
    """Add records of a kind that has a `code`; one whose code is already here is left as it is, changed or not.

    Returns the ids of what was added. Raises RefusError: aucun_espace, espace_inconnu, espace_ambigu.
    """
    with ports.store.work() as uow:
        chosen = choose_espace(uow, espace)
        rows = uow.records.rows(kind, uow.records.ids(Query(kind)))
        known = {row.values.get("code") for row in rows if row is not None}
        made = [
            create_in(uow, ports, chosen.id, kind, document)
            for document in documents
            if document.get("code") not in known
        ]
        uow.commit()
    for rec in made:
        ports.journal.note("creation", rec)
    return [rec.hex() for rec in made]
