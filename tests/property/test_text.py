"""Narratives, on invented texts: nothing is lost in the cutting, and a merge only says what somebody wrote."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mvl_desktop.history.diff import align
from mvl_desktop.history.text import diff_words, merge_text
from mvl_desktop.history.words import split_sentences, split_words

SENTENCES = [
    "Un jour.",
    "M. Durand est venu.",
    "« Non\u202f! »",
    "Elle n’a pas\nporté plainte.",
    "███ ?",
    "- jeûne",
    "fin",
]
GAPS = [" ", "  ", "\n", "\n\n", "\u00a0"]

texts = st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(GAPS)), max_size=6).map(
    lambda parts: "".join(sentence + gap for sentence, gap in parts)
)
anything = st.one_of(texts, st.text(alphabet="aAé. !?…«»”)\u00a0\u202f\n\t-1•’█", max_size=40), st.text(max_size=20))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw a text and two edits of it, sentence by sentence."""
    base = draw(st.lists(st.sampled_from(SENTENCES[:5]), min_size=1, max_size=6))

    def edit() -> str:
        made: list[str] = []
        for sentence in base:
            act = draw(st.sampled_from(["keep", "keep", "keep", "change", "drop", "add"]))
            if act != "drop":
                made.append(f"Certes, {sentence}" if act == "change" else sentence)
            if act == "add":
                made.append(draw(st.sampled_from(["Ajout un.", "Ajout deux."])))
        return " ".join(made)

    return " ".join(base), edit(), edit()


@given(anything)
def test_sentences_alternate_with_gaps_and_lose_nothing(text: str) -> None:
    units = split_sentences(text)

    assert "".join(units) == text
    assert len(units) % 2 == 1
    assert all(not gap or gap.isspace() for gap in units[::2])
    assert all(sentence and sentence == sentence.strip() for sentence in units[1::2])


@given(anything)
def test_words_lose_nothing(text: str) -> None:
    assert "".join(split_words(text)) == text


@given(edited())
def test_a_merge_does_not_depend_on_who_comes_first(texts: tuple[str, str, str]) -> None:
    base, a, b = texts

    assert merge_text(base, a, b) == merge_text(base, b, a)


@given(anything, anything)
def test_a_side_that_changed_nothing_leaves_the_other_as_it_is(base: str, a: str) -> None:
    assert merge_text(base, a, base) == a
    assert merge_text(base, base, a) == a
    assert merge_text(base, a, a) == a


@given(edited())
def test_a_merge_keeps_all_that_was_added_and_nothing_that_was_removed(texts: tuple[str, str, str]) -> None:
    base, a, b = (Counter(split_sentences(text)[1::2]) for text in texts)
    merged = merge_text(*texts)

    if merged is None:
        return
    found = Counter(split_sentences(merged)[1::2])
    for sentence in {*base, *a, *b, *found}:
        by_a, by_b = a[sentence] - base[sentence], b[sentence] - base[sentence]
        # The same change made twice is made once.
        possible = (by_a, by_b, by_a + by_b)
        assert min(possible) <= found[sentence] - base[sentence] <= max(possible)


@given(edited())
def test_a_sentence_changed_differently_by_both_is_never_merged(texts: tuple[str, str, str]) -> None:
    sentence = "Elle n’a pas porté plainte hier."
    base, a, b = texts
    left, right = sentence.replace("n’a pas", "a"), sentence.replace("porté", "retiré")

    assert merge_text(f"{base} {sentence}", f"{a} {left}", f"{b} {right}") is None


@given(anything, anything)
def test_a_difference_gives_both_texts_back(a: str, b: str) -> None:
    hunks = diff_words(a, b)

    assert "".join(hunk.text for hunk in hunks if hunk.kind != "added") == a
    assert "".join(hunk.text for hunk in hunks if hunk.kind != "removed") == b
    assert all(hunk.text for hunk in hunks)


@given(st.lists(st.integers(0, 3), max_size=8), st.lists(st.integers(0, 3), max_size=8))
def test_an_alignment_is_true_and_as_long_as_can_be(old: list[int], new: list[int]) -> None:
    pairs = align(old, new)
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, left in enumerate(old):
        for j, right in enumerate(new):
            best = max(longest[i][j + 1], longest[i + 1][j])
            longest[i + 1][j + 1] = longest[i][j] + 1 if left == right else best

    assert pairs is not None
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    assert len(pairs) == longest[-1][-1]
