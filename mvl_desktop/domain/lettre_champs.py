"""The closed vocabulary of letters: which fields a template may name, and where each takes what it says."""

from typing import Final

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import required

OF_SIGNALEMENT: Final = (
    "reference",
    "recu_le",
    "canal",
    "reference_origine",
    "date_ecrit",
    "accuse_reception_le",
    "objet",
    "attente",
    "departement",
    "commune",
    "adresse_lieu",
    "cadre",
    "adresses_web",
    "resume",
    "survenu_le",
    "effets_constates",
    "effets_craints",
    "niveau",
    "natures",
    "articles_presumes",
    "motif_qualification",
    "reoriente_vers",
    "reoriente_le",
    "nombre_mineurs",
    "mineur_contexte",
    "mineur_scolarite",
    "mineur_lieu",
    "paroles_mineur",
    "paroles_recues_par",
    "paroles_recues_le",
    "titulaire",
    "suppleant",
    "suites",
    "clos_le",
)
"""Fields of the signalement, under their own names."""
OF_TRANSMISSION: Final = (
    "destinataire",
    "destinataire_nom",
    "fondements",
    "motif",
    "contenu",
    "identite_motif",
    "informee_motif",
    "copie_a",
    "decidee_le",
    "decidee_par",
    "signee_par",
    "canal_envoi",
    "envoyee_le",
    "reference_envoi",
    "retour_attendu_le",
)
"""Fields of the transmission that the letter goes with, each under `transmission_` and its name."""
MADE: Final = (
    "date_du_jour",
    "redacteur",
    "fonction_redacteur",
    "service",
    "service_adresse",
    "service_telephone",
    "service_courriel",
    "mention_decision",
    "faits_dates",
    "personnes_mineures",
    "personnes_concernees",
    "mis_en_cause_designes",
    "annonce_identite",
    "annonce_information",
    "transmission_pieces",
)
"""What is put together for a letter; `champs_lettre` says how each is called."""
TRANSMISSION: Final = "transmission_"
FIELDS: Final = frozenset((*OF_SIGNALEMENT, *(TRANSMISSION + name for name in OF_TRANSMISSION), *MADE))
"""Everything that may stand between braces."""


def declared_field(name: str) -> DeclaredField | None:
    """Return the field of the declaration that a field of letters takes what it says from, if there is one."""
    signalement = required("signalement")
    if name in OF_SIGNALEMENT:
        return signalement.champ(name)
    group = signalement.champ("transmissions")
    member = name.removeprefix(TRANSMISSION)
    if group is None or name == member or member not in OF_TRANSMISSION:
        return None
    return group.member(member)
