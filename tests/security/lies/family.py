"""What a lie is, and how a family of them is written down."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.security.malicious_service import Stage, Tell

Make = Callable[[Stage], Tell]


@dataclass(frozen=True)
class Lie:
    """One row: how it is told, which published attack it plays, and what a person must read of it."""

    name: str
    attack: str
    hears: frozenset[str]
    make: Make
    person: bool = False
    syncs: int = 1
    pushes: bool = False


class Family(dict[str, Lie]):
    """The lies of one family, by name."""

    def lie(
        self, attack: str, *hears: str, person: bool = False, syncs: int = 1, pushes: bool = False
    ) -> Callable[[Make], Make]:
        """Put a function in the table. `syncs`: exchanges needed; `pushes`: the victim has something to send."""

        def add(make: Make) -> Make:
            assert make.__name__ not in self
            self[make.__name__] = Lie(make.__name__, attack, frozenset(hears), make, person, syncs, pushes)
            return make

        return add
