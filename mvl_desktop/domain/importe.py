"""What a record that came from a spreadsheet keeps of it: whose, which file, which line, and what it was last told.

Two posts that import the same file recognise its lines by the same `import_cle`.
"""

from dataclasses import dataclass
from typing import Annotated

from mvl_desktop.domain.champ import Champ

_VISIBLE = ("import_cle",)


@dataclass(frozen=True, kw_only=True, repr=False)
class Importe:
    """Where a record comes from, when a spreadsheet brought it: the last part of its noun."""

    import_cle: Annotated[
        str, Champ("Clé de la ligne importée", groupe="Origine", cache=True, nominatif=True, retrouve=True, guette=True)
    ] = ""
    import_empreinte: Annotated[
        str, Champ("Empreinte de la ligne importée", groupe="Origine", cache=True, retrouve=True, nominatif=True)
    ] = ""
    import_emetteur: Annotated[
        str,
        Champ(
            "Émetteur du tableur",
            groupe="Origine",
            lecture=True,
            nominatif=True,
            visible_si=_VISIBLE,
            aide="Le service dont le tableur a été importé.",
        ),
    ] = ""
    import_fichier: Annotated[
        str, Champ("Fichier importé", groupe="Origine", lecture=True, nominatif=True, visible_si=_VISIBLE)
    ] = ""
    import_ligne: Annotated[
        int | None, Champ("Ligne du fichier", groupe="Origine", lecture=True, largeur=9, visible_si=_VISIBLE)
    ] = None
