"""Editors of choices: yes, no or unknown; one code; one code among thousands; several codes."""

from collections.abc import Mapping, Sequence
from textwrap import fill

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import _
from ui.desk import Wordings
from ui.text import EMPTY
from ui.values import Choice
from ui.widgets.editor import Editor
from ui.widgets.flow import FlowLayout

_SUGGESTIONS = 12


class YesNoEditor(Editor):
    """Yes, no, or nobody knows."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.group = QButtonGroup(self)
        self.buttons: dict[bool | None, QRadioButton] = {}
        for value, text in ((True, _("Oui")), (False, _("Non")), (None, _("Inconnu"))):
            made = QRadioButton(text)
            self.buttons[value] = made
            self.group.addButton(made)
            self.watch(made)
            row.addWidget(made)
        row.addStretch()
        self.buttons[None].setChecked(True)
        self.group.buttonClicked.connect(lambda _button: self.edited.emit())

    def value(self) -> object:
        """Return True, False or None."""
        return next(value for value, made in self.buttons.items() if made.isChecked())

    def set_value(self, value: object) -> None:
        """Show an answer."""
        self.buttons[value if isinstance(value, bool) else None].setChecked(True)

    def buddy(self) -> QWidget:
        """Return the first answer."""
        return self.buttons[True]

    def name(self, text: str) -> None:
        """Say the question with each answer: a screen reader meets them one at a time."""
        self.setAccessibleName(text)
        for made in self.buttons.values():
            made.setAccessibleName(_("{question}\u00a0: {reponse}").format(question=text, reponse=made.text()))


class CodeEditor(Editor):
    """One code of a short list, or nothing. A code that this list does not know stays, said as it is."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.setMaxVisibleItems(16)
        self.box.addItem(_(EMPTY), None)
        for choice in choices:
            self.box.addItem(choice.libelle, choice.code)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(14)
        self.box.activated.connect(lambda _index: self.edited.emit())
        self.box.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
        self.watch(self.box)

    def value(self) -> object:
        """Return the code."""
        code: object = self.box.currentData()
        return code

    def set_value(self, value: object) -> None:
        """Show a code."""
        if value in (None, ""):
            self.box.setCurrentIndex(0)
            return
        index = self.box.findData(value)
        if index < 0:
            self.box.addItem(f"{value}", value)
            index = self.box.count() - 1
        self.box.setCurrentIndex(index)

    def buddy(self) -> QWidget:
        """Return the box."""
        return self.box

    def name(self, text: str) -> None:
        """Name the box and the list that it opens."""
        self.box.setAccessibleName(text)
        self.box.view().setAccessibleName(text)

    def tell(self, text: str) -> None:
        """Name the box where no label stands before it: readers are told the value of a box for its name."""
        self.name(text)
        self.box.setAccessibleDescription(text)


