"""What may name or reach somebody in a document is found where it stands, and nothing else is."""

import pytest

from mvl_desktop.matching import nominatifs
from mvl_desktop.matching.nominatifs import Trouve

SAID = [
    ("Joindre Mme Alix Modèle de Fictif.", "Mme Alix Modèle de Fictif", nominatifs.CIVILITE),
    ("Appeler le 01 99 00 00 01 demain.", "01 99 00 00 01", nominatifs.TELEPHONE),
    ("Appeler le +33 1 99 00 00 01.", "+33 1 99 00 00 01", nominatifs.TELEPHONE),
    ("Écrire à alix.modele@exemple.invalid.", "alix.modele@exemple.invalid", nominatifs.COURRIEL),
    ("Habite 12 bis, rue des Exemples, 01000 Bourg-Fictif.", "12 bis, rue des Exemples, 01000 Bourg-Fictif", "adresse"),
    ("Personne née le 3 mars 1980.", "née le 3 mars 1980", nominatifs.NAISSANCE),
    ("Date de naissance : 03/03/1980.", "naissance : 03/03/1980", nominatifs.NAISSANCE),
    ("NIR 1 80 03 01 053 001 22.", "1 80 03 01 053 001 22", nominatifs.NUMERO),
]


@pytest.mark.parametrize(("text", "place", "sort"), SAID)
def test_what_names_or_reaches_somebody_is_found(text: str, place: str, sort: str) -> None:
    start = text.index(place)
    assert Trouve(start, start + len(place), sort) in nominatifs.found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Réunion du 22 novembre 2026, décision n° 490743.",
        "Article L. 311-6 du code ; CADA, avis 20230241.",
        "Le présent document compte 12 pages et 3 annexes.",
    ],
)
def test_what_names_nobody_is_not_proposed(text: str) -> None:
    assert nominatifs.found(text) == ()


def test_names_known_here_are_proposed_together() -> None:
    text = "Entretien avec Alix Modèle à Bourg."
    known = {"Alix", "Modèle"}
    assert nominatifs.found(text, known.__contains__) == (Trouve(15, 26, nominatifs.CONNU),)
    assert {"Entretien", "Alix", "Modèle", "Bourg"} == nominatifs.candidates(text)


def test_small_counts_of_a_table_are_proposed_and_neither_none_nor_many() -> None:
    line = "Ain\t3\t12\t0\t 4 \t5"
    assert [line[each.debut : each.fin] for each in nominatifs.small_counts(line)] == ["3", "4"]
    assert nominatifs.small_counts("3\tAin") == (), "the first cell is what is counted"
