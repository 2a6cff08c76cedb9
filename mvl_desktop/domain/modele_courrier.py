"""The Modele: a letter to adapt, in administrative French, whose fields between brackets are filled from the record."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche
from mvl_desktop.domain.redaction import Validation

_RETIRE = ("statut", "retiree")


class ModeleLettre(
    Fiche,
    kind="modele-courrier",
    libelle="Modèle de courrier",
    pluriel="Modèles de courrier",
    titres=("titre", "code"),
):
    """A template of letter, versioned like a fiche de conduite."""

    code: Annotated[str, Champ("Code", groupe="Identification", liste=True, cherche=5, largeur=10)] = ""
    titre: Annotated[str, Champ("Titre", groupe="Identification", liste=True, cherche=5, requis=True)] = ""
    version: Annotated[
        int | None, Champ("Version", groupe="Identification", liste=True, aide="À augmenter quand le texte change.")
    ] = None
    statut: Annotated[
        str, Champ("Statut", groupe="Identification", nomenclature="statuts_fiche", liste=True, filtre=True)
    ] = ""
    genre: Annotated[
        str, Champ("Genre", groupe="Identification", nomenclature="genres_courrier", liste=True, filtre=True)
    ] = ""
    destinataires: Annotated[
        frozenset[str],
        Champ("Pour écrire à", groupe="Identification", fusion="ensemble", nomenclature="destinataires", filtre=True),
    ] = frozenset()
    au_signalant: Annotated[
        bool | None,
        Champ(
            "S’adresse au signalant",
            groupe="Identification",
            aide="Son nom et son adresse restent à part, et ne sont ajoutés qu’à l’impression.",
        ),
    ] = None
    emploi: Annotated[
        str, Champ("Quand l’utiliser", groupe="Identification", fusion="texte", cherche=2, requis=True)
    ] = ""
    objet: Annotated[str, Champ("Objet du courrier", groupe="Lettre", cherche=2)] = ""
    appel: Annotated[
        str, Champ("Formule d’appel", groupe="Lettre", aide="Comment la lettre s’adresse à qui la lit.")
    ] = ""
    corps: Annotated[
        str,
        Champ(
            "Corps",
            groupe="Lettre",
            fusion="texte",
            cherche=1,
            requis=True,
            aide="Entre accolades, ce que le dossier remplit : {reference}. Entre crochets, ce qui est à compléter.",
        ),
    ] = ""
    politesse: Annotated[str, Champ("Formule de politesse", groupe="Lettre", fusion="texte")] = ""
    annexes: Annotated[tuple[str, ...], Champ("Pièces à joindre", groupe="Lettre", aide="Une par ligne.")] = ()
    fondements: Annotated[
        tuple[str, ...],
        Champ("Base légale", groupe="Cadre", suggestions="textes", cherche=1, aide="Un texte par ligne."),
    ] = ()
    interdits: Annotated[
        frozenset[str],
        Champ(
            "À ne jamais y révéler",
            groupe="Cadre",
            fusion="ensemble",
            nomenclature="interdits_courrier",
            aide="Vérifié avant chaque impression.",
        ),
    ] = frozenset()
    textes_verifies_le: Annotated[date | None, Champ("Textes vérifiés le", groupe="Cadre")] = None
    validations: Annotated[
        tuple[Validation, ...],
        Champ("Validations", groupe="Validation", aide="Une par partie de la convention, pour chaque version."),
    ] = ()
    validee_le: Annotated[date | None, Champ("Validé le", groupe="Validation", liste=True)] = None
    a_revoir_le: Annotated[date | None, Champ("À revoir le", groupe="Validation", filtre=True)] = None
    motif_retrait: Annotated[str, Champ("Motif du retrait", groupe="Validation", visible_si=_RETIRE)] = ""
