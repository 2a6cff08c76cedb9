"""`mvl grille`: from the grids shipped to the fiche that an answer calls for, without a window."""

import pytest

from tests.fakes.offices import Office
from tests.integration.services.test_records_command import Commands, run

__all__ = ["run"]


@pytest.fixture
def rec(run: Commands) -> str:
    run("grille", "livrees")
    run("fiche-conduite", "par-defaut")
    return str(run("signalement", "ajouter", "--de", "-", given={"objet": "Fictif", "mineur_concerne": True})["id"])


def test_a_grid_is_proposed_opened_answered_and_read(run: Commands, rec: str, office: Office) -> None:
    assert run("grille", "livrees") == {"ajoutees": []}
    assert run("grille", "lister")["total"] == 7
    proposed = run("grille", "proposees", rec)["grilles"]
    assert isinstance(proposed, list)
    assert (proposed[0]["code"], proposed[0]["raison"]) == ("MIN", "Un mineur est concerné.")
    opened = run("grille", "ouvrir", "MIN", rec)["remplie"]
    assert run("grille", "ouvrir", "MIN", rec)["remplie"] == opened
    said = ("--reponse", "rapporte", "--commentaire", "Depuis mars.", "--source", "Une enseignante")
    assert run("grille", "repondre", rec, "MIN-04", *said)["modifie"] is True
    assert run("grille", "repondre", rec, "MIN-04", "--reponse", "rapporte")["modifie"] is False

    document = run("grille", "lire", rec)
    lue, fiche = document["grilles"][0], document["fiches"][0]  # type: ignore[index]
    assert (lue["code"], lue["version"], len(lue["reponses"])) == ("MIN", 1, 11)
    assert [each["rapporte"] for each in lue["comptes"]] == [1, 0, 0]
    assert (fiche["code"], fiche["raison"]) == (
        "CAT-01",
        "MIN-04 Suivi ou soins habituels interrompus\u00a0: rapporté.",
    )
    assert run("grille", "terminer", rec, "MIN")["modifie"] is True
    assert run("signalement", "lister", "--filtre", "grilles/code=MIN")["total"] == 1
    assert office.journal.of(rec)


def test_a_newer_version_is_read_beside_and_answers_are_taken_by_name(run: Commands, rec: str) -> None:
    run("grille", "ouvrir", "F10", rec)
    run("grille", "repondre", rec, "F10-02", "--reponse", "documente")
    (f10,) = [line for line in _lines(run) if line["code"] == "F10"]
    criteres = [one for one in f10["criteres"] if one["code"] != "F10-08"]  # type: ignore[attr-defined]
    run("grille", "modifier", str(f10["id"]), "--de", "-", given={"version": 2, "criteres": criteres})
    seen = run("grille", "relire", rec, "F10")
    assert seen["nouvelle"] == ""
    states = {each["critere"]: each["etat"] for each in seen["criteres"]}  # type: ignore[attr-defined]
    assert (states["F10-08"], states["F10-02"]) == ("retire", "inchange")
    taken = run("grille", "relire", rec, "F10", "--reprendre", "F10-02")
    assert taken["nouvelle"]
    (after,) = [each["apres"] for each in taken["criteres"] if each["critere"] == "F10-02"]  # type: ignore[attr-defined]
    assert after["reponse"] == "documente"
    assert run("grille", "usage", "F10") == {
        "versions": [{"version": 2, "ouverte": 1, "remplie": 1}, {"version": 1, "ouverte": 1, "remplie": 1}]
    }
    questions = run("grille", "lire", rec)["grilles"][0]["questions"]  # type: ignore[index]
    assert len(questions) == 1
    assert questions[0].endswith("\u202f?")


def _lines(run: Commands) -> list[dict[str, object]]:
    elements = run("grille", "lister")["elements"]
    assert isinstance(elements, list)
    return elements
