"""U01, U02: every window, page, dialog, menu and box, full of markup: it is shown as text, loads and opens nothing."""

import ctypes
import importlib
import inspect
import os
import pkgutil
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QMenu,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import ui
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.occulter import Passage, moves
from mvl_desktop.ports.charts import Amount, Chart, Row, Table
from mvl_desktop.services.sheets import recovery_sheet
from tests.security.markup import Eye, Links, TaintedDesk, canary, filled
from tests.security.reunions_walk import reunions
from tests.security.shelves_walk import shelves
from tests.ui.fakes import NOON, HandAlarms, ImmediateBackground
from tests.ui.memory_copies import COPY, LEFT
from tests.ui.memory_lots import seen_lots
from ui.access_values import RoleChoice
from ui.arbitration_values import LostValue
from ui.chiffre_values import CountedRecord, SerieLine
from ui.conservation_values import ErasureSeen, KeptElsewhere
from ui.convention_values import AvenantWaiting, PartySeen, Signing
from ui.copy_values import CopyHint, CopyLine, CopySource
from ui.courrier_values import Letterhead, TemplateLine
from ui.fiche_values import FicheUse, StepUse
from ui.lot_values import LotLine, LotsSeen, Resemblance, SaidField, SaidSides
from ui.main import Workplace
from ui.moving_values import MovedLine
from ui.plain import ask, tell
from ui.sheet import sheet_document
from ui.theme import Theme
from ui.timing import local_now
from ui.values import Change, Choice, LotReport, NewSheet, Past, Piece
from ui.view_models.custody import CustodyDesk
from ui.view_models.duplicates import DuplicatesDesk
from ui.view_models.exchange import ExchangeDesk
from ui.view_models.export_list import ListExport
from ui.view_models.first_start import FirstStart, Prepared
from ui.view_models.letters import LetterDesk
from ui.view_models.settling import Settling
from ui.view_models.unlock import Unlock
from ui.views.arbitration_told import ContestForm, LostValueCard, MovedCard
from ui.views.chiffres_export import ExportFigureDialog
from ui.views.chiffres_records import CountedDialog
from ui.views.convention_forms import ask_signature, ask_signature_of_avenant
from ui.views.convention_shelves import ActionShelf, ConventionShelf
from ui.views.copies_forms import CopyWordsForm, HandForm, NewCopyForm
from ui.views.custody_forms import NameForm, PrepareForm, RefoundForm, SheetsForm
from ui.views.demonstration import DemoBar, DemoMaking
from ui.views.duplicates_forms import MergeForm, MergesDialog, TieForm
from ui.views.enrolment import AcceptForm, CodeDialog
from ui.views.export_list import ExportRegisterDialog
from ui.views.fiche_picker import FichePicker
from ui.views.fiches_remarks import ReasonForm, RemarkForm, RemarksDialog, UseDialog
from ui.views.fiches_target import TargetDialog
from ui.views.first_start import FirstStartView
from ui.views.first_steps import StepsCard
from ui.views.form_actions import PrintDialog
from ui.views.form_aside import AsideCard
from ui.views.form_links import LinkEditor
from ui.views.form_transmissions import TransmissionsEditor
from ui.views.formation_couverture import CouvertureDialog
from ui.views.grille_picker import GrillePicker
from ui.views.grilles_reader import GrilleReading
from ui.views.history_erasure import ErasureForm
from ui.views.left_copies import RecallForm
from ui.views.letter_dialog import LetterDialog
from ui.views.letter_forms import HeadForm, KeepForm, ReviewForm, SendForm, TemplatePicker
from ui.views.lot_sides import SidesDialog
from ui.views.lots import LotsDialog
from ui.views.main_window import MainWindow
from ui.views.moving import MoveForm
from ui.views.palette import PaletteDialog
from ui.views.piece_form import PieceForm
from ui.views.revoked import show_revoked
from ui.views.role_form import ChangeRoleForm
from ui.views.security_forms import PhraseForm, SheetDialog
from ui.views.shelves import KindShelf
from ui.views.textes_forms import ReplaceTextForm
from ui.views.todo_rule_form import RuleForm
from ui.views.todo_rules import RulesDialog
from ui.views.tour import Tour
from ui.views.transmission_gestures import GESTURES
from ui.views.unlock import UnlockView
from ui.widgets.elements import ElementsEditor
from ui.widgets.makers import ReferenceView

