"""Conflicts: the queue on the left, in an order that is said; the open field on the right. All by the keyboard."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QListView, QStackedWidget, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.arbitration_values import LittleLine, QueueLine
from ui.figures import FIGURES
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.text import count, short_date, visible
from ui.timing import Now
from ui.view_models.arbitration import Arbitration, ConflictDesk
from ui.views.arbitration_case import CasePanel
from ui.views.arbitration_together import TogetherDialog
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, empty_state, row

ORDERS = {
    "gravite": N_("Les plus graves d’abord"),
    "anciennete": N_("Les plus anciens d’abord"),
    "recents": N_("Les plus récents d’abord"),
}
GRAVITIES = {"vitale": N_("danger vital"), "forte": N_("urgence immédiate"), "serieuse": N_("situation sérieuse")}
_MARKS = {"vitale": "warning-circle", "forte": "warning", "serieuse": "warning"}
_KEYS = N_(
    "Clavier\u00a0: J et K, suivant et précédent · 1 à 9, garder une valeur · C, réunir · T, écrire · D, différences · "
    "Ctrl+Entrée, décider · Ctrl+Z, revenir en arrière"
)
_LETTERS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
"""What may be held while a letter or a figure is pressed: a French keyboard gives figures with the shift key."""
_LETTERS_FOR_LIST = 92
_TALLEST = 16_777_215
_Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """The lines of the queue, however many: each is written when it is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[QueueLine, ...] = ()

    def show(self, lines: tuple[QueueLine, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802 - the names are Qt's
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is drawn of a line, or read out of it."""
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{visible(line.titre)}\n{self._about(line)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            between = _("entre {noms}").format(noms=", ".join(map(visible, line.postes)))
            return f"{visible(line.titre)}. {self._about(line)}. {between}"
        if role == Qt.ItemDataRole.DecorationRole:
            return icon(_MARKS.get(line.gravite, "git-merge"))
        return None

    def _about(self, line: QueueLine) -> str:
        since = short_date(line.depuis.date())
        grave = _(GRAVITIES[line.gravite]) if line.gravite in GRAVITIES else ""
        return " · ".join(part for part in (line.libelle, grave, since) if part)


class QueueList(QListView):
    """The queue. Letters are for the page, not for a search in the list."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("file")
        self.setAccessibleName(_("Champs à décider"))
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(160)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Let the page have the letters and the figures."""
        if (
            event.text().isalnum() or event.text() in FIGURES
        ) and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Ask for no more width than a short title."""
        return QSize(self.fontMetrics().averageCharWidth() * 30, super().sizeHint().height())


class ArbitrationView(QWidget):
    """Compare and decide."""

    wants_record = Signal(str, str)

    def __init__(self, arbitration: Arbitration, desk: ConflictDesk, now: Now) -> None:
        super().__init__()
        self.arbitration = arbitration
        self.model = QueueModel()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        self.total = label("", tone="discret")
        self.together = button(_("À peine différents…"))
        self.together.setToolTip("")
        self.together.clicked.connect(arbitration.look_for_little)
        self.narrow = button(_("Fil&trer"))
        self.narrow.setCheckable(True)
        self.narrow.toggled.connect(lambda _on: self._fit())
        column.addLayout(row(label(_("Conflits"), "titre"), self.total, None, self.narrow, self.together, gap=12))
        self._filters(column)
        self.notice = Notice()
        self.undo = button(_("Annuler cette décision"))
        self.undo.setIcon(icon("arrow-u-up-left"))
        self.undo.clicked.connect(arbitration.undo)
        self.undo.hide()
        self.notice.add(self.undo)
        column.addWidget(self.notice)
        self.case = CasePanel(arbitration, desk, now)
        self.case.wants_record.connect(self.wants_record)
        self.pages = QStackedWidget()
        text = _("Quand deux personnes changent le même champ sans se voir, les deux valeurs sont gardées ici.")
        self.pages.addWidget(empty_state("check-circle", _("Aucun conflit à décider"), text))
        self.pages.addWidget(self._both())
        self.all_button = button(_("Tout montrer"))
        self.all_button.clicked.connect(self._show_all)
        narrowed = _("D’autres champs sont à décider, que ces filtres laissent de côté.")
        self.pages.addWidget(empty_state("funnel", _("Rien à décider ici"), narrowed, self.all_button))
        column.addWidget(self.pages, 1)
        self.keys = label(_(_KEYS), tone="aide", wrap=True)
        column.addWidget(self.keys)
        arbitration.changed.connect(self._on_queue)
        arbitration.opened.connect(self._on_opened)
        arbitration.decided.connect(self._on_decided)
        arbitration.refused.connect(self._on_refused)
        arbitration.grouped.connect(self._on_grouped)

    def refresh(self) -> None:
        """Ask again what is to decide."""
        self.arbitration.refresh()

    def select(self, rec: str) -> None:
        """Show the conflicts of a record first."""
        self.arbitration.select(rec)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Hear the letters that nothing else took: whoever types in a field keeps them."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_Z:
            self.arbitration.undo()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.case.on_decide()
        elif event.modifiers() & ~_LETTERS or not self._heard(event.text().lower()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the queue above where there is no room beside."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _heard(self, sign: str) -> bool:
        case, heard = self.case, True
        if sign in ("j", "k"):
            self.arbitration.move(1 if sign == "j" else -1)
        elif sign in ("c", "t", "d"):
            {"c": case.combine, "t": case.write, "d": case.toggle_differences}[sign]()
        elif sign in FIGURES:
            case.choose(FIGURES[sign])
        else:
            heard = False
        return heard

    def _filters(self, column: QVBoxLayout) -> None:
        self.order = QComboBox()
        self.order.setAccessibleName(_("Ordre"))
        self.order.setAccessibleDescription(_("Ordre"))  # readers call a list by its value
        for code, said in ORDERS.items():
            self.order.addItem(_(said), code)
        self.order.activated.connect(lambda _place: self.arbitration.show(ordre=str(self.order.currentData())))
        self.filters: dict[str, QComboBox] = {}
        boxes: list[QWidget] = [self.order]
        for name, said in (
            ("kind", _("Genre")),
            ("espace", _("Espace")),
            ("champ", _("Champ")),
            ("poste", _("Personne")),
        ):
            box = QComboBox()
            box.setAccessibleName(_("Filtrer\u00a0: {quoi}").format(quoi=said))
            box.setAccessibleDescription(box.accessibleName())
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(18)
            box.activated.connect(lambda _place, name=name: self._on_filter(name))
            self.filters[name] = box
            boxes.append(box)
        self.choices = Flow(*boxes)
        column.addWidget(self.choices)

    def _both(self) -> QWidget:
        both = QWidget()
        self._sides = line = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        self.list = QueueList()
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        line.addWidget(self.list, 2)
        line.addWidget(self.case, 5)
        return both

    def _fit(self) -> None:
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _LETTERS_FOR_LIST
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.list.setMaximumHeight(max(1, self.list.sizeHintForRow(0)) + 8 if narrow else _TALLEST)
        self.keys.setVisible(not narrow)
        self.total.setVisible(not narrow)
        self.narrow.setVisible(narrow)
        self.choices.setVisible(not narrow or self.narrow.isChecked())

    def _on_queue(self) -> None:
        queue, wish = self.arbitration.queue, self.arbitration.wish
        shown = len(queue.lines)
        self.total.setText(count(shown, _("champ à décider"), _("champs à décider")) if shown else "")
        if wish.narrows and queue.total > shown:
            of = _("{n} sur {total}").format(n=shown, total=queue.total)
            self.total.setText(of)
        self.model.show(queue.lines)
        self._fill("kind", _("Tous les genres"), queue.kinds)
        self._fill("espace", _("Tous les espaces"), queue.espaces)
        self._fill("champ", _("Tous les champs"), queue.champs)
        self._fill("poste", _("Toutes les personnes"), queue.postes)
        for box in (self.order, *self.filters.values(), self.together):
            box.setEnabled(bool(queue.total))
        self.pages.setCurrentIndex(1 if shown else 2 if queue.total else 0)
        self._mark_current()
        self._fit()

    def _fill(self, name: str, anything: str, choices: Mapping[str, tuple[str, int]]) -> None:
        box, wished = self.filters[name], str(getattr(self.arbitration.wish, name))
        box.clear()
        box.addItem(anything, "")
        for code, (said, number) in choices.items():
            box.addItem(f"{visible(said)} ({number})", code)
        box.setCurrentIndex(max(0, box.findData(wished)))
        box.setVisible(len(choices) > 1 or bool(wished))

    def _on_filter(self, name: str) -> None:
        self.arbitration.show(**{name: str(self.filters[name].currentData())})

    def _show_all(self) -> None:
        self.arbitration.show(kind="", espace="", champ="", poste="")

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and current.row() != self.arbitration.place:
            self.arbitration.open(current.row())

    def _on_opened(self) -> None:
        self._mark_current()

    def _mark_current(self) -> None:
        index = self.model.index(self.arbitration.place, 0)
        if index.isValid() and self.list.currentIndex() != index:
            self.list.selectionModel().blockSignals(True)
            self.list.setCurrentIndex(index)
            self.list.selectionModel().blockSignals(False)
            self.list.scrollTo(index)
            self.list.viewport().update()

    def _on_decided(self) -> None:
        done = self.arbitration.done
        self.undo.setVisible(bool(done))
        if not done:
            self.notice.say(_("Décision annulée."), "succes")
            return
        if self.isVisible():
            self.list.setFocus()  # the next one is open: figures choose again
        batch = done[-1].batch
        if batch is None:
            self.undo.setText(_("Annuler cette décision"))
            self.notice.say(_("Décision enregistrée\u202f; elle partira au prochain échange."), "succes")
        else:
            self.undo.setText(_("Annuler ces décisions"))
            said = ngettext("{n} champ décidé.", "{n} champs décidés.", batch.faits).format(n=batch.faits)
            left = _("{n} avaient changé et restent à décider.").format(n=batch.laisses) if batch.laisses else ""
            self.notice.say(f"{said} {left}".strip(), "succes")

    def _on_refused(self, code: str) -> None:
        self.undo.hide()
        self.notice.say(sentence(code), "danger")

    def _on_grouped(self, found: list[LittleLine]) -> None:
        if not found:
            self.undo.hide()
            self.notice.say(_("Aucune différence n’est assez petite pour être décidée d’un coup."))
            return
        dialog = TogetherDialog(self, found, self.arbitration.motifs)
        if dialog.ask():
            self.arbitration.decide_together(dialog.chosen, dialog.reason)
        dialog.deleteLater()
