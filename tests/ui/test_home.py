"""The first page: each line opens what it names, what presses comes first, and a newcomer is told where to begin."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QStackedWidget
from pytestqt.qtbot import QtBot

from mvl_desktop.services.refusals import RefusError
from tests.ui.fakes import NOON, HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, press
from tests.ui.memory_state import HOME
from tests.ui.walk import unnamed
from ui.values import Change, Home, Lost, Todo
from ui.view_models.home import HomePage
from ui.view_models.reminders import LOOK_SECONDS, Reminders
from ui.views.home import HomeView

Asked = list[tuple[object, ...]]


def _open(desk: MemoryDesk, alarms: HandAlarms, width: int = 1200) -> tuple[HomeView, Asked]:
    view = HomeView(HomePage(desk, ImmediateBackground()), alarms.clock)
    asked: Asked = []
    view.wants_record.connect(lambda kind, rec: asked.append(("record", kind, rec)))
    view.wants_draft.connect(lambda kind, draft: asked.append(("draft", kind, draft)))
    for name in ("new", "todo", "exchange", "conflicts", "guide", "setup", "tour"):
        getattr(view, f"wants_{name}").connect(lambda name=name: asked.append((name,)))
    view.resize(width, 700)
    view.show()
    view.refresh()
    QApplication.processEvents()
    return view, asked


def _said(view: HomeView) -> str:
    return " | ".join(each.text() for each in view.findChildren(QLabel) if each.isVisible())


def _button(view: HomeView, begins: str) -> QPushButton:
    return next(
        each
        for each in view.findChildren(QPushButton)
        if each.isVisible() and (each.accessibleName() or each.text()).startswith(begins)
    )


def test_what_presses_is_first_and_opens_its_record(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.add("signalement", objet="Ordinaire", etapes_appliquees=[{"libelle": "Rappeler", "etat": "a_faire"}])
    grave = desk.add("signalement", objet="Enfant en danger", danger_vital=True)
    view, asked = _open(desk, alarms)
    lines = [each.accessibleName() for each in view.findChildren(QPushButton) if each.objectName() == "ligne"]
    assert lines[0].startswith("Enfant en danger. Urgent, à qualifier")
    assert lines[1].startswith("Ordinaire. Rappeler")
    click(_button(view, "Enfant en danger"))
    assert asked == [("record", "signalement", grave)]
    assert not unnamed(view)


def test_a_draft_is_resumed_by_keyboard(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> None:
    typed = replace(desk.begin("signalement"), champs={"objet": "Appel interrompu"})
    desk.keep(typed)
    view, asked = _open(desk, alarms)
    line = _button(view, "Appel interrompu")
    line.setFocus()
    press(line, Qt.Key.Key_Space)
    assert asked == [("draft", "signalement", typed.id)]


def test_the_figures_lead_where_they_say(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> None:
    for number in range(2):
        desk.add("signalement", objet=f"Cas {number}", urgence="immediate")
    view, asked = _open(desk, alarms)
    click(_button(view, "2 à faire. dont 2 qui pressent"))
    click(_button(view, "2 pas encore reçus ailleurs. le plus ancien, aujourd’hui"))
    click(_button(view, "0 à décider"))
    click(_button(view, "0 à reprendre"))
    assert asked == [("todo",), ("exchange",), ("conflicts",), ("new",)]


def test_a_newcomer_is_told_where_to_begin(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.last = None
    view, asked = _open(desk, alarms)
    assert "Premiers pas | 0 sur 3" in _said(view)
    assert "À faire" not in _said(view)
    for begins in ("Fonder ou rejoindre", "Enregistrer", "Voir les échanges", "Faire le tour", "Lire le guide"):
        click(_button(view, begins))
    assert asked == [("setup",), ("new",), ("exchange",), ("tour",), ("guide",)]
    assert not unnamed(view)


def test_steps_that_are_done_are_ticked_and_all_done_they_go_away(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    desk.last = None
    desk.espace_list = [HOME]
    desk.add("signalement", objet="Premier")
    view, _asked = _open(desk, alarms)
    assert "Un espace pour votre délégation (fait)" in _said(view)
    assert "Un premier signalement (fait)" in _said(view)
    assert "Un premier échange (fait)" not in _said(view)
    desk.last = NOON
    view.refresh()
    assert "Premiers pas" not in _said(view)


def test_whoever_knows_puts_the_first_steps_away(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.last = None
    view, _asked = _open(desk, alarms)
    click(_button(view, "Ne plus montrer"))
    assert "Premiers pas" not in _said(view)


def test_the_fiches_are_at_hand(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> None:
    fiche = desk.add("fiche-conduite", titre="Mineur en danger", code="CAT-01")
    view, asked = _open(desk, alarms)
    click(_button(view, "Mineur en danger"))
    assert asked == [("record", "fiche-conduite", fiche)]


def test_what_was_typed_for_nothing_can_still_be_read_and_is_never_markup(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Lost("signalement", "Ain", NOON + timedelta(days=30), (Change("Objet", "", "<b>Mots</b> à reprendre"),))
    todo = Todo("r1", "signalement", "<img src=x>", "01-2026-K7-0001", "Modifié par Claude")
    home = Home("Camille Exemple", total=1, recents=(todo,), perdus=(lost,))
    monkeypatch.setattr(desk, "home", lambda: home)
    view, _asked = _open(desk, alarms)
    assert "Bonjour Camille" in _said(view)
    assert "Objet\u00a0: <b>Mots</b> à reprendre" in _said(view)
    assert "<img src=x>" in _said(view)
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in view.findChildren(QLabel))


def test_the_keyboard_stays_where_it_was_when_the_page_is_asked_again(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    desk.add("signalement", objet="Un", urgence="immediate")
    desk.add("signalement", objet="Deux", urgence="immediate")
    view, _asked = _open(desk, alarms)
    qtbot.waitUntil(lambda: view.window().isActiveWindow())
    _button(view, "Deux").setFocus()
    desk.add("signalement", objet="Trois", urgence="immediate")
    view.refresh()
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.accessibleName().startswith("Deux")
    assert focused.isVisible()

    figure = _button(view, "3 à faire")
    figure.setFocus()
    desk.add("signalement", objet="Quatre", urgence="immediate")
    view.refresh()
    QApplication.processEvents()
    assert QApplication.focusWidget() is view.create_button, "what it was on is no more"


def test_what_cannot_be_read_is_said_in_words(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Home:
        raise RefusError("fiche_inconnue")

    monkeypatch.setattr(desk, "home", refuse)
    view, _asked = _open(desk, alarms)
    assert view.notice.isVisible()
    assert view.notice.said.text()


@pytest.mark.parametrize("width", [620, 1800])
def test_nothing_is_wider_than_the_page(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms, width: int) -> None:
    desk.add("signalement", objet="Un objet très long " * 20, urgence="immediate")
    view, _asked = _open(desk, alarms, width)
    for each in view.findChildren(QPushButton):
        if each.isVisible():
            right = each.mapTo(view, each.rect().topRight()).x()
            assert right <= width, each.accessibleName()


def test_what_is_due_is_a_line_that_names_nothing(
    qtbot: QtBot, desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = [(3, 1, False), (0, 0, False), (40, 0, True)]
    told = iter(counts)

    def told_home() -> Home:
        late, today, doubtful = next(told)
        return Home("Alix Exemple", retards=late, du_jour=today, horloge_douteuse=doubtful)

    monkeypatch.setattr(desk, "home", told_home)
    page = HomePage(desk, background)
    view = HomeView(page, alarms.clock)
    qtbot.addWidget(view)
    reminders = Reminders(page, alarms, alarms.clock)
    page.refresh()
    assert reminders.said == "3 échéances en retard, 1 échéance aujourd’hui"
    assert reminders.said in view.day.text()
    alarms.forward(LOOK_SECONDS)
    assert reminders.late == 3, "the same day, nothing is asked again"
    alarms.forward(86_400)
    assert reminders.said == ""
    alarms.forward(86_400)
    assert reminders.said == "plus de 39 échéances en retard"
    assert "L’horloge de ce poste paraît en retard" in view.notice.said.text()


def test_a_page_out_of_sight_leaves_the_keyboard_where_somebody_types(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    desk.add("signalement", objet="Un")
    view, _asked = _open(desk, alarms)
    pages, typed = QStackedWidget(), QLineEdit()
    qtbot.addWidget(pages)
    pages.addWidget(view)
    pages.addWidget(typed)
    with qtbot.waitActive(pages):
        pages.show()
        pages.activateWindow()
    _button(view, "1 pas encore reçus").setFocus()
    pages.setCurrentWidget(typed)
    typed.setFocus()
    desk.add("signalement", objet="Deux")
    view.refresh()
    QApplication.processEvents()
    assert QApplication.focusWidget() is typed
