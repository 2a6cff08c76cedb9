"""The Sequestre: the three gardiens of an espace, two of whom open it again, and when it was last rehearsed.

The registry holds their keys and no name; this record says who they are, for those who would have to call them.
"""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche


class Sequestre(Fiche, kind="sequestre", libelle="Séquestre", pluriel="Séquestres", titres=("etabli_le",)):
    """Who keeps the three sheets, in the order of their keys in the registry."""

    gardiens: Annotated[tuple[str, ...], Champ("Gardiens", groupe="Séquestre", nominatif=True, cache=True)] = ()
    etabli_le: Annotated[date | None, Champ("Établi le", groupe="Séquestre", cache=True)] = None
    repete_le: Annotated[date | None, Champ("Dernière répétition le", groupe="Séquestre", cache=True)] = None
    repete_par: Annotated[str, Champ("Répétition faite par", groupe="Séquestre", nominatif=True, cache=True)] = ""
