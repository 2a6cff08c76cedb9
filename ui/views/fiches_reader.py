"""The reader of a fiche de conduite, made for a phone call: large letters, urgent things first, a key for each."""

from bisect import bisect_left

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import _
from ui.figures import FIGURES
from ui.icons import icon
from ui.plain import button, hint, label, set_tone
from ui.text import visible
from ui.view_models.fiche_callers import Callers
from ui.view_models.fiches_reader import Block, Head
from ui.views.fiche_callers import KEY, CallersPanel
from ui.views.fiches_review import ReviewButton
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, clear, icon_label, row, rule, scrolled

_LETTERS_FOR_TWO = 112
"""Width, in letters, from which the parts stand in two columns."""
_LETTERS_FOR_LINE = 80
_LINES_FOR_HEAD = 26
"""Height, in lines, from which the head stays in sight above what scrolls."""
_AROUND = 40 + 14 + 8
"""Width of the margins around the parts, and of what scrolls them."""
_LAST_KEY = 9
_AFTER = 7
"""The place of what is under the numbers, in one column."""
_CALLERS_KEYS = frozenset({KEY, "à"})
"""The key of zero, with or without the shift key of a French keyboard."""
_CALL = ("declencheur", "a_faire_immediatement", "etapes", "alertes", "a_ne_pas_faire")
"""What somebody on the phone needs: it holds on the screen together when letters that are still easy to read allow."""
_SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
"""Sizes of letters, in points, that are tried for it when the usual ones do not."""
_USUAL_MARGINS, _CALL_MARGINS = (14, 10, 14, 12), (12, 5, 12, 6)
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
_TALLS: dict[tuple[int, int, int, float], tuple[int, bool]] = {}
"""What was measured, by what is said, the letters of the window, the width and the size: fiches are opened often."""
_MOST_TALLS = 1000


