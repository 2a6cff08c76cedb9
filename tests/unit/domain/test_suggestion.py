"""Fiches are proposed for what is typed, with the reason; nothing is concluded about anybody."""

import json
from pathlib import Path

from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.suggestion import suggestions
from mvl_desktop.services.proposals import proposed

RESOURCES = Path(__file__).parents[3] / "resources"
FICHES = [json.loads(path.read_bytes()) for path in sorted((RESOURCES / "fiches").glob("*.json"))]
LISTS = Nomenclatures.from_json(
    json.loads(path.read_bytes()) for path in sorted((RESOURCES / "nomenclatures").glob("*.json"))
)


def first(**champs: object) -> tuple[str, str]:
    rang, raison = proposed(champs, FICHES, LISTS)[0]
    return str(FICHES[rang]["code"]), raison


def test_nothing_typed_proposes_nothing() -> None:
    assert suggestions({}, FICHES) == []
    assert suggestions({"objet": "mineur en danger", "mineur_concerne": False}, FICHES) == []


def test_a_minor_calls_for_the_fiche_of_minors_and_says_so() -> None:
    assert first(mineur_concerne=True) == ("CAT-01", "Un mineur est concerné.")
    assert first(personnes=[{"role": "mineur"}])[0] == "CAT-01"


def test_danger_comes_first_but_never_alone() -> None:
    assert first(mineur_concerne=True, danger_vital=True, natures=["exercice_illegal"]) == (
        "CAT-01",
        "Urgence immédiate ou danger vital. Un mineur est concerné.",
    )
    assert suggestions({"danger_vital": True}, FICHES) == []


def test_natures_are_said_by_their_labels() -> None:
    code, raison = first(natures=["exercice_illegal"])
    assert code == "CAT-02"
    assert raison == "Nature cochée\u00a0: Exercice illégal d’une profession de santé."


def test_care_that_stops_calls_for_the_fiche_of_therapies() -> None:
    assert first(traitement_interrompu=True) == ("CAT-02", "Des soins sont arrêtés, retardés ou compromis.")


def test_where_it_happens_calls_for_a_fiche() -> None:
    assert first(cadre="etablissement_medico_social")[0] == "CAT-03"
    assert first(cadre="centre_sante")[0] == "CAT-04"


def test_practices_in_common_are_a_reason_and_other_is_not() -> None:
    fiche = {"pratiques": ["jeune", "autre"], "titre": "Essai"}
    assert proposed({"pratiques": ["autre", "jeune"]}, [fiche], LISTS) == [(0, "Pratique mentionnée\u00a0: Jeûne.")]
    assert suggestions({"pratiques": ["autre"]}, [fiche]) == []


def test_a_withdrawn_fiche_is_not_proposed() -> None:
    assert suggestions({"mineur_concerne": True}, [FICHES[0] | {"statut": "retiree"}]) == []
