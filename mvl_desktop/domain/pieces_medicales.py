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
        str, Champ("Intitulé", groupe="Pièces médicales", liste=True, cherche=3, nominatif=True, requis=True)
    ] = ""
    recues_le: Annotated[date | None, Champ("Reçues le", groupe="Pièces médicales", liste=True)] = None
    avis: Annotated[
        str, Champ("Avis du médecin inspecteur", groupe="Pièces médicales", fusion="texte", nominatif=True, cherche=1)
    ] = ""
    pieces: Annotated[tuple[Piece, ...], Champ("Pièces", groupe="Pièces médicales")] = ()
