"""The FicheConduite: what to do in a given case, written by both parties, validated, versioned."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.piece import Piece


class Alerte(Element, libelle="Destinataire"):
    """Whom to alert, and in which case."""

    cas: Annotated[str, Champ("Dans quel cas", cherche=1)] = ""
    destinataire: Annotated[str, Champ("Qui alerter", cherche=2)] = ""
    delai: Annotated[str, Champ("Délai")] = ""


class FicheConduite(
    Fiche,
    kind="fiche-conduite",
    libelle="Fiche de conduite à tenir",
    pluriel="Fiches de conduite à tenir",
    titres=("titre", "code"),
    feminin=True,
):
    """A what-to-do sheet. Its version is a word of the users; it has nothing to do with the revisions of a record."""

    code: Annotated[str, Champ("Code", groupe="Identification", liste=True, cherche=5, largeur=10)] = ""
    titre: Annotated[str, Champ("Titre", groupe="Identification", liste=True, cherche=5, requis=True)] = ""
    version: Annotated[int | None, Champ("Version", groupe="Identification", liste=True)] = None
    statut: Annotated[
        str, Champ("Statut", groupe="Identification", nomenclature="statuts_fiche", liste=True, filtre=True)
    ] = ""
    diffusion: Annotated[str, Champ("Diffusion", groupe="Identification", nomenclature="diffusions", filtre=True)] = ""
    publics: Annotated[
        frozenset[str],
        Champ("Pour qui", groupe="Identification", fusion="ensemble", nomenclature="publics", filtre=True),
    ] = frozenset()
    declencheur: Annotated[
        str,
        Champ(
            "Déclencheur",
            groupe="Quand l’utiliser",
            fusion="texte",
            liste=True,
            cherche=3,
            requis=True,
            aide="La situation dans laquelle on ouvre cette fiche.",
        ),
    ] = ""
    urgence: Annotated[str, Champ("Urgence", groupe="Quand l’utiliser", nomenclature="urgences", filtre=True)] = ""
    natures: Annotated[
        frozenset[str],
        Champ("Natures visées", groupe="Quand l’utiliser", fusion="ensemble", nomenclature="natures", filtre=True),
    ] = frozenset()
    signes: Annotated[
        tuple[str, ...], Champ("Signes", groupe="Quand l’utiliser", cherche=1, aide="Un signe par ligne.")
    ] = ()
    a_faire_immediatement: Annotated[
        str, Champ("À faire immédiatement", groupe="Que faire", fusion="texte", cherche=2)
    ] = ""
    etapes: Annotated[
        tuple[str, ...],
        Champ(
            "Étapes",
            groupe="Que faire",
            cherche=2,
            requis=True,
            aide="Une étape par ligne, dans l’ordre ; chacune devient une case à cocher du dossier.",
        ),
    ] = ()
    a_ne_pas_faire: Annotated[
        tuple[str, ...], Champ("À ne pas faire", groupe="Que faire", cherche=1, aide="Un interdit par ligne.")
    ] = ()
    alertes: Annotated[tuple[Alerte, ...], Champ("Qui alerter", groupe="Que faire")] = ()
    information_personne: Annotated[
        str, Champ("Information de la personne", groupe="Cadre", fusion="texte", cherche=1)
    ] = ""
    confidentialite: Annotated[str, Champ("Confidentialité", groupe="Cadre", fusion="texte", cherche=1)] = ""
    base_legale: Annotated[
        tuple[str, ...], Champ("Base légale", groupe="Cadre", cherche=1, aide="Une référence par ligne.")
    ] = ()
    tracabilite: Annotated[str, Champ("Ce que le dossier doit garder", groupe="Cadre", fusion="texte", cherche=1)] = ""
    validee_par: Annotated[
        str, Champ("Validée par", groupe="Validation", aide="Les deux parties de la convention.")
    ] = ""
    validee_le: Annotated[date | None, Champ("Validée le", groupe="Validation", liste=True)] = None
    a_revoir_le: Annotated[date | None, Champ("À revoir le", groupe="Validation", filtre=True)] = None
    motif_retrait: Annotated[str, Champ("Motif du retrait", groupe="Validation")] = ""
    pieces: Annotated[tuple[Piece, ...], Champ("Annexes et modèles", groupe="Annexes")] = ()
