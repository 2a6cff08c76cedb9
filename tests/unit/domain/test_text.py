"""What is typed or pasted is kept as it reads, in one normal form."""

import pytest

from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.text import TEXT_MAX, clean, clean_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301te\u0301", "été"),
        ("un\r\ndeux\rtrois\u2028quatre\x0ccinq", "un\ndeux\ntrois\nquatre\ncinq"),
        ("a\x00b\x1b[31mc\x7f\x9f", "ab[31mc"),
        ("\tretrait\n\n  ligne  \n", "\tretrait\n\n  ligne  \n"),
        ("██████████ et 2<sup>ème</sup> – « Œuvre »\u202f!", "██████████ et 2<sup>ème</sup> – « Œuvre »\u202f!"),
        (" \n\t", ""),
    ],
)
def test_a_narrative_keeps_its_lines_and_loses_only_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean(typed, "recit") == kept


def test_a_line_stays_one_line() -> None:
    assert clean_line("  un\r\n\r\n\tdeux  trois ", "objet") == "un deux  trois"


def test_the_bound_is_in_bytes_and_the_longest_text_fits() -> None:
    assert clean("é" * (TEXT_MAX // 2), "recit") == "é" * (TEXT_MAX // 2)
    with pytest.raises(ChampInvalideError, match="texte_trop_long"):
        clean("é" * (TEXT_MAX // 2) + "e", "recit")


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ChampInvalideError, match="texte_invalide") as caught:
        clean("abc\udc80", "recit")
    assert caught.value.champ == "recit"
