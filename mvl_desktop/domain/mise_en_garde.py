"""The MiseEnGarde: a public warning, about acts and risks, never about a belief and never naming anybody."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche
from mvl_desktop.domain.piece import Piece


class MiseEnGarde(
    Fiche,
    kind="mise-en-garde",
    libelle="Mise en garde",
    pluriel="Mises en garde",
    titres=("titre",),
    feminin=True,
):
    """What the public is warned of, by whom, through what, and until when."""

    titre: Annotated[str, Champ("Titre", groupe="Mise en garde", liste=True, cherche=5, requis=True, sans_nom=True)] = (
        ""
    )
    etat: Annotated[
        str, Champ("État", groupe="Mise en garde", nomenclature="etats_mise_en_garde", liste=True, filtre=True)
    ] = ""
    emetteur: Annotated[
        str, Champ("Émise par", groupe="Mise en garde", suggestions="organismes", liste=True, cherche=2)
    ] = ""
    avec: Annotated[
        tuple[str, ...],
        Champ("Avec", groupe="Mise en garde", suggestions="organismes", cherche=1, aide="Un organisme par ligne."),
    ] = ()
    public: Annotated[str, Champ("Public visé", groupe="Mise en garde", cherche=2)] = ""
    risque: Annotated[
        str,
        Champ(
            "Risque", groupe="Message", fusion="texte", cherche=3, aide="Des actes et des risques, jamais une croyance."
        ),
    ] = ""
    message: Annotated[str, Champ("Message", groupe="Message", fusion="texte", cherche=2, sans_nom=True)] = ""
    conseils: Annotated[str, Champ("Conseils", groupe="Message", fusion="texte")] = ""
    domaines: Annotated[
        frozenset[str],
        Champ("Domaines", groupe="Message", fusion="ensemble", nomenclature="domaines", filtre=True),
    ] = frozenset()
    publiee_le: Annotated[date | None, Champ("Publiée le", groupe="Diffusion", liste=True, filtre=True, passe=True)] = (
        None
    )
    jusquau: Annotated[date | None, Champ("Valable jusqu’au", groupe="Diffusion", filtre=True)] = None
    levee_le: Annotated[
        date | None, Champ("Levée le", groupe="Diffusion", passe=True, visible_si=("etat", "levee"))
    ] = None
    motif_levee: Annotated[
        str, Champ("Pourquoi elle est levée", groupe="Diffusion", fusion="texte", visible_si=("etat", "levee"))
    ] = ""
    supports: Annotated[tuple[str, ...], Champ("Supports", groupe="Diffusion", aide="Un par ligne.")] = ()
    textes: Annotated[
        tuple[str, ...], Champ("Textes", groupe="Diffusion", suggestions="textes", aide="Circulaires et textes cités.")
    ] = ()
    validee_par: Annotated[str, Champ("Validée par", groupe="Diffusion", nominatif=True, suggestions="personnes")] = ""
    source: Annotated[str, Champ("Source", groupe="Diffusion")] = ""
    pieces: Annotated[tuple[Piece, ...], Champ("Pièces jointes", groupe="Pièces")] = ()
