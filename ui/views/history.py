"""What happened to a record: when, at which post, each field before and after."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.plain import label
from ui.text import breakable, count, moment, opening
from ui.timing import local_now
from ui.values import Past
from ui.view_models.record_side import RecordSide
from ui.widgets.panels import card, clear, empty_state, icon_label, row, scrolled

_SHOWN = 100
_LONG = 600


class HistoryView(QWidget):
    """The revisions of a record, latest first."""

    def __init__(self, side: RecordSide) -> None:
        super().__init__()
        self._side = side
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(2, 12, 14, 12)
        self._column.setSpacing(10)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))
        side.history_changed.connect(self._show)

    def _show(self) -> None:
        clear(self._column)
        if not self._side.history:
            self._column.addWidget(
                empty_state(
                    "clock-counter-clockwise", "Pas encore d’historique", "Chaque enregistrement s’inscrira ici."
                )
            )
            return
        for past in self._side.history[:_SHOWN]:
            self._column.addWidget(_card(past))
        if len(self._side.history) > _SHOWN:
            rest = len(self._side.history) - _SHOWN
            self._column.addWidget(
                label(f"… et {count(rest, 'modification plus ancienne', 'modifications plus anciennes')}.")
            )
        self._column.addStretch(1)


def _card(past: Past) -> QWidget:
    head = QWidget()
    when = label(opening(moment(past.le, local_now().date())), tone="discret")
    head.setLayout(row(icon_label("laptop"), label(past.poste, "soustitre"), None, when))
    if past.efface:
        return card(
            head, label("Contenu effacé : la loi ou l’espace l’a demandé.", tone="discret", wrap=True), margin=12
        )
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    for place, title in enumerate(("Champ", "Avant", "Après")):
        grid.addWidget(label(title, tone="aide"), 0, place)
        grid.setColumnStretch(place, 1 if place == 0 else 2)
    for line, change in enumerate(past.changes, start=1):
        for place, text in enumerate((change.champ, change.avant, change.apres)):
            shown = text if len(text) <= _LONG else text[:_LONG] + "…"
            said = label(breakable(shown), tone="discret" if place == 1 else "", wrap=True)
            grid.addWidget(said, line, place, Qt.AlignmentFlag.AlignTop)
    return card(head, holder, margin=12)
