"""Which columns a list shows, and in which order: checked by Space, moved by buttons or Alt with the arrows."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import button, label
from ui.views.dialogs import FittedDialog
from ui.widgets.panels import row

_DATA = Qt.ItemDataRole.UserRole
_LINES = 11


class ColumnsDialog(FittedDialog):
    """The columns, those shown first."""

    def __init__(self, parent: QWidget, offered: Sequence[DeclaredField], shown: Sequence[DeclaredField]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Colonnes de la liste"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 58)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(_("Colonnes de la liste"), "soustitre"))
        about = _("Cochez ce qui doit être montré. Là où la place manque, les dernières colonnes attendent.")
        column.addWidget(label(about, tone="discret", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Colonnes"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setMinimumHeight(int(self.fontMetrics().height() * 1.8) * _LINES)
        names = {field.name for field in shown}
        for field in (*shown, *(field for field in offered if field.name not in names)):
            item = QListWidgetItem(_(field.libelle))
            item.setData(_DATA, field.name)
            item.setCheckState(Qt.CheckState.Checked if field.name in names else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, int(self.fontMetrics().height() * 1.8)))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        column.addWidget(self.list, 1)
        self.up, self.down = button(_("Monter")), button(_("Descendre"))
        self.usual = button(_("Colonnes d’usage"), "lien")
        for each, icon_name, step in ((self.up, "caret-up", -1), (self.down, "caret-down", 1)):
            each.setIcon(icon(icon_name))
            each.clicked.connect(lambda _on=False, step=step: self.move_current(step))
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(QKeySequence(keys), self, lambda step=step: self.move_current(step))
        self.go_on, cancel = button(_("Afficher"), "premier"), button(_("Annuler"))
        self.go_on.setDefault(True)
        column.addLayout(row(self.up, self.down, self.usual, None))
        column.addLayout(row(None, cancel, self.go_on))
        self.usual.clicked.connect(self._on_usual)
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self.accept)
        self.list.setFocus()

    @property
    def chosen(self) -> list[str]:
        """The names of the columns checked, in order; none at all stands for the usual ones."""
        items = [self.list.item(place) for place in range(self.list.count())]
        return [str(item.data(_DATA)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def move_current(self, step: int) -> None:
        """Move the column that has the keyboard up or down."""
        place = self.list.currentRow()
        if 0 <= place + step < self.list.count():
            self.list.insertItem(place + step, self.list.takeItem(place))
            self.list.setCurrentRow(place + step)

    def _on_usual(self) -> None:
        for place in range(self.list.count()):
            self.list.item(place).setCheckState(Qt.CheckState.Unchecked)
        self.accept()
