"""Train the compression dictionary of suite 1, once: `python build/dictionary.py OUT`.

The texts are invented by a counter and SHA-256, never taken from anybody. The frozen result is
`resources/dictionaries/suite1.zdict`; its SHA-256 is part of the suite, so it is never trained again.
"""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TypeVar

import zstandard

from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import Revision, Value

SIZE = 32 << 10
SAMPLES = 6000
T = TypeVar("T")

CANAUX = ("courrier", "courriel", "telephone", "demarche_en_ligne", "portail_signalement", "prefecture", "miviludes")
NIVEAUX = ("non_qualifie", "demande_info", "hors_champ", "sans_element", "a_risque", "infractionnelle")
URGENCES = ("aucune", "ordinaire", "rapide", "immediate")
NATURES = (
    "derive_therapeutique_professionnel",
    "derive_therapeutique_non_professionnel",
    "exercice_illegal",
    "usurpation_titre",
    "emprise_sectaire",
    "mineur_en_danger",
    "personne_vulnerable",
    "infiltration_etablissement",
    "formation_a_risque",
    "produit_appareil",
    "financier",
    "numerique",
)
STATUTS = ("enregistre", "en_analyse", "complement_demande", "qualifie", "oriente", "suites_attendues", "clos")
QUALITES = ("victime", "proche", "temoin", "professionnel_sante", "administration", "association", "elu")
REPONSES = ("observe", "rapporte", "documente", "absent", "inconnu")
GRILLES = ("f10", "san", "pat", "min", "emp", "eta")
DESTINATAIRES = ("miviludes", "procureur", "crip", "prefet", "ordre", "ddpp", "ansm", "rectorat", "autre_ars")
NOMS = ("Exemple", "Fictif", "Modèle", "Essai", "Spécimen", "Personnage", "Inventé", "Imaginaire")
PRENOMS = ("Alix", "Camille", "Claude", "Dominique", "Maxime", "Sacha", "Charlie", "Noa", "Lou", "Andrea")
SUJETS = (
    "La personne",
    "La patiente",
    "Le patient",
    "Sa fille",
    "Son fils",
    "La mère",
    "Le père",
    "Le praticien",
    "La praticienne",
    "L’animatrice du stage",
    "Le responsable de l’association",
    "L’établissement",
    "Le médecin traitant",
    "L’infirmière",
    "Une voisine",
    "Le groupe",
    "La directrice de l’EHPAD",
    "Un ancien adhérent",
    "L’école",
    "Le conjoint",
)
VERBES = (
    "a arrêté son traitement",
    "refuse désormais les soins proposés",
    "a rompu tout contact avec sa famille",
    "participe à des stages payants",
    "propose des séances individuelles",
    "promet une guérison complète",
    "déconseille la chimiothérapie",
    "demande le paiement d’avance d’une série de séances",
    "vend des compléments alimentaires et un appareil",
    "organise des réunions au domicile",
    "se présente comme thérapeute sans diplôme reconnu",
    "a signalé des faits semblables",
    "ne souhaite pas être identifiée",
    "a été orientée vers une association d’aide aux victimes",
    "a perdu plusieurs kilogrammes à la suite d’un jeûne",
    "n’est plus scolarisé depuis la rentrée",
    "a proposé une formation au personnel",
    "utilise l’appellation « centre de santé »",
    "a contracté un emprunt pour financer les stages",
    "dit avoir reçu des consignes alimentaires strictes",
)
COMPLEMENTS = (
    "depuis plusieurs mois",
    "à la suite de l’annonce de la maladie",
    "sans en informer le médecin traitant",
    "d’après les éléments transmis par le signalant",
    "lors d’un entretien téléphonique",
    "dans un local loué par la commune",
    "sur un site internet et des réseaux sociaux",
    "selon le courrier reçu par la délégation départementale",
    "malgré l’avis de l’équipe soignante",
    "au cours d’un salon du bien-être",
    "avec d’autres membres du groupe",
    "en présence d’enfants",
    "pour un montant de plusieurs milliers d’euros",
    "ce qui constitue une situation à risque",
    "et les faits sont susceptibles de constituer une infraction",
    "et aucun élément probant n’a été recueilli à ce stade",
)
OBJETS = (
    "Promesse de guérison par un praticien non réglementé",
    "Arrêt de traitement à la suite d’un stage",
    "Stage de jeûne et arrêt des soins",
    "Démarchage d’un établissement de santé",
    "Usurpation de l’appellation « centre de santé »",
    "Mineur privé de soins et de scolarité",
    "Séances énergétiques proposées à des patients",
    "Formation à risque proposée au personnel soignant",
    "Demande d’information sur une pratique de soins non conventionnelle",
    "Emprise supposée d’un groupe sur une personne vulnérable",
    "Vente d’appareils et de compléments",
)
ETAPES = (
    "Vérifier s’il existe un danger immédiat et prévenir le 15, le 17 ou le 112",
    "Noter les propos tels qu’ils ont été rapportés, source par source",
    "Informer la hiérarchie et le médecin inspecteur de santé publique",
    "Transmettre une information préoccupante à la CRIP",
    "Aviser le procureur de la République au titre de l’article 40",
    "Conserver les traces publiques : site, tarifs, dépliants, avec leur date",
    "Répondre au signalant : accusé de réception, droits, associations",
    "Transmettre à la MIVILUDES",
    "Préparer un retour à la date prévue",
)

