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
from mvl_desktop.services.sheets import recovery_sheet
from tests.security.markup import Eye, Links, TaintedDesk, canary
from tests.ui.fakes import NOON, HandAlarms, ImmediateBackground
from ui.access_values import RoleChoice
from ui.captures.posts import NoWatch
from ui.conservation_values import ErasureSeen, KeptElsewhere
from ui.main import Workplace
from ui.plain import ask, tell
from ui.sheet import sheet_document
from ui.theme import Theme
from ui.timing import local_now
from ui.values import Change, NewSheet, Past, Piece
from ui.view_models.custody import CustodyDesk
from ui.view_models.exchange import ExchangeDesk
from ui.view_models.first_start import FirstStart, Prepared
from ui.view_models.settling import Settling
from ui.view_models.unlock import Unlock
from ui.views.custody_forms import NameForm, PrepareForm, RefoundForm, SheetsForm
from ui.views.demonstration import DemoBar, DemoMaking
from ui.views.dialogs import ConfirmReport
from ui.views.enrolment import AcceptForm, CodeDialog
from ui.views.export_list import ExportRegisterDialog
from ui.views.fiche_picker import FichePicker
from ui.views.fiches_target import TargetDialog
from ui.views.first_start import FirstStartView
from ui.views.first_steps import StepsCard
from ui.views.form_actions import PrintDialog
from ui.views.form_aside import AsideCard
from ui.views.form_links import LinkEditor
from ui.views.history_erasure import ErasureForm
from ui.views.main_window import MainWindow
from ui.views.palette import PaletteDialog
from ui.views.piece_form import PieceForm
from ui.views.revoked import show_revoked
from ui.views.role_form import ChangeRoleForm
from ui.views.security_forms import PhraseForm, SheetDialog
from ui.views.tour import Tour
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
    stage.press_everything(fiches, "fiche")


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


def dialogs(stage: Stage) -> None:
    """Open the dialogs that only a long way leads to."""
    place, text = stage.place, stage.text
    desk = place.desk
    window = place.window
    record = desk.read(next(iter(desk.records)))  # type: ignore[attr-defined]
    change = Change(text, text, text)
    past = [Past(NOON, text, (change,), revision=name, effacable=True) for name in ("aa-1", "bb-1")]
    makers: list[Callable[[], QDialog]] = [
        lambda: ConfirmReport(window, desk.examine_lot(Path("x"), NoWatch())),
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
    for card in (StepsCard(desk.home()), ReferenceView()):
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
