"""Cutting, merging and comparing texts, each at its very edge (build/mutations.py)."""

import pytest

from mvl_desktop.history import text
from mvl_desktop.history.text import DIFF_LIMIT, MERGE_LIMIT, diff_words, merge_text
from mvl_desktop.history.words import split_sentences

BASE = "Un. Deux. Trois. Quatre."


def sentences(written: str) -> list[str]:
    return split_sentences(written)[1::2]


def hunks(old: str, new: str) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in diff_words(old, new)]


# ---- merging


def test_the_bounds_are_those_that_every_post_has() -> None:
    assert (MERGE_LIMIT, DIFF_LIMIT) == (1 << 20, 200_000)


def test_what_one_side_left_alone_is_the_other_side_whatever_its_length() -> None:
    pasted = "Un. " + "mot " * MERGE_LIMIT
    assert merge_text("Un.", "Un.", pasted) == merge_text("Un.", pasted, "Un.") == pasted


def test_texts_merge_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = BASE.replace("Un", "Eins"), BASE.replace("Quatre", "Vier")
    monkeypatch.setattr(text, "MERGE_LIMIT", len(BASE + a + b))
    assert merge_text(BASE, a, b) == "Eins. Deux. Trois. Vier."
    monkeypatch.setattr(text, "MERGE_LIMIT", len(BASE + a + b) - 1)
    assert merge_text(BASE, a, b) is None


def test_a_side_that_cannot_be_aligned_merges_with_nothing() -> None:
    a, other = BASE.replace("Un", "Eins"), " ".join(f"Phrase {n} d’un autre récit." for n in range(1100))
    assert merge_text(BASE, a, other) is None
    assert merge_text(BASE, other, a) is None


def test_a_gap_that_changed_with_its_sentence_is_kept() -> None:
    a, b = BASE.replace(" Deux", "\nZwei"), BASE.replace("Quatre", "Vier")
    assert merge_text(BASE, a, b) == merge_text(BASE, b, a) == "Un.\nZwei. Trois. Vier."


# ---- comparing


def test_words_are_compared_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "DIFF_LIMIT", 6)
    assert hunks("a b", "a c") == [("kept", "a "), ("removed", "b"), ("added", "c")]
    assert hunks("aa b", "aa c") == [("removed", "aa b"), ("added", "aa c")]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (" a", " b", [("kept", " "), ("removed", "a"), ("added", "b")]),
        (" ", "A B", [("added", "A"), ("kept", " "), ("added", "B")]),
        ("A B", " ", [("removed", "A"), ("kept", " "), ("removed", "B")]),
        ("A ", " B", [("removed", "A "), ("added", " B")]),
        (" B", "A ", [("removed", " B"), ("added", "A ")]),
    ],
)
def test_a_lone_space_belongs_to_two_replacements_and_to_nothing_less(
    old: str, new: str, found: list[tuple[str, str]]
) -> None:
    assert hunks(old, new) == found


# ---- cutting


@pytest.mark.parametrize(
    "whole",
    [
        "Fin. - un tiret",
        "» Bonjour.»",
        "» Bonjour.",
        "Quoi? demanda-t-elle.",
        "Voici :\nla suite",
        "- un\nsuite",
        f"Fin.{'»' * 41} Mot.",
        f"Fin. {'(' * 40}a",
        f"x{' ' * 38}12. Suite.",
        "Voir vol. 12.",
    ],
)
def test_in_doubt_a_sentence_is_long(whole: str) -> None:
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"Fin.{'»' * 40}", "Mot."),
        ("Fin.", "("),
        ("Fin.", f"{'(' * 41}a"),
        ("Il part.", "12 personnes restent."),
        ("Quoi?", "Demain."),
    ],
)
def test_two_sentences_are_two(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]
