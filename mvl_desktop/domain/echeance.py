"""Deadlines as they are written down: the rule that an espace changed for itself, and what was decided of one due date.

Due dates themselves are not written: they are computed from the records and the rules.
"""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche


class EcheanceSuivie(Element, libelle="Échéance"):
    """What somebody said of a computed deadline (kept, put off, without object), or one that somebody added."""

    regle: Annotated[str, Champ("Règle", cache=True)] = ""
    """The code of the rule; empty for a deadline that a person added."""
    cible: Annotated[str, Champ("Ce qu’elle suit", cache=True)] = ""
    """The id of the element that the rule counts from, a transmission for instance; empty for the record itself."""
    depart: Annotated[date | None, Champ("Comptée depuis", cache=True)] = None
    """The day that it was counted from: when it changes, what was said here holds no more."""
    libelle: Annotated[str, Champ("Échéance", nominatif=True, cherche=1, aide="Ce qui doit être fait.")] = ""
    pour_le: Annotated[date | None, Champ("Pour le", filtre=True)] = None
    """The day that somebody gave: of an added deadline, or of one put off."""
    etat: Annotated[str, Champ("État", nomenclature="etats_echeance", filtre=True, guette=True)] = ""
    dit_le: Annotated[date | None, Champ("Le", cache=True)] = None
    dit_par: Annotated[str, Champ("Par", nominatif=True, cache=True)] = ""
    responsable: Annotated[
        str, Champ("À faire par", nominatif=True, filtre=True, guette=True, suggestions="personnes")
    ] = ""
    motif: Annotated[
        str,
        Champ(
            "Motif",
            nominatif=True,
            visible_si=("etat", "reportee", "sans_objet"),
            aide="Reporter une échéance ou l’écarter se justifie.",
        ),
    ] = ""


class RegleEcheance(
    Fiche,
    kind="regle-echeance",
    libelle="Règle d’échéance",
    pluriel="Règles d’échéances",
    titres=("libelle", "code"),
    feminin=True,
):
    """A rule that an espace changed or added: it stands in the place of the one that came with the same code."""

    code: Annotated[str, Champ("Code", groupe="Règle", liste=True, cherche=3, largeur=24)] = ""
    libelle: Annotated[str, Champ("Ce qui doit être fait", groupe="Règle", liste=True, cherche=3, requis=True)] = ""
    evenement: Annotated[
        str, Champ("Comptée depuis", groupe="Règle", nomenclature="evenements_echeance", liste=True)
    ] = ""
    destinataire: Annotated[
        str,
        Champ(
            "Pour un envoi à",
            groupe="Règle",
            nomenclature="destinataires",
            aide="Vide : quel que soit le destinataire.",
        ),
    ] = ""
    issue: Annotated[
        str,
        Champ(
            "Quand l’issue est",
            groupe="Règle",
            nomenclature="issues_transmission",
            aide="Vide : quelle que soit l’issue de la transmission.",
        ),
    ] = ""
    nombre: Annotated[int | None, Champ("Délai", groupe="Règle", liste=True, aide="0 : sans délai, le jour même.")] = (
        None
    )
    unite: Annotated[str, Champ("Compté en", groupe="Règle", nomenclature="unites_delai", liste=True)] = ""
    reporte: Annotated[
        bool | None,
        Champ(
            "Reportée au jour ouvré suivant",
            groupe="Règle",
            aide="Quand elle tombe un jour où les services sont fermés.",
        ),
    ] = None
    tenue_par: Annotated[
        tuple[str, ...],
        Champ(
            "Tenue par",
            groupe="Règle",
            nomenclature="tenues_echeance",
            aide="Vide : quelqu’un dit qu’elle est tenue.",
        ),
    ] = ()
    rappel_jours: Annotated[int | None, Champ("Rappel", groupe="Règle", aide="Jours ouvrés avant l’échéance.")] = None
    source: Annotated[str, Champ("Source", groupe="Règle", aide="Le texte ou la décision qui fixe ce délai.")] = ""
    depuis: Annotated[date | None, Champ("En vigueur depuis", groupe="Règle")] = None
    jusqua: Annotated[date | None, Champ("Jusqu’au", groupe="Règle")] = None
    active: Annotated[
        bool | None, Champ("Appliquée", groupe="Règle", aide="Non : cette échéance n’est plus proposée.")
    ] = None
