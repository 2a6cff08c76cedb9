"""The Organisme: an entry of the annuaire, an institution or a service, by what it does. Never a private person."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.references import Reference


class Contact(Element, libelle="Contact"):
    """Whom to ask for there, by their function; a name only when it helps, never a private person."""

    fonction: Annotated[str, Champ("Fonction", aide="La fonction suffit le plus souvent.")] = ""
    nom: Annotated[str, Champ("Nom", nominatif=True, cherche=1)] = ""
    telephone: Annotated[str, Champ("Téléphone", nominatif=True, largeur=18)] = ""
    courriel: Annotated[str, Champ("Adresse électronique", nominatif=True)] = ""
    remarque: Annotated[str, Champ("Remarque", nominatif=True, aide="Horaires, jours, ce qu’il faut préparer.")] = ""
    depuis: Annotated[date | None, Champ("Depuis")] = None
    jusqua: Annotated[date | None, Champ("Jusqu’au")] = None


class Organisme(
    Fiche,
    kind="organisme",
    libelle="Organisme",
    pluriel="Organismes",
    titres=("nom", "code"),
):
    """An ARS, one of its délégations, a partner: what it is for, where it is competent, how it is reached."""

    code: Annotated[str, Champ("Code", groupe="Organisme", cherche=4, largeur=16, cache=True)] = ""
    """Short and stable for the entries that come with the application; empty for those added here."""
    nom: Annotated[str, Champ("Nom", groupe="Organisme", liste=True, cherche=5, requis=True)] = ""
    sigle: Annotated[str, Champ("Sigle", groupe="Organisme", cherche=4, largeur=16)] = ""
    role: Annotated[str, Champ("Rôle", groupe="Organisme", nomenclature="roles_organisme", liste=True, filtre=True)] = (
        ""
    )
    destinataire: Annotated[
        str,
        Champ(
            "Reçoit les transmissions comme",
            groupe="Organisme",
            nomenclature="destinataires",
            filtre=True,
            aide="Le fait proposer quand une transmission s’adresse à ce destinataire.",
        ),
    ] = ""
    parent: Annotated[Reference | None, Champ("Dépend de", groupe="Organisme", vers="organisme", retrouve=True)] = None
    saisi_pour: Annotated[
        str,
        Champ("Pour quoi le joindre", groupe="Organisme", fusion="texte", cherche=2, aide="Et ce qu’il ne fait pas."),
    ] = ""
    partenariat: Annotated[
        str, Champ("Partenariat", groupe="Organisme", nomenclature="partenariats", filtre=True, aide="Ce qui nous lie.")
    ] = ""
    partenariat_depuis: Annotated[
        str,
        Champ(
            "Partenaire depuis",
            groupe="Organisme",
            largeur=16,
            visible_si=("partenariat",),
            aide="Une année suffit.",
        ),
    ] = ""
    national: Annotated[bool | None, Champ("Compétent partout", groupe="Compétence", filtre=True)] = None
    regions: Annotated[
        frozenset[str], Champ("Régions", groupe="Compétence", fusion="ensemble", nomenclature="regions", filtre=True)
    ] = frozenset()
    departements: Annotated[
        frozenset[str],
        Champ("Départements", groupe="Compétence", fusion="ensemble", nomenclature="departements", filtre=True),
    ] = frozenset()
    telephone: Annotated[str, Champ("Téléphone", groupe="Pour le joindre", liste=True, cherche=2, largeur=18)] = ""
    urgence: Annotated[str, Champ("Téléphone en urgence", groupe="Pour le joindre", largeur=18)] = ""
    courriel: Annotated[str, Champ("Adresse électronique", groupe="Pour le joindre", cherche=2)] = ""
    messagerie_securisee: Annotated[
        str,
        Champ("Messagerie sécurisée", groupe="Pour le joindre", aide="À préférer pour tout ce qui nomme quelqu’un."),
    ] = ""
    adresse: Annotated[str, Champ("Adresse postale", groupe="Pour le joindre", fusion="texte")] = ""
    commune: Annotated[str, Champ("Commune", groupe="Pour le joindre", nomenclature="communes", filtre=True)] = ""
    site: Annotated[
        str, Champ("Site", groupe="Pour le joindre", aide="Une adresse à recopier : rien n’est ouvert d’ici.")
    ] = ""
    horaires: Annotated[str, Champ("Horaires", groupe="Pour le joindre")] = ""
    contacts: Annotated[tuple[Contact, ...], Champ("Contacts", groupe="Contacts")] = ()
    source: Annotated[str, Champ("Source", groupe="Vie de l’entrée", aide="D’où viennent ces coordonnées.")] = ""
    verifie_le: Annotated[
        date | None, Champ("Vérifié le", groupe="Vie de l’entrée", liste=True, filtre=True, passe=True)
    ] = None
    verifie_par: Annotated[
        str, Champ("Vérifié par", groupe="Vie de l’entrée", nominatif=True, suggestions="personnes")
    ] = ""
    a_revoir_le: Annotated[date | None, Champ("À revoir le", groupe="Vie de l’entrée", filtre=True)] = None
    a_completer: Annotated[
        bool | None,
        Champ(
            "À compléter ici",
            groupe="Vie de l’entrée",
            filtre=True,
            aide="Une entrée par fonction, que chaque département remplace par la sienne.",
        ),
    ] = None
    ferme_le: Annotated[
        date | None,
        Champ("Plus en service depuis", groupe="Vie de l’entrée", filtre=True, aide="L’entrée reste lisible."),
    ] = None
    remplace_par: Annotated[
        Reference | None,
        Champ("Remplacé par", groupe="Vie de l’entrée", vers="organisme", retrouve=True, visible_si=("ferme_le",)),
    ] = None
    remarque: Annotated[str, Champ("Remarque", groupe="Vie de l’entrée", fusion="texte", nominatif=True)] = ""
