"""Grids on paper: one to fill by hand, those answered family by family in words; a masked copy names nobody."""

import json
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from mvl_desktop.services.grilles_saved import answer, open_grille
from mvl_desktop.services.printing import lay_out, print_record
from mvl_desktop.services.records import add_record, modify_record
from tests.fakes.offices import Office, open_office
from tests.integration.services.test_printing import MARKUP, named, words

RESOURCES = Path(__file__).parents[3] / "resources"
MIN = json.loads((RESOURCES / "grilles" / "min.json").read_text("utf-8"))
EMP = json.loads((RESOURCES / "grilles" / "emp.json").read_text("utf-8"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    return made


@pytest.fixture
def rec(office: Office) -> str:
    add_record(office.ports, "grille", MIN)
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    open_grille(office.ports, rec, "MIN")
    said = {"reponse": "rapporte", "source": "Zénobie", "commentaire": MARKUP}
    answer(office.ports, rec, "MIN-04", said)
    answer(office.ports, rec, "MIN-02", {"reponse": "absent"})
    return rec


@pytest.mark.parametrize("suffix", ["pdf", "odt"])
def test_a_blank_grid_has_a_box_for_each_answer_and_room_to_write(office: Office, tmp_path: Path, suffix: str) -> None:
    id_ = add_record(office.ports, "grille", EMP)
    path = tmp_path / f"grille.{suffix}"
    print_record(office.ports, office.printer, id_, path, office.nomenclatures, kind="grille")
    if suffix == "odt":
        with zipfile.ZipFile(path) as packed:
            said = packed.read("content.xml").decode()
        assert said.count("☐") == 5 * len(EMP["criteres"])
    else:
        said = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    for critere in EMP["criteres"]:
        assert critere["code"] in said
    assert said.count("Documenté") == len(EMP["criteres"])
    assert "seul un médecin inspecteur y répond" in " ".join(said.split())


def test_answers_are_read_family_by_family_with_their_counts_in_words(office: Office, rec: str) -> None:
    sheet = lay_out(office.ports, rec, office.nomenclatures)
    section = named(sheet, "La santé et le corps\u00a0: 1 rapporté, 1 absent, 2 sans réponse")
    rows = {line.cells[0].partition(" ")[0]: line.cells[1:] for line in section.lines}
    assert rows["MIN-04"] == ("Rapporté", "Zénobie", MARKUP)
    assert rows["MIN-10"] == ("sans réponse", "", "")
    assert "%" not in words(sheet)


def test_a_masked_copy_keeps_the_answers_and_not_who_said_them(office: Office, rec: str, tmp_path: Path) -> None:
    said = words(lay_out(office.ports, rec, office.nomenclatures, masked=True))
    assert "Rapporté" in said
    assert "Zénobie" not in said
    for suffix in ("pdf", "odt"):
        path = tmp_path / f"masque.{suffix}"
        print_record(office.ports, office.printer, rec, path, office.nomenclatures, masked=True)
        assert path.stat().st_size > 1000


def test_answers_whose_grid_has_not_come_are_printed_all_the_same(office: Office, rec: str) -> None:
    modify_record(office.ports, rec, {"grilles": []})
    said = words(lay_out(office.ports, rec, office.nomenclatures))
    assert "Zénobie" in said