NOT_PRESSED = frozenset({"lock", "locked"})
NOT_WINDOWS = frozenset({"Editor", "Form", "FittedDialog"})
"""Bases: each is met through what is made of it."""


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture that nobody may open."""
    path = tmp_path / "piege" / "canari.png"
    path.parent.mkdir()
    drawn = QImage(2, 2, QImage.Format.Format_RGB32)
    drawn.fill(QColor("red"))
    assert drawn.save(str(path))
    return path


class Watched:
    """A folder in which the system tells of every file that any code of this process opens."""

    def __init__(self, folder: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._handle = self._libc.inotify_init1(os.O_NONBLOCK)
        opened, read = 0x20, 0x1
        assert self._libc.inotify_add_watch(self._handle, str(folder).encode(), opened | read) >= 0

    def opened(self) -> int:
        """Return how many openings and readings there were since the last time."""
        try:
            told = os.read(self._handle, 1 << 16)
        except BlockingIOError:
            return 0
        count, place = 0, 0
        while place < len(told):
            length = struct.unpack_from("iIII", told, place)[3]
            count, place = count + 1, place + 16 + length
        return count

    def close(self) -> None:
        os.close(self._handle)


@pytest.fixture
def watched(picture: Path) -> Iterator[Watched]:
    made = Watched(picture.parent)
    yield made
    made.close()


class Stage:
    """The windows of a tainted post, and what opens each thing in them."""

    def __init__(self, place: Workplace, eye: Eye, text: str) -> None:
        self.place, self.eye, self.text = place, eye, text
        self._timer = QTimer()
        self._timer.timeout.connect(self._meet)
        self._timer.start(0)

    def stop(self) -> None:
        self._timer.stop()

    def look(self, window: QWidget, scene: str) -> None:
        """Look at a window that is open."""
        self.eye.scene = scene
        QApplication.processEvents()
        self.eye.look(window)

    def during(self, do: Callable[[], object], scene: str) -> None:
        """Do something that may open menus and dialogs: each is looked at, then put away."""
        self.eye.scene = scene
        do()
        QApplication.processEvents()

    def press_everything(self, root: QWidget, scene: str) -> None:
        """Press each button that is there, and open each menu."""
        for button in root.findChildren(QAbstractButton):
            if not _is_there(button) or button.objectName() in NOT_PRESSED:
                continue
            name = f"{scene} / {button.accessibleName() or button.text()[:30]}"
            if isinstance(button, QToolButton) and button.menu() is not None:
                button.menu().aboutToShow.emit()
                self.look(button.menu(), name)
            elif not button.isCheckable():
                self.during(button.click, name)

    def _meet(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            self.eye.look(popup)
            popup.close()
            return
        modal = QApplication.activeModalWidget()
        if isinstance(modal, QDialog):
            if isinstance(modal, PaletteDialog):
                modal.typed.setText("canari")
                QApplication.processEvents()
            self.eye.look(modal)
            modal.reject()


def _is_there(button: QAbstractButton) -> bool:
    try:
        return button.isVisible() and button.isEnabled()
    except RuntimeError:  # an earlier press put it away
        return False


@pytest.fixture
def stage(
    picture: Path,
    background: ImmediateBackground,
    alarms: HandAlarms,
    theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Stage]:
    for name, nothing in (("getSaveFileName", ""), ("getOpenFileName", ""), ("getOpenFileNames", [])):
        monkeypatch.setattr(QFileDialog, name, lambda *_asked, nothing=nothing: (nothing, ""))
    text = canary(picture)
    desk = TaintedDesk(text)
    place = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    place.window.navigation.lock.setObjectName("lock")
    place.window.resize(1600, 1000)
    place.window.show()
    place.start()
    made = Stage(place, Eye(), text)
    yield made
    made.stop()


def all_widgets() -> dict[str, type[QWidget]]:
    """Return every class of widget that this application declares, by its name."""
    found = {}
    for each in pkgutil.walk_packages(ui.__path__, "ui."):
        if each.name.startswith("ui.captures"):
            continue
        module = importlib.import_module(each.name)
        for name, value in vars(module).items():
            if inspect.isclass(value) and issubclass(value, QWidget) and value.__module__ == module.__name__:
                found[name] = value
    return found


def pages(stage: Stage) -> None:
    """Walk each page of the main window, pressing whatever can be pressed."""
    place = stage.place
    desk = place.desk
    assert isinstance(desk, TaintedDesk)
    for line in range(place.window.nav.count()):
        place.window.nav.setCurrentRow(line)
        page = place.window.current()
        assert page is not None
        stage.look(place.window, f"page {line}")
        stage.press_everything(page, f"page {line}")
        stage.look(place.window, f"page {line}, pressed")
    records = place.pages["signalement"]
    place.window.show_page(records)
    records.records.clear()
    records.open(desk.first["signalement"])
    records.form_view.content.unfold_all()
    for tab in range(records.form_view.tabs.count()):
        records.form_view.tabs.setCurrentIndex(tab)
        stage.look(place.window, f"signalement, tab {tab}")
        stage.press_everything(records.form_view, f"signalement, tab {tab}")
    aside(stage)
    passed(stage)
    records.table.selectAll()
    stage.look(place.window, "several lines")
    stage.during(records.filters.choose_columns, "columns")
    for facet in records.records.facets:
        stage.during(partial(records.filters.choose, facet.name), f"filter {facet.name}")
    records.close_form()
    records.new()
    stage.look(place.window, "new")
    fiches = place.fiches_view
    place.window.show_page(fiches)
    fiches.open(desk.first["fiche-conduite"])
    stage.look(place.window, "fiche")
    stage.during(fiches.compare_versions, "versions")
    stage.during(fiches.ask_booklet, "booklet")
    stage.press_everything(fiches, "fiche")
    grids(stage, desk)
    letters(stage, desk)
    copies(stage, desk)
    deadlines(stage, desk)
    conventions(stage, desk)
    activities(stage, desk)
    figures(stage, desk)
    library(stage, desk)
    shelves(stage, desk)
    reunions(stage, desk)


def library(stage: Stage, desk: TaintedDesk) -> None:
    """Read and replace a legal text; see the remarks on a fiche and its use."""
    place, text = stage.place, desk.text
    page = place.library_view
    place.window.show_page(page)
    shelf = page.show_kind("texte-juridique")
    stage.look(place.window, "library")
    shelf.open(desk.first["texte-juridique"])
    stage.look(place.window, "legal text")
    stage.press_everything(page, "legal text")
    step = StepUse(1, text, 1, 1, 1, ((text, 1),), 1)
    fiches = place.fiches_view
    for dialog in (
        ReplaceTextForm(place.window, local_now, {"intitule": text, "resume": text}),
        RemarksDialog(place.window, fiches.page, [{"id": "0" * 16, "texte": text, "par": text, "sur": text}]),
        ReasonForm(place.window, text),
        RemarkForm(place.window, (text,)),
        UseDialog(place.window, FicheUse(text, 1, ((1, 1),), (step,))),
    ):
        dialog.show()
        stage.look(dialog, type(dialog).__name__)
        dialog.close()
        dialog.deleteLater()


def deadlines(stage: Stage, desk: TaintedDesk) -> None:
    """Look at the rules of deadlines and at the form of one; at the deadlines of a record."""
    place = stage.place
    rules = RulesDialog(place.window, place.todo_view.todo, desk.rules_of_dues, desk, local_now)
    form = RuleForm(place.window, required("regle-echeance"), desk.rules_of_dues.regles[0], desk, local_now)
    for dialog in (rules, form):
        dialog.show()
        stage.look(dialog, type(dialog).__name__)
        dialog.close()
    records = place.pages["signalement"]
    place.window.show_page(records)
    records.open(desk.first["signalement"])
    view = records.form_view
    view.scroll_to("echeances")
    stage.press_everything(view.fields("echeances"), "deadlines of a signalement")
    stage.look(place.window, "deadlines of a signalement")


def figures(stage: Stage, desk: TaintedDesk) -> None:
    """Look at each tab of the page of figures, at what a number opens, and at what is asked before it leaves."""
    place, text = stage.place, stage.text
    table = Table(text, text, text, date(2026, 1, 1), text, (text,), (Row("1", text, (Amount(5),)),), (text,))
    desk.series_lines = (SerieLine("ab" * 16, text, Chart("barres", table)),)
    desk.figure_notes = (text,)
    view = place.chiffres_view
    place.window.show_page(view)
    view.chiffres.keep_view(text)
    view.refresh()
    for tab in range(view.tabs.count()):
        view.tabs.setCurrentIndex(tab)
        stage.look(place.window, f"figures, tab {tab}")
        stage.press_everything(view, f"figures, tab {tab}")
    counted = CountedDialog(view, text, (CountedRecord("signalement", "ab" * 16, text, text, text),))
    export = ExportFigureDialog(view, text, desk, ListExport(desk, ImmediateBackground()))
    for dialog in (counted, export):
        dialog.show()
        stage.look(dialog, type(dialog).__name__)
        dialog.close()


def conventions(stage: Stage, desk: TaintedDesk) -> None:
    """Look at the life of a convention, at what its gestures ask, and at the steps of a fiche d'action."""
    place, text = stage.place, stage.text
    rec = desk.first["convention"]
    champs = desk.records[rec].champs
    champs |= {"signee_le": "2026-01-05", "duree_mois": 36, "denoncee_le": None}
    champs["avenants"] = [{"id": "0" * 16, "numero": 1, "objet": text, "article": "1", "apres": text}]
    champs["articles"] = [{"id": "1" * 16, "numero": "1", "titre": text, "texte": f"{text} avant"}]
    desk.sign_avenant(rec, Signing(quoi="0" * 16, le=NOON.date()))
    room = place.convention_view
    place.window.show_page(room)
    shelf = room.show_kind("convention")
    assert isinstance(shelf, ConventionShelf)
    shelf.open(rec)
    shelf.form_view.tabs.setCurrentWidget(shelf.page)
    stage.look(place.window, "life of a convention")
    stage.during(shelf.page.ask_avenant, "avenant")
    stage.during(shelf.page.ask_denunciation, "denunciation")
    party = PartySeen(text, text, signee=False, fonction=text)
    stage.during(lambda: ask_signature(place.window, [party], local_now), "signature")
    waiting = (AvenantWaiting("0" * 16, text),)
    stage.during(lambda: ask_signature_of_avenant(place.window, waiting, local_now), "signature of an avenant")
    actions = room.show_kind("fiche-action")
    assert isinstance(actions, ActionShelf)
    actions.open(desk.first["fiche-action"])
    actions.form_view.tabs.setCurrentWidget(actions.page)
    stage.look(place.window, "steps of an action")


