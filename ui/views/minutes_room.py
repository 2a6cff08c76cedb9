"""The place where minutes are typed: it stands where the pages of the form were, and gives the place back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Wordings
from ui.timing import Now
from ui.view_models.minutes import Minutes
from ui.view_models.record_form import RecordForm
from ui.views.minutes import MinutesView


class MinutesRoom(QWidget):
    """Hidden while no minutes are typed."""

    toggled = Signal()
    """It takes the place, or gives it back."""
    wants_save = Signal()

    def __init__(self, form: RecordForm, instead_of: Sequence[QWidget], wordings: Wordings, now: Now) -> None:
        super().__init__()
        self._form, self._instead, self._wordings, self._now = form, instead_of, wordings, now
        self._were: list[bool] = []
        self.view: MinutesView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether minutes are being typed."""
        return self.view is not None

    def open(self) -> None:
        """Type the minutes of the meeting that is in the form."""
        self.leave()
        if self._form.typed is None:
            return
        minutes = Minutes(self._form)
        self.view = MinutesView(minutes, self._wordings, self._now)
        minutes.setParent(self.view)
        minutes.gone.connect(self.leave)
        self.view.left.connect(self.leave)
        self.view.wants_save.connect(self.wants_save)
        self._column.addWidget(self.view)
        self._were = [each.isHidden() for each in self._instead]
        for each in self._instead:
            each.hide()
        self.show()
        self.toggled.emit()
        self.view.begin()

    def leave(self) -> None:
        """Give the place back to the form; what was typed is in it."""
        view, self.view = self.view, None
        if view is None:
            return
        self._column.removeWidget(view)
        view.hide()
        view.deleteLater()
        self.hide()
        for each, hidden in zip(self._instead, self._were, strict=True):
            each.setHidden(hidden)
        self._form.filled.emit()
        self.toggled.emit()
