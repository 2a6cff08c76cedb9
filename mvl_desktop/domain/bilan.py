"""The Bilan of the partnership, annual or final: figures frozen so that each can be opened, and what is said of it."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.mesure import Mesure
from mvl_desktop.domain.piece import Piece
from mvl_desktop.domain.references import Reference

_FIGE = ("fige_le",)


class Commentaire(Element, libelle="Commentaire"):
    """What the parties say of a part of the bilan."""

    partie: Annotated[str, Champ("Sur", nomenclature="parties_bilan")] = ""
    texte: Annotated[str, Champ("Commentaire", fusion="texte", nominatif=True, cherche=1)] = ""
    auteur: Annotated[str, Champ("Auteur", nominatif=True, suggestions="personnes")] = ""


class Signature(Element, libelle="Signature"):
    """Who signs it for each party, and when they did."""

    partie: Annotated[str, Champ("Partie", nomenclature="parties_convention")] = ""
    fonction: Annotated[str, Champ("Fonction")] = ""
    nom: Annotated[str, Champ("Nom", nominatif=True, cherche=1)] = ""
    signe_le: Annotated[date | None, Champ("Signé le", passe=True)] = None


class Bilan(
    Fiche,
    kind="bilan",
    libelle="Bilan",
    pluriel="Bilans",
    titres=("intitule",),
):
    """A bilan. Once frozen, its figures are what they were on that day, whatever becomes of the records."""

    intitule: Annotated[str, Champ("Intitulé", groupe="Bilan", liste=True, cherche=5, requis=True)] = ""
    type_bilan: Annotated[str, Champ("Type", groupe="Bilan", nomenclature="types_bilan", liste=True, filtre=True)] = ""
    convention: Annotated[Reference | None, Champ("Convention", groupe="Bilan", vers="convention", retrouve=True)] = (
        None
    )
    du: Annotated[date | None, Champ("Du", groupe="Bilan", liste=True, filtre=True)] = None
    au: Annotated[date | None, Champ("Au", groupe="Bilan", liste=True, filtre=True)] = None
    etat: Annotated[
        str,
        Champ(
            "État",
            groupe="Bilan",
            nomenclature="etats_bilan",
            liste=True,
            filtre=True,
            lecture=True,
            visible_si=("etat",),
        ),
    ] = ""
    fige_le: Annotated[date | None, Champ("Figé le", groupe="Bilan", lecture=True, visible_si=_FIGE)] = None
    fige_par: Annotated[str, Champ("Figé par", groupe="Bilan", nominatif=True, lecture=True, visible_si=_FIGE)] = ""
    empreinte: Annotated[str, Champ("Empreinte", groupe="Bilan", cache=True)] = ""
    """SHA-256, in hexadecimal, of everything that was frozen: figures and blocks."""
    introduction: Annotated[str, Champ("Introduction", groupe="Texte", fusion="texte", nominatif=True)] = ""
    commentaires: Annotated[tuple[Commentaire, ...], Champ("Commentaires", groupe="Texte")] = ()
    conclusion: Annotated[str, Champ("Conclusion", groupe="Texte", fusion="texte", nominatif=True)] = ""
    mesures: Annotated[tuple[Mesure, ...], Champ("Chiffres figés", groupe="Chiffres", cache=True)] = ()
    blocs: Annotated[tuple[str, ...], Champ("Activités figées", groupe="Chiffres", nominatif=True, cache=True)] = ()
    """Activities, actions, decisions, staffing as they stood: each begins with its manner and a tab."""
    signatures: Annotated[tuple[Signature, ...], Champ("Signatures", groupe="Signature")] = ()
    pieces: Annotated[tuple[Piece, ...], Champ("Pièces jointes", groupe="Pièces")] = ()
