"""The Poste: who sits at a device. The registry of an espace knows devices only; this record says who they are."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Fiche


class Poste(Fiche, kind="poste", libelle="Poste", pluriel="Postes", titres=("nom", "code_court")):
    """A person's place of work, written when their device enters an espace."""

    nom: Annotated[str, Champ("Nom et prénom", groupe="Poste", liste=True, cherche=4, requis=True, nominatif=True)] = ""
    fonction: Annotated[str, Champ("Fonction", groupe="Poste", nomenclature="fonctions", liste=True, filtre=True)] = ""
    delegation: Annotated[str, Champ("Délégation", groupe="Poste", liste=True, filtre=True, cherche=1)] = ""
    departements: Annotated[
        frozenset[str],
        Champ("Départements suivis", groupe="Poste", fusion="ensemble", nomenclature="departements", filtre=True),
    ] = frozenset()
    code_court: Annotated[
        str, Champ("Code court", groupe="Poste", liste=True, cherche=2, cache=True, aide="Sert aux références.")
    ] = ""
    appareil: Annotated[str, Champ("Appareil", groupe="Poste", cache=True)] = ""
    suppleant: Annotated[
        str,
        Champ(
            "En son absence",
            groupe="Poste",
            nominatif=True,
            suggestions="personnes",
            aide="La personne à qui s’adresser.",
        ),
    ] = ""
    en_poste_depuis: Annotated[date | None, Champ("En poste depuis le", groupe="Poste")] = None
    parti_le: Annotated[
        date | None, Champ("Parti le", groupe="Poste", filtre=True, aide="Ses dossiers sont alors à confier.")
    ] = None
    telephone: Annotated[str, Champ("Téléphone professionnel", groupe="Contact", nominatif=True, largeur=20)] = ""
    courriel: Annotated[str, Champ("Courriel professionnel", groupe="Contact", nominatif=True)] = ""
