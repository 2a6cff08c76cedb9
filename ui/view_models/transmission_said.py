"""How a transmission is told: where it stands, what is awaited and since when, what is still missing. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.transmettre import Passed, days_late, is_altered, is_awaited, is_sent, read_day, state_of
from mvl_desktop.domain.transmettre_pieces import read_pieces
from mvl_desktop.domain.transmettre_questions import (
    asked_to_decide,
    concerns_minor,
    is_report_of_hold,
    must_be_told,
    must_inform,
    texts,
)
from mvl_desktop.domain.transmission import ABANDONNEE, CLOSE, DECIDEE, ENVOYEE, PROJET, RETOUR
from mvl_desktop.i18n import _, ngettext
from ui.text import opening, say, short_date
from ui.view_models.form_summary import Wording, is_filled, short_day

ICONS: Mapping[str, str] = {
    PROJET: "note-pencil",
    DECIDEE: "clock",
    ENVOYEE: "tray-arrow-up",
    RETOUR: "tray-arrow-down",
    CLOSE: "check-circle",
    ABANDONNEE: "x",
}
"""The picture of each state; its words stand beside it."""
_ASKED_OF_ANYBODY = ("fondements", "motif", "contenu", "identite_revelee", "identite_motif")
_DETAIL = (
    *_ASKED_OF_ANYBODY,
    *("personne_informee", "informee_le", "informee_motif", "accord_personne", "copie_a"),
    *("decidee_le", "decidee_par", "signee_par", "canal_envoi", "envoyee_le", "envoyee_a", "reference_envoi"),
    *("recepisse_le", "relancee_le", "retour_recu_le", "reference_retour", "issue", "issue_precision"),
)


def title(passed: Passed, wording: Wording) -> str:
    """Say to whom."""
    code, name = str(passed.get("destinataire") or ""), str(passed.get("destinataire_nom") or "")
    kind = _(wording("destinataires", code)) if code else ""
    return " – ".join(part for part in (kind, name) if part) or _("Destinataire à choisir")


def state(passed: Passed, wording: Wording) -> str:
    """Say where it stands, and since when."""
    now = state_of(passed)
    said = _(wording("etats_transmission", now))
    days = {
        DECIDEE: _("Décidée le {day}, à envoyer").format(day=short_day(passed.get("decidee_le"))),
        ENVOYEE: _("Envoyée le {day}").format(day=short_day(passed.get("envoyee_le"))),
        RETOUR: _("Retour reçu le {day}").format(day=short_day(passed.get("retour_recu_le"))),
    }
    dated = {DECIDEE: "decidee_le", ENVOYEE: "envoyee_le", RETOUR: "retour_recu_le"}
    told = days[now] if now in days and passed.get(dated[now]) else said
    return told if passed.get("etat") in (None, "", now) else _("{said}, puis dite abandonnée").format(said=told)


def awaited(passed: Passed, today: date) -> tuple[str, str]:
    """Say when its return is awaited, with the tone of it: `danger` when it is overdue."""
    due = read_day(passed.get("retour_attendu_le"))
    if not is_awaited(passed) or due is None:
        return "", ""
    late = days_late(passed, today)
    if late:
        said = ngettext(
            "Retour attendu le {day}\u00a0: en retard de {n} jour",
            "Retour attendu le {day}\u00a0: en retard de {n} jours",
            late,
        )
        return said.format(day=short_date(due), n=late), "danger"
    left = (due - today).days
    if not left:
        return _("Retour attendu aujourd’hui"), "attention"
    said = ngettext("Retour attendu le {day}, dans {n} jour", "Retour attendu le {day}, dans {n} jours", left)
    return said.format(day=short_date(due), n=left), ""


def facts(passed: Passed, wording: Wording) -> str:
    """Say in one line what goes with it: its basis, its pieces, what was said of people."""
    told = [", ".join(texts(passed.get("fondements")))]
    pieces = len(read_pieces(passed.get("pieces")))
    if pieces:
        told.append(ngettext("{n} pièce", "{n} pièces", pieces).format(n=pieces))
    copies = [_(wording("destinataires", code)) for code in texts(passed.get("copie_a"))]
    if copies:
        told.append(_("copie à\u00a0: {names}").format(names=", ".join(copies)))
    if passed.get("identite_revelee") is True:
        told.append(_("identité du signalant révélée"))
    if passed.get("personne_informee") is True:
        told.append(_("personne informée"))
    if is_filled(passed.get("issue")):
        told.append(_("issue\u00a0: {said}").format(said=_(wording("issues_transmission", str(passed["issue"])))))
    if is_filled(passed.get("motif_abandon")):
        told.append(str(passed["motif_abandon"]))
    return opening(" · ".join(part for part in told if part))


def missing(passed: Passed, champs: Passed, fields: Sequence[DeclaredField]) -> str:
    """Say what is still to fill before it may leave; nothing when it may, or when it did."""
    if is_sent(passed) or state_of(passed) == ABANDONNEE:
        return ""
    asked = asked_to_decide(passed, champs)
    labels = [_(field.libelle) for field in fields if field.name in asked]
    return _("Avant l’envoi, il manque\u00a0: {fields}.").format(fields=", ".join(labels)) if labels else ""


def lock(passed: Passed, champs: Passed) -> str:
    """Say why it is no longer written, or that it was written all the same."""
    if is_altered(passed, champs):
        return _("Modifiée après l’envoi\u00a0: ce qui est écrit ici n’est plus ce qui est parti.")
    return _("Ce qui est parti ne change plus. Pour corriger, préparez une nouvelle transmission.")


def advice(passed: Passed, champs: Passed) -> str:
    """Say what this recipient, or this legal basis, asks for."""
    told = []
    destinataire = passed.get("destinataire")
    if destinataire == "procureur" and concerns_minor(champs):
        told.append(
            _("Un mineur est concerné\u00a0: saisir directement le procureur demande une copie au département.")
        )
    if is_report_of_hold(passed):
        told.append(
            _("L’article 226-14, 2° bis, demande l’accord de la victime\u202f; à défaut, qu’elle soit informée.")
        )
        if not must_be_told(passed, champs):
            told.append(_("D’un mineur, l’accord n’est pas nécessaire."))
    elif must_inform(passed):
        told.append(_("Ce destinataire demande si les parents ont été informés, ou pourquoi ils ne l’ont pas été."))
    if destinataire == "association":
        told.append(_("Une association n’est saisie qu’avec l’accord de la personne."))
    if destinataire in ("police_gendarmerie", "procureur"):
        told.append(_("Écrivez «\u00a0susceptible de\u00a0»\u00a0: qualifier l’infraction revient à la justice."))
    return " ".join(told)


def detail(passed: Passed, fields: Sequence[DeclaredField], wording: Wording) -> list[tuple[str, str]]:
    """Return every field that holds something, as its label and its words, the pieces last."""
    known = {field.name: field for field in fields}
    told = [
        (_(known[name].libelle), say(known[name], passed.get(name), wording))
        for name in _DETAIL
        if name in known and is_filled(passed.get(name))
    ]
    return told + [(_("Pièce"), f"{piece.nom} ({piece.sha256[:16]}…)") for piece in read_pieces(passed.get("pieces"))]


def gestures(passed: Passed) -> tuple[str, ...]:
    """Return what may be done of it, the likeliest first."""
    now = state_of(passed)
    return {
        PROJET: ("envoyer", "modifier", "decider", "abandonner"),
        DECIDEE: ("envoyer", "modifier", "reprendre", "abandonner"),
        ENVOYEE: ("retour", "relancer", "recue", "clore"),
        RETOUR: ("clore", "retour", "rouvrir"),
        CLOSE: ("rouvrir",),
        ABANDONNEE: ("reprendre",),
    }.get(now, ())
