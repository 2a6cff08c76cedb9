"""Use cases: follow the newer version of a fiche in one gesture; what became of those that a signalement applies."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.application import followed
from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.fiche_versions import WITHDRAWN, in_force
from mvl_desktop.services.fiches import KIND, STEPS, steps_of
from mvl_desktop.services.people import my_name
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.revisions import write_revision


@dataclass(frozen=True, slots=True)
class Gone:
    """A fiche applied here that must not be applied any more (`retiree`), or that this post holds no more (`absente`).

    `remplacante`: the id and the title of the fiche that takes its place, when it is here.
    """

    titre: str
    etat: str
    motif: str = field(default="", repr=False)
    remplacante: str = ""
    remplacante_titre: str = ""


def with_followed(ports: Ports, champs: Mapping[str, object], fiche: str) -> dict[str, object]:
    """Return what is typed, its checklist following the version of a fiche in force. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        guide = existing(uow, fiche, KIND)
        after = _followed(uow, ports, champs, guide)
    ports.journal.note("consultation", guide.rec)
    return {**champs, STEPS: after}


def follow_fiche(ports: Ports, signalement: str, fiche: str) -> int:
    """Let the checklist of a signalement follow the version of a fiche in force; return how many steps it has then.

    Raises RefusError (fiche_inconnue), FicheTropLongueError.
    """
    with ports.store.work() as uow:
        view, guide = existing(uow, signalement, "signalement"), existing(uow, fiche, KIND)
        flat = shown(view.state)
        after = _followed(uow, ports, nest(view.kind, flat), guide)
        changes = flatten(view.kind, {STEPS: after}, flat, lambda: ports.crypto.random(8).hex())
        if changes:
            write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
            uow.commit()
    ports.journal.note("fiche_appliquee", view.rec)
    return len(after)


def gone_fiches(ports: Ports, champs: Mapping[str, object]) -> list[Gone]:
    """Return the fiches applied to what is typed that were withdrawn, or that are not here any more.

    Their steps stay as they were applied: they hold their own words.
    """
    found = []
    steps = steps_of(champs)
    with ports.store.read() as uow:
        for named in dict.fromkeys(str(step["fiche"]) for step in steps if step.get("fiche")):
            titre = next(str(step.get("fiche_titre") or "") for step in steps if step.get("fiche") == named)
            gone = _gone(uow, named, titre)
            if gone is not None:
                found.append(gone)
    if found:
        ports.journal.note("liste", lignes=len(found))
    return found


def _followed(
    uow: UnitOfWork, ports: Ports, champs: Mapping[str, object], guide: RecordView
) -> list[Mapping[str, object]]:
    said, today = in_force(uow, guide), ports.clock.now().date()
    motif = _("N’est plus dans la version {n} de la fiche.").format(n=said.get("version") or 1)
    return followed(steps_of(champs), said, Reference(guide.espace, guide.rec), today, my_name(uow), motif)


def _gone(uow: UnitOfWork, named: str, titre: str) -> Gone | None:
    try:
        view = uow.records.get(Reference.parse(named).rec)
    except ReferenceInvalideError:
        view = None
    if view is None or view.kind != KIND:
        return Gone(titre, "absente")
    champs = nest(KIND, shown(view.state))
    if champs.get("statut") != WITHDRAWN:
        return None
    other = _by_code(uow, str(champs.get("remplacee_par") or ""))
    return Gone(
        titre or required(KIND).titre(champs),
        "retiree",
        str(champs.get("motif_retrait") or ""),
        other.rec.hex() if other else "",
        required(KIND).titre(nest(KIND, shown(other.state))) if other else "",
    )


def _by_code(uow: UnitOfWork, code: str) -> RecordView | None:
    rows = uow.records.rows(KIND, uow.records.ids(Query(KIND))) if code else []
    here = (row for row in rows if row is not None and row.values.get("code") == code)
    found = next((row for row in here if row.values.get("statut") != WITHDRAWN), None)
    return uow.records.get(found.rec) if found is not None else None
