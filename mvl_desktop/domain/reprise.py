"""The Reprise: where an espace that two gardiens founded again comes from, and who had written what in the former one.

Every revision of the former espace was written again under the name of the post that took it up. This record gives
each its author back, and carries the former espace as it was signed, for whoever wants to verify.
"""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche
from mvl_desktop.domain.piece import Piece


class Reprise(Fiche, kind="reprise", libelle="Reprise", pluriel="Reprises", titres=("ancien_espace",)):
    """One former espace: its fingerprint, the posts that wrote in it, which of its revisions each of ours is."""

    ancien_espace: Annotated[str, Champ("Ancien espace", groupe="Reprise", cache=True)] = ""
    ancien_fondateur: Annotated[str, Champ("Empreinte du fondateur", groupe="Reprise", cache=True)] = ""
    ancien_registre: Annotated[str, Champ("Dernière décision connue", groupe="Reprise", cache=True)] = ""
    epoque: Annotated[int | None, Champ("Époque ouverte", groupe="Reprise", cache=True)] = None
    cle_epoque: Annotated[str, Champ("Clé de cette époque", groupe="Reprise", cache=True)] = ""
    acte: Annotated[str, Champ("Acte des gardiens", groupe="Reprise", cache=True)] = ""
    gardiens: Annotated[tuple[str, ...], Champ("Gardiens présents", groupe="Reprise", cache=True)] = ()
    refonde_le: Annotated[date | None, Champ("Refondé le", groupe="Reprise", cache=True)] = None
    refonde_par: Annotated[str, Champ("Refondé par", groupe="Reprise", nominatif=True, cache=True)] = ""
    appareil: Annotated[str, Champ("Poste qui a repris", groupe="Reprise", cache=True)] = ""
    anciens_postes: Annotated[
        tuple[str, ...], Champ("Anciens postes", groupe="Reprise", nominatif=True, cache=True)
    ] = ()
    """One line for each: device, role, short code, name."""
    origines: Annotated[tuple[str, ...], Champ("Auteurs", groupe="Reprise", cache=True)] = ()
    """Runs, ascending: first count here, place in `anciens_postes`, first count there."""
    pieces: Annotated[tuple[Piece, ...], Champ("Ancien espace, tel qu’il était signé", groupe="Reprise")] = ()
