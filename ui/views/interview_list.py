"""The criteria of a grid under their families, each with its answer; keys that answer go to the interview."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import hint
from ui.text import opening, visible
from ui.view_models.interview import Interview, said_answer

_PLACE = Qt.ItemDataRole.UserRole
_OWN = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CriteriaList(QListWidget):
    """One line a criterion, and a title a family."""

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self._interview = interview
        self._shown: tuple[tuple[str, str], ...] = ()
        self.setAccessibleName(_("Critères de la grille"))
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(lambda item, _before: self._on_current(item))

    def show_answers(self) -> None:
        """Say each answer, and follow the criterion in hand."""
        answers = self._interview.answers
        asked = tuple((str(one.get("famille") or ""), str(one.get("libelle") or "")) for one in answers)
        self.blockSignals(True)
        if asked != self._shown:
            self._shown = asked
            self._fill()
        for line in range(self.count()):
            item = self.item(line)
            place = item.data(_PLACE)
            if place is None:
                continue
            libelle, said = visible(asked[place][1]), said_answer(answers[place])
            item.setText(f"{libelle}\n{said}")
            item.setIcon(icon("check-circle" if answers[place].get("reponse") else "question"))
            where = _("Critère {n} sur {total}").format(n=place + 1, total=len(asked))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{where}\u00a0: {libelle}. {said}")
            item.setToolTip(hint(f"{libelle}. {said}"))
            if place == self._interview.place:
                self.setCurrentItem(item)
                self.scrollToItem(item)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Keep the arrows; every other key is for the interview."""
        if event.key() in _OWN:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _fill(self) -> None:
        self.clear()
        family = ""
        for place, (famille, _libelle) in enumerate(self._shown):
            if famille != family:
                family = famille
                title = QListWidgetItem(visible(opening(famille)))
                font = QFont(self.font())
                font.setWeight(QFont.Weight.DemiBold)
                title.setFont(font)
                title.setFlags(Qt.ItemFlag.NoItemFlags | Qt.ItemFlag.ItemIsEnabled)
                self.addItem(title)
            item = QListWidgetItem()
            item.setData(_PLACE, place)
            self.addItem(item)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        place = item.data(_PLACE) if item is not None else None
        if place is not None:
            self._interview.go(place)
