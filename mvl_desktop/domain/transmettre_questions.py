"""What each recipient of a transmission asks for before it may leave, and what is proposed to go with it.

Pure. Nothing here is legal advice: it is what the service decided to check. The texts themselves are in the library.
"""

import re
from collections.abc import Collection, Mapping

CRIP, PROCUREUR, CONSEIL, ASSOCIATION = "crip", "procureur", "conseil_departemental", "association"
MAIL = "courriel"

Values = Mapping[str, object]

_INFORMS = frozenset({CRIP, "119", CONSEIL})
"""Those to whom the parents of a child are said to be told of it, or why they are not (CASF L.226-2-1)."""
_REPORT_OF_HOLD = re.compile(r"226-14.*2\s*°\s*bis", re.IGNORECASE | re.DOTALL)
_GROUNDS: Mapping[str, tuple[str, ...]] = {
    PROCUREUR: ("cpp-40", "cp-226-14", "cp-434-3"),
    CRIP: ("casf-l226-2-1", "cp-226-14"),
    "119": ("casf-l226-2-1",),
    CONSEIL: ("casf-l226-4", "casf-l226-2-1"),
    "miviludes": ("conv-miviludes-ars", "decret-2002-1392", "loi-2024-420"),
    "cellule_maltraitance": ("casf-l119-2", "cp-226-14"),
    "ordre": ("csp-l4161-1", "cp-433-17"),
    "prefet": ("csi-d132-5", "circ-2024-08-05"),
    "police_gendarmerie": ("cpp-40", "cp-434-3"),
    "assurance_maladie": ("csp-l6323-1-11",),
    "autre_ars": ("csp-l1431-1", "crpa-l114-2"),
}
"""The codes of the texts that usually found a transmission, in the order in which they are proposed."""


def asked_to_decide(passed: Values, champs: Values) -> tuple[str, ...]:
    """Return the fields to fill before a transmission may be decided, in the order of its form."""
    missing = [name for name in ("destinataire", "destinataire_nom", "fondements") if not is_filled(passed.get(name))]
    if not any(is_filled(passed.get(name)) for name in ("contenu", "pieces", "courrier")):
        missing.append("contenu")
    if passed.get("identite_revelee") is True and not is_filled(passed.get("identite_motif")):
        missing.append("identite_motif")
    missing += _asked_of_people(passed, champs)
    return tuple(missing)


def asked_to_send(passed: Values, champs: Values) -> tuple[str, ...]:
    """Return the fields to fill before a transmission may be said to have left."""
    return asked_to_decide(passed, champs) + tuple(
        name for name in ("canal_envoi", "envoyee_le") if not is_filled(passed.get(name))
    )


def must_inform(passed: Values) -> bool:
    """Whether this recipient, or this legal basis, asks if the person concerned was told."""
    return passed.get("destinataire") in _INFORMS or is_report_of_hold(passed)


def is_report_of_hold(passed: Values) -> bool:
    """Whether it rests on art. 226-14 2° bis of the code pénal: a health professional reports a psychological hold."""
    return any(_REPORT_OF_HOLD.search(text) for text in texts(passed.get("fondements")))


def must_be_told(passed: Values, champs: Values) -> bool:
    """Whether no reason may stand in the place of telling: an adult reported without consent is always told."""
    return is_report_of_hold(passed) and not concerns_minor(champs)


def proposed_copies(passed: Values, champs: Values) -> tuple[str, ...]:
    """Return who should get a copy: a minor reported straight to the procureur is said to the département too."""
    direct = passed.get("destinataire") == PROCUREUR and concerns_minor(champs)
    return (CONSEIL,) if direct and CONSEIL not in texts(passed.get("copie_a")) else ()


def proposed_grounds(destinataire: str, library: Collection[str]) -> tuple[str, ...]:
    """Return the codes of a library that usually found a transmission to this recipient."""
    return tuple(code for code in _GROUNDS.get(destinataire, ()) if code in library)


def concerns_minor(champs: Values) -> bool:
    """Whether a signalement is about a minor."""
    persons = champs.get("personnes")
    held = [one for one in persons if isinstance(one, Mapping)] if isinstance(persons, (list, tuple)) else []
    natures = texts(champs.get("natures"))
    return (
        champs.get("mineur_concerne") is True
        or "mineur_en_danger" in natures
        or any(one.get("role") == "mineur" for one in held)
    )


def is_filled(value: object) -> bool:
    """Whether there is something in a field; « non » is an answer."""
    return value is not None and value not in ("", [], (), frozenset())


def texts(value: object) -> tuple[str, ...]:
    """Return a list of texts, or of codes, whatever it was kept as."""
    return tuple(str(each) for each in value) if isinstance(value, (list, tuple, frozenset, set)) else ()


def _asked_of_people(passed: Values, champs: Values) -> list[str]:
    missing = []
    told = passed.get("personne_informee")
    if must_inform(passed):
        if told is None or (told is False and must_be_told(passed, champs)):
            missing.append("personne_informee")
        elif told is False and not is_filled(passed.get("informee_motif")):
            missing.append("informee_motif")
    if passed.get("destinataire") == ASSOCIATION and passed.get("accord_personne") is not True:
        missing.append("accord_personne")
    return missing
