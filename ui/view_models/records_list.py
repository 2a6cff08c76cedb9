"""The list of one kind of record: what is searched, filtered and ordered. It holds no widget."""

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.champ import Declaration, DeclaredField
from ui.background import Background
from ui.desk import Drafts, Lists, Wordings
from ui.timing import AlarmMaker
from ui.values import DraftLine, Wanted
from ui.view_models.rows_model import RowsModel

SEARCH_SECONDS = 0.12
_OFFERED = ("statut", "niveau", "urgence", "canal", "departement", "diffusion", "fonction")
"""Filters first offered; every declared filter can be asked for."""


class ListDesk(Lists, Wordings, Drafts, Protocol):
    """What a list asks of the post."""


class RecordsList(QObject):
    """What is shown of a kind."""

    drafts_changed = Signal()
    refused = Signal(str)

    def __init__(
        self, declaration: Declaration, desk: ListDesk, background: Background, make_alarm: AlarmMaker
    ) -> None:
        super().__init__()
        self.declaration = declaration
        self._desk, self._background = desk, background
        self.rows = RowsModel(declaration, desk, background, desk.wording)
        self.wanted = Wanted(declaration.kind)
        self.drafts: tuple[DraftLine, ...] = ()
        self._alarm = make_alarm(self.refresh)
        self.rows.refused.connect(self.refused)

    @property
    def filters(self) -> tuple[DeclaredField, ...]:
        """The fields that filters are offered for: codes of short lists."""
        declared = [
            field
            for field in self.declaration.champs
            if field.champ.filtre and field.sort == "code" and field.champ.nomenclature and not field.champ.cache
        ]
        short = [field for field in declared if not self._desk.is_long(field.champ.nomenclature or "")]
        first = [field for name in _OFFERED for field in short if field.name == name]
        return tuple(first[:3])

    def search(self, text: str) -> None:
        """Search while typing."""
        self.wanted = replace(self.wanted, text=text)
        self._alarm.start(SEARCH_SECONDS)

    def filter(self, name: str, code: str | None) -> None:
        """Filter by a field, or no longer."""
        others = tuple((each, value) for each, value in self.wanted.filters if each != name)
        self.wanted = replace(self.wanted, filters=others + (((name, code),) if code else ()))
        self.refresh()

    def order(self, column: int, *, descending: bool) -> None:
        """Order by a column."""
        self.wanted = replace(self.wanted, order=("-" if descending else "") + self.rows.order_of(column))
        self.refresh()

    def refresh(self) -> None:
        """Ask for the list again, and for the drafts."""
        self._alarm.stop()
        self.rows.show(self.wanted)
        self.refresh_drafts()

    def refresh_drafts(self) -> None:
        """Ask for the drafts of this kind."""
        kind = self.declaration.kind
        self._background.run(
            lambda: tuple(draft for draft in self._desk.drafts() if draft.kind == kind), self._on_drafts, self._on_error
        )

    def _on_drafts(self, drafts: tuple[DraftLine, ...]) -> None:
        self.drafts = drafts
        self.drafts_changed.emit()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