VOCABULAIRE = """
le la les un une des de du au aux et ou mais donc car que qui dont où ce cette ces son sa ses leur leurs elle il ils
elles nous vous on je ne pas plus jamais rien aucun aucune très bien mal peu trop encore déjà toujours souvent parfois
aujourd’hui hier demain depuis pendant avant après pour par sans avec dans sur sous entre vers chez contre selon comme
ainsi alors ensuite enfin cependant toutefois notamment également est sont était étaient a ont avait avaient été être
avoir fait faire dit dire peut peuvent doit doivent veut vient vont aller venir prendre pris mis jour jours semaine
semaines mois an ans année années matin soir heure heures date début fin fois moment période janvier février mars
avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche
personne personnes famille enfant enfants mère père fille fils sœur frère conjoint épouse mari voisin voisine ami amie
collègue parent parents mineur patient patiente médecin infirmier infirmière pharmacien sage-femme psychologue
ostéopathe kinésithérapeute naturopathe magnétiseur thérapeute praticien hôpital clinique cabinet établissement maison
association groupe communauté école collège lycée mairie préfecture gendarmerie police tribunal parquet santé maladie
cancer traitement soins séance séances stage stages formation consultation diagnostic vaccin médicament médicaments
régime jeûne douleur fatigue dépression hospitalisation urgence décès grossesse handicap suivi refus arrêt rupture
isolement emprise pression menace violence contrainte argent euros paiement facture don prêt dette compte prix tarif
vente produit produits appareil site internet vidéo message courriel téléphone courrier lettre adresse domicile
commune département région dossier pièce document attestation certificat plainte signalement saisine enquête contrôle
inspection demande réponse information avis accord situation faits éléments propos témoignage entretien réunion
décision mesure suite suites risque danger atteinte préjudice victime auteur responsable gérant fondateur membre
adhérent bénévole salarié agent service délégation agence régionale nom prénom âge née né madame monsieur docteur
directeur directrice président présidente référent inspecteur explique déclare rapporte indique précise ajoute affirme
reconnaît souhaite demande propose refuse accepte participe organise anime vend promet contacté informé reçu transmis
orienté signalé constaté observé vérifié confirmé relancé classé clos ouvert fermé prévu grave important nouveau
nouvelle ancien ancienne seul seule autre autres même mêmes premier première dernier dernière deux trois quatre cinq
"""
MOTS = VOCABULAIRE.split()


