"""Use case: the versions of a fiche de conduite, each as it stood when the next one was begun, the last as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import nest
from mvl_desktop.history.model import Revision
from mvl_desktop.history.state import fold
from mvl_desktop.history.timeline import timeline
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import existing, shown

KIND = "fiche-conduite"
_VERSION = "version"


@dataclass(frozen=True, slots=True)
class FicheVersion:
    """What a fiche said in one of its versions, when it was last changed there, and at which post."""

    version: int
    at_ms: int
    poste: str
    champs: Mapping[str, object] = field(repr=False)


def versions_of(ports: Ports, id_: str) -> list[FicheVersion]:
    """Return the versions of a fiche that this post can still read, the last first. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
        names = names_of(uow, view.espace)
        revisions = {revision.name: revision for revision in uow.log.revisions(view.rec)}
    ports.journal.note("historique", view.rec)
    is_narrative = required(KIND).is_narrative
    entries = timeline(revisions.values(), is_narrative)
    ordered = [revisions[name] for name in dict.fromkeys(entry.name for entry in entries)]
    found: dict[int, FicheVersion] = {}
    for end, revision in enumerate(ordered, 1):
        if end == len(ordered) or _begins_another(ordered[end]):
            champs = nest(KIND, shown(fold(ordered[:end], is_narrative)))
            number = _number(champs)
            found[number] = FicheVersion(number, revision.at[0], names.author(revision.name), champs)
    return sorted(found.values(), key=lambda each: each.version, reverse=True)


def _begins_another(revision: Revision) -> bool:
    return _VERSION in (revision.changes or {})


def _number(champs: Mapping[str, object]) -> int:
    version = champs.get(_VERSION)
    return version if isinstance(version, int) else 1
