"""Applying a fiche de conduite to a signalement: its steps become a checklist pinned to the version applied."""

from collections.abc import Mapping, Sequence
from datetime import date

from mvl_desktop.domain.references import Reference

A_FAIRE = "a_faire"
FAIT = "fait"
ECARTE = "ecarte"

Step = Mapping[str, object]


def with_steps(
    appliquees: Sequence[Step], fiche: Mapping[str, object], reference: Reference, le: date | None = None
) -> list[Step]:
    """Return the checklist of a signalement with the steps of a fiche added, each to do; both as `nest` gives them.

    The same version is applied once: a second time changes nothing. A newer version comes beside the older one,
    whose done steps stay as they are. `le`: the day of the application, that each step keeps.
    """
    version = fiche.get("version", 1)
    here = str(reference)
    if any(step.get("fiche") == here and step.get("version") == version for step in appliquees):
        return list(appliquees)
    pinned: dict[str, object] = {
        "fiche": here,
        "fiche_titre": fiche.get("titre") or fiche.get("code"),
        "version": version,
    }
    if le is not None:
        pinned["appliquee_le"] = le.isoformat()
    return [*appliquees, *({**pinned, "libelle": step, "etat": A_FAIRE} for step in _steps(fiche))]


def done(step: Step, le: date, par: str, a: str = "") -> Step:
    """Return a step as done: when, by whom, at what hour when it matters."""
    return _settled(step, FAIT, le, par) | ({"fait_a": a} if a else {})


def skipped(step: Step, le: date, par: str, motif: str) -> Step:
    """Return a step as set aside, with the reason that it needs."""
    return _settled(step, ECARTE, le, par) | {"motif": motif}


def to_do_again(step: Step) -> Step:
    """Return a step as still to do; history keeps that it had been settled."""
    return _settled(step, A_FAIRE, None, None)


def is_unexplained(step: Step) -> bool:
    """Whether a step was set aside and nobody has said why."""
    return step.get("etat") == ECARTE and not step.get("motif")


def progress(appliquees: Sequence[Step]) -> tuple[int, int]:
    """Return how many steps are settled (done, or set aside for a reason), and how many there are."""
    settled = [step for step in appliquees if step.get("etat") in (FAIT, ECARTE) and not is_unexplained(step)]
    return len(settled), len(appliquees)


def changed_steps(
    appliquees: Sequence[Step], fiche: Mapping[str, object], reference: Reference
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the fiche says now that the applied checklist does not, and what it says no more."""
    applied = [str(step.get("libelle", "")) for step in appliquees if step.get("fiche") == str(reference)]
    today = _steps(fiche)
    return tuple(step for step in today if step not in applied), tuple(step for step in applied if step not in today)


def followed(
    appliquees: Sequence[Step], fiche: Mapping[str, object], reference: Reference, le: date, par: str, motif: str
) -> list[Step]:
    """Return the checklist of a signalement that follows a newer version of a fiche, in one gesture.

    A step that both versions say stays as it is, done or to do, and is of the newer one from now on. One that the newer
    version says no more stays where it was done; still to do, it is set aside for the reason `motif`. What is new is to
    do. Nothing changes when the newest version applied is that one.
    """
    here, version = str(reference), fiche.get("version", 1)
    ours = [step for step in appliquees if step.get("fiche") == here]
    latest = max((_version(step) for step in ours), default=0)
    if not ours or not isinstance(version, int) or latest >= version:
        return list(appliquees)
    pinned = {"fiche": here, "fiche_titre": fiche.get("titre") or fiche.get("code"), "version": version}
    pinned["appliquee_le"] = le.isoformat()
    held = {str(step.get("libelle", "")): step for step in ours if _version(step) == latest}
    after = [
        {**held.pop(step), **pinned} if step in held else {**pinned, "libelle": step, "etat": A_FAIRE}
        for step in _steps(fiche)
    ]
    left = {id(step) for step in held.values()}
    before = [
        skipped(step, le, par, motif) if id(step) in left and step.get("etat") not in (FAIT, ECARTE) else step
        for step in appliquees
        if step.get("fiche") != here or _version(step) != latest or id(step) in left
    ]
    return [*before, *after]


def _version(step: Step) -> int:
    version = step.get("version")
    return version if isinstance(version, int) else 1


def _settled(step: Step, etat: str, le: date | None, par: str | None) -> dict[str, object]:
    """Every key is given, nothing as None: what an earlier state said does not linger."""
    said = {"etat": etat, "fait_le": le.isoformat() if le else None, "fait_par": par, "fait_a": None, "motif": None}
    return {**step, **said}


def _steps(fiche: Mapping[str, object]) -> list[str]:
    steps = fiche.get("etapes")
    return [str(step) for step in steps] if isinstance(steps, (list, tuple)) else []