def activities(stage: Stage, desk: TaintedDesk) -> None:
    """Look at the sessions of an action, at who was reached, at a serie that is drawn, at what is in force."""
    place, text = stage.place, stage.text
    room = place.activites_view
    place.window.show_page(room)
    desk.records[desk.first["mise-en-garde"]].champs |= {"etat": "publiee", "publiee_le": None, "levee_le": None}
    for kind in ("formation", "serie", "mise-en-garde"):
        shelf = room.show_kind(kind)
        assert isinstance(shelf, KindShelf)
        shelf.refresh()
        stage.look(place.window, f"list of {kind}")
        shelf.open(desk.first[kind])
        shelf.form_view.tabs.setCurrentIndex(shelf.form_view.tabs.count() - 1)
        stage.look(place.window, f"last page of {kind}")
        shelf.close_form()
    desk.records[desk.first["formation"]].champs["seances"] = [{"etat": "tenue", "public": text, "departement": text}]
    coverage = CouvertureDialog(room, desk, desk, ImmediateBackground(), local_now)
    coverage.show()
    stage.look(coverage, "CouvertureDialog")
    coverage.close()


def letters(stage: Stage, desk: TaintedDesk) -> None:
    """Choose a template, work on a letter, settle what it reveals; look at the templates of the library."""
    place = stage.place
    records = place.pages["signalement"]
    place.window.show_page(records)
    records.open(desk.first["signalement"])
    view = records.form_view
    view.scroll_to("courriers")
    stage.look(place.window, "letters of a signalement")
    letter, text = desk.write_letter(desk.first["signalement"], "t1", ""), stage.text
    desk.letter_list[letter] |= {"objet": text, "texte": f"{text} [{text}] Lefèvre", "destinataire_nom": text}
    desk.letter_list[letter] |= {"adresse": text, "lieu": text, "signataire": text, "annexes": [text]}
    desk.templates = (TemplateLine("t1", text, text, text, text, "", 1, text),)
    desk.to_signalant, desk.reserve = False, (text,)
    model = LetterDesk(desk, ImmediateBackground(), HandAlarms())
    dialog = LetterDialog(place.window, model, desk, local_now)
    model.open(desk.first["signalement"], letter)
    forms: tuple[QDialog, ...] = (
        dialog,
        TemplatePicker(place.window, view.letters.letters, ""),
        KeepForm(place.window, text, text),
        ReviewForm(place.window, text, [text], text, (text,)),
        SendForm(place.window, [Choice("c", text)], local_now),
        HeadForm(place.window, Letterhead(text, text, text, text, text, text, text)),
    )
    for each in forms:
        each.show()
        stage.look(each, type(each).__name__)
    dialog.tabs.setCurrentIndex(2)
    stage.look(dialog, "check of a letter")
    model.forget()
    for each in forms:
        each.close()
        each.deleteLater()
    place.window.show_page(place.library_view)
    shelf = place.library_view.show_kind("modele-courrier")
    shelf.open(desk.first["modele-courrier"])
    stage.look(place.window, "template of a letter")
    shelf.close_form()


