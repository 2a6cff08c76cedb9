"""The Signalement: one reported situation, what is known of it, and the work done around it."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.references import Reference


class PersonneConcernee(Element, libelle="Personne concernée"):
    """Somebody who may suffer from the situation, or who saw it."""

    role: Annotated[str, Champ("Rôle", nomenclature="roles_personne", filtre=True)] = ""
    nom: Annotated[str, Champ("Nom et prénom", nominatif=True, cherche=3)] = ""
    lien: Annotated[str, Champ("Lien avec le signalant", nominatif=True)] = ""
    tranche_age: Annotated[str, Champ("Tranche d’âge", nomenclature="tranches_age", filtre=True)] = ""
    ne_le: Annotated[
        date | None, Champ("Date de naissance", nominatif=True, aide="Seulement si elle est indispensable.")
    ] = None
    vulnerabilite: Annotated[str, Champ("Vulnérabilité", nominatif=True, cherche=1)] = ""
    informee: Annotated[bool | None, Champ("Informée du signalement")] = None
    consentement: Annotated[bool | None, Champ("Accord pour être nommée")] = None
    coordonnees: Annotated[str, Champ("Coordonnées", nominatif=True, cherche=1)] = ""
    precisions: Annotated[str, Champ("Précisions", fusion="texte", nominatif=True, cherche=1)] = ""


class MisEnCause(Element, libelle="Mis en cause"):
    """A person, an organisation or a place of care that the signalement is about."""

    type_mis_en_cause: Annotated[str, Champ("Type", nomenclature="types_mis_en_cause", filtre=True)] = ""
    nom: Annotated[str, Champ("Nom ou dénomination", nominatif=True, cherche=3)] = ""
    fonction: Annotated[str, Champ("Fonction", nominatif=True, cherche=1)] = ""
    titre_revendique: Annotated[str, Champ("Titre revendiqué", nominatif=True, cherche=1)] = ""
    profession_reglementee: Annotated[bool | None, Champ("Profession réglementée", filtre=True)] = None
    finess: Annotated[str, Champ("Numéro FINESS", nominatif=True, largeur=9)] = ""
    coordonnees: Annotated[str, Champ("Coordonnées", nominatif=True, cherche=1)] = ""
    precisions: Annotated[
        str,
        Champ(
            "Précisions",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Décrire des actes et des risques, jamais des croyances.",
        ),
    ] = ""


class Fait(Element, libelle="Fait"):
    """Something that happened, or is feared, with where it is known from."""

    constat: Annotated[str, Champ("Constat", nomenclature="constats", filtre=True)] = ""
    survenu_le: Annotated[date | None, Champ("Date")] = None
    lieu: Annotated[str, Champ("Lieu", nominatif=True, cherche=1)] = ""
    source: Annotated[str, Champ("Source", nominatif=True, aide="De qui, ou d’où, on le tient.")] = ""
    recit: Annotated[str, Champ("Récit", fusion="texte", nominatif=True, cherche=2)] = ""
    paroles_litterales: Annotated[
        str,
        Champ(
            "Paroles littérales",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Mot pour mot, sans reformuler, surtout pour un enfant.",
        ),
    ] = ""


class Note(Element, libelle="Note"):
    """A call, a visit, a thought, dated and signed."""

    notee_le: Annotated[date | None, Champ("Date")] = None
    forme: Annotated[str, Champ("Forme", nomenclature="formes_note")] = ""
    auteur: Annotated[str, Champ("Auteur")] = ""
    texte: Annotated[str, Champ("Texte", fusion="texte", nominatif=True, cherche=1)] = ""


class EtapeAppliquee(Element, libelle="Étape"):
    """One step of a fiche de conduite à tenir, as it was worded in the version that was applied."""

    fiche: Annotated[Reference | None, Champ("Fiche", vers="fiche-conduite", cache=True)] = None
    fiche_titre: Annotated[str, Champ("Fiche appliquée", cache=True)] = ""
    version: Annotated[int | None, Champ("Version", cache=True)] = None
    libelle: Annotated[str, Champ("Étape", cherche=1)] = ""
    etat: Annotated[str, Champ("État", nomenclature="etats_etape", filtre=True)] = ""
    fait_le: Annotated[date | None, Champ("Fait le")] = None
    fait_par: Annotated[str, Champ("Fait par")] = ""
    motif: Annotated[str, Champ("Motif si écartée", nominatif=True)] = ""


class Lien(Element, libelle="Lien"):
    """What ties this signalement to another one."""

    nature_lien: Annotated[str, Champ("Lien", nomenclature="liens", filtre=True)] = ""
    vers: Annotated[Reference | None, Champ("Signalement", vers="signalement")] = None
    reference_externe: Annotated[str, Champ("Référence d’une autre procédure", cherche=2)] = ""
    motif: Annotated[str, Champ("Motif", nominatif=True)] = ""


class Piece(Element, libelle="Pièce"):
    """A file that goes with the record; its content is sealed apart."""

    nom: Annotated[str, Champ("Nom du fichier", nominatif=True, cherche=2)] = ""
    type_mime: Annotated[str, Champ("Format", cache=True)] = ""
    taille: Annotated[int | None, Champ("Taille en octets", cache=True)] = None
    empreinte: Annotated[str, Champ("Empreinte", cache=True)] = ""
    origine: Annotated[str, Champ("Origine", nomenclature="origines_piece", filtre=True)] = ""
    ajoutee_le: Annotated[date | None, Champ("Ajoutée le", cache=True)] = None


class Signalement(
    Fiche, kind="signalement", libelle="Signalement", pluriel="Signalements", titres=("objet", "reference")
):
    """A reported situation. Every field may be empty: what is known comes little by little."""

    objet: Annotated[
        str,
        Champ(
            "Objet",
            groupe="Réception",
            liste=True,
            cherche=5,
            requis=True,
            nominatif=True,
            aide="En quelques mots, sans nommer personne.",
        ),
    ] = ""
    type_demande: Annotated[
        str, Champ("Type de demande", groupe="Réception", nomenclature="types_demande", filtre=True)
    ] = ""
    recu_le: Annotated[date | None, Champ("Reçu le", groupe="Réception", liste=True, filtre=True, requis=True)] = None
    canal: Annotated[str, Champ("Canal", groupe="Réception", nomenclature="canaux", liste=True, filtre=True)] = ""
    signalant: Annotated[
        Reference | None,
        Champ(
            "Signalant",
            groupe="Réception",
            vers="signalant",
            aide="Conservé à part, pour les seules personnes habilitées.",
        ),
    ] = None
    urgence: Annotated[str, Champ("Urgence", groupe="Réception", nomenclature="urgences", liste=True, filtre=True)] = ""

    departement: Annotated[
        str, Champ("Département", groupe="Lieu", nomenclature="departements", liste=True, filtre=True)
    ] = ""
    commune: Annotated[str, Champ("Commune", groupe="Lieu", nomenclature="communes", filtre=True)] = ""
    adresse_lieu: Annotated[str, Champ("Adresse ou nom du lieu", groupe="Lieu", nominatif=True, cherche=1)] = ""
    cadre: Annotated[str, Champ("Cadre", groupe="Lieu", nomenclature="cadres", filtre=True)] = ""
    adresses_web: Annotated[
        tuple[str, ...],
        Champ("Sites et comptes", groupe="Lieu", nominatif=True, cherche=1, aide="Une adresse par ligne."),
    ] = ()

    survenu_le: Annotated[date | None, Champ("Début des faits", groupe="Faits")] = None
    survenu_jusqu_au: Annotated[date | None, Champ("Fin des faits", groupe="Faits")] = None
    resume: Annotated[str, Champ("Résumé des faits", groupe="Faits", fusion="texte", nominatif=True, cherche=2)] = ""
    faits: Annotated[
        tuple[Fait, ...],
        Champ("Faits", groupe="Faits", aide="Un fait par élément : vu, rapporté, documenté ou craint."),
    ] = ()
    domaines: Annotated[
        frozenset[str], Champ("Domaines", groupe="Faits", fusion="ensemble", nomenclature="domaines", filtre=True)
    ] = frozenset()
    domaine_principal: Annotated[
        str, Champ("Domaine principal", groupe="Faits", nomenclature="domaines", filtre=True)
    ] = ""
    pratiques: Annotated[
        frozenset[str],
        Champ(
            "Pratiques mentionnées",
            groupe="Faits",
            fusion="ensemble",
            nomenclature="pratiques",
            filtre=True,
            aide="Être mentionnée n’est pas une accusation.",
        ),
    ] = frozenset()
    prix_et_paiement: Annotated[str, Champ("Prix et paiement", groupe="Faits", cherche=1)] = ""

    personnes: Annotated[tuple[PersonneConcernee, ...], Champ("Personnes concernées", groupe="Personnes")] = ()
    nombre_personnes: Annotated[int | None, Champ("Nombre de personnes concernées", groupe="Personnes")] = None
    mis_en_cause: Annotated[tuple[MisEnCause, ...], Champ("Mis en cause", groupe="Personnes")] = ()

    mineur_concerne: Annotated[bool | None, Champ("Mineur concerné", groupe="Risques", filtre=True)] = None
    personne_vulnerable: Annotated[bool | None, Champ("Personne vulnérable", groupe="Risques", filtre=True)] = None
    danger_vital: Annotated[bool | None, Champ("Danger vital", groupe="Risques", filtre=True)] = None
    perte_de_chance: Annotated[bool | None, Champ("Perte de chance suspectée", groupe="Risques", filtre=True)] = None
    pathologie: Annotated[
        str, Champ("Famille de pathologie", groupe="Risques", nomenclature="pathologies", filtre=True)
    ] = ""
    traitement_interrompu: Annotated[
        bool | None, Champ("Traitement interrompu ou retardé", groupe="Risques", filtre=True)
    ] = None

    niveau: Annotated[str, Champ("Niveau", groupe="Qualification", nomenclature="niveaux", liste=True, filtre=True)] = (
        ""
    )
    natures: Annotated[
        frozenset[str],
        Champ("Natures", groupe="Qualification", fusion="ensemble", nomenclature="natures", filtre=True),
    ] = frozenset()
    qualifie_le: Annotated[date | None, Champ("Qualifié le", groupe="Qualification")] = None
    qualifie_par: Annotated[str, Champ("Qualifié par", groupe="Qualification")] = ""
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

    reference: Annotated[str, Champ("Référence", groupe="Suivi", liste=True, cherche=5, cache=True)] = ""
    statut: Annotated[str, Champ("Statut", groupe="Suivi", nomenclature="statuts", liste=True, filtre=True)] = ""
    titulaire: Annotated[
        str, Champ("Suivi par", groupe="Suivi", liste=True, filtre=True, aide="La personne qui a la charge du dossier.")
    ] = ""
    demarches: Annotated[
        str, Champ("Démarches déjà faites", groupe="Suivi", fusion="texte", nominatif=True, cherche=1)
    ] = ""
    suites: Annotated[str, Champ("Suites", groupe="Suivi", fusion="texte", nominatif=True, cherche=1)] = ""
    notes: Annotated[tuple[Note, ...], Champ("Notes", groupe="Suivi")] = ()
    etapes_appliquees: Annotated[tuple[EtapeAppliquee, ...], Champ("Conduite à tenir appliquée", groupe="Suivi")] = ()
    liens: Annotated[tuple[Lien, ...], Champ("Liens", groupe="Suivi")] = ()
    motif_cloture: Annotated[str, Champ("Motif de clôture", groupe="Suivi", nomenclature="motifs_cloture")] = ""
    clos_le: Annotated[date | None, Champ("Clos le", groupe="Suivi")] = None

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
    deplace_vers: Annotated[Reference | None, Champ("Déplacé vers", groupe="Suivi", vers="signalement", cache=True)] = (
        None
    )
