"""The Signalant: who told. A record of a compartment, that few people may open."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche


class Signalant(Fiche, kind="signalant", libelle="Signalant", pluriel="Signalants", titres=("nom",), compartiment=True):
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
    qualite: Annotated[str, Champ("Qualité", groupe="Identité", nomenclature="qualites", liste=True, filtre=True)] = ""
    nom: Annotated[str, Champ("Nom et prénom", groupe="Identité", nominatif=True, liste=True, cherche=4)] = ""
    organisme: Annotated[str, Champ("Organisme", groupe="Identité", nominatif=True, cherche=3)] = ""
    siret: Annotated[str, Champ("SIRET", groupe="Identité", nominatif=True, largeur=14)] = ""
    pour_le_compte_de: Annotated[str, Champ("Pour le compte de", groupe="Identité", nominatif=True, cherche=1)] = ""
    telephone: Annotated[str, Champ("Téléphone", groupe="Contact", nominatif=True, largeur=20)] = ""
    courriel: Annotated[str, Champ("Courriel", groupe="Contact", nominatif=True, cherche=1)] = ""
    adresse: Annotated[str, Champ("Adresse", groupe="Contact", nominatif=True)] = ""
    contact_souhaite: Annotated[str, Champ("Comment la joindre sans risque", groupe="Contact", nominatif=True)] = ""
    consentement_identite: Annotated[
        bool | None, Champ("Accepte que son identité soit communiquée", groupe="Accords")
    ] = None
    consentement_le: Annotated[date | None, Champ("Accord recueilli le", groupe="Accords")] = None
    souhaite_retour: Annotated[bool | None, Champ("Souhaite connaître les suites", groupe="Accords")] = None
    observations: Annotated[str, Champ("Observations", groupe="Accords", fusion="texte", nominatif=True, cherche=1)] = (
        ""
    )
