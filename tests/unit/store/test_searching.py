"""What is typed in the search field becomes words between quotes, whatever it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvl_desktop.store.searching import LETTERS_MAX, WORDS_MAX, match_of


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("hôpital", '"hôpital"*'),
        ("  deux   mots ", '"deux"* AND "mots"*'),
        ('dire "oui"', '"dire"* AND "oui"*'),
        ("mot*", '"mot*"*'),
        ("a OR b NEAR c", '"OR"* AND "NEAR"*'),
        ("NOT", '"NOT"*'),
        ("w4:secret", '"w4:secret"*'),
        ("l’hôpital", '"l’hôpital"*'),
        ("nu\x00l", '"nu"*'),
        ("é", '"é"'),
        ("Dupont J", '"Dupont"*'),
        ("", None),
        ("*** !? 🙂 —", None),
    ],
)
def test_words_are_quoted_and_operators_mean_nothing(typed: str, query: str | None) -> None:
    assert match_of(typed) == query


@given(st.text(max_size=3000))
def test_whatever_is_typed_there_is_no_way_out_of_the_quotes(typed: str) -> None:
    query = match_of(typed)
    if query is None:
        return
    parts = query.split(" AND ")
    assert len(parts) <= WORDS_MAX
    for part in parts:
        assert part.startswith('"')
        word = part.removesuffix("*")[1:-1]
        assert '"' not in word
        assert 0 < len(word) <= LETTERS_MAX
