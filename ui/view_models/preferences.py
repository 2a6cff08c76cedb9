"""What may be chosen at this post, applied at once: the look, habits, where new records begin. It holds no widget."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.preferences import HABITS, Habits, habits_document, read_habits
from ui.values import Choice, Espace, Introduction, TextsRead


class Chooser(Protocol):
    """What preferences ask of a post."""

    def recall(self, key: str) -> object:
        """Return what was remembered."""

    def remember(self, key: str, value: object) -> None:
        """Remember a JSON value."""

    def codes(self, nomenclature: str) -> Sequence[Choice]:
        """Return every code of a short list."""

    def homes(self, kind: str) -> Sequence[Espace]:
        """Return the espaces where this post may write, the usual one first."""

    def use_home(self, espace: str) -> None:
        """Begin new signalements in this espace."""

    def texts_read(self) -> TextsRead:
        """Return how many attachments the search knows the text of."""

    def introduction(self) -> Introduction:
        """Return what the person said of themselves."""

    def introduce(self, said: Introduction) -> None:
        """Keep what the person says of themselves."""


_NOBODY = Introduction("")
_NOTHING = TextsRead()


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from, and what is chosen: the usual espace is the first, the usual département too."""

    espaces: tuple[Espace, ...] = ()
    departements: tuple[Choice, ...] = ()
    said: Introduction = _NOBODY
    textes: TextsRead = _NOTHING

    @property
    def departement(self) -> str:
        """The usual département; empty when there is none."""
        return self.said.departements[0] if self.said.departements else ""


class Preferences(QObject):
    """Habits of one post, read once it is open."""

    changed = Signal()
    applied = Signal(object)
    """Habits, to be put in force."""
    refused = Signal(str)

    def __init__(self, desk: Chooser, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.habits = Habits()
        self.choices = Choices()

    def load(self) -> None:
        """Ask what was chosen; it is put in force."""
        self._background.run(lambda: read_habits(self._desk.recall(HABITS)), self._on_habits, self._on_error)

    def look(self) -> None:
        """Ask what there is to choose from."""
        self._background.run(self._read, self._on_choices, self._on_error)

    def choose(
        self, *, minutes: int | None = None, orthographe: bool | None = None, echanges: bool | None = None
    ) -> None:
        """Change one habit; it is in force at once, and remembered."""
        habits = replace(
            self.habits,
            minutes=self.habits.minutes if minutes is None else minutes,
            orthographe=self.habits.orthographe if orthographe is None else orthographe,
            echanges=self.habits.echanges if echanges is None else echanges,
        )
        if habits == self.habits:
            return
        self._on_habits(habits)
        document = habits_document(habits)
        self._background.run(lambda: self._desk.remember(HABITS, document), lambda _none: None, self._on_error)

    def choose_espace(self, espace: str) -> None:
        """Begin new signalements there."""
        self._background.run(lambda: self._desk.use_home(espace), lambda _none: self.look(), self._on_error)

    def choose_departement(self, code: str) -> None:
        """Begin new signalements in this département: it becomes the first of those that are followed."""
        said = self.choices.said
        if not code:
            return
        new = replace(said, departements=(code, *(each for each in said.departements if each != code)))
        self._background.run(lambda: self._desk.introduce(new), lambda _none: self.look(), self._on_error)

    def _read(self) -> Choices:
        return Choices(
            tuple(self._desk.homes("signalement")),
            tuple(self._desk.codes("departements")),
            self._desk.introduction(),
            self._desk.texts_read(),
        )

    def _on_choices(self, choices: Choices) -> None:
        self.choices = choices
        self.changed.emit()

    def _on_habits(self, habits: Habits) -> None:
        self.habits = habits
        self.applied.emit(habits)
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