class Draw:
    """A stream of choices that depends on its seed only, whatever the version of Python."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._counter = count()

    def bytes(self, size: int) -> bytes:
        """Return `size` bytes."""
        return hashlib.sha256(self._seed + next(self._counter).to_bytes(8, "big")).digest()[:size]

    def below(self, bound: int) -> int:
        """Return a number under `bound`."""
        return int.from_bytes(self.bytes(8), "big") % bound

    def one(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[self.below(len(choices))]

    def chance(self, percent: int) -> bool:
        """Return True about `percent` times in a hundred."""
        return self.below(100) < percent

    def date(self) -> str:
        """Return an ISO date."""
        return f"20{24 + self.below(8)}-{1 + self.below(12):02d}-{1 + self.below(28):02d}"

    def element(self) -> str:
        """Return the id of a repeated element."""
        return self.bytes(8).hex()


def sentence(draw: Draw) -> str:
    """Return one invented sentence."""
    if draw.chance(40):
        return " ".join(draw.one(MOTS) for _ in range(8 + draw.below(14))).capitalize() + "."
    return f"{draw.one(SUJETS)} {draw.one(VERBES)} {draw.one(COMPLEMENTS)}."


def narrative(draw: Draw, most: int) -> str:
    """Return up to `most` invented sentences."""
    parts = [sentence(draw) for _ in range(1 + draw.below(most))]
    return ("\n" if draw.chance(20) else " ").join(parts)


def signalement(draw: Draw) -> dict[str, Value]:
    """Return the first state of a record as a référent would type it."""
    departement = f"{1 + draw.below(95):02d}"
    changes: dict[str, Value] = {
        "objet": draw.one(OBJETS),
        "recu_le": draw.date(),
        "canal": draw.one(CANAUX),
        "departement": departement,
        "commune": f"{departement}{draw.below(999):03d}",
        "niveau": draw.one(NIVEAUX),
        "urgence": draw.one(URGENCES),
        "statut": draw.one(STATUTS),
        "resume": narrative(draw, 7),
        "reference": f"{departement}-20{24 + draw.below(8)}-K{draw.below(10)}-{draw.below(9999):04d}",
        "qualite_signalant": draw.one(QUALITES),
    }
    for _ in range(1 + draw.below(3)):
        changes[f"natures/{draw.one(NATURES)}"] = True
    for _ in range(draw.below(3)):
        key = f"personnes/{draw.element()}"
        changes[f"{key}/nom"] = f"{draw.one(PRENOMS)} {draw.one(NOMS)}"
        changes[f"{key}/qualite"] = draw.one(QUALITES)
    for _ in range(draw.below(3)):
        key = f"faits/{draw.element()}"
        changes[f"{key}/date"] = draw.date()
        changes[f"{key}/lieu"] = f"Commune de {draw.one(NOMS)}"
        changes[f"{key}/recit"] = narrative(draw, 4)
    if draw.chance(30):
        changes["signalant"] = f"ref:{draw.bytes(16).hex()}:{draw.bytes(16).hex()}"
    return changes


def change(draw: Draw) -> dict[str, Value]:
    """Return what a later revision changes."""
    base = signalement(draw)
    kept = {key: value for key, value in base.items() if draw.chance(12)}
    grille, etape, envoi = draw.element(), draw.element(), draw.element()
    extra: list[dict[str, Value]] = [
        {f"reponses/{draw.one(GRILLES)}-{1 + draw.below(11):02d}/valeur": draw.one(REPONSES)},
        {f"grilles/{grille}/code": draw.one(GRILLES), f"grilles/{grille}/commentaire": sentence(draw)},
        {f"etapes/{etape}/libelle": draw.one(ETAPES), f"etapes/{etape}/fait": True, f"etapes/{etape}/le": draw.date()},
        {
            f"transmissions/{envoi}/destinataire": draw.one(DESTINATAIRES),
            f"transmissions/{envoi}/date": draw.date(),
            f"transmissions/{envoi}/retour_attendu_le": draw.date(),
        },
        {"statut": draw.one(STATUTS), "motif_cloture": "transmis_suites_connues"},
        {f"personnes/{draw.element()}": None},
    ]
    return kept | draw.one(extra)


def fiche(draw: Draw) -> dict[str, Value]:
    """Return a fiche de conduite à tenir."""
    changes: dict[str, Value] = {
        "titre": draw.one(OBJETS),
        "declencheur": sentence(draw),
        "public": [draw.one(QUALITES)],
        "validee_le": draw.date(),
        "a_revoir_le": draw.date(),
    }
    for rank in range(2 + draw.below(5)):
        key = f"etapes/{draw.element()}"
        changes[f"{key}/libelle"] = draw.one(ETAPES)
        changes[f"{key}/rang"] = rank
        changes[f"{key}/delai_jours"] = draw.below(90)
    return changes


def revision(draw: Draw, number: int) -> bytes:
    """Return one encoded revision: half are first states, half are changes, some are fiches."""
    turn = draw.below(10)
    kind = "fiche-conduite" if turn == 0 else "signalement"
    changes = fiche(draw) if turn == 0 else signalement(draw) if turn < 5 else change(draw)
    first = turn < 5
    parents = [] if first else [(draw.bytes(16), draw.below(5000)) for _ in range(1 + draw.chance(10))]
    ordered = dict(sorted(changes.items(), key=lambda item: item[0].encode()))
    instant = 1_770_000_000_000 + draw.below(10**11)
    return encode(Revision(number, kind, sorted(parents), (instant, draw.below(3)), ordered, []))


def samples(seed: str, number: int) -> Iterator[bytes]:
    """Return `number` encoded revisions of invented content."""
    draw = Draw(seed)
    return (revision(draw, n) for n in range(1, number + 1))


def main() -> None:
    """Train and write the dictionary; say what it gains on revisions that it has not seen."""
    trained = zstandard.train_dictionary(
        SIZE, list(samples("suite1", SAMPLES)), k=1024, d=8, level=3, dict_id=0x6D766C31, threads=0
    )
    data = trained.as_bytes()
    Path(sys.argv[1]).write_bytes(data)
    others = list(samples("others", 500))
    compressor = zstandard.ZstdCompressor(level=3, dict_data=zstandard.ZstdCompressionDict(data))
    gain = sum(map(len, others)) / sum(len(compressor.compress(each)) for each in others)
    print(f"{len(data)} octets, SHA-256 {hashlib.sha256(data).hexdigest()}, gain {gain:.2f}")


if __name__ == "__main__":
    main()
