"""The code de sûreté: shown large to be read aloud, typed whole by who hears it. No button says « identical »."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from mvl_desktop.domain.roles import role_label
from mvl_desktop.i18n import _
from ui.plain import button, label
from ui.text import visible
from ui.values import WaitingRequest
from ui.views.dialogs import FittedDialog, Form
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


class CodeDialog(FittedDialog):
    """The code to read aloud, and what comes next: through the service all goes on by itself, else by a file."""

    wants_look = Signal()

    def __init__(self, parent: QWidget | None, code: str, *, online: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Code de sûreté"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 62)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(_("Lisez ce code à l’opérateur, de vive voix"), "soustitre", wrap=True))
        column.addWidget(CodeView(code))
        proof = _("Il tapera le code en entier : c’est ce qui prouve que personne ne s’est glissé entre vous.")
        after = (
            _("Dès qu’il aura accepté, ce poste entrera dans l’espace et cette fenêtre se fermera.")
            if online
            else _(
                "Remettez-lui aussi le fichier de demande. Il vous rendra un fichier de réponse, à ouvrir ici pour "
                "entrer dans l’espace."
            )
        )
        for text in (proof, after):
            column.addWidget(label(text, wrap=True))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(_("En attente de l’opérateur"))
        bar.setVisible(online)
        column.addWidget(bar)
        self.look = button(_("&Vérifier maintenant"))
        self.look.setVisible(online)
        self.look.clicked.connect(self.wants_look)
        done = button(_("&Fermer"), "premier")
        done.setDefault(True)
        done.clicked.connect(self.accept)
        column.addLayout(row(self.look, None, done))


class AcceptForm(Form):
    """Which request, and the whole code as heard. Without requests: for the one of a file."""

    def __init__(self, parent: QWidget | None, waiting: Sequence[WaitingRequest] | None = None) -> None:
        text = _("Demandez au collègue de vous lire son code de sûreté, de vive voix, et tapez-le en entier.")
        none = _("Personne n’attend au service pour l’instant. Si le collègue a un fichier de demande, ouvrez-le.")
        nobody = waiting is not None and not waiting
        super().__init__(parent, _("Accepter un poste"), _("Accepter"), none if nobody else text)
        self._waiting = tuple(waiting or ())
        self.by_file = False
        self.code = CodeLine()
        self.choice = QComboBox()
        for each in self._waiting:
            said = _("{espaces}, comme {role}").format(
                espaces=visible(", ".join(each.espaces)), role=_(role_label(each.role)).lower()
            )
            self.choice.addItem(said, each.id)
        if self._waiting:
            self.add(_("&Demande"), self.choice)
        if not nobody:
            about = _("30 chiffres, en 6 groupes. S’il diffère, la demande est refusée.")
            self.add(_("&Code de sûreté entendu"), self.code, about)
        if waiting is not None:
            files = button(_("Ouvrir un &fichier de demande…"), "lien")
            files.clicked.connect(self._take_file)
            self.say(files)
        self.go_on.setEnabled(False)
        self.go_on.setVisible(not nobody)
        self.code.textChanged.connect(lambda _text: self.go_on.setEnabled(self.code.complete))
        self.code.setFocus()

    @property
    def request(self) -> WaitingRequest | None:
        """The request that was chosen."""
        place = self.choice.currentIndex()
        return self._waiting[place] if 0 <= place < len(self._waiting) else None

    def _take_file(self) -> None:
        self.by_file = True
        self.reject()
