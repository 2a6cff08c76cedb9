"""What a fiche de conduite and a grid have in common: what they are called, and how two parties agree on a version."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Partie

_RETIREE = ("statut", "retiree")


class Validation(Element, libelle="Validation"):
    """The agreement of one party of the convention on one version."""

    partie: Annotated[str, Champ("Partie", nomenclature="parties_convention")] = ""
    version: Annotated[int | None, Champ("Version validée")] = None
    validee_par: Annotated[str, Champ("Par", aide="La fonction suffit.")] = ""
    validee_le: Annotated[date | None, Champ("Le")] = None
    remarque: Annotated[str, Champ("Remarque")] = ""
    empreinte: Annotated[str, Champ("Empreinte", cache=True)] = ""
    """SHA-256, in hexadecimal, of what was agreed on: a text that has changed since is not that one."""


class Remarque(Element, libelle="Remarque"):
    """What somebody who reads a version again asks to change, and what was made of it."""

    version: Annotated[int | None, Champ("Version lue", cache=True)] = None
    partie: Annotated[str, Champ("Partie", nomenclature="parties_convention")] = ""
    sur: Annotated[str, Champ("Sur", aide="La partie de la fiche dont il s’agit.")] = ""
    texte: Annotated[str, Champ("Remarque", fusion="texte")] = ""
    par: Annotated[str, Champ("Par", nominatif=True, cache=True)] = ""
    le: Annotated[date | None, Champ("Le", cache=True)] = None
    etat: Annotated[str, Champ("Suite", nomenclature="etats_remarque")] = ""
    reponse: Annotated[str, Champ("Réponse", fusion="texte")] = ""
    repondue_par: Annotated[str, Champ("Répondue par", nominatif=True, cache=True)] = ""


class Identifiee(Partie):
    """The first part: its code, its version, whom it is for. The version is a word of the users."""

    code: Annotated[str, Champ("Code", groupe="Identification", liste=True, cherche=5, largeur=10)] = ""
    titre: Annotated[str, Champ("Titre", groupe="Identification", liste=True, cherche=5, requis=True)] = ""
    version: Annotated[
        int | None,
        Champ(
            "Version",
            groupe="Identification",
            liste=True,
            aide="Une modification de ce que les deux parties ont validé commence la suivante.",
            lecture=True,
        ),
    ] = None
    nouveautes: Annotated[
        str,
        Champ(
            "Ce qui change",
            groupe="Identification",
            fusion="texte",
            aide="Ce que cette version apporte, pour qui connaît la précédente.",
        ),
    ] = ""
    statut: Annotated[
        str,
        Champ("Statut", groupe="Identification", nomenclature="statuts_fiche", liste=True, filtre=True, lecture=True),
    ] = ""
    diffusion: Annotated[str, Champ("Diffusion", groupe="Identification", nomenclature="diffusions", filtre=True)] = ""
    publics: Annotated[
        frozenset[str],
        Champ("Pour qui", groupe="Identification", fusion="ensemble", nomenclature="publics", filtre=True),
    ] = frozenset()


@dataclass(frozen=True, kw_only=True, repr=False)
class Relue:
    """The last part: who wrote it, what each party said of it, and how it ended."""

    redigee_par: Annotated[str, Champ("Rédigée par", nominatif=True, groupe="Validation", suggestions="personnes")] = ""
    validations: Annotated[
        tuple[Validation, ...],
        Champ(
            "Validations",
            groupe="Validation",
            aide="Une par partie de la convention, pour chaque version.",
            lecture=True,
        ),
    ] = ()
    remarques: Annotated[
        tuple[Remarque, ...],
        Champ(
            "Remarques de relecture", groupe="Validation", aide="Ce que chaque partie demande de changer.", lecture=True
        ),
    ] = ()
    validee_par: Annotated[
        str, Champ("Validée par", groupe="Validation", aide="Les deux parties de la convention.", lecture=True)
    ] = ""
    validee_le: Annotated[date | None, Champ("Validée le", groupe="Validation", liste=True, lecture=True)] = None
    a_revoir_le: Annotated[date | None, Champ("À revoir le", groupe="Validation", filtre=True)] = None
    motif_retrait: Annotated[str, Champ("Motif du retrait", groupe="Validation", visible_si=_RETIREE, lecture=True)] = (
        ""
    )
    remplacee_par: Annotated[
        str,
        Champ(
            "Remplacée par",
            groupe="Validation",
            visible_si=_RETIREE,
            aide="Le code de celle qui prend sa place.",
            lecture=True,
        ),
    ] = ""
