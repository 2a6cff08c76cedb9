"""The annuaire by commands: shipped, competent, verified, closed; functions that nobody holds, counted on a day."""

from pathlib import Path

import pytest

from tests.integration.cli.places import Place

TENUES = [{"qualite": "titulaire", "du": "2010-01-01", "au": "2012-12-31"}, {"du": "2013-09-01"}]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "alix").made()
    made("espace", "fonder", "Délégation fictive")
    return made


def test_who_is_competent_is_found_verified_and_closed(place: Place) -> None:
    made = place("annuaire", "livres")["ajoutes"]
    assert len(made) == place("organisme", "lister")["total"] > 60
    assert place("annuaire", "livres")["ajoutes"] == []
    words = ("annuaire", "competents", "93", "--destinataire", "crip")
    assert [each["portee"] for each in place(*words)["elements"]] == ["modele"]
    given = {"nom": "CRIP fictive", "destinataire": "crip", "departements": ["93"]}
    rec = place("organisme", "ajouter", "--de", "-", given=given)["id"]
    assert [each["nom"] for each in place(*words)["elements"]] == ["CRIP fictive", "CRIP du département"]
    assert place.refused(2, "annuaire", "competents", "00")["erreur"] == "annuaire_departement_inconnu"
    late = {each["id"]: each["motif"] for each in place("annuaire", "verifier")["elements"]}
    assert late[rec] == "jamais"
    place("annuaire", "verifier", rec)
    assert rec not in {each["id"] for each in place("annuaire", "verifier")["elements"]}
    place("annuaire", "fermer", rec, "--le", "2020-01-01")
    assert [each["nom"] for each in place(*words)["elements"]] == ["CRIP du département"]
    assert place("organisme", "montrer", rec)["faits"][0]["texte"] == "Plus en service depuis le 01/01/2020."


def test_functions_are_told_and_counted_as_of_a_day(place: Place) -> None:
    given = {"intitule": "Chef fictif", "departement": "93", "charge": 365, "tenues": TENUES}
    place("emploi", "ajouter", "--de", "-", given=given)
    (vacant,) = place("annuaire", "vacances", "--le", "2013-01-01")["elements"]
    assert (vacant["etat"], vacant["depuis"], vacant["remplacement_le"]) == ("vacant", "2013-01-01", "2013-09-01")
    assert place("annuaire", "vacances")["total"] == 0
    assert [each["etat"] for each in place("annuaire", "vacances", "--toutes")["elements"]] == ["pourvu"]
    counted = place("annuaire", "effectifs", "--le", "2013-01-01")
    assert (counted["fonctions"], counted["vacantes"], counted["etp_prevus"], counted["etp_tenus"]) == (1, 1, 1.0, 0.0)
    place(
        "signalement", "ajouter", "--de", "-", given={"objet": "Fictif", "departement": "93", "recu_le": "2013-10-01"}
    )
    (load,) = place("annuaire", "charge", "--du", "2013-01-01", "--au", "2013-12-31")["elements"]
    assert (load["recus"], load["capacite"], load["en_poste"]) == (1, 365, 365)
    assert place.refused(2, "annuaire", "charge", "--du", "2014-01-01", "--au", "2013-12-31")
