"""Ctrl+K: one line to type in, what it leads to under it; by keyboard alone."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import label
from ui.text import excerpt_beside, visible
from ui.values import Found
from ui.view_models.palette import Command, Palette

_ICONS = {"signalement": "warning-circle", "fiche-conduite": "list-checks"}
_DATA = Qt.ItemDataRole.UserRole
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class PaletteDialog(QDialog):
    """The palette."""

    wants_record = Signal(str, str)

    def __init__(self, parent: QWidget, palette: Palette) -> None:
        super().__init__(parent)
        self._palette = palette
        self.setWindowTitle(_("Aller à, ou faire"))
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(10)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(_("Une commande, un nom, une référence…"))
        self.typed.setAccessibleName(_("Commande ou recherche"))
        self.typed.addAction(icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Propositions"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        column.addWidget(self.typed)
        column.addWidget(self.list, 1)
        column.addWidget(label(_("Flèches pour choisir, Entrée pour ouvrir, Échap pour fermer"), tone="aide"))
        letters = self.fontMetrics().averageCharWidth()
        room = parent.size()
        self.resize(min(letters * 95, room.width() - 60), min(self.fontMetrics().height() * 26, room.height() - 60))
        self.typed.installEventFilter(self)
        self.typed.textChanged.connect(palette.type)
        self.list.itemClicked.connect(self._open)
        palette.changed.connect(self._show)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Let the arrows move in the list while one types, and Enter open."""
        if watched is self.typed and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self._move(1 if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        kept = self._chosen_text()
        self.list.clear()
        self._group(_("Commandes"), [self._command(each) for each in self._palette.commands])
        kinds = dict.fromkeys(each.kind for each in self._palette.found)
        for kind in kinds:
            declared = declaration(kind)
            found = [self._record(each) for each in self._palette.found if each.kind == kind]
            self._group(_(declared.pluriel) if declared else kind, found)
        same = [place for place in range(self.list.count()) if self.list.item(place).text() == kept]
        places = [place for place in range(self.list.count()) if self._is_open(self.list.item(place))]
        if places:
            self.list.setCurrentRow(same[0] if same and same[0] in places else places[0])

    def _group(self, title: str, items: list[QListWidgetItem]) -> None:
        if not items:
            return
        head = QListWidgetItem(title)
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(head)
        for item in items:
            item.setSizeHint(QSize(0, int(self.fontMetrics().height() * 1.9)))
            self.list.addItem(item)

    def _command(self, command: Command) -> QListWidgetItem:
        said = f"{command.title}   ({command.keys})" if command.keys else command.title
        item = QListWidgetItem(icon(command.icon), said)
        item.setData(_DATA, command)
        return item

    def _record(self, found: Found) -> QListWidgetItem:
        where = _("dans la pièce {nom}").format(nom=visible(found.piece)) if found.piece else ""
        parts = (visible(found.titre), where, visible(excerpt_beside(found.titre, found.extrait)))
        said = " – ".join(part for part in parts if part)
        item = QListWidgetItem(icon(_ICONS.get(found.kind, "file-text")), said)
        item.setData(_DATA, found)
        return item

    def _move(self, step: int) -> None:
        place = self.list.currentRow() + step
        while 0 <= place < self.list.count():
            if self._is_open(self.list.item(place)):
                self.list.setCurrentRow(place)
                return
            place += step

    def _open(self, item: QListWidgetItem | None) -> None:
        chosen = item.data(_DATA) if item is not None else None
        if chosen is None:
            return
        self.accept()
        if isinstance(chosen, Command):
            chosen.do()
        elif isinstance(chosen, Found):
            self.wants_record.emit(chosen.kind, chosen.id)

    def _chosen_text(self) -> str:
        item = self.list.currentItem()
        return item.text() if item is not None else ""

    @staticmethod
    def _is_open(item: QListWidgetItem) -> bool:
        return bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
