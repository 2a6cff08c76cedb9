"""The Signalement: one reported situation, what is known of it, and the work done around it.

Its parts follow a phone call: who calls and how urgent it is, where, what, who, then what the service does of it.
"""

from mvl_desktop.domain.champ import Fiche
from mvl_desktop.domain.importe import Importe
from mvl_desktop.domain.signalement_accueil import Lieu, Reception
from mvl_desktop.domain.signalement_faits import Demarches, Faits, Pratiques
from mvl_desktop.domain.signalement_personnes import Mineur, Personnes, Sante
from mvl_desktop.domain.signalement_travail import Envois, Liens, Pieces, Qualifie, Reperage, Suivi


class Signalement(
    Reception,
    Lieu,
    Faits,
    Pratiques,
    Personnes,
    Mineur,
    Sante,
    Demarches,
    Reperage,
    Qualifie,
    Suivi,
    Envois,
    Liens,
    Pieces,
    Importe,
    Fiche,
    kind="signalement",
    libelle="Signalement",
    pluriel="Signalements",
    titres=("objet", "reference"),
):
    """A reported situation. Every field may be empty: what is known comes little by little."""
