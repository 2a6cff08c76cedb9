"""The list of fiches de conduite: for each, its title, the situation that opens it, how urgent and how sure it is."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QStandardItem, QStandardItemModel, QTextLayout
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import hint
from ui.text import visible
from ui.values import Row
from ui.view_models.rows_model import Wording

ENTRY = Qt.ItemDataRole.UserRole + 1
"""What is drawn of an entry: two lines of what it is for, what is to be known of it, whether it is marked."""
_SPACE, _BEFORE, _AFTER = 10, 16, 14
"""What is left around the words of an entry."""
_Index = QModelIndex | QPersistentModelIndex


class FichesList(QListView):
    """One entry for each fiche; Enter or a click opens it."""

    chosen = Signal(str)

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self.wording = wording
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setObjectName("fiches")
        self.setItemDelegate(_Entry(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Liste des fiches de conduite"))
        self.activated.connect(self._on_activated)
        self.clicked.connect(self._on_activated)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these fiches; the current one stays current."""
        self.show_items([self._item(row) for row in rows])

    def show_items(self, items: Sequence[QStandardItem]) -> None:
        """Show these entries; the current one stays current."""
        current = self.current()
        self._model.clear()
        for item in items:
            self._model.appendRow(item)
        self.select(current)

    def current(self) -> str:
        """Return the id of the current fiche, or an empty text."""
        return str(self.currentIndex().data(Qt.ItemDataRole.UserRole) or "")

    def select(self, rec: str) -> None:
        """Make a fiche the current one, else the first."""
        rows = range(self._model.rowCount())
        wanted = (place for place in rows if self._model.item(place).data(Qt.ItemDataRole.UserRole) == rec)
        self.setCurrentIndex(self._model.index(next(wanted, 0), 0))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Entries grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _item(self, row: Row) -> QStandardItem:
        champs = row.champs
        titre = visible(str(champs.get("titre") or champs.get("code") or _("Fiche sans titre")))
        urgence = self._said("urgences", champs.get("urgence"))
        statut = self._said("statuts_fiche", champs.get("statut"))
        version = champs.get("version")
        parts = [
            visible(str(champs.get("code") or "")),
            _("version {n}").format(n=version) if isinstance(version, int) else "",
            statut,
            _("urgence {urgence}").format(urgence=urgence.lower()) if urgence else "",
        ]
        about = " · ".join(part for part in parts if part)
        declencheur = visible(str(champs.get("declencheur") or "").replace("\n", " "))
        item = QStandardItem(titre)
        item.setData(row.id, Qt.ItemDataRole.UserRole)
        item.setData((declencheur, about, champs.get("urgence") == "immediate"), ENTRY)
        item.setData(f"{titre}. {about}. {declencheur}", Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(hint(f"{titre}. {about}. {declencheur}"))
        return item

    def _said(self, nomenclature: str, code: object) -> str:
        return _(self.wording(nomenclature, code)) if isinstance(code, str) and code else ""

    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(str(index.data(Qt.ItemDataRole.UserRole)))


class _Entry(QStyledItemDelegate):
    """Draws an entry: title, two lines of the situation, and what is to be known of the fiche."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - the name is Qt's
        """Four lines of text and some room around; where entries are not all alike, the lines that this one has."""
        title, text = _fonts(option.font)
        lines = 3 if self._view.uniformItemSizes() else self._lines(index, text)
        height = QFontMetrics(title).height() + lines * QFontMetrics(text).height() + 8
        return QSize(200, height + 2 * _SPACE + 2)

    def _lines(self, index: _Index, font: QFont) -> int:
        told, about, _immediate = index.data(ENTRY)
        return len(two_lines(told, font, self._view.viewport().width() - _BEFORE - _AFTER)) + bool(about)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw an entry in the colours of the palette."""
        declencheur, about, immediate = index.data(ENTRY)
        palette = QApplication.palette()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, palette.color(QPalette.ColorRole.AlternateBase))
        if selected:
            bar = QRect(option.rect.left(), option.rect.top(), 4, option.rect.height())
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Accent))
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        title, text = _fonts(option.font)
        box = option.rect.adjusted(_BEFORE, _SPACE, -_AFTER, -_SPACE)
        line = QFontMetrics(title).height()
        if immediate:
            side = round(line * 0.85)
            icon("warning-circle", QPalette.ColorRole.BrightText).paint(
                painter, QRect(box.right() - side, box.top(), side, side)
            )
        painter.setFont(title)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        head = QRect(box.left(), box.top(), box.width() - (line + 8 if immediate else 0), line)
        titre = QFontMetrics(title).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, head.width())
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, titre)
        painter.setFont(text)
        step, top = QFontMetrics(text).height(), box.top() + line + 4
        for words in two_lines(declencheur, text, box.width()):
            painter.drawText(QRect(box.left(), top, box.width(), step), Qt.AlignmentFlag.AlignVCenter, words)
            top += step
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        last = QRect(box.left(), top + 2, box.width(), step)
        said = QFontMetrics(text).elidedText(about, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(last, Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()


def two_lines(text: str, font: QFont, width: int) -> list[str]:
    """Return a text on two lines at most, cut with an ellipsis."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(width)
    layout.endLayout()
    length = first.textLength()
    rest = QFontMetrics(font).elidedText(text[length:], Qt.TextElideMode.ElideRight, width)
    return [part for part in (text[:length].strip(), rest.strip()) if part]


def _fonts(base: QFont) -> tuple[QFont, QFont]:
    title = QFont(base)
    title.setWeight(QFont.Weight.DemiBold)
    title.setPointSizeF(base.pointSizeF() * 1.15)
    return title, QFont(base)
