"""What likeness is worth on a set whose seed taught nothing: floors, so that it never decays unnoticed."""

import pytest

from mvl_desktop.matching.weights import THRESHOLD
from tests.benchmarks.likeness_learn import Drawn, drawn, scores, worth_of
from tests.benchmarks.likeness_set import labelled

SITUATIONS, SEED = 250, 41


@pytest.fixture(scope="module")
def found() -> Drawn:
    return drawn(labelled(SITUATIONS, SEED))


def test_most_pairs_that_are_one_are_shown_and_most_that_are_shown_are_one(found: Drawn) -> None:
    scored = scores(found)
    usual = worth_of(scored, len(found.true), THRESHOLD)
    sure = worth_of(scored, len(found.true), 0.95)

    assert usual.blocked >= 0.85
    assert (usual.precision >= 0.7, usual.recall >= 0.6) == (True, True), usual
    assert sure.precision >= 0.9, sure


def test_the_same_seed_gives_the_same_signalements() -> None:
    assert labelled(20, SEED) == labelled(20, SEED)
    assert labelled(20, SEED) != labelled(20, SEED + 1)
