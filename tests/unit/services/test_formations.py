"""Training from the demand to the evaluation: each gesture, what the application says of it, its state never typed."""

from pathlib import Path

import pytest

from mvl_desktop.domain.errors import ChampInvalideError, DomainError
from mvl_desktop.domain.periode import Periode
from mvl_desktop.services.formations import (
    collect_demand,
    decide_formation,
    drop_session,
    evaluate,
    formations_bilan,
    hold_session,
    plan_session,
)
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.standing_of import facts_of
from tests.fakes.offices import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    return made


@pytest.fixture
def action(office: Office) -> str:
    return add_record(office.ports, "formation", {"intitule": "Repérer l’emprise", "type_formation": "formation"})


def etat(office: Office, rec: str) -> object:
    return show_record(office.ports, rec).champs.get("etat")


def told(office: Office, rec: str) -> list[str]:
    return [fact.texte for fact in facts_of(office.ports, rec)]


def test_an_action_goes_from_the_demand_to_the_evaluation_and_says_where_it_stands(office: Office, action: str) -> None:
    ports = office.ports
    assert etat(office, action) == "recueil"
    collect_demand(ports, action, {"organisme": "Délégation du 93", "departement": "93", "effectif": 20})
    collect_demand(ports, action, {"organisme": "Délégation du 75", "departement": "75"})
    assert etat(office, action) == "a_decider"
    assert "2 demandes attendent une décision." in told(office, action)
    decide_formation(ports, action, "retenue", "")
    assert etat(office, action) == "decidee"
    assert "L’action est retenue\u00a0: aucune séance n’est programmée." in told(office, action)
    plan_session(ports, action, {"le": "2027-03-01", "departement": "93"}, office.nomenclatures)
    assert etat(office, action) == "programmee"
    assert "Prochaine séance le 1er\u00a0mars 2027." in told(office, action)
    day = ports.clock.now().date().isoformat()
    hold_session(ports, action, {"le": day, "effectif_siege": 12, "duree_minutes": 90}, rang=1)
    assert etat(office, action) == "tenue"
    assert "Toutes les séances sont tenues\u00a0: il reste à évaluer l’action." in told(office, action)
    evaluate(ports, action, "Utile.", "À refaire.")
    champs = show_record(ports, action).champs
    assert (champs["etat"], champs["suites"], champs["decidee_par"]) == ("evaluee", "À refaire.", "Alix")
    seances = champs["seances"]
    assert isinstance(seances, list)
    (seance,) = seances
    assert (seance["departement"], seance["etat"], seance["effectif_siege"]) == ("93", "tenue", 12)
    assert "1 séance tenue, 12 personnes\u00a0: 12 du siège, 0 des délégations, 0 d’ailleurs." in told(office, action)


def test_a_state_that_somebody_types_gives_way_to_what_is_written(office: Office) -> None:
    rec = add_record(office.ports, "formation", {"intitule": "A", "etat": "evaluee", "decision": "retenue"})
    assert etat(office, rec) == "decidee"
    modify_record(office.ports, rec, {"etat": "tenue"})
    assert etat(office, rec) == "decidee"
    modify_record(office.ports, rec, {"seances": [{"le": "2026-01-05", "effectif_siege": 4}]})
    assert etat(office, rec) == "tenue"


def test_a_session_put_off_is_neither_planned_nor_held(office: Office, action: str) -> None:
    decide_formation(office.ports, action, "retenue", "")
    plan_session(office.ports, action, {"periode": "2e semestre"})
    drop_session(office.ports, action, 1, "reportee")
    assert etat(office, action) == "decidee"
    with pytest.raises(DomainError) as refused:
        drop_session(office.ports, action, 2, "annulee")
    assert refused.value.code == "seance_inconnue"


@pytest.mark.parametrize(
    ("seance", "rang", "code"),
    [
        ({"effectif_siege": 3}, None, "seance_sans_date"),
        ({"le": "2099-01-01", "effectif_siege": 3}, None, "seance_a_venir"),
        ({"le": "2026-01-05"}, None, "seance_sans_effectif"),
        ({"le": "2026-01-05", "effectif_siege": 3}, 1, "seance_inconnue"),
        ({"le": "2026-01-05", "effectif_siege": 3}, 0, "seance_inconnue"),
    ],
)
def test_a_session_that_cannot_have_been_held_so_is_refused(
    office: Office, action: str, seance: dict[str, object], rang: int | None, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        hold_session(office.ports, action, seance, rang)
    assert refused.value.code == code
    assert not show_record(office.ports, action).champs.get("seances")


def test_nobody_came_is_a_count_too(office: Office, action: str) -> None:
    hold_session(office.ports, action, {"le": "2026-01-05", "effectif_siege": 0})
    assert etat(office, action) == "tenue"


@pytest.mark.parametrize("decision", ["reportee", "ecartee"])
def test_what_is_put_off_or_set_aside_is_so_for_a_reason(office: Office, action: str, decision: str) -> None:
    with pytest.raises(DomainError) as refused:
        decide_formation(office.ports, action, decision, "  ")
    assert refused.value.code == "motif_requis"
    decide_formation(office.ports, action, decision, "Pas de salle.")
    assert show_record(office.ports, action).champs["motif_decision"] == "Pas de salle."


def test_what_was_not_held_or_is_still_to_come_is_not_evaluated(office: Office, action: str) -> None:
    for _time in range(2):
        with pytest.raises(DomainError) as refused:
            evaluate(office.ports, action, "Utile.")
        assert refused.value.code == "formation_rien_a_evaluer"
        hold_session(office.ports, action, {"le": "2026-01-05", "effectif_siege": 4})
        plan_session(office.ports, action, {"le": "2099-01-01"})


def test_an_unknown_public_is_refused_and_nothing_is_written(office: Office, action: str) -> None:
    with pytest.raises(ChampInvalideError):
        hold_session(
            office.ports,
            action,
            {"le": "2026-01-05", "effectif_siege": 4, "public": "inventé!"},
            lists=office.nomenclatures,
        )
    assert not show_record(office.ports, action).champs.get("seances")


def test_totals_of_every_action_over_a_period_and_who_was_not_reached(office: Office, action: str) -> None:
    collect_demand(office.ports, action, {"departement": "95"})
    hold_session(office.ports, action, {"le": "2026-03-10", "departement": "93", "effectif_siege": 12})
    hold_session(office.ports, action, {"le": "2025-03-10", "departement": "75", "effectif_exterieur": 5})
    add_record(office.ports, "formation", {"intitule": "École", "type_formation": "module", "nombre_filieres": 14})
    found = formations_bilan(office.ports, Periode.annee(2026), ["94"])
    assert (found.actions, found.totaux.seances, found.totaux.personnes, found.filieres) == (2, 1, 12, 14)
    assert [(each.departement, each.totaux.seances, each.attend) for each in found.departements] == [
        ("93", 1, False),
        ("94", 0, False),
        ("95", 0, True),
    ]
    assert formations_bilan(office.ports).totaux.seances == 2


def test_what_nobody_wrote_of_a_session_is_said(office: Office) -> None:
    lonely = {"etat": "tenue", "satisfaction": "4"}
    rec = add_record(office.ports, "formation", {"intitule": "A", "seances": [lonely], "filieres": ["Directeurs"]})
    said = told(office, rec)
    assert "1 séance tenue ne dit pas combien de personnes sont venues." in said
    assert "1 séance notée sans nombre de questionnaires n’entre pas dans la moyenne." in said
    assert "1 séance tenue n’a pas de date\u00a0: elle n’entre dans aucune année." in said
    assert "1 filière concernée." in said
