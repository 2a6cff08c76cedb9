"""The template of convention that ships: in its one form, in our own words, naming nobody."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from mvl_desktop.domain.convention_vie import ALERTES_MOIS
from mvl_desktop.domain.regles_echeance import Regles
from tests.integration.resources.test_echeances import PATH as RULES
from tests.integration.resources.test_echeances import RESOURCES, _lists
from tests.integration.resources.test_resources import recipe

PATH = RESOURCES / "modeles-convention" / "miviludes-ars.json"
LIBRARY = [texte for path in sorted((RESOURCES / "textes").glob("*.json")) for texte in json.loads(path.read_bytes())]


def _faults(champs: object) -> list[str]:
    return list(recipe("modeles_convention").faults(_lists(), LIBRARY, champs))


def test_the_template_is_in_its_one_form() -> None:
    champs = json.loads(PATH.read_bytes())
    assert _faults(champs) == []
    assert recipe("modeles_convention").written(champs) == PATH.read_text("utf-8")
    assert [each["numero"] for each in champs["articles"]] == [str(number) for number in range(1, 9)]
    assert (champs["duree_mois"], champs["preavis_mois"]) == (36, 1)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda one: one["parties"][0].update(nom="Quelqu’un"), "parties: nom given"),
        (lambda one: one["parties"][0].update(signee_le="2026-01-01"), "parties: signee_le given"),
        (lambda one: one.update(visas=["Loi inconnue"]), "visas: the library does not know « Loi inconnue »"),
        (lambda one: one["engagements"][0].update(axe="axe 9"), "engagements: no such axis or article"),
        (lambda one: one["engagements"][0].update(article="12"), "engagements: no such axis or article"),
        (lambda one: one["parties"][0].update(partie="mairie"), "parties_convention"),
        (lambda one: one.update(region="11"), "region: not for a template"),
        (lambda one: one.update(objet="C'est dit"), "typography"),
        (lambda one: one.pop("visas"), "visas: empty"),
    ],
)
def test_a_template_that_could_not_serve_is_refused(change: Callable[[Any], None], fault: str) -> None:
    champs = copy.deepcopy(json.loads(PATH.read_bytes()))
    change(champs)
    assert any(fault in said for said in _faults(champs))


def test_the_recalls_that_are_drawn_are_those_of_the_rules() -> None:
    rules = Regles.from_json(json.loads(RULES.read_bytes()))
    before = [rule.nombre for rule in rules.regles if rule.evenement == "convention_terme" and rule.avant]
    assert tuple(before) == ALERTES_MOIS
