"""How an entry of the annuaire and a function are told in a line. Pure."""

from collections.abc import Mapping

from mvl_desktop.i18n import N_, _
from ui.annuaire_values import AVerifier, Fonction, Interlocuteur
from ui.view_models.form_summary import Wording, short_day

PORTEES: Mapping[str, str] = {
    "departement": N_("Dans le département"),
    "region": N_("Dans la région"),
    "national": N_("Partout"),
    "modele": N_("À compléter ici"),
}
MOTIFS: Mapping[str, str] = {
    "a_revoir_le": N_("À revoir"),
    "ancien": N_("Vérifié il y a longtemps"),
    "jamais": N_("Jamais vérifié"),
    "a_completer": N_("À compléter ici"),
}
ETATS: Mapping[str, str] = {
    "vacant": N_("Vacante"),
    "interim": N_("Par intérim"),
    "pourvu": N_("Tenue"),
    "a_venir": N_("À venir"),
    "ferme": N_("Supprimée"),
}
MARKS: Mapping[str, str] = {"vacant": "warning", "interim": "clock", "pourvu": "check-circle"}
"""The picture of each state; its words stand beside it."""


def reached(each: Interlocuteur) -> str:
    """Say how to reach an entry, the way to prefer first, and whether that is still sure."""
    ways = (each.messagerie_securisee, each.telephone, each.courriel, each.horaires)
    sure = _(MOTIFS[each.motif]) if each.motif in MOTIFS else ""
    return " · ".join(part for part in (*ways, sure) if part)


def why(each: AVerifier, wording: Wording) -> str:
    """Say why an entry is to verify, and what it is."""
    seen = _("vérifié le {jour}").format(jour=short_day(each.verifie_le)) if each.verifie_le else ""
    role = _(wording("roles_organisme", each.role)) if each.role else ""
    return " · ".join(part for part in (_(MOTIFS.get(each.motif, "")) if each.motif else "", seen, role) if part)


def stands(each: Fonction) -> str:
    """Say how a function stands today, and what is expected."""
    since = _("depuis le {jour}").format(jour=short_day(each.depuis)) if each.depuis else ""
    comes = _("remplacement le {jour}").format(jour=short_day(each.remplacement_le)) if each.remplacement_le else ""
    until = _("jusqu’au {jour}").format(jour=short_day(each.jusqua)) if each.jusqua else ""
    where = each.organisme or each.structure
    return " · ".join(part for part in (_(ETATS.get(each.etat, "")), since, until, comes, where) if part)
