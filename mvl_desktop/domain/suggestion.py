"""Which fiches de conduite may help with a signalement, and why. A reason is never a verdict on anybody.

Pure: what is typed and the fiches come as `nest` gives them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Motif = Literal["danger", "mineur", "natures", "cadres", "pratiques", "arret_de_soins"]

_WITHDRAWN = "retiree"
_NONE_REAL = frozenset({"autre", "inconnu", "inconnue", "aucun", "aucune"})
_CARE = frozenset({"derive_therapeutique_non_professionnel", "derive_therapeutique_professionnel"})


@dataclass(frozen=True, slots=True)
class Raison:
    """Why a fiche is proposed: the motif, and the codes that both the signalement and the fiche name."""

    motif: Motif
    nomenclature: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A fiche, by its place among those given, and its reasons, the strongest first."""

    rang: int
    raisons: tuple[Raison, ...]


def suggestions(champs: Mapping[str, object], fiches: Sequence[Mapping[str, object]]) -> list[Suggestion]:
    """Return the fiches that what is typed calls for, the most reasons first; withdrawn ones are left out."""
    found = [
        Suggestion(rang, raisons)
        for rang, fiche in enumerate(fiches)
        if fiche.get("statut") != _WITHDRAWN and (raisons := _raisons(champs, fiche))
    ]
    return sorted(found, key=lambda one: (_ORDER[one.raisons[0].motif], -len(one.raisons), one.rang))


_ORDER: Mapping[Motif, int] = {
    "danger": 0,
    "mineur": 1,
    "natures": 2,
    "arret_de_soins": 3,
    "cadres": 4,
    "pratiques": 5,
}


def _raisons(champs: Mapping[str, object], fiche: Mapping[str, object]) -> tuple[Raison, ...]:
    found: list[Raison] = []
    natures = _codes(champs, "natures") & _codes(fiche, "natures")
    aims_at_minors = fiche.get("vise_mineurs") is True or "mineur_en_danger" in _codes(fiche, "natures")
    minors = aims_at_minors and _concerns_minors(champs)
    if natures:
        found.append(Raison("natures", "natures", tuple(sorted(natures))))
    if minors:
        found.append(Raison("mineur"))
    if _stops_care(champs) and _codes(fiche, "natures") & _CARE:
        found.append(Raison("arret_de_soins"))
    for name, typed in (("cadres", _codes(champs, "cadre")), ("pratiques", _codes(champs, "pratiques"))):
        common = (typed & _codes(fiche, name)) - _NONE_REAL
        if common:
            found.append(Raison("cadres" if name == "cadres" else "pratiques", name, tuple(sorted(common))))
    if found and fiche.get("urgence") == "immediate" and _is_urgent(champs):
        found.append(Raison("danger"))
    return tuple(sorted(found, key=lambda raison: _ORDER[raison.motif]))


def _concerns_minors(champs: Mapping[str, object]) -> bool:
    persons = champs.get("personnes")
    roles = {one.get("role") for one in persons if isinstance(one, Mapping)} if isinstance(persons, list) else set()
    return champs.get("mineur_concerne") is True or "mineur" in roles


def _stops_care(champs: Mapping[str, object]) -> bool:
    return champs.get("traitement_interrompu") is True or champs.get("perte_de_chance") is True


def _is_urgent(champs: Mapping[str, object]) -> bool:
    return champs.get("danger_vital") is True or champs.get("urgence") == "immediate"


def _codes(champs: Mapping[str, object], name: str) -> set[str]:
    value = champs.get(name)
    if isinstance(value, str):
        return {value} if value else set()
    return {str(code) for code in value} if isinstance(value, (list, tuple, frozenset)) else set()
