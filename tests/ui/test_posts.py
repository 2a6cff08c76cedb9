"""Entering an espace in the windows: through the service when the invitation names one, by files otherwise."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mvl_desktop.services.refusals import RefusError
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, write
from tests.ui.walk import unnamed
from ui.values import Espace, Member, WaitingRequest
from ui.view_models.access import AccessDesk
from ui.view_models.posts import POLL_SECONDS, PostsList
from ui.views.enrolment import AcceptForm, CodeDialog
from ui.views.posts import PostsView

WAITING = WaitingRequest("aa", "", ("Délégation de l’Ain",), "agent")
HOSTED = Espace("e1", "Ain", "admin", service="https://central.exemple.fr")


class Heard:
    """A page of posts without a page."""

    def __init__(self, desk: MemoryDesk, alarms: HandAlarms) -> None:
        self.posts = PostsList(desk, ImmediateBackground(), alarms)
        self.codes: list[str] = []
        self.files: list[object] = []
        self.said: list[str] = []
        self.refused: list[str] = []
        self.joined = 0
        self.posts.code.connect(self.codes.append)
        self.posts.by_files.connect(self.files.append)
        self.posts.done.connect(self.said.append)
        self.posts.refused.connect(self.refused.append)
        self.posts.joined.connect(self._on_joined)

    def _on_joined(self) -> None:
        self.joined += 1


@pytest.fixture
def heard(desk: MemoryDesk, alarms: HandAlarms) -> Heard:
    return Heard(desk, alarms)


def _names(desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch, service: str) -> None:
    monkeypatch.setattr(desk, "service_of", lambda _invitation: service)


def test_through_the_service_the_post_enters_by_itself_once_accepted(
    heard: Heard, desk: MemoryDesk, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    _names(desk, monkeypatch, "https://central.exemple.fr")
    heard.posts.answer_invitation(Path("poste.invitation"))
    assert heard.codes == [desk.code]
    alarms.forward(3 * POLL_SECONDS)
    assert heard.joined == 0
    desk.accepted = True
    alarms.forward(POLL_SECONDS)
    assert heard.joined == 1
    alarms.forward(10 * POLL_SECONDS)
    assert heard.joined == 1
    assert not heard.posts.hoping


def test_an_invitation_without_a_service_is_answered_by_files(
    heard: Heard, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _names(desk, monkeypatch, "")
    heard.posts.answer_invitation(Path("poste.invitation"))
    assert heard.files == [Path("poste.invitation")]
    assert not heard.codes
    assert not heard.posts.hoping


def test_no_network_while_waiting_is_no_refusal(
    heard: Heard, desk: MemoryDesk, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    _names(desk, monkeypatch, "https://central.exemple.fr")
    heard.posts.answer_invitation(Path("poste.invitation"))
    desk.refusal = "service_injoignable"
    alarms.forward(POLL_SECONDS)
    assert heard.refused == []
    desk.refusal, desk.accepted = None, True
    alarms.forward(POLL_SECONDS)
    assert heard.joined == 1


def test_a_refusal_while_waiting_is_said_once_and_the_waiting_ends(
    heard: Heard, desk: MemoryDesk, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    _names(desk, monkeypatch, "https://central.exemple.fr")
    heard.posts.answer_invitation(Path("poste.invitation"))
    desk.refusal = "reponse_invalide"
    for _ in range(5):
        alarms.forward(POLL_SECONDS)
    assert heard.refused == ["reponse_invalide"]
    assert not heard.posts.hoping


def test_a_code_that_differs_is_refused(heard: Heard, desk: MemoryDesk) -> None:
    desk.waiting_list = [WAITING]
    heard.posts.look_waiting()
    heard.posts.accept_online(WAITING, "11111 11111 11111 11111 11111 11111")
    assert heard.refused == ["code_surete_different"]
    heard.posts.accept_online(WAITING, desk.code)
    assert "accepté" in heard.said[-1]


def test_an_espace_gets_its_compartments_in_one_press(heard: Heard, desk: MemoryDesk) -> None:
    heard.posts.found("Délégation de l’Ain")
    (espace,) = heard.posts.without_compartments
    heard.posts.found_compartments(espace)
    assert heard.posts.without_compartments == ()
    heard.posts.found("Délégation du Rhône", compartments=True)
    assert sum(each.compartiment for each in desk.espace_list) > 1


def test_the_whole_code_is_needed_to_accept(qtbot: QtBot, desk: MemoryDesk) -> None:
    form = AcceptForm(None, (WAITING,))
    qtbot.addWidget(form)
    form.show()
    assert unnamed(form) == []
    write(form.code, desk.code[:-6])
    assert not form.go_on.isEnabled()
    write(form.code, desk.code[-5:])
    assert form.go_on.isEnabled()
    assert form.request == WAITING


def test_when_nobody_waits_a_file_may_still_be_opened(qtbot: QtBot) -> None:
    form = AcceptForm(None, ())
    qtbot.addWidget(form)
    form.show()
    assert not form.go_on.isVisible()
    assert not form.code.isVisible()
    form.reject()
    form._take_file()
    assert form.by_file


def test_the_code_is_read_in_big_groups(qtbot: QtBot, desk: MemoryDesk) -> None:
    dialog = CodeDialog(None, desk.code, online=True)
    qtbot.addWidget(dialog)
    dialog.show()
    assert unnamed(dialog) == []
    looked: list[bool] = []
    dialog.wants_look.connect(lambda: looked.append(True))
    click(dialog.look)
    assert looked == [True]


def test_the_page_looks_at_the_service_before_any_file(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.espace_list = [HOSTED]
    desk.waiting_list = [WAITING]
    posts = PostsList(desk, ImmediateBackground(), alarms)
    view = PostsView(posts, AccessDesk(desk, ImmediateBackground()), alarms.clock)
    qtbot.addWidget(view)
    posts.refresh()
    view.show()

    def answer(form: AcceptForm) -> bool:
        form.code.setText(desk.code)
        return True

    def no_file(*_words: object) -> tuple[str, str]:
        raise AssertionError

    monkeypatch.setattr(AcceptForm, "ask", answer)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", no_file)
    click(view.accept)
    assert desk.waiting_list == []
    assert "accepté" in view.notice.said.text()


def test_a_service_that_fails_is_a_sentence(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.espace_list = [HOSTED]
    posts = PostsList(desk, ImmediateBackground(), alarms)
    view = PostsView(posts, AccessDesk(desk, ImmediateBackground()), alarms.clock)
    qtbot.addWidget(view)
    posts.refresh()
    view.show()

    def lies() -> list[WaitingRequest]:
        raise RefusError("service_menteur")

    desk.waiting = lies  # type: ignore[method-assign]
    click(view.accept)
    assert "L’échange est arrêté" in view.notice.said.text()
    assert view.accept.isEnabled()
    assert view.table.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_the_post_chosen_stays_so_when_another_comes_before_it(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    def post(id_: str) -> Member:
        return Member(id_, f"Poste {id_}", "ABCD", "Ain", "e1", "editor", "actif", ici=False)

    desk.espace_list, desk.member_list = [HOSTED], [post("b"), post("c")]
    posts = PostsList(desk, ImmediateBackground(), alarms)
    view = PostsView(posts, AccessDesk(desk, ImmediateBackground()), alarms.clock)
    qtbot.addWidget(view)
    posts.refresh()
    view.show()
    view.table.selectRow(0)
    desk.member_list = [post("a"), post("b"), post("c")]
    posts.refresh()
    assert {index.row() for index in view.table.selectedIndexes()} == {1}

    desk.member_list = [post("a"), post("d"), post("c")]
    posts.refresh()
    assert not view.table.selectedIndexes()
    assert not view.revoke.isEnabled()
