"""A bilan follows the records until it is frozen, then never; a figure says what it counted; what leaves hides few."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mvl_desktop.domain.periode import Periode
from mvl_desktop.ports.store import Query
from mvl_desktop.services.bilans import (
    changed_since,
    comment_bilan,
    digest,
    freeze_bilan,
    is_intact,
    prepare_bilan,
    read_bilan,
    records_behind,
)
from mvl_desktop.services.bilans_export import export_bilan
from mvl_desktop.services.bilans_feuille import bilan_sheet
from mvl_desktop.services.mesures import requete_of
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.standing_of import facts_of
from mvl_desktop.services.statistiques import open_figure
from tests.fakes.offices import Office, open_office

YEAR = Periode(date(2026, 1, 1), date(2026, 6, 30))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return a post in memory: what is said does not depend on the store."""
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    yield made
    made.close()


@pytest.fixture
def convention(office: Office) -> str:
    """Return a signed convention, with an action, a COPIL, a vacancy, and what was received."""
    signed = {"intitule": "Convention de partenariat", "signee_le": "2025-11-27"}
    made = add_record(office.ports, "convention", signed)
    named = show_record(office.ports, made)
    reference = f"ref:{named.espace}:{made}"
    action = {"titre": "Former les agents", "numero": "2", "etat": "en_cours", "convention": reference}
    add_record(office.ports, "fiche-action", action)
    decided = [{"texte": "Diffuser la fiche à toutes les délégations", "pour_le": "2026-09-01", "etat": "a_faire"}]
    copil = {"objet": "COPIL", "type_reunion": "copil", "etat": "tenue", "tenue_le": "2026-03-10", "decisions": decided}
    add_record(office.ports, "reunion", copil)
    add_record(office.ports, "emploi", {"intitule": "Référent suppléant", "fonction": "suppleant"})
    received(office, 7, "2026-02-03")
    received(office, 2, "2026-03-05")
    return made


def received(office: Office, count: int, day: str) -> None:
    for number in range(count):
        add_record(office.ports, "signalement", {"objet": f"Stage {number}", "recu_le": day, "departement": "01"})


def bilan(office: Office, convention: str) -> str:
    return prepare_bilan(office.ports, convention, "annuel", YEAR, lists=office.nomenclatures)


def total(office: Office, rec: str, code: str = "I1.1") -> tuple[str, str]:
    told = read_bilan(office.ports, office.chiffres, rec)
    [found] = [each for each in told.mesures if each["code"] == code and not each.get("ligne_libelle")]
    return str(found["valeur"]), str(found["id"])


def exported(office: Office, rec: str, ending: str) -> bytes:
    target = office.folder / f"bilan{ending}"
    export_bilan(office.ports, office.printer, office.medium, office.chiffres, rec, target, destinataire="MIVILUDES")
    data = target.read_bytes()
    target.unlink()
    return data


