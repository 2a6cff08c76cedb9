"""Two texts side by side: nothing of either is lost, and what differs is told word by word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.history.compare import Words, compare


def test_the_word_that_changed_is_told_on_each_side() -> None:
    old, new = compare("Prévenir le directeur sans délai.", "Prévenir la préfète sans délai.")
    assert old == (Words("Prévenir "), Words("le directeur", same=False), Words(" sans délai."))
    assert new == (Words("Prévenir "), Words("la préfète", same=False), Words(" sans délai."))


def test_the_same_text_has_no_difference_and_an_empty_one_only_that() -> None:
    assert compare("Rien de neuf.", "Rien de neuf.") == ((Words("Rien de neuf."),), (Words("Rien de neuf."),))
    assert compare("", "Ajouté") == ((), (Words("Ajouté", same=False),))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_are_given_back_whole(old: str, new: str) -> None:
    left, right = compare(old, new)
    assert "".join(each.text for each in left) == old
    assert "".join(each.text for each in right) == new
    kept = ["".join(each.text for each in side if each.same).split() for side in (left, right)]
    assert kept[0] == kept[1]
