"""Fictional records for the demonstration. Nobody here exists; nothing is chosen at random, so that two runs agree."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

_OBJETS = (
    "Arrêt de traitement conseillé par un praticien",
    "Stage de jeûne proposé à une personne malade",
    "Appellation « centre de santé » sur une vitrine",
    "Démarchage de résidents dans un établissement",
    "Enfant privé de suivi médical",
    "Formation au contenu préoccupant proposée au personnel",
    "Appareil « quantique » vendu à domicile",
    "Retraite coûteuse et rupture avec la famille",
)
_RESUMES = (
    (
        "La personne appelle pour sa sœur. Depuis six mois, celle-ci suit les séances d’un « thérapeute » "
        "rencontré dans un salon du bien-être. Elle n’a pas porté plainte. Elle a espacé ses rendez-vous à l’hôpital, "
        "puis les a annulés. La famille n’a plus de nouvelles depuis trois semaines."
    ),
    (
        "Un courrier décrit des visites répétées dans les chambres, sans convention ni accord de la direction. Des "
        "prospectus ont été laissés. Deux résidents auraient versé des dons. La directrice a été prévenue et a demandé "
        "conseil."
    ),
    (
        "L’école signale l’absence prolongée d’une élève. Les parents disent suivre une « méthode naturelle » et "
        "refusent tout contact avec le médecin scolaire. L’enfant aurait maigri. Aucun propos n’a été recueilli "
        "directement."
    ),
    (
        "Le site annonce une guérison en douze séances payées d’avance. Des captures datées sont jointes. Le praticien "
        "n’est inscrit à aucun ordre. Une cliente décrit une pression pour cesser ses médicaments."
    ),
)
_AIN = ("01004", "01033", "01034", "01053", "01143", "01173", "01202", "01249", "01283")
_RHONE = ("69123", "69264", "69266")
_COMMUNES = tuple((commune[:2], commune) for commune in _AIN + _RHONE)
"""Where the fictional annuaire has numbers to give."""
_CANAUX = ("telephone", "courrier", "courriel", "formulaire")
_NIVEAUX = ("non_qualifie", "demande_info", "hors_champ", "sans_element", "a_risque", "infractionnelle")
_NOMS = ("Alix Exemple", "Camille Fictive", "Dominique Modèle", "Sacha Imaginaire", "Claude Inventé")
_START = date(2026, 1, 5)


def signalements(count: int, codes: Mapping[str, Sequence[str]] | None = None) -> Iterator[dict[str, object]]:
    """Give `count` fictional signalements. `codes` narrows the codes to those of this post's lists."""
    allowed = codes or {}
    for number in range(count):
        departement, commune = _pick(_COMMUNES, number, "commune")
        canaux = _known(_CANAUX, allowed.get("canaux"))
        niveaux = _known(_NIVEAUX, allowed.get("niveaux"))
        natures = allowed.get("natures") or ("mineur_en_danger",)
        urgences = allowed.get("urgences") or ("normale",)
        yield {
            "objet": _pick(_OBJETS, number, "objet"),
            "recu_le": (_START + timedelta(days=_draw(number, "jour") % 300)).isoformat(),
            "canal": _pick(canaux, number, "canal"),
            "departement": departement,
            "commune": commune,
            "niveau": _pick(niveaux, number, "niveau"),
            "natures": sorted({_pick(natures, number, "nature"), _pick(natures, number, "autre")}),
            "urgence": _pick(urgences, number, "urgence"),
            "resume": _pick(_RESUMES, number, "resume"),
            "personnes": [{"nom": _pick(_NOMS, number, "nom")}],
        }


def _draw(number: int, use: str) -> int:
    return int.from_bytes(sha256(f"{use}/{number}".encode()).digest()[:6])


def _pick(values: Sequence[T], number: int, use: str) -> T:
    return values[_draw(number, use) % len(values)]


def _known(wanted: Sequence[str], allowed: Sequence[str] | None) -> Sequence[str]:
    kept = tuple(code for code in wanted if allowed is None or code in allowed)
    return kept or tuple(allowed or wanted)
