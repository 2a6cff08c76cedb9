"""Why a fiche de conduite is proposed, in one sentence."""

from collections.abc import Mapping, Sequence

from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.suggestion import Motif, Raison, suggestions
from mvl_desktop.i18n import N_, _

_PHRASES: Mapping[Motif, str] = {
    "danger": N_("Urgence immédiate ou danger vital"),
    "mineur": N_("Un mineur est concerné"),
    "natures": N_("Nature cochée : {quoi}"),
    "arret_de_soins": N_("Des soins sont arrêtés, retardés ou compromis"),
    "cadres": N_("Cadre : {quoi}"),
    "pratiques": N_("Pratique mentionnée : {quoi}"),
}


def proposed(
    champs: Mapping[str, object], fiches: Sequence[Mapping[str, object]], lists: Nomenclatures
) -> list[tuple[int, str]]:
    """Return the fiches that what is typed calls for: the place of each among those given, and why in one sentence."""
    return [(one.rang, said(one.raisons, lists)) for one in suggestions(champs, fiches)]


def said(raisons: Sequence[Raison], lists: Nomenclatures) -> str:
    """Return reasons as a person reads them, the strongest first; none judges anybody."""
    return " ".join(f"{_part(raison, lists)}." for raison in raisons)


def _part(raison: Raison, lists: Nomenclatures) -> str:
    labels = [_(lists.libelle(raison.nomenclature, code)) for code in raison.codes]
    return _(_PHRASES[raison.motif]).format(quoi=", ".join(labels))
