"""Conventions and fiches d'actions in words: how they stand, what a day is for, what an indicator shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.convention_vie import ALERTES_MOIS, Etat, Vie, months_later
from mvl_desktop.domain.fiche_action_vie import Avancement, Constat, Issue
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services.spoken import day

ETATS: Mapping[Etat, str] = {
    "projet": N_("Projet"),
    "en_signature": N_("En cours de signature"),
    "en_vigueur": N_("En vigueur"),
    "a_renouveler": N_("À renouveler"),
    "renouvelee": N_("Renouvelée, en vigueur"),
    "denoncee": N_("Dénoncée, en vigueur jusqu’à la fin du préavis"),
    "expiree": N_("Expirée"),
    "remplacee": N_("Remplacée par une autre"),
    "terminee": N_("Dénoncée, terminée"),
}
ISSUES: Mapping[Issue, str] = {
    "atteint": N_("atteint"),
    "pas_encore": N_("pas encore"),
    "sans_cible": N_("suivi, sans cible"),
    "incalculable": N_("ne se calcule pas"),
}


@dataclass(frozen=True, slots=True)
class Repere:
    """A day of the life of a convention. `genre`: signature, alerte, preavis, avenant, denonciation, terme or jour."""

    le: date
    genre: str
    libelle: str


def etat_en_mots(found: Vie) -> str:
    """Return how a convention stands, with the day that matters."""
    said = _(ETATS[found.etat])
    if found.etat == "en_signature":
        return _("{etat}\u00a0: {n} sur {total}").format(etat=said, n=found.signatures, total=found.parties)
    if found.fin is None:
        return said
    if found.etat in ("expiree", "remplacee", "terminee"):
        return _("{etat} depuis le {jour}").format(etat=said, jour=day(found.fin.isoformat()))
    if found.etat == "a_renouveler":
        return _("{etat}\u00a0: elle prend fin le {jour}").format(etat=said, jour=day(found.fin.isoformat()))
    return _("{etat}, jusqu’au {jour}").format(etat=said, jour=day(found.fin.isoformat()))


def reperes(found: Vie) -> list[Repere]:
    """Return the days of the life of a convention, in order, today among them."""
    return sorted(_reperes(found), key=lambda each: (each.le, each.genre != "signature", each.genre))


def avancement_en_mots(found: Avancement) -> str:
    """Return how far an action has come."""
    if not found.total:
        return _("Aucune étape n’est écrite.")
    said = ngettext("{n} étape faite sur {total}.", "{n} étapes faites sur {total}.", found.faites).format(
        n=found.faites, total=found.total
    )
    late = len(found.en_retard)
    if late:
        said += " " + ngettext("{n} en retard.", "{n} en retard.", late).format(n=late)
    return said


def constat_en_mots(found: Constat) -> str:
    """Return an indicator in one sentence: its value, what was aimed at, and whether it is reached."""
    shown = " ".join(filter(None, (found.valeur, found.unite))) if found.valeur else _("aucune valeur")
    name = _("{libelle}\u00a0: {valeur}").format(libelle=found.libelle, valeur=shown)
    parts = [name]
    if found.reference:
        parts.append(_("au départ {valeur}").format(valeur=found.reference))
    if found.cible:
        aimed = _("au plus {cible}") if found.sens == "au_plus" else _("au moins {cible}")
        parts.append(_("cible {cible}").format(cible=aimed.format(cible=found.cible)))
        parts.append(_(ISSUES[found.issue]))
    return ", ".join(parts)


def _reperes(found: Vie) -> Iterator[Repere]:
    yield Repere(found.jour, "jour", _("Aujourd’hui"))
    if found.signee_le is not None:
        yield Repere(found.signee_le, "signature", _("Signature"))
    if found.terme is not None and found.signee_le is not None:
        for months in ALERTES_MOIS:
            at = months_later(found.terme, -months)
            if at in found.alertes:
                words = ngettext("Rappel, {n} mois avant le terme", "Rappel, {n} mois avant le terme", months)
                yield Repere(at, "alerte", words.format(n=months))
    if found.dernier_preavis is not None and found.denoncee_le is None:
        yield Repere(found.dernier_preavis, "preavis", _("Dernier jour pour dénoncer"))
    if found.denoncee_le is not None:
        yield Repere(found.denoncee_le, "denonciation", _("Dénonciation"))
    if found.terme_initial is not None and found.terme_initial != found.terme:
        yield Repere(found.terme_initial, "terme_initial", _("Premier terme"))
    if found.fin is not None:
        yield Repere(found.fin, "terme", _("Terme") if found.denoncee_le is None else _("Fin du préavis"))
