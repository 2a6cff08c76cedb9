"""The FicheAction of a convention: an objective, who leads it, its steps, and how one will know. No conduct sheet."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.mesure import Mesure
from mvl_desktop.domain.piece import Piece
from mvl_desktop.domain.references import Reference


class EtapeAction(Element, libelle="Étape"):
    """A step, who does it and for when."""

    intitule: Annotated[str, Champ("Étape", cherche=1)] = ""
    responsable: Annotated[str, Champ("Responsable", nominatif=True, suggestions="personnes")] = ""
    prevue_le: Annotated[date | None, Champ("Pour le", filtre=True)] = None
    etat: Annotated[str, Champ("État", nomenclature="etats_etape_action", filtre=True)] = ""
    faite_le: Annotated[date | None, Champ("Faite le", passe=True)] = None
    motif: Annotated[str, Champ("Motif", nominatif=True, visible_si=("etat", "reportee", "abandonnee"))] = ""


class IndicateurSuivi(Element, libelle="Indicateur"):
    """How one will know: an indicator computed from the records, or one whose values are entered with their proof."""

    code: Annotated[
        str, Champ("Code", largeur=10, suggestions="indicateurs", aide="I1.1 à I3.3 ; vide : valeurs saisies.")
    ] = ""
    libelle: Annotated[str, Champ("Indicateur", cherche=1)] = ""
    unite: Annotated[str, Champ("Unité", largeur=16)] = ""
    reference: Annotated[str, Champ("Au départ", largeur=12)] = ""
    cible: Annotated[str, Champ("Cible", largeur=12, aide="Un nombre ; vide : on suit sans viser.")] = ""
    sens: Annotated[str, Champ("On vise", nomenclature="sens_cible")] = ""
    echeance: Annotated[date | None, Champ("Pour le")] = None


class FicheAction(
    Fiche,
    kind="fiche-action",
    libelle="Fiche d’action",
    pluriel="Fiches d’actions",
    titres=("titre", "numero"),
    feminin=True,
):
    """An action of the convention, from its objective to what came of it."""

    numero: Annotated[str, Champ("Numéro", groupe="Action", liste=True, cherche=4, largeur=10)] = ""
    titre: Annotated[str, Champ("Titre", groupe="Action", liste=True, cherche=5, requis=True)] = ""
    convention: Annotated[Reference | None, Champ("Convention", groupe="Action", vers="convention", retrouve=True)] = (
        None
    )
    axe: Annotated[str, Champ("Axe", groupe="Action", nomenclature="axes_convention", liste=True, filtre=True)] = ""
    engagement: Annotated[str, Champ("Engagement", groupe="Action", cache=True)] = ""
    """The id of the element of the convention that this action carries out; empty for another action."""
    etat: Annotated[
        str, Champ("État", groupe="Action", nomenclature="etats_action", liste=True, filtre=True, guette=True)
    ] = ""
    motif_etat: Annotated[
        str,
        Champ("Pourquoi", groupe="Action", nominatif=True, visible_si=("etat", "reportee", "abandonnee")),
    ] = ""
    objectif: Annotated[
        str, Champ("Objectif opérationnel", groupe="Action", fusion="texte", cherche=3, aide="Ce qui aura changé.")
    ] = ""
    public: Annotated[str, Champ("Public", groupe="Action", fusion="texte")] = ""
    pilote_ars: Annotated[
        str, Champ("Pilote à l’ARS", groupe="Pilotage", nominatif=True, liste=True, suggestions="personnes")
    ] = ""
    pilote_miviludes: Annotated[
        str, Champ("Pilote à la MIVILUDES", groupe="Pilotage", nominatif=True, suggestions="personnes")
    ] = ""
    partenaires: Annotated[
        tuple[str, ...],
        Champ("Partenaires", groupe="Pilotage", suggestions="organismes", cherche=1, aide="Un par ligne."),
    ] = ()
    moyens: Annotated[str, Champ("Moyens", groupe="Pilotage", fusion="texte")] = ""
    debut_le: Annotated[date | None, Champ("Début", groupe="Calendrier", filtre=True)] = None
    fin_le: Annotated[date | None, Champ("Fin prévue", groupe="Calendrier", liste=True, filtre=True)] = None
    etapes: Annotated[tuple[EtapeAction, ...], Champ("Étapes", groupe="Calendrier")] = ()
    indicateurs: Annotated[tuple[IndicateurSuivi, ...], Champ("Indicateurs", groupe="Indicateurs")] = ()
    valeurs: Annotated[
        tuple[Mesure, ...],
        Champ("Valeurs saisies", groupe="Indicateurs", aide="Pour ce que l’application ne sait pas compter."),
    ] = ()
    resultats: Annotated[str, Champ("Résultats", groupe="Bilan de l’action", fusion="texte", cherche=1)] = ""
    difficultes: Annotated[str, Champ("Difficultés", groupe="Bilan de l’action", fusion="texte", nominatif=True)] = ""
    suites: Annotated[str, Champ("Suites", groupe="Bilan de l’action", fusion="texte", nominatif=True)] = ""
    pieces: Annotated[tuple[Piece, ...], Champ("Pièces jointes", groupe="Pièces")] = ()
