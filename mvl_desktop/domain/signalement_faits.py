"""What a signalement tells: facts and effects, practices and money, and the steps that its author already took."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Partie
from mvl_desktop.domain.fait import Demarche, Fait


class Faits(Partie):
    """What happened, what is feared, and what it did."""

    resume: Annotated[
        str,
        Champ(
            "Résumé des faits",
            groupe="Faits",
            fusion="texte",
            nominatif=True,
            cherche=2,
            aide="Qui fait quoi, à qui, avec quel effet. Décrire des actes, jamais des croyances.",
        ),
    ] = ""
    survenu_le: Annotated[date | None, Champ("Début des faits", groupe="Faits", passe=True)] = None
    survenu_jusqu_au: Annotated[date | None, Champ("Fin des faits", groupe="Faits", passe=True)] = None
    en_cours: Annotated[bool | None, Champ("Les faits continuent", groupe="Faits", filtre=True)] = None
    faits: Annotated[
        tuple[Fait, ...],
        Champ("Faits", groupe="Faits", aide="Un fait par élément : vu, rapporté, documenté ou craint."),
    ] = ()
    effets_constates: Annotated[
        str,
        Champ(
            "Effets constatés",
            groupe="Faits",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Ce qui a déjà changé : santé, argent, famille, travail, école.",
        ),
    ] = ""
    effets_craints: Annotated[
        str,
        Champ(
            "Effets craints",
            groupe="Faits",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Ce qui est redouté et n’est pas arrivé.",
        ),
    ] = ""
    prejudice: Annotated[
        str,
        Champ(
            "Préjudice",
            groupe="Faits",
            fusion="texte",
            nominatif=True,
            cherche=1,
            aide="Le dommage subi : corporel, moral, financier.",
        ),
    ] = ""
    manquements: Annotated[
        frozenset[str],
        Champ(
            "Manquement évoqué",
            groupe="Faits",
            fusion="ensemble",
            nomenclature="manquements",
            aide="Selon la personne qui signale ; cela ne qualifie rien.",
        ),
    ] = frozenset()


class Pratiques(Partie):
    """What is practised and sold. Being named here accuses nobody."""

    domaines: Annotated[
        frozenset[str],
        Champ("Domaines", groupe="Pratiques et argent", fusion="ensemble", nomenclature="domaines", filtre=True),
    ] = frozenset()
    domaine_principal: Annotated[
        str, Champ("Domaine principal", groupe="Pratiques et argent", nomenclature="domaines", filtre=True)
    ] = ""
    pratiques: Annotated[
        frozenset[str],
        Champ(
            "Pratiques mentionnées",
            groupe="Pratiques et argent",
            fusion="ensemble",
            nomenclature="pratiques",
            filtre=True,
            aide="Être mentionnée n’est pas une accusation.",
        ),
    ] = frozenset()
    autre_pratique: Annotated[
        str,
        Champ(
            "Nom donné à la pratique",
            nominatif=True,
            groupe="Pratiques et argent",
            cherche=2,
            aide="Tel que la personne l’a entendu ou lu.",
        ),
    ] = ""
    prix_et_paiement: Annotated[
        str,
        Champ(
            "Prix et paiement",
            nominatif=True,
            groupe="Pratiques et argent",
            cherche=1,
            aide="Prix d’une séance ou d’un stage, espèces, dons, prêts.",
        ),
    ] = ""
    montant: Annotated[int | None, Champ("Montant total connu, en euros", groupe="Pratiques et argent", largeur=9)] = (
        None
    )
    paiement_d_avance: Annotated[bool | None, Champ("Séances payées d’avance", groupe="Pratiques et argent")] = None
    produits_vendus: Annotated[
        str, Champ("Produits ou appareils vendus", nominatif=True, groupe="Pratiques et argent", cherche=1)
    ] = ""


class Demarches(Partie):
    """What was done before coming here."""

    plainte_deposee: Annotated[bool | None, Champ("Plainte déposée", groupe="Démarches déjà faites", filtre=True)] = (
        None
    )
    demarches_signalant: Annotated[
        tuple[Demarche, ...],
        Champ("Démarches du signalant", groupe="Démarches déjà faites", reduit=True, aide="Auprès de qui, et quand."),
    ] = ()
    demarches: Annotated[
        str, Champ("Autres démarches", groupe="Démarches déjà faites", fusion="texte", nominatif=True, cherche=1)
    ] = ""
