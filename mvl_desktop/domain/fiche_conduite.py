"""The FicheConduite: what to do in a given case, written by both parties, validated, versioned."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.importe import Importe
from mvl_desktop.domain.piece import Piece
from mvl_desktop.domain.redaction import Identifiee, Relue


class Alerte(Element, libelle="Destinataire"):
    """Whom to alert, and in which case."""

    cas: Annotated[str, Champ("Dans quel cas", cherche=1)] = ""
    destinataire: Annotated[str, Champ("Qui alerter", cherche=2)] = ""
    role: Annotated[
        str, Champ("Genre de destinataire", nomenclature="destinataires", aide="Le lie à l’annuaire du département.")
    ] = ""
    moyen: Annotated[str, Champ("Comment", aide="Téléphone, messagerie sécurisée, courrier.")] = ""
    delai: Annotated[str, Champ("Délai")] = ""


class ModeleCourrier(Element, libelle="Modèle de courrier"):
    """A letter to adapt. What stands between brackets is to be filled in."""

    intitule: Annotated[str, Champ("Intitulé", cherche=1)] = ""
    destinataire: Annotated[str, Champ("À qui")] = ""
    objet: Annotated[str, Champ("Objet du courrier")] = ""
    texte: Annotated[
        str, Champ("Texte", fusion="texte", aide="Entre crochets : ce qui est à compléter. Jamais un nom réel.")
    ] = ""


class FicheConduite(
    Identifiee,
    Relue,
    Importe,
    Fiche,
    kind="fiche-conduite",
    libelle="Fiche de conduite à tenir",
    pluriel="Fiches de conduite à tenir",
    titres=("titre", "code"),
    feminin=True,
):
    """A what-to-do sheet. Its version is a word of the users; it has nothing to do with the revisions of a record."""

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
    signes: Annotated[
        tuple[str, ...], Champ("Signes", groupe="Quand l’utiliser", cherche=1, aide="Un signe par ligne.")
    ] = ()
    natures: Annotated[
        frozenset[str],
        Champ(
            "Natures visées",
            groupe="Quand l’utiliser",
            fusion="ensemble",
            nomenclature="natures",
            filtre=True,
            aide="Ces réponses, et les trois suivantes, font proposer la fiche.",
        ),
    ] = frozenset()
    vise_mineurs: Annotated[bool | None, Champ("Concerne les mineurs", groupe="Quand l’utiliser", filtre=True)] = None
    cadres: Annotated[
        frozenset[str],
        Champ("Cadres visés", groupe="Quand l’utiliser", fusion="ensemble", nomenclature="cadres", filtre=True),
    ] = frozenset()
    pratiques: Annotated[
        frozenset[str],
        Champ("Pratiques visées", groupe="Quand l’utiliser", fusion="ensemble", nomenclature="pratiques", filtre=True),
    ] = frozenset()
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
            aide="Une étape par ligne, dans l’ordre : qui fait quoi, quand. Chacune devient une case à cocher.",
        ),
    ] = ()
    a_ne_pas_faire: Annotated[
        tuple[str, ...], Champ("À ne pas faire", groupe="Que faire", cherche=1, aide="Un interdit par ligne.")
    ] = ()
    pieces_a_reunir: Annotated[
        tuple[str, ...], Champ("Pièces à réunir", groupe="Que faire", cherche=1, aide="Une pièce par ligne.")
    ] = ()
    alertes: Annotated[tuple[Alerte, ...], Champ("Qui alerter", groupe="Qui alerter")] = ()
    contacts_verifies_le: Annotated[
        date | None,
        Champ("Destinataires vérifiés le", groupe="Qui alerter", aide="Numéros et services changent : à revérifier."),
    ] = None
    information_personne: Annotated[
        str, Champ("Information de la personne", groupe="Cadre", fusion="texte", cherche=1)
    ] = ""
    confidentialite: Annotated[str, Champ("Confidentialité", groupe="Cadre", fusion="texte", cherche=1)] = ""
    base_legale: Annotated[
        tuple[str, ...],
        Champ("Base légale", groupe="Cadre", cherche=1, suggestions="textes", aide="Une référence par ligne."),
    ] = ()
    textes_verifies_le: Annotated[date | None, Champ("Textes vérifiés le", groupe="Cadre")] = None
    tracabilite: Annotated[str, Champ("Ce que le dossier doit garder", groupe="Cadre", fusion="texte", cherche=1)] = ""
    modeles: Annotated[tuple[ModeleCourrier, ...], Champ("Modèles de courrier", groupe="Modèles et annexes")] = ()
    pieces: Annotated[tuple[Piece, ...], Champ("Annexes", groupe="Modèles et annexes")] = ()
