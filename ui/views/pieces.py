"""The attachments of a record: add by a dialog or by dropping files, save one elsewhere in clear after a warning."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from ui.filenames import safe_name
from ui.icons import icon
from ui.messages import sentence
from ui.plain import ask, button, label
from ui.text import size, visible
from ui.view_models.record_side import RecordSide
from ui.widgets.panels import Notice, empty_state, row

_WARNING = (
    "Le fichier sera écrit en clair, hors de la protection de MVL. Choisissez un dossier chiffré, "
    "et supprimez la copie dès qu’elle ne sert plus."
)


class PiecesView(QWidget):
    """The attachments, as a list."""

    def __init__(self, side: RecordSide) -> None:
        super().__init__()
        self._side = side
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 12, 2, 12)
        column.setSpacing(10)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.list = QListWidget()
        self.list.setAccessibleName("Pièces jointes")
        self.pages = QStackedWidget()
        text = "Déposez ici des fichiers, ou choisissez-les. Ils seront chiffrés avec la fiche."
        self.pages.addWidget(empty_state("paperclip", "Aucune pièce jointe", text))
        self.pages.addWidget(self.list)
        column.addWidget(self.pages, 1)
        self.add = button("&Ajouter des pièces…")
        self.add.setIcon(icon("plus"))
        self.extract = button("Enregistrer &sous…")
        self.extract.setIcon(icon("download-simple"))
        self.busy = label("", tone="discret")
        column.addLayout(row(self.add, self.extract, self.busy, None))
        self.add.clicked.connect(self._on_add)
        self.extract.clicked.connect(self._on_extract)
        self.list.itemActivated.connect(lambda _item: self._on_extract())
        self.list.currentRowChanged.connect(lambda _row: self._show_buttons())
        side.pieces_changed.connect(self._show)
        side.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        side.written.connect(lambda name: self.notice.say(f"Copie enregistrée : {visible(name)}", "succes"))
        self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - the name is Qt's
        """Accept local files."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Attach the files dropped."""
        event.acceptProposedAction()
        self._side.attach(_files(event))

    def _show(self) -> None:
        place = self.list.currentRow()
        self.list.clear()
        for piece in self._side.pieces:
            state = "" if piece.complete else " · pas encore reçue en entier"
            self.list.addItem(QListWidgetItem(icon("file-text"), f"{visible(piece.nom)} · {size(piece.octets)}{state}"))
        self.list.setCurrentRow(max(0, min(place, self.list.count() - 1)))
        self.pages.setCurrentIndex(1 if self._side.pieces else 0)
        self.busy.setText("Chiffrement en cours…" if self._side.busy else "")
        self._show_buttons()

    def _show_buttons(self) -> None:
        chosen = self.list.currentRow()
        self.extract.setEnabled(0 <= chosen < len(self._side.pieces) and self._side.pieces[chosen].complete)

    def _on_add(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Ajouter des pièces")
        self._side.attach([Path(name) for name in names])

    def _on_extract(self) -> None:
        chosen = self.list.currentRow()
        if not 0 <= chosen < len(self._side.pieces):
            return
        piece = self._side.pieces[chosen]
        if not ask(self, "Enregistrer une copie en clair", _WARNING, "Choisir où l’enregistrer"):
            return
        name, _ = QFileDialog.getSaveFileName(self, "Enregistrer la pièce", safe_name(piece.nom))
        if name:
            self._side.extract(piece, Path(name))


def _files(event: QDropEvent) -> Sequence[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
