"""Boxes to tick in the form of a transmission: legal bases of the library, attachments, copies."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.plain import label
from ui.text import breakable, visible
from ui.transmission_values import LegalGround
from ui.widgets.editor import Editor
from ui.widgets.panels import clear
from ui.widgets.suggested_lines import SuggestedLines
from ui.widgets.suggestions import matching

_ROWS = 2


class Boxes(Editor):
    """Codes to tick, each with its words; what is held and not offered stays, ticked."""

    def __init__(self, empty: str = "") -> None:
        super().__init__()
        self._offered: dict[str, str] = {}
        self._held: list[str] = []
        self._name = ""
        self.boxes: dict[str, QCheckBox] = {}
        self.empty = label(empty, tone="discret", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def offer(self, offered: Sequence[tuple[str, str]]) -> None:
        """Offer codes with their words; what was ticked stays so."""
        self._offered = dict(offered)
        self._draw()

    def value(self) -> object:
        """Return the codes ticked, in the order shown."""
        return [code for code, box in self.boxes.items() if box.isChecked()] or None

    def set_value(self, value: object) -> None:
        """Tick codes."""
        self._held = [str(each) for each in value] if isinstance(value, (list, tuple)) else []
        self._draw()

    def tick(self, code: str) -> None:
        """Tick one more."""
        if code not in self._held:
            self.set_value([*self._held, code])

    def buddy(self) -> QWidget:
        """Return the first box."""
        return next(iter(self.boxes.values()), self.empty)

    def name(self, text: str) -> None:
        """Name the group; each box says it too."""
        self._name = text
        self.setAccessibleName(text)
        for box in self.boxes.values():
            box.setAccessibleDescription(text)

    def _draw(self) -> None:
        self._column.removeWidget(self.empty)
        clear(self._column)
        self.boxes = {}
        for code in (*self._offered, *(each for each in self._held if each not in self._offered)):
            box = QCheckBox(visible(self._offered.get(code, code)).replace("&", "&&"))
            box.setChecked(code in self._held)
            box.setAccessibleDescription(self._name)
            box.toggled.connect(lambda on, code=code: self._on_toggled(code, on=on))
            self.boxes[code] = box
            self._column.addWidget(box)
        self._column.addWidget(self.empty)
        self.empty.setVisible(not self.boxes and bool(self.empty.text()))

    def _on_toggled(self, code: str, *, on: bool) -> None:
        self._held = [*(each for each in self._held if each != code), *([code] if on else [])]
        self.edited.emit()


class GroundsEditor(Editor):
    """Legal bases: those that usually found a transmission to this recipient are ticked, any other is written."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._usual: tuple[str, ...] = ()
        self._more: tuple[str, ...] = ()
        self.usual = Boxes()
        self.others = SuggestedLines(lambda typed: matching(self._more, typed))
        self.others.area.setMinimumHeight(0)
        self.others.area.setFixedHeight(self.others.area.fontMetrics().lineSpacing() * _ROWS + 16)
        self.said = label(_("Autres textes, un par ligne"), tone="aide")
        self.said.setBuddy(self.others.buddy())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.usual, self.said, self.others):
            column.addWidget(widget)
        for part in (self.usual, self.others):
            part.edited.connect(self._on_edited)
            part.left.connect(self.left)

    def offer(self, grounds: Sequence[LegalGround]) -> None:
        """Offer the texts that usually found it as boxes, the others as one types."""
        self._usual = tuple(each.intitule for each in grounds if each.usual)
        self._more = tuple(each.intitule for each in grounds if not each.usual)
        self._show()

    def value(self) -> object:
        """Return the lines: what is ticked, then what is written."""
        return list(self._lines) or None

    def set_value(self, value: object) -> None:
        """Show lines."""
        self._lines = [str(each) for each in value] if isinstance(value, (list, tuple)) else []
        self._show()

    def buddy(self) -> QWidget:
        """Return where one writes."""
        return self.usual.buddy() if self.usual.boxes else self.others.buddy()

    def name(self, text: str) -> None:
        """Name both parts."""
        self.setAccessibleName(text)
        self.usual.name(text)
        self.others.name(_("{field}\u00a0: autres textes, un par ligne").format(field=text))

    def _show(self) -> None:
        self.usual.set_value([line for line in self._lines if line in self._usual])
        self.usual.offer([(line, line) for line in self._usual])
        self.others.set_value([line for line in self._lines if line not in self._usual])

    def _on_edited(self) -> None:
        ticked, written = self.usual.value(), self.others.value()
        self._lines = [*(ticked if isinstance(ticked, list) else []), *(written if isinstance(written, list) else [])]
        self.edited.emit()


def piece_words(nom: str, said: str) -> str:
    """Return how an attachment is offered: its name, its size."""
    return f"{breakable(nom)} ({said})"
