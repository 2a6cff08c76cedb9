"""The page « Chiffres »: the four figures first, each opens its records; choices, views, map, series, what leaves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QTableWidget
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.periode import Periode
from mvl_desktop.ports.charts import Amount, Chart, Row, Table
from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, press, write
from tests.ui.memory_state import NOON
from tests.ui.walk import mnemonics, unnamed
from ui.chiffre_values import Asked, ChiffreWish, CountedRecord, SerieLine, read_wish, wish_document
from ui.view_models.chiffres import LAST, VIEWS, ChiffresPage
from ui.view_models.export_list import ListExport
from ui.views.chiffres import INDICATORS, MAP, SERIES, ChiffresView
from ui.views.chiffres_export import ExportFigureDialog
from ui.views.chiffres_first import FirstFigure
from ui.views.chiffres_records import SHOWN_MAX, CountedDialog
from ui.views.dialogs import Form

RECORD = CountedRecord("signalement", "ab" * 16, "93-2026-K7-0001", "Stage fictif <b>", "12/03/2026")
SERIE = SerieLine(
    "cd" * 16,
    "Saisines reçues",
    Chart(
        "courbes",
        Table(
            "Saisines reçues",
            "saisines",
            "Rapport fictif",
            date(2026, 1, 5),
            "Année",
            ("Saisines",),
            (Row("1", "2012", (Amount(10, 12),)), Row("2", "2013", (Amount(25),), "sept mois seulement")),
        ),
    ),
)


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms) -> ChiffresView:
    made = ChiffresView(ChiffresPage(desk, background, alarms.clock), ListExport(desk, background), desk, alarms.clock)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    made.refresh()
    return made


def words(widget: FirstFigure | QDialog) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def said_in(table: QTableWidget, column: int) -> list[str]:
    cells = [table.item(line, column) for line in range(table.rowCount())]
    return [cell.text() if cell is not None else "" for cell in cells]


def meeting(kind: type[QDialog], answer: Callable[[QDialog], None]) -> list[QDialog]:
    """Answer the dialog that opens next."""
    seen: list[QDialog] = []

    def meet() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        seen.append(dialog)
        answer(dialog)

    QTimer.singleShot(0, meet)
    return seen


def test_the_four_figures_come_first_large_and_say_what_they_count(view: ChiffresView) -> None:
    assert [card.number.text() for card in view.first.cards] == ["42", "17", "6", "9"]
    said = words(view.first.cards[0])
    assert "Signalements reçus, 2026" in said
    assert "Definition 1.1" in said
    assert view.period.text() == "2026"
    assert unnamed(view) == []


def test_every_figure_opens_its_records(view: ChiffresView, desk: MemoryDesk) -> None:
    desk.counted_records = (RECORD, replace(RECORD, rec="ef" * 16, titre="Autre"))
    wanted: list[tuple[str, str]] = []
    view.wants_record.connect(lambda kind, rec: wanted.append((kind, rec)))
    seen = meeting(CountedDialog, _open_second)
    view.first.cards[1].wants_records.emit(view.first.cards[1].chiffre.figure.total, "Situations à risque, 2026")
    assert "2 fiches" in words(seen[0])
    assert desk.counted_asked[0].code == "I1.3"
    assert desk.counted_asked[0].tout
    assert wanted == [("signalement", "ef" * 16)]


def _open_second(dialog: QDialog) -> None:
    assert isinstance(dialog, CountedDialog)
    dialog.table.selectRow(1)
    press(dialog.table, Qt.Key.Key_Return)


def test_a_number_without_a_record_to_read_says_so(view: ChiffresView) -> None:
    seen = meeting(CountedDialog, lambda dialog: dialog.reject())
    view.show_records("Réservé", ())
    assert "réservé" in words(seen[0])


def test_many_records_are_not_all_shown_and_it_says_so(qtbot: QtBot, view: ChiffresView) -> None:
    dialog = CountedDialog(view, "Beaucoup", [replace(RECORD, rec=f"{n:032x}") for n in range(SHOWN_MAX + 1)])
    assert dialog.table.rowCount() == SHOWN_MAX
    assert "les 500 premières" in words(dialog)


def test_an_indicator_is_drawn_with_its_table_and_a_bar_opens_what_it_counts(
    view: ChiffresView, desk: MemoryDesk
) -> None:
    view.tabs.setCurrentIndex(INDICATORS)
    panel = view.panels["barres"]
    assert panel.isVisible()
    assert panel.total.text() == "42"
    table = panel.card.table
    assert table is not None
    assert said_in(table, 0) == ["janvier", "février", "mars"]
    seen = meeting(CountedDialog, lambda dialog: dialog.reject())
    panel.card.chart.go_to(1)
    press(panel.card.chart, Qt.Key.Key_Return)
    assert desk.counted_asked[-1].cle == "02"
    assert "février" in words(seen[0])
    click(panel.card.data_button)
    assert not table.isVisible()
    assert unnamed(view) == []


def test_the_period_beside_is_drawn_and_said(view: ChiffresView, desk: MemoryDesk) -> None:
    desk.figure_notes = ("Les deux périodes n’ont pas la même durée.",)
    view.chiffres.choose(ChiffreWish(beside="an_passe"))
    assert "2025" in words(view.first.cards[0])
    assert "même durée" in view.first.caution.said.text()
    view.show_figure("I1.3")
    chart = view.panels["barres"].card.chart.chart
    assert chart is not None
    assert chart.table.columns == ("2026", "2025")
    assert "même durée" in view.panels["barres"].caution.said.text()


def test_the_map_is_by_departement_and_what_is_reserved_is_said(view: ChiffresView, desk: MemoryDesk) -> None:
    view.tabs.setCurrentIndex(MAP)
    assert desk.figures_asked[-1][0] == Asked("I1.1", "departement")
    chart = view.panels["carte"].card.chart.chart
    assert chart is not None
    assert [row.key for row in chart.table.rows] == ["01", "75", "974"]
    assert any("réservé" in note for note in chart.table.notes)


def test_choices_count_again_and_are_remembered(view: ChiffresView, desk: MemoryDesk) -> None:
    place = str(view.choices.departement.itemData(1))
    for box, code in ((view.choices.span, "trimestre_passe"), (view.choices.departement, place)):
        box.setCurrentIndex(box.findData(code))
        box.activated.emit(box.currentIndex())
    assert view.chiffres.wish == ChiffreWish(span="trimestre_passe", departement=place)
    assert view.period.text() == "3e trimestre 2026"
    assert read_wish(desk.recall(LAST)) == view.chiffres.wish


def test_free_dates_are_typed_and_a_period_that_ends_before_it_begins_is_refused(view: ChiffresView) -> None:
    choices = view.choices
    choices.span.setCurrentIndex(choices.span.findData("libre"))
    choices.span.activated.emit(0)
    assert choices.du.isVisible()
    choices.du.set_value("2026-03-01")
    choices.au.set_value("2026-02-01")
    choices.au.left.emit()
    assert "avant de commencer" in choices.notice.said.text()
    choices.au.set_value("2026-03-31")
    choices.au.left.emit()
    assert view.chiffres.wish.periode(NOON.date()) == Periode(date(2026, 3, 1), date(2026, 3, 31))
    assert view.period.text() == "mars 2026"


def test_a_view_is_kept_shown_again_and_forgotten(view: ChiffresView, desk: MemoryDesk) -> None:
    view.chiffres.choose(ChiffreWish(span="annee_passee", beside="precedente"))

    def name(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit)
        assert line is not None
        write(line, "Bilan & co")
        dialog.accept()

    meeting(QDialog, name)
    view.choices.keep()
    view.chiffres.choose(ChiffreWish())
    view.chiffres.show_view("Bilan & co")
    assert view.chiffres.wish.span == "annee_passee"
    assert isinstance(desk.recall(VIEWS), dict)
    meeting(QDialog, lambda dialog: dialog.reject())
    view.choices.forget("Bilan & co")
    assert "Bilan & co" in view.chiffres.views
    view.chiffres.forget_view("Bilan & co")
    assert desk.recall(VIEWS) == {}


def test_a_kept_view_is_renamed_and_never_over_another(view: ChiffresView, desk: MemoryDesk) -> None:
    for nom, span in (("Bilan", "annee_passee"), ("Mois", "annee")):
        view.chiffres.choose(ChiffreWish(span=span))  # type: ignore[arg-type]
        view.chiffres.keep_view(nom)

    def taken(dialog: QDialog) -> None:
        assert isinstance(dialog, Form)
        line = dialog.findChild(QLineEdit)
        assert line is not None
        write(line, "Mois")
        assert not dialog.go_on.isEnabled()
        assert dialog.notice.isVisibleTo(dialog)
        dialog.reject()

    def free(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit)
        assert line is not None
        assert line.selectedText() == "Bilan"
        write(line, "  Bilan  annuel ")
        dialog.accept()

    meeting(QDialog, taken)
    view.choices.rename("Bilan")
    assert list(view.chiffres.views) == ["Bilan", "Mois"]
    meeting(QDialog, free)
    view.choices.rename("Bilan")
    assert list(view.chiffres.views) == ["Bilan annuel", "Mois"]
    assert view.chiffres.views["Bilan annuel"].span == "annee_passee"
    assert set(desk.recall(VIEWS)) == {"Bilan annuel", "Mois"}  # type: ignore[call-overload]
    menu = view.choices.views.menu()
    assert menu is not None
    assert "Renommer" in [each.text() for each in menu.actions()]


def test_what_was_remembered_and_does_not_fit_is_as_by_default() -> None:
    wish = ChiffreWish("libre", date(2026, 1, 2), date(2026, 2, 3), "precedente", "75", "sante", "e1")
    assert read_wish(wish_document(wish)) == wish
    unfit: list[object] = [
        None,
        [],
        {"span": "siècle", "beside": 3},
        {"span": "libre", "du": "2026-02-01", "au": "2026-01-01"},
    ]
    for raw in unfit:
        assert read_wish(raw) == ChiffreWish()


def test_series_of_others_stand_apart_with_their_source(view: ChiffresView, desk: MemoryDesk) -> None:
    view.tabs.setCurrentIndex(SERIES)
    assert view.series.empty.isVisible()
    desk.series_lines = (SERIE,)
    view.chiffres.ask_series()
    table = view.series.card.table
    assert table is not None
    assert said_in(table, 1)[0] == "10 à 12"
    assert view.series.card.chart.drawing is not None
    assert "Rapport fictif" in view.series.card.chart.drawing.told
    wanted: list[tuple[str, str]] = []
    view.wants_record.connect(lambda kind, rec: wanted.append((kind, rec)))
    click(view.series.open_button)
    assert wanted == [("serie", "cd" * 16)]
    assert unnamed(view) == []


def test_a_figure_leaves_for_somebody_with_small_numbers_hidden(
    view: ChiffresView, desk: MemoryDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def save(_parent: object, _title: str, name: str, kinds: str) -> tuple[str, str]:
        proposed.extend((name, kinds))
        return str(tmp_path / "chiffres.svg"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    view.tabs.setCurrentIndex(INDICATORS)

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportFigureDialog)
        assert not dialog.go_on.isEnabled()
        assert unnamed(dialog) == []
        write(dialog.recipient, "  Camille   Fictive ")
        dialog.accept()

    meeting(ExportFigureDialog, answer)
    click(view.panels["barres"].card.export_button)
    leaving, path = desk.figures_left[0]
    assert (leaving.destinataire, leaving.interne, leaving.manner) == ("Camille Fictive", False, "barres")
    assert leaving.asked == Asked("I1.1", "mois")
    assert path.name == "chiffres.svg"
    assert all(ending in proposed[1] for ending in (".pdf", ".odt", ".xlsx", ".ods", ".csv", ".png", ".svg"))
    assert "K7-1" in view.notice.said.text()


def test_a_serie_leaves_too_and_nothing_leaves_without_a_place(
    view: ChiffresView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.series_lines = (SERIE,)
    view.tabs.setCurrentIndex(SERIES)
    answers = iter(["", "serie"])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (next(answers), "Tableur CSV (*.csv)"))

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportFigureDialog)
        dialog.recipient.setText("Camille")
        dialog.inside.setChecked(True)
        dialog.accept()

    for _time in range(2):
        meeting(ExportFigureDialog, answer)
        click(view.series.card.export_button)
    assert [(each.serie, each.interne, path.name) for each, path in desk.figures_left] == [
        ("cd" * 16, True, "serie.csv")
    ]


def test_a_refusal_is_said_in_the_page(view: ChiffresView, desk: MemoryDesk) -> None:
    desk.figure_refusal = "role_insuffisant"
    view.refresh()
    assert view.notice.said.text()


def test_an_answer_that_comes_late_is_not_shown_over_another_choice(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    held = HeldBackground()
    page = ChiffresPage(desk, held, alarms.clock)
    page.refresh()
    held.finish()
    page.refresh()
    page.choose(ChiffreWish(span="annee_passee"))
    seen: list[str] = []
    page.changed.connect(lambda: seen.append(page.seen.premiers[0].figure.periode.libelle if page.seen else ""))
    held.finish()
    assert seen[-1] == "2025"
    assert "2026" not in seen[1:]


def test_no_letter_serves_twice_beside_those_of_the_window(view: ChiffresView, desk: MemoryDesk) -> None:
    desk.series_lines = (SERIE,)
    around = list("frgiyv")  # the menus, « Synchroniser » and « Verrouiller »
    view.chiffres.choose(ChiffreWish("libre", date(2026, 1, 1), date(2026, 3, 1)))
    for tab in range(view.tabs.count()):
        view.tabs.setCurrentIndex(tab)
        letters = mnemonics(view) + around
        assert (tab, [letter for letter in letters if letters.count(letter) > 1]) == (tab, [])
