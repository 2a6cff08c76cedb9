"""The Signalant: who told. A record of a compartment, that few people may open."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche
from mvl_desktop.domain.importe import Importe

_DECLARANT = ("posture", "declarant")
_ACCORD = ("consentement_identite", "oui")


class Signalant(
    Importe,
    Fiche,
    kind="signalant",
    libelle="Signalant",
    pluriel="Signalants",
    titres=("nom",),
    compartiment=True,
):
    """Who reported, how to reach them, and what they agreed to. Never in the signalement itself."""

    anonymat: Annotated[
        str,
        Champ(
            "Anonymat",
            groupe="Identité",
            nomenclature="anonymats",
            filtre=True,
            aide="Confidentiel : l’identité est connue, et ne sort pas d’ici.",
        ),
    ] = ""
    posture: Annotated[
        str,
        Champ(
            "Qui dépose",
            groupe="Identité",
            nomenclature="postures_signalant",
            filtre=True,
            aide="L’auteur des informations, ou quelqu’un qui dépose pour lui.",
        ),
    ] = ""
    qualite: Annotated[
        str,
        Champ(
            "Qualité",
            groupe="Identité",
            nomenclature="qualites",
            liste=True,
            filtre=True,
            aide="À quel titre cette personne signale.",
        ),
    ] = ""
    nom: Annotated[
        str,
        Champ(
            "Nom et prénom",
            groupe="Identité",
            nominatif=True,
            liste=True,
            cherche=4,
            aide="Laisser vide si la personne reste anonyme.",
        ),
    ] = ""
    organisme: Annotated[str, Champ("Organisme", groupe="Identité", nominatif=True, cherche=3)] = ""
    siret: Annotated[str, Champ("SIRET", groupe="Identité", nominatif=True, largeur=14, visible_si=("organisme",))] = ""
    pour_le_compte_de: Annotated[str, Champ("Pour le compte de", groupe="Identité", nominatif=True, cherche=1)] = ""
    auteur_nom: Annotated[
        str,
        Champ("Auteur des informations", groupe="Identité", nominatif=True, cherche=3, visible_si=_DECLARANT),
    ] = ""
    auteur_qualite: Annotated[
        str, Champ("Qualité de l’auteur", groupe="Identité", nomenclature="qualites", visible_si=_DECLARANT)
    ] = ""
    connaissance_directe: Annotated[
        bool | None,
        Champ(
            "A constaté les faits",
            groupe="Identité",
            filtre=True,
            aide="Oui si la personne a vu ou vécu elle-même ce qu’elle rapporte.",
        ),
    ] = None
    connaissance_circonstances: Annotated[
        str,
        Champ(
            "Comment elle l’a su",
            groupe="Identité",
            fusion="texte",
            nominatif=True,
            aide="Dans quelles circonstances elle a vu, vécu ou appris les faits.",
        ),
    ] = ""
    telephone: Annotated[str, Champ("Téléphone", groupe="Contact", nominatif=True, largeur=20)] = ""
    courriel: Annotated[str, Champ("Courriel", groupe="Contact", nominatif=True, cherche=1)] = ""
    adresse: Annotated[str, Champ("Adresse", groupe="Contact", nominatif=True)] = ""
    contact_prefere: Annotated[
        str, Champ("Moyen préféré", groupe="Contact", nomenclature="moyens_contact", filtre=True)
    ] = ""
    contact_souhaite: Annotated[
        str,
        Champ(
            "Comment la joindre sans risque",
            groupe="Contact",
            nominatif=True,
            aide="Jours, heures, message à laisser ou à ne pas laisser.",
        ),
    ] = ""
    craint_represailles: Annotated[bool | None, Champ("Craint des représailles", groupe="Protection", filtre=True)] = (
        None
    )
    protections_expliquees: Annotated[
        bool | None,
        Champ(
            "Protections expliquées",
            groupe="Protection",
            filtre=True,
            aide="Confidentialité, dossier non communicable, et leurs limites : la justice peut demander l’identité.",
        ),
    ] = None
    protections_expliquees_le: Annotated[
        date | None, Champ("Expliquées le", groupe="Protection", visible_si=("protections_expliquees", "oui"))
    ] = None
    lanceur_alerte: Annotated[
        bool | None,
        Champ("Se dit lanceur d’alerte", groupe="Protection", filtre=True, aide="Une procédure et des délais propres."),
    ] = None
    consentement_identite: Annotated[
        bool | None, Champ("Accepte que son identité soit communiquée", groupe="Accords", filtre=True)
    ] = None
    consentement_destinataires: Annotated[
        frozenset[str],
        Champ("À qui", groupe="Accords", fusion="ensemble", nomenclature="destinataires", visible_si=_ACCORD),
    ] = frozenset()
    consentement_ecrit: Annotated[bool | None, Champ("Accord écrit", groupe="Accords", visible_si=_ACCORD)] = None
    consentement_le: Annotated[date | None, Champ("Accord recueilli le", groupe="Accords")] = None
    souhaite_retour: Annotated[bool | None, Champ("Souhaite connaître les suites", groupe="Accords")] = None
    observations: Annotated[str, Champ("Observations", groupe="Accords", fusion="texte", nominatif=True, cherche=1)] = (
        ""
    )
