"""What one signalement takes from another when they become one: field by field, and nothing of either is lost.

Pure. A field that only one fills is taken; where both differ somebody chooses, and the one that carries on keeps its
own by default: the other value stays in the other record. Sets are united; of repeated things, those that are the same
person or say the same are completed, the rest is added under the id that it already had.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from mvl_desktop.domain.champ import RANG, Declaration, DeclaredField
from mvl_desktop.domain.elements import STEP, held_codes, held_elements
from mvl_desktop.domain.values import Value, same
from mvl_desktop.matching.likeness import CLOSE, SAME, name_level
from mvl_desktop.matching.words import name_parts

Choix = Literal["garder", "prendre", "les_deux"]
CHOIX: Final[tuple[Choix, ...]] = ("garder", "prendre", "les_deux")

FUSIONS, LIENS = "fusions", "liens"

ITS_OWN: Final = frozenset(
    {
        "reference",
        "statut",
        "motif_cloture",
        "clos_le",
        "motif_reouverture",
        "rouvert_le",
        "precision_statut",
        "signalant",
        "pieces_medicales",
        "deplace_vers",
        "arbitrages",
        "copies",
        "provenances",
        FUSIONS,
    }
)
"""What stays with each record: its number, where it stands, what is kept apart for it, where it came from."""

_PEOPLE: Final = frozenset({"personnes", "mis_en_cause"})
_NAMED: Final = frozenset({"grilles"})
"""Groups whose elements others name by their id: two that say the same still have each their own answers."""
_BOTH: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class Ligne:
    """A field that both fill differently: somebody may choose. `deux`: whether both texts may follow each other."""

    cle: str
    libelle: str
    ici: Value = field(repr=False)
    autre: Value = field(repr=False)
    deux: bool
    choix: Choix = "garder"


@dataclass(frozen=True, slots=True)
class Reunion:
    """What the record that carries on would write, the fields to choose, and how much is taken without a question."""

    changes: Mapping[str, Value] = field(repr=False)
    lignes: tuple[Ligne, ...]
    pris: tuple[str, ...]
    """Labels of what only the other one fills, or that is added to what is there."""


def unite(
    declared: Declaration,
    one: Mapping[str, Value],
    other: Mapping[str, Value],
    choices: Mapping[str, Choix],
    undecided: frozenset[str] = frozenset(),
    tied: frozenset[str] = frozenset(),
) -> Reunion:
    """Return what `one` takes from `other`.

    `undecided`: keys on which one of them is in conflict: they stay as they are. `tied`: ids of links between the two.
    """
    work = _Work(declared, one, other, choices, undecided, tied)
    for each in declared.champs:
        if each.name in ITS_OWN:
            continue
        if each.sort == "codes":
            work.set_of(each)
        elif each.sort == "elements":
            work.elements_of(each)
        else:
            work.value(each.name, each, each.libelle)
    return Reunion(work.changes, tuple(work.lignes), tuple(dict.fromkeys(work.pris)))


def fusion_id(survivor: bytes, absorbed: bytes) -> str:
    """Return the id of a merge: the same on every post where somebody merges these two this way round."""
    return hashlib.blake2b(survivor + absorbed, digest_size=8, person=b"mvl fusion").hexdigest()


class _Work:
    """One union under way."""

    def __init__(
        self,
        declared: Declaration,
        one: Mapping[str, Value],
        other: Mapping[str, Value],
        choices: Mapping[str, Choix],
        undecided: frozenset[str],
        tied: frozenset[str],
    ) -> None:
        self.declared, self.one, self.other = declared, one, other
        self.choices, self.undecided, self.tied = choices, undecided, tied
        self.changes: dict[str, Value] = {}
        self.lignes: list[Ligne] = []
        self.pris: list[str] = []

    def value(self, key: str, declared: DeclaredField, label: str, theirs: Value = None) -> None:
        """Compare one field: `key` is where it is here, `theirs` what the other says there."""
        mine, theirs = self.one.get(key), self.other.get(key) if theirs is None else theirs
        if theirs is None or key in self.undecided or (mine is not None and _alike(mine, theirs)):
            return
        if mine is None:
            self.changes[key] = theirs
            self.pris.append(label)
            return
        if declared.sort == "liste" and isinstance(mine, tuple) and isinstance(theirs, tuple):
            added = tuple(line for line in theirs if line not in mine)
            if added:
                self.changes[key] = mine + added
                self.pris.append(label)
            return
        both = declared.sort == "texte" and isinstance(mine, str) and isinstance(theirs, str)
        wanted = self.choices.get(key, "garder")
        chosen: Choix = "garder" if wanted == "les_deux" and not both else wanted
        self.lignes.append(Ligne(key, label, mine, theirs, both, chosen))
        if chosen == "prendre":
            self.changes[key] = theirs
        elif chosen == "les_deux":
            self.changes[key] = f"{mine}{_BOTH}{theirs}"

    def set_of(self, declared: DeclaredField) -> None:
        """Unite a set."""
        added = held_codes(declared.name, self.other) - held_codes(declared.name, self.one)
        keys = [f"{declared.name}/{code}" for code in sorted(added)]
        taken = {key: True for key in keys if key not in self.undecided}
        if taken:
            self.changes |= taken
            self.pris.append(declared.libelle)

    def elements_of(self, declared: DeclaredField) -> None:
        """Complete the elements that are the same here and there; add the others under their own id."""
        mine = held_elements(declared.name, self.one)
        theirs = held_elements(declared.name, self.other)
        rank = max((place for each in mine.values() if isinstance(place := each.get(RANG), int)), default=0)
        free = dict(mine)
        for id_, element in theirs.items():
            if declared.name == LIENS and id_ in self.tied:
                continue
            twin = _twin(declared.name, id_, element, free)
            if twin is None:
                rank += STEP
                self._add(declared, id_, element, rank)
            else:
                free.pop(twin)
                self._complete(declared, twin, element)

    def _add(self, declared: DeclaredField, id_: str, element: Mapping[str, Value], rank: int) -> None:
        root = f"{declared.name}/{id_}"
        if any(key == root or key.startswith(root + "/") for key in self.undecided):
            return
        if root in self.one:
            self.changes[root] = True  # it was taken out before: it comes back whole
        self.changes |= {f"{root}/{name}": value for name, value in element.items() if name != RANG}
        self.changes[f"{root}/{RANG}"] = rank
        self.pris.append(declared.libelle)

    def _complete(self, declared: DeclaredField, id_: str, element: Mapping[str, Value]) -> None:
        for name, theirs in element.items():
            member = declared.member(name)
            if member is not None and name != RANG:
                label = f"{declared.libelle} – {member.libelle}"
                self.value(f"{declared.name}/{id_}/{name}", member, label, theirs)


def _alike(mine: Value, theirs: Value) -> bool:
    if isinstance(mine, str) and isinstance(theirs, str):
        return " ".join(mine.split()) == " ".join(theirs.split())
    return same(mine, theirs)


def _twin(group: str, id_: str, element: Mapping[str, Value], mine: Mapping[str, Mapping[str, Value]]) -> str | None:
    """Return the id of the element here that is the same: by its id, by what it says, by the person it names."""
    if id_ in mine:
        return id_
    if group in _NAMED:
        return None
    said = {name: value for name, value in element.items() if name != RANG}
    for other, held in mine.items():
        if {name: value for name, value in held.items() if name != RANG} == said:
            return other
    if group not in _PEOPLE:
        return None
    named = element.get("nom")
    for level in (SAME, CLOSE):
        for other, held in mine.items():
            theirs = held.get("nom")
            if isinstance(named, str) and isinstance(theirs, str) and _level(named, theirs) == level:
                return other
    return None


def _level(one: str, other: str) -> str:
    return name_level(name_parts(one), name_parts(other))
