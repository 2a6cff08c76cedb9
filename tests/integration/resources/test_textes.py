"""The legal texts that come with the application: whole, dated, and recognising the ways in which they are cited."""

from typing import Any

import pytest

from tests.integration.resources.test_resources import RESOURCES, lists, load, recipe

TEXTES = sorted((RESOURCES / "textes").glob("*.json"))


def every_text() -> list[dict[str, Any]]:
    return [texte for path in TEXTES for texte in load(path)]


def test_the_shipped_texts_are_whole_recognise_themselves_and_are_as_their_recipe_writes_them() -> None:
    made = recipe("textes")
    assert list(made.faults(every_text(), lists())) == []
    assert all(made.written(load(path)) == path.read_text(encoding="utf-8") for path in TEXTES)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"code": "cpp-40"}, "cpp-40: given twice"),
        ({"citations": ["article 40 CPP"]}, "cp-226-13: « article 40 CPP » also cites cpp-40"),
        ({"intitule": "Secret"}, "cp-226-13: does not recognise « Secret »"),
        ({"remplace_par": "cp-1"}, "cp-226-13: replaced by cp-1, which is not here"),
        ({"a_verifier": None, "texte_du": None}, "cp-226-13: neither read on a day nor said to be verified"),
        ({"resume": "Un texte: mal composé"}, "cp-226-13: resume: typography"),
        ({"themes": ["inventé"]}, "cp-226-13: themes"),
    ],
)
def test_the_recipe_refuses_a_text_that_nobody_could_rely_on(change: dict[str, Any], fault: str) -> None:
    texts_changed = [texte | change if texte["code"] == "cp-226-13" else texte for texte in every_text()]
    assert any(found.startswith(fault) for found in recipe("textes").faults(texts_changed, lists()))
