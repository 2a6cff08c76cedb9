"""French typography of letters: rules, what is never touched, and that twice is once."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.domain.typographie import jour, typographie

NB, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Objet : suite", f"Objet{NB}: suite"),
        ("Vraiment? Oui ; non !", f"Vraiment{THIN}? Oui{THIN}; non{THIN}!"),
        ("n°12, n° 13 et nos 14", f"n°{NB}12, n°{NB}13 et nos{NB}14"),
        ("à 14h03, puis 9 h", f"à 14{NB}h{NB}03, puis 9{NB}h"),
        ("le 1er mars 2026 et le 12 août", f"le 1er{NB}mars 2026 et le 12{NB}août"),
        ("1 234 567,50 € et 12%", f"1{THIN}234{THIN}567,50{NB}€ et 12{NB}%"),
        ("l'article L.112-3 et M. Exemple", f"l’article{NB}L.{NB}112-3 et M.{NB}Exemple"),
        ("attendez...", "attendez…"),
        ("«bonjour» ; puis", f"«{NB}bonjour{NB}»{THIN}; puis"),
        ("voir https://exemple.fr/?a=1;b:2 ou a.b@exemple.fr", "voir https://exemple.fr/?a=1;b:2 ou a.b@exemple.fr"),
        ("à 14:30 précises", "à 14:30 précises"),
    ],
)
def test_a_letter_is_set_as_french_is(typed: str, said: str) -> None:
    assert typographie(typed) == said


def test_what_is_quoted_stays_as_it_was_typed() -> None:
    words = "il m'a dit : « non ; va-t'en ! » à 14h03..."
    assert "«\u00a0non ; va-t'en !\u00a0»" in typographie(words)


@settings(max_examples=150)
@given(st.text(alphabet="aL.12 :;!?«»'h°n€%\u00a0\u202f\ue000@/\n", max_size=60))
def test_twice_is_once(text: str) -> None:
    once = typographie(text)
    assert typographie(once) == once


def test_days_are_said_as_letters_say_them() -> None:
    assert (jour(date(2026, 3, 1)), jour(date(2026, 12, 31))) == (f"1er{NB}mars 2026", f"31{NB}décembre 2026")
