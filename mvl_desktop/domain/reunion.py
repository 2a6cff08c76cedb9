"""The Reunion: a GTRDO, a COPIL, a working group: who came, what was said under each item, what was decided."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.echeance import EcheanceSuivie
from mvl_desktop.domain.mesure import Mesure
from mvl_desktop.domain.piece import Piece
from mvl_desktop.domain.references import Reference

_TENUE = ("etat", "tenue")


class Point(Element, libelle="Point de l’ordre du jour"):
    """An item of the agenda, and what the minutes say of it."""

    lettre: Annotated[str, Champ("Repère", largeur=6, aide="a, b, c… ; vide : d’après son rang.")] = ""
    intitule: Annotated[str, Champ("Intitulé", cherche=2, nominatif=True)] = ""
    rapporteur: Annotated[str, Champ("Rapporteur", nominatif=True)] = ""
    duree_minutes: Annotated[int | None, Champ("Durée prévue (minutes)")] = None
    texte: Annotated[str, Champ("Compte rendu du point", fusion="texte", nominatif=True, cherche=1)] = ""


class Presence(Element, libelle="Présence"):
    """Who came, by function and by what they stand for; a name only when the minutes need it."""

    fonction: Annotated[str, Champ("Fonction")] = ""
    organisme: Annotated[str, Champ("Organisme", suggestions="organismes")] = ""
    partie: Annotated[str, Champ("Pour", nomenclature="parties_reunion")] = ""
    nom: Annotated[str, Champ("Nom", nominatif=True, cherche=1, suggestions="personnes")] = ""
    nombre: Annotated[int | None, Champ("Combien", aide="Si plusieurs personnes y étaient à ce titre.")] = None
    presence: Annotated[str, Champ("Présence", nomenclature="presences")] = ""
    represente_par: Annotated[str, Champ("Représenté par", nominatif=True, visible_si=("presence", "represente"))] = ""


class Intervention(Element, libelle="Intervention"):
    """What somebody said, under which item: attributed, never put in somebody else's mouth."""

    point: Annotated[str, Champ("Point", cache=True)] = ""
    """The id of the item that it belongs to."""
    fonction: Annotated[str, Champ("Qui parle", aide="Sa fonction.")] = ""
    nom: Annotated[str, Champ("Nom", nominatif=True, cherche=1, suggestions="personnes")] = ""
    verbe: Annotated[str, Champ("Manière", nomenclature="verbes_intervention")] = ""
    texte: Annotated[str, Champ("Ce qui est dit", fusion="texte", nominatif=True, cherche=1)] = ""


class Decision(Element, libelle="Décision"):
    """What was decided, who does it, for when, and whether it is done."""

    point: Annotated[str, Champ("Point", cache=True)] = ""
    texte: Annotated[str, Champ("Décision", fusion="texte", nominatif=True, cherche=2)] = ""
    responsable: Annotated[
        str, Champ("Responsable", nominatif=True, cherche=1, suggestions="personnes", filtre=True, guette=True)
    ] = ""
    pour_le: Annotated[date | None, Champ("Pour le", filtre=True)] = None
    etat: Annotated[str, Champ("État", nomenclature="etats_decision", filtre=True, guette=True)] = ""
    faite_le: Annotated[date | None, Champ("Faite le", passe=True)] = None
    suite: Annotated[str, Champ("Suite donnée", nominatif=True)] = ""


