"""The Piece: a file that goes with a record."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element


class Piece(Element, libelle="Pièce"):
    """A file that goes with the record; its content is sealed apart."""

    nom: Annotated[str, Champ("Nom du fichier", nominatif=True, cherche=2)] = ""
    type_mime: Annotated[str, Champ("Format", cache=True)] = ""
    taille: Annotated[int | None, Champ("Taille en octets", cache=True)] = None
    empreinte: Annotated[str, Champ("Empreinte", cache=True)] = ""
    genre: Annotated[str, Champ("Genre", nomenclature="genres_piece", filtre=True)] = ""
    origine: Annotated[str, Champ("Origine", nomenclature="origines_piece", filtre=True)] = ""
    description: Annotated[
        str, Champ("Ce qu’elle montre", nominatif=True, cherche=1, aide="En une phrase, sans nommer personne.")
    ] = ""
    ajoutee_le: Annotated[date | None, Champ("Ajoutée le", cache=True)] = None
