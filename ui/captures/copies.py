"""The windows of what leaves: a communicable copy from the document to the file, and copies in other espaces."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from mvl_desktop.domain.occulter import A_RELIRE, RELUE, moves
from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.copy_values import CopyWish, LeftLine
from ui.views.left_copies import LeftDialog

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main import Workplace

_TITLE = "Compte rendu de la réunion du 12 novembre"
_TEXT = """Réunion fictive du groupe de suivi
Mme Alix Modèle, née le 3 mars 1980, demeurant 12 rue des Exemples, 01000 Bourg-Fictif, est reçue à sa demande.
Elle décrit un stage de trois jours, payé 1 200 euros, et dit y avoir été invitée par M. Camille Fictif.
Elle demande que sa famille ne soit pas prévenue. Alix Modèle peut être jointe au 01 99 00 00 01.
– Proposer un rendez-vous avec l’association d’aide aux victimes
– Rappeler Mme Modèle avant la fin du mois
Territoire\tSituations suivies
Ain\t3
Rhône\t12"""
_LEFT = LeftLine(
    "s1",
    "s2",
    "Stage de jeûne",
    "01-2026-K7-0012",
    "Région fictive",
    date(2026, 11, 2),
    "Camille Exemple",
    True,
    "La région suit l’organisateur",
    "3fa2c81d9be04477a1-12",
    "rappelee",
    "rappelée, sans réponse",
    "Envoyé par erreur",
    rappelable=True,
)


def copies(studio: Studio, place: "Workplace", desk: "Desk", signalement: str) -> None:
    """Take them all."""
    page = place.copies_view
    place.window.show_page(page)
    studio.until(lambda: not page.copies.busy)
    studio.settle()
    studio.shoot(place.window, "77-aucune-copie")
    studio.dialog(page.first.click, "77b-nouvelle-copie")
    studio.dialog(page.first.click, "77c-copie-d-un-signalement", lambda form: form.sort.setCurrentIndex(3))
    asked = CopyWish(titre=_TITLE, texte=_TEXT, demandeur="Association fictive", demandee_le=date(2026, 11, 16))
    rec = desk.begin_copy(asked)
    page.refresh()
    studio.until(lambda: bool(page.copies.lines))
    page.table.selectRow(0)
    studio.shoot(place.window, "77d-copies-communicables")
    refuse(studio, place.window, page, "95-refus-copies")
    page.open(rec)
    work = page.work
    studio.until(lambda: bool(work.occultation.hints))
    work.tabs.setCurrentIndex(2)
    work.hints.selectRow(0)
    studio.shoot(place.window, "77e-passages-proposes")
    work.occultation.take_out_everywhere("Alix Modèle")
    work.occultation.take_out_everywhere("née le 3 mars 1980, demeurant 12 rue des Exemples, 01000 Bourg-Fictif")
    work.document.go_to(4, 47, 47)
    work.take_sentence()
    work.tabs.setCurrentIndex(0)
    studio.shoot(place.window, "77f-occultation")
    work.tabs.setCurrentIndex(1)
    work.gone.selectRow(0)
    studio.shoot(place.window, "77g-passages-retires")
    studio.dialog(work.ask_refuse, "77h-refuser-la-communication")
    refuse(studio, place.window, work, "95-refus-occultation")
    _second(studio, place)
    studio.dialog(page.show_left, "77m-ce-qui-est-parti", partial(_with_lines, place))
    studio.dialog(page.show_left, "77n-rappeler", by=[partial(_recall, place)])
    page.close_form()
    _recalled(studio, place, signalement)


def _with_lines(place: "Workplace", _dialog: object) -> None:
    """Show what the demonstration has not: copies that went to another espace."""
    page = place.copies_view.copies
    page.left = (_LEFT, replace(_LEFT, etat="effacee", etat_dit="effacée", rappelable=False))
    page.left_changed.emit()


def _recall(place: "Workplace", dialog: LeftDialog) -> None:
    """Ask for the recall of the first line."""
    _with_lines(place, dialog)
    dialog.ask_recall()


def _recalled(studio: Studio, place: "Workplace", rec: str) -> None:
    """Take a form over a copy that was recalled, and both answers."""
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.open(rec)
    view = page.form_view
    studio.until(lambda: view.form.record is not None and view.form.record.id == rec)
    asked = {"espace": "Région fictive", "source": "rappelee", "rappel_motif": "Envoyé par erreur"}
    view.form.type({"provenances": [asked]})
    view.recalled.show_record()
    studio.shoot(place.window, "77p-copie-rappelee", view.recalled.show_record)
    view.form.discard()
    studio.until(lambda: not view.form.can_save)
    studio.dialog(view.refusal.ask, "77s-refuser-un-signalement")
    view.form.type({"provenances": [asked]})
    view.recalled.show_record()
    studio.dialog(view.recalled.ask_keep, "77q-garder-la-copie")
    studio.dialog(view.recalled.ask_erase, "77r-effacer-la-copie")
    view.form.discard()
    studio.until(lambda: not view.form.can_save)
    page.close_form()


def _second(studio: Studio, place: "Workplace") -> None:
    """Take what the second person sees, and the hand-over."""
    page = place.copies_view
    work, occultation = page.work, page.work.occultation
    seen = occultation.seen
    if seen is None:
        return
    kept = occultation.passages
    for etat, name in ((A_RELIRE, "77i-relecture"), (RELUE, "77k-a-remettre")):
        champs = {**seen.champs, "relue_par": "Claude Essai"}
        occultation.seen = replace(
            seen, etat=etat, possible=moves({"etat": etat}), relecteur=True, relue=etat == RELUE, champs=champs
        )
        occultation.passages = kept
        for signal in (occultation.opened, occultation.changed):
            signal.emit()
        studio.shoot(place.window, name)
        if etat == A_RELIRE:
            studio.dialog(work.ask_send_back, "77j-renvoyer")
            studio.dialog(work.ask_accept, "77j-elle-peut-partir")
        else:
            studio.dialog(partial(work.ask_hand_over), "77l-remettre")
    occultation.seen = seen
    for signal in (occultation.opened, occultation.changed):
        signal.emit()