class Reunion(
    Fiche,
    kind="reunion",
    libelle="Réunion",
    pluriel="Réunions",
    titres=("objet",),
    feminin=True,
):
    """A meeting, from its agenda to its minutes."""

    objet: Annotated[str, Champ("Objet", groupe="Réunion", liste=True, cherche=5, requis=True)] = ""
    type_reunion: Annotated[
        str, Champ("Type", groupe="Réunion", nomenclature="types_reunion", liste=True, filtre=True)
    ] = ""
    tenue_le: Annotated[date | None, Champ("Date", groupe="Réunion", liste=True, filtre=True)] = None
    debut: Annotated[str, Champ("Commence à", groupe="Réunion", largeur=8, forme="heure")] = ""
    fin: Annotated[str, Champ("Finit à", groupe="Réunion", largeur=8, forme="heure")] = ""
    etat: Annotated[
        str, Champ("État", groupe="Réunion", nomenclature="etats_reunion", liste=True, filtre=True, guette=True)
    ] = ""
    departement: Annotated[
        str, Champ("Département", groupe="Réunion", nomenclature="departements", liste=True, filtre=True)
    ] = ""
    region: Annotated[str, Champ("Région", groupe="Réunion", nomenclature="regions", filtre=True)] = ""
    lieu: Annotated[str, Champ("Lieu", groupe="Réunion")] = ""
    mode: Annotated[str, Champ("Tenue", groupe="Réunion", nomenclature="modes_reunion")] = ""
    organisateur: Annotated[
        str,
        Champ("Réunie par", groupe="Réunion", suggestions="organismes", aide="La préfecture, l’ARS ou la MIVILUDES."),
    ] = ""
    convention: Annotated[
        Reference | None,
        Champ(
            "Convention",
            groupe="Réunion",
            vers="convention",
            retrouve=True,
            visible_si=("type_reunion", "copil", "groupe_pncavt", "associations"),
        ),
    ] = None
    convoquee_le: Annotated[date | None, Champ("Convoquée le", groupe="Réunion", passe=True)] = None
    consacree: Annotated[
        bool | None,
        Champ("Consacrée aux dérives sectaires", groupe="Réunion", filtre=True, aide="Ou un point parmi d’autres."),
    ] = None
    ars_presente: Annotated[bool | None, Champ("ARS présente", groupe="Présences", filtre=True)] = None
    miviludes_presente: Annotated[bool | None, Champ("MIVILUDES présente", groupe="Présences", filtre=True)] = None
    presences: Annotated[tuple[Presence, ...], Champ("Présences", groupe="Présences")] = ()
    points: Annotated[tuple[Point, ...], Champ("Ordre du jour", groupe="Compte rendu")] = ()
    interventions: Annotated[
        tuple[Intervention, ...], Champ("Interventions", groupe="Compte rendu", aide="Ce que chacun a dit.")
    ] = ()
    decisions: Annotated[tuple[Decision, ...], Champ("Décisions", groupe="Décisions")] = ()
    etat_compte_rendu: Annotated[
        str, Champ("Compte rendu", groupe="Compte rendu", nomenclature="etats_compte_rendu", liste=True, filtre=True)
    ] = ""
    redige_par: Annotated[str, Champ("Rédigé par", groupe="Compte rendu", nominatif=True, suggestions="personnes")] = ""
    valide_le: Annotated[date | None, Champ("Validé le", groupe="Compte rendu", passe=True)] = None
    empreinte_validee: Annotated[str, Champ("Empreinte validée", groupe="Compte rendu", cache=True)] = ""
    """SHA-256 of what the minutes said when they were validated: what changes afterwards is told."""
    diffuse_le: Annotated[date | None, Champ("Diffusé le", groupe="Compte rendu", passe=True)] = None
    suite_de: Annotated[
        Reference | None, Champ("Fait suite à", groupe="Décisions", vers="reunion", retrouve=True, cache=True)
    ] = None
    """The meeting before, whose decisions are looked at again."""
    prochaine_le: Annotated[date | None, Champ("Prochaine réunion", groupe="Décisions", filtre=True)] = None
    signalements_evoques: Annotated[
        int | None,
        Champ("Situations évoquées", groupe="Compte rendu", aide="Leur nombre suffit : rien qui désigne quelqu’un."),
    ] = None
    mesures: Annotated[
        tuple[Mesure, ...],
        Champ("Indicateurs à cette date", groupe="Indicateurs", cache=True),
    ] = ()
    remarque: Annotated[str, Champ("Remarque", groupe="Réunion", fusion="texte", nominatif=True)] = ""
    echeances: Annotated[tuple[EcheanceSuivie, ...], Champ("Échéances", groupe="Suivi", cache=True)] = ()
    pieces: Annotated[tuple[Piece, ...], Champ("Pièces jointes", groupe="Pièces")] = ()
