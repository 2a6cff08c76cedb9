"""A Mesure: an indicator as it stood on a day, frozen with what it counted, so that it can be opened and compared."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element


class Mesure(Element, libelle="Valeur figée"):
    """One figure, computed from the records and frozen, or entered with what proves it."""

    code: Annotated[str, Champ("Code", largeur=10, cache=True)] = ""
    libelle: Annotated[str, Champ("Indicateur")] = ""
    du: Annotated[date | None, Champ("Du")] = None
    au: Annotated[date | None, Champ("Au")] = None
    coupe: Annotated[str, Champ("Selon", cache=True)] = ""
    """What it is cut by: `departement`, `canal`…; empty for the whole."""
    ligne: Annotated[str, Champ("Ligne", cache=True)] = ""
    """Which line of the cut, by its code; empty for the whole."""
    ligne_libelle: Annotated[str, Champ("Ligne", cache=True)] = ""
    valeur: Annotated[str, Champ("Valeur", largeur=12, aide="Par exemple : 12, ou 4,5.")] = ""
    """A number in French writing; `reserve` when this post could not read what it counts."""
    sur: Annotated[str, Champ("Sur", largeur=12, cache=True)] = ""
    """What a share is of."""
    unite: Annotated[str, Champ("Unité", largeur=16)] = ""
    definition: Annotated[str, Champ("Ce qui est compté", cache=True)] = ""
    figee_le: Annotated[date | None, Champ("Calculée le", cache=True)] = None
    requete: Annotated[str, Champ("Requête", cache=True)] = ""
    """What finds the records again, as JSON; empty for an entered value."""
    nombre: Annotated[int | None, Champ("Enregistrements", cache=True)] = None
    empreinte: Annotated[str, Champ("Empreinte", cache=True)] = ""
    """SHA-256, in hexadecimal, of the sorted ids of the records that were counted."""
    preuve: Annotated[
        str, Champ("Ce qui le montre", aide="Pour une valeur saisie : le document, la feuille d’émargement.")
    ] = ""
