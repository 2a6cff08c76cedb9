"""What is done with an action of training: a demand is collected, it is decided, a session is planned, held, evaluated.

Pure: each gesture takes what is written and returns the fields to write; nobody is ever named in a head-count.
"""

from collections.abc import Mapping
from datetime import date

from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.formation_totaux import PREVUE, TENUE, seances_de
from mvl_desktop.domain.formation_vie import RETENUE

Champs = Mapping[str, object]
COUNTS = ("effectif_siege", "effectif_delegations", "effectif_exterieur")
PUT_OFF = ("reportee", "annulee")


class FormationMotifRequisError(DomainError):
    """What is put off or set aside is so for a reason."""

    code = "motif_requis"


class SeanceInconnueError(DomainError):
    """No such session is written."""

    code = "seance_inconnue"


class SeanceSansDateError(DomainError):
    """A session has no day."""

    code = "seance_sans_date"


class SeanceAVenirError(DomainError):
    """A session cannot have been held on a day to come."""

    code = "seance_a_venir"


class SeanceVideError(DomainError):
    """A session was held, and nobody says how many came."""

    code = "seance_sans_effectif"


class RienAEvaluerError(DomainError):
    """No session was held, or one is still to come."""

    code = "formation_rien_a_evaluer"


def recueillir(champs: Champs, demande: Champs) -> dict[str, object]:
    """Add a demand to the survey."""
    return {"demandes": [*_elements(champs, "demandes"), dict(demande)]}


def decider(champs: Champs, decision: str, *, motif: str, le: date, par: str = "") -> dict[str, object]:
    """Decide. Raises FormationMotifRequisError when it is put off or set aside without a reason."""
    if decision != RETENUE and not motif.strip():
        raise FormationMotifRequisError
    said = {"decision": decision, "motif_decision": motif.strip(), "decidee_le": le.isoformat()}
    return {**said, "decidee_par": par} if par else dict(said)


def programmer(champs: Champs, seance: Champs) -> dict[str, object]:
    """Plan a session. Raises SeanceSansDateError: neither a day nor a time of the year says when."""
    if not (seance.get("le") or seance.get("periode")):
        raise SeanceSansDateError
    return {"seances": [*_elements(champs, "seances"), {**seance, "etat": PREVUE}]}


def tenir(champs: Champs, seance: Champs, today: date, *, rang: int | None = None) -> dict[str, object]:
    """Say that a session was held: a planned one by its place (from 1), or one that nobody had planned.

    Raises SeanceInconnueError, SeanceSansDateError, SeanceAVenirError, SeanceVideError.
    """
    sessions = _elements(champs, "seances")
    before = _nth(sessions, rang) if rang is not None else {}
    held = {**before, **seance, "etat": TENUE}
    day = str(held.get("le") or "")
    if not day and not held.get("periode"):
        raise SeanceSansDateError
    if day > today.isoformat():
        raise SeanceAVenirError
    if all(held.get(name) is None for name in COUNTS):
        raise SeanceVideError
    if rang is None:
        return {"seances": [*sessions, held]}
    return {"seances": [*sessions[: rang - 1], held, *sessions[rang:]]}


def ecarter_seance(champs: Champs, rang: int, etat: str) -> dict[str, object]:
    """Put off or give up a session by its place. Raises SeanceInconnueError."""
    sessions = _elements(champs, "seances")
    left = {**_nth(sessions, rang), "etat": etat}
    return {"seances": [*sessions[: rang - 1], left, *sessions[rang:]]}


def evaluer(champs: Champs, evaluation: str, *, le: date, suites: str = "") -> dict[str, object]:
    """Evaluate an action whose sessions were held. Raises RienAEvaluerError."""
    sessions = seances_de("", champs)
    if not any(each.est_tenue for each in sessions) or any(each.etat == PREVUE for each in sessions):
        raise RienAEvaluerError
    said = {"evaluation": evaluation, "evaluee_le": le.isoformat()}
    return {**said, "suites": suites} if suites else dict(said)


def _nth(sessions: list[dict[str, object]], rang: int) -> dict[str, object]:
    if not 1 <= rang <= len(sessions):
        raise SeanceInconnueError
    return sessions[rang - 1]


def _elements(champs: Champs, name: str) -> list[dict[str, object]]:
    held = champs.get(name)
    return [dict(each) for each in held if isinstance(each, Mapping)] if isinstance(held, (list, tuple)) else []
