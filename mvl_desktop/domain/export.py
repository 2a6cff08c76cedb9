"""The Export: what left as a list, on what day, for whom and why (RGPD art. 19); it names records, never their words.

One is written in each espace whose records left, so that everybody who works there knows whom to tell.
"""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche


class Export(Fiche, kind="export", libelle="Export", pluriel="Registre des exports", titres=("numero",)):
    """A line of the register of exports. The application writes it; nobody types in it."""

    numero: Annotated[str, Champ("Numéro", groupe="Export", liste=True, cache=True)] = ""
    suite: Annotated[int | None, Champ("Suite", groupe="Export", cache=True)] = None
    exporte_le: Annotated[date | None, Champ("Exporté le", groupe="Export", liste=True, cache=True)] = None
    exporte_a: Annotated[str, Champ("À quelle heure", groupe="Export", forme="heure", cache=True)] = ""
    exporte_par: Annotated[str, Champ("Exporté par", groupe="Export", nominatif=True, cache=True)] = ""
    destinataire: Annotated[str, Champ("Destinataire", groupe="Export", liste=True, nominatif=True, cache=True)] = ""
    motif: Annotated[str, Champ("Motif", groupe="Export", nomenclature="motifs_export", liste=True, cache=True)] = ""
    genre: Annotated[str, Champ("Liste exportée", groupe="Export", cache=True)] = ""
    format: Annotated[str, Champ("Format", groupe="Export", cache=True)] = ""
    masque: Annotated[bool | None, Champ("Identités masquées", groupe="Export", cache=True)] = None
    colonnes: Annotated[tuple[str, ...], Champ("Colonnes", groupe="Export", cache=True)] = ()
    filtres: Annotated[tuple[str, ...], Champ("Filtres", groupe="Export", nominatif=True, cache=True)] = ()
    enregistrements: Annotated[tuple[str, ...], Champ("Enregistrements", groupe="Export", cache=True)] = ()
    reperes: Annotated[tuple[str, ...], Champ("Repères", groupe="Export", cache=True)] = ()
    """For a masked list only: what stands there in the place of each record's reference, drawn for this export."""
