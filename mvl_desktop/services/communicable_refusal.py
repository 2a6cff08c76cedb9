"""Use case: a signalement is asked for; the answer is a letter of reasoned refusal, and never a copy.

Signalements of people who say that they are victims or witnesses are not communicable by nature (CRPA, art. L. 311-6;
Conseil d’État, 26 March 2025, n° 490743): taking names out does not do, what is left tells who spoke.
"""

from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.courriers import write_letter

TEMPLATE = "REF-01"
"""The code of the template that comes with the application; an espace may have made it its own."""


def refuse_signalement(ports: Ports, id_: str, lists: Nomenclatures) -> str:
    """Write the letter of refusal in a signalement, to be completed and read again; return the letter’s id.

    Raises LettreTropLongueError, RefusError: fiche_inconnue, modele_inconnu, lecture_seule.
    """
    return write_letter(ports, id_, TEMPLATE, lists)
