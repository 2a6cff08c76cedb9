"""Why a cell or a line of a spreadsheet is refused, in words that say what to correct."""

from collections.abc import Mapping
from typing import Final

from mvl_desktop.i18n import N_, _

_REASONS: Final[Mapping[str, str]] = {
    "cellule_en_erreur": N_("La formule de cette cellule est en erreur ({said}). Écrivez sa valeur."),
    "date_illisible": N_("Ce n’est pas une date connue. Écrivez-la comme 31/12/2025."),
    "date_incomplete": N_("Il manque le jour ou le mois. Écrivez la date entière, comme 31/12/2025."),
    "date_americaine": N_("Cette date semble écrite mois/jour/année. Écrivez le jour d’abord, comme 31/12/2025."),
    "date_ambigue": N_(
        "Cette colonne contient des dates mois/jour/année\u202f: celle-ci peut se lire de deux façons. "
        "Dites dans quel ordre la colonne est écrite, ou écrivez le mois en lettres."
    ),
    "nombre_illisible": N_("Un nombre positif est attendu, en chiffres."),
    "nombre_entier": N_("Un nombre entier est attendu, sans décimales."),
    "oui_non_illisible": N_("Oui ou non est attendu (ou une croix, 1, 0)."),
    "code_inconnu": N_("«\u00a0{said}\u00a0» n’est pas dans la liste de ce champ."),
    "code_ambigu": N_("Plusieurs valeurs portent ce nom\u00a0: {said}. Écrivez leur code."),
    "commune_inconnue": N_("Aucune commune de ce nom ou de ce code\u00a0: {said}."),
    "commune_ambigue": N_("Plusieurs communes sont possibles\u00a0: {said}. Ajoutez le département, ou le code INSEE."),
    "code_postal_ambigu": N_(
        "Ce nombre est un code INSEE et un code postal\u00a0: {said}. Écrivez le nom de la commune."
    ),
    "texte_trop_long": N_("Ce texte est trop long pour être gardé."),
    "texte_invalide": N_("Ce texte contient des signes qui ne peuvent pas être gardés."),
    "liste_trop_longue": N_("Cette liste a trop de valeurs."),
    "entier_invalide": N_("Ce nombre est trop grand."),
    "fiche_trop_longue": N_("Cette ligne est trop longue pour tenir dans une fiche."),
    "cle_vide": N_("La référence de la ligne est vide\u202f: rien ne permettrait de la reconnaître."),
    "ligne_en_double": N_("La ligne {said} de ce fichier porte la même référence."),
    "ligne_identique": N_("La ligne {said} de ce fichier dit la même chose\u202f: même date, même objet, même lieu."),
    "ligne_sans_rien": N_("Aucune colonne reprise n’est remplie."),
    "ligne_trop_large": N_("Cette ligne a plus de cellules que la ligne des titres\u202f: vérifiez le séparateur."),
    "signalant_reserve": N_("Le signalant de cette fiche est gardé dans un compartiment que ce poste ne lit pas."),
    "fiche_effacee": N_("La fiche de cette ligne a été effacée."),
}
CODES: Final = frozenset(_REASONS)


def reason(code: str, said: str = "") -> str:
    """Return why, in one or two sentences; what the cell says is quoted short."""
    short = said if len(said) <= 120 else said[:119] + "…"
    return _(_REASONS.get(code, _REASONS["texte_invalide"])).format(said=short)
