"""Work on a record: statuts that may follow, links both ways, drafts taken up again, pieces described."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, write
from tests.ui.memory_state import HOME
from tests.ui.test_form_view import focused, open_view
from ui.main import Workplace
from ui.theme import Theme
from ui.values import Espace, Piece
from ui.view_models.posts import PostsList
from ui.views.form_aside import AsideCard
from ui.views.form_incoming import LinksEditor
from ui.views.form_statut import StatutEditor
from ui.views.piece_form import PieceForm
from ui.views.record_form import RecordFormView

APART = Espace("0c" * 16, "Signalants – Ain", "agent", compartiment=True, compartiment_de=HOME.id)


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> Iterator[RecordFormView]:
    made = open_view(qtbot, desk, alarms)
    yield made
    made.close()


@pytest.fixture
def place(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme) -> Workplace:
    desk.espace_list = [HOME, APART]
    made = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    made.window.resize(1280, 800)
    made.window.show()
    made.start()
    return made


# the statut


def statut(view: RecordFormView) -> StatutEditor:
    """Return the editor of the statut, its part open."""
    editor = view.fields("statut").editors["statut"]
    assert isinstance(editor, StatutEditor)
    return editor


def offered(editor: StatutEditor) -> list[object]:
    """Return the codes that may be chosen."""
    return [editor.box.itemData(place) for place in range(editor.box.count())]


def choose(editor: StatutEditor, code: str) -> None:
    """Choose a statut as a person does."""
    editor.box.setCurrentIndex(editor.box.findData(code))
    editor.box.activated.emit(editor.box.currentIndex())


def test_only_what_may_follow_is_offered_until_the_choice_is_saved(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.open(desk.add("signalement", objet="Stage", statut="enregistre"))
    editor = statut(view)
    assert set(offered(editor)) == {"enregistre", "en_analyse", "clos"}
    choose(editor, "en_analyse")
    assert "enregistre" in offered(editor), "nothing is saved yet: one may still change one’s mind"
    view.save()
    assert "enregistre" not in offered(statut(view))


def test_a_statut_says_what_it_wants_and_leads_there(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.open(desk.add("signalement", objet="Stage", statut="en_analyse"))
    editor = statut(view)
    assert not editor.notice.isVisible()
    choose(editor, "clos")
    assert "Motif de clôture, Clos le" in editor.notice.said.text()
    QApplication.processEvents()
    click(editor.fill)
    assert focused() is view.fields("motif_cloture").editors["motif_cloture"].buddy()
    view.save()
    assert "Motif de clôture" in view.notice.said.text(), "nothing is refused, and what is missing is said"
    view.form.put({"motif_cloture": "un", "clos_le": "2026-11-21"})
    assert not editor.notice.isVisible()


# links


def test_a_link_is_seen_from_both_ends_and_followed(view: RecordFormView, desk: MemoryDesk) -> None:
    first = desk.add("signalement", objet="Premier appel")
    second = desk.add("signalement", objet="Second appel", liens=[{"id": "0" * 16, "vers": desk.reference_of(first)}])
    view.form.open(first)
    editor = view.fields("liens").editors["liens"]
    assert isinstance(editor, LinksEditor)
    line = next(each for each in editor.incoming.findChildren(QPushButton))
    assert "Second appel" in line.accessibleName()
    followed: list[tuple[str, str]] = []
    view.wants_record.connect(lambda kind, rec: followed.append((kind, rec)))
    QApplication.processEvents()
    click(line)
    assert followed == [("signalement", second)]
    view.form.open(second)
    assert not editor.incoming.isVisible()
    assert editor.value() == [{"id": "0" * 16, "vers": desk.reference_of(first)}], "both ways are told apart"


def test_a_record_is_not_proposed_as_a_link_to_itself(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage de jeûne")
    other = desk.add("signalement", objet="Stage de crudivorisme")
    view.form.open(rec)
    found: list[str] = []
    view.around.find("stage", "signalement", lambda each: found.extend(one.id for one in each))
    assert found == [other]


# drafts


def test_a_draft_taken_up_again_may_still_go_to_another_espace(view: RecordFormView, desk: MemoryDesk) -> None:
    other = Espace("0d" * 16, "Rhône", "agent")
    desk.espace_list = [HOME, other]
    view.form.begin("signalement")
    view.form.type({"objet": "Commencé dans l’Ain"})
    view.form.flush()
    draft = next(iter(desk.kept))
    view.form.close()
    view.form.resume(draft)
    assert view.head.home.isVisible()
    assert view.head.home.count() == 2
    view.form.choose_home(other.id)
    view.save()
    assert [record.espace for record in desk.records.values()] == [other]
    assert not desk.kept


def test_what_is_kept_apart_is_taken_up_again_over_the_form_it_belongs_to(place: Workplace, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage")
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.open(rec)
    card = page.form_view.fields("signalant").editors["signalant"]
    assert isinstance(card, AsideCard)
    click(card.open)
    window = page.form_view.asides.windows[0]
    assert isinstance(window.view, RecordFormView)
    write(window.view.fields("nom").editors["nom"].buddy(), "Alix Exemple")
    window.reject()
    page.close_form()
    draft = next(draft for draft, typed in desk.kept.items() if typed.kind == "signalant")

    place.window.show_page(place.home_view)
    place.home_view.wants_draft.emit("signalant", draft)
    QApplication.processEvents()
    window = page.form_view.asides.windows[0]
    assert isinstance(window.view, RecordFormView)
    assert window.view.form.typed is not None
    assert window.view.form.typed.champs["nom"] == "Alix Exemple"
    assert page.form.record is not None
    assert page.form.record.id == rec, "the signalement that it was begun from is there"
    window.view.save()
    QApplication.processEvents()
    page.form_view.save()
    assert desk.records[rec].champs["signalant"] == desk.reference_of(draft)
    assert not desk.remembered.get("brouillons_a_part")


def test_the_card_knows_what_was_begun_before_the_post_was_locked(place: Workplace, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage")
    typed = desk.begin("signalant", APART.id)
    desk.keep(typed)
    desk.remember("brouillons_a_part", {typed.id: [rec, "signalant"]})
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.open(rec)
    card = page.form_view.fields("signalant").editors["signalant"]
    assert isinstance(card, AsideCard)
    assert card.open.text() == "Reprendre"


def test_a_draft_whose_form_is_gone_opens_alone(place: Workplace, desk: MemoryDesk) -> None:
    typed = desk.begin("signalant", APART.id)
    desk.keep(typed)
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.refresh()
    assert page.drafts.isVisible(), "the list offers it too"
    click(page.resume_button)
    QApplication.processEvents()
    assert len(page.form_view.asides.windows) == 1
    assert not page.is_open
    page.form_view.asides.windows[0].reject()


# pieces


def test_a_piece_is_described_after_it_was_joined(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage")
    desk.records[rec].pieces = (Piece("a" * 16, "vitrine.png", 12),)
    view.form.open(rec)
    view.tabs.setCurrentIndex(1)

    def answer() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, PieceForm)
        form.genre.set_value("un")
        form.origine.set_value("deux")
        form.description.setText("La vitrine, le 3 novembre")
        form.accept()

    QTimer.singleShot(0, answer)
    click(view.pieces.describe)
    piece = desk.records[rec].pieces[0]
    assert (piece.genre, piece.origine, piece.description) == ("un", "deux", "La vitrine, le 3 novembre")
    assert "La vitrine" in view.pieces.list.item(0).text()


# espaces


def test_a_service_takes_every_espace_and_its_compartments_at_once(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms
) -> None:
    ours = [
        Espace("02", "Signalants – Ain", "admin", compartiment=True, compartiment_de="01"),
        Espace("01", "Ain", "admin"),
        Espace("03", "Rhône", "agent"),
        Espace("04", "Isère", "admin", service="https://ailleurs.exemple.fr"),
    ]
    desk.espace_list = ours
    posts = PostsList(desk, background, alarms)
    posts.refresh()
    assert [each.id for each in posts.to_host] == ["01", "02"]
    said: list[str] = []
    posts.done.connect(said.append)
    posts.publish([each.id for each in posts.to_host], "https://central.exemple.fr", [])
    assert [each for each in desk.asked if each.startswith("publish")] == [
        "publish 01 https://central.exemple.fr None",
        "publish 02 https://central.exemple.fr None",
    ]
    assert "ces 2 espaces" in said[0]