class CodePicker(Editor):
    """One code among many (a commune): some letters, then a choice."""

    def __init__(self, wordings: Wordings, nomenclature: str) -> None:
        super().__init__()
        self._wordings, self._nomenclature = wordings, nomenclature
        self._code: str | None = None
        self._found: dict[str, str] = {}
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Tapez les premières lettres"))
        self.line.setClearButtonEnabled(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        self._suggestions = QStringListModel(self)
        self.completer = QCompleter(self._suggestions, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(_SUGGESTIONS)
        self._popup = QListView()
        self._popup.setObjectName("completion")
        self.completer.setPopup(self._popup)
        self.line.setCompleter(self.completer)
        self.line.textEdited.connect(self._on_typed)
        self.completer.activated.connect(self._choose)
        self.line.editingFinished.connect(self._settle)
        self.watch(self.line)

    def value(self) -> object:
        """Return the code chosen."""
        return self._code

    def set_value(self, value: object) -> None:
        """Show a code by its label."""
        code = value if isinstance(value, str) and value else None
        if code == self._code and (code is not None or not self.line.text()):
            return
        self._code = code
        self.line.setText(self._wordings.wording(self._nomenclature, code) if code else "")

    def trouble(self) -> str | None:
        """Say when what is typed is none of the choices."""
        if self._code is None and self.line.text().strip():
            return _("Choisissez dans la liste\u00a0: ce qui est écrit ne correspond à aucune entrée.")
        return None

    def buddy(self) -> QWidget:
        """Return the line."""
        return self.line

    def name(self, text: str) -> None:
        """Name the line and its suggestions."""
        self.line.setAccessibleName(text)
        self._popup.setAccessibleName(_("{field}\u00a0: propositions").format(field=text))

    def set_locked(self, locked: bool) -> None:
        """Let it be read and not changed."""
        self.line.setReadOnly(locked)

    def _on_typed(self, text: str) -> None:
        self._code = None
        self._suggest(text.strip())
        self.edited.emit()

    def _suggest(self, text: str) -> None:
        found = self._wordings.find(self._nomenclature, text, _SUGGESTIONS) if text else ()
        self._found = {choice.libelle: choice.code for choice in found}
        self._suggestions.setStringList(list(self._found))

    def _choose(self, chosen: object) -> None:
        libelle = chosen.data() if isinstance(chosen, QModelIndex) else chosen
        self._code = self._found.get(str(libelle))
        self.edited.emit()

    def _settle(self) -> None:
        """Take the only suggestion left, or the one typed in full, without asking for the arrow keys."""
        typed = self.line.text().strip()
        if self._code is not None or not typed:
            return
        self._suggest(typed)
        exact = [libelle for libelle in self._found if libelle.casefold() == typed.casefold()]
        chosen = exact or (list(self._found) if len(self._found) == 1 else [])
        if chosen:
            self._code = self._found[chosen[0]]
            self.line.setText(chosen[0])
            self.edited.emit()


_LINE = 44
"""Letters on one line of a box; longer labels take several."""


class CodesEditor(Editor):
    """Several codes of a list, each a box to check. Tab enters the group once; arrows go from box to box."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._flow = FlowLayout(self)
        self.boxes: dict[str, QCheckBox] = {}
        for choice in choices:
            self._add(choice.code, choice.libelle)

    def value(self) -> object:
        """Return the codes, sorted."""
        return sorted(code for code, box in self.boxes.items() if box.isChecked()) or None

    def set_value(self, value: object) -> None:
        """Show codes; those that this list does not know stay, said as they are."""
        codes = {str(code) for code in value} if isinstance(value, (list, tuple, set, frozenset)) else set()
        for code in sorted(codes - self.boxes.keys()):
            self._add(code, code)
        for code, box in self.boxes.items():
            box.setChecked(code in codes)

    def buddy(self) -> QWidget:
        """Return the box that Tab enters by."""
        entries = (box for box in self.boxes.values() if box.focusPolicy() == Qt.FocusPolicy.StrongFocus)
        return next(entries, self)

    def name(self, text: str) -> None:
        """Name the group; each box has its own text."""
        self.setAccessibleName(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Go from box to box by the arrows."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _STEPS:
            boxes = list(self.boxes.values())
            place = next((index for index, box in enumerate(boxes) if box is watched), 0) + _STEPS[event.key()]
            if 0 <= place < len(boxes):
                self._enter_by(boxes[place])
                boxes[place].setFocus()
            return True
        return super().eventFilter(watched, event)

    def _enter_by(self, entry: QCheckBox) -> None:
        for box in self.boxes.values():
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus if box is entry else Qt.FocusPolicy.ClickFocus)

    def _add(self, code: str, libelle: str) -> None:
        box = QCheckBox(fill(libelle, _LINE).replace("&", "&&"))
        box.setProperty("puce", "true")
        box.setAccessibleName(libelle)
        box.setFocusPolicy(Qt.FocusPolicy.ClickFocus if self.boxes else Qt.FocusPolicy.StrongFocus)
        box.clicked.connect(lambda _checked: self.edited.emit())
        box.clicked.connect(lambda _checked: self._enter_by(box))
        self.watch(box)
        self.boxes[code] = box
        self._flow.addWidget(box)


_STEPS: Mapping[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
