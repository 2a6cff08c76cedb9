"""The window of a revoked post: one sentence, one button, the lock and the way out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mvl_desktop.services.alarms import LABELS, READ, RESUME
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import click
from ui.main import Workplace
from ui.theme import Theme
from ui.timing import local_now
from ui.values import Member
from ui.view_models.exchange import ExchangeDesk
from ui.views.main_window import MainWindow
from ui.views.revoked import is_revoked, show_revoked


@pytest.fixture
def place(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme) -> Iterator[Workplace]:
    made = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    made.window.show()
    made.start()
    yield made
    made.window.hide()
    made.window.deleteLater()


HERE = Member("p1", "Alix", "K7", "Ain", "e1", "agent", "revoque", True)


def test_a_post_is_revoked_when_no_espace_keeps_it() -> None:
    other = Member("p1", "Alix", "K7", "Zone", "e2", "agent", "actif", True)
    colleague = Member("p2", "Camille", "K8", "Ain", "e1", "admin", "actif", False)
    assert is_revoked((HERE, colleague))
    assert not is_revoked((HERE, other, colleague))
    assert not is_revoked((colleague,))
    assert not is_revoked(())


def test_only_the_hand_over_the_lock_the_guide_and_the_way_out_are_left(
    qtbot: QtBot,
    desk: MemoryDesk,
    alarms: HandAlarms,
    theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    exchange = ExchangeDesk(desk, ImmediateBackground(), alarms)
    window = MainWindow(exchange, theme, local_now, 5)
    qtbot.addWidget(window)
    window.show()
    view = show_revoked(window, exchange)
    left = {action.shortcut().toString() for action in window.findChildren(QAction) if action.isEnabled()}
    assert left - {""} == {"Ctrl+L", "Ctrl+Q", "F1"}
    assert not window.navigation.isVisible()
    desk.add("signalement", objet="Pas encore parti")
    exchange.refresh()
    assert "1\u00a0fiche" in view.left.text()
    written: list[Path] = []
    monkeypatch.setattr(exchange, "export", lambda path, _recipient: written.append(path))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "remise"), ""))
    click(view.hand_over)
    assert written == [tmp_path / "remise.mvl"]


def test_an_auditor_has_the_registers_the_posts_and_the_exchanges_and_nothing_else(
    place: Workplace, desk: MemoryDesk
) -> None:
    desk.member_list = [Member("p1", "Alix", "K7", "Ain", "e1", "auditor", "actif", True)]
    place.posts.refresh()
    nav = place.window.nav
    shown = {nav.item(line).text() for line in range(nav.count()) if not nav.isRowHidden(line)}
    assert {each.split(" ")[0] for each in shown} == {"Échanges", "Postes", "Mes"}
    assert not nav.isRowHidden(nav.currentRow())
    assert not place.window.new_action.isEnabled()


def test_an_agent_who_is_outside_a_compartment_keeps_every_page(place: Workplace, desk: MemoryDesk) -> None:
    apart = Member("p1", "Alix", "K7", "Signalants – Ain", "e2", "auditor", "actif", True, compartiment=True)
    desk.member_list = [Member("p1", "Alix", "K7", "Ain", "e1", "agent", "actif", True), apart]
    place.posts.refresh()
    nav = place.window.nav
    assert not any(nav.isRowHidden(line) for line in range(nav.count()))


def test_every_alarm_leads_somewhere_in_the_window(place: Workplace) -> None:
    done_by_the_panel = {READ, RESUME}
    ways = place._pages.alarm_ways()
    assert ways.keys() == LABELS.keys() - done_by_the_panel
    place.posts_view.tabs.setCurrentIndex(0)
    ways["voir_la_quarantaine"]()
    assert place.window.current() is place.posts_view
    assert place.posts_view.tabs.currentWidget() is place.posts_view.quarantine
    ways["voir_les_cles"]()
    assert place.posts_view.tabs.currentWidget() is place.posts_view.keys
