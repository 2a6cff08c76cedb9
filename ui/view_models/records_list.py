"""The list of one kind of record: what is searched, filtered, ordered and shown of it. It holds no widget."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.domain.kinds import required
from ui.background import Background
from ui.desk import Drafts, Exports, Lists, Memory, People, Records, Wordings
from ui.timing import AlarmMaker
from ui.values import DraftLine, Person, SavedSearch, Wanted
from ui.view_models.export_list import ListExport
from ui.view_models.filters import HOLDER, Facet, Pairs, facets, names, said, without
from ui.view_models.rows_model import RowsModel

SEARCH_SECONDS = 0.12


class ListDesk(Lists, Wordings, Drafts, Memory, People, Records, Exports, Protocol):
    """What a list asks of the post."""


class RecordsList(QObject):
    """What is shown of a kind."""

    drafts_changed = Signal()
    wanted_changed = Signal()
    """What is searched or filtered changed by itself: the bars that say it must say it again."""
    searches_changed = Signal()
    columns_changed = Signal()
    refused = Signal(str)

    def __init__(
        self, declaration: Declaration, desk: ListDesk, background: Background, make_alarm: AlarmMaker
    ) -> None:
        super().__init__()
        self.declaration = declaration
        self._desk, self._background = desk, background
        self.rows = RowsModel(declaration, desk, background, desk.wording)
        self.leaving = ListExport(desk, background)
        self.facets: tuple[Facet, ...] = facets(declaration, desk.is_long)
        self.wanted = Wanted(declaration.kind)
        self.drafts: tuple[DraftLine, ...] = ()
        self.searches: tuple[SavedSearch, ...] = ()
        self.people: tuple[Person, ...] = ()
        self._recalled = False
        self._alarm = make_alarm(self.refresh)
        self.rows.refused.connect(self.refused)

    @property
    def chips(self) -> tuple[tuple[str, str], ...]:
        """The filters in force: the field's name, and how its filter is said."""
        known = {facet.name: facet for facet in self.facets}
        on = [known[name] for name in names(self.wanted.filters) if name in known]
        return tuple((facet.name, said(facet, self.wanted.filters, self._desk.wording)) for facet in on)

    def facet(self, name: str) -> Facet:
        """Return what a list can be filtered by, by its name."""
        return next(facet for facet in self.facets if facet.name == name)

    def search(self, text: str) -> None:
        """Search while typing."""
        self.wanted = replace(self.wanted, text=text)
        self._alarm.start(SEARCH_SECONDS)

    def filter(self, name: str, pairs: Pairs) -> None:
        """Filter by a field, or no longer when there is nothing to filter by."""
        self._want(replace(self.wanted, filters=without(self.wanted.filters, name) + pairs))

    def filter_mine(self) -> None:
        """Show what the person who sits here is in charge of."""
        mine = next((person.nom for person in self.people if person.ici), "")
        if mine:
            self.filter(HOLDER, ((HOLDER, mine),))

    def clear(self) -> None:
        """Search and filter no more."""
        self._want(replace(self.wanted, text="", filters=()))

    def order(self, name: str, *, descending: bool) -> None:
        """Order by a column; an empty name is the latest change first."""
        self.wanted = replace(self.wanted, order=("-" if descending else "") + name if name else "")
        self.refresh()

    def apply(self, nom: str) -> None:
        """Search and filter as was kept under a name."""
        found = next((each for each in self.searches if each.nom == nom), None)
        if found is not None:
            self._want(found.wanted)

    def keep(self, nom: str) -> None:
        """Keep what is searched and filtered now under a name."""
        wanted = self.wanted
        self._then(lambda: self._desk.keep_search(SavedSearch(nom, wanted)), self._ask_searches)

    def rename(self, nom: str, other: str) -> None:
        """Give a kept search another name."""
        found = next((each for each in self.searches if each.nom == nom), None)
        if found is None or nom == other:
            return

        def work() -> None:
            self._desk.keep_search(SavedSearch(other, found.wanted))
            if nom.casefold() != other.casefold():
                self._desk.forget_search(self.declaration.kind, nom)

        self._then(work, self._ask_searches)

    def forget(self, nom: str) -> None:
        """Forget a kept search."""
        self._then(lambda: self._desk.forget_search(self.declaration.kind, nom), self._ask_searches)

    def choose_columns(self, chosen: Sequence[str]) -> None:
        """Show these columns, in this order, from now on."""
        self.rows.choose(chosen)
        kept = [column.name for column in self.rows.columns]
        self.columns_changed.emit()
        self._then(lambda: self._desk.remember(self._columns_key, kept), lambda: None)

    def refresh(self) -> None:
        """Ask for the list again, and for the drafts."""
        self._alarm.stop()
        if not self._recalled:
            self._recalled = True
            self._background.run(lambda: self._desk.recall(self._columns_key), self._on_columns, self._on_error)
            self._background.run(lambda: tuple(self._desk.people()), self._on_people, self._on_error)
            self._ask_searches()
        self.rows.show(self.wanted)
        self.refresh_drafts()

    def refresh_drafts(self) -> None:
        """Ask for the drafts of this kind, and of what is kept apart from its records."""
        apart = (field.champ.vers for field in self.declaration.champs if field.sort == "reference")
        kinds = {self.declaration.kind, *(kind for kind in apart if kind and required(kind).compartiment)}
        self._background.run(
            lambda: tuple(draft for draft in self._desk.drafts() if draft.kind in kinds),
            self._on_drafts,
            self._on_error,
        )

    @property
    def _columns_key(self) -> str:
        return f"colonnes/{self.declaration.kind}"

    def _want(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.wanted_changed.emit()
        self.refresh()

    def _then(self, work: Callable[[], None], after: Callable[[], None]) -> None:
        self._background.run(work, lambda _none: after(), self._on_error)

    def _ask_searches(self) -> None:
        kind = self.declaration.kind
        self._background.run(lambda: tuple(self._desk.saved_searches(kind)), self._on_searches, self._on_error)

    def _on_searches(self, searches: tuple[SavedSearch, ...]) -> None:
        self.searches = searches
        self.searches_changed.emit()

    def _on_people(self, people: tuple[Person, ...]) -> None:
        self.people = people

    def _on_columns(self, kept: object) -> None:
        if isinstance(kept, list):
            self.rows.choose([name for name in kept if isinstance(name, str)])
            self.columns_changed.emit()

    def _on_drafts(self, drafts: tuple[DraftLine, ...]) -> None:
        self.drafts = drafts
        self.drafts_changed.emit()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
