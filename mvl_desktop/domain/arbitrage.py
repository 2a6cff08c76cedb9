"""The Arbitrage: one decision between values that two people gave. Its revision says who decided, and when."""

from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element


class Arbitrage(Element, libelle="Décision"):
    """Which field was decided, and why."""

    champ: Annotated[str, Champ("Champ décidé", cache=True)] = ""
    motif: Annotated[str, Champ("Motif", nominatif=True, cache=True)] = ""
