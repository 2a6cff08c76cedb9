"""The series and studies that come with the application: sourced, cautious, readable, as their recipe writes them."""

from typing import Any

import pytest

from tests.integration.resources.test_resources import RESOURCES, lists, load, recipe


def every(folder: str) -> list[dict[str, Any]]:
    return [each for path in sorted((RESOURCES / folder).glob("*.json")) for each in load(path)]


@pytest.mark.parametrize(("kind", "folder"), [("serie", "series"), ("etude", "etudes")])
def test_what_is_shipped_is_whole_and_as_its_recipe_writes_it(kind: str, folder: str) -> None:
    made = recipe("series")
    assert every(folder)
    assert list(made.faults(kind, every(folder), lists())) == []
    for path in sorted((RESOURCES / folder).glob("*.json")):
        assert made.written(kind, load(path)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "value", "fault"),
    [
        ({}, {"source": None}, "2018: no source"),
        ({}, {"statut": None}, "2018: no status"),
        ({}, {"remarque": None}, "2018: not as published, and no remark says why"),
        ({}, {"valeur": "beaucoup"}, "2018: a value that cannot be read"),
        ({}, {"periode": "2017"}, "two values for the same line"),
        ({}, {"periode": "mai 2018"}, "drawn as a line, and it cannot be: inegales"),
        ({}, {"remarque": "Un essai: mal composé"}, "typography"),
        ({"prudence": None}, {}, "prudence: empty"),
        ({"code": "gtrdo-reunions"}, {}, "given twice"),
    ],
)
def test_the_recipe_refuses_a_serie_that_nobody_could_rely_on(
    change: dict[str, Any], value: dict[str, Any], fault: str
) -> None:
    series = every("series")
    (intakes,) = (each for each in series if each["code"] == "miviludes-saisines")
    (derived,) = (each for each in intakes["valeurs"] if each["periode"] == "2018")
    derived |= value
    intakes |= change
    assert any(fault in found for found in recipe("series").faults("serie", series, lists()))
