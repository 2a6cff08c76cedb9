"""Spreadsheets made to harm: each is refused with a sentence, within a bounded memory, and no library falls."""

import io
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.bootstrap import default_settings
from mvl_desktop.documents import table_archive
from mvl_desktop.documents.table_reader import FileTableReader
from mvl_desktop.ports.tables import SIZE_MAX, Manner, TableError
from tests.fakes.tables import ods, ods_cell, ods_row, packed, text_cell, xlsx

FIRST = f'<row r="1">{text_cell("A1", "Objet")}</row>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ENCRYPTED = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "far.xlsx": (lambda: xlsx(FIRST + FAR), "tableur_trop_de_cellules"),
    "zeros.xlsx": (lambda: xlsx(FIRST, more={"xl/media/a.bin": bytes(300 << 20)}), "tableur_piege"),
    "strings.xlsx": (
        lambda: xlsx(FIRST, more={"xl/sharedStrings.xml": b"<sst><si><t>" + b"A" * (300 << 20)}),
        "tableur_piege",
    ),
    "entities.xlsx": (lambda: xlsx(FIRST, before=BILLION), "tableur_piege"),
    "letters.xlsx": (lambda: xlsx('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), "tableur_piege"),
    "line.xlsx": (lambda: xlsx('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'), "tableur_piege"),
    "cut.xlsx": (lambda: xlsx(FIRST)[:-200], "tableur_illisible"),
    "xml.xlsx": (lambda: xlsx("<row><c>"), "tableur_illisible"),
    "other.xlsx": (lambda: packed({"a.txt": "rien"}), "tableur_illisible"),
    "many.xlsx": (lambda: packed({f"{n}.xml": "" for n in range(2001)}), "tableur_piege"),
    "locked.xlsx": (lambda: OLE + bytes(64) + "EncryptedPackage".encode("utf-16-le"), "tableur_protege"),
    "old.xls": (lambda: OLE + bytes(64), "tableur_ancien"),
    "page.xlsx": (lambda: b"<html>", "tableur_illisible"),
    "locked.ods": (lambda: ods(ods_row(ods_cell("a")), manifest=ENCRYPTED), "tableur_protege"),
    "wide.ods": (
        lambda: ods(ods_row(ods_cell("a", repeated=16384), repeated=1048576)),
        "tableur_trop_de_cellules",
    ),
    "deep.ods": (lambda: ods(ods_row(ods_cell(repeated=10**9), ods_cell("a"))), "tableur_piege"),
    "zip.csv": (lambda: xlsx(FIRST), "tableur_inconnu"),
    "bytes.csv": (lambda: bytes(range(256)) * 64, "encodage_illisible"),
    "cells.csv": (lambda: b";" * 2_000_001, "tableur_trop_de_cellules"),
    "long.csv": (lambda: b"a" * (SIZE_MAX + 1), "tableur_trop_grand"),
    "field.csv": (lambda: b'"' + b"a" * 2_000_000 + b'"', "tableur_trop_de_cellules"),
    "empty.csv": (lambda: b"", "tableur_vide"),
    "blank.csv": (lambda: b";;\n;\n", "tableur_vide"),
    "a.exe": (lambda: b"MZ", "tableur_inconnu"),
}
MEMORY = 1 << 30


@pytest.mark.parametrize("name", HOSTILE)
def test_a_trap_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(TableError) as refused:
        FileTableReader().read(path, Manner())
    assert refused.value.code == code
    assert default_settings().message(code).phrase


def test_the_memory_stays_bounded_whatever_the_file_says(tmp_path: Path) -> None:
    for name in ("far.xlsx", "strings.xlsx", "wide.ods", "deep.ods"):
        (tmp_path / name).write_bytes(HOSTILE[name][0]())
    program = (
        "import sys; from pathlib import Path\n"
        "from mvl_desktop.documents.table_reader import FileTableReader\n"
        "from mvl_desktop.ports.tables import Manner, TableError\n"
        "for name in sys.argv[1:]:\n"
        "    try: FileTableReader().read(Path(name), Manner())\n"
        "    except TableError as error: print(error.code)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.split() == [
        "tableur_piege",
        "tableur_trop_de_cellules",
        "tableur_piege",
        "tableur_trop_de_cellules",
    ]


def test_without_the_scale_the_library_would_take_it_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal of an entity is ours: without it the file is read."""
    path = tmp_path / "entities.xlsx"
    path.write_bytes(HOSTILE["entities.xlsx"][0]())
    monkeypatch.setattr(table_archive, "_refuse_doctype", lambda *_said: None)
    assert FileTableReader().read(path, Manner()).rows == [["Objet"]]


def test_a_sheet_that_is_not_where_sheets_are_is_weighed_too(tmp_path: Path) -> None:
    rows = "<worksheet><sheetData>" + FIRST + FAR + "</sheetData></worksheet>"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="{}"/>'
        "</Relationships>"
    )
    for place in ("elsewhere/a.bin", "sharedStrings.xml"):
        parts = {"xl/" + place: rows, "xl/_rels/workbook.xml.rels": relations.format(place)}
        path = tmp_path / "a.xlsx"
        path.write_bytes(xlsx(FIRST, more=parts))
        with pytest.raises(TableError) as refused:
            FileTableReader().read(path, Manner())
        assert refused.value.code in ("tableur_trop_de_cellules", "tableur_piege")


SEEDS = {
    ".xlsx": xlsx(FIRST + '<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="C2"><f>1</f><v>45354</v></c></row>'),
    ".ods": ods(ods_row(ods_cell("a"), ods_cell("#REF!", more='calcext:value-type="error"')) * 2),
    ".csv": "Objet;Date\n«\u00a0é\u00a0»;31/12/2025\n".encode("utf-16"),
}


@pytest.mark.parametrize("ending", SEEDS)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_a_file_that_was_changed_anywhere_is_read_or_refused_and_nothing_else(ending: str, data: st.DataObject) -> None:
    content = unpacked(SEEDS[ending]) if ending != ".csv" else {"": SEEDS[ending]}
    name = data.draw(st.sampled_from(sorted(content)))
    raw = bytearray(content[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(raw) - 1)))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=6))
    changed = packed({**content, name: bytes(raw)}) if ending != ".csv" else bytes(raw)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("a" + ending)
        path.write_bytes(changed)
        with suppress(TableError):
            assert FileTableReader().read(path, Manner()).rows


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
