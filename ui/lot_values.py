"""The frozen values of lots: what some would do together, record by record, and one record on both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ui.values import LotReport

Verdicts = Mapping[str, tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A record that one that comes probably repeats, and why."""

    id: str
    titre: str = field(repr=False)
    raisons: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LotLine:
    """One record that lots speak of. `lots`: their places; `detail`: what there is to know of it beyond its state."""

    id: str
    kind: str
    sort: str
    titre: str = field(repr=False)
    espace: str
    lots: tuple[int, ...]
    detail: str = field(default="", repr=False)
    doublons: tuple[Resemblance, ...] = field(default=(), repr=False)
    nombre: int = 1

    @property
    def may_be_left(self) -> bool:
        """Whether leaving it aside would change anything."""
        return bool(self.id) and self.sort in LEFT

    def is_in(self, sort: str) -> bool:
        """Whether a state shows it: its own, or that it probably repeats another one."""
        return not sort or self.sort == sort or (sort == LIKELY and bool(self.doublons))


LIKELY = "doublon_probable"
LEFT = frozenset({"nouveau", "fusionne", "a_arbitrer", "en_attente"})
"""The states of what a merge would bring here, and that somebody may leave aside."""


@dataclass(frozen=True, slots=True)
class LotsSeen:
    """What some lots would do together, or did. `etats`: how many records are in each state, the most telling first.

    `differences`: how it differs from what had been shown, when this post changed in between.
    """

    fichiers: tuple[Path, ...]
    lots: tuple[LotReport, ...]
    lignes: tuple[LotLine, ...] = field(repr=False)
    etats: tuple[tuple[str, str, int], ...] = ()
    attendu: Verdicts = field(default_factory=dict, repr=False)
    recupere: bool = False
    differences: tuple[str, ...] = field(default=(), repr=False)

    @property
    def refused(self) -> tuple[LotReport, ...]:
        """The lots of which nothing would be taken."""
        return tuple(lot for lot in self.lots if lot.motif)


@dataclass(frozen=True, slots=True)
class SaidField:
    """One field of a record on both sides, said to people; several values where somebody has to decide."""

    libelle: str
    ici: str = field(repr=False)
    lot: str = field(repr=False)
    apres: str = field(repr=False)
    differe: bool


@dataclass(frozen=True, slots=True)
class SaidSides:
    """One record as this post has it, as lots bring it, and once united. `connu`: whether it was here."""

    titre: str = field(repr=False)
    connu: bool
    champs: tuple[SaidField, ...] = field(repr=False)


class LotsChangedError(Exception):
    """This post, or a file, changed since the lots were examined: nothing was merged. It carries the plan made anew."""

    code = "plan_depasse"

    def __init__(self, seen: LotsSeen) -> None:
        """Keep what is to be shown."""
        super().__init__(self.code)
        self.seen = seen
