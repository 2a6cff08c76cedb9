"""How a signalement comes in, and where its situation is: the first minutes of a phone call."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Partie
from mvl_desktop.domain.references import Reference

_ECRIT = (
    "canal",
    "courrier",
    "courriel",
    "messagerie_securisee",
    "demarche_en_ligne",
    "formulaire_reclamation",
    "portail_signalement",
)


class Reception(Partie):
    """Who calls, by what way, how urgent it is, and what is asked."""

    objet: Annotated[
        str,
        Champ(
            "Objet",
            groupe="Réception",
            liste=True,
            cherche=5,
            requis=True,
            nominatif=True,
            sans_nom=True,
            aide="En quelques mots, sans nommer personne.",
        ),
    ] = ""
    type_demande: Annotated[
        str,
        Champ(
            "Type de demande",
            groupe="Réception",
            nomenclature="types_demande",
            filtre=True,
            aide="Informer : une situation est rapportée. Demander un avis : une simple question.",
        ),
    ] = ""
    recu_le: Annotated[
        date | None, Champ("Reçu le", groupe="Réception", liste=True, filtre=True, requis=True, passe=True)
    ] = None
    recu_a: Annotated[
        str, Champ("À quelle heure", groupe="Réception", largeur=8, forme="heure", aide="Par exemple : 14:30.")
    ] = ""
    canal: Annotated[str, Champ("Canal", groupe="Réception", nomenclature="canaux", liste=True, filtre=True)] = ""
    reference_origine: Annotated[
        str,
        Champ(
            "Référence de l’expéditeur",
            nominatif=True,
            groupe="Réception",
            cherche=3,
            aide="Le numéro du courrier, de la réclamation ou de la saisine d’origine.",
        ),
    ] = ""
    date_ecrit: Annotated[
        date | None,
        Champ("Daté du", groupe="Réception", visible_si=_ECRIT, aide="La date que porte l’écrit, si elle diffère."),
    ] = None
    ecrit_signe: Annotated[bool | None, Champ("Écrit signé", groupe="Réception", visible_si=_ECRIT)] = None
    recu_par: Annotated[str, Champ("Reçu par", nominatif=True, groupe="Réception", suggestions="personnes")] = ""
    signalant: Annotated[
        Reference | None,
        Champ(
            "Signalant",
            groupe="Réception",
            vers="signalant",
            retrouve=True,
            aide="Conservé à part, pour les seules personnes habilitées.",
        ),
    ] = None
    accuse_reception_le: Annotated[
        date | None,
        Champ(
            "Accusé de réception envoyé le",
            groupe="Réception",
            filtre=True,
            aide="Dix jours ouvrés après un message électronique, au plus tard.",
        ),
    ] = None
    urgence: Annotated[
        str,
        Champ(
            "Urgence",
            groupe="Réception",
            nomenclature="urgences",
            liste=True,
            filtre=True,
            guette=True,
            aide="Immédiate : danger vital ou mineur en danger, à traiter le jour même.",
        ),
    ] = ""
    danger_vital: Annotated[
        bool | None,
        Champ(
            "Danger vital",
            groupe="Réception",
            filtre=True,
            guette=True,
            aide="Si oui : appeler d’abord le 15, le 17 ou le 112.",
        ),
    ] = None
    attente: Annotated[
        str,
        Champ(
            "Ce qui nous est demandé",
            groupe="Réception",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Une aide, un avis, une intervention, un retour sur les suites.",
        ),
    ] = ""


class Lieu(Partie):
    """Where it happens."""

    departement: Annotated[
        str, Champ("Département", groupe="Lieu", nomenclature="departements", liste=True, filtre=True)
    ] = ""
    commune: Annotated[str, Champ("Commune", groupe="Lieu", nomenclature="communes", filtre=True)] = ""
    adresse_lieu: Annotated[str, Champ("Adresse ou nom du lieu", groupe="Lieu", nominatif=True, cherche=1)] = ""
    cadre: Annotated[
        str,
        Champ("Cadre", groupe="Lieu", nomenclature="cadres", filtre=True, aide="Le genre d’endroit où cela se passe."),
    ] = ""
    finess_lieu: Annotated[
        str,
        Champ(
            "Numéro FINESS",
            nominatif=True,
            groupe="Lieu",
            cherche=2,
            largeur=9,
            visible_si=("cadre", "etablissement_sante", "etablissement_medico_social", "centre_sante"),
            aide="Les neuf chiffres de l’établissement, s’il est visé comme lieu.",
        ),
    ] = ""
    adresses_web: Annotated[
        tuple[str, ...],
        Champ("Sites et comptes", groupe="Lieu", nominatif=True, cherche=1, aide="Une adresse par ligne."),
    ] = ()