def grids(stage: Stage, desk: TaintedDesk) -> None:
    """Read and write a grid, answer one, read its answers again."""
    place = stage.place
    page = place.grilles_view
    place.window.show_page(page)
    page.open(desk.first["grille"])
    stage.look(place.window, "grid")
    stage.during(page.compare_versions, "versions of a grid")
    stage.press_everything(page.reader, "grid")
    page.new()
    page.criteres.add.click()
    stage.look(place.window, "criterion")
    page.close_form()
    records = place.pages["signalement"]
    place.window.show_page(records)
    records.open(desk.first["signalement"])
    view = records.form_view
    view.scroll_to("grilles")
    stage.press_everything(view.fields("grilles"), "grids of a signalement")
    stage.during(partial(view.reperage.read_again, f"{1:016x}"), "read again")
    line = view.reperage.grilles[0]
    for dialog in (GrillePicker(view, view.reperage), GrilleReading(view, line.titre, desk.records[line.id].champs)):
        dialog.show()
        stage.look(dialog, type(dialog).__name__)
        dialog.close()
    view.interview.open(f"{1:016x}")
    assert view.interview.view is not None
    stage.look(place.window, "interview")
    stage.press_everything(view.interview, "interview")
    view.interview.leave()


def copies(stage: Stage, desk: TaintedDesk) -> None:
    """Work on a communicable copy, read it again as the second person, hand it over; look at what left."""
    place, text = stage.place, stage.text
    page = place.copies_view
    desk.shown_copies = (CopyLine("c1", text, "en_preparation", text, NOON.date()),)
    desk.hints = (CopyHint(Passage(1, 0, 6, "un"), "telephone", text),)
    desk.left_lines = (replace(LEFT, titre=text, espace=text, motif=text, rappel=text, suite=text, version=text),)
    place.window.show_page(page)
    page.refresh()
    stage.look(place.window, "copies")
    for etat in ("en_preparation", "a_relire", "relue"):
        desk.copy = replace(COPY, etat=etat, possible=moves({"etat": etat}), relecteur=True, relue=etat == "relue")
        page.open("c1")
        page.work.occultation.take_out([(1, 0, 6)])
        for tab in range(page.work.tabs.count()):
            page.work.tabs.setCurrentIndex(tab)
            stage.look(place.window, f"copy {etat}, tab {tab}")
        stage.press_everything(page.work, f"copy {etat}")
        page.close_form()
    stage.during(page.show_left, "what left")
    stage.during(page.new, "new copy")
    forms = (
        NewCopyForm(place.window, [CopySource("f1", "fiche-conduite", text)], local_now),
        CopyWordsForm(place.window, "Titre", "Aller", "Champ", "Texte"),
        HandForm(place.window, text),
        RecallForm(place.window, text),
    )
    for form in forms:
        form.show()
        stage.look(form, type(form).__name__)
        form.close()
    view = place.pages["signalement"].form_view
    asked = [{"source": "rappelee", "espace": text, "rappel_motif": text}]
    rec = desk.add("signalement", objet=text, provenances=asked)
    place.pages["signalement"].open(rec)
    stage.look(view.recalled, "recalled")
    stage.press_everything(view.recalled, "recalled")


