"""The rules of deadlines of the application: the recipe takes them, and refuses what could not be played."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.domain import echeances_faits, echeances_sources
from mvl_desktop.domain.nomenclature import Nomenclatures
from tests.integration.resources.test_resources import recipe

EVENTS = echeances_faits.EVENTS | echeances_sources.EVENTS
SHOWN = echeances_faits.SHOWN | echeances_sources.SHOWN
RESOURCES = Path(__file__).parents[3] / "resources"
PATH = RESOURCES / "echeances.json"


def _lists() -> Nomenclatures:
    folder = RESOURCES / "nomenclatures"
    return Nomenclatures.from_json(json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json")))


def test_the_rules_are_in_their_one_form() -> None:
    document = json.loads(PATH.read_bytes())
    made = recipe("echeances")
    assert list(made.faults(document, _lists())) == []
    assert made.written(document) == PATH.read_text("utf-8")


def test_every_event_and_every_act_of_the_engine_has_its_words() -> None:
    lists = _lists()
    assert {code for code in EVENTS if lists.entree("evenements_echeance", code) is None} == set()
    assert {code for code in SHOWN if lists.entree("tenues_echeance", code) is None} == set()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda rule: rule.update(evenement="lune"), "danger_vital: no code lune in evenements_echeance"),
        (lambda rule: rule.update(tenue_par=["sourire"]), "danger_vital: nothing shows sourire"),
        (lambda rule: rule.update(source=" "), "danger_vital: no label, or no source"),
        (lambda rule: rule.update(destinataire="crip"), "danger_vital: a recipient, and no transmission"),
        (lambda rule: rule.update(code="qualification"), "qualification: said twice"),
        (lambda rule: rule.update(jusqua="2025-01-01"), "danger_vital: ends before it begins"),
        (
            lambda rule: rule.update(unite="jours_ouvres", rappel_jours=1),
            "danger_vital: a reminder before what is counted",
        ),
        (lambda rule: rule.update(nombre=-1), "not a rule of deadlines"),
    ],
)
def test_a_rule_that_could_not_be_played_is_refused(change: Callable[[Any], None], fault: str) -> None:
    document = copy.deepcopy(json.loads(PATH.read_bytes()))
    change(document["regles"][0])
    assert fault in list(recipe("echeances").faults(document, _lists()))