class ReaderView(QWidget):
    """One fiche, read. It asks to be applied, printed, changed or left; others do it."""

    wants_back = Signal()
    wants_edit = Signal()
    wants_print = Signal()
    wants_copy = Signal()
    """A communicable copy of it is wanted."""
    wants_apply = Signal()
    wants_choice = Signal()
    wants_versions = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[BlockView] = []
        self._columns = 0
        self._room = (0, 0)
        self._said = 0
        self._last_left = False
        """Whether what not to do stands under the steps: the other column is the taller one."""
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
        self.warning, self.about = Notice(), Notice()
        column.addWidget(self.warning)
        column.addWidget(self.about)
        column.addWidget(self.notice)
        body = QWidget()
        self._body = body
        self.callers = CallersPanel()
        self._places = [QVBoxLayout() for _each in range(8)]
        for place in self._places:
            place.setSpacing(10)
        self._pairs = [QHBoxLayout() for _each in range(3)]
        for rank, pair in enumerate(self._pairs):
            pair.setSpacing(10)
            for place in self._places[1 + 2 * rank : 3 + 2 * rank]:
                pair.addLayout(place, 1)
        self._inside = QVBoxLayout(body)
        self._inside.setContentsMargins(2, 2, 12, 8)
        self._inside.setSpacing(10)
        self._inside.addLayout(self._places[0])
        for pair in self._pairs[:2]:
            self._inside.addLayout(pair)
        self._inside.addWidget(self.callers)  # never taken out: what is put back forgets to be measured again
        self._inside.addLayout(self._places[_AFTER])
        self._inside.addLayout(self._pairs[2])
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
        self.about.say("")
        for action in (self.apply, self.choose):
            action.setVisible(not head.retiree)
        for place in self._places:
            clear(place)
        self.blocks = [BlockView(block) for block in blocks]
        for block in self.blocks:
            block.wants_callers.connect(self.jump_to_callers)
        self._columns, self._room, self._said = 0, (0, 0), hash(blocks)
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

    def show_callers(self, callers: Callers) -> None:
        """Show whom to call: its part alone changes, what is read stays where it is."""
        self.callers.show_callers(callers)

    def jump_to_callers(self) -> None:
        """Go to the numbers."""
        if self.callers.isVisibleTo(self):
            self.callers.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.area.verticalScrollBar().setValue(
                self.callers.y() - 12
            )  # from its top: it may be taller than the page

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Jump by the figures, with or without the shift key of a French keyboard."""
        place = FIGURES.get(event.text())
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif event.text() in _CALLERS_KEYS:
            self.jump_to_callers()
        elif place is None:
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
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
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
        self.copy_button = button(_("Copie communica&ble…"))
        self.copy_button.setIcon(icon("eye-slash"))
        self.copy_button.setToolTip(hint(_("Une copie à donner à qui la demande, sans ce qui désigne quelqu’un")))
        self.edit_button = button(_("&Modifier"))
        self.edit_button.setIcon(icon("note-pencil"))
        self.versions = button(_("Versi&ons…"))
        self.versions.setIcon(icon("clock-counter-clockwise"))
        self.versions.setToolTip(hint(_("Comparer deux versions, mot à mot")))
        self.review = ReviewButton()
        actions = (
            self.apply,
            self.choose,
            self.print_button,
            self.copy_button,
            self.edit_button,
            self.versions,
            self.review,
        )
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
        self.copy_button.clicked.connect(self.wants_copy)
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
        room = (self.width() - _AROUND, self._tall())
        if columns == self._columns and room == self._room:
            return
        self._columns, self._room = columns, room
        for place in self._places:
            while place.takeAt(0) is not None:
                pass
        size = self._size_for_call() if columns > 1 and self.head.parent() is not self._body else 0.0
        self._set_size(size)
        alerted = False
        for block in self.blocks:
            champ = block.block.champ
            right = champ in _RIGHT
            if columns == 1:
                where = _AFTER if alerted else 0
                alerted = alerted or champ == "alertes"
            elif not size and champ in _WHOLE:
                where = 0
            elif size and champ in _WHOLE:
                where = 1 if champ == "declencheur" else 2
            elif champ in _CALL:
                where = 4 if right and not (size and self._last_left and champ == "a_ne_pas_faire") else 3
            else:
                where = 6 if right else 5
            self._places[where].addWidget(block)
        for place in self._places[1:_AFTER]:
            place.addStretch(1)
        for rank, pair in enumerate(self._pairs):
            filled = any(self._places[1 + 2 * rank + side].count() > 1 for side in range(2))
            pair.setSpacing(10 if filled else 0)

    def _tall(self) -> int:
        """Return the height that is left for the parts under the head."""
        shown = self.head.heightForWidth(self.width() - 40) if self.head.hasHeightForWidth() else 0
        inside = self.height() - max(shown, self.head.sizeHint().height() if not shown else 0)
        return inside - 2 * 12 - self._outer.spacing() - 14

    def _size_for_call(self) -> float:
        """Return the largest letters at which all that a call needs holds on the screen; 0 for the usual ones."""
        if self._holds(0.0) or not self._holds(_SIZES[-1]):
            return 0.0
        found = _SIZES[bisect_left(_SIZES, True, key=self._holds)]
        self._last_left = self._measured(found)[1]
        return found

    def _holds(self, size: float) -> bool:
        return self._measured(size)[0] <= self._room[1]

    def _measured(self, size: float) -> tuple[int, bool]:
        """Return how tall the parts of a call are with some letters, and whether the last stands on the left."""
        asked = (self._said, self._letters(), self._room[0], size)
        if asked not in _TALLS:
            if len(_TALLS) >= _MOST_TALLS:
                _TALLS.clear()
            _TALLS[asked] = self._call_height(size)
        return _TALLS[asked]

    def _letters(self) -> int:
        """Return what stands for the letters of the window and all that the style gives them."""
        self.ensurePolished()
        app = QApplication.instance()
        style = app.styleSheet() if isinstance(app, QApplication) else ""
        return hash((style, self.font().key(), self.fontMetrics().height()))

    def _call_height(self, size: float) -> tuple[int, bool]:
        """Measure the parts of a call with some letters, laid out as `_fit` does."""
        self._set_size(size)
        whole = self._room[0]
        half = (whole - 10) // 2
        tall = {
            block.block.champ: block.layout_height(half if size or block.block.champ not in _WHOLE else whole)
            for block in self.blocks
            if block.block.champ in _CALL
        }
        above = [tall[champ] for champ in _WHOLE if champ in tall]
        left, right, last = (tall.get(champ, 0) for champ in ("etapes", "alertes", "a_ne_pas_faire"))
        last_left = bool(size) and left < right
        below = max(left + 10 + last, right) if last_left else max(left, right + 10 + last)
        return (max(above, default=0) if size else sum(above) + 10) + 10 + below, last_left

    def _set_size(self, size: float) -> None:
        """Give the parts of a call letters of a size, and room to match; 0 for the usual ones."""
        read = f"QLabel#lecture, QLabel#lecture_forte, QLabel#numero {{ font-size: {size}pt; }}"
        title = f"QLabel#soustitre {{ font-size: {size}pt; }}"
        sheet = read + title if size else ""
        for block in self.blocks:
            if block.block.champ in _CALL:
                block.tighten(sheet, _CALL_MARGINS if size else _USUAL_MARGINS)


class BlockView(QFrame):
    """One part of a fiche: its number, its title, its lines. A screen reader says all of it at once."""

    wants_callers = Signal()
    """The numbers of those to alert are to be shown."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        self.block = block
        self.setObjectName("bloc")
        self.setProperty("ton", _TONES.get(block.manner, ""))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(block.titre)
        self.setAccessibleDescription(block.spoken)
        column = QVBoxLayout(self)
        column.setContentsMargins(*_USUAL_MARGINS)
        column.setSpacing(6)
        self._column = column
        key = label(str(block.numero), "touche")
        key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if block.numero > _LAST_KEY:
            key.hide()
        head = row(key, icon_label(_ICONS.get(block.champ, "file-text")), label(block.titre, "soustitre"), None)
        column.addLayout(head)
        if block.champ == "alertes":
            numbers = button(_("Les numéros"), "lien")
            numbers.setIcon(icon("address-book"))
            numbers.setToolTip(hint(_("Qui appeler, d’après l’annuaire (touche 0)")))
            numbers.clicked.connect(lambda _on: self.wants_callers.emit())
            numbers.setStyleSheet("padding: 0 6px;")
            numbers.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Ignored)  # no taller than its title
            head.addWidget(numbers)
        self._lines = _LAYOUTS[block.manner](block)
        column.addLayout(self._lines)

    def tighten(self, sheet: str, margins: tuple[int, int, int, int]) -> None:
        """Take letters of another size, and the margins that go with them."""
        if sheet == self.styleSheet():
            return
        self.setStyleSheet(sheet)
        self._column.setContentsMargins(*margins)
        self._column.setSpacing(2 if sheet else 6)
        self._lines.setVerticalSpacing(1 if sheet else 6)

    def layout_height(self, width: int) -> int:
        """Return how tall it is at a width, with the letters that it has now."""
        for said in self.findChildren(QLabel):
            said.ensurePolished()
        self._column.invalidate()
        self._column.activate()  # or what is within would answer for the letters before
        return self._column.totalHeightForWidth(width - 4) + 4


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
