"""Why something was not taken, as a person reads it: the codes of the protocol and of the service, in French.

The codes of the protocol are for machines and stay what they are; nobody is shown one. Each value has its sentence.
"""

from typing import Final

from mvl_desktop.exchange.plan import Plan, Refusal

LAID_ASIDE: Final = {
    "count": "objet_mal_place",
    "duplicate": "objet_malforme",
    "equivocation": "double_chaine",
    "espace": "objet_malforme",
    "fork": "registre_contradictoire",
    "generation": "objet_malforme",
    "illisible": "corps_illisible",
    "malformed": "objet_malforme",
    "not_member": "auteur_non_habilite",
    "past": "objet_mal_place",
    "refused": "objet_malforme",
    "regn": "objet_mal_place",
    "registry": "registre_contradictoire",
    "role": "auteur_non_habilite",
    "rotation_due": "objet_mal_place",
    "signature": "signature_fausse",
    "size": "objet_malforme",
    "suite_lower": "objet_autre_version",
    "version": "objet_autre_version",
}
"""Why a post lays aside something that arrived, whole lots apart."""

REFUSED: Final = {
    "ack": "envoi_incompris",
    "journal": "envoi_incompris",
    "authority": "adresse_autre",
    "blob_size": "piece_endommagee",
    "body_unnamed": "envoi_incompris",
    "enrol_full": "demandes_trop_nombreuses",
    "enrol_used": "invitation_deja_utilisee",
    "erased": "deja_efface",
    "grant": "envoi_incompris",
    "length": "envoi_incompris",
    "malformed": "envoi_incompris",
    "rate": "service_occupe",
    "registry_malformed": "registre_refuse",
    "replay": "horloge_decalee",
    "restored": "service_restaure",
    "role": "role_insuffisant",
    "slot": "envoi_incompris",
    "volume": "service_occupe",
}
"""Why the service refuses a request, where a sentence says it better than that it refuses."""


def reasons_of(plan: Plan) -> tuple[str, ...]:
    """Return the codes that people read for what a plan does not take, each once."""
    return tuple(dict.fromkeys(reason_of(refusal) for refusal in plan.refusals))


def refused(code: str) -> str | None:
    """Return the code that people read for a refusal of the service, None when it says no more than that."""
    return "registre_refuse" if code.startswith("registry_") else REFUSED.get(code)


def reason_of(refusal: Refusal) -> str:
    """Return the code that people read for something that a plan does not take."""
    if refusal.what == "registre" and refusal.code != "registre_incomplet":
        return "registre_refuse"
    return LAID_ASIDE.get(refusal.code, refusal.code)
