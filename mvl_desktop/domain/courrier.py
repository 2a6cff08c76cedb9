"""The Courrier: a letter written for a signalement from a template, as it was worded when it left."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element

_SENT = ("etat", "envoye")


class Courrier(Element, libelle="Courrier"):
    """One letter. Its text is the whole of it: the template may change, the letter keeps what was said."""

    modele: Annotated[str, Champ("Modèle", cache=True)] = ""
    """The code of the template."""
    modele_version: Annotated[int | None, Champ("Version du modèle", cache=True)] = None
    genre: Annotated[str, Champ("Genre", nomenclature="genres_courrier", filtre=True)] = ""
    etat: Annotated[str, Champ("État", nomenclature="etats_courrier", filtre=True)] = ""
    transmission: Annotated[str, Champ("Transmission", cache=True)] = ""
    """The id of the element of `transmissions` that it goes with."""
    destinataire: Annotated[str, Champ("Genre de destinataire", nomenclature="destinataires")] = ""
    au_signalant: Annotated[bool | None, Champ("Adressé au signalant", cache=True)] = None
    """Whether the name and the address come from the compartment at each printing: they are never written here."""
    destinataire_nom: Annotated[str, Champ("À qui", nominatif=True)] = ""
    adresse: Annotated[str, Champ("Adresse", fusion="texte", nominatif=True)] = ""
    reference: Annotated[str, Champ("Nos références")] = ""
    lieu: Annotated[str, Champ("Fait à", nominatif=True)] = ""
    date_courrier: Annotated[date | None, Champ("Daté du")] = None
    objet: Annotated[str, Champ("Objet", nominatif=True)] = ""
    texte: Annotated[str, Champ("Texte", fusion="texte", nominatif=True)] = ""
    annexes: Annotated[tuple[str, ...], Champ("Pièces jointes au courrier", nominatif=True)] = ()
    signataire: Annotated[str, Champ("Signataire", nominatif=True, suggestions="personnes")] = ""
    qualite_signataire: Annotated[str, Champ("Qualité du signataire", nominatif=True)] = ""
    redige_par: Annotated[str, Champ("Rédigé par", nominatif=True, cache=True)] = ""
    revelations: Annotated[tuple[str, ...], Champ("Révélations assumées", nominatif=True, cache=True)] = ()
    """What the check found that should not be said, and that somebody kept, each with the reason given."""
    laisses: Annotated[tuple[str, ...], Champ("Passages laissés à compléter", nominatif=True, cache=True)] = ()
    """Brackets that somebody left in the letter on purpose, each with the reason given."""
    relu_par: Annotated[str, Champ("Relu par", nominatif=True, suggestions="personnes")] = ""
    relu_le: Annotated[date | None, Champ("Relu le")] = None
    canal_envoi: Annotated[str, Champ("Voie d’envoi", nomenclature="canaux_envoi", visible_si=_SENT)] = ""
    envoye_le: Annotated[date | None, Champ("Envoyé le", visible_si=_SENT, passe=True)] = None
    reference_envoi: Annotated[str, Champ("Référence de l’envoi", nominatif=True, visible_si=_SENT)] = ""
