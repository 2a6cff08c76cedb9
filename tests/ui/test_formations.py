"""The tabs of training, series and warnings: phases, a session noted in one line, who was reached, what is in force."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import press
from tests.ui.walk import unnamed
from ui.guide_pages import page_for
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.view_models.records_list import RecordsList
from ui.views.chiffres_export import ExportFigureDialog
from ui.views.formation_couverture import CouvertureDialog
from ui.views.formations import FormationShelf
from ui.views.library import LibraryView
from ui.views.mises_en_garde import WarningShelf
from ui.views.record_form import RecordFormView
from ui.views.series import OthersShelf, SerieDrawing
from ui.views.shelves import KindShelf

SHELVES: dict[str, type[KindShelf]] = {
    "formation": FormationShelf,
    "serie": OthersShelf,
    "etude": OthersShelf,
    "mise-en-garde": WarningShelf,
}
TODAY, PAST, TO_COME = "21/11/2026", "10/03/2026", "01/02/2027"


class Page:
    """The page over a fake post."""

    def __init__(self, desk: MemoryDesk, alarms: HandAlarms) -> None:
        self.desk, self.now = desk, alarms.clock
        self.background = ImmediateBackground()
        self.alarms = alarms
        self.view = LibraryView("Activités")
        self.view.resize(1126, 690)

    def show(self, kind: str) -> KindShelf:
        """Make the one tab that a test looks at: a form has hundreds of widgets."""
        desk, declared = self.desk, required(kind)
        form, side = RecordForm(desk, self.background, self.alarms, self.now), RecordSide(desk, self.background)
        shelf = SHELVES[kind](
            RecordsList(declared, desk, self.background, self.alarms),
            form,
            lambda: RecordFormView(declared, form, side, desk, self.now),
            desk,
            ListActions(kind, desk, self.background),
            self.background,
            self.now,
        )
        self.view.add_shelf(kind, declared.pluriel, "file-text", shelf)
        self.view.show()
        return shelf

    def training(self, rec: str = "") -> FormationShelf:
        shelf = self.show("formation")
        assert isinstance(shelf, FormationShelf)
        if rec:
            shelf.open(rec)
        return shelf

    def warnings(self) -> WarningShelf:
        shelf = self.show("mise-en-garde")
        assert isinstance(shelf, WarningShelf)
        return shelf


@pytest.fixture
def page(desk: MemoryDesk, alarms: HandAlarms) -> Iterator[Page]:
    made = Page(desk, alarms)
    yield made
    made.view.close()


def sessions_of(page: Page, rec: str) -> list[dict[str, object]]:
    held = page.desk.records[rec].champs["seances"]
    assert isinstance(held, list)
    return held


def phases(shelf: FormationShelf) -> list[str]:
    assert shelf.panel is not None
    return [mark.said.text() for mark in shelf.panel.marks]


def note(shelf: FormationShelf, **said: object) -> None:
    assert shelf.panel is not None
    assert shelf.sessions is not None
    shelf.panel.session_button.click()
    assert shelf.form_view.tabs.currentWidget() is shelf.sessions
    line = shelf.sessions.line
    for name, value in said.items():
        line.editors[name].set_value(value)
    press(line.editors["effectif_siege"].buddy(), Qt.Key.Key_Return)


def test_a_session_noted_in_one_line_is_saved_and_the_phases_follow(page: Page) -> None:
    rec = page.desk.add("formation", intitule="Repérer", decision="retenue", decidee_le="2026-02-01")
    shelf = page.training(rec)
    assert phases(shelf) == ["sans objet", "fait, retenue le 1er\u00a0février 2026", "en cours", "à venir"]
    note(shelf, le="2026-03-10", lieu="Bourg", effectif_siege=12, effectif_exterieur=3)
    (seance,) = sessions_of(page, rec)
    assert (seance["le"], seance["lieu"], seance["etat"]) == ("2026-03-10", "Bourg", "tenue")
    assert (seance["effectif_siege"], seance["effectif_exterieur"]) == (12, 3)
    assert phases(shelf)[2:] == ["fait, 1 sur 1 tenue", "en cours"]
    assert shelf.sessions is not None
    line = shelf.sessions.line
    assert (line.editors["le"].value(), line.editors["lieu"].value()) == (None, "Bourg")
    cells = [shelf.sessions.table.item(0, column) for column in range(3)]
    assert [cell.text() for cell in cells if cell is not None] == ["10/03/2026, tenue", "–", "15"]


def test_that_a_session_was_added_is_still_said_once_it_is_saved(page: Page) -> None:
    page.background = background = HeldBackground()
    shelf = page.training(page.desk.add("formation", intitule="Repérer"))
    background.finish()
    note(shelf, le="2026-03-10", effectif_siege=12)
    background.finish()
    assert shelf.sessions is not None
    assert shelf.sessions.notice.said.text() == "Séance ajoutée."
    assert not shelf.sessions.notice.isHidden()

    shelf.open(page.desk.add("formation", intitule="Autre"))
    background.finish()
    assert shelf.sessions.notice.isHidden()


def test_a_day_to_come_plans_and_that_day_come_the_same_line_says_that_it_was_held(page: Page) -> None:
    rec = page.desk.add(
        "formation", intitule="Repérer", seances=[{"le": "2026-11-20", "etat": "prevue", "lieu": "Bourg"}]
    )
    shelf = page.training(rec)
    note(shelf, le="2027-02-01")
    note(shelf, le="2026-11-20", effectif_siege=4)
    held, planned = sessions_of(page, rec)
    assert (held["etat"], held["lieu"], held["effectif_siege"]) == ("tenue", "Bourg", 4)
    assert (planned["etat"], planned["le"]) == ("prevue", "2027-02-01")


def test_what_cannot_have_been_held_so_is_said_and_nothing_is_written(page: Page) -> None:
    rec = page.desk.add("formation", intitule="Repérer")
    shelf = page.training(rec)
    assert shelf.sessions is not None
    for said, expected in (
        ({"effectif_siege": 4}, "besoin d’une date"),
        ({"le": "2026-03-10", "effectif_siege": None}, "combien de personnes"),
        ({"le": "2027-03-10", "effectif_siege": 4}, "Programmez-la"),
        ({"le": "31/02/2026", "effectif_siege": 4}, "n’existe pas"),
    ):
        note(shelf, **said)
        assert expected in shelf.sessions.notice.said.text()
        assert "seances" not in page.desk.records[rec].champs


def test_who_was_reached_is_told_by_departement_and_by_public(page: Page) -> None:
    held = {"le": "2026-03-10", "etat": "tenue", "departement": "01", "effectif_siege": 12, "duree_minutes": 90}
    page.desk.add(
        "formation", intitule="A", seances=[held, {**held, "le": "2025-03-10"}], demandes=[{"departement": "93"}]
    )
    dialog = CouvertureDialog(page.view, page.desk, page.desk, page.background, page.now)
    dialog.show()
    cells = [[dialog.departements.item(row, col).text() for col in range(7)] for row in range(2)]  # type: ignore[union-attr]
    assert cells[0] == ["01 – Ain", "0", "2", "0", "24", "24", "3"]
    assert "93 – Seine-Saint-Denis" in dialog.waiting.text()
    dialog.year.setCurrentIndex(dialog.year.findData(2025))
    assert "1 séance tenue, 12 personnes" in dialog.told.text()
    assert [dialog.publics.item(0, col).text() for col in range(2)] == ["Public non précisé", "2025"]  # type: ignore[union-attr]
    assert unnamed(dialog) == []
    assert page_for(dialog) == "activites.md"
    dialog.close()


def test_who_was_reached_is_drawn_for_a_year_and_a_public_and_leads_to_the_actions(page: Page) -> None:
    held = {"le": "2026-03-10", "etat": "tenue", "departement": "01", "effectif_siege": 12, "public": "ehpad"}
    one = page.desk.add("formation", intitule="A", seances=[held, {**held, "public": "ecoles", "departement": "75"}])
    page.desk.add("formation", intitule="B", seances=[{**held, "departement": "75"}])
    dialog = CouvertureDialog(page.view, page.desk, page.desk, page.background, page.now)
    dialog.show()
    drawn = dialog.map.card.chart
    assert drawn.chart is None, "nothing is drawn before it is seen"
    dialog.tabs.setCurrentIndex(1)
    drawn.setFocus()
    press(drawn, Qt.Key.Key_Right)
    assert drawn.said() == "01 – Ain\u00a0: 1"
    dialog.measure.setCurrentIndex(1)
    press(drawn, Qt.Key.Key_Home)
    assert drawn.said() == "01 – Ain\u00a0: 12"
    assert "Personnes présentes" in drawn.accessibleName()
    for words in ("Source", "Extrait le", "pas que rien n’a eu lieu"):
        assert words in " ".join((drawn.accessibleDescription(), drawn.drawing.told if drawn.drawing else ""))
    assert unnamed(dialog) == []
    opened: list[tuple[str, str]] = []
    dialog.wants_record.connect(lambda kind, rec: opened.append((kind, rec)))
    press(drawn, Qt.Key.Key_Return)
    assert opened == [("formation", one)]
    assert [each.titre for each in dialog.coverage.behind("75")] == ["A", "B"]


def test_a_map_leaves_as_a_figure_does_and_says_its_number(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    held = {"le": "2026-03-10", "etat": "tenue", "departement": "01", "effectif_siege": 12}
    page.desk.add("formation", intitule="A", seances=[held])
    monkeypatch.setattr(ExportFigureDialog, "ask", lambda _dialog: True)
    monkeypatch.setattr(ExportFigureDialog, "ask_path", lambda _dialog, _now: Path("carte.svg"))
    dialog = CouvertureDialog(page.view, page.desk, page.desk, page.background, page.now)
    dialog.show()
    dialog.tabs.setCurrentIndex(1)
    dialog.map.card.export_button.click()
    ((leaving, path),) = page.desk.figures_left
    assert (path, leaving.chart is not None and leaving.chart.table.title) == (
        Path("carte.svg"),
        "Séances tenues, par département, toutes les années",
    )
    assert "Export n°" in dialog.map.notice.said.text()
    dialog.close()


def test_an_empty_list_of_series_offers_what_is_shipped_and_a_serie_is_drawn_with_its_hole(page: Page) -> None:
    shelf = page.show("serie")
    assert isinstance(shelf, OthersShelf)
    assert shelf.first_shipped.isVisible()
    shelf.first_shipped.click()
    assert "ajoutées" in shelf.notice.said.text()
    shelf.shipped_button.click()
    assert shelf.notice.said.text() == "Tout ce qui est livré est déjà là."
    rec = next(rec for rec, each in page.desk.records.items() if each.champs.get("code") == "miviludes-saisines")
    shelf.open(rec)
    drawing = shelf.form_view.tabs.widget(3)
    assert isinstance(drawing, SerieDrawing)
    shelf.form_view.tabs.setCurrentWidget(drawing)
    chart = drawing.card.chart.chart
    assert chart is not None
    assert (chart.manner, chart.table.rows[1].label, chart.table.rows[1].amounts[0].low) == ("courbes", "2014", None)
    assert drawing.card.table is not None
    assert drawing.card.table.rowCount() == 12
    assert not drawing.said.isVisible()


def test_a_serie_whose_definitions_change_says_that_no_line_joins_it(page: Page) -> None:
    rows = [{"periode": "2013", "valeur": "39"}, {"periode": "2019", "valeur": "41"}]
    rec = page.desk.add("serie", intitule="Part", unite="%", valeurs=rows, tracable=False)
    shelf = page.show("serie")
    shelf.open(rec)
    assert isinstance(shelf, OthersShelf)
    drawing = shelf.form_view.tabs.widget(3)
    shelf.form_view.tabs.setCurrentIndex(3)
    assert isinstance(drawing, SerieDrawing)
    assert "définitions changent" in drawing.said.text()
    assert drawing.said.isVisible()


def test_what_is_in_force_stands_first_and_leads_to_its_record(page: Page) -> None:
    one = page.desk.add("mise-en-garde", titre="Séjours à risque", etat="publiee", publiee_le="2026-01-10")
    page.desk.add("mise-en-garde", titre="Passée", etat="levee")
    text = page.desk.add(
        "texte-juridique", intitule="Circulaire du 5 août 2024", nature="circulaire", texte_du="2024-08-05"
    )
    shelf = page.warnings()
    asked: list[tuple[str, str]] = []
    shelf.wants_other.connect(lambda kind, rec: asked.append((kind, rec)))
    assert shelf.in_force.title.text() == "1 mise en garde en vigueur"
    assert "Passée" not in [each.text() for each in shelf.in_force.findChildren(QLabel)]
    lines(shelf, "Séjours")[0].click()
    assert lines(shelf, "5 août") == []
    shelf.in_force.circulars_button.click()
    lines(shelf, "5 août")[0].click()
    assert asked == [("mise-en-garde", one), ("texte-juridique", text)]


def lines(shelf: WarningShelf, words: str) -> list[QPushButton]:
    found = [each for each in shelf.in_force.findChildren(QPushButton) if words in each.accessibleName()]
    return [each for each in found if each.isVisible()]


def test_with_nothing_in_force_nothing_stands_over_the_list(page: Page) -> None:
    assert not page.warnings().in_force.isVisible()


def test_everything_that_takes_the_focus_has_a_name(page: Page) -> None:
    page.desk.add("mise-en-garde", titre="Séjours", etat="publiee")
    rec = page.desk.add("formation", intitule="A", seances=[{"le": "2026-03-10", "etat": "tenue", "effectif_siege": 1}])
    page.training(rec).form_view.tabs.setCurrentIndex(3)
    page.warnings()
    assert unnamed(page.view) == []
