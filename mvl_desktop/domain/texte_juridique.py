"""The TexteJuridique: a law, an article, a circular: what it says in short, since when, and what has replaced it."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche


class TexteJuridique(
    Fiche,
    kind="texte-juridique",
    libelle="Texte de référence",
    pluriel="Textes de référence",
    titres=("intitule", "code"),
):
    """A text that fiches, transmissions and letters cite. It is data: dated, editable, never legal advice."""

    code: Annotated[
        str,
        Champ(
            "Code", groupe="Texte", liste=True, cherche=5, largeur=16, aide="Court et stable, par exemple cp-223-15-2."
        ),
    ] = ""
    intitule: Annotated[
        str, Champ("Intitulé", groupe="Texte", liste=True, cherche=5, requis=True, aide="Tel qu’on le cite.")
    ] = ""
    nature: Annotated[str, Champ("Nature", groupe="Texte", nomenclature="natures_texte", liste=True, filtre=True)] = ""
    themes: Annotated[
        frozenset[str], Champ("Thèmes", groupe="Texte", fusion="ensemble", nomenclature="themes_texte", filtre=True)
    ] = frozenset()
    citations: Annotated[
        tuple[str, ...],
        Champ(
            "Façons de le citer",
            groupe="Texte",
            cherche=2,
            aide="Une par ligne : ce qui le fait reconnaître dans une fiche ou un courrier.",
        ),
    ] = ()
    resume: Annotated[
        str,
        Champ("En bref", groupe="Ce qu’il dit", fusion="texte", cherche=3, aide="En nos mots : ce n’est pas le texte."),
    ] = ""
    portee: Annotated[str, Champ("Ce que l’agent en retient", groupe="Ce qu’il dit", fusion="texte", cherche=2)] = ""
    sanctions: Annotated[str, Champ("Peines encourues", groupe="Ce qu’il dit", fusion="texte", cherche=1)] = ""
    delai: Annotated[str, Champ("Délai", groupe="Ce qu’il dit", cherche=1)] = ""
    texte_du: Annotated[date | None, Champ("Texte du", groupe="Vie du texte", liste=True)] = None
    en_vigueur_du: Annotated[date | None, Champ("En vigueur depuis", groupe="Vie du texte", filtre=True)] = None
    en_vigueur_au: Annotated[
        date | None, Champ("Plus en vigueur depuis", groupe="Vie du texte", liste=True, filtre=True)
    ] = None
    remplace_par: Annotated[
        str,
        Champ("Remplacé par", groupe="Vie du texte", visible_si=("en_vigueur_au",), aide="Le code d’un autre texte."),
    ] = ""
    lien: Annotated[
        str, Champ("Où le lire", groupe="Vie du texte", aide="Une adresse à recopier : rien n’est ouvert d’ici.")
    ] = ""
    source: Annotated[str, Champ("Source", groupe="Vie du texte")] = ""
    a_verifier: Annotated[bool | None, Champ("À faire vérifier par un juriste", groupe="Vie du texte", filtre=True)] = (
        None
    )
    verifie_le: Annotated[date | None, Champ("Vérifié le", groupe="Vie du texte", liste=True, filtre=True)] = None
    a_revoir_le: Annotated[date | None, Champ("À revoir le", groupe="Vie du texte", filtre=True)] = None
