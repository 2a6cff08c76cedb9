"""The code de sûreté: shown large to be read aloud, typed whole by who hears it. No button says « identical »."""

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from ui.plain import button, label
from ui.widgets.panels import row

GROUPS, DIGITS = 6, 5


def in_groups(code: str) -> str:
    """Write a code in groups of five digits."""
    digits = "".join(character for character in code if character.isascii() and character.isdigit())
    return "  ".join(digits[start : start + DIGITS] for start in range(0, len(digits), DIGITS))


class CodeLine(QLineEdit):
    """Takes 30 digits as they are heard, and groups them as they are typed."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(60)
        self.setPlaceholderText("00000  00000  00000  00000  00000  00000")
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 52)
        self.textEdited.connect(self._group)

    @property
    def digits(self) -> str:
        """Return the digits typed."""
        return "".join(character for character in self.text() if character.isascii() and character.isdigit())

    @property
    def complete(self) -> bool:
        """Whether the whole code is typed."""
        return len(self.digits) == GROUPS * DIGITS

    def _group(self, text: str) -> None:
        before = sum(character.isdigit() for character in text[: self.cursorPosition()])
        grouped = in_groups(self.digits[: GROUPS * DIGITS])
        self.setText(grouped)
        place = seen = 0
        while place < len(grouped) and seen < before:
            seen += grouped[place].isdigit()
            place += 1
        self.setCursorPosition(place)


class CodeView(QWidget):
    """A code to read aloud, in two lines of three groups."""

    def __init__(self, code: str) -> None:
        super().__init__()
        groups = in_groups(code).split("  ")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for line in (groups[:3], groups[3:]):
            said = label("   ".join(line), "code")
            column.addWidget(said)


class CodeDialog(QDialog):
    """What to do with the request just written, and the code to read aloud."""

    def __init__(self, parent: QWidget | None, code: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Code de sûreté")
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 62)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label("Lisez ce code à l’opérateur, de vive voix", "soustitre", wrap=True))
        column.addWidget(CodeView(code))
        text = (
            "Remettez-lui aussi le fichier de demande. Il tapera le code en entier : c’est ce qui prouve que personne "
            "ne s’est glissé entre vous. Il vous rendra un fichier de réponse, à ouvrir ici pour entrer dans l’espace."
        )
        column.addWidget(label(text, wrap=True))
        done = button("Fermer", "premier")
        done.clicked.connect(self.accept)
        column.addLayout(row(None, done))
