"""The last steps of the first start, which can be opened again: who sits here, for which territory, in which espace."""

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.values import Choice, Espace, Introduction

_SEPARATORS = re.compile(r"[\s,;/]+")
_NATIONAL = "departements"


class Settled(Protocol):
    """What is asked of a post that has just been made."""

    def codes(self, nomenclature: str) -> Sequence[Choice]:
        """Return every code of a short list."""

    def introduction(self) -> Introduction:
        """Return what the person said of themselves."""

    def introduce(self, said: Introduction) -> None:
        """Keep what the person says of themselves."""

    def espaces(self) -> Sequence[Espace]:
        """Return the espaces of this post."""

    def found(self, name: str, *, apart: bool = False) -> None:
        """Found an espace; `apart`: with its compartments, in one act."""

    def found_compartments(self, espace: str) -> None:
        """Found the compartments that an espace lacks."""


class Settling(QObject):
    """Who, where, and the first espace."""

    changed = Signal()
    refused = Signal(str)
    introduced = Signal()
    founded = Signal(str)

    def __init__(self, desk: Settled, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.said = Introduction("")
        self.fonctions: tuple[Choice, ...] = ()
        self.departements: dict[str, str] = {}
        self.espaces: tuple[Espace, ...] = ()
        self.busy = False
        self.ready = False

    def load(self) -> None:
        """Ask for the lists, and for what was already said."""
        self._background.run(self._read, self._on_read, self._on_error)

    def read_departements(self, text: str) -> tuple[tuple[str, ...], str]:
        """Return the codes of a text such as « 1, 69 2a », and the first word that is no département."""
        codes: list[str] = []
        for word in _SEPARATORS.split(text.strip().upper()):
            code = word.zfill(2) if word.isdigit() else word
            if not word or code in codes:
                continue
            if code not in self.departements:
                return tuple(codes), word
            codes.append(code)
        return tuple(codes), ""

    def names(self, codes: Sequence[str]) -> str:
        """Say départements by their names."""
        return ", ".join(self.departements.get(code, code) for code in codes)

    @property
    def proposed_name(self) -> str:
        """A name for the espace: that of the délégation."""
        return self.said.delegation

    def introduce(self, said: Introduction) -> None:
        """Keep who sits here."""

        def done(_none: None) -> None:
            self.said = said
            self.introduced.emit()

        self._do(lambda: self._desk.introduce(said), done)

    def found(self, name: str, *, compartments: bool) -> None:
        """Found an espace, and its compartments when asked."""
        name = " ".join(name.split())

        def work() -> None:
            made = next((each.id for each in self._desk.espaces() if each.nom == name), None)
            if made is None:
                self._desk.found(name, apart=compartments)
            elif compartments:
                self._desk.found_compartments(made)

        def done(_none: None) -> None:
            self.load()
            self.founded.emit(name)

        self._do(work, done)

    def _read(self) -> tuple[tuple[Choice, ...], dict[str, str], Introduction, tuple[Espace, ...]]:
        return (
            tuple(self._desk.codes("fonctions")),
            {each.code: each.libelle for each in self._desk.codes(_NATIONAL)},
            self._desk.introduction(),
            tuple(self._desk.espaces()),
        )

    def _on_read(self, found: tuple[tuple[Choice, ...], dict[str, str], Introduction, tuple[Espace, ...]]) -> None:
        self.fonctions, self.departements, self.said, self.espaces = found
        self.ready = True
        self.changed.emit()

    def _do(self, work: Callable[[], None], on_done: Callable[[None], None]) -> None:
        if self.busy:
            return
        self.busy = True
        self.changed.emit()

        def done(result: None) -> None:
            self.busy = False
            self.changed.emit()
            on_done(result)

        self._background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
