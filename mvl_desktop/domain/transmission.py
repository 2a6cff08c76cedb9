"""The Transmission: what was passed on to somebody outside, on what legal basis, and what came of it."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element

PROJET, DECIDEE, ENVOYEE, RETOUR, CLOSE, ABANDONNEE = (
    "projet",
    "decidee",
    "envoyee",
    "retour_recu",
    "close",
    "abandonnee",
)
SENT = (ENVOYEE, RETOUR, CLOSE)
"""The states in which what was sent no longer changes."""
_DISCLOSED = ("identite_revelee", "oui")
_UNTOLD = ("personne_informee", "non")
_TOLD = ("personne_informee", "oui")
_LEFT = ("etat", *SENT)
_AGREED = ("destinataire", "association")


class Transmission(Element, libelle="Transmission"):
    """One transmission. Once it is sent, only what comes back is still written."""

    destinataire: Annotated[str, Champ("Destinataire", nomenclature="destinataires", filtre=True, compte=True)] = ""
    destinataire_nom: Annotated[
        str,
        Champ(
            "Service",
            nominatif=True,
            cherche=1,
            suggestions="organismes",
            aide="Le service précis, sans nommer d’agent si possible.",
        ),
    ] = ""
    etat: Annotated[str, Champ("État", nomenclature="etats_transmission", filtre=True, guette=True, compte=True)] = ""
    fondements: Annotated[
        tuple[str, ...],
        Champ(
            "Base légale",
            nominatif=True,
            suggestions="textes",
            aide="Un texte par ligne, pris dans la bibliothèque juridique.",
        ),
    ] = ()
    motif: Annotated[str, Champ("Pourquoi", fusion="texte", nominatif=True, cherche=1)] = ""
    contenu: Annotated[
        str, Champ("Ce qui est transmis", fusion="texte", nominatif=True, aide="Les faits, source par source.")
    ] = ""
    identite_revelee: Annotated[
        bool | None,
        Champ(
            "Identité du signalant révélée", aide="Non, sauf nécessité : les signalants s’exposent à des représailles."
        ),
    ] = None
    identite_motif: Annotated[
        str,
        Champ("Pourquoi la révéler", nominatif=True, visible_si=_DISCLOSED, aide="Le texte ou l’accord qui le permet."),
    ] = ""
    personne_informee: Annotated[bool | None, Champ("Personne concernée informée")] = None
    informee_le: Annotated[date | None, Champ("Informée le", visible_si=_TOLD)] = None
    informee_motif: Annotated[
        str,
        Champ(
            "Pourquoi ne pas l’informer", nominatif=True, visible_si=_UNTOLD, aide="Par exemple l’intérêt de l’enfant."
        ),
    ] = ""
    accord_personne: Annotated[
        bool | None,
        Champ("Accord de la personne", visible_si=_AGREED, aide="Une association n’est saisie qu’avec son accord."),
    ] = None
    pieces: Annotated[
        tuple[str, ...],
        Champ("Pièces transmises", nominatif=True, cache=True, aide="Chaque pièce, avec l’empreinte de son contenu."),
    ] = ()
    """One line for each piece: its element's id, the SHA-256 of what it holds in hexadecimal, its name."""
    courrier: Annotated[str, Champ("Courrier", cache=True)] = ""
    """The id of the element of `courriers` that goes with it."""
    copie_a: Annotated[
        tuple[str, ...], Champ("Copie à", nomenclature="destinataires", aide="Par exemple le conseil départemental.")
    ] = ()
    decidee_le: Annotated[date | None, Champ("Décidée le")] = None
    decidee_par: Annotated[str, Champ("Décidée par", nominatif=True, suggestions="personnes")] = ""
    signee_par: Annotated[str, Champ("Signée par", nominatif=True, suggestions="personnes")] = ""
    canal_envoi: Annotated[str, Champ("Voie d’envoi", nomenclature="canaux_envoi")] = ""
    envoyee_le: Annotated[date | None, Champ("Envoyée le", filtre=True, passe=True, compte=True)] = None
    envoyee_a: Annotated[str, Champ("Heure d’envoi", largeur=8, forme="heure")] = ""
    reference_envoi: Annotated[
        str,
        Champ("Référence de l’envoi", nominatif=True, cherche=2, aide="Le numéro du recommandé ou de la plateforme."),
    ] = ""
    empreinte_envoi: Annotated[str, Champ("Empreinte de l’envoi", cache=True)] = ""
    """SHA-256, in hexadecimal, of what was sent: a transmission that says another thing today was changed since."""
    recepisse_le: Annotated[date | None, Champ("Réception attestée le", visible_si=_LEFT, passe=True)] = None
    retour_attendu_le: Annotated[date | None, Champ("Retour attendu le", filtre=True)] = None
    relancee_le: Annotated[date | None, Champ("Relancée le", visible_si=_LEFT, passe=True)] = None
    retour_recu_le: Annotated[
        date | None, Champ("Retour reçu le", visible_si=_LEFT, filtre=True, passe=True, compte=True)
    ] = None
    reference_retour: Annotated[
        str,
        Champ(
            "Référence du destinataire",
            nominatif=True,
            cherche=2,
            visible_si=_LEFT,
            aide="Le numéro de parquet, de dossier ou d’avis.",
        ),
    ] = ""
    issue: Annotated[str, Champ("Issue", nomenclature="issues_transmission", visible_si=_LEFT, filtre=True)] = ""
    issue_precision: Annotated[
        str, Champ("Ce qui a été répondu", fusion="texte", nominatif=True, visible_si=_LEFT, cherche=1)
    ] = ""
    motif_abandon: Annotated[str, Champ("Pourquoi y renoncer", nominatif=True, visible_si=("etat", ABANDONNEE))] = ""
