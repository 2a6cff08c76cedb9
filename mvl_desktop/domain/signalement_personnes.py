"""The people of a signalement: those concerned, those in question, the child, and their health."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Partie
from mvl_desktop.domain.personne import MisEnCause, PersonneConcernee

_MINEUR = ("mineur_concerne", "oui")


class Personnes(Partie):
    """Those it may harm or who saw it, and those it is about."""

    personnes: Annotated[
        tuple[PersonneConcernee, ...],
        Champ(
            "Personnes concernées",
            groupe="Personnes",
            aide="Victimes présumées, proches, témoins. Le signalant, lui, est conservé à part.",
        ),
    ] = ()
    nombre_personnes: Annotated[int | None, Champ("Nombre de personnes concernées", groupe="Personnes")] = None
    mineur_concerne: Annotated[
        bool | None,
        Champ(
            "Mineur concerné",
            groupe="Personnes",
            filtre=True,
            guette=True,
            aide="Si oui : la partie « Mineur » s’ouvre.",
        ),
    ] = None
    personne_vulnerable: Annotated[bool | None, Champ("Personne vulnérable", groupe="Personnes", filtre=True)] = None
    vulnerabilites: Annotated[
        frozenset[str],
        Champ(
            "Pourquoi vulnérable",
            groupe="Personnes",
            fusion="ensemble",
            nomenclature="vulnerabilites",
            filtre=True,
            visible_si=("personne_vulnerable", "oui"),
        ),
    ] = frozenset()

    mis_en_cause: Annotated[
        tuple[MisEnCause, ...],
        Champ("Mis en cause", groupe="Mis en cause", aide="Être cité ici n’est pas être coupable."),
    ] = ()


class Mineur(Partie):
    """The child: where he lives and learns, what he said, to whom."""

    nombre_mineurs: Annotated[int | None, Champ("Nombre de mineurs", groupe="Mineur", visible_si=_MINEUR)] = None
    mineur_contexte: Annotated[
        str,
        Champ(
            "Contexte",
            groupe="Mineur",
            nomenclature="contextes_mineur",
            visible_si=_MINEUR,
            aide="Dans sa famille, dans un groupe, ou ailleurs (école, activité, séjour).",
        ),
    ] = ""
    mineur_scolarite: Annotated[
        str, Champ("Instruction", groupe="Mineur", nomenclature="scolarites", visible_si=_MINEUR)
    ] = ""
    mineur_lieu: Annotated[
        str,
        Champ("École ou lieu d’accueil", groupe="Mineur", nominatif=True, cherche=1, visible_si=_MINEUR),
    ] = ""
    autorite_parentale: Annotated[
        str,
        Champ(
            "Qui a l’autorité parentale",
            groupe="Mineur",
            nominatif=True,
            cherche=1,
            visible_si=_MINEUR,
            aide="Les deux parents, un seul, un tuteur, un service.",
        ),
    ] = ""
    situation_familiale: Annotated[
        str, Champ("Situation familiale", groupe="Mineur", fusion="texte", nominatif=True, visible_si=_MINEUR)
    ] = ""
    attitude_famille: Annotated[
        str,
        Champ(
            "Attitude de la famille",
            groupe="Mineur",
            fusion="texte",
            nominatif=True,
            visible_si=_MINEUR,
            aide="Ce qu’elle fait et dit : accepte l’aide, refuse tout contact, est partagée.",
        ),
    ] = ""
    paroles_mineur: Annotated[
        str,
        Champ(
            "Paroles de l’enfant",
            groupe="Mineur",
            fusion="texte",
            litteral=True,
            nominatif=True,
            cherche=1,
            visible_si=_MINEUR,
            aide="Mot pour mot, entre guillemets. Ne pas l’interroger pour remplir cette case.",
        ),
    ] = ""
    paroles_recues_par: Annotated[
        str, Champ("Qui a reçu ces paroles", groupe="Mineur", nominatif=True, visible_si=_MINEUR)
    ] = ""
    paroles_recues_le: Annotated[date | None, Champ("Quel jour", groupe="Mineur", visible_si=_MINEUR)] = None
    paroles_recues_a: Annotated[
        str, Champ("À quelle heure", groupe="Mineur", largeur=8, forme="heure", visible_si=_MINEUR)
    ] = ""
    paroles_circonstances: Annotated[
        str,
        Champ(
            "Dans quelles circonstances",
            groupe="Mineur",
            fusion="texte",
            nominatif=True,
            visible_si=_MINEUR,
            aide="Où, devant qui, après quelle question.",
        ),
    ] = ""
    constat_medical: Annotated[
        bool | None,
        Champ(
            "Un constat médical existe",
            groupe="Mineur",
            visible_si=_MINEUR,
            aide="Le constat lui-même va dans les pièces médicales.",
        ),
    ] = None
    parents_informes: Annotated[
        bool | None,
        Champ(
            "Parents informés",
            groupe="Mineur",
            visible_si=_MINEUR,
            aide="Ils le sont, sauf intérêt contraire de l’enfant.",
        ),
    ] = None
    parents_non_informes_motif: Annotated[
        str,
        Champ("Pourquoi ils ne le sont pas", groupe="Mineur", nominatif=True, visible_si=("parents_informes", "non")),
    ] = ""


class Sante(Partie):
    """Families of illness and care given up, never a medical detail."""

    pathologie: Annotated[
        str,
        Champ(
            "Famille de pathologie",
            groupe="Santé",
            nomenclature="pathologies",
            filtre=True,
            aide="La principale ; aucun détail médical ici.",
        ),
    ] = ""
    autres_pathologies: Annotated[
        frozenset[str],
        Champ(
            "Autres familles de pathologie",
            groupe="Santé",
            fusion="ensemble",
            nomenclature="pathologies",
            visible_si=("pathologie",),
        ),
    ] = frozenset()
    traitement_interrompu: Annotated[
        bool | None, Champ("Traitement interrompu ou retardé", groupe="Santé", filtre=True)
    ] = None
    traitement_interrompu_le: Annotated[
        date | None, Champ("Depuis le", groupe="Santé", visible_si=("traitement_interrompu", "oui"))
    ] = None
    perte_de_chance: Annotated[
        bool | None,
        Champ(
            "Perte de chance suspectée",
            groupe="Santé",
            filtre=True,
            aide="Un soin utile a été abandonné, refusé ou retardé.",
        ),
    ] = None
    medecin_informe: Annotated[bool | None, Champ("Médecin traitant informé", groupe="Santé")] = None
