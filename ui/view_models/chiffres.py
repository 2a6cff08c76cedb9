"""The page « Chiffres »: over what, which figures, what they open, what leaves of them. It holds no widget."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.comparaison import Comparaison
from mvl_desktop.domain.figure import Ligne, Requete
from mvl_desktop.i18n import _
from mvl_desktop.ports.charts import Manner
from mvl_desktop.services.comparaisons import compared, counted
from mvl_desktop.services.figure_words import line_said
from ui.background import Background
from ui.chiffre_values import (
    Asked,
    Chiffre,
    ChiffreLeaving,
    Chiffres,
    ChiffreWish,
    CountedRecord,
    Indicateur,
    SerieLine,
    read_wish,
    wish_document,
)
from ui.desk import Exports, Membership, Memory, Wordings
from ui.desk_chiffres import ChiffresDesk
from ui.text import opening
from ui.timing import Now
from ui.values import Espace
from ui.view_models.figure_leaving import FigureLeaving

VIEWS = "chiffres/vues"
LAST = "chiffres/page"
BY_PLACE = "departement"
"""What a map is divided by."""
_NAME_MAX = 80


class FiguresDesk(ChiffresDesk, Wordings, Memory, Membership, Exports, Protocol):
    """What it asks of the post."""


class ChiffresPage(QObject):
    """What the page shows."""

    changed = Signal()
    """The period, the choices or the four figures."""
    drawn = Signal(str)
    """A figure came, by the manner in which it is drawn."""
    series_changed = Signal()
    views_changed = Signal()
    found = Signal(str, object)
    """The records behind a number: its title, and them."""
    said = Signal(str)
    refused = Signal(str)

    def __init__(self, desk: FiguresDesk, background: Background, now: Now) -> None:
        super().__init__()
        self.desk, self._background, self._now = desk, background, now
        self.wish = ChiffreWish()
        self.seen: Chiffres | None = None
        self.asked: dict[Manner, Asked] = {}
        self.figures: dict[Manner, Chiffre] = {}
        self.series: Sequence[SerieLine] | None = None
        self.views: Mapping[str, ChiffreWish] = {}
        self.espaces: Sequence[Espace] = ()
        self._recalled = False
        self._leaving = FigureLeaving(desk, background)
        self._leaving.said.connect(self.said)
        self._leaving.refused.connect(self.refused)

    @property
    def today(self) -> date:
        """The day it is."""
        return self._now().date()

    @property
    def indicateurs(self) -> Sequence[Indicateur]:
        """What can be counted."""
        return self.seen.indicateurs if self.seen is not None else ()

    def refresh(self) -> None:
        """Ask for everything that was shown again."""
        if not self._recalled:
            self._recalled = True
            self._background.run(self._remembered, self._on_remembered, self._on_error)
            return
        self._ask_first()
        for manner in tuple(self.asked):
            self._ask(manner)
        if self.series is not None:
            self.ask_series()

    def choose(self, wish: ChiffreWish) -> None:
        """Count over something else; the choice is remembered on this post."""
        if wish == self.wish:
            return
        self.wish = wish
        document = dict(wish_document(wish))
        self._background.run(lambda: self.desk.remember(LAST, document), lambda _none: None, self._on_error)
        self.changed.emit()
        self.refresh()

    def ask_figure(self, manner: Manner, code: str, coupe: str = "") -> None:
        """Show a figure; a map is always by département."""
        asked = Asked(code, BY_PLACE if manner == "carte" else coupe)
        if self.asked.get(manner) != asked or manner not in self.figures:
            self.asked[manner] = asked
            self._ask(manner)

    def ask_series(self) -> None:
        """Ask for what others counted."""
        self._background.run(lambda: tuple(self.desk.drawn_series()), self._on_series, self._on_error)

    def add_series(self) -> None:
        """Put the series that come with the application in this post, and show them."""
        self._background.run(self.desk.add_default_series, lambda _came: self.ask_series(), self._on_error)

    def open_line(self, ligne: Ligne, title: str) -> None:
        """Ask for the records behind a number."""
        requete = ligne.requete
        if requete is not None:
            self.open_records(requete, title)

    def open_records(self, requete: Requete, title: str) -> None:
        """Ask for the records that a figure counted."""

        def ask() -> tuple[CountedRecord, ...]:
            return tuple(self.desk.counted(requete))

        self._background.run(ask, lambda records: self.found.emit(title, records), self._on_error)

    def keep_view(self, nom: str) -> None:
        """Keep what is chosen under a name."""
        name = _view_name(nom)
        if name:
            self._keep_views({**self.views, name: self.wish})

    def rename_view(self, nom: str, nouveau: str) -> None:
        """Keep a view under another name, that no other view has."""
        name = _view_name(nouveau)
        if name and nom in self.views and (name == nom or name not in self.views):
            self._keep_views({name if each == nom else each: wish for each, wish in self.views.items()})

    def can_rename(self, nom: str, nouveau: str) -> bool:
        """Whether a view may take this name: another one has it."""
        return _view_name(nouveau) in {"", nom} or _view_name(nouveau) not in self.views

    def forget_view(self, nom: str) -> None:
        """Forget a view."""
        self._keep_views({name: wish for name, wish in self.views.items() if name != nom})

    def show_view(self, nom: str) -> None:
        """Choose what was kept under a name."""
        if nom in self.views:
            self.choose(self.views[nom])

    def export(self, leaving: ChiffreLeaving, path: Path) -> None:
        """Write a figure; a second one waits until the first is written."""
        self._leaving.export(leaving, path)

    def _remembered(self) -> tuple[object, object, Sequence[Espace]]:
        return self.desk.recall(LAST), self.desk.recall(VIEWS), tuple(self.desk.espaces())

    def _on_remembered(self, kept: tuple[object, object, Sequence[Espace]]) -> None:
        last, views, espaces = kept
        self.wish = read_wish(last)
        if isinstance(views, Mapping):
            self.views = {str(name): read_wish(raw) for name, raw in views.items()}
        self.espaces = [espace for espace in espaces if not espace.compartiment]
        self.changed.emit()
        self.views_changed.emit()
        self.refresh()

    def _keep_views(self, views: Mapping[str, ChiffreWish]) -> None:
        self.views = dict(sorted(views.items(), key=lambda each: each[0].casefold()))
        kept = {name: dict(wish_document(wish)) for name, wish in self.views.items()}
        self._background.run(lambda: self.desk.remember(VIEWS, kept), lambda _none: None, self._on_error)
        self.views_changed.emit()

    def _ask_first(self) -> None:
        wish = self.wish

        def came(found: Chiffres) -> None:
            if wish == self.wish:
                self.seen = found
                self.changed.emit()

        self._background.run(lambda: self.desk.first_figures(wish), came, self._on_error)

    def _ask(self, manner: Manner) -> None:
        wish, asked = self.wish, self.asked[manner]

        def came(found: Chiffre) -> None:
            if wish == self.wish and self.asked.get(manner) == asked:
                self.figures[manner] = found
                self.drawn.emit(manner)

        self._background.run(lambda: self.desk.figure(asked, wish), came, self._on_error)

    def _on_series(self, found: Sequence[SerieLine]) -> None:
        self.series = found
        self.series_changed.emit()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def comparison_said(chiffre: Chiffre) -> Sequence[str]:
    """Say both numbers, then what must be known before comparing them; nothing without another period."""
    other = chiffre.autre
    if other is None:
        return ()
    un, autre = counted(chiffre.figure), counted(other)
    if un is not None and autre is not None:
        first, *others = compared(Comparaison(un, autre))
        return (opening(first), *others)
    said = line_said(other.total, other.unite, chiffre.seuil)
    return (_("{periode}\u00a0: {valeur}").format(periode=other.periode.libelle, valeur=said),)


def _view_name(nom: str) -> str:
    return " ".join(nom.split())[:_NAME_MAX]
