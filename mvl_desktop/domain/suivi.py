"""The work around a signalement: qualifications, notes, steps applied, links, neighbouring procedures."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element
from mvl_desktop.domain.references import Reference


class Qualification(Element, libelle="Qualification"):
    """One qualification as it was given: the former ones stay readable when another supersedes it."""

    qualifie_le: Annotated[date | None, Champ("Date")] = None
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

    fiche: Annotated[Reference | None, Champ("Fiche", vers="fiche-conduite", cache=True)] = None
    fiche_titre: Annotated[str, Champ("Fiche appliquée", cache=True)] = ""
    version: Annotated[int | None, Champ("Version", cache=True)] = None
    appliquee_le: Annotated[date | None, Champ("Appliquée le", cache=True)] = None
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
    vers: Annotated[Reference | None, Champ("Signalement", vers="signalement", filtre=True)] = None
    reference_externe: Annotated[str, Champ("Référence d’une autre procédure", nominatif=True, cherche=2)] = ""
    motif: Annotated[str, Champ("Motif", nominatif=True)] = ""


class ProcedureVoisine(Element, libelle="Procédure"):
    """Another procedure on the same situation: its kind and its number only, the files are never mixed."""

    type_procedure: Annotated[str, Champ("Procédure", nomenclature="procedures", filtre=True)] = ""
    lien_procedure: Annotated[str, Champ("Lien", nomenclature="liens_procedure")] = ""
    reference: Annotated[
        str, Champ("Numéro", nominatif=True, cherche=2, aide="Le numéro du dossier, et rien d’autre.")
    ] = ""
