"""What a letter must not reveal is found however it was typed, and nothing else is."""

import pytest

from mvl_desktop.matching.revealing import Secret, capitalised, revealed, same_passage

SIGNALANT = Secret(
    "identite_signalant",
    ("Mme Éloïse de LEFÈVRE-Martin",),
    ("06 12 34 56 78", "eloise@exemple.test", "12 bis rue des Lilas, 01000 Bourg"),
)
WITNESS = Secret("temoins", ("Paul Valmont",))
MEDICAL = Secret("elements_medicaux", ("Cancer",), (), ("La patiente présente une tumeur évolutive du sein.",))


@pytest.mark.parametrize(
    "text",
    [
        "LEFEVRE",
        "madame lefèvre",
        "E\u0301loi\u0308se",  # accents apart, as some machines type them
        "les Martins",
        "Martin, Eloise",
        "+33 6.12.34.56.78",
        "Eloise@EXEMPLE.test",
        "au 12 bis, rue des lilas à Bourg",
    ],
)
def test_the_signalant_is_recognised(text: str) -> None:
    assert [one.sorte for one in revealed(text, [SIGNALANT])] == ["identite_signalant"]


@pytest.mark.parametrize(
    "text", ["Madame, Monsieur", "04 00 00 00 00", "rue des Acacias", "01000 Bourg", "de la", "12 bis"]
)
def test_ordinary_words_tell_of_nobody(text: str) -> None:
    assert revealed(text, [SIGNALANT]) == ()


def test_parts_of_one_name_are_one_passage_and_two_names_are_two() -> None:
    found = revealed("Éloïse de Lefèvre, puis Paul Valmont.", [SIGNALANT, WITNESS])
    assert [(one.sorte, one.passage) for one in found] == [
        ("identite_signalant", "Éloïse de Lefèvre"),
        ("temoins", "Paul Valmont"),
    ]


def test_a_name_shared_with_somebody_who_may_be_named_is_no_finding() -> None:
    assert [one.passage for one in revealed("Zoé Valmont et Paul", [WITNESS], ["Zoé Valmont"])] == ["Paul"]


def test_words_of_medical_files_are_found_in_a_row() -> None:
    found = revealed("Une tumeur evolutive du sein ; des cancers. Une tumeur.", [MEDICAL])
    assert [one.passage for one in found] == ["tumeur evolutive du sein", "cancers"]


def test_a_passage_is_the_same_however_it_is_written() -> None:
    assert same_passage("Paul VALMONT", "paul  valmont")
    assert not same_passage("Paul", "Paul Valmont")
    assert capitalised("sa sœur Alix, puis le Dr Modèle") == "Alix Dr Modèle"


def test_a_long_letter_is_looked_at_in_a_row() -> None:
    text = "Lefèvre 06 12 " * 3_000
    assert len(revealed(text, [SIGNALANT, MEDICAL, WITNESS])) == 3_000
