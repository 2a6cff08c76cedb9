"""What a post wrote by hand into figures, frozen or not: every gesture still answers, and what leaves says words."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from mvl_desktop.documents.pdf import as_data
from mvl_desktop.domain.payload import flatten
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.petits_nombres import SEUIL
from mvl_desktop.history.model import Value
from mvl_desktop.ports.printing import Sheet
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.bilans import (
    FIGE,
    KIND,
    changed_since,
    digest,
    freeze_bilan,
    prepare_bilan,
    read_bilan,
    records_behind,
)
from mvl_desktop.services.bilans_export import export_bilan
from mvl_desktop.services.figure_charts import chart_of
from mvl_desktop.services.figure_export import FigureWish, export_figure
from mvl_desktop.services.figure_leaves import Leaf, leaf_of, leaf_of_chart
from mvl_desktop.services.mesures import requete_of
from mvl_desktop.services.printing import print_record
from mvl_desktop.services.records import add_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.reunions_copil import since
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.serie_charts import list_series
from mvl_desktop.services.standing_of import facts_of
from mvl_desktop.services.statistiques import figure
from tests.fakes.offices import Office, open_office
from tests.integration.services.test_bilans import YEAR
from ui.post_bilans import measure_line

GOOD = "00000000000000ff"
ASKED: dict[str, object] = {
    "code": "I1.1",
    "kind": "signalement",
    "du": "2026-01-01",
    "au": "2026-06-30",
    "coupe": "",
    "cle": "",
    "tout": True,
    "filtres": [],
}
BASE: dict[str, str] = {
    "code": "I1.1",
    "libelle": "Signalements reçus",
    "du": "2026-01-01",
    "au": "2026-06-30",
    "valeur": "7",
    "unite": "n",
    "figee_le": "2026-07-01",
    "requete": json.dumps(ASKED),
}


def asking(**said: object) -> str:
    return json.dumps({**ASKED, **said})


HOSTILE: tuple[Mapping[str, str], ...] = (
    *({"requete": each} for each in ("[" * 4000, "[1, 2]", "null", "1" * 4000, " " * 100_000, "{")),
    {"requete": asking(du="2026-06-30", au="2026-01-01")},
    {"requete": asking(du="0001-01-01", au="9999-12-31", coupe="mois")},
    {"requete": asking(code="I9.99")},
    {"requete": asking(coupe="objet")},
    {"requete": asking(filtres=[["objet>=; drop table", "x"]])},
    {"requete": asking(filtres=[["departement", str(number)] for number in range(100)])},
    {"requete": asking(filtres=7)},
    {"valeur": "9" * 4000, "du": "2026-01-02"},
    {"valeur": "9" * 400 + ",5", "du": "2026-01-03"},
    {"valeur": "3", "sur": "9" * 5000, "unite": "%", "du": "2026-01-04"},
    {"valeur": "3", "sur": "2", "unite": "%", "du": "2026-01-05"},
    {"unite": "<script>alert(1)</script>", "du": "2026-01-06"},
    {"code": "I9.99", "valeur": "4", "libelle": "D’une autre version"},
    *({"coupe": "mois", "ligne": each, "ligne_libelle": each} for each in ("pasunmois", "2026-99", "1999-01")),
    {"coupe": "annee", "ligne": "abcd", "ligne_libelle": "abcd"},
    {"du": "hier", "au": "demain"},
    {"libelle": "a\x00b\x08\x1b]]><script>\u202egnp", "du": "2026-01-07"},
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    for number in range(7):
        add_record(made.ports, "signalement", {"objet": f"Fictif {number}", "recu_le": "2026-02-03"})
    yield made
    made.close()


def write(office: Office, kind: str, said: Mapping[str, Value], rec: bytes | None = None) -> str:
    """Write as a post that checks nothing would have."""
    ports = office.ports
    with ports.store.work() as uow:
        rec = rec or ports.crypto.random(16)
        view = uow.records.get(rec)
        heads = view.state.heads if view is not None else ()
        write_revision(uow, ports, uow.espaces.all()[0].id, rec, kind, said, heads)
        uow.commit()
    return rec.hex()


def hostile() -> dict[str, Value]:
    lines = {f"{number:016x}": {**BASE, **said} for number, said in enumerate(HOSTILE)} | {GOOD: BASE}
    return {f"mesures/{id_}/{name}": value for id_, said in lines.items() for name, value in said.items()}


def test_a_bilan_full_of_anything_is_read_compared_and_left(office: Office, tmp_path: Path) -> None:
    days = {"du": "2026-01-01", "au": "2026-06-30", "fige_le": "2026-07-01"}
    rec = write(office, KIND, {"intitule": "Bilan fictif", "etat": FIGE, "empreinte": "x", **days, **hostile()})
    told = read_bilan(office.ports, office.chiffres, rec)
    assert not told.integre
    assert facts_of(office.ports, rec)[0].ton == "danger"
    assert len(told.mesures) == len(HOSTILE) + 1
    assert all(measure_line(each).valeur for each in told.mesures)
    found = changed_since(office.ports, office.chiffres, rec)
    assert [each.aujourdhui for each in found if each.aujourdhui] == ["7"] * len(
        [each for each in found if each.aujourdhui]
    )
    assert found[-1].aujourdhui == "7", "what can be asked is asked, whatever stands beside it"
    with pytest.raises(RefusError):
        records_behind(office.ports, office.chiffres, rec, f"{0:016x}")
    assert records_behind(office.ports, office.chiffres, rec, GOOD).total == 7
    for ending in (".pdf", ".odt", ".csv"):
        target = tmp_path / f"bilan{ending}"
        export_bilan(office.ports, office.printer, office.medium, office.chiffres, rec, target)
        assert target.stat().st_size > 1000
    rows = target.read_text("utf-8-sig").splitlines()
    [newer] = [row for row in rows if "D’une autre version" in row]
    assert "non communiqué" in newer, "what this version does not know how to protect is not said"
    assert "9" * 20 not in target.read_text("utf-8-sig"), "what is no number is not said as one"


def test_a_copil_full_of_anything_is_compared_and_printed(office: Office, tmp_path: Path) -> None:
    said: dict[str, Value] = {"objet": "COPIL", "type_reunion": "copil", "etat": "tenue", "tenue_le": "2026-03-01"}
    rec = write(office, "reunion", {**said, **hostile()})
    assert since(office.ports, office.chiffres, rec)[-1].aujourdhui == "7"
    for masked, ending in ((False, ".pdf"), (True, ".odt")):
        assert print_record(
            office.ports, office.printer, rec, tmp_path / f"copil{ending}", office.nomenclatures, masked=masked
        )


def test_a_question_longer_than_ours_are_is_not_read() -> None:
    assert requete_of({"requete": asking()}) is not None
    assert requete_of({"requete": asking() + " " * 5000}) is None


def test_values_changed_with_their_digest_are_told_all_the_same(office: Office) -> None:
    rec = prepare_bilan(office.ports, periode=YEAR, lists=office.nomenclatures)
    told = freeze_bilan(office.ports, office.chiffres, rec)
    assert told.integre
    values = [{**each, "valeur": "99"} for each in told.mesures]
    forged = {**told.champs, "mesures": values}
    forged["empreinte"] = digest(forged)
    with office.ports.store.read() as uow:
        before = _flat(uow, rec)
    changes = flatten(KIND, {"mesures": values}, before, lambda: "0" * 16)
    write(office, KIND, {**changes, "empreinte": str(forged["empreinte"])}, bytes.fromhex(rec))
    again = read_bilan(office.ports, office.chiffres, rec)
    assert again.mesures[0]["valeur"] == "99"
    assert not again.integre
    assert facts_of(office.ports, rec)[0].ton == "danger"


def _flat(uow: UnitOfWork, rec: str) -> Mapping[str, Value]:
    view = uow.records.get(bytes.fromhex(rec))
    assert view is not None
    return {key: assigned[0].value for key, assigned in view.state.fields.items()}


EVIL = "]]><script>alert(1)</script>\x00\x08\x1b[31m\ufffe\u202egnp.31\u2066&amp;\"'<text:a xlink:href='http://piege.invalid'>"


@pytest.fixture
def leaves(office: Office) -> Mapping[str, Leaf]:
    """Return a figure and a serie whose words come from records written to harm."""
    for place in range(7):
        write(office, "signalement", {"objet": EVIL, "recu_le": "2026-02-03", "canal": f"{EVIL}{place}"})
    lines = {f"valeurs/{year:016x}/{name}": said for year in (2024, 2025) for name, said in _point(year).items()}
    write(office, "serie", {"intitule": EVIL, "unite": EVIL, "source": EVIL, **lines})
    counted = figure(office.ports, office.chiffres, "I1.1", Periode.annee(2026), "canal")
    [serie] = list_series(office.ports)
    return {"figure": leaf_of(counted, SEUIL, chart_of(counted, SEUIL)), "serie": leaf_of_chart(serie.chart)}


def _point(year: int) -> dict[str, Value]:
    return {"periode": str(year), "valeur": "9", "remarque": EVIL}


@pytest.mark.parametrize("ending", [".svg", ".odt", ".ods", ".xlsx", ".pdf"])
def test_words_written_to_harm_stay_words_in_charts_and_documents(
    office: Office, leaves: Mapping[str, Leaf], tmp_path: Path, ending: str
) -> None:
    for name, leaf in leaves.items():
        target = tmp_path / f"{name}{ending}"
        wish = FigureWish(motif="reunion")
        export_figure(office.ports, office.printer, office.medium, office.nomenclatures, leaf, wish, target)
        parts = list(_parts(target))
        assert parts
        for part in parts:
            assert not set("\u202e\u2066\x08\x1b") & set(part), "no sign is shown in another order than it is written"
            if ending != ".pdf":
                read = list(ElementTree.fromstring(part).iter())  # noqa: S314 (ours)
                assert not {each.tag.rpartition("}")[2] for each in read} & {"script", "hyperlink", "f"}
                links = [said for each in read for name, said in each.attrib.items() if name.endswith("href")]
                assert not any("piege" in said for said in links)


def test_pages_are_given_no_sign_that_turns_others() -> None:
    assert not set("\u202e\u2066") & set(as_data(Sheet(EVIL, EVIL, ())))


def _parts(path: Path) -> Iterator[str]:
    """Give what a file says: its XML, or the text of its pages."""
    if path.suffix == ".pdf":
        yield "".join(page.extract_text() for page in PdfReader(path).pages).replace("\x00", "")
    elif path.suffix == ".svg":
        yield path.read_text("utf-8")
    else:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".svg")) and archive.getinfo(name).file_size:
                    yield archive.read(name).decode()
