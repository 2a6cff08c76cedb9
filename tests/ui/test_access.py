"""Roles, keys, quarantine and alarms in the windows: one choice, one sentence, one button; what may not be is said."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.roles import HABILITATIONS
from tests.fakes.offices import open_office
from tests.ui.fakes import NOON, HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import click
from tests.ui.walk import unnamed
from ui.access_values import AlarmLine, KeyLine, QuarantineLine
from ui.main import Workplace
from ui.post_desk import PostDesk
from ui.theme import Theme
from ui.values import Espace, Member
from ui.view_models.access import AccessDesk
from ui.view_models.posts import PostsList
from ui.views import alarms as alarms_view
from ui.views import posts_side
from ui.views.alarms import AlarmsPanel
from ui.views.dialogs import Form
from ui.views.posts import PostsView
from ui.views.role_form import RoleList

AIN = Espace("e1", "Délégation de l’Ain", "admin")
APART = Espace("e2", "Signalants – Délégation de l’Ain", "admin", True, compartiment_de="e1")
CAMILLE = Member("d1", "Camille", "K7", AIN.nom, "e1", "agent", "actif", False, "Agent", NOON, 1)
HERSELF_APART = Member("d1", "Camille", "K7", APART.nom, "e2", "agent", "actif", False, "Agent", NOON, 1, True)
LATE = QuarantineLine(("c1", "c2"), "Camille", AIN.nom, 3, 2, "depart")
HELD_BACK = AlarmLine(
    4, "D’autres ont vu ce que le service ne donne pas.", "Alix", NOON, "recevoir_un_lot", "Recevoir un lot…", True
)
FROZEN = AlarmLine(
    5, "Deux histoires circulent.", "Ain", NOON, "reprendre_les_echanges", "Reprendre les échanges…", True
)
READ = AlarmLine(6, "Une horloge est fausse.", "Alix", NOON, "lire", "J’ai lu", False)


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> PostsView:
    desk.espace_list = [AIN, APART]
    desk.member_list = [CAMILLE, HERSELF_APART]
    background = ImmediateBackground()
    made = PostsView(PostsList(desk, background, alarms), AccessDesk(desk, background), alarms.clock)
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    made.refresh()
    return made


def answer(monkeypatch: pytest.MonkeyPatch, code: str = "") -> list[list[str]]:
    """Answer forms with this role; return what each said, all its labels."""
    seen: list[list[str]] = []

    def ask(form: Form) -> bool:
        form.show()
        seen.append([each.text() for each in form.findChildren(QLabel)])
        assert unnamed(form) == []
        for roles in form.findChildren(RoleList):
            if code:
                roles.radios[code].click()
        return True

    monkeypatch.setattr(Form, "ask", ask)
    return seen


def test_inviting_asks_what_they_will_do_and_says_what_each_choice_lets_them(
    view: PostsView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = answer(monkeypatch, "medecin_inspecteur")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: ("p.invitation", ""))
    click(view.invite)
    assert desk.asked == ["invite e1 medecin_inspecteur p.invitation"]
    assert {each.phrase for each in HABILITATIONS} <= set(seen[0])


def test_what_one_may_not_give_is_there_dimmed_with_the_reason(qtbot: QtBot, desk: MemoryDesk) -> None:
    desk.closed_roles = {"operateur": "Seul un administrateur peut donner ce rôle."}
    roles = RoleList(desk.roles_to_invite(["e1"]), chosen="operateur")
    qtbot.addWidget(roles)
    assert not roles.radios["operateur"].isEnabled()
    assert roles.radios["operateur"].accessibleDescription() == "Seul un administrateur peut donner ce rôle."
    assert roles.code == "lecteur"


def test_changing_a_role_names_the_compartments_where_they_must_still_be_invited(
    view: PostsView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.to_invite = (APART.nom,)
    answer(monkeypatch, "lecteur")
    view.table.selectRow(0)
    click(view.change)
    assert desk.access_asked == ("role d1 e1 lecteur",)
    assert APART.nom in view.notice.said.text()


def test_who_may_not_change_a_role_is_told_who_may(view: PostsView, desk: MemoryDesk) -> None:
    assert view.table.rowCount() == 1  # once, though she is in a compartment too
    desk.member_list = [HERSELF_APART]
    view.refresh()
    view.table.selectRow(0)
    assert not view.change.isEnabled()
    assert "délégation" in view.why_not.text()
    desk.member_list = [CAMILLE]
    for role, said, revokes in (("operator", "administrateur", True), ("agent", "opérateur", False)):
        desk.espace_list = [Espace("e1", AIN.nom, role)]
        view.refresh()
        view.table.selectRow(0)
        assert not view.change.isEnabled()
        assert view.revoke.isEnabled() is revokes
        assert said in view.why_not.text()


def test_keys_count_down_and_are_renewed_by_who_may(
    view: PostsView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.key_lines = (KeyLine("e1", AIN.nom, 12, True, True), KeyLine("e2", APART.nom, 40, False, False))
    monkeypatch.setattr(posts_side, "ask", lambda *_words, **_more: True)
    view.refresh()
    assert view.tabs.tabText(1) == "Clés (1)"
    cells = [[view.keys.table.item(line, place).text() for place in (0, 1)] for line in (0, 1)]  # type: ignore[union-attr]
    assert "plus rien ne part" in cells[0][1]
    assert "40 jours" in cells[1][1]
    view.tabs.setCurrentWidget(view.keys)
    view.keys.table.selectRow(1)
    assert not view.keys.renew.isEnabled()
    view.keys.table.selectRow(0)
    click(view.keys.renew)
    assert desk.access_asked == ("renew e1",)


def test_quarantine_says_who_how_many_and_why_and_is_accepted_for_a_reason(
    view: PostsView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.quarantined = (LATE,)
    view.refresh()
    view.show_quarantine()
    assert view.tabs.tabText(2) == "Quarantaine (1)"
    table = view.quarantine.table
    cells = [table.item(0, place).text() for place in range(4)]  # type: ignore[union-attr]
    assert cells == ["Camille", AIN.nom, "3\u00a0modifications sur 2\u00a0fiches", "départ de la personne"]
    answer(monkeypatch)
    table.selectRow(0)
    click(view.quarantine.accept)
    assert desk.access_asked == ("reinstate c1,c2 relu",)
    assert view.quarantine.empty.isVisible()


def test_a_refusal_is_said(view: PostsView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.access_refusal = "dernier_administrateur"
    answer(monkeypatch, "lecteur")
    view.table.selectRow(0)
    click(view.change)
    assert "administrateur" in view.notice.said.text()
    assert view.change.isEnabled()


@pytest.fixture
def panel(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> AlarmsPanel:
    desk.standing = (FROZEN, HELD_BACK, READ)
    access = AccessDesk(desk, ImmediateBackground())
    made = AlarmsPanel(access, alarms.clock)
    qtbot.addWidget(made)
    made.show()
    access.refresh()
    return made


def test_each_alarm_is_one_sentence_and_one_button_and_stays_until_it_is_handled(
    panel: AlarmsPanel, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {each.text() for each in panel.findChildren(QLabel)}
    assert {FROZEN.phrase, HELD_BACK.phrase, READ.phrase} <= said
    assert unnamed(panel) == []
    asked: list[str] = []
    panel.wants.connect(asked.append)

    def press(text: str) -> None:
        QApplication.processEvents()
        click(next(each for each in panel.findChildren(QPushButton) if each.text() == text and each.isVisible()))

    press(HELD_BACK.bouton)
    assert asked == ["recevoir_un_lot"]
    assert len(desk.standing) == 3
    monkeypatch.setattr(alarms_view, "ask", lambda *_words, **_more: False)
    press(FROZEN.bouton)
    assert len(desk.standing) == 3
    monkeypatch.setattr(alarms_view, "ask", lambda *_words, **_more: True)
    press(FROZEN.bouton)
    press(READ.bouton)
    press("C’est traité")
    assert desk.access_asked == ("handle 5", "handle 6", "handle 4")
    assert not panel.isVisible()


def test_the_banner_counts_again_once_an_alarm_is_handled(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme
) -> None:
    desk.standing = (HELD_BACK, READ)
    place = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    place.window.show()
    place.start()
    counted: list[bool] = []
    place.exchange.situation_changed.connect(lambda: counted.append(bool(desk.standing)))
    place.access.handle(READ)
    assert counted, "the frame asks where things stand"


def test_one_cause_in_several_espaces_is_one_card_that_lists_them(tmp_path: Path, qtbot: QtBot) -> None:
    """Exchanges that stopped are apart: each espace is checked by somebody before they go on."""
    office = open_office(tmp_path, "Alix", in_memory=True)
    espaces = [office.found(name) for name in ("Délégation fictive", "Région fictive", "Espace partagé")]
    with office.ports.store.work() as uow:
        for espace in espaces:
            for code in ("horodatage_en_avance", "registre_contradictoire"):
                uow.exchange.alarm(code, espace.id, uow.identity.device().id)
        uow.commit()
    desk = PostDesk(office)
    lines = desk.alarm_lines()
    assert [line.action for line in lines] == ["reprendre_les_echanges"] * 3 + ["lire"]
    together = lines[-1]
    assert set(together.ou.removeprefix("Alix · ").split(", ")) == {espace.name for espace in espaces}
    access = AccessDesk(desk, ImmediateBackground())
    panel = AlarmsPanel(access, lambda: NOON)
    qtbot.addWidget(panel)
    access.refresh()
    panel.act(together)
    access.refresh()
    assert [line.action for line in access.alarms] == ["reprendre_les_echanges"] * 3
