"""The reader of a fiche de conduite, made for a phone call: large letters, urgent things first, a key for each."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import button, hint, label, set_tone
from ui.text import visible
from ui.view_models.fiches_reader import Block, Head
from ui.views.fiches_review import ReviewButton
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, clear, icon_label, row, rule, scrolled

_LETTERS_FOR_TWO = 112
"""Width, in letters, from which the parts stand in two columns."""
_LETTERS_FOR_LINE = 80
_LINES_FOR_HEAD = 26
"""Height, in lines, from which the head stays in sight above what scrolls."""
_LAST_KEY = 9
_RIGHT = frozenset({"alertes", "a_ne_pas_faire", "information_personne", "base_legale", "nouveautes"})
_WHOLE = frozenset({"declencheur", "a_faire_immediatement"})
_ICONS = {
    "declencheur": "question",
    "a_faire_immediatement": "warning-circle",
    "etapes": "list-checks",
    "alertes": "users",
    "a_ne_pas_faire": "x",
    "information_personne": "info",
    "signes": "eye",
    "tracabilite": "paperclip",
    "base_legale": "file-text",
    "modeles": "note-pencil",
    "nouveautes": "clock-counter-clockwise",
}
_TONES = {"fort": "danger", "interdits": "attention"}
_KEYS: Mapping[str, int] = {
    **{str(place): place for place in range(1, 10)},
    **{letter: place for place, letter in enumerate("&é\"'(-è_ç", 1)},
}
"""The figures, and what the same keys give on a French keyboard without the shift key."""


class ReaderView(QWidget):
    """One fiche, read. It asks to be applied, printed, changed or left; others do it."""

    wants_back = Signal()
    wants_edit = Signal()
    wants_print = Signal()
    wants_apply = Signal()
    wants_choice = Signal()
    wants_versions = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[BlockView] = []
        self._columns = 0
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(20, 12, 20, 12)
        self._outer.setSpacing(8)
        self.head = QWidget()
        column = QVBoxLayout(self.head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._outer.addWidget(self.head)
        self._head(column)
        self.notice = Notice()
        self.see = button("", "lien")
        self.notice.add(self.see)
        self.warning = Notice()
        column.addWidget(self.warning)
        column.addWidget(self.notice)
        body = QWidget()
        self._places = [QVBoxLayout() for _each in range(3)]
        for place in self._places:
            place.setSpacing(10)
        across = QHBoxLayout()
        across.setSpacing(10)
        for place in self._places[1:]:
            across.addLayout(place, 1)
        self._inside = QVBoxLayout(body)
        self._inside.setContentsMargins(2, 2, 12, 8)
        self._inside.setSpacing(10)
        self._inside.addLayout(self._places[0])
        self._inside.addLayout(across)
        self._inside.addStretch(1)
        self.area = scrolled(body)
        self._outer.addWidget(self.area, 1)

    def show_fiche(self, head: Head, blocks: tuple[Block, ...]) -> None:
        """Show a fiche, from its top."""
        self.title.setText(visible(head.titre))
        self.line.setText(visible(" · ".join(part for part in (head.ligne, head.validation) if part)))
        self.urgency.setText(_("Urgence\u00a0: {urgence}").format(urgence=head.urgence))
        set_tone(self.urgency, "danger" if head.immediate else "discret")
        self.urgency_mark.show_icon("warning-circle" if head.immediate else "info")
        for widget in (self.urgency, self.urgency_mark):
            widget.setVisible(bool(head.urgence))
        said = [head.validation if head.retiree else "", head.a_revoir]
        self.warning.say(" · ".join(part for part in said if part), "attention")
        for action in (self.apply, self.choose):
            action.setVisible(not head.retiree)
        for place in self._places:
            clear(place)
        self.blocks = [BlockView(block) for block in blocks]
        self._columns = 0
        self._fit()
        self.area.verticalScrollBar().setValue(0)

    def offer(self, *, opened: bool, name: str) -> None:
        """Say what the first button does: apply to the signalement that is open, or begin one."""
        if opened and name:
            self.apply.setText(_("&Appliquer au signalement {name}").format(name=visible(name[:40]).replace("&", "&&")))
        elif opened:
            self.apply.setText(_("&Appliquer au signalement ouvert"))
        else:
            self.apply.setText(_("Nouve&au signalement avec cette fiche"))

    def jump(self, numero: int) -> None:
        """Go to a part."""
        found = next((block for block in self.blocks if block.block.numero == numero), None)
        if found is not None:
            found.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if numero == 1:
                self.area.verticalScrollBar().setValue(0)  # the head may scroll with the parts
            else:
                self.area.ensureWidgetVisible(found, 0, 12)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Jump by the figures, with or without the shift key of a French keyboard."""
        place = _KEYS.get(event.text())
        if place is None or event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        else:
            self.jump(place)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Two columns where there is room for two."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _head(self, column: QVBoxLayout) -> None:
        self.back = button(_("&Toutes les fiches"), "lien")
        self.back.setIcon(icon("arrow-u-up-left"))
        self.back.setToolTip(hint(_("Revenir à la liste (Échap)")))
        self.title = label("", "fiche", wrap=True)
        self.line = label("", tone="discret", wrap=True)
        self.urgency = label("")
        self.urgency_mark = icon_label("info", 16)
        self.apply = button("", "premier")
        self.choose = button(_("Appliquer à un a&utre…"))
        self.print_button = button(_("Im&primer"))
        self.print_button.setIcon(icon("printer"))
        self.edit_button = button(_("&Modifier"))
        self.edit_button.setIcon(icon("note-pencil"))
        self.versions = button(_("Versi&ons…"))
        self.versions.setIcon(icon("clock-counter-clockwise"))
        self.versions.setToolTip(hint(_("Comparer deux versions, mot à mot")))
        self.review = ReviewButton()
        actions = (self.apply, self.choose, self.print_button, self.edit_button, self.versions, self.review)
        column.addWidget(Flow(self.back, *actions))
        column.addWidget(self.title)
        self._about = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._about.setSpacing(10)
        self._about.addLayout(row(self.urgency_mark, self.urgency, None, gap=10))
        self._about.addWidget(self.line, 1)
        column.addLayout(self._about)
        self.back.clicked.connect(self.wants_back)
        self.edit_button.clicked.connect(self.wants_edit)
        self.print_button.clicked.connect(self.wants_print)
        self.versions.clicked.connect(self.wants_versions)
        self.apply.clicked.connect(self.wants_apply)
        self.choose.clicked.connect(self.wants_choice)

    def _place_head(self) -> None:
        """Keep the head in sight, unless it would leave too little of the fiche to read: then it scrolls with it."""
        low = self.height() < self.fontMetrics().lineSpacing() * _LINES_FOR_HEAD
        wanted, other = (self._inside, self._outer) if low else (self._outer, self._inside)
        if other.indexOf(self.head) >= 0:
            other.removeWidget(self.head)
            wanted.insertWidget(0, self.head)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _LETTERS_FOR_LINE
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._about.setDirection(down if narrow else across)

    def _fit(self) -> None:
        self._place_head()
        columns = 2 if self.width() >= self.fontMetrics().averageCharWidth() * _LETTERS_FOR_TWO else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place in self._places:
            while place.takeAt(0) is not None:
                pass
        for block in self.blocks:
            champ = block.block.champ
            whole = columns == 1 or champ in _WHOLE
            self._places[0 if whole else 2 if champ in _RIGHT else 1].addWidget(block)
        for place in self._places[1:]:
            place.addStretch(1)


