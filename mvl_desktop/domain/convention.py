"""The Convention between an ARS and the MIVILUDES: what the parties agreed on, for how long, and what became of it.

Where it stands (en vigueur, à renouveler, expirée…) is computed from the dates, never typed.
"""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.convention_vie import signature
from mvl_desktop.domain.echeance import EcheanceSuivie
from mvl_desktop.domain.piece import Piece


class PartieSignataire(Element, libelle="Partie"):
    """One of the parties, by whom it is represented, and when it signed."""

    partie: Annotated[str, Champ("Partie", nomenclature="parties_convention")] = ""
    organisme: Annotated[str, Champ("Organisme", suggestions="organismes")] = ""
    adresse: Annotated[str, Champ("Adresse")] = ""
    fonction: Annotated[str, Champ("Représentée par", aide="La fonction de qui signe.")] = ""
    nom: Annotated[str, Champ("Nom du signataire", nominatif=True, cherche=2)] = ""
    signee_le: Annotated[date | None, Champ("Signée le")] = None
    lieu: Annotated[str, Champ("À")] = ""


class Axe(Element, libelle="Axe"):
    """A priority of the convention."""

    code: Annotated[str, Champ("Code", largeur=10, aide="Par exemple : axe 1.")] = ""
    intitule: Annotated[str, Champ("Intitulé", cherche=2)] = ""
    contenu: Annotated[str, Champ("Contenu", fusion="texte")] = ""


class Engagement(Element, libelle="Engagement"):
    """Something that the parties agreed to do."""

    intitule: Annotated[str, Champ("Ce qui est convenu", fusion="texte", cherche=1)] = ""
    axe: Annotated[str, Champ("Axe", largeur=10)] = ""
    partie: Annotated[str, Champ("À la charge de", nomenclature="parties_convention")] = ""
    article: Annotated[str, Champ("Article", largeur=10)] = ""


class Article(Element, libelle="Article"):
    """An article, as it was signed."""

    numero: Annotated[str, Champ("Numéro", largeur=8)] = ""
    titre: Annotated[str, Champ("Titre", cherche=1)] = ""
    texte: Annotated[str, Champ("Texte", fusion="texte", cherche=1)] = ""


class Avenant(Element, libelle="Avenant"):
    """A change that the parties signed; it may renew the convention."""

    numero: Annotated[int | None, Champ("Numéro")] = None
    objet: Annotated[str, Champ("Objet", cherche=1)] = ""
    article: Annotated[str, Champ("Article modifié", largeur=10, aide="Vide : l’avenant ne fait que prolonger.")] = ""
    avant: Annotated[str, Champ("Ancien texte", fusion="texte", lecture=True)] = ""
    apres: Annotated[str, Champ("Nouveau texte", fusion="texte")] = ""
    signe_le: Annotated[date | None, Champ("Signé le", aide="Par la dernière des parties.")] = None
    effet_le: Annotated[date | None, Champ("Prend effet le")] = None
    jusquau: Annotated[date | None, Champ("Prolonge jusqu’au")] = None


class Differend(Element, libelle="Différend"):
    """A disagreement on the convention, and how the parties settled it."""

    ouvert_le: Annotated[date | None, Champ("Ouvert le")] = None
    objet: Annotated[str, Champ("Objet", nominatif=True)] = ""
    etat: Annotated[str, Champ("État", nomenclature="etats_differend", filtre=True)] = ""
    reglement: Annotated[
        str, Champ("Règlement", fusion="texte", nominatif=True, aide="À l’amiable entre les parties.")
    ] = ""
    clos_le: Annotated[date | None, Champ("Clos le")] = None


class Convention(
    Fiche,
    kind="convention",
    libelle="Convention",
    pluriel="Conventions",
    titres=("intitule", "numero"),
    feminin=True,
):
    """The convention as it was signed, and its life."""

    numero: Annotated[str, Champ("Numéro", groupe="Convention", liste=True, cherche=4, largeur=16)] = ""
    intitule: Annotated[str, Champ("Intitulé", groupe="Convention", liste=True, cherche=5, requis=True)] = ""
    region: Annotated[str, Champ("Région", groupe="Convention", nomenclature="regions", liste=True, filtre=True)] = ""
    objet: Annotated[str, Champ("Objet", groupe="Convention", fusion="texte", cherche=2)] = ""
    champ_application: Annotated[str, Champ("Champ", groupe="Convention", fusion="texte")] = ""
    parties: Annotated[tuple[PartieSignataire, ...], Champ("Parties", groupe="Parties et signature")] = ()
    signee_le: Annotated[
        date | None,
        Champ(
            "Signée le",
            groupe="Parties et signature",
            liste=True,
            filtre=True,
            passe=True,
            aide="Par la dernière des parties ; vide : calculée d’après leurs signatures.",
            repli=signature,
        ),
    ] = None
    duree_mois: Annotated[
        int | None, Champ("Durée (mois)", groupe="Parties et signature", aide="36 si rien n’est écrit : trois ans.")
    ] = None
    preavis_mois: Annotated[
        int | None, Champ("Préavis (mois)", groupe="Parties et signature", aide="1 si rien n’est écrit.")
    ] = None
    visas: Annotated[
        tuple[str, ...], Champ("Visas", groupe="Contenu", cherche=1, suggestions="textes", aide="Un texte par ligne.")
    ] = ()
    considerants: Annotated[str, Champ("Considérants", groupe="Contenu", fusion="texte")] = ""
    axes: Annotated[tuple[Axe, ...], Champ("Axes", groupe="Contenu")] = ()
    engagements: Annotated[tuple[Engagement, ...], Champ("Ce qui est convenu", groupe="Contenu")] = ()
    articles: Annotated[tuple[Article, ...], Champ("Articles", groupe="Contenu")] = ()
    avenants: Annotated[tuple[Avenant, ...], Champ("Avenants", groupe="Vie de la convention")] = ()
    denoncee_le: Annotated[
        date | None, Champ("Dénoncée le", groupe="Vie de la convention", filtre=True, passe=True)
    ] = None
    denoncee_par: Annotated[
        str,
        Champ(
            "Dénoncée par",
            groupe="Vie de la convention",
            nomenclature="parties_convention",
            visible_si=("denoncee_le",),
        ),
    ] = ""
    differends: Annotated[tuple[Differend, ...], Champ("Différends", groupe="Vie de la convention")] = ()
    remplacee_par: Annotated[
        str, Champ("Suite", groupe="Vie de la convention", aide="La convention qui prend la suite, s’il y en a une.")
    ] = ""
    copil_par_an: Annotated[
        int | None, Champ("Réunions du COPIL par an", groupe="Suivi", aide="Ce que les parties ont prévu.")
    ] = None
    indicateurs: Annotated[
        tuple[str, ...],
        Champ(
            "Indicateurs du bilan", groupe="Suivi", aide="Les codes retenus par le COPIL, un par ligne. Vide : tous."
        ),
    ] = ()
    echeances: Annotated[tuple[EcheanceSuivie, ...], Champ("Échéances", groupe="Suivi", cache=True)] = ()
    remarque: Annotated[str, Champ("Remarque", groupe="Suivi", fusion="texte", nominatif=True)] = ""
    pieces: Annotated[tuple[Piece, ...], Champ("Pièces jointes", groupe="Pièces")] = ()
