"""The PiecesMedicales: what only the médecin inspecteur may read. A record of a compartment."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche
from mvl_desktop.domain.piece import Piece


class PiecesMedicales(
    Fiche,
    kind="pieces-medicales",
    libelle="Pièces médicales",
    pluriel="Pièces médicales",
    titres=("intitule",),
    feminin=True,
    compartiment=True,
):
    """The medical files of one signalement, and what the physician writes about them."""

    intitule: Annotated[
        str,
        Champ(
            "Intitulé",
            groupe="Pièces médicales",
            liste=True,
            cherche=3,
            nominatif=True,
            requis=True,
            aide="De quoi les reconnaître, par exemple la référence du signalement.",
        ),
    ] = ""
    recues_le: Annotated[date | None, Champ("Reçues le", groupe="Pièces médicales", liste=True, filtre=True)] = None
    remises_par: Annotated[str, Champ("Remises par", groupe="Pièces médicales", nominatif=True)] = ""
    canal: Annotated[str, Champ("Canal", groupe="Pièces médicales", nomenclature="canaux")] = ""
    accord_personne: Annotated[
        bool | None,
        Champ("Accord de la personne", groupe="Pièces médicales", aide="Elle accepte qu’elles soient lues."),
    ] = None
    pieces: Annotated[tuple[Piece, ...], Champ("Pièces", groupe="Pièces médicales")] = ()
    medecin: Annotated[
        str, Champ("Médecin inspecteur", nominatif=True, groupe="Avis", liste=True, suggestions="personnes")
    ] = ""
    lues_le: Annotated[date | None, Champ("Lues le", groupe="Avis")] = None
    avis: Annotated[
        str, Champ("Avis du médecin inspecteur", groupe="Avis", fusion="texte", nominatif=True, cherche=1)
    ] = ""
    conclusion: Annotated[
        str, Champ("Conclusion", groupe="Avis", nomenclature="conclusions_medicales", liste=True, filtre=True)
    ] = ""
    a_reporter: Annotated[
        str,
        Champ(
            "Ce que le dossier peut en dire",
            groupe="Avis",
            fusion="texte",
            nominatif=True,
            aide="Sans détail médical : ces mots-là peuvent être repris dans le signalement.",
        ),
    ] = ""
