"""The library of legal texts: empty, filled, a text that is read, one that was replaced, and what a fiche asks."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QPushButton

from mvl_desktop.domain.relecture import ACCORDER, RETIRER
from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.fiche_values import FicheUse, StepUse
from ui.values import Choice
from ui.views.fiches import FichesView
from ui.views.fiches_remarks import RemarksDialog, UseDialog
from ui.views.fiches_review import EMPLOI, REMARQUER, REMARQUES, ask_move, ask_version
from ui.views.textes import TextesView

if TYPE_CHECKING:
    from ui.main import Workplace


def library(studio: Studio, place: "Workplace") -> None:
    """Fill the library and look at it."""
    page = place.library_view
    place.window.show_page(page)
    texts = page.show_kind("texte-juridique")
    if not isinstance(texts, TextesView):
        return
    studio.settle()
    if not texts.page.lines:
        studio.shoot(place.window, "47-bibliotheque-vide")
        texts.page.add_default()
    studio.until(lambda: bool(texts.page.lines))
    studio.shoot(place.window, "47b-bibliotheque")
    texts.search.setText("L311-5 CRPA")
    studio.until(lambda: 0 < len(texts.page.lines) < 10)
    texts.open(texts.page.lines[0].id)
    studio.until(lambda: texts.is_open)
    studio.shoot(place.window, "47c-texte")
    refuse(studio, place.window, texts.reader, "95-refus-texte")
    studio.dialog(texts.ask_replace, "47d-remplacer-un-texte")
    texts.reader.edit_button.click()
    studio.shoot(place.window, "47e-texte-en-ecriture")
    texts.close_form()
    texts.close_form()
    texts.search.setText("25 février 2008")
    studio.until(lambda: [line.code for line in texts.page.lines] == ["circ-2008-02-25"])
    texts.open(texts.page.lines[0].id)
    studio.until(lambda: texts.is_open)
    studio.shoot(place.window, "47f-texte-remplace")
    texts.close_form()
    texts.search.setText("introuvable")
    studio.until(lambda: not texts.page.lines)
    studio.shoot(place.window, "47g-aucun-texte")
    texts.search.clear()
    studio.until(lambda: bool(texts.page.lines))


def life_of_a_fiche(studio: Studio, view: FichesView) -> None:
    """What the review of a fiche asks and shows; the view reads one."""
    studio.dialog(partial(ask_move, view, ACCORDER, partie="ars", version=2), "45b-valider")
    others = [Choice("CAT-02", "CAT-02 – Praticien non réglementé")]
    studio.dialog(partial(ask_move, view, RETIRER, others=others), "46b-retirer")
    studio.dialog(partial(ask_version, view, 1), "46c-version-suivante")
    studio.dialog(lambda: view.reader.review.wants.emit(REMARQUER), "45c-remarque")
    studio.dialog(lambda: view.reader.review.wants.emit(REMARQUES), "45d-aucune-remarque")
    studio.dialog(partial(_remarks, view), "45e-remarques")
    studio.dialog(partial(_remarks, view), "45f-ecarter", by=[_leave])
    studio.dialog(lambda: view.reader.review.wants.emit(EMPLOI), "45g-emploi")
    studio.dialog(partial(_no_use, view), "45h-pas-employee")
    studio.dialog(view.ask_booklet, "48-livret")


def _remarks(view: FichesView) -> None:
    remarks = [
        {
            "id": f"{number:016x}",
            "version": 1,
            "partie": partie,
            "sur": "Étapes",
            "texte": texte,
            "par": par,
            "le": "2026-11-18",
            "etat": etat,
            "reponse": reponse,
        }
        for number, (partie, par, texte, etat, reponse) in enumerate(
            (
                ("miviludes", "Sacha Imaginaire", "Dire qui rappelle la famille, et quand.", "a_traiter", ""),
                ("ars", "Camille Exemple", "Ajouter le 119.", "ecartee", "Il y est déjà, en cinquième ligne."),
            )
        )
    ]
    dialog = RemarksDialog(view, view.page, remarks)
    dialog.exec()
    dialog.deleteLater()


def _leave(dialog: QDialog) -> None:
    next(each for each in dialog.findChildren(QPushButton) if each.text().startswith("Écarter")).click()


def _no_use(view: FichesView) -> None:
    steps: tuple[StepUse, ...] = ()
    dialog = UseDialog(view, FicheUse("Mineur en danger", 0, (), steps))
    dialog.exec()
    dialog.deleteLater()
