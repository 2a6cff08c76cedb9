"""Small dialogs: a form with one button that goes on."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.plain import button, label
from ui.widgets.panels import Notice, row, scrolled

_AROUND = 24
"""What a window has around it."""
_BETWEEN = 6
_ENOUGH = 3
"""Lines of a dialog from which it is worth letting them scroll."""


class FittedDialog(QDialog):
    """A dialog as tall as its words need at its width: Qt measures words that wrap at a width of its own."""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure at the width that it will have."""
        super().showEvent(event)
        layout = self.layout()
        if layout is None:
            return
        screen = self.screen().availableGeometry()
        self.setMinimumWidth(min(self.minimumWidth(), screen.width() - _AROUND))
        wide = min(max(self.minimumWidth(), self.sizeHint().width()), screen.width())
        if isinstance(layout, QVBoxLayout) and layout.totalHeightForWidth(wide) > screen.height() - _AROUND:
            typed_in = self.focusWidget()
            _let_scroll(layout)
            if typed_in is not None:
                typed_in.setFocus()
        self.resize(wide, self._tall(wide))

    def event(self, event: QEvent) -> bool:
        """Grow when something more is said in it: lines would lie over each other."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible() and self.height() < self._tall(self.width()):
            self.resize(self.width(), self._tall(self.width()))
        return done

    def _tall(self, wide: int) -> int:
        """Return the height that its words need at a width, within the screen."""
        layout = self.layout()
        fits = layout is not None and layout.hasHeightForWidth()
        tall = layout.totalHeightForWidth(wide) if layout is not None and fits else self.sizeHint().height()
        return min(max(tall, self.minimumSizeHint().height()), self.screen().availableGeometry().height())


def _let_scroll(layout: QVBoxLayout) -> None:
    """Put all but the last line, where the buttons are, in a column that scrolls: the screen is too low for them."""
    if layout.count() < _ENOUGH:
        return
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 12, 0)
    column.setSpacing(layout.spacing())
    while layout.count() > 1 and (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            column.addWidget(widget)
        elif inner is not None:
            inner.setParent(None)
            column.addLayout(inner)
        else:
            column.addItem(item)
    layout.insertWidget(0, scrolled(body), 1)


class Form(FittedDialog):
    """A few fields with their help, a button that says what it does, and Escape that does nothing."""

    def __init__(self, parent: QWidget | None, title: str, go_on: str, text: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 68)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "soustitre"))
        if text:
            column.addWidget(label(text, wrap=True))
        self.notice = Notice()
        column.addWidget(self.notice)
        self._fields = QFormLayout()
        self._fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._fields.setVerticalSpacing(4)
        column.addLayout(self._fields)
        self.go_on = button(go_on, "premier")
        self.go_on.setDefault(True)
        cancel = button(_("Annuler"))
        column.addLayout(row(None, cancel, self.go_on))
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self.accept)

    def add(self, title: str, widget: QWidget, help_text: str = "") -> None:
        """Add a field with its label and its help."""
        said = self._label_of(title)
        said.setBuddy(widget)
        widget.setAccessibleName(title.replace("&", ""))
        widget.setAccessibleDescription(help_text)
        first = not self._fields.rowCount()
        self._fields.addRow(said, widget)
        if first:
            widget.setFocus()
        if help_text:
            self._fields.addRow(label(help_text, tone="aide", wrap=True))

    def _label_of(self, title: str) -> QLabel:
        """Return the label of a field, further from the field above than from its own."""
        made = label(title)
        if self._fields.rowCount():
            made.setContentsMargins(0, _BETWEEN, 0, 0)
        return made

    def say(self, widget: QWidget) -> None:
        """Add what only accompanies the field above."""
        self._fields.addRow(widget)

    def ask(self) -> bool:
        """Show it; whether the person went on."""
        return self.exec() == QDialog.DialogCode.Accepted
