"""Learn the weights of likeness on one half of a labelled set, and say what they are worth on the other half.

`python -m tests.benchmarks.likeness_learn` prints `mvl_desktop/matching/weights.py`, as it stands in the project.

The method is that of Fellegi and Sunter (« A Theory for Record Linkage », 1969), with the frequencies counted rather
than estimated, since the pairs are labelled: the weight of a level is log2(m / u), where m and u are how often it is
seen among the pairs that are the same situation and among those that are not, of the pairs that share a key.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from mvl_desktop.matching.blocking import COMMON, asked_of, keys_of
from mvl_desktop.matching.likeness import compare, levels
from mvl_desktop.matching.traits import Traits, traits_of
from mvl_desktop.matching.weights import PRIOR, THRESHOLD, WEIGHTS
from tests.benchmarks.likeness_set import Labelled, labelled

SITUATIONS, TRAINING, HELD_OUT = 1000, 11, 12
"""Two sets of so many situations, by their seed: one to learn, one that was never looked at."""

SMOOTH, FEW = 2.0, 10
MOST = 5.0
"""What one thing may weigh at most, for or against: a single mistake decides nothing."""

PRECISION = 0.85
"""The threshold is the lowest that is right as often, on the set that teaches."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Drawn:
    """Signalements as they are compared, and the pairs that are one situation."""

    traits: Sequence[Traits]
    tellers: Sequence[Traits | None]
    true: frozenset[Pair]

    def told_by(self, pair: Pair) -> tuple[Traits | None, Traits | None]:
        """Return who told each of two."""
        return self.tellers[pair[0]], self.tellers[pair[1]]


@dataclass(frozen=True)
class Worth:
    """How often a pair that is shown is one, and how many of those that are one are shown."""

    precision: float
    recall: float
    shown: int
    true: int
    blocked: float
    """Of the pairs that are one, the part that shares a key: no threshold could show more."""


def drawn(found: Iterable[Labelled]) -> Drawn:
    """Return a set ready to be compared."""
    traits: list[Traits] = []
    tellers: list[Traits | None] = []
    told: defaultdict[int, list[int]] = defaultdict(list)
    for each in found:
        drawn_ = traits_of("signalement", each.champs)
        if drawn_ is not None:
            told[each.situation].append(len(traits))
            traits.append(drawn_)
            tellers.append(traits_of("signalant", each.signalant) if each.signalant else None)
    true = {(a, b) for places in told.values() for a in places for b in places if a < b}
    return Drawn(traits, tellers, frozenset(true))


def candidates(traits: Sequence[Traits]) -> Iterator[Pair]:
    """Give the pairs that share a key which is not common, each once."""
    under: defaultdict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(traits):
        for key in keys_of(each):
            under[key].append(place)
    for place, each in enumerate(traits):
        yield from sorted(
            {
                (place, other)
                for key in asked_of(each)
                if len(sharing := under.get(key, ())) <= COMMON
                for other in sharing
                if other > place
            }
        )


def learn(found: Drawn) -> tuple[dict[str, dict[str, float]], float]:
    """Return the weights, and what is believed before anything is compared."""
    seen: dict[bool, Counter[tuple[str, str]]] = {True: Counter(), False: Counter()}
    pairs: Counter[bool] = Counter()
    for a, b in candidates(found.traits):
        is_one = (a, b) in found.true
        pairs[is_one] += 1
        compared = levels(found.traits[a], found.traits[b], found.told_by((a, b)))
        seen[is_one].update((code, level) for code, level, _, _ in compared)
    weights: dict[str, dict[str, float]] = {}
    for code, held in WEIGHTS.items():
        totals = {one: sum(seen[one][code, level] for level in held) for one in (True, False)}
        for level in held:
            counts = seen[True][code, level], seen[False][code, level]
            weights.setdefault(code, {})[level] = (
                _weight((counts[0] + SMOOTH) / (totals[True] + SMOOTH), (counts[1] + SMOOTH) / (totals[False] + SMOOTH))
                if sum(counts) >= FEW
                else _unseen(weights.get(code, {}))
            )
    return weights, round(log2(pairs[True] / pairs[False]), 1)


def _unseen(above: Mapping[str, float]) -> float:
    """Return the weight of a level that the set hardly shows: half of the one above it."""
    return round(next(reversed(list(above.values())), 0.0) / 2, 1)


def _weight(m: float, u: float) -> float:
    return round(min(max(log2(m / u), -MOST), MOST), 1)


def scores(found: Drawn) -> list[tuple[float, bool]]:
    """Return the score of every pair that shares a key, and whether it is one situation."""
    return [
        (compare(found.traits[a], found.traits[b], found.told_by((a, b))).score, (a, b) in found.true)
        for a, b in candidates(found.traits)
    ]


def worth(found: Drawn, threshold: float = THRESHOLD) -> Worth:
    """Return what the weights of the project are worth on a set."""
    return worth_of(scores(found), len(found.true), threshold)


def worth_of(scored: Sequence[tuple[float, bool]], true: int, threshold: float) -> Worth:
    """Return what some scores are worth at a threshold."""
    shown = [is_one for score, is_one in scored if score >= threshold]
    right = sum(shown)
    blocked = sum(is_one for _, is_one in scored)
    return Worth(right / max(len(shown), 1), right / max(true, 1), len(shown), true, blocked / max(true, 1))


def threshold_for(scored: Sequence[tuple[float, bool]], true: int, precision: float = PRECISION) -> float:
    """Return the lowest threshold, by hundredths, from which what is shown is right as often."""
    steps = [step / 100 for step in range(5, 100)]
    return next((step for step in steps if worth_of(scored, true, step).precision >= precision), steps[-1])


def report(say: Callable[[str], object]) -> None:
    """Say the weights that the training half gives, and what those of the project are worth on both halves."""
    training = drawn(labelled(SITUATIONS, TRAINING))
    weights, prior = learn(training)
    say(f"PRIOR: Final = {prior}")
    say("WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {")
    for code, held in weights.items():
        said = ", ".join(f'"{level}": {weight}' for level, weight in held.items())
        say(f'    "{code}": {{{said}}},')
    say("}")
    if weights != WEIGHTS or prior != PRIOR:
        say("these are not the weights of the project: write them there, then run this again")
        return
    scored = scores(training)
    say(f"THRESHOLD: Final = {threshold_for(scored, len(training.true))}")
    for name, found in (("training", training), ("held out", drawn(labelled(SITUATIONS, HELD_OUT)))):
        for threshold in (0.5, THRESHOLD, 0.95, 0.99):
            say(f"{name} {threshold}: {worth(found, threshold)}")


if __name__ == "__main__":
    report(lambda line: sys.stdout.write(line + "\n"))
