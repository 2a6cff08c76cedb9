"""What windows show of the annuaire, frozen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interlocuteur:
    """An entry to turn to. `portee`: departement, region, national, modele; `motif`: why it is to verify, if it is."""

    id: str
    nom: str
    role: str
    destinataire: str
    portee: str
    telephone: str = ""
    urgence: str = ""
    courriel: str = ""
    messagerie_securisee: str = ""
    adresse: str = ""
    horaires: str = ""
    verifie_le: str = ""
    motif: str = ""
    remplace: str = ""


@dataclass(frozen=True, slots=True)
class AVerifier:
    """An entry to verify: why, when it last was."""

    id: str
    nom: str
    role: str
    motif: str
    verifie_le: str = ""
    depuis: str = ""


@dataclass(frozen=True, slots=True)
class Fonction:
    """A function and how it stands today: `etat` is vacant, interim, pourvu, a_venir or ferme."""

    id: str
    intitule: str
    organisme: str
    structure: str
    departement: str
    etat: str
    depuis: str = ""
    jusqua: str = ""
    remplacement_le: str = ""
    recrutement: str = ""
