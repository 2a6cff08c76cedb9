"""The two figures that no count of the store gives: versions of fiches and grids, départements with a correspondent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mvl_desktop.domain.figure import VIDE
from mvl_desktop.domain.indicateurs import Indicateur
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.relecture import AGREED
from mvl_desktop.i18n import N_
from mvl_desktop.ports.counting import Counting
from mvl_desktop.ports.store import RecordView
from mvl_desktop.services.fiche_versions import versions_in
from mvl_desktop.services.records import shown
from mvl_desktop.services.statistiques_lecture import SIGNALEMENT, Lecture

PRODUITE, ACTUALISEE, UTILISEE = "produite", "actualisee", "utilisee"
LIGNES: Mapping[str, str] = {
    PRODUITE: N_("Produites"),
    ACTUALISEE: N_("Actualisées"),
    UTILISEE: N_("Utilisées"),
}
_STEPS = "etapes_appliquees"
_FICHE, _GRILLE, _EMPLOI = "fiche-conduite", "grille", "emploi"
_CORRESPONDENTS = ("referent", "suppleant", "correspondant")


@dataclass(frozen=True, slots=True)
class Found:
    """A record behind a line, and the line; `element` tells apart those that count more than once."""

    cle: str
    espace: bytes
    rec: bytes
    element: str = ""


def versions(reading: Lecture, each: Indicateur, periode: Periode) -> list[Found]:
    """Return the fiches, or the grids, agreed on for the first time, renewed by a version, applied, in a period."""
    kind = each.formule.kind
    found = []
    for view in _views(reading, kind):
        agreed = [one for one in reversed(versions_in(reading.uow, view)) if _is_agreed(one.champs)]
        for place, version in enumerate(agreed):
            if _within(version.champs.get(each.formule.date), periode):
                cle = ACTUALISEE if place else PRODUITE
                found.append(Found(cle, view.espace, view.rec, f"v{version.version}"))
    if kind == _FICHE:
        found += _applied(reading, periode)
    return found


def _applied(reading: Lecture, periode: Periode) -> list[Found]:
    by = (f"{_STEPS}/fiche",)
    bounds = (
        (f"{_STEPS}/appliquee_le>=", periode.du.isoformat()),
        (f"{_STEPS}/appliquee_le<=", periode.au.isoformat()),
    )
    told = reading.tally(Counting(SIGNALEMENT, _STEPS, bounds, but=reading.copies, by=by))
    named = sorted({str(cells[0]) for cells, _ in told if cells[0]})
    references = [Reference.parse(one) for one in named if one.startswith("ref:")]
    return [Found(UTILISEE, one.espace, one.rec) for one in references]


def correspondents(reading: Lecture, periode: Periode, lists: Nomenclatures) -> tuple[list[Found], tuple[str, ...]]:
    """Return the functions held on the last day of a period, by département, and every département that should."""
    found, places = [], set(reading.departements)
    for view in _views(reading, _EMPLOI):
        champs = nest(_EMPLOI, shown(view.state))
        place = str(champs.get("departement") or "")
        if champs.get("fonction") not in _CORRESPONDENTS or place == VIDE:
            continue
        places.add(place)
        if any(_holds(held, periode) for held in _elements(champs.get("tenues"))):
            found.append(Found(place, view.espace, view.rec))
    regions = {entree.parent for place in places if (entree := lists.entree("departements", place)) is not None}
    wanted = [code for code in lists.codes("departements") if _region(lists, code) in regions - {None}]
    return found, tuple(dict.fromkeys((*wanted, *sorted(places))))


def _region(lists: Nomenclatures, code: str) -> str | None:
    entree = lists.entree("departements", code)
    return entree.parent if entree is not None else None


def _views(reading: Lecture, kind: str) -> Iterator[RecordView]:
    for rec in reading.uow.records.find(kind):
        view = reading.uow.records.get(rec)
        if view is not None:
            yield view


def _is_agreed(champs: Mapping[str, object]) -> bool:
    return champs.get("statut") in (*AGREED, "retiree")


def _within(day: object, periode: Periode) -> bool:
    return isinstance(day, str) and periode.du.isoformat() <= day <= periode.au.isoformat()


def _holds(held: Mapping[str, object], periode: Periode) -> bool:
    """Whether somebody holds a function on the last day of a period."""
    last, start, end = periode.au.isoformat(), str(held.get("du") or ""), str(held.get("au") or "")
    return start <= last and (not end or end >= last)


def _elements(group: object) -> Sequence[Mapping[str, object]]:
    return [each for each in group if isinstance(each, Mapping)] if isinstance(group, (list, tuple)) else []
