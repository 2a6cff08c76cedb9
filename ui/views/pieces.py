"""The attachments of a record: dropped, pasted or chosen; seen small; saved elsewhere in clear after a warning."""

from collections.abc import Sequence
from pathlib import Path, PurePath

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import N_, _
from mvl_desktop.services.metadata import KEPT
from ui.desk import Wordings
from ui.filenames import safe_name
from ui.icons import icon
from ui.messages import sentence
from ui.plain import ask, button, hint, label
from ui.text import size, visible
from ui.values import Piece
from ui.view_models.form_summary import short_day
from ui.view_models.record_side import RecordSide
from ui.views.piece_form import PieceForm
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, empty_state, scrolled

_GENRES, _ORIGINS = "genres_piece", "origines_piece"
_LINES_KEPT = 2
_REFUSALS = 8
"""Lines of a notice, at most."""
_PARTLY = N_("Ce fichier est très long : la recherche en connaît le début.")
_UNREAD = {
    "partiel": N_("Texte lu en partie"),
    "texte_protege": N_("Texte non lu : mot de passe"),
    "texte_illisible": N_("Texte non lu : fichier abîmé"),
    "texte_piege": N_("Texte non lu : contenu suspect"),
    "texte_trop_grand": N_("Texte non lu : fichier trop grand"),
    "texte_trop_long": N_("Texte non lu : lecture trop longue"),
    "texte_trop_lourd": N_("Texte non lu : lecture trop lourde"),
    "texte_vide": N_("Texte non lu : image ou page numérisée"),
}
"""What is said of the text of an attachment, where the search does not know it whole."""
_KINDS = {"application/pdf": "PDF", "message/rfc822": "Courriel", "text/plain": "Texte"}


