"""`mvl reunion`: from a type to minutes without names, decisions and the yearly obligation."""

from pathlib import Path

from tests.fakes.offices import Office
from tests.integration.services.test_records_command import Commands, run

__all__ = ["run"]


def test_a_meeting_goes_its_whole_way(run: Commands, office: Office, tmp_path: Path) -> None:
    rec = str(run("reunion", "preparer", "cdpd_groupe", "--le", "2026-03-10", "--departement", "01")["id"])
    told = {"decisions": [{"texte": "Former", "responsable": "ARS", "pour_le": "2026-04-01", "etat": "a_faire"}]}
    run("reunion", "modifier", rec, "--de", "-", given=told)
    run("reunion", "dire", rec, "tenue")
    found = run("reunion", "decisions")["elements"]
    assert isinstance(found, list)
    assert [(each["numero"], each["retard"]) for each in found] == [(1, True)]
    run("reunion", "relire", rec)
    run("reunion", "valider", rec)
    run("reunion", "diffuser", rec)
    target = tmp_path / "compte-rendu.odt"
    assert run("reunion", "compte-rendu", rec, "--vers", str(target), "--sans-noms")["octets"] == target.stat().st_size
    run("reunion", "decider", rec, "1", "--etat", "faite")
    assert run("reunion", "decisions")["total"] == 0
    following = str(run("reunion", "suivante", rec, "--le", "2027-03-02")["id"])
    assert run("reunion", "montrer", following)["champs"]["tenue_le"] == "2027-03-02"  # type: ignore[index]
    assert office.journal.of(rec)


def test_a_year_is_told_and_indicators_are_frozen(run: Commands) -> None:
    run("reunion", "preparer", "gtrdo", "--le", "2026-12-10", "--departement", "974")
    year = run("reunion", "obligations", "--annee", "2026")
    assert year["comptes"] == {"tenue": 0, "prevue": 1, "aucune": 0, "inconnu": 100}
    assert year["texte"] == "Circulaire du 5 août 2024"
    copil = str(run("reunion", "preparer", "copil", "--le", "2026-11-02")["id"])
    assert run("reunion", "figer", copil, "--code", "I1.1", "--du", "2026-01-01", "--au", "2026-06-30")["valeurs"] == 1
    found = run("reunion", "depuis", copil)["elements"]
    assert isinstance(found, list)
    one = found[0]
    assert (one["code"], one["figee"], one["memes_enregistrements"]) == ("I1.1", "0", True)
