"""Where an action of training stands: asked for, decided, held, evaluated. Told from what is there, never typed twice.

Pure: the day is given; formations come as `nest` gives them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mvl_desktop.domain.formation_totaux import PREVUE, SeanceLue, seances_de

KIND = "formation"
Stade = Literal["fait", "en_cours", "a_venir", "sans_objet"]
Etape = Literal["demande", "decision", "seances", "evaluation"]
ETAPES: tuple[Etape, ...] = ("demande", "decision", "seances", "evaluation")
ECARTEE, REPORTEE, RETENUE = "ecartee", "reportee", "retenue"


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the four phases: where it stands, how many things are in it, and its day."""

    etape: Etape
    stade: Stade
    nombre: int = 0
    sur: int = 0
    le: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Where an action stands, and what is to be done next. `retard`: how many sessions are past and said by nobody."""

    etat: str
    phases: tuple[Phase, ...]
    demandes: int
    interesses: int
    tenues: int
    prevues: int
    retard: int
    prochaine: date | None = None


def etat_de(champs: Mapping[str, object]) -> str:
    """Return the state of an action, as lists say it; demands are collected as long as nothing tells more."""
    sessions = _kept(seances_de("", champs))
    planned = any(each.etat == PREVUE for each in sessions)
    if champs.get("decision") == ECARTEE:
        return "ecartee"
    if planned:
        return "programmee"
    if _is_evaluated(champs):
        return "evaluee"
    if any(each.est_tenue for each in sessions):
        return "tenue"
    if champs.get("decision") == RETENUE:
        return "decidee"
    if champs.get("decision") == REPORTEE:
        return "a_decider"
    return "a_decider" if _demandes(champs) else "recueil"


def situation(champs: Mapping[str, object], today: date) -> Situation:
    """Return where an action stands on a day."""
    every = seances_de("", champs)
    sessions, asked = _kept(every), _demandes(champs)
    held = [each for each in sessions if each.est_tenue]
    planned = [each for each in sessions if each.etat == PREVUE]
    evaluated, decision = _is_evaluated(champs), str(champs.get("decision") or "")
    refused = decision == ECARTEE
    begun = bool(sessions) or evaluated
    days = sorted(each.le for each in planned if each.le is not None)
    phases = (
        Phase("demande", "fait" if asked else "sans_objet" if decision or begun else "en_cours", len(asked)),
        Phase("decision", _decided(decision, asked=bool(asked), begun=begun), le=_day(champs.get("decidee_le"))),
        Phase(
            "seances",
            _held(refused=refused, planned=bool(planned), held=bool(held), decided=decision == RETENUE),
            len(held),
            len(sessions),
            max((each.le for each in held if each.le), default=None),
        ),
        Phase(
            "evaluation",
            "fait"
            if evaluated and not planned
            else "sans_objet"
            if refused
            else "en_cours"
            if held and not planned
            else "a_venir",
            le=_day(champs.get("evaluee_le")),
        ),
    )
    return Situation(
        etat=etat_de(champs),
        phases=phases,
        demandes=len(asked),
        interesses=sum(count for each in asked if isinstance(count := each.get("effectif"), int)),
        tenues=len(held),
        prevues=len(planned),
        retard=sum(day < today for day in days),
        prochaine=next((day for day in days if day >= today), None),
    )


def _decided(decision: str, *, asked: bool, begun: bool) -> Stade:
    if decision in (RETENUE, ECARTEE):
        return "fait"
    if begun:
        return "sans_objet"
    return "en_cours" if asked or decision else "a_venir"


def _held(*, refused: bool, planned: bool, held: bool, decided: bool) -> Stade:
    if planned:
        return "en_cours"
    if held:
        return "fait"
    if refused:
        return "sans_objet"
    return "en_cours" if decided else "a_venir"


def _is_evaluated(champs: Mapping[str, object]) -> bool:
    return bool(champs.get("evaluation") or champs.get("evaluee_le"))


def _kept(sessions: tuple[SeanceLue, ...]) -> list[SeanceLue]:
    """Return the sessions that were neither put off nor given up."""
    return [each for each in sessions if each.etat == PREVUE or each.est_tenue]


def _demandes(champs: Mapping[str, object]) -> list[Mapping[str, object]]:
    held = champs.get("demandes")
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, (list, tuple)) else []


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
