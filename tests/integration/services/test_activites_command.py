"""`mvl formation`, `mvl serie`, `mvl mise-en-garde`: the activities without a window, over both stores."""

from collections.abc import Mapping

import pytest

from mvl_desktop.cli.demo_activites import FORMATION, SESSIONS, WARNING
from mvl_desktop.domain.errors import DomainError
from mvl_desktop.services.refusals import RefusError
from tests.integration.services.test_records_command import Commands, run

__all__ = ["run"]


def lines_of(document: Mapping[str, object], name: str) -> list[dict[str, object]]:
    held = document[name]
    assert isinstance(held, list)
    return held


def refused(run: Commands, code: str, *words: str) -> None:
    with pytest.raises((DomainError, RefusError)) as found:
        run(*words)
    assert found.value.code == code


def test_an_action_is_asked_for_decided_held_evaluated_and_added_up(run: Commands) -> None:
    rec = str(run("formation", "ajouter", "--de", "-", given={"intitule": "Repérer", "nombre_filieres": 14})["id"])
    run("formation", "demande", rec, "--de", "-", given={"departement": "93", "effectif": 20})
    refused(run, "motif_requis", "formation", "decider", rec, "reportee")
    run("formation", "decider", rec, "retenue")
    run("formation", "seance", rec, "--prevue", "--le", "2026-03-10", "--departement", "93")
    refused(run, "formation_rien_a_evaluer", "formation", "evaluer", rec, "--texte", "Utile.")
    held = ("--siege", "12", "--delegations", "8", "--duree", "90", "--reponses", "10", "--satisfaction", "4,2")
    run("formation", "seance", rec, "--rang", "1", *held)
    run("formation", "seance", rec, "--prevue", "--le", "2026-05-10")
    run("formation", "seance", rec, "--rang", "2", "--annulee")
    run("formation", "evaluer", rec, "--texte", "Utile.")
    assert run("formation", "lister", "--filtre", "etat=evaluee")["total"] == 1
    found = run("formation", "bilan", "--du", "2026-01-01", "--au", "2026-12-31")
    assert (found["seances"], found["personnes"], found["heures"], found["filieres"]) == (1, 20, 1.5, 14)
    assert (found["satisfaction"], found["heures_personnes"]) == (4.2, 30.0)
    (place,) = lines_of(found, "departements")
    assert (place["departement"], place["demandes"], place["derniere"]) == ("93", 1, "2026-03-10")
    assert run("formation", "bilan", "--du", "2027-01-01")["seances"] == 0


def test_series_are_shipped_once_and_read_with_what_is_missing(run: Commands) -> None:
    assert len(run("serie", "livrees")["ajoutees"]) == 9  # type: ignore[arg-type]
    assert run("serie", "livrees")["ajoutees"] == []
    lines = run("serie", "lister")["elements"]
    codes = {each["code"]: str(each["id"]) for each in lines}  # type: ignore[attr-defined]
    read = run("serie", "lire", codes["miviludes-saisines"])
    assert (read["se_trace"], read["trous"], read["ruptures"]) == (True, ["2014"], [])
    values = {each["periode"]: each for each in read["valeurs"]}  # type: ignore[attr-defined]
    assert (values["2018"]["statut"], values["2018"]["environ"], values["2013"]["bas"]) == ("calculee", True, 2391)
    read = run("serie", "lire", codes["gtrdo-reunions"])
    assert (read["se_trace"], read["obstacle"]) == (False, "declare")
    assert [each["a"] for each in read["ruptures"]] == ["2012"]  # type: ignore[attr-defined]


def test_warnings_in_force_are_listed_and_lifted_for_a_reason(run: Commands) -> None:
    given = {"titre": "Séjours", "etat": "publiee", "publiee_le": "2026-01-10"}
    rec = str(run("mise-en-garde", "ajouter", "--de", "-", given=given)["id"])
    run("texte-juridique", "livres")
    found = run("mise-en-garde", "en-vigueur")
    assert [(each["id"], each["tenue"]) for each in found["mises_en_garde"]] == [(rec, "en_vigueur")]  # type: ignore[attr-defined]
    assert "circ-2024-08-05" in [each["code"] for each in found["circulaires"]]  # type: ignore[attr-defined]
    refused(run, "motif_requis", "mise-en-garde", "lever", rec, "--motif", " ")
    run("mise-en-garde", "lever", rec, "--motif", "Le risque a cessé.")
    (line,) = lines_of(run("mise-en-garde", "en-vigueur"), "mises_en_garde")
    assert line["tenue"] == "levee"


def test_what_the_demonstration_writes_is_taken(run: Commands) -> None:
    rec = str(run("formation", "ajouter", "--de", "-", given=FORMATION)["id"])
    for session in SESSIONS:
        run("formation", "seance", rec, *session)
    run("mise-en-garde", "ajouter", "--de", "-", given=WARNING)
    made = run("formation", "bilan")
    assert (made["seances"], made["personnes"]) == (2, 44)
