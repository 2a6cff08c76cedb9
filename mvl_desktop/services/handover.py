"""Use case: what somebody was in charge of becomes somebody else's, in one go, with a dated note of why."""

from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.text import clean_line
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.espaces import can_write
from mvl_desktop.services.people import my_name
from mvl_desktop.services.records import shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

OPEN = ("", "enregistre", "en_analyse", "complement_demande", "qualifie", "oriente", "suites_attendues", "rouvert")
"""The statuses of a signalement on which somebody still works; empty: nobody said."""
_MOTIF_MAX = 500


def hand_over(ports: Ports, leaving: str, taking: str, motif: str) -> int:
    """Give the open signalements of somebody to somebody else; return how many. History says who did it, and when.

    What lives in an espace where this post may not write is left to those who may.
    Raises RefusError: personne_requise, reprise_meme_personne, motif_requis.
    """
    leaving, taking = clean_line(leaving, "titulaire"), clean_line(taking, "titulaire")
    motif = clean_line(motif, "motif")[:_MOTIF_MAX]
    if not leaving or not taking:
        raise RefusError("personne_requise")
    if leaving == taking:
        raise RefusError("reprise_meme_personne")
    if not motif:
        raise RefusError("motif_requis")
    with ports.store.work() as uow:
        said = _("Repris de {nom}\u00a0: {motif}").format(nom=leaving, motif=motif)
        author = my_name(uow)
        views = _held_by(uow, leaving)
        for view in views:
            _give(uow, ports, view, taking, {"auteur": author, "texte": said})
        uow.commit()
    for view in views:
        ports.journal.note("modification", view.rec)
    return len(views)


def _held_by(uow: UnitOfWork, name: str) -> list[RecordView]:
    filters = (("titulaire", name), *(("statut", statut) for statut in OPEN))
    writable = {espace.id for espace in uow.espaces.all() if can_write(uow, espace.id)}
    ids = uow.records.ids(Query("signalement", filters))
    rows = [row for row in uow.records.rows("signalement", ids) if row is not None and row.espace in writable]
    views = [uow.records.get(row.rec) for row in rows]
    return [view for view in views if view is not None]


def _give(uow: UnitOfWork, ports: Ports, view: RecordView, taking: str, note: dict[str, object]) -> None:
    flat = shown(view.state)
    held = nest(view.kind, flat).get("notes")
    notes = list(held) if isinstance(held, list) else []
    notes.append({"notee_le": ports.clock.now().date().isoformat(), **note})
    changes = flatten(view.kind, {"titulaire": taking, "notes": notes}, flat, lambda: ports.crypto.random(8).hex())
    write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