def words(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(
        " ".join(page.extract_text() for page in pages).replace("\u00a0", " ").replace("\u202f", " ").split()
    )


def test_in_preparation_it_follows_the_records_once_frozen_it_never_does(office: Office, convention: str) -> None:
    rec = bilan(office, convention)
    assert total(office, rec)[0] == "9"
    received(office, 1, "2026-02-03")
    assert total(office, rec)[0] == "10"
    comment_bilan(office.ports, rec, "axe_1", "Une année plus lourde que la précédente.", office.nomenclatures)
    frozen = freeze_bilan(office.ports, office.chiffres, rec)
    assert frozen.fige
    assert frozen.integre
    before = words(exported(office, rec, ".pdf"))
    received(office, 5, "2026-02-04")
    modify_record(office.ports, convention, {"intitule": "Autre titre"})
    value, mesure = total(office, rec)
    assert value == "10"
    behind = records_behind(office.ports, office.chiffres, rec, mesure)
    assert behind.total == 15, "what is opened is what the records are today"
    [moved] = [
        each for each in changed_since(office.ports, office.chiffres, rec) if each.code == "I1.1" and not each.ligne
    ]
    assert (moved.figee, moved.aujourdhui, moved.memes) == ("10", "15", False)
    after = words(exported(office, rec, ".pdf"))
    assert without_copy(after) == without_copy(before)


def without_copy(text: str) -> str:
    """Leave out the number of the copy."""
    return re.sub(r"export n° ?\S+", "", text)


def test_a_frozen_bilan_refuses_every_gesture_and_says_when_it_was_changed_by_hand(
    office: Office, convention: str
) -> None:
    rec = bilan(office, convention)
    freeze_bilan(office.ports, office.chiffres, rec)
    for gesture in (
        lambda: freeze_bilan(office.ports, office.chiffres, rec),
        lambda: comment_bilan(office.ports, rec, "axe_1", "Trop tard", office.nomenclatures),
    ):
        with pytest.raises(RefusError) as refused:
            gesture()
        assert refused.value.code == "bilan_fige"
    modify_record(office.ports, rec, {"signatures": [{"partie": "ars", "signe_le": "2026-07-01"}]})
    assert read_bilan(office.ports, office.chiffres, rec).integre, "it is signed once frozen"
    told = [dict(each) for each in read_bilan(office.ports, office.chiffres, rec).mesures]
    told[0]["valeur"] = "99"
    modify_record(office.ports, rec, {"mesures": told})
    assert not read_bilan(office.ports, office.chiffres, rec).integre
    assert facts_of(office.ports, rec)[0].ton == "danger"
    assert "Son empreinte ne correspond plus" in words(exported(office, rec, ".pdf"))


CHANGED: dict[str, dict[str, object]] = {
    "introduction": {"introduction": "Autre début"},
    "conclusion": {"conclusion": "Autre fin"},
    "commentaires": {"commentaires": [{"partie": "axe_1", "texte": "Ajouté ensuite"}]},
    "blocs": {"blocs": ["titre\taxe_1\tAutre", "texte\tAutre"]},
    "fige_par": {"fige_par": "Quelqu’un d’autre"},
    "du": {"du": "2026-02-01"},
}


def test_whatever_is_changed_in_a_frozen_bilan_is_told() -> None:
    frozen: dict[str, object] = {"etat": "fige", "introduction": "Début", "mesures": [{"id": "a", "valeur": "7"}]}
    frozen["empreinte"] = digest(frozen)
    assert is_intact(frozen)
    assert is_intact({**frozen, "signatures": [{"partie": "ars", "signe_le": "2026-07-01"}], "etat": "signe"})
    for name, said in CHANGED.items():
        assert not is_intact({**frozen, **said}), name


def test_the_origin_of_a_hidden_number_says_nothing_of_it(office: Office) -> None:
    """Neither how many records were counted, nor a digest that another figure may bear."""
    received(office, 3, "2026-02-03")
    received(office, 9, "2025-02-03")
    for periode, shown in ((YEAR, False), (Periode(date(2025, 1, 1), date(2025, 6, 30)), True)):
        rec = prepare_bilan(office.ports, "", "annuel", periode, lists=office.nomenclatures)
        told = read_bilan(office.ports, office.chiffres, rec)
        sheet = bilan_sheet(told, office.nomenclatures, office.chiffres.indicateurs)
        [origin] = [line.cells for line in sheet.annexes[0].lines if line.cells[0] == "I1.1"]
        assert (origin[3], bool(origin[4])) == (("9", True) if shown else ("masqué", False))
        assert not any(cell == "3" for line in sheet.annexes[0].lines for cell in line.cells)


def test_what_leaves_says_everything_but_small_numbers(office: Office, convention: str) -> None:
    rec = bilan(office, convention)
    comment_bilan(office.ports, rec, "actions", "Deux sessions ont été reportées.", office.nomenclatures)
    freeze_bilan(office.ports, office.chiffres, rec)
    said = words(exported(office, rec, ".pdf"))
    for expected in (
        "Convention de partenariat",
        "Signalements reçus",
        "Former les agents",
        "Diffuser la fiche",
        "Fonctions vacantes",
        "Deux sessions ont été reportées",
        "Pour l’ARS",
        "Pour la MIVILUDES",
        "moins de 5",
        "D’où viennent les chiffres",
    ):
        assert expected in said, expected
    with zipfile.ZipFile(io.BytesIO(exported(office, rec, ".odt"))) as odt:
        assert "Diffuser la fiche" in odt.read("content.xml").decode()
    with zipfile.ZipFile(io.BytesIO(exported(office, rec, ".xlsx"))) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "moins de 5" in strings
    assert "nombre, et part de l’ensemble" in strings, "units are said in words"
    kept = office.ports.store.read()
    with kept as uow:
        rows = uow.records.rows("export", uow.records.ids(Query("export")))
    assert len([row for row in rows if row is not None]) == 3


def test_a_period_that_is_not_over_is_not_frozen(office: Office, convention: str) -> None:
    over = Periode(date(2026, 1, 1), date(2999, 12, 31))
    rec = prepare_bilan(office.ports, convention, "annuel", over, lists=office.nomenclatures)
    with pytest.raises(RefusError) as refused:
        freeze_bilan(office.ports, office.chiffres, rec)
    assert refused.value.code == "bilan_a_venir"


def test_a_final_bilan_covers_the_whole_convention(office: Office, convention: str) -> None:
    rec = prepare_bilan(office.ports, convention, "final", lists=office.nomenclatures)
    champs: Any = read_bilan(office.ports, office.chiffres, rec).champs
    assert champs["du"] == "2025-11-27"
    assert champs["au"] == office.ports.clock.now().date().isoformat()


def test_what_a_value_counted_is_what_reopens_it(office: Office, convention: str) -> None:
    add_record(office.ports, "formation", {"intitule": "Sensibilisation", "seances": [{"le": "2026-02-01"}]})
    told = read_bilan(office.ports, office.chiffres, bilan(office, convention))
    assert {each["code"] for each in told.mesures} == {each.code for each in office.chiffres.indicateurs.tous}
    for each in told.mesures:
        requete = requete_of(each)
        assert requete is not None
        behind = [one.rec for one in open_figure(office.ports, office.chiffres, requete).enregistrements]
        assert each["nombre"] == len(behind), each["code"]
        assert each["empreinte"] == hashlib.sha256("\n".join(sorted(behind)).encode()).hexdigest(), each["code"]


def test_a_figure_of_nothing_is_a_sentence_and_many_months_are_quarters(office: Office, convention: str) -> None:
    long = Periode(date(2023, 1, 1), date(2026, 6, 30))
    rec = prepare_bilan(office.ports, convention, "final", long, lists=office.nomenclatures)
    held = {
        (each["code"], each["coupe"]): each["ligne_libelle"]
        for each in read_bilan(office.ports, office.chiffres, rec).mesures
        if each["ligne_libelle"]
    }
    assert held["I1.1", "trimestre"] == "2e trimestre 2026"
    said = words(exported(office, rec, ".pdf"))
    assert "selon : trimestre" in said
    empty = prepare_bilan(
        office.ports, convention, "annuel", Periode(date(2024, 1, 1), date(2024, 12, 31)), lists=office.nomenclatures
    )
    said = words(exported(office, empty, ".pdf"))
    assert "Signalements reçus, selon : mois Rien n’a été compté pendant toute la période." in said
    assert "janvier 2024" not in said.replace("1er janvier 2024", "")


def test_a_bilan_says_which_figures_hold_a_disagreement(office: Office, convention: str) -> None:
    rec = bilan(office, convention)
    assert "Désaccords à trancher" not in words(exported(office, rec, ".pdf"))
    signalement = add_record(
        office.ports, "signalement", {"objet": "Stage", "recu_le": "2026-02-03", "niveau": "a_risque"}
    )
    with office.ports.store.work() as uow:
        espace = uow.espaces.all()[0].id
        other = {"niveau": "sans_element"}
        write_revision(uow, office.ports, espace, bytes.fromhex(signalement), "signalement", other, ())
        uow.commit()
    freeze_bilan(office.ports, office.chiffres, rec)
    said = words(exported(office, rec, ".pdf"))
    assert "Désaccords à trancher" in said
    assert "Chiffres concernés : I1.1, I1.2, I1.3, I1.4" in said
    assert read_bilan(office.ports, office.chiffres, rec).integre
