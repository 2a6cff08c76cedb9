"""Signalements that probably tell the same: the pairs, the likeliest first, both sides of one, and what may be done."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QSlider,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import N_, _, ngettext
from ui.duplicates_values import ComparedField, Pair
from ui.messages import sentence
from ui.plain import announce, ask, button, label
from ui.text import visible
from ui.view_models.duplicates import THRESHOLD_MAX, THRESHOLD_MIN, DuplicatesDesk
from ui.views.duplicates_forms import MergeForm, MergesDialog, TieForm
from ui.views.duplicates_sides import PairSides
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, row

_WIDTH, _HEIGHT, _AROUND = 1100, 680, 24
_PADDING = 28
_DONE = {
    "tied": N_("Le lien est enregistré\u00a0; il partira au prochain échange."),
    "distinct": N_("C’est retenu\u00a0: plus aucun poste ne les proposera ensemble."),
    "merged": N_("Les deux signalements n’en font plus qu’un. Vous pouvez annuler cette fusion."),
    "undone": N_("La fusion est annulée\u00a0: les deux signalements sont comme avant."),
}


class PairList(QListWidget):
    """Pairs, each as tall as its words need at the width that there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Paires de signalements"))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure again at another width."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give each pair the height of its words."""
        wide = max(self.viewport().width() - _PADDING, 1)
        for place in range(self.count()):
            item = self.item(place)
            box = self.fontMetrics().boundingRect(
                QRect(0, 0, wide, 10_000), Qt.TextFlag.TextWordWrap.value, item.text()
            )
            item.setSizeHint(QSize(self.viewport().width(), box.height() + _PADDING))


class DuplicatesDialog(QDialog):
    """One search; the rest of the application stays usable beside it."""

    def __init__(self, parent: QWidget | None, duplicates: DuplicatesDesk) -> None:
        super().__init__(parent)
        self.duplicates = duplicates
        one = bool(duplicates.only)
        self.setWindowTitle(_("Doublons de ce signalement") if one else _("Doublons probables"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        self.heading = label("", "soustitre", wrap=True)
        column.addWidget(self.heading)
        self.notice = Notice()
        column.addWidget(self.notice)
        self._searching(column)
        self.list = PairList()
        self.sides = PairSides()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.sides)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        column.addWidget(split, 1)
        self._acting(column)
        self._connect()
        room = self.screen().availableGeometry()
        self.resize(min(_WIDTH, room.width() - _AROUND), min(_HEIGHT, room.height() - _AROUND))
        self._shown: list[Pair] = []
        self._show()
        self.list.setFocus()
        duplicates.search()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - the name is Qt's
        """Look no further."""
        self.duplicates.stop()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Look no further."""
        self.duplicates.stop()
        super().done(result)

    def ask_merge(self) -> None:
        """Ask which carries on and what is kept of what differs; then merge."""
        pair = self.duplicates.chosen
        if pair is None:
            return
        form = MergeForm(self, pair, self.duplicates)
        if form.ask():
            self.duplicates.merge(form.survivor.id, form.absorbed.id, form.choices(), form.motif.text())
        form.stop()
        form.deleteLater()

    def ask_tie(self) -> None:
        """Ask how they are tied."""
        if self.duplicates.chosen is None:
            return
        form = TieForm(self)
        if form.ask():
            self.duplicates.tie(form.chosen, form.motif.text())
        form.deleteLater()

    def ask_distinguish(self) -> None:
        """Make sure, then remember."""
        pair = self.duplicates.chosen
        if pair is None:
            return
        text = _("«\u00a0{a}\u00a0» et «\u00a0{b}\u00a0» ne seront plus proposés ensemble, ici ni ailleurs.")
        said = text.format(a=visible(pair.a.titre), b=visible(pair.b.titre))
        if ask(self, _("Ce ne sont pas les mêmes"), said, _("Retenir"), _("Annuler")):
            self.duplicates.distinguish()

    def ask_merges(self) -> None:
        """Show the merges in force; one may be undone."""
        dialog = MergesDialog(self, self.duplicates)
        dialog.exec()
        dialog.deleteLater()

    def _searching(self, column: QVBoxLayout) -> None:
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(THRESHOLD_MIN, THRESHOLD_MAX)
        self.slider.setValue(self.duplicates.threshold)
        self.slider.setPageStep(5)
        self.slider.setTracking(False)
        self.slider.setMinimumWidth(self.fontMetrics().averageCharWidth() * 22)
        self.slider.setAccessibleName(_("Ressemblance à partir de laquelle une paire est montrée"))
        self.slider_label = label("")
        self.slider_label.setBuddy(self.slider)
        self.again = button(_("C&hercher de nouveau"))
        self.halt = button(_("&Interrompre"))
        column.addWidget(self.slider_label)
        column.addLayout(row(self.slider, self.again, self.halt, None))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Avancement de la recherche"))
        column.addWidget(self.bar)

    def _acting(self, column: QVBoxLayout) -> None:
        self.merge = button(_("&Fusionner…"), "premier")
        self.tie = button(_("&Rattacher…"))
        self.distinguish = button(_("Ce ne sont &pas les mêmes…"))
        self.merges = button(_("Fusions &déjà faites…"))
        self.close_button = button(_("Fer&mer"))
        flow = Flow()
        for each in (self.merge, self.tie, self.distinguish, self.merges, self.close_button):
            flow.take(each)
        column.addWidget(flow)

    def _connect(self) -> None:
        duplicates = self.duplicates
        duplicates.changed.connect(self._show)
        duplicates.compared.connect(self._show_sides)
        duplicates.treated.connect(self._on_treated)
        duplicates.refused.connect(self._on_refused)
        self.list.currentRowChanged.connect(self._on_row)
        self.slider.valueChanged.connect(duplicates.set_threshold)
        self.slider.sliderMoved.connect(self._say_threshold)
        self.again.clicked.connect(duplicates.search)
        self.halt.clicked.connect(duplicates.stop)
        self.merge.clicked.connect(self.ask_merge)
        self.tie.clicked.connect(self.ask_tie)
        self.distinguish.clicked.connect(self.ask_distinguish)
        self.merges.clicked.connect(self.ask_merges)
        self.close_button.clicked.connect(self.accept)

    def _show(self) -> None:
        duplicates = self.duplicates
        self._say_threshold(duplicates.threshold)
        if self.slider.value() != duplicates.threshold:
            self.slider.setValue(duplicates.threshold)
        progress = duplicates.progress
        self.bar.setVisible(duplicates.busy)
        self.bar.setRange(0, progress.total if progress else duplicates.total)
        self.bar.setValue(progress.done if progress else duplicates.done)
        self.halt.setVisible(duplicates.busy)
        self.again.setVisible(not duplicates.busy)
        number = len(duplicates.pairs)
        found = ngettext("{n} paire de signalements se ressemble", "{n} paires de signalements se ressemblent", number)
        self.heading.setText(_heading(found.format(n=number), number, busy=duplicates.busy))
        self._fill()

    def _fill(self) -> None:
        if self._shown == self.duplicates.pairs:
            self._enable()
            return
        chosen = self.duplicates.chosen
        self._shown = list(self.duplicates.pairs)
        self.list.blockSignals(True)
        self.list.clear()
        for pair in self._shown:
            item = QListWidgetItem(_line(pair))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _line(pair))
            self.list.addItem(item)
        self.list.fit()
        keys = [pair.key for pair in self._shown]
        place = keys.index(chosen.key) if chosen is not None and chosen.key in keys else 0 if keys else -1
        self.list.setCurrentRow(place)
        self.list.blockSignals(False)
        if chosen is None or chosen.key not in keys:
            self._on_row(place)
        self._enable()

    def _on_row(self, place: int) -> None:
        pair = self._shown[place] if 0 <= place < len(self._shown) else None
        self.duplicates.choose(pair)
        self._enable()

    def _enable(self) -> None:
        for each in (self.merge, self.tie, self.distinguish):
            each.setEnabled(self.duplicates.chosen is not None)

    def _say_threshold(self, percent: int) -> None:
        self.slider_label.setText(_("&Ressemblance d’au moins {n}\u00a0%").format(n=percent))

    def _show_sides(self, fields: Sequence[ComparedField]) -> None:
        """Show what was compared: a method, so that an answer that comes once the window is left goes nowhere."""
        self.sides.show_fields(self.duplicates.chosen, fields)

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")

    def _on_treated(self, what: str) -> None:
        said = _(_DONE[what])
        if what == "undone" and self.duplicates.kept:
            kept = _("La fusion est annulée. Reste ce qui a été modifié depuis\u00a0: {champs}.")
            said = kept.format(champs=", ".join(self.duplicates.kept))
        self.notice.say(said, "succes")
        announce(self.notice, said)
        self.list.setFocus()


def _heading(found: str, number: int, *, busy: bool) -> str:
    if busy:
        return _("Recherche en cours… {trouve}").format(trouve=found if number else "").strip()
    return found if number else _("Aucune paire ne se ressemble autant. Baissez le seuil pour en voir davantage.")


def _line(pair: Pair) -> str:
    """Return a pair as the list says it: how likely, both titles, why."""
    reasons = ", ".join(sign.mots for sign in pair.signes[:3])
    sides = "\n".join(
        " · ".join(part for part in (visible(each.titre), each.reference, each.recu_le) if part)
        for each in (pair.a, pair.b)
    )
    return f"{min(int(pair.score * 100), 99)}\u00a0% – {reasons}\n{sides}"
