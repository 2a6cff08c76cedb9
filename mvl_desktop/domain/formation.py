"""The Formation: a sensibilisation, a training, a module of a school: asked for, decided, held, evaluated."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.formation_vie import etat_de
from mvl_desktop.domain.piece import Piece
from mvl_desktop.domain.references import Reference


class Demande(Element, libelle="Demande"):
    """A need that a service told, in the survey that comes first."""

    organisme: Annotated[str, Champ("Service ou organisme", suggestions="organismes")] = ""
    departement: Annotated[str, Champ("Département", nomenclature="departements")] = ""
    exprimee_le: Annotated[date | None, Champ("Reçue le", passe=True)] = None
    effectif: Annotated[int | None, Champ("Personnes intéressées")] = None
    public: Annotated[str, Champ("Public", nomenclature="publics_formation")] = ""
    besoin: Annotated[str, Champ("Besoin", fusion="texte", nominatif=True)] = ""
    priorite: Annotated[str, Champ("Priorité", nomenclature="priorites")] = ""


class Seance(Element, libelle="Séance"):
    """One session: when, where, how many came and what they thought of it. Head-counts, never names."""

    le: Annotated[date | None, Champ("Date", filtre=True, compte=True)] = None
    periode: Annotated[
        str, Champ("Période", largeur=16, aide="Quand le jour n’est pas connu : « mars », « 2e semestre ».")
    ] = ""
    etat: Annotated[str, Champ("État", nomenclature="etats_seance", filtre=True, compte=True)] = ""
    lieu: Annotated[str, Champ("Lieu")] = ""
    departement: Annotated[str, Champ("Département", nomenclature="departements", filtre=True, compte=True)] = ""
    site: Annotated[str, Champ("Site", nomenclature="sites_formation", compte=True)] = ""
    public: Annotated[str, Champ("Public", nomenclature="publics_formation", filtre=True, compte=True)] = ""
    filiere: Annotated[str, Champ("Filière", aide="Pour une école : la filière de professionnels.")] = ""
    duree_minutes: Annotated[int | None, Champ("Durée (minutes)", compte=True, aide="180 pour trois heures.")] = None
    intervenants: Annotated[str, Champ("Intervenants", nominatif=True, aide="Leur fonction suffit.")] = ""
    effectif_siege: Annotated[int | None, Champ("Présents du siège", compte=True)] = None
    effectif_delegations: Annotated[int | None, Champ("Présents des délégations", compte=True)] = None
    effectif_exterieur: Annotated[int | None, Champ("Présents d’ailleurs", compte=True)] = None
    reponses: Annotated[int | None, Champ("Questionnaires rendus", compte=True)] = None
    satisfaction: Annotated[
        str, Champ("Satisfaction moyenne sur 5", largeur=8, compte=True, aide="Par exemple : 4,2.")
    ] = ""
    bilan: Annotated[str, Champ("Ce qu’on en retient", fusion="texte", nominatif=True)] = ""


class Formation(
    Fiche,
    kind="formation",
    libelle="Sensibilisation ou formation",
    pluriel="Sensibilisations et formations",
    titres=("intitule",),
    feminin=True,
):
    """An action of awareness or training, from the survey of what is asked for to its evaluation."""

    intitule: Annotated[str, Champ("Intitulé", groupe="Action", liste=True, cherche=5, requis=True)] = ""
    type_formation: Annotated[
        str, Champ("Type", groupe="Action", nomenclature="types_formation", liste=True, filtre=True)
    ] = ""
    etat: Annotated[
        str,
        Champ(
            "Où elle en est",
            groupe="Action",
            nomenclature="etats_formation",
            liste=True,
            filtre=True,
            cache=True,
            calcul=etat_de,
        ),
    ] = ""
    organisateur: Annotated[
        str, Champ("Organisée par", groupe="Action", suggestions="organismes", liste=True, cherche=2)
    ] = ""
    rythme: Annotated[
        str, Champ("Rythme", groupe="Action", aide="Si elle revient : chaque année, à la rentrée d’octobre.")
    ] = ""
    partenaires: Annotated[
        tuple[str, ...], Champ("Avec", groupe="Action", suggestions="organismes", cherche=1, aide="Un par ligne.")
    ] = ()
    publics: Annotated[
        frozenset[str],
        Champ("Publics", groupe="Action", fusion="ensemble", nomenclature="publics_formation", filtre=True),
    ] = frozenset()
    filieres: Annotated[
        tuple[str, ...],
        Champ("Filières", groupe="Action", aide="Pour une école : une filière de professionnels par ligne."),
    ] = ()
    nombre_filieres: Annotated[
        int | None, Champ("Nombre de filières", groupe="Action", aide="Quand on ne sait pas encore les nommer.")
    ] = None
    convention: Annotated[Reference | None, Champ("Convention", groupe="Action", vers="convention", retrouve=True)] = (
        None
    )
    action: Annotated[
        Reference | None, Champ("Fiche d’action", groupe="Action", vers="fiche-action", retrouve=True)
    ] = None
    demandes: Annotated[tuple[Demande, ...], Champ("Recueil des demandes", groupe="Demande")] = ()
    decision: Annotated[str, Champ("Décision", groupe="Décision", nomenclature="decisions_formation", filtre=True)] = ""
    decidee_le: Annotated[date | None, Champ("Décidée le", groupe="Décision", passe=True)] = None
    decidee_par: Annotated[str, Champ("Décidée par", groupe="Décision", nominatif=True, suggestions="personnes")] = ""
    motif_decision: Annotated[str, Champ("Motif", groupe="Décision", fusion="texte", nominatif=True)] = ""
    objectifs: Annotated[str, Champ("Objectifs", groupe="Contenu", fusion="texte", cherche=2)] = ""
    programme: Annotated[str, Champ("Programme", groupe="Contenu", fusion="texte", cherche=1)] = ""
    annee_universitaire: Annotated[
        str, Champ("Année universitaire", groupe="Contenu", largeur=12, visible_si=("type_formation", "diplome"))
    ] = ""
    seances: Annotated[tuple[Seance, ...], Champ("Séances", groupe="Séances")] = ()
    evaluation: Annotated[str, Champ("Évaluation", groupe="Évaluation", fusion="texte", nominatif=True)] = ""
    evaluee_le: Annotated[date | None, Champ("Évaluée le", groupe="Évaluation", passe=True)] = None
    suites: Annotated[str, Champ("Suites", groupe="Évaluation", fusion="texte", nominatif=True)] = ""
    pieces: Annotated[tuple[Piece, ...], Champ("Pièces jointes", groupe="Pièces")] = ()
