"""What an ODT says at the foot of each page, as the program that opens it will count its pages."""

import io
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from mvl_desktop.bootstrap import default_settings
from mvl_desktop.documents.printer import DocumentPrinter
from mvl_desktop.ports.printing import Booklet, Line, Section, Sheet
from tests.integration.documents.test_letters import read

PRINTER = DocumentPrinter(default_settings().resources)
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
MARKING = "Exemplaire n°\u00a03 <i>{n} & {total}"
LONG = Section("Notes", tuple(Line("", f"Phrase fictive n°\u00a0{place}.", wide=True) for place in range(120)))
SHEET = Sheet("Titre fictif", "", (LONG,), marking=MARKING)


def feet(odt: bytes) -> list[ET.Element]:
    with zipfile.ZipFile(io.BytesIO(odt)) as archive:
        root = ET.fromstring(archive.read("styles.xml"))  # noqa: S314 - written just above
    return [foot for page in root.iter(f"{STYLE}master-page") for foot in page.findall(f"{STYLE}footer")]


@pytest.mark.parametrize("kind", ["fiche", "livret"])
def test_each_page_bears_the_marking_and_its_number_among_all(kind: str) -> None:
    booklet = Booklet("Titre fictif", "", (SHEET,), Section("", ()), marking=MARKING)
    found = feet(PRINTER.odt(SHEET) if kind == "fiche" else PRINTER.booklet(booklet, ".odt"))
    assert found
    for foot in found:
        assert "".join(foot.itertext()) == f"{MARKING}\u2003Page 1 sur 1", "what people typed is no field"
        assert len(foot.findall(f".//{TEXT}page-number")) == 1
        assert len(foot.findall(f".//{TEXT}page-count")) == 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_counts_the_pages(tmp_path: Path) -> None:
    source = tmp_path / "fiche.odt"
    source.write_bytes(PRINTER.odt(SHEET))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=120)
    pages, text = read((tmp_path / "fiche.pdf").read_bytes())
    assert pages > 1
    for page in range(1, pages + 1):
        assert f"Page {page} sur {pages}" in text
