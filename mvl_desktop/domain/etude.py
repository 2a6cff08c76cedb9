"""What others have counted or studied: an Etude, and a Serie of figures with its source, its unit and its breaks.

A serie is never added to what is counted here: another definition, another source.
"""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.piece import Piece
from mvl_desktop.domain.references import Reference


class Valeur(Element, libelle="Valeur"):
    """One figure of a serie: exact, rounded, or between two bounds, with where it was read."""

    ligne: Annotated[
        str, Champ("Ce qui est compté", aide="Quand la série se divise : « particuliers », « injonctions ».")
    ] = ""
    periode: Annotated[str, Champ("Période", largeur=16, aide="Une année, ou « janvier à juillet 2013 ».")] = ""
    du: Annotated[date | None, Champ("Du")] = None
    au: Annotated[date | None, Champ("Au")] = None
    valeur: Annotated[str, Champ("Valeur", largeur=12)] = ""
    valeur_max: Annotated[str, Champ("Jusqu’à", largeur=12, aide="Quand la source dit « 10 à 12 ».")] = ""
    statut: Annotated[str, Champ("Statut", nomenclature="statuts_valeur")] = ""
    source: Annotated[str, Champ("Source")] = ""
    remarque: Annotated[str, Champ("Remarque")] = ""


class Rupture(Element, libelle="Rupture"):
    """A day from which the figures count something else: a line is not drawn across it."""

    le: Annotated[date | None, Champ("À partir du")] = None
    motif: Annotated[str, Champ("Ce qui change")] = ""


class Etude(
    Fiche,
    kind="etude",
    libelle="Étude",
    pluriel="Études",
    titres=("intitule", "code"),
    feminin=True,
):
    """A study, a report, an inquiry: who made it, on what, what it found."""

    code: Annotated[str, Champ("Code", groupe="Étude", largeur=24, cache=True)] = ""
    intitule: Annotated[str, Champ("Intitulé", groupe="Étude", liste=True, cherche=5, requis=True)] = ""
    nature: Annotated[str, Champ("Nature", groupe="Étude", nomenclature="natures_etude", liste=True, filtre=True)] = ""
    auteur: Annotated[
        str, Champ("Organisme auteur", groupe="Étude", suggestions="organismes", liste=True, cherche=3)
    ] = ""
    publiee_le: Annotated[date | None, Champ("Publiée le", groupe="Étude", liste=True, filtre=True)] = None
    du: Annotated[date | None, Champ("Porte sur la période du", groupe="Étude")] = None
    au: Annotated[date | None, Champ("Au", groupe="Étude")] = None
    perimetre: Annotated[str, Champ("Périmètre", groupe="Étude", fusion="texte")] = ""
    methode: Annotated[str, Champ("Méthode", groupe="Contenu", fusion="texte", cherche=1)] = ""
    resultats: Annotated[str, Champ("Résultats", groupe="Contenu", fusion="texte", cherche=2)] = ""
    limites: Annotated[str, Champ("Limites", groupe="Contenu", fusion="texte", aide="Ce qu’elle ne dit pas.")] = ""
    suites: Annotated[
        str,
        Champ("Suites", groupe="Contenu", fusion="texte", nominatif=True, aide="Les retours reçus, ce qu’on en fait."),
    ] = ""
    source: Annotated[str, Champ("Où la lire", groupe="Contenu", aide="Rien n’est ouvert d’ici.")] = ""
    pieces: Annotated[tuple[Piece, ...], Champ("Pièces jointes", groupe="Pièces")] = ()


class Serie(
    Fiche,
    kind="serie",
    libelle="Série de chiffres",
    pluriel="Séries de chiffres",
    titres=("intitule", "code"),
    feminin=True,
):
    """Figures over time, that somebody else published."""

    code: Annotated[str, Champ("Code", groupe="Série", cherche=3, largeur=24, cache=True)] = ""
    intitule: Annotated[str, Champ("Intitulé", groupe="Série", liste=True, cherche=5, requis=True)] = ""
    producteur: Annotated[str, Champ("Producteur", groupe="Série", suggestions="organismes", liste=True, cherche=3)] = (
        ""
    )
    unite: Annotated[str, Champ("Unité", groupe="Série", liste=True, requis=True, aide="Ce qui est compté.")] = ""
    definition: Annotated[
        str, Champ("Définition", groupe="Série", fusion="texte", aide="Ce qui est compté, et ce qui ne l’est pas.")
    ] = ""
    territoire: Annotated[str, Champ("Territoire", groupe="Série", aide="La France entière, ou une région.")] = ""
    etude: Annotated[Reference | None, Champ("Étude", groupe="Série", vers="etude", retrouve=True)] = None
    valeurs: Annotated[tuple[Valeur, ...], Champ("Valeurs", groupe="Valeurs")] = ()
    ruptures: Annotated[tuple[Rupture, ...], Champ("Ruptures", groupe="Valeurs")] = ()
    tracable: Annotated[
        bool | None,
        Champ(
            "Se trace d’une ligne", groupe="Valeurs", aide="Non : les définitions changent, la série se lit en tableau."
        ),
    ] = None
    source: Annotated[str, Champ("Source", groupe="Provenance", fusion="texte", cherche=1)] = ""
    extraite_le: Annotated[date | None, Champ("Relevée le", groupe="Provenance", liste=True, passe=True)] = None
    prudence: Annotated[
        str, Champ("Prudence", groupe="Provenance", fusion="texte", aide="Ce qu’il ne faut pas lui faire dire.")
    ] = ""
