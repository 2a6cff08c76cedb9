"""The entries of the annuaire that come with the application: institutions by what they do, and never somebody."""

from typing import Any

import pytest

from tests.integration.resources.test_resources import RESOURCES, lists, load, recipe

FILES = sorted((RESOURCES / "annuaire").glob("*.json"))


def every_entry() -> list[dict[str, Any]]:
    return [entry for path in FILES for entry in load(path)]


def test_the_shipped_entries_are_whole_and_as_their_recipe_writes_them() -> None:
    made = recipe("annuaire")
    assert list(made.faults(every_entry(), lists())) == []
    assert all(made.written(load(path)) == path.read_text(encoding="utf-8") for path in FILES)


def test_each_recipient_of_a_transmission_that_is_an_institution_has_its_entry() -> None:
    entries = every_entry()
    reached = {entry.get("destinataire") for entry in entries}
    private = {"etablissement", "medecin", "employeur", "avocat", "autre"}
    assert set(lists().codes("destinataires")) - private == reached - {None}
    assert len([entry for entry in entries if entry["code"].startswith("ars-")]) == 18


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"code": "119"}, "119: given twice"),
        ({"source": ""}, "unadfi: source: empty"),
        ({"adresse": "1 rue Fictive"}, "unadfi: adresse: nothing shipped says it"),
        ({"contacts": [{"nom": "Camille Exemple"}]}, "unadfi: contacts: nothing shipped says it"),
        ({"telephone": "01.34.00.14.58"}, "unadfi: telephone: not written"),
        ({"a_completer": True}, "unadfi: competent somewhere, or to complete here"),
        ({"national": None}, "unadfi: competent somewhere, or to complete here"),
        ({"role": "inventé"}, "unadfi: role"),
        ({"saisi_pour": "Une entrée: mal composée"}, "unadfi: saisi_pour: typography"),
    ],
)
def test_the_recipe_refuses_an_entry_that_nobody_could_rely_on(change: dict[str, Any], fault: str) -> None:
    changed = [entry | change if entry["code"] == "unadfi" else entry for entry in every_entry()]
    assert any(found.startswith(fault) for found in recipe("annuaire").faults(changed, lists()))


def test_a_region_without_its_ars_is_told() -> None:
    without = [entry for entry in every_entry() if entry["code"] != "ars-94"]
    assert list(recipe("annuaire").faults(without, lists())) == ["région 94: no ARS"]
