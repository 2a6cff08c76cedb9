"""Cutting, merging and comparing narratives: frozen cases that every post must share, and the bounds."""

import json
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.history.diff import EDITS, STEPS, align
from mvl_desktop.history.text import MERGE_LIMIT, diff_words, merge_text
from mvl_desktop.history.words import ALGORITHM, split_sentences, split_words

VECTORS = Path(__file__).parents[2] / "vectors" / "text"


def cases(file: str) -> list[Any]:
    vectors = json.loads((VECTORS / file).read_text(encoding="utf-8"))
    assert vectors["algorithm"] == ALGORITHM
    return [pytest.param(case, id=case["name"]) for case in vectors["cases"]]


@pytest.mark.parametrize("case", cases("sentences.json"))
def test_sentences_are_cut_as_published(case: dict[str, Any]) -> None:
    assert split_sentences(case["text"]) == case["units"]
    assert "".join(case["units"]) == case["text"]


@pytest.mark.parametrize("case", cases("words.json"))
def test_words_are_cut_as_published(case: dict[str, Any]) -> None:
    assert split_words(case["text"]) == case["words"]
    assert "".join(case["words"]) == case["text"]


@pytest.mark.parametrize("case", cases("merge.json"))
def test_texts_merge_as_published_whoever_comes_first(case: dict[str, Any]) -> None:
    assert merge_text(case["base"], case["a"], case["b"]) == case["merged"]
    assert merge_text(case["base"], case["b"], case["a"]) == case["merged"]


def test_a_long_text_still_merges() -> None:
    base = "\n".join(f"Phrase numéro {i} du récit." for i in range(5_000))
    a, b = base.replace("numéro 17 ", "numéro dix-sept "), base.replace("numéro 4900 ", "numéro quatre-mille ")

    assert merge_text(base, a, b) == a.replace("numéro 4900 ", "numéro quatre-mille ")


def test_a_huge_text_is_shown_in_every_version() -> None:
    sentence = "mot " * 500 + "fin."
    base = " ".join(["Début.", *[sentence] * (MERGE_LIMIT // 3 // len(sentence) + 1), "Suite."])
    a, b = base.replace("Début", "Commencement"), base.replace("Suite", "Issue")

    assert merge_text(base, a, b) is None
    assert merge_text(base[-60_000:], base[-60_000:], b[-60_000:]) == b[-60_000:]


def test_ten_megabytes_pasted_on_one_side_are_taken_as_they_are() -> None:
    pasted = "Un. " + "mot " * 2_500_000

    assert merge_text("Un.", pasted, "Un.") == pasted
    assert merge_text("Un.", pasted, pasted) == pasted
    assert merge_text("Un.", pasted, "Deux.") is None


def test_texts_that_changed_everywhere_are_shown_in_every_version() -> None:
    base = " ".join(f"Phrase {i}." for i in range(4_000))

    assert merge_text(base, base.replace("Phrase", "Ligne"), base + " Fin.") is None


def test_the_shortest_way_is_found() -> None:
    pairs = align("abcabba", "cbabac")

    assert pairs is not None
    assert len(pairs) == 4
    assert all("abcabba"[i] == "cbabac"[j] for i, j in pairs)


def test_the_search_for_it_is_bounded_in_changes() -> None:
    few = EDITS // 2

    assert align(list(range(few)), list(range(few, 2 * few))) == []
    assert align(list(range(few + 1)), list(range(few + 1, 2 * few + 2))) is None
    assert align([], [1, 2]) == []


def test_the_search_for_it_is_bounded_in_comparisons() -> None:
    # Two changes would do, but to see it everything between them is compared.
    def around(many: int) -> tuple[list[int], list[int]]:
        return [1] * many + [2], [2] + [1] * many

    assert align(*around(1_000)) is not None
    assert align(*around(STEPS)) is None


def told(a: str, b: str) -> list[tuple[str, str]]:
    return [(hunk.kind, hunk.text) for hunk in diff_words(a, b)]


def test_a_difference_is_told_in_words() -> None:
    assert told("elle n’a pas porté plainte", "elle a retiré sa plainte") == [
        ("kept", "elle "),
        ("removed", "n’"),
        ("kept", "a "),
        ("removed", "pas porté"),
        ("added", "retiré sa"),
        ("kept", " plainte"),
    ]


def test_what_is_added_or_removed_stands_alone() -> None:
    assert told("un trois", "un deux trois") == [("kept", "un "), ("added", "deux "), ("kept", "trois")]
    assert told("un deux trois", "trois") == [("removed", "un deux "), ("kept", "trois")]
    assert told("", "un") == [("added", "un")]
    assert told("un", "un") == [("kept", "un")]
    assert told("", "") == []


def test_two_removals_with_a_space_between_show_no_addition() -> None:
    assert {kind for kind, _ in told("a, b, c d", "a, c")} == {"kept", "removed"}


def test_a_difference_gives_both_texts_back_however_long() -> None:
    for a, b in [
        ("Un deux. Trois !", "Un. Deux trois !"),
        ("mot " * 90_000, "mot " * 10 + "autre " * 5 + "mot " * 80_000),
        (" ".join(map(str, range(3_000))), " ".join(map(str, range(3_000, 6_000)))),
    ]:
        hunks = diff_words(a, b)
        assert "".join(hunk.text for hunk in hunks if hunk.kind != "added") == a
        assert "".join(hunk.text for hunk in hunks if hunk.kind != "removed") == b


def test_a_difference_is_quiet_in_a_log() -> None:
    assert "plainte" not in repr(diff_words("plainte", "rien"))
