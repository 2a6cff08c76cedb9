"""Spreadsheets of others, read from files: letters, separators, sheets, days, errors; and ours read back whole."""

import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.documents.printer import DocumentPrinter
from mvl_desktop.documents.table_reader import FileTableReader
from mvl_desktop.domain.cell_values import Fault, text_of
from mvl_desktop.ports.printing import SPREADSHEETS, Cell, Listing
from mvl_desktop.ports.tables import Grid, Manner, TableError
from tests.fakes.tables import ods, ods_cell, ods_row, text_cell, xlsx
from tests.fakes.world import ROOT

PRINTER = DocumentPrinter(ROOT / "resources")


def read(folder: Path, data: bytes, name: str, manner: Manner | None = None) -> Grid:
    path = folder / name
    path.write_bytes(data)
    return FileTableReader().read(path, manner or Manner())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_letters_are_found_out(tmp_path: Path, encoding: str) -> None:
    grid = read(tmp_path, "Objet;Département\r\nÉté à l’œuvre;Ain\r\n".encode(encoding), "a.csv")
    assert [list(row) for row in grid.rows] == [["Objet", "Département"], ["Été à l’œuvre", "Ain"]]
    assert grid.separator == ";"


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_separator_is_what_gives_every_line_as_many_columns(tmp_path: Path, sign: str) -> None:
    lines = [["N°", "Objet", "Faits"], ["1", "a, b; c", "x"], ["2", "« d »", "y, z"]]
    text = "\n".join(sign.join(f'"{cell}"' for cell in line) for line in lines)
    grid = read(tmp_path, text.encode(), "a.csv")
    assert grid.separator == sign
    assert [list(row) for row in grid.rows] == lines


def test_the_separator_and_the_letters_may_be_said(tmp_path: Path) -> None:
    data = "a;b,c\nd;e,é\n".encode("windows-1252")
    assert read(tmp_path, data, "a.csv", Manner(separator=",")).rows[0] == ["a;b", "c"]
    assert read(tmp_path, b"sep=,\r\na;b,c\r\n", "b.csv").rows[0] == ["a;b", "c"]
    with pytest.raises(TableError) as refused:
        read(tmp_path, data, "c.csv", Manner(encoding="utf-8"))
    assert refused.value.code == "encodage_illisible"


def test_a_quote_that_nobody_closed_is_refused_rather_than_swallowing_lines(tmp_path: Path) -> None:
    with pytest.raises(TableError) as refused:
        read(tmp_path, b'a;b\n"c;d\ne;f\n', "a.csv")
    assert refused.value.code == "csv_guillemets"


def test_a_workbook_gives_what_it_shows_and_its_errors_as_errors(tmp_path: Path) -> None:
    rows = (
        f'<row r="2">{text_cell("B2", "Objet")}<c r="C2"><v>12.5</v></c>'
        '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E2" t="str"><f>"=1"</f><v>=1</v></c></row>'
    )
    grid = read(tmp_path, xlsx(rows), "a.xlsx")
    assert [list(row) for row in grid.rows] == [[None] * 5, [None, "Objet", 12.5, Fault("#DIV/0!"), "=1"]]
    assert grid.sheets == ("Registre",)


def test_a_document_gives_its_errors_too_and_its_empty_end_costs_nothing(tmp_path: Path) -> None:
    rows = ods_row(ods_cell("Objet"), ods_cell("#REF!", more='calcext:value-type="error"'), ods_cell(repeated=16000))
    grid = read(tmp_path, ods(rows + ods_row(ods_cell(repeated=16384), repeated=1048575)), "a.ods")
    assert [list(row) for row in grid.rows] == [["Objet", Fault("#REF!")]]


def test_days_counted_from_1904_are_said(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>43892</v></c></row>'
    assert read(tmp_path, xlsx(rows, properties='<workbookPr date1904="1"/>'), "a.xlsx").base_1904
    assert not read(tmp_path, xlsx(rows), "b.xlsx").base_1904


def test_an_unknown_sheet_and_an_empty_one_are_refused(tmp_path: Path) -> None:
    good = xlsx(f'<row r="1">{text_cell("A1", "a")}</row>')
    for data, manner, code in (
        (good, Manner(sheet="Autre"), "feuille_inconnue"),
        (xlsx(""), Manner(), "tableur_vide"),
    ):
        with pytest.raises(TableError) as refused:
            read(tmp_path, data, "a.xlsx", manner)
        assert refused.value.code == code


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=12)
cells = st.one_of(
    words.map(lambda text: "".join(text.split(" ")) or None),
    st.sampled_from(["=1+1", "'=1", "'", "+33", "-", "@a", "« =1 »", "a;b", 'a"b', "deux\nlignes"]),
    st.integers(0, 10**9),
    st.dates(date(1940, 1, 1), date(2100, 1, 1)),
)


@pytest.mark.parametrize("ending", SPREADSHEETS)
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=4))
def test_whatever_we_write_is_read_back(ending: str, rows: list[list[Cell]]) -> None:
    listing = Listing("Liste", ("Un", "Deux", "Trois"), [*rows, ["fin", "fin", "fin"]])
    with tempfile.TemporaryDirectory() as folder:
        grid = read(Path(folder), PRINTER.listing(listing, ending), "a" + ending)
    found = [[shown(cell) for cell in row] for row in grid.rows]
    assert found == [["Un", "Deux", "Trois"], *([shown(cell) for cell in row] for row in rows), ["fin"] * 3]


def shown(cell: object) -> str:
    day = cell.date() if isinstance(cell, datetime) else cell
    return text_of(day)  # type: ignore[arg-type]