def passed(stage: Stage) -> None:
    """Prepare a transmission, send one, note what came back; look at what left."""
    view = stage.place.pages["signalement"].form_view
    view.tabs.setCurrentIndex(0)
    editor = view.fields("transmissions").editors["transmissions"]
    assert isinstance(editor, TransmissionsEditor)
    said = filled("signalement", stage.text)["transmissions"][0] | {"pieces": [f"{1:016x} {'ab' * 32} {stage.text}"]}
    states = ("projet", "decidee", "envoyee", "retour_recu", "close", "abandonnee")
    editor.set_value([{**said, "id": f"{place:016x}", "etat": state} for place, state in enumerate(states)])
    for card in tuple(editor.cards):
        card.fold.setChecked(True)
    stage.look(stage.place.window, "transmissions")
    stage.press_everything(editor, "transmissions")
    for place, gesture in ((0, "modifier"), *((0, each) for each in GESTURES)):
        stage.during(partial(editor.cards[place].asked.emit, gesture), gesture)
    stage.during(partial(editor.show_sent, said), "what left")
    view.form.discard()


def aside(stage: Stage) -> None:
    """Open what is kept apart from a signalement, and what its form asks in small windows."""
    view = stage.place.pages["signalement"].form_view
    for name in ("signalant", "pieces_medicales"):
        card = view.fields(name).editors[name]
        assert isinstance(card, AsideCard)
        view.asides.open(card)
        QApplication.processEvents()
        for window in tuple(view.asides.windows):
            stage.look(window, name)
            stage.press_everything(window, name)
            window.reject()
    picker = FichePicker(view, view.checklist)
    picker.show()
    stage.look(picker, "apply a fiche")
    picker.reject()
    view.tabs.setCurrentIndex(1)
    liens = required("signalement").champ("liens")
    assert liens is not None
    for field in liens.champs:
        if field.sort == "reference":
            link = LinkEditor(field, view.around)
            link.set_value(f"ref:{'0a' * 16}:{1:032x}")
            link.show()
            stage.look(link, "link")
            link.close()
    for element in view.findChildren(ElementsEditor):
        if element.add.isEnabled():
            element.add.click()
    stage.look(stage.place.window, "elements")


