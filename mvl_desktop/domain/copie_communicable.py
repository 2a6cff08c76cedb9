"""The CopieCommunicable: a copy of a document from which passages were taken out, read again by a second person.

It keeps the document as it was when the copy was prepared: what leaves is made from what is left of it, never by
covering what must not be read.
"""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche

_REFUSEE = ("etat", "refusee")


class Occultation(Element, libelle="Occultation"):
    """One passage that is taken out, and why."""

    bloc: Annotated[int | None, Champ("Bloc", cache=True)] = None
    """The number of the block of the document, from 0."""
    debut: Annotated[int | None, Champ("Début", cache=True)] = None
    fin: Annotated[int | None, Champ("Fin", cache=True)] = None
    """In characters (code points) from the beginning of the block; `fin` is not taken out."""
    motif: Annotated[str, Champ("Motif", nomenclature="motifs_occultation")] = ""
    par: Annotated[str, Champ("Par", nominatif=True, cache=True)] = ""


class CopieCommunicable(
    Fiche,
    kind="copie-communicable",
    libelle="Copie communicable",
    pluriel="Copies communicables",
    titres=("titre", "numero"),
    feminin=True,
):
    """A copy made to be given to whoever asked for a document. Only its result leaves."""

    numero: Annotated[str, Champ("Numéro", groupe="Copie", liste=True, cache=True)] = ""
    titre: Annotated[str, Champ("Document", groupe="Copie", liste=True, nominatif=True, cherche=3, lecture=True)] = ""
    source: Annotated[str, Champ("Enregistrement d’origine", groupe="Copie", cache=True, retrouve=True)] = ""
    """`ref:<espace>:<record>` of what it is a copy of; a text, for it may be of any kind."""
    source_kind: Annotated[str, Champ("Genre de document", groupe="Copie", cache=True)] = ""
    source_version: Annotated[str, Champ("Version du document", groupe="Copie", lecture=True)] = ""
    source_empreinte: Annotated[str, Champ("Empreinte du document", groupe="Copie", cache=True)] = ""
    """SHA-256, in hexadecimal, of the blocks as they were taken."""
    blocs: Annotated[tuple[str, ...], Champ("Texte du document", groupe="Copie", nominatif=True, cache=True)] = ()
    """The document, block by block; each begins with its manner and a tab: `titre`, `texte`, `puce`."""
    etat: Annotated[
        str, Champ("État", groupe="Copie", nomenclature="etats_copie", liste=True, filtre=True, guette=True)
    ] = ""
    demandeur: Annotated[str, Champ("Demandée par", groupe="Demande", nominatif=True, liste=True)] = ""
    demandee_le: Annotated[date | None, Champ("Demande reçue le", groupe="Demande", passe=True)] = None
    motif_demande: Annotated[str, Champ("Objet de la demande", groupe="Demande", fusion="texte", nominatif=True)] = ""
    fondements: Annotated[
        tuple[str, ...], Champ("Base légale", groupe="Demande", suggestions="textes", aide="Un texte par ligne.")
    ] = ()
    occultations: Annotated[tuple[Occultation, ...], Champ("Passages retirés", groupe="Occultation", cache=True)] = ()
    preparee_par: Annotated[str, Champ("Préparée par", groupe="Relecture", nominatif=True, cache=True)] = ""
    preparee_par_poste: Annotated[str, Champ("Poste qui l’a préparée", groupe="Relecture", cache=True)] = ""
    preparee_le: Annotated[date | None, Champ("Préparée le", groupe="Relecture", cache=True)] = None
    relue_par: Annotated[str, Champ("Relue par", groupe="Relecture", nominatif=True, cache=True, liste=True)] = ""
    relue_par_poste: Annotated[str, Champ("Poste qui l’a relue", groupe="Relecture", cache=True)] = ""
    relue_le: Annotated[date | None, Champ("Relue le", groupe="Relecture", cache=True)] = None
    relue_empreinte: Annotated[str, Champ("Empreinte de ce qui a été relu", groupe="Relecture", cache=True)] = ""
    """SHA-256 of what is left of the document: another passage taken out or put back asks for another reading."""
    remarque_relecture: Annotated[
        str, Champ("Remarque de la relecture", groupe="Relecture", fusion="texte", nominatif=True)
    ] = ""
    remise_le: Annotated[date | None, Champ("Remise le", groupe="Remise", cache=True, passe=True)] = None
    remise_par: Annotated[str, Champ("Remise par", groupe="Remise", nominatif=True, cache=True)] = ""
    remise_format: Annotated[str, Champ("Format", groupe="Remise", cache=True)] = ""
    remise_empreinte: Annotated[str, Champ("Empreinte du fichier remis", groupe="Remise", cache=True)] = ""
    motif_refus: Annotated[
        str, Champ("Motif du refus", groupe="Remise", fusion="texte", nominatif=True, visible_si=_REFUSEE)
    ] = ""
