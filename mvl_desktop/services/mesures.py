"""Figures frozen as they stand: each value with what it counted, so that it can be reopened and compared later.

What a COPIL looks at and what a bilan says are frozen by the same function.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date

from mvl_desktop.domain.figure import RESERVE, Figure, Ligne, Requete
from mvl_desktop.domain.indicateurs import CoupeInconnueError, IndicateurInconnuError
from mvl_desktop.domain.periode import Periode, PeriodeInvalideError
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import StoreError, UnitOfWork
from mvl_desktop.services.spoken import number
from mvl_desktop.services.statistiques_calcul import Demande, Outils, making_of
from mvl_desktop.services.statistiques_lecture import Lecture
from mvl_desktop.services.statistiques_precautions import doubtful
from mvl_desktop.services.statistiques_traces import Trace

RESERVED = "reserve"
"""The value of what this post may not read."""
_REQUETE_MAX = 4096
_FILTERS_MAX = 16
_ASKED_MAX = 120
"""What another post wrote is asked again within these bounds: ours hold a few lines of text, no filter, 36 figures."""
_Key = tuple[str, ...]
_ID = 16


def frozen(uow: UnitOfWork, ports: Ports, outils: Outils, demandes: Iterable[Demande]) -> Iterator[dict[str, object]]:
    """Give figures as elements `mesures`: the whole of each, then its lines when it is cut.

    Raises IndicateurInconnuError, CoupeInconnueError.
    """
    reading = Lecture(uow, ports, outils.table)
    makings = [making_of(reading, outils, each) for each in demandes]
    countings = [counting for each in makings for counting in each.countings()]
    reading.follow(countings, [followed for each in makings if (followed := each.followed()) is not None])
    for making in makings:
        made = making.figure()
        for line in (made.total, *(made.lignes if made.coupe else ())):
            whole = line is made.total
            yield _measure(made, line, making.trace(None if whole else line.cle), whole=whole)


def in_doubt(uow: UnitOfWork, ports: Ports, outils: Outils, demandes: Iterable[Demande]) -> list[str]:
    """Return the codes of the figures that may change once somebody decides between the values of a record."""
    reading = Lecture(uow, ports, outils.table)
    return [
        each.code for each in demandes if doubtful(outils.indicateurs.of(each.code), each.periode, each.coupe, reading)
    ]


def demande_of(mesure: Mapping[str, object]) -> Demande | None:
    """Return the question that a frozen value answered; None for a value that was entered, or from a newer version."""
    requete = requete_of(mesure)
    if requete is None:
        return None
    return Demande(requete.code, Periode(requete.du, requete.au), requete.coupe, requete.filtres)


def requete_of(mesure: Mapping[str, object]) -> Requete | None:
    """Return what reopens a frozen value; None when nothing does, or when it is none that this application writes."""
    written = str(mesure.get("requete") or "")
    try:
        said = json.loads(written) if len(written) <= _REQUETE_MAX else {}
        filters = tuple((str(name), str(value)) for name, value in said["filtres"])
        over = Periode(date.fromisoformat(said["du"]), date.fromisoformat(said["au"]))
        code, kind, coupe, cle = (str(said[name]) for name in ("code", "kind", "coupe", "cle"))
        found = Requete(code, kind, over.du, over.au, coupe, cle, said["tout"] is True, filters)
    except (ValueError, KeyError, TypeError, RecursionError, PeriodeInvalideError):
        return None
    return found if len(filters) <= _FILTERS_MAX else None


def asked_again(
    uow: UnitOfWork, ports: Ports, outils: Outils, held: Iterable[Mapping[str, object]]
) -> dict[_Key, dict[str, object]]:
    """Return what the questions of frozen values give today, by `key_of`.

    Those that cannot be asked here (of a newer version, of a post that wrote anything) are left out: the others are.
    """
    asked = list(dict.fromkeys(each for one in held if (each := demande_of(one)) is not None))[:_ASKED_MAX]
    reading = Lecture(uow, ports, outils.table)
    known = [each for each in asked if _can_be_asked(reading, outils, each)]
    found = list(frozen(uow, ports, outils, [each for each in known if not each.filtres]))
    for each in known:
        if each.filtres:
            found += _narrowed(uow, ports, outils, each)
    return {key_of(one): one for one in found}


def key_of(mesure: Mapping[str, object]) -> _Key:
    """Return what makes a value the answer to the same question as another one."""
    return tuple(str(mesure.get(name) or "") for name in ("code", "coupe", "ligne", "du", "au"))


def _can_be_asked(reading: Lecture, outils: Outils, demande: Demande) -> bool:
    try:
        making_of(reading, outils, demande)
    except (IndicateurInconnuError, CoupeInconnueError, PeriodeInvalideError):
        return False
    return True


def _narrowed(uow: UnitOfWork, ports: Ports, outils: Outils, demande: Demande) -> list[dict[str, object]]:
    """Return what a question narrowed to something gives; nothing when lists are not narrowed so."""
    try:
        return list(frozen(uow, ports, outils, [demande]))
    except StoreError as error:
        if error.code != "filtre_impossible":
            raise
        return []


def written(value: int | float | None, line: Ligne | None = None) -> str:
    """Return a number as French papers write it; `reserve` for what may not be read, nothing when not measured."""
    if line is not None and line.cle == RESERVE and value is None:
        return RESERVED
    if value is None:
        return ""
    return number(value) if isinstance(value, int) else f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def _id(made: Figure, line: Ligne, *, whole: bool) -> str:
    """Return the id of a value, made of its question: two posts that freeze apart write the same element."""
    asked = (made.code, made.coupe, made.periode.du.isoformat(), made.periode.au.isoformat(), *map(str, made.filtres))
    named = "\n".join((*asked, "total" if whole else f"ligne {line.cle}"))
    return hashlib.sha256(named.encode()).hexdigest()[:_ID]


def _measure(made: Figure, line: Ligne, trace: Trace, *, whole: bool) -> dict[str, object]:
    said = line.requete
    told = {**asdict(said), "du": said.du.isoformat(), "au": said.au.isoformat()} if said is not None else None
    return {
        "id": _id(made, line, whole=whole),
        "code": made.code,
        "libelle": made.libelle,
        "du": made.periode.du.isoformat(),
        "au": made.periode.au.isoformat(),
        "coupe": made.coupe,
        "ligne": "" if whole else line.cle,
        "ligne_libelle": "" if whole else line.libelle,
        "valeur": written(line.valeur, line),
        "sur": written(line.sur),
        "unite": made.unite,
        "definition": made.definition,
        "figee_le": made.extrait_le.isoformat(),
        "requete": json.dumps(told, ensure_ascii=False, sort_keys=True) if told is not None else "",
        "nombre": trace.nombre,
        "empreinte": trace.empreinte,
    }
