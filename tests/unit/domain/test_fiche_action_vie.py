"""Where a fiche d'action stands: steps, what is late, indicators in words and never on people."""

from datetime import date

import pytest

from mvl_desktop.domain.fiche_action_vie import actions_tenues, avancement, constats, nombre, reached

TODAY = date(2026, 11, 22)
STEPS = [
    {"id": "a", "etat": "faite", "prevue_le": "2026-01-01"},
    {"id": "b", "etat": "a_faire", "prevue_le": "2026-11-21"},
    {"id": "c", "prevue_le": "2026-11-22"},
    {"id": "d", "etat": "abandonnee", "prevue_le": "2026-01-01"},
    {"id": "e", "etat": "en_cours"},
]


def test_steps_are_counted_without_those_given_up_and_the_late_ones_told() -> None:
    found = avancement({"etapes": STEPS, "fin_le": "2026-11-21"}, TODAY)
    assert (found.faites, found.total) == (1, 4)
    assert [each["id"] for each in found.en_retard] == ["b"]
    assert found.prochaine is not None
    assert found.prochaine["id"] == "c"
    assert found.fin_passee


@pytest.mark.parametrize("etat", ["realisee", "abandonnee"])
def test_nothing_is_late_in_an_action_that_is_over(etat: str) -> None:
    found = avancement({"etapes": STEPS, "fin_le": "2026-01-01", "etat": etat}, TODAY)
    assert (found.en_retard, found.prochaine, found.fin_passee) == ((), None, False)


@pytest.mark.parametrize(
    ("value", "target", "sens", "issue"),
    [
        ("12", "10", "au_moins", "atteint"),
        ("12", "10", "", "atteint"),
        ("10", "10", "au_moins", "atteint"),
        ("9,5", "10", "au_moins", "pas_encore"),
        ("12", "10", "au_plus", "pas_encore"),
        ("1\u202f234", "1 000", "au_moins", "atteint"),
        ("80 %", "75", "", "atteint"),
        ("", "10", "", "incalculable"),
        ("beaucoup", "10", "", "incalculable"),
        ("12", "tous", "", "incalculable"),
        ("12", "", "", "sans_cible"),
    ],
)
def test_a_value_against_a_target(value: str, target: str, sens: str, issue: str) -> None:
    assert reached(value, target, sens) == issue


def test_what_is_no_number_is_none() -> None:
    assert nombre("nan") is None
    assert nombre("inf") is None


def test_an_indicator_takes_its_code_s_value_and_else_the_last_entered_with_its_proof() -> None:
    champs = {
        "indicateurs": [
            {"code": "i2.1", "libelle": "Sensibilisations", "cible": "4"},
            {"libelle": "Agents  sensibilisés", "cible": "100", "reference": "20"},
            {"libelle": "Rien encore", "cible": "1"},
        ],
        "valeurs": [
            {"libelle": "agents sensibilisés", "valeur": "60", "au": "2026-03-31"},
            {"libelle": "agents sensibilisés", "valeur": "110", "au": "2026-09-30", "preuve": "Feuille d’émargement"},
            {"libelle": "agents sensibilisés", "valeur": "30", "au": "2025-12-31"},
            {"code": "I2.1", "valeur": "99"},
        ],
    }
    first, second, third = constats(champs, {"I2.1": "3"})
    assert (first.valeur, first.issue, first.au) == ("3", "pas_encore", None)
    assert (second.valeur, second.issue, second.preuve) == ("110", "atteint", "Feuille d’émargement")
    assert second.au == date(2026, 9, 30)
    assert (third.valeur, third.issue) == ("", "incalculable")


def test_actions_done_of_those_that_were_due() -> None:
    fiches = [
        {"etat": "realisee", "fin_le": "2027-01-01"},
        {"etat": "en_cours", "fin_le": "2026-06-01"},
        {"etat": "en_cours", "fin_le": "2027-06-01"},
        {"etat": "abandonnee", "fin_le": "2026-01-01"},
    ]
    assert actions_tenues(fiches, TODAY) == (1, 2)
