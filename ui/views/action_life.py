"""Where the fiche d'action that is open stands: its steps, ticked with the space bar, and its indicators."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.convention_values import StepLine
from ui.messages import sentence
from ui.plain import label
from ui.text import visible
from ui.view_models.convention import UNSAVED, ActionLife
from ui.widgets.panels import Notice, scrolled
from ui.widgets.tables import small_table

_ID = Qt.ItemDataRole.UserRole


class StepList(QListWidget):
    """Steps with a box each: the space bar, Enter or a click on the box says done, or to do again."""

    def __init__(self, life: ActionLife) -> None:
        super().__init__()
        self._life = life
        self.setAccessibleName(_("Étapes de l’action"))
        self.setWordWrap(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(self._on_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Tick the step with Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._tick(self.currentItem())
        else:
            super().keyPressEvent(event)

    def show_steps(self, steps: tuple[StepLine, ...]) -> None:
        """Show steps; the one that was reached stays reached."""
        at = max(self.currentRow(), 0)
        self.blockSignals(True)
        self.clear()
        for each in steps:
            item = QListWidgetItem(_said(each))
            item.setData(_ID, each.id)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if each.faite else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(min(at, self.count() - 1))
        self.blockSignals(False)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Words that wrap ask for more height."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Take the height of the steps: the page scrolls, not the list."""
        self.doItemsLayout()
        tall = sum(self.visualItemRect(self.item(row)).height() for row in range(self.count()))
        self.setFixedHeight(tall + 2 * self.frameWidth() + 4)

    def _on_changed(self, item: QListWidgetItem) -> None:
        # Asked once the list has done with this item: it is filled anew from what the record became.
        QTimer.singleShot(0, self, lambda: self._life.tick(str(item.data(_ID))))

    def _tick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._life.tick(str(item.data(_ID)))


class ActionPage(QWidget):
    """Steps and indicators of the fiche d'action that is open."""

    def __init__(self, life: ActionLife) -> None:
        super().__init__()
        self.life = life
        self.state = label("", tone="discret", wrap=True)
        self.notice = Notice()
        self.steps = StepList(life)
        self.help = label(_("Espace\u00a0: étape faite, ou à refaire."), tone="aide", wrap=True)
        self.named = label(_("Indicateurs"), "groupe")
        columns = [_("Indicateur"), _("Valeur"), _("Cible"), _("Où en est-on")]
        self.indicators = small_table(_("Indicateurs de l’action"), columns)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 8, 8, 8)
        column.setSpacing(6)
        for widget in (self.state, self.notice, self.help, self.steps, self.named):
            column.addWidget(widget)
        self.indicators.stand_in(column)
        self.counted = label("", tone="discret", wrap=True)
        column.addWidget(self.counted)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))
        life.changed.connect(self._show)
        life.moved.connect(self._show_gestures)
        life.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self._show()

    def _show(self) -> None:
        seen = self.life.seen
        self.state.setVisible(seen is None or not seen.etapes)
        self.state.setText(_("Aucune étape n’est écrite.") if seen is not None else _("Enregistrez d’abord la fiche."))
        steps = seen.etapes if seen is not None else ()
        self.steps.show_steps(steps)
        self.steps.setVisible(bool(steps))
        self.help.setVisible(bool(steps))
        self._show_gestures()
        lines = seen.indicateurs if seen is not None else ()
        for widget in (self.named, self.indicators):
            widget.setVisible(bool(lines))
        self.counted.setText(seen.periode if seen is not None else "")
        self.counted.setVisible(bool(self.counted.text()))
        self.indicators.setRowCount(len(lines))
        for row, each in enumerate(lines):
            for column, text in enumerate((each.libelle, each.valeur, each.cible, each.issue)):
                item = QTableWidgetItem(visible(text))
                item.setToolTip("")
                self.indicators.setItem(row, column, item)

    def _show_gestures(self) -> None:
        self.steps.setEnabled(not self.life.unsaved)
        self.help.setText(_(UNSAVED) if self.life.unsaved else _("Espace\u00a0: étape faite, ou à refaire."))


def _said(step: StepLine) -> str:
    about = [step.quand, _("en retard") if step.en_retard else "" if step.faite else step.etat.lower()]
    said = ", ".join(part for part in about if part)
    return visible(_("{etape} ({quand})").format(etape=step.intitule, quand=said) if said else step.intitule)
