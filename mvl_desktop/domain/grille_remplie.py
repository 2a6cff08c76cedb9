"""A grille de repérage answered for a signalement: pinned to its version, criterion by criterion. Never a verdict."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element
from mvl_desktop.domain.references import Reference


class GrilleRemplie(Element, libelle="Grille remplie"):
    """One grid opened for this signalement, in one version: its criteria are the `reponses` that name it."""

    grille: Annotated[Reference | None, Champ("Grille", vers="grille", retrouve=True, cache=True)] = None
    code: Annotated[str, Champ("Code de la grille", filtre=True, compte=True, cache=True)] = ""
    titre: Annotated[str, Champ("Grille remplie", cache=True)] = ""
    version: Annotated[int | None, Champ("Version", cache=True)] = None
    forme: Annotated[str, Champ("Forme", nomenclature="formes_grille", cache=True)] = ""
    relit: Annotated[str, Champ("Relecture de", cache=True)] = ""
    """The id of the answered grid, of an older version, that this one reads again."""
    ouverte_le: Annotated[date | None, Champ("Ouverte le", compte=True, cache=True)] = None
    ouverte_par: Annotated[str, Champ("Ouverte par", nominatif=True, cache=True)] = ""
    terminee_le: Annotated[date | None, Champ("Terminée le", cache=True)] = None
    contexte: Annotated[
        str,
        Champ(
            "Contexte", fusion="texte", nominatif=True, aide="Qui répond, de qui l’on parle, dans quelles conditions."
        ),
    ] = ""


class Reponse(Element, libelle="Réponse"):
    """One criterion of an answered grid, as it was worded in that version, and what is known of it."""

    remplie: Annotated[str, Champ("Grille remplie", cache=True)] = ""
    """The id of the element of `grilles` that it belongs to."""
    critere: Annotated[str, Champ("Critère", cache=True)] = ""
    libelle: Annotated[str, Champ("Libellé du critère", cache=True)] = ""
    famille: Annotated[str, Champ("Famille", cache=True)] = ""
    aide: Annotated[str, Champ("Ce qu’il faut regarder", cache=True)] = ""
    fiches: Annotated[tuple[str, ...], Champ("Fiches suggérées", cache=True)] = ()
    toujours: Annotated[bool | None, Champ("Toujours retrouvé", cache=True)] = None
    reponse: Annotated[str, Champ("Réponse", nomenclature="reponses_grille", filtre=True)] = ""
    commentaire: Annotated[str, Champ("Commentaire", fusion="texte", nominatif=True, cherche=1)] = ""
    source: Annotated[str, Champ("Source", nominatif=True, aide="Qui l’a vu ou dit, sans le nommer si possible.")] = ""
    piece: Annotated[str, Champ("Pièce", cache=True)] = ""
    """The id of the element of `pieces` that documents it."""
    repondu_le: Annotated[date | None, Champ("Répondu le", cache=True)] = None
    repondu_par: Annotated[str, Champ("Répondu par", nominatif=True, cache=True)] = ""
