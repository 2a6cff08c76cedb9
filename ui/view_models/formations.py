"""What the panel of an action of training shows, and what a line typed in it becomes. No widget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.formation_gestes import COUNTS, programmer, tenir
from mvl_desktop.domain.formation_totaux import PREVUE
from mvl_desktop.domain.formation_vie import Phase, Situation, situation
from mvl_desktop.domain.typographie import jour
from mvl_desktop.i18n import N_, _, ngettext
from ui.values import Values

PHASES: Mapping[str, str] = {
    "demande": N_("Demande"),
    "decision": N_("Décision"),
    "seances": N_("Séances"),
    "evaluation": N_("Évaluation"),
}
STADES: Mapping[str, str] = {
    "fait": N_("fait"),
    "en_cours": N_("en cours"),
    "a_venir": N_("à venir"),
    "sans_objet": N_("sans objet"),
}
MARKS: Mapping[str, str] = {
    "fait": "check-circle",
    "en_cours": "clock",
    "a_venir": "calendar-blank",
    "sans_objet": "x",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A phase as it is shown: its name, where it stands in words, what is in it."""

    titre: str
    stade: str
    dit: str
    marque: str
    ton: str = ""


def steps(champs: Values, today: date) -> Sequence[Step]:
    """Return the four phases of an action on a day."""
    stands = situation(champs, today)
    return [
        Step(
            _(PHASES[phase.etape]),
            _(STADES[phase.stade]),
            _said(phase, stands, champs),
            MARKS[phase.stade],
            _tone(phase),
        )
        for phase in stands.phases
    ]


def with_session(champs: Values, seance: Mapping[str, object], today: date) -> dict[str, object]:
    """Return what a line of quick entry writes: a session to come is planned, one of a day planned was held that day.

    Raises SeanceSansDateError, SeanceVideError.
    """
    day = str(seance.get("le") or "")
    counted = any(seance.get(name) is not None for name in COUNTS)
    if day > today.isoformat() and not counted:
        return programmer(champs, seance)
    held = champs.get("seances")
    rows = held if isinstance(held, (list, tuple)) else ()
    given = {name: value for name, value in seance.items() if value not in (None, "")}
    planned = [
        place
        for place, row in enumerate(rows, 1)
        if isinstance(row, Mapping) and day and row.get("le") == day and row.get("etat") in (None, "", PREVUE)
    ]
    return tenir(champs, given, today, rang=planned[0] if len(planned) == 1 else None)


def _said(phase: Phase, stands: Situation, champs: Values) -> str:
    when = jour(phase.le) if phase.le else ""
    match phase.etape:
        case "demande" if stands.demandes:
            asked = ngettext("{n} demande", "{n} demandes", stands.demandes).format(n=stands.demandes)
            people = ngettext("{n} personne", "{n} personnes", stands.interesses).format(n=stands.interesses)
            return f"{asked}, {people}" if stands.interesses else asked
        case "decision" if champs.get("decision"):
            said = {"retenue": _("retenue"), "reportee": _("reportée"), "ecartee": _("écartée")}
            word = said.get(str(champs["decision"]), "")
            return _("{quoi} le {jour}").format(quoi=word, jour=when) if when else word
        case "seances" if phase.sur:
            told = _("{n} sur {total} tenues") if phase.nombre != 1 else _("{n} sur {total} tenue")
            return told.format(n=phase.nombre, total=phase.sur)
        case "evaluation" if when:
            return _("le {jour}").format(jour=when)
        case _:
            return ""


def _tone(phase: Phase) -> str:
    return {"fait": "succes", "en_cours": "attention"}.get(phase.stade, "discret")
