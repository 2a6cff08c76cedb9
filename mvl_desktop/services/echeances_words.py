"""Deadlines in words: how they stand, why they are there, what they are counted from."""

from datetime import date

from mvl_desktop.domain.echeancier import AUJOURDHUI, EN_RETARD, REPORTEE, SANS_OBJET, TENUE, Echeance
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.regles_echeance import Regle
from mvl_desktop.i18n import _, ngettext

_EVENTS = "evenements_echeance"
_RECIPIENTS = "destinataires"
_SOON = 1
_GIVEN = frozenset({"reprise", "retour_attendu", "action_etape", "action_fin"})
"""Events that are themselves the day that somebody gave: no delay is counted from them."""


def due_in_words(each: Echeance, today: date) -> str:
    """Return how a deadline stands: « en retard de 3 jours ouvrés », « aujourd’hui », « dans 4 jours »."""
    if each.etat == TENUE:
        return _("tenue le {jour}").format(jour=_day(each.tenue_le)) if each.tenue_le else _("tenue")
    if each.etat == SANS_OBJET:
        return _("sans objet, signalement clos") if each.close else _("sans objet")
    if each.etat == EN_RETARD:
        late = ngettext("en retard de {n} jour ouvré", "en retard de {n} jours ouvrés", each.retard)
        return late.format(n=each.retard) if each.retard else _("en retard")
    if each.etat == AUJOURDHUI:
        return _("aujourd’hui")
    if each.le is None:
        return _("sans date")
    days = (each.le - today).days
    said = _("demain") if days == _SOON else ngettext("dans {n} jour", "dans {n} jours", days).format(n=days)
    return _("reportée, {quand}").format(quand=said) if each.etat == REPORTEE else said


def what(each: Echeance) -> str:
    """Return what must be done, and the element that it is about; what a person added is in her own words."""
    said = _(each.libelle) if each.regle is not None else each.libelle
    return _("{quoi}\u00a0: {detail}").format(quoi=said, detail=each.detail) if each.detail else said


def why(each: Echeance, lists: Nomenclatures) -> str:
    """Return why a deadline is there: what it is counted from, the delay, its source; and what was said of it."""
    said = [_("Ajoutée à la main.")] if each.regle is None else [_counted(each, each.regle, lists)]
    if each.motif:
        said.append(_("Motif\u00a0: {motif}").format(motif=each.motif))
    if each.etat == REPORTEE and each.prevue_le and each.prevue_le != each.le:
        said.append(_("Prévue d’abord le {jour}.").format(jour=_day(each.prevue_le)))
    return " ".join(said)


def delay(rule: Regle) -> str:
    """Return a delay in words."""
    if rule.nombre == 0:
        return _("sans délai")
    if rule.unite == "jours_ouvres":
        return ngettext("{n} jour ouvré", "{n} jours ouvrés", rule.nombre).format(n=rule.nombre)
    if rule.unite == "mois":
        return ngettext("{n} mois", "{n} mois", rule.nombre).format(n=rule.nombre)
    return ngettext("{n} jour", "{n} jours", rule.nombre).format(n=rule.nombre)


def event(rule: Regle, lists: Nomenclatures) -> str:
    """Return what a rule counts from, and for whom."""
    said = _(lists.libelle(_EVENTS, rule.evenement))
    if not rule.destinataire:
        return said
    return _("{evenement} ({destinataire})").format(
        evenement=said, destinataire=_(lists.libelle(_RECIPIENTS, rule.destinataire))
    )


def source(rule: Regle) -> str:
    """Return what a delay comes from."""
    return _(rule.source) if rule.source else _("Règle de l’espace")


def _counted(each: Echeance, rule: Regle, lists: Nomenclatures) -> str:
    if rule.evenement in _GIVEN:
        return _("{evenement}, le {jour}. {source}.").format(
            evenement=event(rule, lists), jour=_day(each.depart), source=source(rule).rstrip(".")
        )
    said = _("{evenement}, le {jour}\u00a0: {delai}. {source}.").format(
        evenement=event(rule, lists), jour=_day(each.depart), delai=delay(rule), source=source(rule).rstrip(".")
    )
    return _("{raison} À valider par l’agence.").format(raison=said) if rule.a_valider else said


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""
