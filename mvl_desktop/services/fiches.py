"""Use cases on fiches de conduite à tenir: those that may be applied, their application, what changed since, ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mvl_desktop.domain.application import changed_steps, with_steps
from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.relecture import AGREED
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import ListRow, Query, UnitOfWork
from mvl_desktop.services.defaults import add_defaults
from mvl_desktop.services.fiche_versions import WITHDRAWN, in_force
from mvl_desktop.services.proposals import proposed
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.revisions import write_revision

KIND = "fiche-conduite"
STEPS = "etapes_appliquees"


@dataclass(frozen=True, slots=True)
class FicheLine:
    """A fiche that may be applied. `reason`: why it is proposed for this record, when it is."""

    id: str
    code: str
    titre: str
    version: int
    declencheur: str
    statut: str
    urgence: str
    reason: str = ""
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Newer:
    """A fiche applied in one version, that has another today."""

    id: str
    titre: str
    applied: int
    current: int
    added: tuple[str, ...] = field(repr=False)
    removed: tuple[str, ...] = field(repr=False)


def list_fiches(
    ports: Ports, champs: Mapping[str, object] | None = None, lists: Nomenclatures | None = None
) -> list[FicheLine]:
    """Return the fiches that may be applied: those proposed for what is typed first, then the agreed ones.

    Why a fiche is proposed is said in the words of `lists`; without them nothing is proposed.
    """
    typed = champs or {}
    held = {str(step.get("fiche")) for step in steps_of(typed)}
    with ports.store.read() as uow:
        found = uow.records.rows(KIND, uow.records.ids(Query(KIND, order="code")))
        rows = [_to_apply(uow, row) for row in found if row is not None and row.values.get("statut") != WITHDRAWN]
    ports.journal.note("liste", lignes=len(rows))
    reasons = dict(proposed(typed, [row.values for row in rows], lists)) if typed and lists else {}
    first = {rang: place for place, rang in enumerate(reasons)}
    lines = [_line(row, reasons.get(rang, ""), held) for rang, row in enumerate(rows)]
    order = sorted(range(len(lines)), key=lambda rang: (first.get(rang, len(rows)), lines[rang].statut not in AGREED))
    return [lines[rang] for rang in order]


def with_fiche(ports: Ports, champs: Mapping[str, object], fiche: str) -> dict[str, object]:
    """Return what is typed with the steps of a fiche added to its checklist. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        guide = existing(uow, fiche, KIND)
        said = in_force(uow, guide)
    ports.journal.note("consultation", guide.rec)
    reference, today = Reference(guide.espace, guide.rec), ports.clock.now().date()
    after = with_steps(steps_of(champs), said, reference, today)
    return {**champs, STEPS: after}


def newer_fiches(ports: Ports, champs: Mapping[str, object]) -> list[Newer]:
    """Return the fiches applied to what is typed that have changed version since."""
    found = []
    steps = steps_of(champs)
    with ports.store.read() as uow:
        for named in dict.fromkeys(str(step["fiche"]) for step in steps if step.get("fiche")):
            guide = _held(uow, named)
            if guide is None:
                continue
            reference, values = guide
            ours = [step for step in steps if step.get("fiche") == named]
            applied, current = max(_version(step) for step in ours), _version(values)
            if applied < current:
                latest = [step for step in ours if _version(step) == applied]
                added, removed = changed_steps(latest, values, reference)
                titre = required(KIND).titre(values)
                found.append(Newer(reference.rec.hex(), titre, applied, current, added, removed))
    if found:
        ports.journal.note("liste", lignes=len(found))
    return found


def apply_fiche(ports: Ports, signalement: str, fiche: str) -> int:
    """Add the steps of a fiche to a signalement; return how many were added (none the second time).

    Raises RefusError (fiche_inconnue), FicheTropLongueError.
    """
    with ports.store.work() as uow:
        view = existing(uow, signalement, "signalement")
        guide = existing(uow, fiche, KIND)
        flat = shown(view.state)
        before = steps_of(nest(view.kind, flat))
        reference, today = Reference(guide.espace, guide.rec), ports.clock.now().date()
        after = with_steps(before, in_force(uow, guide), reference, today)
        changes = flatten(view.kind, {STEPS: after}, flat, lambda: ports.crypto.random(8).hex())
        if changes:
            write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
            uow.commit()
    ports.journal.note("fiche_appliquee", view.rec)
    return len(after) - len(before)


def add_default_fiches(
    ports: Ports, documents: Sequence[Mapping[str, object]], *, espace: str | None = None
) -> list[str]:
    """Put the fiches that come with the application in an espace; one whose code is already here is left as it is.

    Returns the ids of what was added. Raises RefusError: aucun_espace, espace_inconnu, espace_ambigu.
    """
    return add_defaults(ports, KIND, documents, espace=espace)


def steps_of(champs: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return the checklist of a signalement, as it is typed."""
    held = champs.get(STEPS)
    return [step for step in held if isinstance(step, Mapping)] if isinstance(held, (list, tuple)) else []


def _line(row: ListRow, reason: str, held: set[str]) -> FicheLine:
    values = row.values
    return FicheLine(
        id=row.rec.hex(),
        code=str(values.get("code", "")),
        titre=required(KIND).titre(values),
        version=_version(values),
        declencheur=str(values.get("declencheur", "")),
        statut=str(values.get("statut", "")),
        urgence=str(values.get("urgence", "")),
        reason=reason,
        applied=str(Reference(row.espace, row.rec)) in held,
    )


def _held(uow: UnitOfWork, named: str) -> tuple[Reference, Mapping[str, object]] | None:
    try:
        reference = Reference.parse(named)
    except ReferenceInvalideError:
        return None
    view = uow.records.get(reference.rec)
    return (reference, in_force(uow, view)) if view is not None and view.kind == KIND else None


def _to_apply(uow: UnitOfWork, row: ListRow) -> ListRow:
    """Return the line of a fiche as it may be applied: a version that is being written does not hide the agreed one."""
    if row.values.get("statut") in AGREED or _version(row.values) == 1:
        return row
    view = uow.records.get(row.rec)
    return replace(row, values=in_force(uow, view)) if view is not None else row


def _version(values: Mapping[str, object]) -> int:
    version = values.get("version")
    return version if isinstance(version, int) else 1
