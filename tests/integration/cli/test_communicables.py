"""Communicable copies and recalls by commands: two people, two posts, what leaves and what is asked back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.world import ROOT
from tests.integration.cli.places import Place, central, enrol

ESPACE, REGION = "Délégation fictive", "Région fictive"


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[tuple[Place, Place, str]]:
    with central(tmp_path / "central") as address:
        alix, camille = (Place(tmp_path / name).made() for name in ("alix", "camille"))
        for name in (ESPACE, REGION):
            alix("espace", "fonder", name)
        enrol(alix, camille, tmp_path, "operateur", ESPACE, REGION)
        exchange(address, alix, camille)
        yield alix, camille, address


def exchange(address: str, *places: Place) -> None:
    for place in places * 2:
        place("synchroniser", "--central", address)


def test_a_copy_goes_from_the_document_to_the_file(staff: tuple[Place, Place, str], tmp_path: Path) -> None:
    alix, camille, address = staff
    source = tmp_path / "réunion.txt"
    source.write_text("Réunion fictive.\nMme Alix Modèle, 01 99 00 00 01, est entendue.\n", "utf-8")
    asked = ("--demandeur", "Association fictive", "--demandee-le", "2026-11-02", "--espace", ESPACE)
    copy = alix("copie-communicable", "preparer", str(source), "--fichier", "--titre", "Compte rendu", *asked)
    id_ = str(copy["id"])
    found = alix("copie-communicable", "occulter", id_, "--proposer")
    assert {each["texte"] for each in found["elements"]} == {"Mme Alix Modèle", "01 99 00 00 01"}
    taken = alix("copie-communicable", "occulter", id_, "--mots", "Mme Alix Modèle", "--mots", "01 99 00 00 01")
    assert len(taken["passages"]) == 2
    assert "Modèle" not in str(taken["resultat"])
    alix("copie-communicable", "relire", id_)
    target = tmp_path / "copie.odt"
    refused = alix.refused(1, "copie-communicable", "relire", id_, "--accepter")
    assert refused["erreur"] == "relecture_autre_personne"
    exchange(address, alix, camille)
    (line,) = camille("copie-communicable", "lister")["elements"]
    assert (line["a_relire"], line["avant_le"]) == (True, "2026-12-02")
    assert camille("copie-communicable", "relire", id_, "--accepter")["relue"] is True
    exchange(address, camille, alix)
    done = alix("copie-communicable", "remettre", id_, "--vers", str(target))
    assert target.stat().st_size == done["octets"]
    (left,) = alix("exports", "lister", "--fiche", id_)["elements"]
    assert (left["numero"], left["destinataire"]) == (done["numero"], "Association fictive")


def test_a_signalement_is_answered_by_a_refusal(staff: tuple[Place, Place, str]) -> None:
    alix, _camille, _address = staff
    rec = str(alix("signalement", "ajouter", "--espace", ESPACE, "--de", "-", given={"objet": "Fictif"})["id"])
    refused = alix.refused(1, "copie-communicable", "preparer", rec)
    assert refused["erreur"] == "copie_non_communicable"
    assert "490743" in str(refused["message"])
    template = ROOT / "resources" / "modeles" / "ref-01.json"
    alix("modele-courrier", "ajouter", "--espace", ESPACE, "--de", str(template))
    assert alix("copie-communicable", "refuser", rec)["courrier"]


def test_a_copy_elsewhere_is_recalled_and_kept_for_a_reason(staff: tuple[Place, Place, str]) -> None:
    alix, camille, address = staff
    rec = str(alix("signalement", "ajouter", "--espace", ESPACE, "--de", "-", given={"objet": "Fictif"})["id"])
    copy = str(alix("signalement", "copier", rec, "--vers", REGION, "--motif", "essai")["id"])
    exchange(address, alix, camille)
    assert alix("signalement", "rappeler", rec, "--motif", "erreur")["transmis"] is True
    assert alix("signalement", "partis", rec)["elements"][0]["etat"] == "rappelee"
    exchange(address, alix, camille)
    camille("signalement", "garder", copy, "--motif", "procédure en cours")
    exchange(address, camille, alix)
    (left,) = alix("signalement", "partis")["elements"]
    assert (left["etat"], left["suite_rappel"]) == ("gardee", "procédure en cours")
