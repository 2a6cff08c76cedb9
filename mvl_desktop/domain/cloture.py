"""Before a signalement is closed: what is still pending, and the reason that what came back suggests.

Advice, like the statuts: whoever closes all the same says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mvl_desktop.domain.application import A_FAIRE
from mvl_desktop.domain.transmettre import is_awaited, is_sent, state_of, transmissions_of
from mvl_desktop.domain.transmission import ABANDONNEE, DECIDEE, PROJET

Values = Mapping[str, object]

_NO_RETURN = "sans_retour"
_BY_LEVEL = {"hors_champ": "reoriente", "sans_element": "sans_element", "demande_info": "repondu"}


@dataclass(frozen=True, slots=True)
class EnAttente:
    """How many things of each sort are not finished."""

    a_envoyer: int = 0
    """Transmissions prepared or decided that nobody sent or gave up."""
    sans_retour: int = 0
    """Transmissions sent that nobody answered, and that nobody closed."""
    etapes: int = 0
    echeances: int = 0

    def __bool__(self) -> bool:
        return bool(self.a_envoyer or self.sans_retour or self.etapes or self.echeances)


def pending(champs: Values, echeances: int | None = None) -> EnAttente:
    """Return what is not finished. `echeances`: how many computed deadlines are not kept, when they were computed."""
    passed = transmissions_of(champs)
    if echeances is None:
        echeances = sum(each.get("etat") == "a_tenir" for each in _held(champs, "echeances"))
    return EnAttente(
        a_envoyer=sum(state_of(each) in (PROJET, DECIDEE) for each in passed),
        sans_retour=sum(is_awaited(each) for each in passed),
        etapes=sum(each.get("etat") == A_FAIRE for each in _held(champs, "etapes_appliquees")),
        echeances=echeances,
    )


def proposed_reason(champs: Values) -> str:
    """Return the code of the closing reason that what is known suggests; empty when nothing does."""
    if any(each.get("nature_lien") == "doublon_de" for each in _held(champs, "liens")):
        return "doublon"
    left = [each for each in transmissions_of(champs) if is_sent(each) and state_of(each) != ABANDONNEE]
    if left:
        known = any(each.get("issue") not in (None, "", _NO_RETURN) for each in left)
        return "transmis_suites_connues" if known else "transmis_sans_retour"
    return _BY_LEVEL.get(str(champs.get("niveau") or ""), "")


def proposed_statut(champs: Values) -> str:
    """Return the statut that what was sent suggests: awaited when somebody must answer, oriented otherwise."""
    statut = str(champs.get("statut") or "")
    left = [each for each in transmissions_of(champs) if is_sent(each)]
    if not left or statut in ("clos", "archive_intermediaire", "anonymise", "detruit"):
        return ""
    wanted = (
        "suites_attendues" if any(is_awaited(each) and each.get("retour_attendu_le") for each in left) else "oriente"
    )
    reached = {"oriente": ("oriente", "suites_attendues"), "suites_attendues": ("suites_attendues",)}
    return "" if statut in reached[wanted] else wanted


def _held(champs: Values, group: str) -> list[Values]:
    value = champs.get(group)
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []
