"""Advice on what is typed: acts rather than beliefs, nobody accused, nobody named where names have no place."""

import json
from datetime import date
from pathlib import Path

import pytest

from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.domain.vigilance import IDENTITE, MINEUR, MOTS, NUMERO, Vigilance, watched

DOCUMENT = json.loads((Path(__file__).parents[3] / "resources" / "vigilance.json").read_bytes())
DAY = date(2026, 11, 22)
EVERYTHING = MOTS | {NUMERO, MINEUR, IDENTITE}
VIGILANCE = Vigilance.from_json(DOCUMENT, DAY)


def found(text: str, sortes: frozenset[str] = EVERYTHING) -> list[tuple[str, str]]:
    return [(text[one.debut : one.fin], one.sorte) for one in VIGILANCE.avis(text, sortes)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il se dit catholique", [("catholique", "croyance")]),
        ("Elle est MUSULMANE", [("MUSULMANE", "croyance")]),
        ("le gourou de la secte", [("gourou", "jugement"), ("secte", "jugement")]),
        ("un lavage  de\u00a0cerveau", [("lavage  de\u00a0cerveau", "jugement")]),
        ("proche de l’extrême-droite", [("extrême-droite", "opinion")]),
        ("le couple est homosexuel", [("homosexuel", "vie_sexuelle")]),
        ("une famille d’origine, dit-il, maghrébine", [("maghrébine", "origine")]),
        ("esoterique", [("esoterique", "croyance")]),
        ("e\u0301sote\u0301rique, oui", [("e\u0301sote\u0301rique", "croyance")]),
        ("Mme Exemple a appelé", [("Mme Exemple", "identite")]),
        ("écrire à a.b@exemple.invalid", [("a.b@exemple.invalid", "identite")]),
        ("joindre au 06 12 34 56 78", [("06 12 34 56 78", "identite")]),
        ("au 12 bis, rue des Essais", [("12 bis, rue des", "identite")]),
        ("sa fille Zélie refuse l’école", [("Zélie", "mineur")]),
        ("l’enfant prénommé Basile", [("Basile", "mineur")]),
        ("n° 2 85 05 78 006 084 36", [("2 85 05 78 006 084 36", "numero")]),
    ],
)
def test_what_calls_for_advice(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "risque de dérive sectaire",
        "les dérives thérapeutiques et sectaires",
        "une salle du centre culturel",
        "il est de bonne foi, pour la troisième fois",
        "une douleur au foie",
        "le ministre du culte a prévenu",
        "agricultures, insectes, section, secteur",
        "le père de la fille est venu",
        "les effets pervers du jeûne",
        "médecine chinoise et bols tibétains",
        "Elle a dit « c’est une secte, mon gourou, ma religion » puis a raccroché",
        "12 rues plus loin, 3 séances à 60 euros le 12 mai 2026",
        "La fille. Paris est loin.",
        "",
    ],
)
def test_what_calls_for_none(text: str) -> None:
    assert found(text) == []


def test_an_expression_does_not_run_over_a_sentence() -> None:
    assert found("Il parle de dérive. Sectaire, dit-elle.") == [("Sectaire", "jugement")]


def test_the_advice_is_a_french_sentence() -> None:
    (one,) = VIGILANCE.avis("une religion", EVERYTHING)
    assert one.conseil == "Décrire l’acte, pas la croyance."
    assert all(row["conseil"].endswith(".") for row in DOCUMENT["sortes"])


def test_quotation_marks_that_never_close_hide_nothing() -> None:
    assert found("« elle parle de secte") == [("secte", "jugement")]


def test_only_what_is_asked_for_is_looked_for() -> None:
    assert found("Mme Exemple parle de secte", MOTS) == [("secte", "jugement")]
    assert found("Mme Exemple parle de secte", frozenset({IDENTITE})) == [("Mme Exemple", "identite")]


def test_words_have_their_dates() -> None:
    row = {"sorte": "jugement", "conseil": "Avis.", "depuis": "2026-01-01", "jusqua": "2026-06-30", "mots": ["essai"]}
    assert Vigilance.from_json({"sortes": [row]}, date(2026, 6, 30)).avis("essai", MOTS)
    assert not Vigilance.from_json({"sortes": [row]}, date(2026, 7, 1)).avis("essai", MOTS)


@pytest.mark.parametrize("document", [{}, {"sortes": [{"sorte": "jugement"}]}, {"sortes": "x"}])
def test_a_malformed_list_is_a_bug_of_the_package(document: object) -> None:
    with pytest.raises(ValueError, match="not a"):
        Vigilance.from_json(document, DAY)


def test_no_list_of_movements_is_shipped() -> None:
    """The words name no group, no method and no person: a list of them would be a verdict."""
    every = {mot for row in DOCUMENT["sortes"] for mot in row.get("mots", ())}
    assert all(mot == mot.lower() for mot in every)
    assert {row["sorte"] for row in DOCUMENT["sortes"]} == EVERYTHING


def test_fields_are_watched_where_it_makes_sense() -> None:
    declared = {kind: {field.name: field for field in required(kind).champs} for kind in kinds()}
    signalement, signalant = declared["signalement"], declared["signalant"]
    assert watched(signalement["objet"]) == EVERYTHING
    assert watched(signalement["resume"]) == MOTS | {NUMERO, MINEUR}
    assert watched(signalement["paroles_mineur"]) == frozenset()
    assert watched(signalement["canal"]) == watched(signalement["faits"]) == frozenset()
    assert watched(signalant["nom"]) == frozenset()


@pytest.mark.parametrize("hostile", ["A" * 20_000, "a.b-" * 5_000, "« " * 10_000, "é\u0301" * 10_000, "fille " * 4_000])
def test_a_hostile_text_is_read_in_one_pass(hostile: str) -> None:
    """A pattern that goes back on its steps would hold this test for minutes."""
    assert VIGILANCE.avis(hostile, EVERYTHING) == ()
