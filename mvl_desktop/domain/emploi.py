"""The Emploi: a post of an organisme, who has held it and when, and since when it is vacant."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.references import Reference


class Tenue(Element, libelle="Titulaire"):
    """Somebody who holds a post, or stands in, for a time."""

    nom: Annotated[str, Champ("Nom", nominatif=True, cherche=2, suggestions="personnes")] = ""
    qualite: Annotated[str, Champ("Comme", nomenclature="qualites_tenue")] = ""
    du: Annotated[date | None, Champ("Du")] = None
    au: Annotated[date | None, Champ("Au", aide="Le dernier jour ; vide : toujours en poste.")] = None
    quotite: Annotated[int | None, Champ("Quotité (%)", aide="100 : à temps plein.")] = None
    designe_le: Annotated[date | None, Champ("Désigné le")] = None
    acte: Annotated[str, Champ("Par quel acte", aide="La décision, la lettre, l’arrêté.")] = ""
    motif_fin: Annotated[str, Champ("Fin", nomenclature="motifs_fin_tenue", visible_si=("au",))] = ""


class Emploi(
    Fiche,
    kind="emploi",
    libelle="Fonction tenue",
    pluriel="Fonctions tenues",
    titres=("intitule",),
    feminin=True,
):
    """A function somewhere: the référent of an ARS, a conseiller of the mission. Who holds it says its state."""

    intitule: Annotated[str, Champ("Intitulé", groupe="Fonction", liste=True, cherche=5, requis=True)] = ""
    fonction: Annotated[
        str, Champ("Fonction", groupe="Fonction", nomenclature="fonctions_tenues", liste=True, filtre=True)
    ] = ""
    aussi: Annotated[
        frozenset[str],
        Champ("Exerce aussi", groupe="Fonction", fusion="ensemble", nomenclature="fonctions_tenues", filtre=True),
    ] = frozenset()
    organisme: Annotated[Reference | None, Champ("Organisme", groupe="Fonction", vers="organisme", retrouve=True)] = (
        None
    )
    structure: Annotated[
        str, Champ("Structure", groupe="Fonction", liste=True, cherche=3, aide="Le pôle, le service, le siège.")
    ] = ""
    departement: Annotated[
        str, Champ("Département", groupe="Fonction", nomenclature="departements", liste=True, filtre=True)
    ] = ""
    quotite: Annotated[
        int | None, Champ("Quotité prévue (%)", groupe="Fonction", aide="100 : un équivalent temps plein.")
    ] = None
    charge: Annotated[
        int | None,
        Champ("Capacité", groupe="Fonction", aide="Signalements qu’on peut suivre par an, si l’on sait le dire."),
    ] = None
    missions: Annotated[str, Champ("Missions", groupe="Fonction", fusion="texte", cherche=1)] = ""
    tenues: Annotated[
        tuple[Tenue, ...],
        Champ("Qui la tient", groupe="Titulaires", aide="Titulaires, suppléants et intérims, avec leurs dates."),
    ] = ()
    ouverte_le: Annotated[date | None, Champ("Créée le", groupe="Vacance")] = None
    fermee_le: Annotated[date | None, Champ("Supprimée le", groupe="Vacance", filtre=True)] = None
    etat_recrutement: Annotated[
        str,
        Champ(
            "Recrutement",
            groupe="Vacance",
            nomenclature="etats_recrutement",
            liste=True,
            filtre=True,
            aide="Quand personne ne la tient.",
        ),
    ] = ""
    vacante_depuis: Annotated[
        date | None,
        Champ("Vacante depuis", groupe="Vacance", filtre=True, aide="Si les dates des titulaires ne le disent pas."),
    ] = None
    remplacement_le: Annotated[date | None, Champ("Remplacement prévu le", groupe="Vacance", filtre=True)] = None
    remarque: Annotated[str, Champ("Remarque", groupe="Vacance", fusion="texte", nominatif=True)] = ""
