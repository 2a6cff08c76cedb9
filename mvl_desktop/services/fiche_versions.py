"""Use case: the versions of a fiche or of a grid, each as it stood when the next one was begun, the last as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.relecture import AGREED
from mvl_desktop.history.model import Revision
from mvl_desktop.history.state import fold
from mvl_desktop.history.timeline import timeline
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import existing, shown

KIND = "fiche-conduite"
WITHDRAWN = "retiree"
_VERSION = "version"


@dataclass(frozen=True, slots=True)
class FicheVersion:
    """What a fiche said in one of its versions, when it was last changed there, and at which post."""

    version: int
    at_ms: int
    poste: str
    champs: Mapping[str, object] = field(repr=False)


def versions_of(ports: Ports, id_: str, kind: str = KIND) -> list[FicheVersion]:
    """Return the versions of a fiche that this post can still read, the last first. RefusError: fiche_inconnue.

    `kind`: another kind whose records bear a `version`, as grids do.
    """
    with ports.store.read() as uow:
        view = existing(uow, id_, kind)
        found = versions_in(uow, view)
    ports.journal.note("historique", view.rec)
    return found


def versions_in(uow: UnitOfWork, view: RecordView) -> list[FicheVersion]:
    """Return the versions of a record, the last first, within a unit of work already open."""
    kind, names = view.kind, names_of(uow, view.espace)
    revisions = {revision.name: revision for revision in uow.log.revisions(view.rec)}
    is_narrative = required(kind).is_narrative
    entries = timeline(revisions.values(), is_narrative)
    ordered = [revisions[name] for name in dict.fromkeys(entry.name for entry in entries)]
    found: dict[int, FicheVersion] = {}
    for end, revision in enumerate(ordered, 1):
        if end == len(ordered) or _begins_another(ordered[end]):
            champs = nest(kind, shown(fold(ordered[:end], is_narrative)))
            number = _number(champs)
            found[number] = FicheVersion(number, revision.at[0], names.author(revision.name), champs)
    return sorted(found.values(), key=lambda each: each.version, reverse=True)


def in_force(uow: UnitOfWork, view: RecordView) -> Mapping[str, object]:
    """Return what a fiche says to who applies it: while a version is being written, the last one that was agreed on."""
    champs = nest(view.kind, shown(view.state))
    validations = champs.get("validations")
    given = validations if isinstance(validations, (list, tuple)) else ()
    former = [each for each in given if isinstance(each, Mapping) and each.get(_VERSION) != _number(champs)]
    if champs.get("statut") in (*AGREED, WITHDRAWN) or not former:
        return champs
    earlier = (each for each in versions_in(uow, view) if each.version < _number(champs))
    return next((each.champs for each in earlier if each.champs.get("statut") in AGREED), champs)


def _begins_another(revision: Revision) -> bool:
    return _VERSION in (revision.changes or {})


def _number(champs: Mapping[str, object]) -> int:
    version = champs.get(_VERSION)
    return version if isinstance(version, int) else 1
