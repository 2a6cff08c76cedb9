"""What circulars ask and what meetings begin with: checked by their recipe, written in their one form."""

import copy
import json

import pytest

from tests.integration.resources.test_resources import RESOURCES, lists, recipe

PATH = RESOURCES / "obligations.json"
DOCUMENT = json.loads(PATH.read_bytes())


def test_they_are_as_the_recipe_writes_them() -> None:
    made = recipe("obligations")
    assert list(made.faults(DOCUMENT, lists())) == []
    assert made.written(DOCUMENT) == PATH.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("group", "name", "value", "said"),
    [
        ("obligations", "types", ["inconnu"], "no code inconnu"),
        ("obligations", "code", "gtrdo-2012", "given twice"),
        ("obligations", "par_an", 0, "asks nothing"),
        ("obligations", "citation", "Une fois par an !", "typography"),
        ("modeles", "mode", "ailleurs", "no code ailleurs"),
        ("modeles", "type", 3, "malformed"),
    ],
)
def test_the_recipe_refuses_what_the_application_could_not_play(
    group: str, name: str, value: object, said: str
) -> None:
    document = copy.deepcopy(DOCUMENT)
    document[group][0][name] = value
    assert any(said in fault for fault in recipe("obligations").faults(document, lists()))


def test_every_type_that_a_circular_counts_has_its_agenda() -> None:
    modeles = {row["type"] for row in DOCUMENT["modeles"]}
    assert {code for row in DOCUMENT["obligations"] for code in row["types"]} <= modeles
    assert "copil" in modeles
