"""The page of communicable copies: the list, then one of them to work on; and the register of what left."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.copy_values import CopyLine, CopySource
from ui.messages import sentence
from ui.plain import button, hint, label
from ui.text import EMPTY, short_date, visible
from ui.timing import Now
from ui.view_models.copies import CopiesPage
from ui.view_models.occultation import Occultation
from ui.views.copies_forms import NewCopyForm
from ui.views.left_copies import LeftDialog
from ui.views.occultation import OccultationView
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, empty_state, page, row, scrolled
from ui.widgets.tables import small_table

_LIST, _WORK = range(2)


class CopiesView(QWidget):
    """The list, or the copy that is open."""

    wants_record = Signal(str, str)

    def __init__(self, copies: CopiesPage, occultation: Occultation, now: Now) -> None:
        super().__init__()
        self.copies, self._now = copies, now
        self._asked = ""
        self.work = OccultationView(occultation)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._front())
        self.stack.addWidget(self.work)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.work.wants_back.connect(self.close_form)
        copies.changed.connect(self._show)
        copies.begun.connect(self.open)
        copies.sources_found.connect(self._on_sources)
        copies.refused.connect(lambda code: self.notice.say(sentence(code), "attention"))
        occultation.done.connect(lambda _name: copies.refresh())
        occultation.handed.connect(lambda _numero, _name: copies.refresh())
        self._show()

    @property
    def is_open(self) -> bool:
        """Whether a copy is open."""
        return self.stack.currentIndex() == _WORK

    def refresh(self) -> None:
        """Ask for the list again."""
        self.copies.refresh()

    def open(self, rec: str) -> None:
        """Open a copy."""
        self.work.open(rec)
        self.stack.setCurrentIndex(_WORK)
        self.work.document.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Go back to the list; what was chosen is recorded."""
        self.work.occultation.close()
        self.stack.setCurrentIndex(_LIST)
        self.table.setFocus()
        self.copies.refresh()

    def new(self, rec: str = "") -> None:
        """Ask which document, one being proposed first."""
        self._asked = rec
        self.copies.find_sources()

    def show_left(self) -> None:
        """Show what left towards other espaces."""
        dialog = LeftDialog(self, self.copies)
        dialog.wants_record.connect(self.wants_record)
        self.copies.find_left()
        dialog.exec()
        dialog.deleteLater()

    def _front(self) -> QWidget:
        body, column = page()
        self.create_button = button(_("&Nouvelle copie…"), "premier")
        self.open_button = button(_("&Ouvrir"))
        self.left_button = button(_("Ce qui est &parti d’ici…"))
        column.addWidget(Flow(label(_("Copies communicables"), "titre"), self.create_button, gap=16))
        said = _(
            "Une copie donnée à qui la demande\u00a0: ce qui désigne quelqu’un en est retiré, "
            "puis une autre personne la relit sur son poste."
        )
        column.addWidget(label(said, tone="discret", wrap=True))
        self.notice = Notice()
        column.addWidget(self.notice)
        titles = (_("Document"), _("État"), _("Répondre avant"))
        self.table = small_table(_("Copies communicables"), titles)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * 4)
        self.first = button(_("&Nouvelle copie…"), "premier")
        text = _(
            "Préparez ici la copie d’une fiche, d’une grille, d’un compte rendu ou d’un tableau que l’on vous demande."
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(empty_state("files", _("Aucune copie"), text, self.first))
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        self.table.stand_in(inside)
        inside.addLayout(row(self.open_button, None))
        inside.addStretch(1)
        self.pages.addWidget(holder)
        column.addWidget(self.pages, 1)
        column.addLayout(row(self.left_button, None))
        for made in (self.create_button, self.first):
            made.clicked.connect(lambda _on: self.new())
        self.open_button.clicked.connect(lambda _on: self._open_current())
        self.left_button.clicked.connect(lambda _on: self.show_left())
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.doubleClicked.connect(lambda _index: self._open_current())
        self.table.activated.connect(lambda _index: self._open_current())
        return scrolled(body)

    def _show(self) -> None:
        lines = self.copies.lines
        self.pages.setCurrentIndex(1 if lines else 0)
        self.create_button.setVisible(bool(lines))
        self.table.setRowCount(len(lines))
        for place, line in enumerate(lines):
            for column, text in enumerate(self._texts(line)):
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or _(EMPTY))
                cell.setToolTip(hint(text))
                self.table.setItem(place, column, cell)
        waiting = self.copies.to_read
        said = ngettext("{n} copie attend votre relecture.", "{n} copies attendent votre relecture.", waiting)
        self.notice.say(said.format(n=waiting) if waiting else "")
        self._enable()

    def _texts(self, line: CopyLine) -> tuple[str, ...]:
        state = _("À relire par vous") if line.a_relire else self.copies.state(line.etat)
        late = line.avant_le is not None and line.avant_le < self._now().date()
        day = short_date(line.avant_le) if line.avant_le is not None else ""
        due = _("{jour}, dépassé").format(jour=day) if late else day
        named = _("{titre}, pour {nom}").format(titre=line.titre, nom=line.demandeur) if line.demandeur else line.titre
        return visible(named), state, due

    def _enable(self) -> None:
        self.open_button.setEnabled(0 <= self.table.currentRow() < len(self.copies.lines))
        self.create_button.setEnabled(not self.copies.busy)

    def _open_current(self) -> None:
        place = self.table.currentRow()
        if 0 <= place < len(self.copies.lines):
            self.open(self.copies.lines[place].id)

    def _on_sources(self, sources: list[CopySource]) -> None:
        form = NewCopyForm(self.window(), sources, self._now, self._asked)
        if form.ask():
            self.copies.begin(form.wish)
        form.deleteLater()
