"""What a person reads of a resemblance: a few words for each thing compared, as near as it was found."""

from collections.abc import Mapping
from typing import Final

from mvl_desktop.i18n import N_, _
from mvl_desktop.services.comparing import Raison

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ligne_importee": {"identique": N_("Même ligne du même tableur")},
    "mis_en_cause": {
        "identique": N_("Même mis en cause"),
        "proche": N_("Mis en cause au nom proche"),
        "partiel": N_("Mis en cause au nom en partie semblable"),
    },
    "personnes": {
        "identique": N_("Même personne concernée"),
        "proche": N_("Personne au nom proche"),
        "partiel": N_("Personne au nom en partie semblable"),
    },
    "telephone": {"identique": N_("Même téléphone")},
    "courriel": {"identique": N_("Même courriel")},
    "etablissement": {"identique": N_("Même numéro d’établissement ou de professionnel")},
    "reference_origine": {"identique": N_("Même référence de l’expéditeur")},
    "adresse_web": {"identique": N_("Même site ou compte"), "proche": N_("Même site, autre page")},
    "adresse": {"identique": N_("Même adresse"), "proche": N_("Adresse proche")},
    "commune": {"identique": N_("Même commune"), "partiel": N_("Même département")},
    "survenu_le": {
        "identique": N_("Faits du même jour ou du lendemain"),
        "proche": N_("Faits à dix jours près"),
        "partiel": N_("Faits du même mois environ"),
    },
    "recu_le": {
        "identique": N_("Reçus à trois jours près"),
        "proche": N_("Reçus à deux semaines près"),
        "partiel": N_("Reçus à un ou deux mois près"),
    },
    "recit": {
        "identique": N_("Récits presque identiques"),
        "proche": N_("Récits proches"),
        "partiel": N_("Récits en partie semblables"),
    },
    "signalant": {
        "identique": N_("Même signalant"),
        "proche": N_("Signalant au nom proche"),
        "partiel": N_("Signalant au nom en partie semblable"),
    },
}


def said(raison: Raison) -> str:
    """Return the words of a reason; its code when a newer program gave it."""
    words = _WORDS.get(raison.code, {}).get(raison.niveau)
    return _(words) if words is not None else raison.code
