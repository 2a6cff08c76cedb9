"""The reader of a grid: when to use it, what to keep in mind, then its criteria family by family."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import button, hint, label
from ui.text import breakable, visible
from ui.values import Values
from ui.view_models.fiches_reader import Head
from ui.view_models.grilles_reader import FAMILLE, Part, parts
from ui.views.fiches_review import ReviewButton
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, clear, icon_label, row, scrolled

_ICONS = {
    "declencheur": "question",
    "prudence": "warning-circle",
    FAMILLE: "list-checks",
    "nouveautes": "clock-counter-clockwise",
    "sources": "file-text",
}
_TONES = {"prudence": "attention"}


class GrilleReader(QWidget):
    """One grid, read. It asks to be answered, printed, changed or left; others do it."""

    wants_back = Signal()
    wants_edit = Signal()
    wants_print = Signal()
    wants_copy = Signal()
    """A communicable copy of it is wanted."""
    wants_answer = Signal()
    wants_versions = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[PartView] = []
        self.back = button(_("&Toutes les grilles"), "lien")
        self.back.setIcon(icon("arrow-u-up-left"))
        self.back.setToolTip(hint(_("Revenir à la liste (Échap)")))
        self.title = label("", "fiche", wrap=True)
        self.line = label("", tone="discret", wrap=True)
        self.answer = button("", "premier")
        self.print_button = button(_("Im&primer"))
        self.print_button.setIcon(icon("printer"))
        self.copy_button = button(_("Copie communica&ble…"))
        self.copy_button.setIcon(icon("eye-slash"))
        self.copy_button.setToolTip(hint(_("Une copie à donner à qui la demande, sans ce qui désigne quelqu’un")))
        self.print_button.setToolTip(hint(_("Une grille vierge, à remplir à la main")))
        self.edit_button = button(_("&Modifier"))
        self.edit_button.setIcon(icon("note-pencil"))
        self.versions = button(_("Versi&ons…"))
        self.versions.setIcon(icon("clock-counter-clockwise"))
        self.versions.setToolTip(hint(_("Comparer deux versions, mot à mot")))
        self.review = ReviewButton()
        self.review.setAccessibleName(_("Relecture et validation de la grille"))
        self.warning, self.notice = Notice(), Notice()
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(2, 2, 12, 8)
        self._column.setSpacing(10)
        column = self._column
        head = QWidget()
        inside = QVBoxLayout(head)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        actions = (
            self.back,
            self.answer,
            self.print_button,
            self.copy_button,
            self.edit_button,
            self.versions,
            self.review,
        )
        for widget in (Flow(*actions), self.title, self.line, self.warning, self.notice):
            inside.addWidget(widget)
        column.addWidget(head)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(10)
        column.addLayout(self._parts)
        column.addStretch(1)
        self.area = scrolled(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 0, 0, 0)
        outer.addWidget(self.area)
        self.back.clicked.connect(self.wants_back)
        self.answer.clicked.connect(self.wants_answer)
        self.print_button.clicked.connect(self.wants_print)
        self.copy_button.clicked.connect(self.wants_copy)
        self.edit_button.clicked.connect(self.wants_edit)
        self.versions.clicked.connect(self.wants_versions)

    def show_grille(self, head: Head, parts: tuple[Part, ...]) -> None:
        """Show a grid, from its top."""
        self.title.setText(visible(head.titre))
        self.line.setText(visible(" · ".join(part for part in (head.ligne, head.validation) if part)))
        clear(self._parts)
        self.blocks = [PartView(part) for part in parts]
        for block in self.blocks:
            self._parts.addWidget(block)
        self.area.verticalScrollBar().setValue(0)

    def warn(self, head: Head, refused: str) -> None:
        """Say what to know before trusting it. `refused`: why this person does not answer it, in a sentence."""
        said = [head.validation if head.retiree else "", head.a_revoir, refused]
        self.warning.say(" · ".join(part for part in said if part), "attention")
        self.answer.setVisible(not head.retiree and not refused)

    def offer(self, *, opened: bool, name: str) -> None:
        """Say what the first button does: open it in the signalement of the form, or begin one."""
        if opened and name:
            said = visible(name[:40]).replace("&", "&&")
            self.answer.setText(_("&Ouvrir dans le signalement {name}").format(name=said))
        elif opened:
            self.answer.setText(_("&Ouvrir dans le signalement ouvert"))
        else:
            self.answer.setText(_("Nouveau signalement &avec cette grille"))


class GrilleReading(QDialog):
    """A grid beside what one is doing: read, and nothing else."""

    def __init__(self, parent: QWidget, titre: str, champs: Values) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Lire une grille"))
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(2, 2, 12, 8)
        inside.setSpacing(10)
        for part in parts(champs):
            inside.addWidget(PartView(part))
        inside.addStretch(1)
        close = button(_("&Fermer"), "premier")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(label(visible(titre), "soustitre", wrap=True))
        column.addWidget(scrolled(body), 1)
        column.addLayout(row(None, close))
        room = self.screen().availableSize()
        letters, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        self.resize(min(letters * 96, room.width() - 40), min(line * 40, room.height() - 60))


class PartView(QFrame):
    """One part of a grid: a title and its lines. A screen reader says all of it at once."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.setObjectName("bloc")
        self.setProperty("ton", _TONES.get(part.nom, ""))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(visible(part.titre))
        self.setAccessibleDescription(visible(part.spoken))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        title = label(visible(part.titre), "soustitre", wrap=True)
        head = row(icon_label(_ICONS[part.nom]), gap=8)
        head.addWidget(title, 1)
        column.addLayout(head)
        if part.nom == FAMILLE:
            column.addLayout(_criteria(part))
        else:
            for (text,) in part.lines:
                column.addWidget(label(breakable(text), "lecture", wrap=True))


def _criteria(part: Part) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    for line, (code, words, aide, fiches) in enumerate(part.lines):
        grid.addWidget(label(visible(code), "numero"), line, 0, Qt.AlignmentFlag.AlignTop)
        told = QVBoxLayout()
        told.setSpacing(1)
        told.addWidget(label(breakable(visible(words)), "lecture_forte", wrap=True))
        for text, tone in ((aide, ""), (fiches, "discret")):
            if text:
                told.addWidget(label(breakable(visible(text)), tone=tone, wrap=True))
        grid.addLayout(told, line, 1)
    grid.setColumnStretch(1, 1)
    return grid
