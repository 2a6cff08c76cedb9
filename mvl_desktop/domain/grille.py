"""The GrilleReperage: a family of indices to go through during an interview, versioned like a fiche. Never a score."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.redaction import Identifiee, Relue


class Critere(Element, libelle="Critère"):
    """One index, in our own words, and the fiches de conduite that it may call for."""

    code: Annotated[str, Champ("Code", cherche=2, largeur=10)] = ""
    libelle: Annotated[str, Champ("Critère", cherche=2)] = ""
    famille: Annotated[str, Champ("Famille")] = ""
    aide: Annotated[str, Champ("Ce qu’il faut regarder", fusion="texte", cherche=1)] = ""
    fiches: Annotated[
        tuple[str, ...],
        Champ("Fiches suggérées", aide="Le code d’une fiche de conduite par ligne, par exemple CAT-01."),
    ] = ()
    toujours: Annotated[
        bool | None,
        Champ("Toujours retrouvé", aide="D’après les sources. S’il manque, l’application pose la question, sans plus."),
    ] = None


class GrilleReperage(
    Identifiee,
    Relue,
    Fiche,
    kind="grille",
    libelle="Grille de repérage",
    pluriel="Grilles de repérage",
    titres=("titre", "code"),
    feminin=True,
):
    """A grid. Its version is a word of the users, as that of a fiche de conduite."""

    forme: Annotated[
        str,
        Champ(
            "Forme",
            groupe="Identification",
            nomenclature="formes_grille",
            aide="Critères à parcourir, phases qui se suivent, ou aide à la lecture pour un clinicien.",
        ),
    ] = ""
    declencheur: Annotated[
        str,
        Champ(
            "Quand l’utiliser",
            groupe="Quand l’utiliser",
            fusion="texte",
            liste=True,
            cherche=3,
            requis=True,
            aide="La situation dans laquelle on ouvre cette grille.",
        ),
    ] = ""
    prudence: Annotated[
        str,
        Champ(
            "À garder en tête",
            groupe="Quand l’utiliser",
            fusion="texte",
            aide="Un indice seul ne dit rien ; ils n’ont pas tous le même poids.",
        ),
    ] = ""
    natures: Annotated[
        frozenset[str],
        Champ(
            "Natures visées",
            groupe="Quand l’utiliser",
            fusion="ensemble",
            nomenclature="natures",
            filtre=True,
            aide="Ces réponses, et les deux suivantes, font proposer la grille.",
        ),
    ] = frozenset()
    vise_mineurs: Annotated[bool | None, Champ("Concerne les mineurs", groupe="Quand l’utiliser", filtre=True)] = None
    cadres: Annotated[
        frozenset[str],
        Champ("Cadres visés", groupe="Quand l’utiliser", fusion="ensemble", nomenclature="cadres", filtre=True),
    ] = frozenset()
    criteres: Annotated[
        tuple[Critere, ...], Champ("Critères", groupe="Critères", aide="Dans l’ordre où on les parcourt.")
    ] = ()
    sources: Annotated[
        tuple[str, ...], Champ("Sources", groupe="Cadre", cherche=1, aide="Une par ligne : d’où viennent ces critères.")
    ] = ()
    textes_verifies_le: Annotated[date | None, Champ("Sources vérifiées le", groupe="Cadre")] = None
