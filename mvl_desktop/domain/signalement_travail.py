"""What the service does of a signalement: how it qualifies it, follows it, links it, and what it keeps with it."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Partie
from mvl_desktop.domain.courrier import Courrier
from mvl_desktop.domain.echeance import EcheanceSuivie
from mvl_desktop.domain.grille_remplie import GrilleRemplie, Reponse
from mvl_desktop.domain.piece import Piece
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.suivi import (
    Copie,
    EtapeAppliquee,
    FusionFaite,
    Lien,
    Note,
    ProcedureVoisine,
    Provenance,
    Qualification,
)
from mvl_desktop.domain.transmission import Transmission

_HORS_CHAMP = ("niveau", "hors_champ")
_CLOS = ("statut", "clos", "archive_intermediaire", "anonymise", "detruit")


class Qualifie(Partie):
    """The two axes of today, and the qualifications that came before."""

    niveau: Annotated[
        str,
        Champ(
            "Niveau",
            groupe="Qualification",
            nomenclature="niveaux",
            liste=True,
            filtre=True,
            aide="Votre appréciation d’aujourd’hui ; les précédentes restent lisibles.",
        ),
    ] = ""
    natures: Annotated[
        frozenset[str],
        Champ(
            "Natures",
            groupe="Qualification",
            fusion="ensemble",
            nomenclature="natures",
            filtre=True,
            aide="Plusieurs sont possibles, quel que soit le niveau.",
        ),
    ] = frozenset()
    articles_presumes: Annotated[
        frozenset[str],
        Champ(
            "Faits susceptibles de relever de",
            groupe="Qualification",
            fusion="ensemble",
            nomenclature="articles_presumes",
            filtre=True,
            visible_si=("niveau", "infractionnelle"),
            aide="Une piste pour le procureur, jamais une affirmation.",
        ),
    ] = frozenset()
    motif_qualification: Annotated[
        str,
        Champ(
            "Motif de la qualification",
            groupe="Qualification",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Les indices qui convergent ; un seul ne suffit jamais.",
        ),
    ] = ""
    reoriente_vers: Annotated[
        str,
        Champ(
            "Réorienté vers",
            groupe="Qualification",
            nomenclature="destinataires",
            visible_si=_HORS_CHAMP,
            aide="Le service compétent, à qui la demande est transmise.",
        ),
    ] = ""
    reoriente_le: Annotated[date | None, Champ("Réorienté le", groupe="Qualification", visible_si=_HORS_CHAMP)] = None
    reorientation_dite: Annotated[
        bool | None,
        Champ(
            "Réorientation dite à la personne",
            groupe="Qualification",
            visible_si=_HORS_CHAMP,
            aide="Elle doit savoir à qui sa demande a été transmise.",
        ),
    ] = None
    qualifie_le: Annotated[date | None, Champ("Qualifié le", groupe="Qualification", cache=True)] = None
    qualifie_par: Annotated[str, Champ("Qualifié par", nominatif=True, groupe="Qualification", cache=True)] = ""
    qualifications: Annotated[
        tuple[Qualification, ...],
        Champ(
            "Qualifications successives",
            groupe="Qualification",
            lecture=True,
            visible_si=("qualifications",),
            aide="Chacune garde sa date, son auteur et son motif.",
        ),
    ] = ()


class Suivi(Partie):
    """Who is in charge, where it stands, notes and steps."""

    reference: Annotated[str, Champ("Référence", groupe="Suivi", liste=True, cherche=5, cache=True)] = ""
    statut: Annotated[str, Champ("Statut", groupe="Suivi", nomenclature="statuts", liste=True, filtre=True)] = ""
    titulaire: Annotated[
        str,
        Champ(
            "Suivi par",
            nominatif=True,
            groupe="Suivi",
            liste=True,
            guette=True,
            filtre=True,
            suggestions="personnes",
            aide="La personne qui a la charge du dossier.",
        ),
    ] = ""
    suppleant: Annotated[
        str, Champ("En son absence", nominatif=True, groupe="Suivi", suggestions="personnes", visible_si=("titulaire",))
    ] = ""
    a_reprendre_le: Annotated[
        date | None,
        Champ(
            "À reprendre le",
            groupe="Suivi",
            filtre=True,
            guette=True,
            aide="Pour ne pas oublier de rappeler ou de relancer.",
        ),
    ] = None
    suites: Annotated[str, Champ("Suites", groupe="Suivi", fusion="texte", nominatif=True, cherche=1)] = ""
    motif_cloture: Annotated[
        str,
        Champ("Motif de clôture", groupe="Suivi", nomenclature="motifs_cloture", filtre=True, visible_si=_CLOS),
    ] = ""
    clos_le: Annotated[date | None, Champ("Clos le", groupe="Suivi", visible_si=_CLOS)] = None
    motif_reouverture: Annotated[
        str,
        Champ(
            "Motif de réouverture",
            groupe="Suivi",
            nomenclature="motifs_reouverture",
            visible_si=("statut", "rouvert"),
        ),
    ] = ""
    rouvert_le: Annotated[date | None, Champ("Rouvert le", groupe="Suivi", visible_si=("statut", "rouvert"))] = None
    precision_statut: Annotated[
        str,
        Champ(
            "Précision",
            groupe="Suivi",
            nominatif=True,
            visible_si=("statut", "clos", "rouvert", "complement_demande"),
            aide="Ce qui explique ce statut, en une phrase.",
        ),
    ] = ""
    notes: Annotated[tuple[Note, ...], Champ("Notes", groupe="Suivi")] = ()
    etapes_appliquees: Annotated[tuple[EtapeAppliquee, ...], Champ("Conduite à tenir appliquée", groupe="Suivi")] = ()


class Reperage(Partie):
    """Grids gone through during interviews, answer by answer."""

    grilles: Annotated[
        tuple[GrilleRemplie, ...],
        Champ("Grilles de repérage", groupe="Repérage", aide="Des indices à réunir, jamais une conclusion."),
    ] = ()
    reponses: Annotated[tuple[Reponse, ...], Champ("Réponses", groupe="Repérage", cache=True)] = ()


class Envois(Partie):
    """What went outside, in what words, and what is due on what day."""

    transmissions: Annotated[
        tuple[Transmission, ...],
        Champ(
            "Transmissions", groupe="Transmissions", aide="Ce qui est parti ne change plus ; seul le retour s’ajoute."
        ),
    ] = ()
    courriers: Annotated[tuple[Courrier, ...], Champ("Courriers", groupe="Transmissions")] = ()
    echeances: Annotated[
        tuple[EcheanceSuivie, ...],
        Champ("Échéances", groupe="Suivi", aide="Celles qui se calculent, et celles que vous ajoutez."),
    ] = ()


class Liens(Partie):
    """Other signalements, and other procedures."""

    liens: Annotated[
        tuple[Lien, ...],
        Champ("Liens", groupe="Liens", reduit=True, aide="Doublon, même mis en cause, même lieu."),
    ] = ()
    fusions: Annotated[
        tuple[FusionFaite, ...],
        Champ(
            "Signalements fusionnés ici",
            groupe="Liens",
            lecture=True,
            visible_si=("fusions",),
            aide="Chacun garde son histoire, et la fusion peut être annulée.",
        ),
    ] = ()
    procedures: Annotated[
        tuple[ProcedureVoisine, ...],
        Champ(
            "Procédures voisines",
            groupe="Liens",
            aide="Réclamation, événement indésirable, inspection, maltraitance : le numéro seulement.",
        ),
    ] = ()


class Pieces(Partie):
    """Files, those of the physician apart, and where it went."""

    pieces: Annotated[tuple[Piece, ...], Champ("Pièces jointes", groupe="Pièces")] = ()
    pieces_medicales: Annotated[
        Reference | None,
        Champ(
            "Pièces médicales",
            groupe="Pièces",
            vers="pieces-medicales",
            aide="Conservées à part, pour le seul médecin inspecteur.",
        ),
    ] = None
    deplace_vers: Annotated[
        Reference | None, Champ("Déplacé vers", groupe="Suivi", vers="signalement", retrouve=True, cache=True)
    ] = None
    copies: Annotated[
        tuple[Copie, ...],
        Champ(
            "Copies dans d’autres espaces",
            groupe="Liens",
            lecture=True,
            visible_si=("copies",),
            aide="Chaque copie vit ensuite de son côté.",
        ),
    ] = ()
    provenances: Annotated[
        tuple[Provenance, ...],
        Champ(
            "Provenance",
            groupe="Liens",
            lecture=True,
            visible_si=("provenances",),
            aide="Le signalement d’un autre espace dont celui-ci est la copie.",
        ),
    ] = ()
