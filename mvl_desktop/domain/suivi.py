"""The work around a signalement: qualifications, notes, steps applied, links, neighbouring procedures."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element
from mvl_desktop.domain.references import Reference


class Qualification(Element, libelle="Qualification"):
    """One qualification as it was given: the former ones stay readable when another supersedes it."""

    qualifie_le: Annotated[date | None, Champ("Date", retrouve=True)] = None
    qualifie_par: Annotated[str, Champ("Par", nominatif=True)] = ""
    niveau: Annotated[str, Champ("Niveau", nomenclature="niveaux")] = ""
    natures: Annotated[tuple[str, ...], Champ("Natures", nomenclature="natures")] = ()
    articles: Annotated[
        tuple[str, ...], Champ("Faits susceptibles de relever de", nomenclature="articles_presumes")
    ] = ()
    motif: Annotated[str, Champ("Motif", fusion="texte", nominatif=True)] = ""


class Note(Element, libelle="Note"):
    """A call, a visit, a thought, dated and signed."""

    notee_le: Annotated[date | None, Champ("Date")] = None
    notee_a: Annotated[str, Champ("Heure", largeur=8, forme="heure", aide="Par exemple : 14:30.")] = ""
    forme: Annotated[str, Champ("Forme", nomenclature="formes_note")] = ""
    avec: Annotated[str, Champ("Avec qui", nominatif=True)] = ""
    auteur: Annotated[str, Champ("Auteur", nominatif=True, suggestions="personnes")] = ""
    texte: Annotated[str, Champ("Texte", fusion="texte", nominatif=True, cherche=1)] = ""


class EtapeAppliquee(Element, libelle="Étape"):
    """One step of a fiche de conduite à tenir, as it was worded in the version that was applied."""

    fiche: Annotated[Reference | None, Champ("Fiche", vers="fiche-conduite", compte=True, cache=True)] = None
    fiche_titre: Annotated[str, Champ("Fiche appliquée", cache=True)] = ""
    version: Annotated[int | None, Champ("Version", cache=True)] = None
    appliquee_le: Annotated[date | None, Champ("Appliquée le", compte=True, cache=True)] = None
    libelle: Annotated[str, Champ("Étape", cherche=1)] = ""
    etat: Annotated[str, Champ("État", nomenclature="etats_etape", filtre=True, guette=True)] = ""
    fait_le: Annotated[date | None, Champ("Fait le", visible_si=("etat", "fait", "ecarte"))] = None
    fait_a: Annotated[str, Champ("Heure", largeur=8, forme="heure", visible_si=("etat", "fait"))] = ""
    fait_par: Annotated[
        str, Champ("Fait par", nominatif=True, suggestions="personnes", visible_si=("etat", "fait", "ecarte"))
    ] = ""
    motif: Annotated[
        str,
        Champ("Motif si écartée", nominatif=True, visible_si=("etat", "ecarte"), aide="Écarter une étape se justifie."),
    ] = ""


class Lien(Element, libelle="Lien"):
    """What ties this signalement to another one."""

    nature_lien: Annotated[str, Champ("Lien", nomenclature="liens", filtre=True)] = ""
    vers: Annotated[Reference | None, Champ("Signalement", vers="signalement", retrouve=True)] = None
    reference_externe: Annotated[str, Champ("Référence d’une autre procédure", nominatif=True, cherche=2)] = ""
    motif: Annotated[str, Champ("Motif", nominatif=True)] = ""


class FusionFaite(Element, libelle="Fusion"):
    """A signalement that this one took in: what it said is here too, and both histories stay."""

    absorbe: Annotated[Reference | None, Champ("Signalement", vers="signalement", retrouve=True, cache=True)] = None
    motif: Annotated[str, Champ("Motif", nominatif=True, cache=True)] = ""


class ProcedureVoisine(Element, libelle="Procédure"):
    """Another procedure on the same situation: its kind and its number only, the files are never mixed."""

    type_procedure: Annotated[str, Champ("Procédure", nomenclature="procedures", filtre=True)] = ""
    lien_procedure: Annotated[str, Champ("Lien", nomenclature="liens_procedure")] = ""
    reference: Annotated[
        str, Champ("Numéro", nominatif=True, cherche=2, aide="Le numéro du dossier, et rien d’autre.")
    ] = ""


class Copie(Element, libelle="Copie"):
    """Where a copy of this signalement went: the espace, when, by whom, and whether identities were left out."""

    espace: Annotated[str, Champ("Espace", cache=True)] = ""
    vers: Annotated[Reference | None, Champ("Copie", vers="signalement", retrouve=True, cache=True)] = None
    copie_le: Annotated[date | None, Champ("Le", cache=True)] = None
    copie_par: Annotated[str, Champ("Par", nominatif=True, cache=True)] = ""
    masque: Annotated[bool | None, Champ("Identités retirées", cache=True)] = None
    motif: Annotated[str, Champ("Motif", nominatif=True, cache=True)] = ""
    version: Annotated[str, Champ("Version copiée", cache=True)] = ""
    """The heads of the source as they were copied, as `revisions` name them, between commas."""
    rappelee_le: Annotated[date | None, Champ("Rappelée le", cache=True)] = None
    rappelee_par: Annotated[str, Champ("Rappelée par", nominatif=True, cache=True)] = ""
    rappel_motif: Annotated[str, Champ("Motif du rappel", nominatif=True, cache=True)] = ""
    rappel_transmis: Annotated[bool | None, Champ("Rappel transmis", cache=True)] = None
    """Whether the copy itself says that it is recalled: whoever recalled it could write where it is."""
    suite_rappel: Annotated[str, Champ("Suite donnée au rappel", nominatif=True, cache=True)] = ""
    """Why the copy is kept, as its espace answered."""
    effacee_le: Annotated[date | None, Champ("Copie effacée le", cache=True)] = None


class Provenance(Element, libelle="Provenance"):
    """Which signalement of another espace this one was copied from."""

    espace: Annotated[str, Champ("Espace", cache=True)] = ""
    depuis: Annotated[
        Reference | None, Champ("Signalement", vers="signalement", retrouve=True, guette=True, cache=True)
    ] = None
    reference: Annotated[str, Champ("Référence d’origine", cherche=2, cache=True)] = ""
    copie_le: Annotated[date | None, Champ("Le", cache=True)] = None
    copie_par: Annotated[str, Champ("Par", nominatif=True, cache=True)] = ""
    masque: Annotated[bool | None, Champ("Identités retirées", cache=True)] = None
    source: Annotated[str, Champ("État de la source", retrouve=True, guette=True, cache=True)] = ""
    """`effacee` once the signalement that this one was copied from is erased, `rappelee` once its espace asked for
    the copy to be erased, `gardee` once its own espace answered that it is kept; empty before.
    """
    effacee_le: Annotated[date | None, Champ("Source effacée le", cache=True)] = None
    rappelee_le: Annotated[date | None, Champ("Rappelée le", cache=True)] = None
    rappelee_par: Annotated[str, Champ("Rappelée par", nominatif=True, cache=True)] = ""
    rappel_motif: Annotated[str, Champ("Motif du rappel", nominatif=True, cache=True)] = ""
    suite_rappel: Annotated[str, Champ("Suite donnée au rappel", nominatif=True, cache=True)] = ""
    """Why the copy is kept though it was recalled; empty until somebody answers."""
