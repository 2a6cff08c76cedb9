"""The main window over a fake post: every page named for screen readers, French, no markup obeyed, no letter twice."""

import re
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPlainTextEdit, QTextEdit, QWidget

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import NOON, HandAlarms, ImmediateBackground, MemoryDesk, conflict
from tests.ui.hands import CTRL, click, press, type_key, write
from tests.ui.memory_lots import SIDES, seen_lots
from tests.ui.walk import mnemonics, shown, unnamed
from ui.main import Workplace
from ui.preferences import Look
from ui.theme import Theme
from ui.values import Change, Espace, LotReport, Member, Past, Piece
from ui.view_models.first_start import FirstStart, Prepared
from ui.view_models.lots import LotsReview
from ui.view_models.unlock import Unlock
from ui.views.enrolment import CodeDialog
from ui.views.first_start import FirstStartView
from ui.views.lot_sides import SidesDialog
from ui.views.lots import LotsDialog
from ui.views.unlock import UnlockView
from ui.widgets.elements import ElementsEditor

CANARY = "<img src=file:///canari><b>gras</b>&amp;"
SIZE = (1280, 800)


class Relaunch:
    """Counts how often the process would be replaced."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def relaunch() -> Relaunch:
    return Relaunch()


@pytest.fixture
def place(
    desk: MemoryDesk,
    background: ImmediateBackground,
    alarms: HandAlarms,
    theme: Theme,
    relaunch: Relaunch,
) -> Workplace:
    fill(desk, "Stage de jeûne")
    made = Workplace(desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=relaunch)
    made.window.resize(*SIZE)
    made.window.show()
    made.start()
    return made


def fill(desk: MemoryDesk, text: str) -> str:
    """Put something in every place of a fake post."""
    element = {"id": "00000000000000aa", "nom": text, "recit": text, "lieu": text, "precisions": text}
    rec = desk.add(
        "signalement",
        objet=text,
        resume=text,
        recu_le="2026-11-03",
        canal="telephone",
        adresse_lieu=text,
        adresses_web=[text],
        faits=[element],
        personnes=[element],
        mis_en_cause=[element],
        titulaire=text,
        natures=["emprise"],
        signalant="ref:" + "0" * 32 + ":" + "0" * 32,
    )
    desk.records[rec].pieces = (Piece("0" * 16, text, 4096),)
    desk.records[rec].past = [Past(NOON, text, (Change("Objet", text, text),)), Past(NOON, text, (), efface=True)]
    desk.add("fiche-conduite", titre=text, etapes=[text, text], alertes=[element])
    asked = {"id": "00000000000000cc", "code": "G-01", "libelle": text, "aide": text, "famille": text, "fiches": [text]}
    desk.add("grille", titre=text, code="G", declencheur=text, prudence=text, criteres=[asked])
    desk.found_conflicts = [conflict(rec), conflict(rec, "resume", "Résumé des faits")]
    desk.espace_list = [Espace("e1", text, "admin")]
    desk.member_list = [
        Member("d1", text, "K7", text, "e1", "admin", "actif", ici=True),
        Member("d2", text, "B2", text, "e1", "agent", "actif", ici=False),
    ]
    return rec


def memory(place: Workplace) -> MemoryDesk:
    """Return the fake post under a window."""
    assert isinstance(place.desk, MemoryDesk)
    return place.desk


def go(place: Workplace, name: str) -> None:
    """Bring the window to one of its states."""
    records = place.pages["signalement"]
    kept = memory(place).records
    place.window.show_titled(TITLES.get(name, "Signalements"))
    if name == "nouveau":
        records.new()
    elif name in ("fiche", "pieces", "historique"):
        records.open(next(iter(kept)))
        records.form_view.tabs.setCurrentIndex(("fiche", "pieces", "historique").index(name))
    elif name in ("grille", "grille_ecrite"):
        place.grilles_view.open(next(key for key, value in kept.items() if value.kind == "grille"))
        if name == "grille_ecrite":
            place.grilles_view.reader.edit_button.click()
    elif name == "entretien":
        records.open(next(iter(kept)))
        records.form_view.reperage.open(next(key for key, value in kept.items() if value.kind == "grille"))
    elif name == "conduite":
        place.fiches_view.open(next(key for key, value in kept.items() if value.kind == "fiche-conduite"))
    QApplication.processEvents()


TITLES = {
    "accueil": "Accueil",
    "conduite": "Fiches de conduite",
    "grille": "Grilles",
    "grille_ecrite": "Grilles",
    "conflits": "Conflits",
    "echanges": "Échanges",
    "postes": "Postes",
}
STATES = [*TITLES, "liste", "fiche", "nouveau", "pieces", "historique", "entretien"]


def test_everything_that_takes_the_focus_has_a_name(place: Workplace) -> None:
    for state in STATES:
        go(place, state)
        assert (state, unnamed(place.window)) == (state, [])


def test_no_letter_serves_twice(place: Workplace) -> None:
    menus = [action.text()[action.text().index("&") + 1].lower() for action in place.window.menuBar().actions()]
    for state in STATES:
        go(place, state)
        twice = [letter for letter, times in Counter(mnemonics(place.window) + menus).items() if times > 1]
        assert (state, twice) == (state, [])


def is_obeyed(widget: QWidget) -> bool:
    """Whether a widget would read the canary as markup."""
    if isinstance(widget, QLabel):
        return widget.textFormat() != Qt.TextFormat.PlainText
    if isinstance(widget, QTextEdit):
        return "<img" in widget.toHtml() or "\ufffc" in widget.toPlainText()
    if isinstance(widget, QPlainTextEdit):
        return "\ufffc" in widget.toPlainText()
    return False


def test_no_markup_of_anybody_is_obeyed(place: Workplace, desk: MemoryDesk) -> None:
    desk.records.clear()
    fill(desk, CANARY)
    place.window.refresh()
    place.posts.refresh()
    seen = ""
    for state in STATES:
        go(place, state)
        widgets = place.window.findChildren(QWidget)
        assert (state, [type(widget).__name__ for widget in widgets if is_obeyed(widget)]) == (state, [])
        tips = [widget.toolTip() for widget in widgets if "canari" in widget.toolTip()]
        assert all(tip.startswith("<span>") and "<img" not in tip for tip in tips)
        seen += " ".join(widget.text() for widget in shown(place.window) if isinstance(widget, QLabel))
    assert CANARY in seen, "the walk met the text, as it was typed"


def test_a_pasted_page_loses_its_markup_and_loads_nothing(place: Workplace) -> None:
    go(place, "nouveau")
    form = place.pages["signalement"].form_view
    editor = form.fields("resume").editors["resume"].buddy()
    assert isinstance(editor, QPlainTextEdit)
    data = QMimeData()
    data.setHtml("<p>Bonjour <img src='http://exemple.invalid/x.png'></p>")
    data.setText("Bonjour")
    editor.insertFromMimeData(data)
    assert editor.toPlainText() == "Bonjour"
    assert editor.loadResource(int(QTextDocument.ResourceType.ImageResource), QUrl("file:///etc/hostname")) is None


ENGLISH = re.compile(r"\b(the|and|save|cancel|open|close|error|file|search|new|delete|loading|unknown|yes|ok)\b", re.I)


def test_nobody_meets_an_english_word(place: Workplace) -> None:
    said: list[str] = [action.text() for action in place.window.actions()]
    for state in STATES:
        go(place, state)
        for widget in shown(place.window):
            texts = (widget.property("text"), widget.property("placeholderText"), widget.accessibleName())
            said += [text for text in texts if isinstance(text, str)]
    assert [text for text in said if ENGLISH.search(text.replace("&", ""))] == []


def test_every_declared_field_has_its_editor(place: Workplace) -> None:
    for kind, page in place.pages.items():
        declared = {field.name for field in required(kind).champs if not field.champ.cache}
        edited = {name for group in page.form_view.groups.values() for name in group.editors}
        assert declared - edited <= {"pieces"}
        assert edited <= declared


def test_a_new_signalement_is_typed_and_saved_by_keyboard(place: Workplace, desk: MemoryDesk) -> None:
    before = len(desk.records)
    window, page = place.window, place.pages["signalement"]
    press(window, Qt.Key.Key_N, CTRL)
    field = QApplication.focusWidget()
    assert field is page.form_view.fields("objet").editors["objet"].buddy()
    write(field, "Stage de cru")
    press(field, Qt.Key.Key_Tab)
    press(window, Qt.Key.Key_S, CTRL)
    assert len(desk.records) == before + 1
    assert list(desk.records.values())[-1].champs["objet"] == "Stage de cru"


def test_a_wrong_date_is_said_in_place_and_stops_the_save(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "nouveau")
    view = place.pages["signalement"].form_view
    fields = view.fields("recu_le")
    line = fields.editors["recu_le"].buddy()
    write(line, "31/02/2026")
    saves = desk.saves
    view.save()
    assert desk.saves == saves
    assert any("date" in widget.text() for widget in shown(view) if isinstance(widget, QLabel))
    assert QApplication.focusWidget() is line


def test_double_click_on_save_records_once(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "nouveau")
    view = place.pages["signalement"].form_view
    write(view.fields("objet").editors["objet"].buddy(), "Une fois")
    saves = desk.saves
    click(view.register)
    click(view.register)
    assert desk.saves == saves + 1


def test_elements_are_added_edited_removed_and_taken_back(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "fiche")
    rec = next(iter(desk.records))
    view = place.pages["signalement"].form_view
    editor = view.fields("personnes").editors["personnes"]
    assert isinstance(editor, ElementsEditor)
    click(editor.add)
    value = editor.value()
    assert isinstance(value, list)
    assert value == desk.records[rec].champs["personnes"], "an empty element says nothing"

    card = editor.cards[0]
    click(card.remove)
    assert editor.value() is None
    click(view.undo_bar.undo)
    assert editor.value() == desk.records[rec].champs["personnes"]


def test_a_field_left_empty_is_saved_as_empty(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "fiche")
    rec = next(iter(desk.records))
    view = place.pages["signalement"].form_view
    line = view.fields("adresse_lieu").editors["adresse_lieu"].buddy()
    press(line, Qt.Key.Key_A, CTRL)
    press(line, Qt.Key.Key_Delete)
    view.save()
    assert "adresse_lieu" not in desk.records[rec].champs
    assert desk.records[rec].champs["natures"] == ["emprise"]
    assert desk.records[rec].champs["signalant"], "what the form only shows is given back untouched"


def test_opening_a_record_types_nothing(place: Workplace, desk: MemoryDesk, alarms: HandAlarms) -> None:
    go(place, "fiche")
    alarms.forward(30)
    assert desk.keeps == 0
    assert not place.forms["signalement"].can_save


def test_a_conflict_is_decided_and_the_decision_taken_back(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "conflits")
    view = place.conflicts_view
    assert not view.case.decide.isEnabled()
    view.case.choices["bb-1"].click()
    assert not view.case.decide.isEnabled(), "a decision has a reason"
    write(view.case.typed, "plus complet")
    click(view.case.decide)
    assert desk.decisions == [("objet", "bb-1", "plus complet")]
    assert len(desk.found_conflicts) == 1
    click(view.undo)
    assert len(desk.found_conflicts) == 2


def test_another_value_can_be_written(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "conflits")
    case = place.conflicts_view.case
    case.choices["autre"].click()
    assert case.editor is not None
    write(case.editor.buddy(), "Autre chose")
    write(case.typed, "après appel")
    press(case.typed, Qt.Key.Key_Return)
    assert desk.decisions == [("objet", "Autre chose", "après appel")]


def test_the_lock_keeps_drafts_closes_and_replaces_the_process(
    place: Workplace, desk: MemoryDesk, relaunch: Relaunch
) -> None:
    go(place, "nouveau")
    write(place.pages["signalement"].form_view.fields("objet").editors["objet"].buddy(), "En cours")
    press(place.window, Qt.Key.Key_L, CTRL)
    assert [typed.champs["objet"] for typed in desk.kept.values()] == ["En cours"]
    assert desk.closed
    assert relaunch.times == 1
    assert not place.window.isVisible()


def test_nobody_there_locks_and_a_key_puts_it_off(
    place: Workplace, qapp: QApplication, alarms: HandAlarms, relaunch: Relaunch
) -> None:
    place.idle.listen(qapp)
    alarms.forward(4 * 60)
    type_key(place.window, Qt.Key.Key_Shift)
    alarms.forward(4 * 60)
    assert relaunch.times == 0
    alarms.forward(61)
    assert relaunch.times == 1


def test_closing_the_window_keeps_the_draft(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "nouveau")
    write(place.pages["signalement"].form_view.fields("objet").editors["objet"].buddy(), "Presque")
    place.window.close()
    assert [typed.champs["objet"] for typed in desk.kept.values()] == ["Presque"]
    assert desk.closed


def test_losing_the_focus_keeps_the_draft(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "nouveau")
    line = place.pages["signalement"].form_view.fields("objet").editors["objet"].buddy()
    write(line, "Vite")
    place.window.nav.setFocus()
    assert desk.keeps == 1


def test_a_draft_left_behind_is_offered(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "nouveau")
    page = place.pages["signalement"]
    write(page.form_view.fields("objet").editors["objet"].buddy(), "À finir")
    page.close_form()
    assert "À finir" in page.drafts.said.text()
    click(page.resume_button)
    assert page.form_view.fields("objet").editors["objet"].value() == "À finir"


def test_synchronising_says_what_happened_and_refreshes(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "echanges")
    view = place.exchange_view
    assert view.table.rowCount() == 3
    click(view.synchronise)
    assert "2\u00a0modifications envoyées" in view.notice.said.text()
    assert {view.state_of(line) for line in range(view.table.rowCount())} == {"Reçu attesté"}


def test_a_service_down_is_a_sentence_and_not_a_window(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "echanges")
    desk.refusal = "service_injoignable"
    click(place.exchange_view.synchronise)
    assert place.exchange_view.notice.isVisible()
    assert len(place.exchange_view.notice.said.text()) > 20
    assert QApplication.activeModalWidget() is None


def test_the_code_is_typed_whole(place: Workplace) -> None:
    from ui.views.enrolment import CodeLine

    line = CodeLine()
    for text in ("", "12345", "12345 67890 12345 67890 12345 6789"):
        line.setText(text)
        assert not line.complete
    line.setText("12345 67890 12345 67890 12345 67890")
    assert line.complete
    line.deleteLater()


def test_first_windows_and_dialogs_are_named(alarms: HandAlarms) -> None:
    class Nothing:
        def prepare(self, name: str, passphrase: str) -> Prepared:
            return Prepared(name, lambda: passphrase)

        def keep_sheet(self, sheet: str, path: Path) -> None:
            path.write_text(sheet)

    background = ImmediateBackground()
    first = FirstStart(
        Nothing(), lambda _phrase, _about: __import__("ui.strength").strength.Strength(4, "x"), background
    )
    report = LotReport("echange.lot", "12", CANARY, 3, 1, 1, 1, 1, 1)
    widgets: list[QWidget] = [
        UnlockView(Unlock(lambda phrase: phrase, background, alarms)),
        FirstStartView(first),
        LotsDialog(None, LotsReview(MemoryDesk(), background, seen_lots([report, report]))),
        SidesDialog(None, seen_lots([report]).lignes[0], SIDES),
        CodeDialog(None, "12345" * 6),
    ]
    for widget in widgets:
        widget.show()
        assert unnamed(widget) == []
        assert not [label for label in widget.findChildren(QLabel) if is_obeyed(label)]
        twice = [letter for letter, times in Counter(mnemonics(widget)).items() if times > 1]
        assert twice == []


def test_box_shows_markup_as_text() -> None:
    from PySide6.QtCore import QTimer

    from ui.plain import tell

    seen: list[Qt.TextFormat] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(box.textFormat())
        box.done(QDialog.DialogCode.Accepted)

    QTimer.singleShot(0, look)
    tell(None, "Titre", CANARY)
    assert seen == [Qt.TextFormat.PlainText]


@pytest.mark.parametrize("look", [Look("sombre", 100), Look("contraste", 200)])
def test_other_looks_hold(place: Workplace, theme: Theme, look: Look) -> None:
    theme.apply(look)
    try:
        for state in STATES:
            go(place, state)
            assert place.window.width() >= SIZE[0]
            assert place.window.minimumSizeHint().width() <= 1920
    finally:
        theme.apply(Look("clair", 100))


def test_tab_goes_through_the_form_in_the_order_of_the_declaration(place: Workplace) -> None:
    go(place, "nouveau")
    view = place.pages["signalement"].form_view
    view.content.unfold_all()
    view.focus_first()
    visited: list[str] = []
    for _ in range(120):
        here = QApplication.focusWidget()
        for group in view.groups.values():
            visited += [
                name for name, editor in group.editors.items() if here is not None and editor.isAncestorOf(here)
            ]
        press(here or view, Qt.Key.Key_Tab)
    order = list(dict.fromkeys(visited))
    declared = [field.name for field in required("signalement").champs if field.name in order]
    by_group = [name for group in view.groups.values() for name in group.editors if name in order]
    assert order == by_group
    assert set(declared) == set(order)
    assert len(order) > 30
    assert visited.count("pratiques") <= visited.count("objet"), "a group of boxes is entered once"


def test_arrows_and_space_check_the_boxes_of_a_group(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "nouveau")
    view = place.pages["signalement"].form_view
    editor = view.fields("natures").editors["natures"]
    first = editor.buddy()
    first.setFocus()
    press(first, Qt.Key.Key_Right)
    press(QApplication.focusWidget() or first, Qt.Key.Key_Space)
    assert editor.value() == ["mineur"]


def test_a_draft_of_the_exchange_page_is_resumed(place: Workplace, desk: MemoryDesk) -> None:
    go(place, "nouveau")
    page = place.pages["signalement"]
    write(page.form_view.fields("objet").editors["objet"].buddy(), "À finir")
    page.close_form()
    place.exchange_view.wants_draft.emit("signalement", next(iter(desk.kept)))
    assert page.form_view.fields("objet").editors["objet"].value() == "À finir"


def test_saving_neither_moves_the_list_nor_loses_its_line(place: Workplace, desk: MemoryDesk) -> None:
    for number in range(120):
        desk.add("signalement", objet=f"n° {number}")
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.refresh()
    QApplication.processEvents()
    page.table.scrollToBottom()
    QApplication.processEvents()
    before = page.table.verticalScrollBar().value()
    line = page.records.rows.rowCount() - 2
    row = page.records.rows.row(line)
    assert row is not None
    page.open(row.id)
    field = page.form_view.fields("objet").editors["objet"].buddy()
    write(field, "corrigé ")
    page.form_view.save()
    QApplication.processEvents()
    assert page.table.verticalScrollBar().value() == before
    assert page.table.currentIndex().row() == line


def test_every_icon_shipped_is_used_and_every_icon_used_is_shipped() -> None:
    root = Path(__file__).resolve().parents[2]
    code = "".join(path.read_text(encoding="utf-8") for path in (root / "ui").rglob("*.py"))
    shipped = {path.stem for path in (root / "resources" / "icons").glob("*.svg")}
    assert {name for name in shipped if f'"{name}"' not in code} == set()
    asked = set(re.findall(r'icon(?:_label)?\("([a-z-]+)"', code))
    assert asked - shipped == set()
