"""What a signalement tells: facts, each with where it is known from, and the steps that its author already took."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element


class Fait(Element, libelle="Fait signalé"):
    """Something that happened, or is feared, with where it is known from."""

    constat: Annotated[
        str, Champ("Constat", nomenclature="constats", filtre=True, aide="Vu par vous, rapporté, documenté, ou craint.")
    ] = ""
    survenu_le: Annotated[date | None, Champ("Date", passe=True)] = None
    survenu_a: Annotated[str, Champ("Heure", largeur=8, forme="heure", aide="Par exemple : 14:30.")] = ""
    survenu_jusqu_au: Annotated[date | None, Champ("Jusqu’au", aide="Si le fait a duré.", passe=True)] = None
    lieu: Annotated[str, Champ("Lieu", nominatif=True, cherche=1)] = ""
    source: Annotated[str, Champ("Source", nominatif=True, aide="De qui, ou d’où, on le tient.")] = ""
    recit: Annotated[str, Champ("Récit", fusion="texte", nominatif=True, cherche=2)] = ""
    paroles_litterales: Annotated[
        str,
        Champ(
            "Paroles littérales",
            fusion="texte",
            litteral=True,
            nominatif=True,
            cherche=1,
            aide="Mot pour mot, sans reformuler, surtout pour un enfant.",
        ),
    ] = ""
    piece: Annotated[
        str, Champ("Pièce à l’appui", nominatif=True, visible_si=("constat", "documente"), aide="Le nom de la pièce.")
    ] = ""


class Demarche(Element, libelle="Démarche"):
    """A step that the reporter took before coming here."""

    aupres_de: Annotated[str, Champ("Auprès de", nomenclature="destinataires")] = ""
    precision: Annotated[str, Champ("Lequel", nominatif=True, cherche=1, aide="Le service ou la personne.")] = ""
    faite_le: Annotated[date | None, Champ("Date", passe=True)] = None
    reference: Annotated[str, Champ("Référence donnée", nominatif=True, cherche=1)] = ""
    reponse: Annotated[str, Champ("Réponse obtenue", nominatif=True)] = ""
