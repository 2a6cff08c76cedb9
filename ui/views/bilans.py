"""The tab of bilans: the list and the form; beside it what the bilan says, and the gestures on it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _
from ui.background import Background
from ui.bilan_values import BilanSeen, MeasureLine
from ui.chiffre_values import CountedRecord
from ui.filenames import safe_name
from ui.icons import icon
from ui.messages import sentence
from ui.plain import ask, button, label
from ui.text import numbered, visible
from ui.timing import Now
from ui.view_models.bilans import UNSAVED, BilanDesk, BilanLife
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.records_list import RecordsList
from ui.views.chiffres_records import CountedDialog, changed_said
from ui.views.record_form import RecordFormView
from ui.views.shelves import KindShelf, ShelfDesk
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, clear, scrolled
from ui.widgets.tables import SmallTable, small_table

FORMATS = {
    ".pdf": N_("Document PDF (*.pdf)"),
    ".odt": N_("Document à modifier, ODT (*.odt)"),
    ".xlsx": N_("Tableur Excel (*.xlsx)"),
    ".ods": N_("Tableur OpenDocument (*.ods)"),
    ".csv": N_("Tableur CSV (*.csv)"),
}
_LINES_AT_LEAST = 8
"""Figures that are seen at once, where what follows them scrolls with them."""


class BilanShelfDesk(ShelfDesk, BilanDesk, Protocol):
    """What this tab asks of the post."""


class BilanPage(QWidget):
    """What the bilan that is open says."""

    wants_record = Signal(str, str)

    def __init__(self, life: BilanLife, now: Now) -> None:
        super().__init__()
        self.life, self._now = life, now
        self.refresh_button = button(_("Recal&culer"))
        self.freeze_button = button(_("Figer…"))
        self.export_button = button(_("E&xporter…"))
        self.open_button = button(_("&Ouvrir ce qui est compté"))
        self.table: SmallTable | None = None
        self.state = label("", tone="discret", wrap=True)
        self.notice = Notice()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 8, 8, 8)
        column.setSpacing(8)
        gestures = Flow(self.refresh_button, self.freeze_button, self.export_button, self.open_button)
        for widget in (self.state, gestures, self.notice):
            column.addWidget(widget)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        column.addLayout(self._column)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))
        self.refresh_button.clicked.connect(life.look)
        self.freeze_button.clicked.connect(self.ask_freezing)
        self.export_button.clicked.connect(self.ask_export)
        self.open_button.clicked.connect(lambda _on: self.open_chosen())
        life.counted.connect(self._show_counted)
        life.changed.connect(self._show)
        life.moved.connect(self._show_gestures)
        life.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        life.left.connect(self._on_left)
        self._show()

    def ask_freezing(self) -> None:
        """Ask before what cannot be undone."""
        told = _(
            "Les chiffres, les activités et les commentaires resteront ce qu’ils sont aujourd’hui, quoi que deviennent "
            "les enregistrements. Un bilan figé ne redevient pas modifiable."
        )
        if ask(self, _("Figer ce bilan"), told, _("Figer")):
            self.notice.say("")
            self.life.freeze()

    def ask_export(self) -> None:
        """Ask where to write, and in which format."""
        seen = self.life.seen
        if seen is None:
            return
        proposed = safe_name(f"{seen.intitule.lower()[:60]}-{self._now():%Y-%m-%d}.pdf")
        kinds = {ending: _(said) for ending, said in FORMATS.items()}
        name, chosen = QFileDialog.getSaveFileName(self, _("Exporter le bilan"), proposed, ";;".join(kinds.values()))
        if name:
            path = Path(name)
            if path.suffix.lower() not in FORMATS:
                ending = next((ending for ending, said in kinds.items() if said == chosen), ".pdf")
                path = path.with_name(path.name + ending)
            self.notice.say("")
            self.life.export(path)

    @property
    def chosen(self) -> MeasureLine | None:
        """The value of the line that is chosen."""
        seen, place = self.life.seen, self.table.currentRow() if self.table is not None else -1
        return seen.chiffres[place] if seen is not None and 0 <= place < len(seen.chiffres) else None

    def open_chosen(self) -> None:
        """Ask for the records that the value of the chosen line counts."""
        if self.chosen is not None:
            self.life.open_line(self.chosen)

    def _show_counted(self, line: MeasureLine, records: Sequence[CountedRecord]) -> None:
        told = changed_said(line.alors, line.maintenant, same=line.memes) if line.maintenant is not None else ""
        dialog = CountedDialog(self.window(), line.libelle, records, told)
        dialog.wants_record.connect(self.wants_record)
        dialog.exec()
        dialog.deleteLater()

    def _on_left(self, number: str) -> None:
        told = _(
            "Exporté, n°\u00a0{numero}. Les petits nombres y sont masqués\u202f; l’export est inscrit au registre."
        )
        self.notice.say(told.format(numero=visible(number)), "succes")

    def _show(self) -> None:
        seen = self.life.seen
        self.state.setText(_state(seen))
        self._show_gestures()
        self.table = None
        clear(self._column)
        if seen is not None:
            self.table = _figures(seen)
            self.table.activated.connect(lambda _index: self.open_chosen())
            self.table.itemSelectionChanged.connect(self._judge)
            self._column.addWidget(self.table)
            self.table.selectRow(0)
            for title, lines in seen.blocs:
                self._column.addWidget(label(visible(title), "soustitre"))
                for line in lines:
                    self._column.addWidget(label(visible(line), wrap=True))

    def _show_gestures(self) -> None:
        seen, free = self.life.seen, not self.life.busy and not self.life.unsaved
        self.freeze_button.setVisible(seen is not None and not seen.fige)
        for each in (self.refresh_button, self.export_button):
            each.setVisible(seen is not None)
        for each in (self.refresh_button, self.freeze_button, self.export_button):
            each.setEnabled(free)
            each.setToolTip("" if free else _(UNSAVED))
        self.open_button.setVisible(seen is not None)
        self._judge()

    def _judge(self) -> None:
        self.open_button.setEnabled(self.chosen is not None and self.chosen.requete is not None)


class BilanShelf(KindShelf):
    """Bilans."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        desk: BilanShelfDesk,
        actions: ListActions,
        background: Background,
        now: Now,
    ) -> None:
        self.life, self._clock = BilanLife(form, desk, background), now
        self._prepare, self._background = desk.prepare_bilan, background
        super().__init__(records, form, make_form_view, desk, actions, background, now)
        self.prepare_button = button(_("Préparer celui de l’année"), "lien")
        self.prepare_button.setIcon(icon("file-text"))
        self.prepare_button.clicked.connect(self.prepare)
        self.filters.offer(self.prepare_button)
        self.first_prepared = button(_("Préparer celui de l’année"))
        self.first_prepared.clicked.connect(self.prepare)
        self.offer_first(self.first_prepared)

    def prepare(self) -> None:
        """Make the bilan of the year to date, and open it."""

        def done(rec: str) -> None:
            self.records.refresh()
            self.open(rec)

        self._background.run(self._prepare, done, self._on_not_prepared)

    def _on_not_prepared(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.notice.say(sentence(code), "danger")

    def _with_standing(self, make: Callable[[], RecordFormView]) -> RecordFormView:
        made = super()._with_standing(make)
        self.page = BilanPage(self.life, self._clock)
        self.page.wants_record.connect(self.wants_other)
        made.add_tab(self.page, _("Contenu"), "chart-bar")
        return made


def _state(seen: BilanSeen | None) -> str:
    if seen is None:
        return _("Enregistrez d’abord le bilan, avec sa période.")
    if not seen.fige:
        return _(
            "Ces chiffres sont ceux des enregistrements d’aujourd’hui\u202f; ils changent jusqu’à ce qu’il soit figé."
        )
    if not seen.integre:
        return _("Ce bilan a été modifié depuis qu’il est figé\u00a0: il ne dit plus ce qui a été figé.")
    return _(
        "Ces chiffres sont figés. «\u00a0Aujourd’hui\u00a0» dit ce que la même question donne, quand c’est autre chose."
    )


def _figures(seen: BilanSeen) -> SmallTable:
    titles = [_("Code"), _("Indicateur"), _("Valeur")]
    if seen.fige:
        titles.append(_("Aujourd’hui"))
    table = small_table(_("Chiffres du bilan"), titles)
    header = table.horizontalHeader()
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.setMinimumHeight((min(len(seen.chiffres), _LINES_AT_LEAST) + 1) * table.verticalHeader().defaultSectionSize())
    table.setRowCount(len(seen.chiffres))
    for line, each in enumerate(seen.chiffres):
        for place, said in enumerate((numbered(each.code), each.libelle, each.valeur, each.aujourdhui)[: len(titles)]):
            table.setItem(line, place, QTableWidgetItem(visible(said)))
    return table