def frame(stage: Stage) -> None:
    """Open each command of the window, each menu, the palette and the guide."""
    place = stage.place
    for menu in place.window.findChildren(QMenu):
        stage.look(menu, "menu")
    for command in place.window.commands():
        if "errouill" not in command.title and "Quitter" not in command.title:
            stage.during(command.do, f"command {command.title}")
    for name in ("show_preferences", "show_setup", "show_security"):
        stage.during(getattr(place.comforts, name), name)
    stage.during(place.window.wants_palette.emit, "palette")
    place.window.wants_guide.emit()
    assert place.guide is not None
    stage.look(place.guide, "guide")
    place.guide.close()
    bar = DemoBar(place.window)
    stage.look(bar, "demonstration")
    tour = Tour(place.window)
    tour.show()
    stage.look(place.window, "tour")
    tour.close()


def _lots(text: str) -> LotsSeen:
    report = LotReport(text, "1", text, 1, 1, 1, 1, 1, 1, doublons=1, remarques=(text,))
    near = (Resemblance("ab" * 16, text, (text,)),)
    lines = [LotLine("cd" * 16, "signalement", "nouveau", text, text, (0,), text, near)]
    return seen_lots([report, report], lines)


def dialogs(stage: Stage) -> None:
    """Open the dialogs that only a long way leads to."""
    place, text = stage.place, stage.text
    desk = place.desk
    window = place.window
    record = desk.read(next(iter(desk.records)))  # type: ignore[attr-defined]
    change = Change(text, text, text)
    past = [Past(NOON, text, (change,), revision=name, effacable=True) for name in ("aa-1", "bb-1")]
    lost = LostValue("ab" * 16, "signalement", text, "d", text, text, text, text, text, NOON)
    moved = MovedLine("ab" * 16, "signalement", text, text, "cd" * 16, text, NOON, a_reporter=1, accessible=True)
    twins = DuplicatesDesk(desk, ImmediateBackground(), 70)
    makers: list[Callable[[], QDialog]] = [
        lambda: ContestForm(window, lost),
        lambda: MergeForm(window, desk.duplicates_of("0a" * 16, 0)[0], twins),
        lambda: MergesDialog(window, twins),
        lambda: TieForm(window),
        lambda: MoveForm(window, desk.espaces(), lambda wish: twins.stop()),
        lambda: SidesDialog(
            window,
            _lots(text).lignes[0],
            SaidSides(text, connu=True, champs=(SaidField(text, text, text, text, differe=True),)),
        ),
        lambda: LotsDialog(window, place.exchange.review(_lots(text))),
        lambda: CodeDialog(window, text),
        lambda: AcceptForm(window, desk.waiting()),
        lambda: PrintDialog(window, record, waiting=True),
        lambda: ExportRegisterDialog(window, place.pages["signalement"].records.leaving),
        lambda: TargetDialog(window, place.fiches_view.page),
        lambda: PhraseForm(window, "Titre", "Aller", "Texte", renewing=True),
        lambda: NameForm(window, CustodyDesk(desk, ImmediateBackground()), desk.custodies()[0]),
        lambda: ChangeRoleForm(window, [RoleChoice("agent", text, text)], desk.members()[1]),
        lambda: ErasureForm(window, past[0], ErasureSeen("aa-1", (text,), (KeptElsewhere("bb-1", text),)), past),
        lambda: PieceForm(window, Piece("0" * 16, text, 9, description=text), desk),
        lambda: PrepareForm(window),
        lambda: RefoundForm(window),
        lambda: SheetsForm(window, "Titre", "Aller", "Texte"),
        lambda: SheetDialog(window, NewSheet("-".join(["ABCD"] * 9), text, lambda: None)),
    ]
    for make in makers:
        dialog = make()
        dialog.show()
        stage.look(dialog, type(dialog).__name__)
        dialog.close()
        dialog.deleteLater()
    for card in (StepsCard(desk.home()), ReferenceView(), LostValueCard(lost), MovedCard(moved)):
        card.show()
        stage.look(card, type(card).__name__)
        card.close()
        card.deleteLater()
    stage.during(lambda: ask(window, "Titre", text, "Oui", danger=True), "question")
    stage.during(lambda: tell(window, "Titre", text, trouble=True), "message")


