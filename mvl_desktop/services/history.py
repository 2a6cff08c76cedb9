"""Use case: the history of a record, change by change: who, when, which post, before and after."""

from mvl_desktop.domain.kinds import required
from mvl_desktop.history.model import Name
from mvl_desktop.history.timeline import timeline
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import existing, revision_text
from mvl_desktop.services.times import instant


def history_of(ports: Ports, id_: str) -> list[dict[str, object]]:
    """Return the revisions of a record, each with what it changed, the oldest first. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
        names = names_of(uow, view.espace)
        revisions = {revision.name: revision for revision in uow.log.revisions(view.rec)}
        changes: dict[Name, dict[str, object]] = {name: {} for name in revisions}
        order: list[Name] = []
        told: set[Name] = set()
        for entry in timeline(revisions.values(), required(view.kind).is_narrative):
            if entry.name not in told:
                told.add(entry.name)
                order.append(entry.name)
            if entry.key is not None:
                before = [_json(value) for value in entry.before]
                changes[entry.name][entry.key] = {
                    "avant": before[0] if len(before) == 1 else before or None,
                    "apres": _json(entry.after),
                    "arbitrage": entry.decides,
                }
        order += [name for name in sorted(revisions) if name not in told]
        found: list[dict[str, object]] = [
            {
                "revision": revision_text(name),
                "poste": names.author(name),
                "horodatage": instant(revisions[name].at[0]),
                "parents": [revision_text(parent) for parent in revisions[name].parents],
                "efface": revisions[name].changes is None,
                "origine": revision_text(origin) if (origin := names.origin(name)) != name else None,
                "champs": changes[name],
            }
            for name in order
        ]
    ports.journal.note("historique", view.rec)
    return found


def _json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
