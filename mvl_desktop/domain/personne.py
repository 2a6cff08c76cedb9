"""The people of a signalement: those it may harm or who saw it, and those it is about."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element


class PersonneConcernee(Element, libelle="Personne concernée"):
    """Somebody who may suffer from the situation, or who saw it."""

    role: Annotated[str, Champ("Rôle", nomenclature="roles_personne", filtre=True)] = ""
    nom: Annotated[str, Champ("Nom et prénom", nominatif=True, cherche=3)] = ""
    lien: Annotated[
        str, Champ("Lien avec le signalant", nominatif=True, aide="Par exemple : sa fille, un voisin, elle-même.")
    ] = ""
    tranche_age: Annotated[str, Champ("Tranche d’âge", nomenclature="tranches_age", filtre=True)] = ""
    ne_le: Annotated[
        date | None, Champ("Date de naissance", nominatif=True, aide="Seulement si elle est indispensable.", passe=True)
    ] = None
    vulnerabilite: Annotated[str, Champ("Vulnérabilité", nominatif=True, cherche=1)] = ""
    coordonnees: Annotated[
        str, Champ("Coordonnées", nominatif=True, cherche=1, aide="Ce qu’il faut pour la joindre, et rien de plus.")
    ] = ""
    informee: Annotated[bool | None, Champ("Informée du signalement")] = None
    motif_non_informee: Annotated[
        str, Champ("Pourquoi elle ne l’est pas", nominatif=True, visible_si=("informee", "non"))
    ] = ""
    consentement: Annotated[bool | None, Champ("Accord pour être nommée")] = None
    accord_ecrit: Annotated[
        bool | None, Champ("Accord donné par écrit", visible_si=("consentement", "oui"), aide="Victimes et témoins.")
    ] = None
    accord_le: Annotated[date | None, Champ("Accord donné le", visible_si=("consentement", "oui"))] = None
    protections_expliquees: Annotated[
        bool | None, Champ("Protections expliquées", aide="Anonymat, confidentialité, limites de l’un et de l’autre.")
    ] = None
    precisions: Annotated[str, Champ("Précisions", fusion="texte", nominatif=True, cherche=1)] = ""


class MisEnCause(Element, libelle="Mis en cause"):
    """A person, an organisation or a place of care that the signalement is about."""

    type_mis_en_cause: Annotated[str, Champ("Type", nomenclature="types_mis_en_cause", filtre=True)] = ""
    nom: Annotated[str, Champ("Nom ou dénomination", nominatif=True, cherche=3)] = ""
    fonction: Annotated[str, Champ("Fonction", nominatif=True, cherche=1)] = ""
    titre_revendique: Annotated[
        str, Champ("Titre revendiqué", nominatif=True, cherche=1, aide="Le titre qu’il se donne, tel quel.")
    ] = ""
    profession: Annotated[
        str, Champ("Profession", nomenclature="professions", filtre=True, aide="Celle qui est établie, non celle dite.")
    ] = ""
    profession_reglementee: Annotated[bool | None, Champ("Profession réglementée", filtre=True)] = None
    rpps: Annotated[
        str, Champ("Numéro RPPS", nominatif=True, largeur=11, visible_si=("profession_reglementee", "oui"))
    ] = ""
    inscription_verifiee_le: Annotated[
        date | None, Champ("Inscription vérifiée le", aide="À l’ordre ou au répertoire des professionnels.")
    ] = None
    finess: Annotated[str, Champ("Numéro FINESS", nominatif=True, largeur=9)] = ""
    siret: Annotated[str, Champ("Numéro SIRET", nominatif=True, largeur=14)] = ""
    adresse: Annotated[str, Champ("Adresse", nominatif=True, cherche=1)] = ""
    telephone: Annotated[str, Champ("Téléphone", nominatif=True, largeur=20)] = ""
    courriel: Annotated[str, Champ("Courriel", nominatif=True, cherche=1)] = ""
    sites: Annotated[
        tuple[str, ...], Champ("Sites et comptes", nominatif=True, cherche=1, aide="Une adresse par ligne.")
    ] = ()
    coordonnees: Annotated[str, Champ("Autres coordonnées", nominatif=True, cherche=1)] = ""
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
