"""What is compared in one go: the records held, found by their index, and beside them those that are not in it.

Within one unit of work, that only reads. A signalant is compared where this post holds that record, and never shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import nlargest
from math import log2

from mvl_desktop.domain.payload import nest
from mvl_desktop.history.model import Value
from mvl_desktop.matching.blocking import COMMON, asked_of, keys_of, told_by
from mvl_desktop.matching.excerpts import narrative, telling
from mvl_desktop.matching.likeness import Likeness, Trait, compare
from mvl_desktop.matching.traits import FORMAT, KINDS, SIGNALANT, SIGNALEMENT, Traits, traits_of, unpacked
from mvl_desktop.matching.words import number_of
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.records import shown

DISTINCT, DOUBLON = "distinct_de", "doublon_de"
SETTLED = frozenset({DOUBLON, "rattache_a", "meme_mis_en_cause", DISTINCT})
"""Links after which two records are proposed to each other no more: somebody looked."""

_MOST = 40
"""How many records one is compared with: those with which it shares the rarest keys, and the most."""

_COMING = 1 << 48
"""Numbers of those that come begin here: no store holds as many records."""


@dataclass(frozen=True, slots=True)
class Raison:
    """One thing that makes two records resemble each other: its code, how near, both values, and its weight in bits.

    What is kept apart (the signalant) gives no value: only that it is the same.
    """

    code: str
    niveau: str
    ici: str = field(repr=False)
    autre: str = field(repr=False)
    poids: float

    def turned(self) -> "Raison":
        """Return the same as the other side sees it."""
        return replace(self, ici=self.autre, autre=self.ici)


@dataclass(frozen=True, slots=True)
class Known:
    """A signalement as it is compared here. `number`: its local id, negative or very large when it is in no index."""

    number: int
    traits: Traits = field(repr=False)
    rec: bytes | None
    teller: Traits | None = field(default=None, repr=False)
    champs: Mapping[str, object] | None = field(default=None, repr=False)

    @property
    def rang(self) -> int | None:
        """Return its place among those that come; None for one that is held."""
        return self.number - _COMING if self.number >= _COMING else None


@dataclass(frozen=True, slots=True)
class Found:
    """A signalement that resembles another, and how much."""

    known: Known
    likeness: Likeness


class Pool:
    """The signalements that may be compared within one unit of work."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._known: dict[int, Known | None] = {}
        self._beside: dict[int, list[int]] = {}
        self._tellers: dict[str, Traits | None] = {}
        self._sharing: dict[int, list[int]] = {}
        self._absorbed: dict[str, bool] = {}

    def read_due(self) -> None:
        """Take in the records that changed since they were last drawn."""
        for place, rec in enumerate(self._uow.likenesses.due((SIGNALEMENT,), FORMAT, _COMING)):
            champs = champs_held(self._uow, rec, SIGNALEMENT)
            traits = traits_of(SIGNALEMENT, champs) if champs is not None else None
            if traits is not None:
                self._add(Known(-1 - place, traits, rec, champs=champs))

    def add(
        self, rang: int, flat: Mapping[str, Value], rec: bytes | None, signalant: Mapping[str, Value] | None
    ) -> None:
        """Take in a signalement that comes."""
        champs = nest(SIGNALEMENT, flat)
        traits = traits_of(SIGNALEMENT, champs)
        if traits is not None:
            teller = traits_of(SIGNALANT, nest(SIGNALANT, signalant)) if signalant else None
            self._add(Known(_COMING + rang, traits, rec, teller, champs))

    def coming(self, rang: int) -> Known | None:
        """Return a signalement that comes; None when there is nothing to compare in it."""
        return self._known.get(_COMING + rang)

    def held(self, numbers: Iterable[int]) -> list[Known]:
        """Return the signalements of these local ids, those that nothing can be compared with left out."""
        wanted = list(numbers)
        self._load(wanted)
        found = [self._known.get(number) for number in wanted]
        return [each for each in found if each is not None and each.traits.kind == SIGNALEMENT]

    def alike(self, one: Known, threshold: float, *, only_before: bool = False) -> list[Found]:
        """Return what resembles a signalement, the likeliest first; `only_before`: among those with a smaller number.

        Left out: what somebody already tied to it or said distinct, and what was taken in by another one, which
        answers for it.
        """
        found = []
        for other in self._candidates(one, only_before=only_before):
            if self.is_absorbed(other.traits) or _is_same(one, other) or _is_settled(one, other):
                continue
            tellers = (one.teller or self._teller(one.traits), other.teller or self._teller(other.traits))
            likeness = compare(one.traits, other.traits, tellers)
            if likeness.score >= threshold:
                found.append(Found(other, likeness))
        return sorted(found, key=lambda each: (-each.likeness.score, each.known.number))

    def is_absorbed(self, traits: Traits) -> bool:
        """Whether a signalement is the duplicate of one that this post holds."""
        into = [rec for nature, rec in traits.liens if nature == DOUBLON]
        for rec in into:
            if rec not in self._absorbed:
                self._absorbed[rec] = bool(self._uow.likenesses.find([bytes.fromhex(rec)]))
        return any(self._absorbed[rec] for rec in into)

    def reasons(self, one: Known, found: Found) -> tuple[Raison, ...]:
        """Return what speaks for one situation, the most telling first; of narratives, what they have in common."""
        return tuple(self._reason(one, found.known, each) for each in found.likeness.favourable)

    def _reason(self, one: Known, other: Known, trait: Trait) -> Raison:
        here, there = trait.ici, trait.autre
        if trait.code == "signalant":
            here = there = ""
        elif trait.code == "recit":
            here, there = telling(self._narrative(one), self._narrative(other))
        return Raison(trait.code, trait.niveau, here, there, trait.poids)

    def _narrative(self, known: Known) -> str:
        champs = known.champs
        if champs is None and known.rec is not None:
            champs = champs_held(self._uow, known.rec, SIGNALEMENT)
        return narrative(champs or {})

    def _add(self, known: Known) -> None:
        self._known[known.number] = known
        for key in keys_of(known.traits):
            self._beside.setdefault(key, []).append(known.number)

    def _candidates(self, one: Known, *, only_before: bool) -> list[Known]:
        """Return who shares a key that is not common."""
        weights: defaultdict[int, float] = defaultdict(float)
        for key in self._keys(one):
            sharing = [*self._under(key), *self._beside.get(key, ())]
            if 0 < len(sharing) <= COMMON:
                weight = 1 / (1 + log2(len(sharing)))
                for number in sharing:
                    if number != one.number and (number < one.number or not only_before):
                        weights[number] += weight
        return self.held(nlargest(_MOST, weights, key=lambda number: (weights[number], number)))

    def _keys(self, one: Known) -> Iterator[int]:
        yield from asked_of(one.traits)
        teller = one.teller or self._teller(one.traits)
        if teller is not None:
            for rec in self._same_tellers(teller):
                yield number_of(told_by(rec))

    def _same_tellers(self, teller: Traits) -> set[str]:
        """Return the signalants, of those that this post reads, who share a key with one."""
        found: set[str] = set()
        for key in keys_of(teller):
            numbers = self._under(key)
            if len(numbers) <= COMMON:
                self._load(numbers)
                kept = [self._known.get(number) for number in numbers]
                found |= {each.rec.hex() for each in kept if each and each.rec and each.traits.kind == SIGNALANT}
        return found

    def _under(self, key: int) -> list[int]:
        found = self._sharing.get(key)
        if found is None:
            found = self._sharing[key] = self._uow.likenesses.sharing(key, COMMON + 1)
        return found

    def _load(self, numbers: Iterable[int]) -> None:
        """Read the traits of records that are in the index, once."""
        missing = [number for number in numbers if 0 <= number < _COMING and number not in self._known]
        if missing:
            kept = self._uow.likenesses.get(missing)
            for number in missing:
                each = kept.get(number)
                self._known[number] = Known(number, unpacked(each.traits), each.rec) if each is not None else None

    def _teller(self, traits: Traits) -> Traits | None:
        """Return the signalant of a signalement, where this post holds that record."""
        if not traits.signalant:
            return None
        if traits.signalant not in self._tellers:
            champs = champs_held(self._uow, bytes.fromhex(traits.signalant), SIGNALANT)
            self._tellers[traits.signalant] = traits_of(SIGNALANT, champs) if champs is not None else None
        return self._tellers[traits.signalant]


def champs_held(uow: UnitOfWork, rec: bytes, kind: str) -> dict[str, object] | None:
    """Return the nested fields of a record of one kind that this post holds."""
    view = uow.records.get(rec)
    return nest(kind, shown(view.state)) if view is not None and view.kind == kind else None


def traits_held(uow: UnitOfWork, rec: bytes) -> Traits | None:
    """Return what a record that this post holds is compared by; None when there is nothing to compare."""
    view = uow.records.get(rec)
    return traits_of(view.kind, nest(view.kind, shown(view.state))) if view is not None and view.kind in KINDS else None


def _is_same(one: Known, other: Known) -> bool:
    return one.rec is not None and one.rec == other.rec


def _is_settled(one: Known, other: Known) -> bool:
    """Whether somebody already said how two records stand to each other."""
    return _ties(one.traits, other.rec) or _ties(other.traits, one.rec)


def _ties(traits: Traits, rec: bytes | None) -> bool:
    return rec is not None and any(there == rec.hex() and nature in SETTLED for nature, there in traits.liens)
