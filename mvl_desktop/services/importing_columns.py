"""Proposes which column becomes which field, from its header: labels, then words that registers use, then likeness.

A proposal is only that: a person sees it before anything is written.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from mvl_desktop.domain.commune import folded
from mvl_desktop.i18n import _
from mvl_desktop.services.importing_mapping import REFERENCE, SIGNALANT, Cible, Target, targets

_NEAR: Final = 88
"""From which likeness, out of 100, two headers are the same word badly typed."""

_WORDS: Final[Mapping[str, str]] = {
    "objet": "objet | intitulé | titre | sujet | libellé",
    "recu_le": "date | date de réception | reçu le | date du signalement | date de saisine | date d'arrivée",
    "recu_a": "heure | heure de réception",
    "canal": "canal | mode de réception | moyen | origine | voie | mode de saisine",
    "reference_origine": "référence | n° | numéro | n° dossier | numéro de dossier | n° signalement | réf | ref | id"
    " | identifiant | n° enregistrement | référence expéditeur | numéro d'enregistrement",
    "date_ecrit": "daté du | date du courrier | date de l'écrit",
    "recu_par": "reçu par | agent | saisi par",
    "urgence": "urgence | degré d'urgence | priorité",
    "departement": "département | dpt | dept | dép | code département | n° département",
    "commune": "commune | ville | code insee | insee | code commune | localité | code postal | cp",
    "adresse_lieu": "adresse | lieu | adresse du lieu | nom du lieu | lieu des faits",
    "cadre": "cadre | type de lieu | type d'établissement",
    "finess_lieu": "finess | n° finess",
    "adresses_web": "site | site internet | site web | url | lien",
    "resume": "résumé | faits | description | résumé des faits | exposé des faits | narratif | détail | commentaire",
    "survenu_le": "date des faits | début des faits | survenu le",
    "survenu_jusqu_au": "fin des faits",
    "domaines": "domaine | domaines | thème | thématique | secteur",
    "pratiques": "pratique | pratiques | technique | méthode | discipline",
    "natures": "nature | natures | nature du signalement | type de dérive",
    "niveau": "niveau | qualification | niveau de risque | gravité",
    "statut": "statut | état | avancement",
    "titulaire": "suivi par | référent | en charge | gestionnaire | titulaire | instructeur",
    "suites": "suites | suites données | suite | actions menées",
    "clos_le": "clos le | date de clôture | clôturé le",
    "motif_cloture": "motif de clôture",
    "mineur_concerne": "mineur | mineur concerné | mineurs | enfant",
    "personne_vulnerable": "personne vulnérable | vulnérable",
    "nombre_personnes": "nombre de personnes | nb personnes",
    "montant": "montant | somme | préjudice financier",
    "plainte_deposee": "plainte | plainte déposée | dépôt de plainte",
    "mis_en_cause/nom": "mis en cause | nom du mis en cause | praticien | nom du praticien | personne mise en cause",
    "mis_en_cause/profession": "profession | profession du mis en cause",
    "signalant/nom": "signalant | nom du signalant | plaignant | déclarant | requérant | nom du déclarant",
    "signalant/telephone": "téléphone | tél | tel | téléphone du signalant",
    "signalant/courriel": "courriel | email | mail | e-mail | mél | adresse mail | courriel du signalant",
    "signalant/qualite": "qualité | qualité du signalant | qualité du déclarant",
    "signalant/adresse": "adresse du signalant | adresse du déclarant",
    "signalant/organisme": "organisme | organisme du signalant",
    "titre": "titre | intitulé",
}


def propose(kind: str, headers: Sequence[str]) -> dict[str, Cible]:
    """Return the fields proposed for columns, each field once, the surest first."""
    known = targets(kind)
    said = {target.path: _names(target) for target in known}
    headings = {header: folded(header).strip(" .:*") for header in headers}
    found: dict[str, Cible] = {}
    taken: set[str] = set()
    for likely in (_first, _second, _near):
        for header, heading in headings.items():
            if header in found or not heading:
                continue
            path = likely(heading, {path: names for path, names in said.items() if path not in taken})
            if path:
                found[header] = Cible(path)
                taken.add(path)
    return {header: found[header] for header in headers if header in found}


def _first(heading: str, said: Mapping[str, Sequence[str]]) -> str:
    """Return the field whose own label this is."""
    return next((path for path, names in said.items() if heading in names[:3]), "")


def _second(heading: str, said: Mapping[str, Sequence[str]]) -> str:
    """Return the field that registers call so."""
    return next((path for path, names in said.items() if heading in names), "")


def _near(heading: str, said: Mapping[str, Sequence[str]]) -> str:
    """Return the field whose name is nearest, when it is near enough."""
    from rapidfuzz import fuzz

    if len(heading) < 4:
        return ""
    best, score = "", float(_NEAR)
    for path, names in said.items():
        for name in names:
            likeness = fuzz.token_sort_ratio(heading, name, score_cutoff=score)
            if likeness > score or (likeness == score and not best):
                best, score = path, likeness
    return best


def _names(target: Target) -> list[str]:
    """Return what a field is called, compared without accents: its labels, its code, then the words of registers."""
    label = _(target.field.libelle)
    if target.parent is not None:
        label = f"{_(target.parent.libelle)} – {label}"
    elif target.group == SIGNALANT:
        label = f"{_('Signalant')} – {label}"
    own = [label, target.field.libelle, target.path] if target.group == "" and target.parent is None else [label] * 3
    words = [] if target.path == REFERENCE else _WORDS.get(target.path, "").split(" | ")
    return [folded(each).replace("_", " ") for each in (*own, *words) if each]
