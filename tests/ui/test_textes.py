"""The page of legal texts: found by how one cites them, copied, replaced, and proposed where one cites."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.walk import unnamed
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.view_models.textes import SEARCH_SECONDS, TextesPage
from ui.views.library import LibraryView
from ui.views.record_form import RecordFormView
from ui.views.textes import TextesView
from ui.views.textes_forms import ReplaceTextForm
from ui.widgets.suggested_lines import SuggestedLines

KIND = "texte-juridique"
OLD = {
    "code": "circ-2008",
    "intitule": "Circulaire du 25 février 2008",
    "resume": "Crée un groupe.",
    "en_vigueur_au": "2024-08-05",
    "remplace_par": "circ-2024",
}
NEW = {"code": "circ-2024", "intitule": "Circulaire du 5 août 2024", "resume": "Une réunion par an."}


class Shelf:
    """The page over a fake post."""

    def __init__(self, desk: MemoryDesk, alarms: HandAlarms) -> None:
        self.desk, self.alarms = desk, alarms
        background, now = ImmediateBackground(), alarms.clock
        self.form = RecordForm(desk, background, alarms, now)
        side = RecordSide(desk, background)
        self.page = TextesPage(required(KIND), desk, background, alarms)
        self.view = TextesView(
            self.page, self.form, lambda: RecordFormView(required(KIND), self.form, side, desk, now), desk, now
        )
        self.library = LibraryView("Bibliothèque")
        self.library.add_shelf(KIND, "Textes", "file-text", self.view)
        self.library.resize(1126, 690)
        self.library.show()
        self.library.refresh()


@pytest.fixture
def shelf(desk: MemoryDesk, alarms: HandAlarms) -> Iterator[Shelf]:
    made = Shelf(desk, alarms)
    yield made
    made.library.close()


def filled(shelf: Shelf) -> tuple[str, str]:
    recs = shelf.desk.add(KIND, **OLD), shelf.desk.add(KIND, **NEW)
    shelf.page.refresh()
    return recs


def says(shelf: Shelf) -> str:
    return "\n".join(each.text() for each in shelf.view.reader.findChildren(QLabel) if each.isVisible())


def test_an_empty_library_offers_the_texts_that_are_shipped(shelf: Shelf) -> None:
    assert shelf.view.first.isVisible()
    shelf.view.first.click()
    assert [line.code for line in shelf.page.lines] == ["cpp-40"]
    assert "1 texte ajouté." in shelf.view.notice.said.text()


def test_a_text_is_found_read_and_its_citation_copied(shelf: Shelf) -> None:
    _old, new = filled(shelf)
    shelf.view.search.setText("août")
    shelf.alarms.forward(SEARCH_SECONDS)
    assert [line.id for line in shelf.page.lines] == [new]
    shelf.view.open(new)
    assert shelf.library.is_open
    assert "Une réunion par an." in says(shelf)
    assert "Rien ne le cite encore" in says(shelf)
    shelf.view.reader.copy.click()
    assert QGuiApplication.clipboard().text() == "Circulaire du 5 août 2024"
    shelf.library.close_form()
    assert not shelf.library.is_open


def test_a_text_that_was_replaced_says_so_and_names_who_cites_it(shelf: Shelf) -> None:
    old, _new = filled(shelf)
    fiche = shelf.desk.add("fiche-conduite", titre="Fiche fictive", base_legale=["circulaire du 25 février 2008"])
    asked: list[tuple[str, str]] = []
    shelf.view.wants_record.connect(lambda kind, rec: asked.append((kind, rec)))
    shelf.view.open(old)
    assert "Remplacé depuis le 05/08/2024 par «\u00a0circ-2024\u00a0»." in says(shelf)
    assert not shelf.view.reader.replace.isEnabled()
    (held,) = [each for each in shelf.view.reader.holders.findChildren(QPushButton) if each.objectName() == "ligne"]
    assert "Fiche fictive" in held.accessibleName()
    assert "à relire" in held.accessibleName()
    held.click()
    assert asked == [("fiche-conduite", fiche)]


def test_a_text_is_replaced_in_one_gesture(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    _old, new = filled(shelf)

    def answer(form: ReplaceTextForm) -> bool:
        assert unnamed(form) == []
        assert not form.go_on.isEnabled()
        form.le.line.setText("01/09/2026")
        form.le.edited.emit()
        form.intitule.setText("Circulaire du 1er septembre 2026")
        return form.go_on.isEnabled()

    monkeypatch.setattr(ReplaceTextForm, "ask", answer)
    shelf.view.open(new)
    shelf.view.reader.replace.click()
    assert shelf.desk.records[new].champs["en_vigueur_au"] == "2026-09-01"
    assert "Circulaire du 1er septembre 2026" in says(shelf)
    assert "Voici le texte qui remplace le précédent" in shelf.view.reader.notice.said.text()


def test_verified_today_is_one_press(shelf: Shelf) -> None:
    _old, new = filled(shelf)
    shelf.view.open(new)
    shelf.view.reader.verify.click()
    assert shelf.desk.records[new].champs["verifie_le"] == "2026-11-21"
    assert "vérifié le 21/11/2026" in says(shelf)


def test_texts_in_force_are_proposed_where_one_cites_and_free_words_stay(
    shelf: Shelf, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    filled(shelf)
    background = ImmediateBackground()
    form = RecordForm(desk, background, alarms, alarms.clock)
    view = RecordFormView(required("fiche-conduite"), form, RecordSide(desk, background), desk, alarms.clock)
    form.begin("fiche-conduite")
    editor = view.fields("base_legale").editors["base_legale"]
    assert isinstance(editor, SuggestedLines)
    editor.set_value(["Un texte à nous"])
    editor.finder.setText("circ")
    editor.finder.textEdited.emit("circ")
    assert editor.finder.only() == "Circulaire du 5 août 2024"
    editor.finder.returnPressed.emit()
    assert editor.value() == ["Un texte à nous", "Circulaire du 5 août 2024"]
    assert editor.finder.text() == ""
    view.close()


def test_everything_that_takes_the_focus_has_a_name(shelf: Shelf) -> None:
    _old, new = filled(shelf)
    assert unnamed(shelf.library) == []
    shelf.view.open(new)
    assert unnamed(shelf.library) == []


def test_a_text_left_open_does_not_take_the_keyboard_when_an_exchange_ends(shelf: Shelf) -> None:
    old, _new = filled(shelf)
    shelf.view.open(old)
    shelf.view.search.setFocus()
    shelf.library.refresh()
    assert shelf.view.stack.currentWidget() is shelf.view.reader
    assert shelf.view.focusWidget() is shelf.view.search
