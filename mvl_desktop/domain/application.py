"""Applying a fiche de conduite to a signalement: its steps become a checklist pinned to the version applied."""

from collections.abc import Mapping, Sequence

from mvl_desktop.domain.references import Reference

A_FAIRE = "a_faire"


def with_steps(
    appliquees: Sequence[Mapping[str, object]], fiche: Mapping[str, object], reference: Reference
) -> list[Mapping[str, object]]:
    """Return the checklist of a signalement with the steps of a fiche added, each to do; both as `nest` gives them.

    The same version is applied once: a second time changes nothing. A newer version comes beside the older one,
    whose done steps stay as they are.
    """
    version = fiche.get("version", 1)
    here = str(reference)
    if any(step.get("fiche") == here and step.get("version") == version for step in appliquees):
        return list(appliquees)
    pinned = {"fiche": here, "fiche_titre": fiche.get("titre") or fiche.get("code"), "version": version}
    return [*appliquees, *({**pinned, "libelle": step, "etat": A_FAIRE} for step in _steps(fiche))]


def changed_steps(
    appliquees: Sequence[Mapping[str, object]], fiche: Mapping[str, object], reference: Reference
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the fiche says now that the applied checklist does not, and what it says no more."""
    applied = [str(step.get("libelle", "")) for step in appliquees if step.get("fiche") == str(reference)]
    today = _steps(fiche)
    return tuple(step for step in today if step not in applied), tuple(step for step in applied if step not in today)


def _steps(fiche: Mapping[str, object]) -> list[str]:
    steps = fiche.get("etapes")
    return [str(step) for step in steps] if isinstance(steps, (list, tuple)) else []
