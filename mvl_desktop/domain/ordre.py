"""The Ordre: acts that somebody ordered, why, and what they concern; it waits for a second signature where two sign.

It holds no content of the records concerned: identifiers, the signed acts, and for an élimination the lines of its
bordereau, which name nobody.
"""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche


class Ordre(Fiche, kind="ordre", libelle="Ordre à contresigner", pluriel="Ordres à contresigner", titres=("objet",)):
    """What the second person needs in order to sign: the records concerned, the acts, who is asked."""

    objet: Annotated[str, Champ("Enregistrement visé", groupe="Ordre", liste=True)] = ""
    acte: Annotated[str, Champ("Acte signé", groupe="Ordre", cache=True)] = ""
    destinataire: Annotated[str, Champ("Demandé à", groupe="Ordre", liste=True)] = ""
    nature: Annotated[str, Champ("Nature de l’ordre", groupe="Ordre", cache=True)] = ""
    motif: Annotated[str, Champ("Motif", groupe="Ordre", cache=True)] = ""
    precision: Annotated[str, Champ("Précision", groupe="Ordre", nominatif=True, cache=True)] = ""
    demande_le: Annotated[date | None, Champ("Demandé le", groupe="Ordre", cache=True)] = None
    demande_par: Annotated[str, Champ("Demandé par", groupe="Ordre", nominatif=True, cache=True)] = ""
    bordereau: Annotated[tuple[str, ...], Champ("Lignes du bordereau", groupe="Ordre", cache=True)] = ()
