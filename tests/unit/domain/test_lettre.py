"""Fields and brackets of letters: filled once, unknown ones named, hostile templates are text."""

import json
from datetime import date
from pathlib import Path

import pytest

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.lettre import (
    FILLED_MAX,
    ChampLettreInconnuError,
    LettreTropLongueError,
    brackets,
    check_template,
    filled,
    kept_line,
    read_kept,
    whole,
)
from mvl_desktop.domain.lettre_champs import FIELDS, MADE, declared_field
from mvl_desktop.domain.lettre_valeurs import Source, values_of
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.services.spoken import said

RESOURCES = Path(__file__).parents[3] / "resources"
LISTS = Nomenclatures.from_json(
    json.loads(path.read_bytes()) for path in sorted((RESOURCES / "nomenclatures").glob("*.json"))
)


def values(champs: dict[str, object], transmission: dict[str, object] | None = None) -> dict[str, str]:
    source = Source(champs, transmission or {}, {"service": "Service fictif"}, date(2026, 3, 1))
    return values_of(source, LISTS, lambda declared, value: said(declared, value, LISTS))


def test_every_field_has_a_label_and_only_known_ones_are_made() -> None:
    for name in FIELDS:
        assert declared_field(name) is not None or LISTS.entree("champs_lettre", name) is not None, name
    assert set(LISTS.codes("champs_lettre")) == set(MADE)


def test_a_field_is_filled_and_what_is_not_known_says_so() -> None:
    made = filled("Reçu le {recu_le} ; {reference}.", values({"recu_le": "2026-03-01"}), {"reference": "Référence"})
    assert made.texte == "Reçu le 1er\u00a0mars 2026 ; [à compléter : Référence]."
    assert [one.texte for one in brackets(made.texte)] == ["à compléter : Référence"]


def test_an_unknown_field_is_refused_in_a_template_and_named_in_an_old_one() -> None:
    with pytest.raises(ChampLettreInconnuError) as refused:
        check_template({"corps": "Bonjour {refference}"})
    assert refused.value.champ == "corps/{refference}"
    made = filled("Avant {refference} après", {}, {})
    assert made.texte == "Avant [champ inconnu : refference] après"
    assert made.inconnus == ("refference",)


def test_what_fills_a_field_is_never_read_again() -> None:
    made = filled("{objet}", {"objet": "{reference} {{objet}}", "reference": "X"}, {})
    assert made.texte == "{reference} {{objet}}"


def test_a_template_that_would_burst_is_refused_at_once() -> None:
    with pytest.raises(LettreTropLongueError):
        filled("{resume}" * 20_000, {"resume": "x" * 10_000}, {})
    with pytest.raises(LettreTropLongueError):
        filled("x" * (FILLED_MAX + 1), {}, {})
    assert filled("{" * 50_000 + "}" * 50_000, {}, {}).inconnus == ()


def test_silence_means_something_only_when_something_is_asked() -> None:
    asked = values({"type_demande": "interroger", "recu_le": "2025-12-31"})["mention_decision"]
    assert "28\u00a0février 2026" in asked
    assert "réputée rejetée" in asked
    told = values({"type_demande": "informer", "recu_le": "2025-12-31"})["mention_decision"]
    assert "ni acceptation ni rejet" in told


def test_people_and_facts_are_put_together_without_the_witnesses() -> None:
    champs: dict[str, object] = {
        "personnes": [
            {"role": "mineur", "nom": "Zoé Exemple", "ne_le": "2015-02-03"},
            {"role": "temoin", "nom": "Paul Témoin"},
            {"role": "victime_presumee", "nom": "Jo Essai"},
        ],
        "faits": [
            {"constat": "rapporte", "survenu_le": "2026-01-02", "recit": "Un stage.", "paroles_litterales": "Non"}
        ],
    }
    made = values(champs)
    assert made["personnes_mineures"] == "– Zoé Exemple, date de naissance\u00a0: 3\u00a0février 2015"
    assert made["personnes_concernees"] == "– Jo Essai"
    assert made["faits_dates"] == "– 2\u00a0janvier 2026, rapporté – Un stage. « Non »"


def test_identity_is_withheld_unless_the_transmission_says_why() -> None:
    assert "n’est pas communiquée" in values({}, {"destinataire": "crip"})["annonce_identite"]
    revealed = values({}, {"identite_revelee": True, "identite_motif": "Accord écrit."})["annonce_identite"]
    assert "Accord écrit." in revealed
    assert "annonce_identite" not in values({})


def test_a_passage_kept_on_purpose_is_read_back() -> None:
    line = kept_line("temoins", "Paul  Témoin", "Accord écrit\ndu témoin")
    assert read_kept(line) == ("temoins", "Paul Témoin", "Accord écrit du témoin")
    assert read_kept("autre chose") == ("", "", "autre chose")


@pytest.mark.parametrize("path", sorted((RESOURCES / "modeles").glob("*.json")), ids=lambda path: path.stem)
def test_templates_that_come_with_the_application_are_whole(path: Path) -> None:
    modele = json.loads(path.read_bytes())
    check_template(modele)
    assert whole(modele).startswith(modele["appel"])
    assert modele["code"].lower() == path.stem
    assert required("modele-courrier").titre(modele)
