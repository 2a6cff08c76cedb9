"""Minutes without names: who is known gives their place to their function; who is not is not shown when in doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvl_desktop.domain.noms_masques import fonctions_par_nom, remplace, sans_nom

CHAMPS = {
    "presences": [
        {"nom": "Jeanne Fictive", "fonction": "Conseillère santé"},
        {"nom": "M. Paul Inventé", "fonction": "Président"},
    ],
    "redige_par": "Luc Essai",
}
KNOWN = fonctions_par_nom(CHAMPS)
HIDDEN = "[nom masqué]"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Jeanne Fictive y reviendra.", "La conseillère santé y reviendra."),
        ("Merci à Mme FICTIVE.", "Merci à la conseillère santé."),
        ("Vu avec Monsieur Paul Invente.", "Vu avec le président."),
        ("Relu par Luc Essai et M. Essai.", f"Relu par {HIDDEN} et {HIDDEN}."),
        ("Une histoire fictive, à l’essai.", "Une histoire fictive, à l’essai."),
        ("", ""),
    ],
)
def test_a_name_known_gives_its_place_to_the_function(said: str, left: str) -> None:
    assert remplace(said, KNOWN, HIDDEN) == left


MANY = {
    "Jeanne Fictive": "Conseillère santé",
    "Anne-Marie Inventée-Martin": "Conseillère santé",
    "ESSAIS Marcel": "Conseillère santé",
    "Hélène O'Fictif": "Conseillère santé",
    "Li Wu": "Conseillère santé",
    "Marie de La Feinte": "Conseillère santé",
}


@pytest.mark.parametrize(
    "said",
    [
        *("FICTIVE Jeanne", "J. Fictive", "J.Fictive", "J.-M. FICTIVE", "jeanne fictive", "Mme J. Fictive"),
        *(
            "Anne Marie Inventee Martin",
            "Anne\u2011Marie Inventée\u2011Martin",
            "Mme Inventée",
            "Mme Martin",
            "Madame Anne-Marie",
        ),
        *("Jeanne\nFictive", "Jeanne\u00a0Fictive", "Jeanne\u202fFictive", "Fic\u00adtive", "Je\u200banne Fictive"),
        *("Marcel Essais", "M. Essais", "Essais", "Dr ESSAIS", "Hélène O’Fictif", "Mme O'FICTIF", "Li Wu", "M. Wu"),
        *("Mme de La Feinte", "La Feinte", "de la Feinte", "Marie De La Feinte", "Mme Jeanne-Fictive"),
    ],
)
def test_a_name_is_known_however_it_is_written(said: str) -> None:
    assert remplace(f"Vu avec {said}, hier.", MANY, HIDDEN) == "Vu avec la conseillère santé, hier."


@pytest.mark.parametrize("said", ["à Saint-Martin", "l’essai d’Anne", "le wu", "une jeanne", "M. Martinet", "Inventée"])
def test_what_is_a_word_or_another_name_stays(said: str) -> None:
    assert remplace(f"Vu {said}, hier.", MANY, HIDDEN) == f"Vu {said}, hier."


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Jeanne Fictive", "Conseillère santé"),
        ("Luc Essai", HIDDEN),
        ("Marie Autre", HIDDEN),
        ("Dupont", HIDDEN),
        ("Conseillère santé", "Conseillère santé"),
        ("Référent de l’ARS", "Référent de l’ARS"),
        ("ARS", "ARS"),
        ("Préfecture", "Préfecture"),
        ("Pôle Santé", "Pôle Santé"),
        ("le référent", "le référent"),
        ("", ""),
    ],
)
def test_a_field_made_for_a_name_keeps_functions_alone(said: str, left: str) -> None:
    assert sans_nom(said, KNOWN, HIDDEN) == left


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_family_name_known_here_is_left(before: str, after: str) -> None:
    left = remplace(f"{before} Jeanne Fictive {after}", KNOWN, HIDDEN)
    assert "Jeanne Fictive" not in left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Le travail de Verdanson est fini.", "Le travail du conseiller santé est fini."),
        ("Il écrit à Verdanson demain.", "Il écrit au conseiller santé demain."),
        ("Il code Verdanson.", "Il code le conseiller santé."),
        ("Vu par Verdanson.", "Vu par le conseiller santé."),
    ],
)
def test_a_function_is_joined_to_what_comes_before_as_french_has_it(said: str, left: str) -> None:
    assert remplace(said, {"Anatole Verdanson": "Conseiller santé"}, "[nom masqué]") == left
