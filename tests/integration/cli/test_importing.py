"""`mvl importer` as an operator's script calls it: its document, its exit codes, and what a cut leaves."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.tables import csv_file, text_cell, xlsx
from tests.integration.cli.kills import killed
from tests.integration.cli.places import Place

HEADERS = ["N°", "Date", "Objet", "Département"]
ROWS = [HEADERS, ["A-1", "31/12/2025", "Stage fictif", "1"], ["A-2", "31/02/2025", "Appel", "93"]]
SAID = {
    "emetteur": "Délégation fictive du Nord",
    "colonnes": {"N°": "reference_origine", "Date": "recu_le", "Objet": "objet", "Département": "departement"},
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "alix").made()
    made("espace", "fonder", "Délégation fictive")
    return made


def written(folder: Path, said: Mapping[str, Any] = SAID) -> str:
    path = folder / "correspondance.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return str(path)


def test_the_document_of_the_contract_and_a_report_to_correct(place: Place, tmp_path: Path) -> None:
    said = written(tmp_path)
    options = ("--kind", "signalement", "--correspondance", said)
    source = csv_file(tmp_path, ROWS)
    tried = place("importer", str(source), *options, "--essai")
    counts = {"lus": 2, "crees": 1, "modifies": 0, "inchanges": 0, "rejetes": 1}
    assert {name: tried[name] for name in counts} == counts
    assert place("signalement", "lister")["total"] == 0
    done = place("importer", str(source), *options, "--rapport", str(tmp_path / "à corriger.csv"))
    assert {name: done[name] for name in counts} == counts
    assert done["rapport"] == str(tmp_path / "à corriger.csv")
    report = Path(done["rapport"])
    assert "31/02/2025" in report.read_text(encoding="utf-8-sig")
    report.write_text(report.read_text(encoding="utf-8-sig").replace("31/02/2025", "28/02/2025"), encoding="utf-8")
    again = place("importer", str(report), *options)
    assert (again["crees"], again["rejetes"], again["rapport"]) == (1, 0, None)
    assert place("importer", str(source), *options, "--essai")["inchanges"] == 1
    assert {each["reference_origine"] for each in place("signalement", "lister")["elements"]} == {"A-1", "A-2"}


def test_the_columns_are_proposed_for_somebody_to_correct(place: Place, tmp_path: Path) -> None:
    source, target = csv_file(tmp_path, ROWS), tmp_path / "proposee.json"
    place("importer", str(source), "--kind", "signalement", "--correspondance", str(target), "--proposer")
    document = json.loads(target.read_text(encoding="utf-8"))
    assert document["colonnes"] == SAID["colonnes"]
    done = place("importer", str(source), "--kind", "signalement", "--correspondance", str(target))
    assert done["crees"] == 1


def test_what_cannot_be_read_is_refused_by_its_code_and_changes_nothing(place: Place, tmp_path: Path) -> None:
    said = written(tmp_path)
    source = csv_file(tmp_path, ROWS)

    def refused(code: int, path: Path, mapping: str = said, kind: str = "signalement") -> str:
        return str(place.refused(code, "importer", str(path), "--kind", kind, "--correspondance", mapping)["erreur"])

    bomb = tmp_path / "loin.xlsx"
    bomb.write_bytes(
        xlsx(f'<row r="1">{text_cell("A1", "a")}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    )
    assert refused(4, bomb) == "tableur_trop_de_cellules"
    assert refused(1, tmp_path / "absent.csv") == "fichier_introuvable"
    assert refused(1, source, kind="signalant") == "import_reserve"
    assert refused(1, source, written(tmp_path, {"colonnes": {"Autre": "objet"}})) == "colonne_absente"
    assert refused(1, source, written(tmp_path, {"colonnes": {"Objet": "inconnu"}})) == "champ_inconnu"
    assert refused(1, source, written(tmp_path, {"colonnes": {"Objet": "signalant/nom"}})) == "import_signalant_reserve"
    assert place.refused(2, "importer", str(source), "--kind", "signalement")["erreur"] == "usage"
    assert place("signalement", "lister")["total"] == 0
    assert not list(tmp_path.glob("*-rejets*"))


def test_killed_at_any_moment_then_begun_again_it_ends_the_same(place: Place, tmp_path: Path) -> None:
    names = {f"A-{number}" for number in range(450)}
    source = csv_file(tmp_path, [HEADERS, *([name, "31/12/2025", f"Appel {name}", "1"] for name in sorted(names))])
    line = f"importer {source} --kind signalement --correspondance {written(tmp_path)}"
    for cut in killed(line, place):
        left = {each["reference_origine"] for each in cut.place("signalement", "lister")["elements"]}
        assert left <= names, cut.moment
        assert len(left) in (0, 200, 400, 450), f"a page is whole or not there: {cut.moment}"
        done = cut.place(*line.split())
        assert (done["crees"], done["inchanges"]) == (450 - len(left), len(left)), cut.moment
        elements = cut.place("signalement", "lister")["elements"]
        assert len(elements) == 450, cut.moment
        assert {each["reference_origine"] for each in elements} == names, cut.moment