def before_a_post(stage: Stage, alarms: HandAlarms, theme: Theme) -> None:
    """Open what stands before there is a post, and what is left of a revoked one."""
    text, desk, background = stage.text, stage.place.desk, ImmediateBackground()

    class Maker:
        def prepare(self, name: str, passphrase: str) -> Prepared:
            return Prepared(text, lambda: desk, "-".join(["ABCD"] * 9))

        def keep_sheet(self, sheet: str, path: Path) -> None:
            raise AssertionError

    first = FirstStart(
        Maker(), lambda _phrase, _about: importlib.import_module("ui.strength").Strength(4, text), background
    )
    view = FirstStartView(first)
    first.made.connect(lambda made: view.settle(Settling(made, background)))
    view.show()
    stage.look(view, "first start")
    first.begin()
    first.type(text, "phrase de passe longue", "phrase de passe longue")
    stage.look(view, "passphrase")
    first.create()
    stage.look(view, "sheet")
    first.printed()
    first.prove()
    first.answer(*(first.code.split("-")[place] for place in first.asked))
    stage.look(view, "territory")
    first.go_on()
    stage.look(view, "espace")
    window = MainWindow(ExchangeDesk(desk, background, alarms), theme, local_now, 5)
    window.show()
    show_revoked(window, ExchangeDesk(desk, background, alarms))
    stage.look(window, "revoked")
    for widget in (UnlockView(Unlock(lambda phrase: phrase, background, alarms), text), DemoMaking()):
        widget.show()
        stage.look(widget, type(widget).__name__)
        widget.close()


