"""The templates of letters: the list, then one of them to write."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem
from PySide6.QtWidgets import QFileDialog, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import _, ngettext
from ui.filenames import safe_name
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, hint, label
from ui.text import thousands, visible
from ui.values import Row
from ui.view_models.modeles import KIND, ModelesPage
from ui.view_models.record_form import RecordForm
from ui.view_models.rows_model import Wording
from ui.views.fiches_list import ENTRY, FichesList
from ui.views.record_form import RecordFormView
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, empty_state, scrolled

_LIST, _EDITOR = range(2)


class ModelesList(FichesList):
    """One entry for each template; Enter or a click opens it."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self.setAccessibleName(_("Liste des modèles de courrier"))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these templates; the current one stays current."""
        self.show_items([self._row(row) for row in rows])

    def _row(self, row: Row) -> QStandardItem:
        def text(name: str) -> str:
            value = row.champs.get(name)
            return value if isinstance(value, str) else ""

        titre = visible(required(KIND).titre(row.champs))
        statut = self.wording("statuts_fiche", text("statut")) if text("statut") else ""
        genre = self.wording("genres_courrier", text("genre")) if text("genre") else ""
        version = _("version {n}").format(n=row.champs.get("version") or 1)
        about = visible(" · ".join(part for part in (text("code"), version, _(statut)) if part))
        told = visible(_(genre))
        item = QStandardItem(titre)
        item.setData(row.id, Qt.ItemDataRole.UserRole)
        item.setData((told, about, text("statut") == "retiree"), ENTRY)
        item.setData(f"{titre}. {about}. {told}", Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(hint(f"{titre}. {about}. {told}"))
        return item


class ModelesView(QWidget):
    """List and editor, one at a time."""

    wants_conflicts = Signal(str)

    def __init__(self, page: ModelesPage, form: RecordForm, make_form_view: Callable[[], RecordFormView]) -> None:
        super().__init__()
        self.page, self.form = page, form
        self._make_form_view = make_form_view
        self._form_view: RecordFormView | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(self._front())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self._connect()

    @property
    def form_view(self) -> RecordFormView:
        """Return the editor, made the first time that it is needed."""
        if self._form_view is None:
            made = self._make_form_view()
            self._form_view = made
            self.stack.addWidget(made)
            made.closed.connect(self.close_form)
            made.wants_conflicts.connect(
                lambda: self.wants_conflicts.emit(self.form.record.id if self.form.record else "")
            )
        return self._form_view

    @property
    def is_open(self) -> bool:
        """Whether a template is open."""
        return self.stack.currentIndex() != _LIST

    def new(self) -> None:
        """Begin a template."""
        self._edit()
        self.form.begin(KIND)

    def open(self, rec: str) -> None:
        """Open a template."""
        self._edit()
        self.form.open(rec)

    def resume(self, draft: str) -> None:
        """Go on writing where it was left."""
        self._edit()
        self.form.resume(draft)

    def save(self) -> None:
        """Save the template that is open."""
        if self.is_open:
            self.form_view.save()

    def refresh(self) -> None:
        """Ask for everything again."""
        self.page.refresh()
        self.form.refresh()

    def focus_search(self) -> None:
        """Put the cursor in the search."""
        if self.is_open:
            self.close_form()
        self.search.setFocus()
        self.search.selectAll()

    def close_form(self) -> None:
        """Step back to the list; what is typed stays as a draft."""
        self.form.close()
        self.stack.setCurrentIndex(_LIST)
        self.list.setFocus()
        self.page.refresh()

    def print_record(self) -> None:
        """Ask where to, and write the template that is open."""
        record = self.form.record
        if record is None or not self.is_open:
            return
        name = safe_name(f"{record.reference} {record.titre}".strip(), "modele")
        chosen = QFileDialog.getSaveFileName(self, _("Imprimer le modèle"), f"{name}.pdf", "PDF (*.pdf);;ODT (*.odt)")[
            0
        ]
        if chosen:
            self.page.print(record.id, Path(chosen))

    def _front(self) -> QWidget:
        front = QWidget()
        column = QVBoxLayout(front)
        column.setContentsMargins(20, 10, 20, 12)
        column.setSpacing(8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Chercher un modèle"))
        self.search.setAccessibleName(_("Chercher un modèle"))
        self.search.setClearButtonEnabled(True)
        self.create_button, self.shipped_button = button(_("Nouveau modèle")), button(_("Ajouter les modèles fournis"))
        self.create_button.setIcon(icon("plus"))
        self.notice, self.drafts = Notice(), Notice()
        self.take_up = button(_("Reprendre"))
        self.drafts.add(self.take_up)
        self.total = label("", tone="discret")
        self.list = ModelesList(self.page.wording)
        self.begin_button, self.give_button = (
            button(_("Nouveau modèle")),
            button(_("Ajouter les modèles fournis"), "premier"),
        )
        text = _("Un modèle est une lettre dont le dossier remplit les champs. Quatorze sont fournis, à adapter.")
        self.none = empty_state("file-text", _("Aucun modèle de courrier"), text, self.give_button, self.begin_button)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.pages.addWidget(scrolled(self.none))
        self.pages.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        for widget in (
            Flow(self.create_button, self.shipped_button),
            self.search,
            self.drafts,
            self.notice,
            self.total,
        ):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        return front

    def _connect(self) -> None:
        for made in (self.create_button, self.begin_button):
            made.clicked.connect(self.new)
        for made in (self.shipped_button, self.give_button):
            made.clicked.connect(self.page.add_defaults)
        self.search.textChanged.connect(self.page.search)
        self.list.chosen.connect(self.open)
        self.take_up.clicked.connect(self._on_take_up)
        self.page.changed.connect(self._show)
        self.page.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.page.added.connect(self._on_added)
        self.page.printed.connect(
            lambda name: self.form_view.notice.say(
                _("Document écrit\u00a0: {name}").format(name=visible(name)), "succes"
            )
        )
        self.form.saved.connect(lambda _rec: self.page.refresh())

    def _show(self) -> None:
        rows = list(self.page.rows)
        self.list.show_rows(rows)
        self.total.setText(ngettext("{n} modèle", "{n} modèles", len(rows)).format(n=thousands(len(rows))))
        none = not rows and not self.page.text
        self.pages.setCurrentIndex(1 if none else 0)
        for made in (self.create_button, self.shipped_button):
            made.setVisible(not none)
        drafts = self.page.drafts
        said = _("Brouillon à reprendre\u00a0: {titre}").format(titre=visible(drafts[0].titre)) if drafts else ""
        self.drafts.say(said, "attention")

    def _on_take_up(self) -> None:
        if self.page.drafts:
            self.resume(self.page.drafts[0].id)

    def _on_added(self, added: int) -> None:
        said = ngettext("{n} modèle ajouté.", "{n} modèles ajoutés.", added).format(n=added)
        self.notice.say(said if added else _("Les modèles fournis sont déjà tous là."), "succes")

    def _edit(self) -> None:
        self.stack.setCurrentWidget(self.form_view)
        self.form_view.focus_first()