class BlockView(QFrame):
    """One part of a fiche: its number, its title, its lines. A screen reader says all of it at once."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        self.block = block
        self.setObjectName("bloc")
        self.setProperty("ton", _TONES.get(block.manner, ""))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(block.titre)
        self.setAccessibleDescription(block.spoken)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        key = label(str(block.numero), "touche")
        key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if block.numero > _LAST_KEY:
            key.hide()
        column.addLayout(row(key, icon_label(_ICONS[block.champ]), label(block.titre, "soustitre"), None))
        column.addLayout(_LAYOUTS[block.manner](block))


def _paragraphs(block: Block) -> QGridLayout:
    grid = _grid()
    for line, (text,) in enumerate(block.lines):
        grid.addWidget(_reading(text, strong=block.manner == "fort"), line, 0)
    return grid


def _numbered(block: Block) -> QGridLayout:
    grid = _grid()
    for line, (text,) in enumerate(block.lines):
        grid.addWidget(
            label(f"{line + 1}.", "numero"), line, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        )
        grid.addWidget(_reading(text), line, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _listed(block: Block) -> QGridLayout:
    grid = _grid()
    for line, (text,) in enumerate(block.lines):
        mark = icon_label("x", 14) if block.manner == "interdits" else label("•", "lecture")
        grid.addWidget(mark, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_reading(text), line, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _cases(block: Block) -> QGridLayout:
    grid = _grid()
    grid.addWidget(label(_("Dans quel cas"), tone="discret"), 0, 0)
    grid.addWidget(label(_("Qui alerter"), tone="discret"), 0, 1)
    for line, (case, whom, within) in enumerate(block.lines, 1):
        grid.addWidget(rule(), 2 * line - 1, 0, 1, 2)
        grid.addWidget(_reading(case), 2 * line, 0, Qt.AlignmentFlag.AlignTop)
        answer = QVBoxLayout()
        answer.setSpacing(0)
        answer.addWidget(_reading(whom, strong=True))
        if within:
            answer.addWidget(_reading(within))
        grid.addLayout(answer, 2 * line, 1)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _letters(block: Block) -> QGridLayout:
    grid = _grid()
    for line, (title, text) in enumerate(block.lines):
        grid.addWidget(_reading(title, strong=True), 2 * line, 0)
        grid.addWidget(_reading(text), 2 * line + 1, 0)
    return grid


_LAYOUTS = {
    "modeles": _letters,
    "texte": _paragraphs,
    "fort": _paragraphs,
    "etapes": _numbered,
    "interdits": _listed,
    "liste": _listed,
    "alertes": _cases,
}


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(6)
    return grid


def _reading(text: str, *, strong: bool = False) -> QLabel:
    made = label(text, "lecture_forte" if strong else "lecture", wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
