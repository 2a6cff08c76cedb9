"""Two versions of a fiche side by side: words that left are struck out, words that came are underlined and bold."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFont, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.history.compare import Words
from mvl_desktop.i18n import _
from ui.messages import sentence
from ui.plain import PlainText, button, label
from ui.text import short_date, visible
from ui.values import FicheVersion
from ui.view_models.fiche_versions import Compared, Versions, summary
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, clear, empty_state, row, scrolled

_LETTERS_FOR_TWO = 76


class VersionsDialog(QDialog):
    """Which two versions, and what differs between them."""

    def __init__(self, parent: QWidget, versions: Versions, titre: str) -> None:
        super().__init__(parent)
        self._versions = versions
        self.setWindowTitle(_(versions.title))
        self.old, self.new = QComboBox(), QComboBox()
        for box, said in ((self.old, _("Version de gauche")), (self.new, _("Version de droite"))):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # its lines come after it is shown
            box.setAccessibleName(said)
            box.view().setAccessibleName(said)
            box.activated.connect(lambda _place: self._show())
        self.only = QCheckBox(_("Seulement ce qui &change"))
        self.only.setChecked(True)
        self.only.toggled.connect(lambda _on: self._show())
        self.said = label("", tone="discret", wrap=True)
        self.notice = Notice()
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 10, 0)
        self._column.setSpacing(10)
        close = button(_("&Fermer"), "premier")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        left, right = label(_("&De")), label(_("&À"))
        left.setBuddy(self.old)
        right.setBuddy(self.new)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 14)
        outer.setSpacing(10)
        outer.addWidget(label(visible(titre), "soustitre", wrap=True))
        self.which = Flow(_together(left, self.old), _together(right, self.new), self.only)
        outer.addWidget(self.which)
        for widget in (self.said, self.notice):
            outer.addWidget(widget)
        outer.addWidget(scrolled(body), 1)
        outer.addLayout(row(None, close))
        versions.changed.connect(self._fill)
        versions.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        room = parent.window().size()
        letters, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        self.resize(min(letters * 130, room.width() - 40), min(line * 40, room.height() - 40))
        self._fill()

    def _fill(self) -> None:
        for box in (self.old, self.new):
            box.clear()
            for version in self._versions.versions:
                box.addItem(_said(version))
        if self._versions.versions:
            self.new.setCurrentIndex(0)
            self.old.setCurrentIndex(min(1, len(self._versions.versions) - 1))
        self._show()

    def _show(self) -> None:
        clear(self._column)
        versions = self._versions.versions
        several = len(versions) > 1
        for widget in (self.which, self.said):
            widget.setVisible(several)
        if not several:
            text = _(self._versions.alone)
            for version in versions:
                self._column.addWidget(empty_state("clock-counter-clockwise", _said(version), text))
            return
        parts = self._versions.compare(
            versions[self.old.currentIndex()].champs, versions[self.new.currentIndex()].champs
        )
        self.said.setText(summary(parts))
        side_by_side = self.width() >= self.fontMetrics().averageCharWidth() * _LETTERS_FOR_TWO
        for part in parts:
            if part.differs or not self.only.isChecked():
                self._column.addWidget(_part(part, side_by_side=side_by_side))
        self._column.addStretch(1)


def _together(said: QWidget, box: QWidget) -> QWidget:
    """Keep a label on the line of what it names."""
    pair = QWidget()
    pair.setLayout(row(said, box))
    return pair


class Compare(PlainText):
    """A text to read, as tall as it is; what only it has is marked, never by colour alone."""

    def __init__(self, words: tuple[Words, ...], *, came: bool) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        cursor = QTextCursor(self.document())
        plain, marked = QTextCharFormat(), _mark(came=came)
        for each in words:
            cursor.insertText(visible(each.text), plain if each.same else marked)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def event(self, event: QEvent) -> bool:
        """Take the height of the text at its width."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.FontChange):
            QTimer.singleShot(0, self, self._fit)
        return done

    def _fit(self) -> None:
        lines = max(1, int(self.document().size().height()))
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom() + round(2 * self.document().documentMargin())
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + around)


def _mark(*, came: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    palette = QApplication.palette()
    if came:
        made.setFontUnderline(True)
        made.setFontWeight(QFont.Weight.Bold)
        made.setForeground(palette.color(QPalette.ColorRole.Accent))
    else:
        made.setFontStrikeOut(True)
        made.setForeground(palette.color(QPalette.ColorRole.BrightText))
    return made


def _part(part: Compared, *, side_by_side: bool) -> QFrame:
    frame = QFrame()
    frame.setObjectName("carte")
    grid = QGridLayout(frame)
    grid.setContentsMargins(14, 10, 14, 12)
    grid.addWidget(label(part.titre, "groupe"), 0, 0, 1, 2)
    for place, (words, came) in enumerate(((part.old, False), (part.new, True))):
        text = Compare(words, came=came)
        side = _("avant") if place == 0 else _("après")
        text.setAccessibleName(_("{part}, {side}").format(part=part.titre, side=side))
        text.setAccessibleDescription(part.spoken)
        grid.addWidget(text, 1 if side_by_side else 1 + place, place if side_by_side else 0)
    for column in range(2):
        grid.setColumnStretch(column, 1 if side_by_side or column == 0 else 0)
    return frame


def _said(version: FicheVersion) -> str:
    said = _("Version {n} · {day}, {who}")
    return said.format(n=version.version, day=short_date(version.le.date()), who=visible(version.poste))
