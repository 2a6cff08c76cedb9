"""The page of one kind: a long list to search, filter and order, and beside it the record that is open."""

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import N_, _, ngettext
from ui.desk import Wordings
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, hint, label
from ui.text import new_words, thousands, visible
from ui.timing import Now, local_now
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.records_list import RecordsList
from ui.views.columns import fit_columns
from ui.views.export_list import ExportListDialog
from ui.views.filters import FilterBar
from ui.views.importing import spreadsheet_of
from ui.views.record_form import RecordFormView
from ui.views.selection_bar import SelectionBar
from ui.widgets.panels import Notice, empty_state, row, scrolled
from ui.widgets.tables import ListTable

_LETTERS_FOR_BOTH = 118
_LINES_KEPT = 5
"""Height that the list always keeps, in lines of text."""


class RecordsView(QWidget):
    """List and form."""

    wants_conflicts = Signal(str)
    wants_twins = Signal(str)
    """Those that probably tell the same as this one are to be looked for."""
    wants_other = Signal(str, str)
    """A record of another kind is to be opened: its kind, its id."""
    wants_import = Signal(object)
    """A spreadsheet is to be imported: the file that was dropped, or None."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        wordings: Wordings,
        actions: ListActions,
        now: Now = local_now,
    ) -> None:
        super().__init__()
        self.records, self.form = records, form
        self._actions, self._now = actions, now
        self._make_form_view = make_form_view
        self._form_view: RecordFormView | None = None
        self._wordings = wordings
        self._declaration = records.declaration
        self._wanted_row = ""
        self._wants_focus = False
        self._place = self._total = 0
        self._side_by_side = False
        self._shown = records.wanted
        self._picked: frozenset[int] = frozenset()
        self._current = -1
        self._unsaid = False
        """Whether the next list makes what is said above it a thing of the past."""
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(6)
        self.splitter.setChildrenCollapsible(False)
        self._list = self._left()
        self.left = scrolled(self._list)
        self.splitter.addWidget(self.left)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        self.setAcceptDrops(True)
        self._connect()
        self._open_form(opened=False)
        self.table.resized.connect(self._set_columns)

    @property
    def form_view(self) -> RecordFormView:
        """Return the form, made the first time that it is needed: it has hundreds of widgets."""
        if self._form_view is None:
            made = self._make_form_view()
            self._form_view = made
            made.hide()
            self.splitter.addWidget(made)
            self.splitter.setStretchFactor(0, 2)
            self.splitter.setStretchFactor(1, 3)
            made.closed.connect(self.close_form)
            made.wants_conflicts.connect(self._on_wants_conflicts)
            made.wants_twins.connect(self._on_wants_twins)
            made.wants_record.connect(self._on_wants_record)
            made.interview.toggled.connect(self._fit)
        return self._form_view

    @property
    def is_open(self) -> bool:
        """Whether a record is open."""
        return self._form_view is not None and self._form_view.isVisible()

    @property
    def is_alone(self) -> bool:
        """Whether the record that is open takes the whole page: something of it is answered or written at length."""
        return self._form_view is not None and self._form_view.interview.is_open

    def new(self) -> None:
        """Begin a record."""
        self._open_form(opened=True)
        self.form.begin(self._declaration.kind)
        self.form_view.focus_first()
        self._wants_focus = self.form.typed is None

    def open(self, rec: str) -> None:
        """Open a record."""
        self.form.open(rec)
        self._open_form(opened=True)

    def refresh(self) -> None:
        """Ask for everything again."""
        self.records.refresh()
        self.form.refresh()

    def ask_export(self) -> None:
        """Ask for whom and why the list leaves, then where to write it."""
        records = self.records
        dialog = ExportListDialog(self.window(), self._declaration, self._total, self._wordings, records.leaving)
        path = dialog.ask_path(self._now) if dialog.ask() else None
        if path is not None:
            columns = tuple(column.name for column in records.rows.columns)
            self.notice.say(_("Export en cours…"))
            records.leaving.write(dialog.wish(records.wanted, columns), path)
        dialog.deleteLater()

    def focus_search(self) -> None:
        """Put the cursor in the search."""
        self.search.setFocus()
        self.search.selectAll()

    def close_form(self) -> None:
        """Close the record; what is typed stays as a draft."""
        self.form.close()
        self._open_form(opened=False)
        if self.table.isVisible():
            self.table.setFocus()
        else:
            self.focus_search()
        self.records.refresh_drafts()

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 12, 16)
        column.setSpacing(10)
        new = new_words(self._declaration)
        self.total = label("", tone="discret")
        self.create_button = button(new, "premier")
        self.heading = label(_(self._declaration.pluriel), "titre")
        head = row(self.heading, self.total, None, self.create_button, gap=12)
        column.addLayout(head)
        column.addLayout(self._search_row())
        self.drafts = Notice()
        self.resume_button = button(_("Reprendre"))
        self.drafts.add(self.resume_button)
        self.notice = Notice()
        column.addWidget(self.drafts)
        column.addWidget(self.notice)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._table())
        self.first = button(new, "premier")
        self.nothing_yet = empty_state("note-pencil", _("Rien d’enregistré pour l’instant"), _(_FIRST), self.first)
        self.pages.addWidget(scrolled(self.nothing_yet))
        self.again = button(_("Effacer la recherche et les filtres"))
        nothing_found = empty_state("magnifying-glass", _("Aucun résultat"), _(_NOTHING), self.again)
        self.pages.addWidget(scrolled(nothing_found))
        column.addWidget(self.pages, 1)
        self.selection = SelectionBar(self.table, self.records, self._actions)
        column.addWidget(self.selection)
        return left

    def _search_row(self) -> QVBoxLayout:
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Rechercher (Ctrl+F)"))
        self.search.setAccessibleName(_("Rechercher\u00a0: {quoi}").format(quoi=_(self._declaration.pluriel).lower()))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        rows = QVBoxLayout()
        rows.setSpacing(8)
        rows.addWidget(self.search)
        self.filters = FilterBar(self.records, self._wordings, self._now)
        self.export_button = button(_("Exporter…"), "lien")
        self.export_button.setIcon(icon("tray-arrow-up"))
        self.export_button.setToolTip(hint(_("Exporter la liste dans un fichier")))
        self.export_button.setAccessibleName(_("Exporter la liste…"))
        self.filters.offer(self.export_button)
        self.import_button = button(_("Importer…"), "lien")
        self.import_button.setIcon(icon("tray-arrow-down"))
        self.import_button.setToolTip(hint(_("Importer les lignes d’un tableur")))
        self.import_button.setAccessibleName(_("Importer un tableur…"))
        self.filters.offer(self.import_button)
        rows.addWidget(self.filters)
        return rows

    def _table(self) -> QTableView:
        self.table = ListTable(_("Liste\u00a0: {quoi}").format(quoi=_(self._declaration.pluriel).lower()))
        self.table.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.table.setModel(self.records.rows)
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        return self.table

    def _connect(self) -> None:
        self.create_button.clicked.connect(self.new)
        self.first.clicked.connect(self.new)
        self.again.clicked.connect(self._clear)
        self.export_button.clicked.connect(self.ask_export)
        self.import_button.clicked.connect(lambda: self.wants_import.emit(None))
        self.records.leaving.written.connect(lambda said: self.notice.say(said, "succes"))
        self.records.leaving.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.search.textChanged.connect(self.records.search)
        self.records.wanted_changed.connect(self._show_wanted)
        self.records.columns_changed.connect(lambda: self._set_columns(self.table.viewport().width()))
        self.table.selectionModel().selectionChanged.connect(lambda *_ranges: self.selection.look())
        self._actions.done.connect(lambda _said: self.table.clearSelection())
        self._actions.changed.connect(self.records.refresh)
        self.records.rows.counted.connect(self._on_counted)
        self.records.rows.modelAboutToBeReset.connect(self._remember_place)
        self.records.rows.modelReset.connect(self._find_place)
        self.records.rows.dataChanged.connect(lambda *_cells: self._on_rows())
        self.records.drafts_changed.connect(self._on_drafts)
        self.records.refused.connect(self._on_list_refused)
        self.table.activated.connect(self._on_activated)
        self.table.clicked.connect(self._on_clicked)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._on_sort)
        self.resume_button.clicked.connect(self._on_resume)
        self.form.saved.connect(self._on_saved)
        self.form.opened.connect(self._on_opened)
        self.form.refused.connect(self._on_refused)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - the name is Qt's
        """Accept a spreadsheet."""
        if spreadsheet_of(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Begin to import the spreadsheet dropped."""
        path = spreadsheet_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.wants_import.emit(path)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Show list and form side by side only where there is room for both."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _LETTERS_FOR_BOTH
        alone = self.is_alone
        room_for_both = wide and not alone
        both = room_for_both and self.is_open
        if both and not self._side_by_side:
            QTimer.singleShot(0, self, self._share)
        self._side_by_side = both
        self.left.setVisible(room_for_both or not self.is_open)
        self.pages.setMinimumHeight(self.fontMetrics().height() * _LINES_KEPT)
        self.left.setMinimumWidth(self._list.minimumSizeHint().width())

    def _open_form(self, *, opened: bool) -> None:
        if opened or self._form_view is not None:
            self.form_view.setVisible(opened)
        self.total.setVisible(not opened)
        self._fit()

    def _set_columns(self, room: int) -> None:
        fit_columns(self.table, [field.name for field in self.records.rows.columns], room)

    def _share(self) -> None:
        self.splitter.setSizes([2 * self.width() // 5, 3 * self.width() // 5])

    def _on_wants_twins(self) -> None:
        record = self.form.record
        self.wants_twins.emit(record.id if record else "")

    def _on_wants_record(self, kind: str, rec: str) -> None:
        if kind == self._declaration.kind:
            self.open(rec)
        else:
            self.wants_other.emit(kind, rec)

    def _on_wants_conflicts(self) -> None:
        record = self.form.record
        self.wants_conflicts.emit(record.id if record else "")

    def _remember_place(self) -> None:
        same = self._shown == self.records.wanted
        self._place = self.table.verticalScrollBar().value() if same else 0
        self._picked = frozenset(self.selection.numbers()) if same else frozenset()
        current = self.table.currentIndex().row()
        self._current = next(iter(self.records.rows.numbers_of([current])), -1) if current >= 0 else -1
        self._unsaid = self._unsaid or not same
        self._shown = self.records.wanted

    def _find_place(self) -> None:
        """Leave chosen what was chosen: an exchange that ends asks the list again under whoever chooses in it."""
        rows, picking = self.records.rows, self.table.selectionModel()
        if self._picked:
            picked = QItemSelection()
            for first, last in rows.ranges_of(self._picked):
                picked.select(rows.index(first, 0), rows.index(last, rows.columnCount() - 1))
            picking.select(picked, QItemSelectionModel.SelectionFlag.Select)
            for line, _last in rows.ranges_of({self._current}):
                picking.setCurrentIndex(rows.index(line, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        QTimer.singleShot(0, self, lambda: self.table.verticalScrollBar().setValue(self._place))

    def _on_rows(self) -> None:
        if not self.table.selectionModel().hasSelection():  # else somebody goes down the list by the arrows
            self._select_open()

    def _on_list_refused(self, code: str) -> None:
        self._unsaid = True
        self.notice.say(sentence(code), "danger")

    def _select_open(self) -> None:
        """Keep the line of the open record marked, whatever was asked again."""
        typed = self.form.typed
        line = self.records.rows.line_of(typed.rec) if typed and typed.rec else -1
        several = self.selection.line.isVisible()
        if line >= 0 and not several and self.table.currentIndex().row() != line:
            place = self.table.verticalScrollBar().value()
            self.table.selectRow(line)
            self.table.verticalScrollBar().setValue(place)

    def _on_counted(self, total: int) -> None:
        self._total = total
        self.export_button.setEnabled(bool(total))
        self.total.setText(ngettext("{n} fiche", "{n} fiches", total).format(n=thousands(total)))
        wanted = self.records.wanted
        searching = bool(wanted.text or wanted.filters)
        self.pages.setCurrentIndex(0 if total else 2 if searching else 1)
        self.create_button.setVisible(bool(total) or searching)
        if self._unsaid:  # of another list, or that this one could not be read
            self._unsaid = False
            self.notice.say("")

    def _on_drafts(self) -> None:
        typed = self.form.typed
        drafts = [draft for draft in self.records.drafts if typed is None or draft.id != typed.id]
        if not drafts:
            self.drafts.say("")
            return
        more = len(drafts) - 1
        said = _("Brouillon à reprendre\u00a0: {titre}").format(titre=visible(drafts[0].titre))
        others = ngettext("(et {n} autre)", "(et {n} autres)", more).format(n=more) if more else ""
        self.drafts.say(f"{said} {others}".strip(), "attention")
        self._wanted_row = drafts[0].id

    def resume(self, draft: str) -> None:
        """Open a draft where it was left."""
        self._open_form(opened=True)
        self._wants_focus = True
        self.form.resume(draft)
        self.drafts.say("")

    def resume_aside(self, kind: str, draft: str) -> None:
        """Go on with what is kept apart from a record, in its own window, over the form that it was begun from."""
        self._open_form(opened=True)
        self.form_view.asides.resume(kind, draft)

    def _on_resume(self) -> None:
        found = next((draft for draft in self.records.drafts if draft.id == self._wanted_row), None)
        if found is not None and found.kind != self._declaration.kind:
            self.resume_aside(found.kind, found.id)
        elif found is not None:
            self.resume(found.id)

    def _on_activated(self, index: QModelIndex) -> None:
        line = self.records.rows.row(index.row())
        typed = self.form.typed
        if line is not None and (typed is None or typed.rec != line.id):
            self.open(line.id)

    def _on_clicked(self, index: QModelIndex) -> None:
        """Open a line that is pressed; with Ctrl or Shift it is only selected."""
        if QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self._on_activated(index)

    def _on_refused(self, code: str, _champ: str) -> None:
        if self.form.typed is None:
            self._open_form(opened=False)
            self.notice.say(sentence(code), "attention")

    def _on_opened(self) -> None:
        self._select_open()
        if self._wants_focus and self.form.typed is not None:
            self._wants_focus = False
            self.form_view.focus_first()

    def _on_saved(self, _rec: str) -> None:
        self.records.refresh()

    def _on_sort(self, column: int, order: Qt.SortOrder) -> None:
        name = self.records.rows.order_of(column) if column >= 0 else ""
        self.records.order(name, descending=order == Qt.SortOrder.DescendingOrder)

    def _show_wanted(self) -> None:
        """Say again what is searched and ordered: a kept search, or the palette, may have changed it."""
        wanted = self.records.wanted
        if self.search.text() != wanted.text:
            with QSignalBlocker(self.search):
                self.search.setText(wanted.text)
        names = [column.name for column in self.records.rows.columns]
        name = wanted.order.removeprefix("-")
        falling = wanted.order.startswith("-")
        order = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        header = self.table.horizontalHeader()
        with QSignalBlocker(header):
            header.setSortIndicator(names.index(name) if name in names else -1, order)

    def _clear(self) -> None:
        self.records.clear()
        self.search.setFocus()

    def sizeHint(self) -> QSize:  # noqa: N802 - the name is Qt's
        """Ask for a comfortable page."""
        return QSize(1060, 680)


_FIRST = N_("Une fiche s’enregistre hors connexion, chiffrée sur ce poste. Ce qui manque se complète plus tard.")
_NOTHING = N_("Vérifiez l’orthographe, ou enlevez un filtre. La recherche ignore les accents et les majuscules.")
