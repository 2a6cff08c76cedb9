"""Use case: apply a fiche de conduite à tenir to a signalement; its steps become a checklist pinned to that version."""

from collections.abc import Mapping

from mvl_desktop.domain.application import with_steps
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.revisions import write_revision

_STEPS = "etapes_appliquees"


def apply_fiche(ports: Ports, signalement: str, fiche: str) -> int:
    """Add the steps of a fiche to a signalement; return how many were added (none the second time).

    Raises RefusError (fiche_inconnue), FicheTropLongueError.
    """
    with ports.store.work() as uow:
        view = existing(uow, signalement, "signalement")
        guide = existing(uow, fiche, "fiche-conduite")
        flat = shown(view.state)
        before = _steps(nest(view.kind, flat))
        after = with_steps(before, nest(guide.kind, shown(guide.state)), Reference(guide.espace, guide.rec))
        changes = flatten(view.kind, {_STEPS: after}, flat, lambda: ports.crypto.random(8).hex())
        if changes:
            write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
            uow.commit()
    ports.journal.note("fiche_appliquee", view.rec)
    return len(after) - len(before)


def _steps(champs: Mapping[str, object]) -> list[Mapping[str, object]]:
    held = champs.get(_STEPS)
    return [step for step in held if isinstance(step, Mapping)] if isinstance(held, list) else []
