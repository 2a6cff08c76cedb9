"""Importing a spreadsheet, in four steps: the file, how it is read, its columns, what it would do. Then what it did."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _
from ui.messages import sentence
from ui.plain import announce, button, label
from ui.text import visible
from ui.view_models.importing import CHECK, DONE, FILE, ImportDesk
from ui.views.importing_check import CheckStep, ResultStep
from ui.views.importing_columns import ColumnsStep
from ui.views.importing_steps import ENDINGS, FileStep, ReadingStep
from ui.widgets.panels import Notice, row, scrolled

_TITLES = (
    N_("Étape 1 sur 4\u00a0: le fichier"),
    N_("Étape 2 sur 4\u00a0: la lecture"),
    N_("Étape 3 sur 4\u00a0: les colonnes"),
    N_("Étape 4 sur 4\u00a0: la vérification"),
    N_("Résultat"),
)
_WIDTH, _HEIGHT, _AROUND = 900, 640, 24


class ImportDialog(QDialog):
    """The steps of an import, one at a time. Nothing is written before « Importer »."""

    def __init__(self, parent: QWidget | None, importing: ImportDesk, path: Path | None = None) -> None:
        super().__init__(parent)
        self.importing = importing
        self.setWindowTitle(_("Importer un tableur"))
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        self.heading = label("", "soustitre", wrap=True)
        column.addWidget(self.heading)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.file, self.reading, self.columns = FileStep(importing), ReadingStep(importing), ColumnsStep(importing)
        self.check, self.outcome = CheckStep(importing), ResultStep(importing)
        self.steps = (self.file, self.reading, self.columns, self.check, self.outcome)
        self.pages = QStackedWidget()
        for step in self.steps:
            self.pages.addWidget(scrolled(step))
        column.addWidget(self.pages, 1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Avancement de l’import"))
        self.stage = label("", tone="discret", wrap=True)
        column.addWidget(self.bar)
        column.addWidget(self.stage)
        self.back, self.cancel = button(_("&Précédent")), button(_("Annuler"))
        self.go_on = button(_("&Suivant"), "premier")
        self.go_on.setDefault(True)
        column.addLayout(row(self.back, None, self.cancel, self.go_on))
        self._connect()
        self._shown = -1
        self._left: QWidget | None = None
        self._show()
        room = self.screen().availableGeometry()
        self.resize(min(_WIDTH, room.width() - _AROUND), min(_HEIGHT, room.height() - _AROUND))
        importing.start()
        if path is not None:
            importing.choose(path)
        self.file.choose.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - the name is Qt's
        """Accept a spreadsheet at the first step."""
        if self.importing.step == FILE and spreadsheet_of(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Read the file dropped."""
        path = spreadsheet_of(event)
        if path is not None:
            self.importing.choose(path)

    def reject(self) -> None:
        """Stop what is under way first; then close."""
        if self.importing.busy:
            self.importing.cancel()
            return
        self.importing.close()
        super().reject()

    def accept(self) -> None:
        """Close once the result was read."""
        self.importing.close()
        super().accept()

    def _connect(self) -> None:
        importing = self.importing
        importing.changed.connect(self._show)
        importing.progressed.connect(self._show_progress)
        importing.refused.connect(self._on_refused)
        importing.said.connect(self._on_said)
        self.back.clicked.connect(importing.go_back)
        self.cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._on_go_on)

    def _on_go_on(self) -> None:
        if self.importing.step == DONE:
            self.accept()
            return
        self.notice.say("")
        self.importing.go_on()

    def _show(self) -> None:
        importing, step = self.importing, self.importing.step
        self.steps[step].show_state()
        self.pages.setCurrentIndex(step)
        self.heading.setText(_(_TITLES[step]))
        self.back.setVisible(FILE < step < DONE)
        self.back.setEnabled(not importing.busy)
        self.cancel.setVisible(step != DONE)
        self.cancel.setText(_("In&terrompre") if importing.progress is not None else _("Annuler"))
        self.go_on.setText({CHECK: _("&Importer"), DONE: _("&Fermer")}.get(step, _("&Suivant")))
        self.go_on.setEnabled(importing.can_go_on)
        self._hold(importing.progress is not None)
        self._show_progress()
        if step != self._shown:
            self._shown = step
            announce(self.heading, self.heading.text())
            self.steps[step].setFocus()
            self.focusNextChild()

    def _hold(self, busy: bool) -> None:
        """Let nothing be changed while something runs; then the cursor is again where it was."""
        if busy and self.pages.isEnabled():
            self._left = self.focusWidget()
        self.pages.setEnabled(not busy)
        if not busy and self._left is not None:
            self._left.setFocus()
            self._left = None

    def _show_progress(self) -> None:
        progress = self.importing.progress
        self.bar.setVisible(progress is not None)
        self.stage.setVisible(progress is not None)
        if progress is not None:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
            self.stage.setText(progress.step)

    def _on_refused(self, code: str, champ: str) -> None:
        said = sentence(code)
        if champ:
            said = _("{phrase} Colonne\u00a0: «\u00a0{nom}\u00a0».").format(phrase=said, nom=visible(champ))
        self.notice.say(said, "danger")

    def _on_said(self, name: str) -> None:
        self.notice.say(_("«\u00a0{nom}\u00a0» est écrit, en clair.").format(nom=visible(name)), "succes")


def spreadsheet_of(event: QDropEvent) -> Path | None:
    """Return the spreadsheet that is dropped; None when it is anything else, or several."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    paths = [Path(url.toLocalFile()) for url in urls]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in ENDINGS else None
