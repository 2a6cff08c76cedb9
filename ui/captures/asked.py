"""The dialogs that only some paths open: security, pieces, review of a fiche, spoilt lots, questions before a loss."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog

from ui.access_values import QuarantineLine
from ui.captures.library import life_of_a_fiche
from ui.captures.posts import NoWatch
from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.lot_values import LotsSeen
from ui.timing import local_now
from ui.values import Espace, FicheVersion, LotReport, NewSheet, WaitingRequest
from ui.views.enrolment import CodeDialog
from ui.views.fiche_versions import VersionsDialog
from ui.views.fiches import FichesView
from ui.views.security import SecurityDialog

if TYPE_CHECKING:
    from ui.main import Workplace

_SHEET = NewSheet("VFEJ-5W16-SEGZ-ZVVR-N9BS-3WA2-JN77-Z6RS-WZ7R", "Fiche de secours\n", lambda: None)
_CODE = "48213" * 6


def asked(studio: Studio, place: "Workplace", rec: str) -> None:
    """Take them all."""
    _of_security(studio, place)
    _of_form(studio, place, rec)
    _of_fiches(studio, place)
    _of_lots(studio, place)
    _of_posts(studio, place)


def _of_security(studio: Studio, place: "Workplace") -> None:
    dialog = SecurityDialog(place.window, place.comforts.security, local_now)
    dialog.show()
    studio.settle()
    refuse(studio, dialog, dialog, "95-refus-securite")
    for name, ask in (
        ("81b-changer-la-phrase", dialog.change_passphrase),
        ("81c-nouvelle-fiche", dialog.renew_code),
        ("81d-phrase-fuie", dialog.change_key),
        ("81e-essayer-une-sauvegarde", dialog.try_backup),
    ):
        studio.dialog(partial(with_file, studio, ask), name)
    studio.dialog(lambda: dialog.security.sheet_ready.emit(_SHEET), "81f-fiche-a-imprimer")
    dialog.close()
    dialog.deleteLater()


def _of_form(studio: Studio, place: "Workplace", rec: str) -> None:
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.open(rec)
    view = page.form_view
    studio.until(lambda: view.form.record is not None and view.form.record.id == rec)
    view.tabs.setCurrentIndex(1)
    studio.until(lambda: view.pieces.list.count() > 0)
    view.pieces.list.setCurrentRow(0)
    studio.dialog(view.pieces.ask_description, "35b-decrire-une-piece")
    studio.dialog(view.pieces.extract.click, "35c-copie-en-clair")
    refuse(studio, place.window, view.pieces, "95-refus-pieces")
    view.tabs.setCurrentIndex(0)
    view.form.type({"objet": "Arrêt d’un traitement, à préciser"})
    studio.settle()
    refuse(studio, place.window, view, "95-refus-signalement")
    studio.dialog(view.discard.click, "30b-abandonner")
    view.form.discard()
    studio.until(lambda: not view.form.can_save)
    page.close_form()
    page.new()
    studio.until(lambda: view.form.typed is not None and view.form.typed.rec is None)
    view.tabs.setCurrentIndex(1)
    studio.shoot(place.window, "35d-aucune-piece")
    page.close_form()


def _of_fiches(studio: Studio, place: "Workplace") -> None:
    view = place.fiches_view
    place.window.show_page(view)
    studio.until(lambda: bool(view.page.lines))
    view.open(view.page.lines[0].id)
    studio.until(lambda: view.form.record is not None)
    refuse(studio, place.window, view.reader, "95-refus-fiche")
    studio.dialog(view.compare_versions, "44-versions", lambda _dialog: studio.settle())
    _two_versions(studio, view)
    life_of_a_fiche(studio, view)
    view.close_form()


def _two_versions(studio: Studio, view: FichesView) -> None:
    """Show what a second version would change: the demonstration has only first ones."""
    typed = view.form.typed
    if typed is None:
        return
    champs, at = dict(typed.champs), local_now()
    former = {**champs, "declencheur": "Un enfant semble sous l’emprise d’un groupe.", "a_ne_pas_faire": ["Attendre"]}
    versions = view.page.versions()
    versions.versions = (
        FicheVersion(2, at, "Camille Exemple", {**champs, "version": 2}),
        FicheVersion(1, at, "Claude Essai", former),
    )
    _made(studio, VersionsDialog(view, versions, str(champs.get("titre"))), "44b-deux-versions")


def _of_lots(studio: Studio, place: "Workplace") -> None:
    view = place.exchange_view
    place.window.show_page(view)
    path = studio.folder / "retour.mvl"
    for name, motif in (("63-lot-abime", "lot_endommage"), ("64-lot-refuse", "lot_pas_pour_ce_poste")):
        spoilt = LotReport("retour.mvl", "12", "Claude Essai", 3, 1, 1, 1, 0, 0, motif=motif, lus=4, annonces=9)
        studio.dialog(partial(place.exchange.examined.emit, LotsSeen((path,), (spoilt,), ())), name)
    seen = place.desk.examine_lots([studio.folder / "suite.mvl"], NoWatch())
    studio.dialog(partial(place.exchange.examined.emit, seen), "65-lot-a-fusionner")


def _of_posts(studio: Studio, place: "Workplace") -> None:
    view = place.posts_view
    place.window.show_page(view)
    studio.until(lambda: bool(place.posts.members))
    kept, members = place.posts.espaces, place.posts.members
    place.posts.espaces = (*kept, Espace("09" * 16, "Délégation du Rhône", "admin"))
    studio.dialog(view.ask_compartments, "74b-compartiments")
    place.posts.espaces, place.posts.members = (), ()
    place.posts.changed.emit()
    studio.shoot(place.window, "70c-aucun-espace")
    place.posts.espaces, place.posts.members = kept, members
    place.posts.changed.emit()
    waiting = (WaitingRequest("1", "Claude Essai", ("Délégation de l’Ain",), "agent"),)
    for name, place.posts.waiting in (("73b-accepter-au-service", waiting), ("73c-personne-n-attend", ())):
        studio.dialog(place.posts.waiting_seen.emit, name)
    _made(studio, CodeDialog(view, _CODE, online=True), "72b-code-au-service")
    view.show_keys()
    studio.until(lambda: view.keys.table.rowCount() > 0)
    view.keys.table.selectRow(0)
    studio.dialog(view.keys.renew.click, "70f-renouveler-les-cles")
    _quarantine(studio, place)


def _quarantine(studio: Studio, place: "Workplace") -> None:
    """Let two posts have sent something after their cut."""
    view, access = place.posts_view, place.access
    kept = access.quarantine
    access.quarantine = (
        QuarantineLine(("1", "2"), "Claude Essai", "Délégation de l’Ain", 7, 3, "perte"),
        QuarantineLine(("3",), "Sacha Imaginaire", "Délégation de l’Ain", 1, 1, "depart", peut=False),
    )
    access.changed.emit()
    view.show_quarantine()
    view.quarantine.table.selectRow(0)
    studio.shoot(place.window, "70g-quarantaine")
    studio.dialog(view.quarantine.accept.click, "70h-reintegrer")
    access.quarantine = kept
    access.changed.emit()
    view.tabs.setCurrentIndex(0)


def _made(studio: Studio, dialog: QDialog, name: str) -> None:
    studio.dialog(dialog.exec, name)
    dialog.deleteLater()


def with_file(studio: Studio, ask: Callable[[], object]) -> None:
    """Let the system’s question for a file be answered, so that what comes after it is seen."""
    real = QFileDialog.getOpenFileName
    path = str(studio.folder / "retour.mvl")
    setattr(QFileDialog, "getOpenFileName", lambda *_asked: (path, ""))  # noqa: B010 - the checker knows it as a method
    try:
        ask()
    finally:
        setattr(QFileDialog, "getOpenFileName", real)  # noqa: B010
