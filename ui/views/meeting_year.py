"""The yearly meeting of each département: a table, a map, and what asked for it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QTableWidgetItem, QTabWidget, QWidget

from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.activity_maps import SITUATIONS, obligation_chart
from ui.plain import label
from ui.reunion_values import DepartementLine, ObligationYear
from ui.text import short_date, visible
from ui.timing import Now
from ui.view_models.meeting import Meeting
from ui.views.activity_map import ActivityMap
from ui.views.meeting_forms import ReadingDialog
from ui.widgets.panels import row
from ui.widgets.tables import small_table

_FIRST_YEAR = 2008
_LETTERS, _LINES = 130, 46
_NOTHING = "–"


class YearDialog(ReadingDialog):
    """The yearly meeting, département by département."""

    def __init__(self, parent: QWidget, meeting: Meeting, now: Now, open_record: Callable[[str], None]) -> None:
        super().__init__(parent, meeting, _("Obligation annuelle"), letters=_LETTERS, lines=_LINES)
        self._open, self._now = open_record, now
        self.years = QComboBox()
        self.years.setAccessibleName(_("Année"))
        self.years.addItems([str(year) for year in range(now().year + 1, _FIRST_YEAR - 1, -1)])
        self.years.setCurrentText(str(now().year))
        said = label(_("&Année"))
        said.setBuddy(self.years)
        self.asked, self.counts = label("", wrap=True), label("", "groupe", wrap=True)
        titles = (_("Département"), _("Situation"), _("Tenues"), _("Prévues"), _("ARS présente"))
        self.table = small_table(_("Départements"), titles)
        self.map = ActivityMap(meeting.leaving, meeting.register, meeting.wordings, now)
        self.rows: Sequence[DepartementLine] = ()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Obligation annuelle"))
        self.tabs.tabBar().setAccessibleName(_("Obligation annuelle"))
        self.tabs.addTab(self.table, _("Tableau"))
        self.tabs.addTab(self.map, _("Carte"))
        self.column.addLayout(row(said, self.years, None))
        for widget in (self.asked, self.counts):
            self.column.addWidget(widget)
        self.column.addWidget(self.tabs, 1)
        self.column.addLayout(self.foot)
        self.years.currentTextChanged.connect(lambda year: meeting.ask_year(int(year)))
        self.table.cellActivated.connect(lambda line, _column: self._go(self.rows[line].rec))
        self.map.opened.connect(self._open_there)
        meeting.ask_year(now().year)

    def show_found(self, found: object) -> None:
        """Show a year: what asks for it, how many, then each département."""
        if not isinstance(found, ObligationYear):
            return
        self.asked.setText(said_year(found))
        count = {code: sum(line.situation == code for line in found.lignes) for code in SITUATIONS}
        told = _("{situation}\u00a0: {n}")
        self.counts.setText(
            " · ".join(told.format(situation=_(SITUATIONS[code]), n=count[code]) for code in SITUATIONS)
        )
        self.rows = found.lignes
        self.table.setRowCount(len(found.lignes))
        for place, line in enumerate(found.lignes):
            for column, text in enumerate(cells_of(line)):
                self.table.setItem(place, column, QTableWidgetItem(text))
        self.table.fit()
        self._show_map(found)

    def _show_map(self, year: ObligationYear) -> None:
        told = [(line.code, visible(line.nom), line.situation) for line in year.lignes]
        chart = obligation_chart(year.annee, told, self._now().date(), (said_year(year),))
        lines = {line.code: cells_of(line)[:2] for line in year.lignes}
        self.map.show_map(chart, (chart.table.head, *chart.table.columns), lines)

    def _open_there(self, code: str) -> None:
        self._go(next((line.rec for line in self.rows if line.code == code), ""))

    def _go(self, rec: str) -> None:
        if rec:
            self.accept()
            self._open(rec)


def said_year(year: ObligationYear) -> str:
    """Return what asks for a yearly meeting, in one sentence."""
    if not year.texte:
        return _("Aucun texte connu ne demandait de réunion cette année-là.")
    said = _("{texte}\u00a0: {citation}").format(texte=year.texte, citation=year.citation)
    doubts = [_("Un conseil, pas une obligation.")] if year.conseil else []
    doubts += [_("Date à vérifier sur le texte.")] if year.a_verifier else []
    return " ".join((said, *doubts))


def cells_of(line: DepartementLine) -> tuple[str, ...]:
    """Return what a line of the table says of a département."""
    situation = _(SITUATIONS[line.situation])
    if line.a_preciser:
        words = ngettext("{n} à préciser", "{n} à préciser", line.a_preciser).format(n=line.a_preciser)
        situation = f"{situation} ({words})"
    held, ahead = (", ".join(map(short_date, days)) or _NOTHING for days in (line.tenues, line.prevues))
    present = _("Oui") if line.ars else _("Non dit") if line.tenues else _NOTHING
    return f"{line.nom} ({line.code})", situation, held, ahead, present
