"""The Signalement: one reported situation, what is known of it, and the work done around it.

Its parts follow a phone call: who calls and how urgent it is, where, what, who, then what the service does of it.
"""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche
from mvl_desktop.domain.fait import Demarche, Fait
from mvl_desktop.domain.personne import MisEnCause, PersonneConcernee
from mvl_desktop.domain.piece import Piece
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.suivi import EtapeAppliquee, Lien, Note, ProcedureVoisine, Qualification

_MINEUR = ("mineur_concerne", "oui")
_CLOS = ("statut", "clos", "archive_intermediaire", "anonymise", "detruit")


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
            sans_nom=True,
            aide="En quelques mots, sans nommer personne.",
        ),
    ] = ""
    type_demande: Annotated[
        str,
        Champ(
            "Type de demande",
            groupe="Réception",
            nomenclature="types_demande",
            filtre=True,
            aide="Informer : une situation est rapportée. Demander un avis : une simple question.",
        ),
    ] = ""
    recu_le: Annotated[date | None, Champ("Reçu le", groupe="Réception", liste=True, filtre=True, requis=True)] = None
    recu_a: Annotated[
        str, Champ("À quelle heure", groupe="Réception", largeur=8, forme="heure", aide="Par exemple : 14:30.")
    ] = ""
    canal: Annotated[str, Champ("Canal", groupe="Réception", nomenclature="canaux", liste=True, filtre=True)] = ""
    reference_origine: Annotated[
        str,
        Champ(
            "Référence de l’expéditeur",
            nominatif=True,
            groupe="Réception",
            cherche=3,
            aide="Le numéro du courrier, de la réclamation ou de la saisine d’origine.",
        ),
    ] = ""
    recu_par: Annotated[str, Champ("Reçu par", nominatif=True, groupe="Réception", suggestions="personnes")] = ""
    signalant: Annotated[
        Reference | None,
        Champ(
            "Signalant",
            groupe="Réception",
            vers="signalant",
            aide="Conservé à part, pour les seules personnes habilitées.",
        ),
    ] = None
    urgence: Annotated[
        str,
        Champ(
            "Urgence",
            groupe="Réception",
            nomenclature="urgences",
            liste=True,
            filtre=True,
            guette=True,
            aide="Immédiate : danger vital ou mineur en danger, à traiter le jour même.",
        ),
    ] = ""
    danger_vital: Annotated[
        bool | None,
        Champ(
            "Danger vital",
            groupe="Réception",
            filtre=True,
            guette=True,
            aide="Si oui : appeler d’abord le 15, le 17 ou le 112.",
        ),
    ] = None
    attente: Annotated[
        str,
        Champ(
            "Ce qui nous est demandé",
            groupe="Réception",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Une aide, un avis, une intervention, un retour sur les suites.",
        ),
    ] = ""

    departement: Annotated[
        str, Champ("Département", groupe="Lieu", nomenclature="departements", liste=True, filtre=True)
    ] = ""
    commune: Annotated[str, Champ("Commune", groupe="Lieu", nomenclature="communes", filtre=True)] = ""
    adresse_lieu: Annotated[str, Champ("Adresse ou nom du lieu", groupe="Lieu", nominatif=True, cherche=1)] = ""
    cadre: Annotated[
        str,
        Champ("Cadre", groupe="Lieu", nomenclature="cadres", filtre=True, aide="Le genre d’endroit où cela se passe."),
    ] = ""
    finess_lieu: Annotated[
        str,
        Champ(
            "Numéro FINESS",
            nominatif=True,
            groupe="Lieu",
            cherche=2,
            largeur=9,
            visible_si=("cadre", "etablissement_sante", "etablissement_medico_social", "centre_sante"),
            aide="Les neuf chiffres de l’établissement, s’il est visé comme lieu.",
        ),
    ] = ""
    adresses_web: Annotated[
        tuple[str, ...],
        Champ("Sites et comptes", groupe="Lieu", nominatif=True, cherche=1, aide="Une adresse par ligne."),
    ] = ()

    resume: Annotated[
        str,
        Champ(
            "Résumé des faits",
            groupe="Faits",
            fusion="texte",
            nominatif=True,
            cherche=2,
            aide="Qui fait quoi, à qui, avec quel effet. Décrire des actes, jamais des croyances.",
        ),
    ] = ""
    survenu_le: Annotated[date | None, Champ("Début des faits", groupe="Faits")] = None
    survenu_jusqu_au: Annotated[date | None, Champ("Fin des faits", groupe="Faits")] = None
    en_cours: Annotated[bool | None, Champ("Les faits continuent", groupe="Faits", filtre=True)] = None
    faits: Annotated[
        tuple[Fait, ...],
        Champ("Faits", groupe="Faits", aide="Un fait par élément : vu, rapporté, documenté ou craint."),
    ] = ()
    effets_constates: Annotated[
        str,
        Champ(
            "Effets constatés",
            groupe="Faits",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Ce qui a déjà changé : santé, argent, famille, travail, école.",
        ),
    ] = ""
    effets_craints: Annotated[
        str,
        Champ(
            "Effets craints",
            groupe="Faits",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Ce qui est redouté et n’est pas arrivé.",
        ),
    ] = ""
    prejudice: Annotated[
        str,
        Champ(
            "Préjudice",
            groupe="Faits",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Le dommage subi : corporel, moral, financier.",
        ),
    ] = ""
    manquements: Annotated[
        frozenset[str],
        Champ(
            "Manquement évoqué",
            groupe="Faits",
            fusion="ensemble",
            nomenclature="manquements",
            aide="Selon la personne qui signale ; cela ne qualifie rien.",
        ),
    ] = frozenset()

    domaines: Annotated[
        frozenset[str],
        Champ("Domaines", groupe="Pratiques et argent", fusion="ensemble", nomenclature="domaines", filtre=True),
    ] = frozenset()
    domaine_principal: Annotated[
        str, Champ("Domaine principal", groupe="Pratiques et argent", nomenclature="domaines", filtre=True)
    ] = ""
    pratiques: Annotated[
        frozenset[str],
        Champ(
            "Pratiques mentionnées",
            groupe="Pratiques et argent",
            fusion="ensemble",
            nomenclature="pratiques",
            filtre=True,
            aide="Être mentionnée n’est pas une accusation.",
        ),
    ] = frozenset()
    autre_pratique: Annotated[
        str,
        Champ(
            "Nom donné à la pratique",
            nominatif=True,
            groupe="Pratiques et argent",
            cherche=2,
            aide="Tel que la personne l’a entendu ou lu.",
        ),
    ] = ""
    prix_et_paiement: Annotated[
        str,
        Champ(
            "Prix et paiement",
            nominatif=True,
            groupe="Pratiques et argent",
            cherche=1,
            aide="Prix d’une séance ou d’un stage, espèces, dons, prêts.",
        ),
    ] = ""
    montant: Annotated[int | None, Champ("Montant total connu, en euros", groupe="Pratiques et argent", largeur=9)] = (
        None
    )
    paiement_d_avance: Annotated[bool | None, Champ("Séances payées d’avance", groupe="Pratiques et argent")] = None
    produits_vendus: Annotated[
        str, Champ("Produits ou appareils vendus", nominatif=True, groupe="Pratiques et argent", cherche=1)
    ] = ""

    personnes: Annotated[
        tuple[PersonneConcernee, ...],
        Champ(
            "Personnes concernées",
            groupe="Personnes",
            aide="Victimes présumées, proches, témoins. Le signalant, lui, est conservé à part.",
        ),
    ] = ()
    nombre_personnes: Annotated[int | None, Champ("Nombre de personnes concernées", groupe="Personnes")] = None
    mineur_concerne: Annotated[
        bool | None,
        Champ("Mineur concerné", groupe="Personnes", filtre=True, aide="Si oui : la partie « Mineur » s’ouvre."),
    ] = None
    personne_vulnerable: Annotated[bool | None, Champ("Personne vulnérable", groupe="Personnes", filtre=True)] = None
    vulnerabilites: Annotated[
        frozenset[str],
        Champ(
            "Pourquoi vulnérable",
            groupe="Personnes",
            fusion="ensemble",
            nomenclature="vulnerabilites",
            filtre=True,
            visible_si=("personne_vulnerable", "oui"),
        ),
    ] = frozenset()

    mis_en_cause: Annotated[
        tuple[MisEnCause, ...],
        Champ("Mis en cause", groupe="Mis en cause", aide="Être cité ici n’est pas être coupable."),
    ] = ()

    nombre_mineurs: Annotated[int | None, Champ("Nombre de mineurs", groupe="Mineur", visible_si=_MINEUR)] = None
    mineur_contexte: Annotated[
        str,
        Champ(
            "Contexte",
            groupe="Mineur",
            nomenclature="contextes_mineur",
            visible_si=_MINEUR,
            aide="Dans sa famille, dans un groupe, ou ailleurs (école, activité, séjour).",
        ),
    ] = ""
    mineur_scolarite: Annotated[
        str, Champ("Instruction", groupe="Mineur", nomenclature="scolarites", visible_si=_MINEUR)
    ] = ""
    mineur_lieu: Annotated[
        str,
        Champ("École ou lieu d’accueil", groupe="Mineur", nominatif=True, cherche=1, visible_si=_MINEUR),
    ] = ""
    autorite_parentale: Annotated[
        str,
        Champ(
            "Qui a l’autorité parentale",
            groupe="Mineur",
            nominatif=True,
            cherche=1,
            visible_si=_MINEUR,
            aide="Les deux parents, un seul, un tuteur, un service.",
        ),
    ] = ""
    situation_familiale: Annotated[
        str, Champ("Situation familiale", groupe="Mineur", fusion="texte", nominatif=True, visible_si=_MINEUR)
    ] = ""
    attitude_famille: Annotated[
        str,
        Champ(
            "Attitude de la famille",
            groupe="Mineur",
            fusion="texte",
            nominatif=True,
            visible_si=_MINEUR,
            aide="Ce qu’elle fait et dit : accepte l’aide, refuse tout contact, est partagée.",
        ),
    ] = ""
    paroles_mineur: Annotated[
        str,
        Champ(
            "Paroles de l’enfant",
            groupe="Mineur",
            fusion="texte",
            litteral=True,
            nominatif=True,
            cherche=1,
            visible_si=_MINEUR,
            aide="Mot pour mot, entre guillemets. Ne pas l’interroger pour remplir cette case.",
        ),
    ] = ""
    paroles_recues_par: Annotated[
        str, Champ("Qui a reçu ces paroles", groupe="Mineur", nominatif=True, visible_si=_MINEUR)
    ] = ""
    paroles_recues_le: Annotated[date | None, Champ("Quel jour", groupe="Mineur", visible_si=_MINEUR)] = None
    paroles_recues_a: Annotated[
        str, Champ("À quelle heure", groupe="Mineur", largeur=8, forme="heure", visible_si=_MINEUR)
    ] = ""
    paroles_circonstances: Annotated[
        str,
        Champ(
            "Dans quelles circonstances",
            groupe="Mineur",
            fusion="texte",
            nominatif=True,
            visible_si=_MINEUR,
            aide="Où, devant qui, après quelle question.",
        ),
    ] = ""
    constat_medical: Annotated[
        bool | None,
        Champ(
            "Un constat médical existe",
            groupe="Mineur",
            visible_si=_MINEUR,
            aide="Le constat lui-même va dans les pièces médicales.",
        ),
    ] = None
    parents_informes: Annotated[
        bool | None,
        Champ(
            "Parents informés",
            groupe="Mineur",
            visible_si=_MINEUR,
            aide="Ils le sont, sauf intérêt contraire de l’enfant.",
        ),
    ] = None
    parents_non_informes_motif: Annotated[
        str,
        Champ("Pourquoi ils ne le sont pas", groupe="Mineur", nominatif=True, visible_si=("parents_informes", "non")),
    ] = ""

    pathologie: Annotated[
        str,
        Champ(
            "Famille de pathologie",
            groupe="Santé",
            nomenclature="pathologies",
            filtre=True,
            aide="La principale ; aucun détail médical ici.",
        ),
    ] = ""
    autres_pathologies: Annotated[
        frozenset[str],
        Champ(
            "Autres familles de pathologie",
            groupe="Santé",
            fusion="ensemble",
            nomenclature="pathologies",
            visible_si=("pathologie",),
        ),
    ] = frozenset()
    traitement_interrompu: Annotated[
        bool | None, Champ("Traitement interrompu ou retardé", groupe="Santé", filtre=True)
    ] = None
    traitement_interrompu_le: Annotated[
        date | None, Champ("Depuis le", groupe="Santé", visible_si=("traitement_interrompu", "oui"))
    ] = None
    perte_de_chance: Annotated[
        bool | None,
        Champ(
            "Perte de chance suspectée",
            groupe="Santé",
            filtre=True,
            aide="Un soin utile a été abandonné, refusé ou retardé.",
        ),
    ] = None
    medecin_informe: Annotated[bool | None, Champ("Médecin traitant informé", groupe="Santé")] = None

    plainte_deposee: Annotated[bool | None, Champ("Plainte déposée", groupe="Démarches déjà faites", filtre=True)] = (
        None
    )
    demarches_signalant: Annotated[
        tuple[Demarche, ...],
        Champ("Démarches du signalant", groupe="Démarches déjà faites", reduit=True, aide="Auprès de qui, et quand."),
    ] = ()
    demarches: Annotated[
        str, Champ("Autres démarches", groupe="Démarches déjà faites", fusion="texte", nominatif=True, cherche=1)
    ] = ""

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
        Champ("À reprendre le", groupe="Suivi", filtre=True, aide="Pour ne pas oublier de rappeler ou de relancer."),
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

    liens: Annotated[
        tuple[Lien, ...],
        Champ("Liens", groupe="Liens", reduit=True, aide="Doublon, même mis en cause, même lieu."),
    ] = ()
    procedures: Annotated[
        tuple[ProcedureVoisine, ...],
        Champ(
            "Procédures voisines",
            groupe="Liens",
            aide="Réclamation, événement indésirable, inspection, maltraitance : le numéro seulement.",
        ),
    ] = ()

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
