"""The life of a signalement: which statuts may follow one another, and what each asks for.

Advice for screens: nothing is refused, since two posts may move the same record without seeing each other.
"""

from collections.abc import Mapping

from mvl_desktop.domain.cloture import pending

BROUILLON = "brouillon"
ENREGISTRE = "enregistre"
CLOS = "clos"
ROUVERT = "rouvert"

_SUIVANTS: Mapping[str, tuple[str, ...]] = {
    "": (ENREGISTRE,),
    BROUILLON: (ENREGISTRE,),
    ENREGISTRE: ("en_analyse", "qualifie", "oriente", CLOS),
    "en_analyse": ("complement_demande", "qualifie", "oriente", CLOS),
    "complement_demande": ("en_analyse", "qualifie", CLOS),
    "qualifie": ("oriente", "en_analyse", "complement_demande", CLOS),
    "oriente": ("suites_attendues", "complement_demande", CLOS),
    "suites_attendues": ("oriente", "complement_demande", CLOS),
    CLOS: (ROUVERT, "archive_intermediaire"),
    ROUVERT: ("en_analyse", "complement_demande", "qualifie", "oriente", CLOS),
    "archive_intermediaire": (ROUVERT, "anonymise", "detruit"),
}
_DEMANDES: Mapping[str, tuple[str, ...]] = {
    "complement_demande": ("precision_statut",),
    "qualifie": ("niveau", "motif_qualification"),
    "suites_attendues": ("a_reprendre_le",),
    CLOS: ("motif_cloture", "clos_le"),
    ROUVERT: ("motif_reouverture", "rouvert_le"),
}
TERMINES = frozenset({CLOS, "archive_intermediaire", "anonymise", "detruit"})
"""Statuts in which nothing is expected of anybody any more."""


def next_statuts(statut: str) -> tuple[str, ...]:
    """Return the statuts that usually follow one, the likeliest first; none after the last, or after an unknown one."""
    return _SUIVANTS.get(statut, ())


def wanted(champs: Mapping[str, object]) -> tuple[str, ...]:
    """Return the fields that the statut of a signalement asks for and that are still empty.

    Closed while something is pending, it also asks why.
    """
    statut = str(champs.get("statut") or "")
    asked = _DEMANDES.get(statut, ())
    if statut == CLOS and pending(champs):
        asked = (*asked, "precision_statut")
    return tuple(name for name in asked if champs.get(name) in (None, "", []))
