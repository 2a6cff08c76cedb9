"""The text of a letter with its marks, and its pages as they will be printed."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPalette, QPixmap, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from mvl_desktop.domain.lettre import brackets
from mvl_desktop.i18n import _, ngettext
from ui.plain import PlainText, label
from ui.widgets.panels import clear

_LINES = {
    "rempli": QTextCharFormat.UnderlineStyle.DotLine,
    "crochet": QTextCharFormat.UnderlineStyle.DashUnderline,
    "revele": QTextCharFormat.UnderlineStyle.WaveUnderline,
}
"""Each mark has its own line under the words: none is told by its colour alone."""
_SHORT = 3
_MANY = 400
"""Marks drawn at most: a text with more is not read by its marks."""


def raw_text(area: QPlainTextEdit) -> str:
    """Return what an area holds, its no-break spaces as they are."""
    return area.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


class LetterArea(PlainText):
    """What the letter says. F8 goes to the next passage to write, Shift+F8 to the one before."""

    walked = Signal(str)
    """What the cursor went to, said."""

    def __init__(self) -> None:
        super().__init__()
        self._filled: Sequence[str] = ()
        self._revealed: Sequence[str] = ()
        self.textChanged.connect(self._mark)

    def text(self) -> str:
        """Return the text as it is: Qt would give an ordinary space for each no-break one."""
        return raw_text(self)

    def show_marks(self, filled: Sequence[str], revealed: Sequence[str]) -> None:
        """Mark what came from the record, and what should not be said."""
        if (filled, revealed) != (self._filled, self._revealed):
            self._filled, self._revealed = filled, revealed
            self._mark()

    def go_to(self, passage: str) -> bool:
        """Select a passage; whether it is in the text."""
        start = self.text().find(passage)
        if start < 0:
            return False
        self._select(start, start + len(passage))
        return True

    def walk(self, *, back: bool = False) -> None:
        """Select the next passage between brackets after the cursor, or the one before; round the text."""
        found = brackets(self.text())
        if not found:
            self.walked.emit(_("Plus rien à compléter dans le texte."))
            return
        here = self.textCursor()
        if back:
            before = [one for one in found if one.fin <= here.selectionStart()]
            chosen = before[-1] if before else found[-1]
        else:
            after = [one for one in found if one.debut >= here.selectionEnd()]
            chosen = after[0] if after else found[0]
        self._select(chosen.debut, chosen.fin)
        left = ngettext("{n} passage à compléter", "{n} passages à compléter", len(found)).format(n=len(found))
        self.walked.emit(f"{chosen.texte}. {left}")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Walk from bracket to bracket."""
        if event.key() == Qt.Key.Key_F8:
            self.walk(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        super().keyPressEvent(event)

    def _select(self, start: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.setFocus()

    def _mark(self) -> None:
        spans = [span for _number, span in zip(range(_MANY), self._spans(), strict=False)]
        self.setExtraSelections([self._selection(*span) for span in spans])

    def _spans(self) -> Iterator[tuple[int, int, str]]:
        text = self.text()
        yield from ((one.debut, one.fin, "crochet") for one in brackets(text))
        for passages, mark in ((self._revealed, "revele"), (self._filled, "rempli")):
            for passage in passages:
                start = text.find(passage) if len(passage) >= _SHORT else -1
                while start >= 0:
                    yield start, start + len(passage), mark
                    start = text.find(passage, start + len(passage))

    def _selection(self, start: int, end: int, mark: str) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        style, colours = QTextCharFormat(), self.palette()
        colour = colours.color(QPalette.ColorRole.PlaceholderText if mark == "rempli" else QPalette.ColorRole.Text)
        style.setUnderlineStyle(_LINES[mark])
        style.setUnderlineColor(colour)
        if mark != "rempli":
            behind = QColor(colours.color(QPalette.ColorRole.Highlight))
            behind.setAlpha(46)
            style.setBackground(behind)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made.format, made.cursor = style, cursor
        return made


class LetterPages(QScrollArea):
    """The pages of the letter, one under the other, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._pictures: list[QPixmap] = []
        self._drawn: tuple[bytes, ...] = ()
        self._labels: list[QLabel] = []
        body = QWidget()
        body.setObjectName("corps")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(4, 4, 4, 4)
        self._column.setSpacing(10)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Page imprimée"))
        self._wait()

    def show_pages(self, pages: tuple[bytes, ...]) -> None:
        """Show pages; where the eyes were stays."""
        if pages == self._drawn:
            return
        self._drawn = pages
        place = self.verticalScrollBar().value()
        clear(self._column)
        self._pictures = [QPixmap.fromImage(QImage.fromData(page)) for page in pages]
        self._labels = []
        for number, _picture in enumerate(self._pictures, 1):
            made = label("")
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            made.setAccessibleName(_("Page {n} sur {total}").format(n=number, total=len(pages)))
            self._labels.append(made)
            self._column.addWidget(made)
        self._column.addStretch(1)
        if not pages:
            self._wait()
        said = ngettext("{n} page", "{n} pages", len(pages)).format(n=len(pages))
        self.setAccessibleDescription(said)
        self._fit()
        self.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Draw at the new width."""
        super().resizeEvent(event)
        self._fit()

    def _wait(self) -> None:
        clear(self._column)
        waiting = label(_("La page se dessine…"), tone="discret", wrap=True)
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.addWidget(waiting)

    def _fit(self) -> None:
        ratio = self.devicePixelRatioF()
        wide = max(80, self.viewport().width() - 10)
        for made, picture in zip(self._labels, self._pictures, strict=True):
            shown = picture.scaledToWidth(
                min(picture.width(), int(wide * ratio)), Qt.TransformationMode.SmoothTransformation
            )
            shown.setDevicePixelRatio(ratio)
            made.setPixmap(shown)
