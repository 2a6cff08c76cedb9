"""What is typed in the search field becomes words between quotes, whatever it was."""

import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher

from mvl_desktop.store.searching import LETTERS_MAX, WORDS_MAX, _plain, match_of, words_of


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("hôpital", '"hôpital"*'),
        ("  deux   mots ", '"deux"* AND "mots"*'),
        ('dire "oui"', '"dire"* AND "oui"*'),
        ("mot*", '"mot"*'),
        ("a OR b NEAR c", '"OR"* AND "NEAR"*'),
        ("NOT", '"NOT"*'),
        ("w4:secret", '"w4"* AND "secret"*'),
        ("l’hôpital", '"hôpital"*'),
        ("aujourd’hui", '"aujourd"* AND "hui"*'),
        ("personne@exemple.fr", '"personne"* AND "exemple"* AND "fr"*'),
        ("nu\x00l", '"nu"*'),
        ("x\u0302y", '"xy"*'),
        ("é", '"é"'),
        ("Dupont J", '"Dupont"*'),
        ("", None),
        ("*** !? 🙂 — \ue000", None),
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


def test_a_long_prefix_is_said_as_the_words_that_begin_so() -> None:
    asked: list[str] = []

    def beginning(start: str) -> list[str]:
        asked.append(start)
        return {"hopit": ["hopital", "hopitaux"], "absen": []}[start]

    assert match_of("HÔPIT de", beginning) == '("hopital" OR "hopitaux") AND "de"*'
    assert match_of("absen", beginning) == '"absen"'
    assert match_of("hôpi \u1eadbcdef", beginning) == '"hôpi"* AND "\u1eadbcdef"*'
    assert asked == ["hopit", "absen"]


def test_too_many_words_are_left_to_the_index() -> None:
    assert match_of("hôpit", lambda _start: None) == '"hôpit"*'


@pytest.fixture
def index() -> Any:
    """A full-text index that cuts words as the store's does."""
    connection = sqlcipher.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='unicode61 remove_diacritics 2')")
    connection.execute("CREATE VIRTUAL TABLE w USING fts5vocab(t, instance)")
    yield connection
    connection.close()


def test_the_index_cuts_no_word_that_was_typed_as_one(index: Any) -> None:
    """Else it would take it for two words side by side, which this index cannot find."""
    signs = filter(str.isalnum, map(chr, range(sys.maxunicode + 1)))
    typed = [word for sign in signs if len(words := words_of("q" + sign + "z")) == 1 for word in words]
    assert len(typed) > 100_000
    index.execute("INSERT INTO t(x) VALUES(?)", (" ".join(typed),))
    cut = index.execute("SELECT count(*) FROM w WHERE term IN ('q', 'z')").fetchone()
    assert cut == (0,)


def test_a_word_is_folded_as_the_index_folds_it(index: Any) -> None:
    words = [word for code in range(0x180) for word in words_of("q" + chr(code) + "z") if len(word) == 3]
    for number, word in enumerate(words, 1):
        index.execute("INSERT INTO t(rowid, x) VALUES(?, ?)", (number, word))
    kept = dict(index.execute("SELECT doc, term FROM w").fetchall())
    for number, word in enumerate(words, 1):
        assert _plain(word) in ("", kept[number])
    assert sum(bool(_plain(word)) for word in words) > 150
