"""The Ordre: an act that one person has signed and that waits for a second signature."""

from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche


class Ordre(Fiche, kind="ordre", libelle="Ordre à contresigner", pluriel="Ordres à contresigner", titres=("objet",)):
    """What the second person needs in order to sign: the record concerned, the act, who is asked."""

    objet: Annotated[str, Champ("Enregistrement visé", groupe="Ordre", liste=True)] = ""
    acte: Annotated[str, Champ("Acte signé", groupe="Ordre", cache=True)] = ""
    destinataire: Annotated[str, Champ("Demandé à", groupe="Ordre", liste=True)] = ""