class PiecesView(QWidget):
    """The attachments, as a list."""

    added = Signal(object)
    """Files are to be attached."""
    removed = Signal(str, object, object)
    """An attachment was taken off: what to say, what puts it back, what takes it off for good."""

    def __init__(self, side: RecordSide, wordings: Wordings) -> None:
        super().__init__()
        self._side, self._wordings = side, wordings
        body = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))
        column = QVBoxLayout(body)
        column.setContentsMargins(2, 12, 2, 12)
        column.setSpacing(10)
        self.notice = Notice()
        self._refusals: list[str] = []
        column.addWidget(self.notice)
        self.list = QListWidget()
        self.list.setObjectName("pieces")
        self.list.setAccessibleName(_("Pièces jointes"))
        self.list.setWordWrap(True)
        self.pages = QStackedWidget()
        text = _("Déposez ici des fichiers, collez une image (Ctrl+V), ou choisissez-les. Ils seront chiffrés.")
        self.pages.addWidget(empty_state("paperclip", _("Aucune pièce jointe"), text))
        self.pages.addWidget(self.list)
        column.addWidget(self.pages, 1)
        self.add = button(_("&Ajouter des pièces…"))
        self.add.setIcon(icon("plus"))
        self.extract = button(_("Enregistrer &sous…"))
        self.extract.setIcon(icon("download-simple"))
        self.describe = button(_("&Décrire…"))
        self.describe.setIcon(icon("note-pencil"))
        self.remove = button(_("Retirer"))
        self.remove.setIcon(icon("trash"))
        self.original = QCheckBox(_("Garder l’original (position, appareil, date)"))
        self.original.setToolTip(hint(_("Sans cela, une photo perd ce qu’elle dit de qui l’a prise, où et quand.")))
        self.kept = label(_(KEPT), tone="aide", wrap=True)
        self.busy = label("", tone="discret")
        column.addWidget(self.kept)
        column.addWidget(Flow(self.add, self.original, self.describe, self.extract, self.remove, self.busy))
        self.add.clicked.connect(self._on_add)
        self.extract.clicked.connect(self._on_extract)
        self.describe.clicked.connect(self.ask_description)
        self.remove.clicked.connect(self._on_remove)
        self.list.itemActivated.connect(lambda _item: self._on_extract())
        self.list.currentRowChanged.connect(lambda _row: self._show_buttons())
        side.pieces_changed.connect(self._show)
        side.refused.connect(self._on_refused)
        side.attaching.connect(self._forget)
        side.written.connect(self._on_written)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Take the current attachment off by the key that erases."""
        if event.key() == Qt.Key.Key_Delete and self.remove.isEnabled():
            self._on_remove()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure the lines again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._show)

    def take_original(self) -> bool:
        """Whether the originals are wanted this time; it is asked for again each time."""
        wanted = self.original.isChecked()
        self.original.setChecked(False)
        return wanted

    def ask_description(self) -> None:
        """Ask what the current attachment is, where it comes from and what it shows."""
        piece = self._current()
        if piece is None:
            return
        form = PieceForm(self, piece, self._wordings)
        if form.ask():
            self._side.describe(piece, form.said)
        form.deleteLater()

    def _show(self) -> None:
        place = self.list.currentRow()
        side = round(self.fontMetrics().height() * 2.6)
        self.list.setIconSize(QSize(side, side))
        self.list.setMinimumHeight((side + 14) * _LINES_KEPT)
        self.list.clear()
        for piece in self._side.shown:
            item = QListWidgetItem(self._icon(piece), self._said(piece))
            if piece.texte in _UNREAD:
                item.setToolTip(hint(_(_PARTLY) if piece.texte == "partiel" else sentence(piece.texte)))
            lines = item.text().count("\n") + 1
            item.setSizeHint(QSize(0, max(side, round((lines + 0.6) * self.fontMetrics().lineSpacing())) + 14))
            self.list.addItem(item)
        self.list.setCurrentRow(max(0, min(place, self.list.count() - 1)))
        self.pages.setCurrentIndex(1 if self._side.shown else 0)
        self.busy.setText(_("Chiffrement en cours…") if self._side.busy else "")
        self._show_buttons()

    def _icon(self, piece: Piece) -> QIcon:
        picture = self._side.pictures.get(piece.id)
        return QIcon(QPixmap.fromImage(picture)) if picture is not None else icon("file-text")

    def _said(self, piece: Piece) -> str:
        about = [
            _(_KINDS.get(piece.type_mime, "")) or PurePath(piece.nom).suffix[1:].upper(),
            size(piece.octets),
            self._wordings.wording(_GENRES, piece.genre) if piece.genre else "",
            self._wordings.wording(_ORIGINS, piece.origine) if piece.origine else "",
            _("ajoutée le {day}").format(day=short_day(piece.ajoutee_le)) if piece.ajoutee_le else "",
            "" if piece.complete else _("pas encore reçue en entier"),
        ]
        named = " – ".join(part for part in (visible(piece.nom), visible(piece.description)) if part)
        unread = _(_UNREAD[piece.texte]) if piece.texte in _UNREAD else ""
        return "\n".join(line for line in (named, visible(" · ".join(part for part in about if part)), unread) if line)

    def _current(self) -> Piece | None:
        place, shown = self.list.currentRow(), self._side.shown
        return shown[place] if 0 <= place < len(shown) else None

    def _show_buttons(self) -> None:
        piece = self._current()
        self.extract.setEnabled(piece is not None and piece.complete)
        for each in (self.describe, self.remove):
            each.setEnabled(piece is not None)

    def _on_add(self) -> None:
        names, _chosen = QFileDialog.getOpenFileNames(self, _("Ajouter des pièces"))
        self.added.emit([Path(name) for name in names])

    def _on_remove(self) -> None:
        piece = self._current()
        if piece is None:
            return
        self._side.hide(piece)
        said = _("Pièce retirée\u00a0: {name}").format(name=visible(piece.nom))
        self.removed.emit(said, lambda: self._side.unhide(piece), lambda: self._side.detach(piece))

    def _on_extract(self) -> None:
        piece = self._current()
        if piece is None or not piece.complete:
            return
        warning = _(
            "Le fichier sera écrit en clair, hors de la protection de MVL. Choisissez un dossier chiffré, "
            "et supprimez la copie dès qu’elle ne sert plus."
        )
        if not ask(self, _("Enregistrer une copie en clair"), warning, _("Choisir où l’enregistrer")):
            return
        name, _chosen = QFileDialog.getSaveFileName(self, _("Enregistrer la pièce"), safe_name(piece.nom))
        if name:
            self._side.extract(piece, Path(name))

    def _on_refused(self, code: str, nom: str) -> None:
        """Say it beside what was refused before it: several files may be refused, each for its own reason."""
        said = sentence(code)
        self._refusals.append(_("{name}\u00a0: {said}").format(name=visible(nom), said=said) if nom else said)
        self.notice.say("\n".join(self._refusals[-_REFUSALS:]), "danger")

    def _forget(self) -> None:
        self._refusals.clear()
        self.notice.say("")

    def _on_written(self, name: str) -> None:
        self.notice.say(_("Copie enregistrée\u00a0: {name}").format(name=visible(name)), "succes")


def files_of(data: QMimeData) -> Sequence[Path]:
    """Return the files of this machine that are dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def accept_files(event: QDragEnterEvent) -> None:
    """Let files be dropped here."""
    if files_of(event.mimeData()):
        event.acceptProposedAction()


def dropped(event: QDropEvent) -> Sequence[Path]:
    """Return the files dropped."""
    event.acceptProposedAction()
    return files_of(event.mimeData())