def test_whatever_is_typed_is_shown_as_text_in_every_window_and_loads_nothing(
    stage: Stage, watched: Watched, alarms: HandAlarms, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: calls.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_said: calls.append(address))
    links = Links()
    for scheme in ("http", "https", "file", "mailto", "ftp"):
        QDesktopServices.setUrlHandler(scheme, links, "open")  # type: ignore[arg-type] # it takes a name, not bytes
    try:
        pages(stage)
        frame(stage)
        dialogs(stage)
        before_a_post(stage, alarms, theme)
    finally:
        for scheme in ("http", "https", "file", "mailto", "ftp"):
            QDesktopServices.unsetUrlHandler(scheme)
    eye = stage.eye
    assert sorted(set(eye.found)) == []
    assert eye.seen > 200, "the walk met the text, as it was typed"
    assert watched.opened() == 0, "nothing opened the file that the markup names"
    assert calls == []
    assert links.opened == []
    assert "PySide6.QtNetwork" not in sys.modules
    missed = {name for name, each in all_widgets().items() if each not in eye.met and name not in NOT_WINDOWS}
    assert not missed, f"walk these too, by one of the functions above: {sorted(missed)}"


def test_the_watch_sees_a_text_that_obeys(picture: Path, watched: Watched, qtbot: QtBot) -> None:
    """The same walk over a window that does everything wrong: each fault is seen."""
    from PySide6.QtWidgets import QLabel, QTextBrowser, QVBoxLayout

    text = canary(picture)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    label, browser = QLabel(text), QTextBrowser()
    label.setToolTip(text)
    label.setOpenExternalLinks(True)
    browser.setHtml(text)
    window.setWindowTitle(text)
    column.addWidget(label)
    column.addWidget(browser)
    window.show()
    eye = Eye()
    eye.look(window)
    told = " ".join(eye.found)
    for fault in ("a label may read markup", "a tip is obeyed", "opens links", "markup is obeyed", "a window title"):
        assert fault in told
    assert watched.opened() > 0
    links = Links()
    QDesktopServices.setUrlHandler("http", links, "open")  # type: ignore[arg-type]
    QDesktopServices.openUrl(QUrl("http://exemple.invalid/c"))
    QDesktopServices.unsetUrlHandler("http")
    assert links.opened == ["http://exemple.invalid/c"]


def test_a_printed_sheet_shows_the_name_of_a_post_as_text(picture: Path, watched: Watched) -> None:
    from datetime import date

    text = canary(picture)
    page = sheet_document(recovery_sheet("ABCD-EFGH", text, date(2026, 11, 22)))
    assert text in page.toPlainText()
    assert "\ufffc" not in page.toPlainText()
    assert watched.opened() == 0


def test_the_guide_loads_its_own_pictures_and_nothing_else(picture: Path, watched: Watched, qtbot: QtBot) -> None:
    from ui.views.guide import GuidePages

    guide = GuidePages()
    qtbot.addWidget(guide)
    for name in (
        picture.as_uri(),
        str(picture),
        "http://exemple.invalid/a.png",
        "../../../etc/passwd",
        "file:///etc/passwd",
    ):
        given = guide.loadResource(2, QUrl(name))
        assert isinstance(given, QImage)
        assert (given.width(), given.height()) == (1, 1), "where nothing is given, Qt reads the file itself"
    guide.setMarkdown(f"![x]({picture.as_uri()})")
    guide.grab()
    assert watched.opened() == 0


def test_no_kind_of_markup_is_made_anywhere_but_in_the_guide() -> None:
    root = Path(ui.__file__ or "").parent
    makers = (
        "setHtml",
        "insertHtml",
        "setMarkdown",
        "QStaticText",
        "RichText",
        "MarkdownText",
        "QMessageBox.",
        "openUrl",
    )
    allowed = {("plain.py", "QMessageBox."), ("views/guide.py", "setMarkdown")}
    used = {
        (path.relative_to(root).as_posix(), word)
        for path in root.rglob("*.py")
        for word in makers
        if word in path.read_text("utf-8")
    }
    assert used <= allowed
    assert required("signalement").champ("objet") is not None
