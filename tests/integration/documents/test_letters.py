"""Letters as files: whole, set as French is, read by a PDF reader and by LibreOffice; what was taken out is nowhere."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from mvl_desktop.documents.printer import DocumentPrinter
from mvl_desktop.domain.typographie import typographie
from mvl_desktop.ports.letters import Letter
from tests.security.test_u06_masked import in_pdf

RESOURCES = Path(__file__).parents[3] / "resources"
PRINTER = DocumentPrinter(RESOURCES)
FOOT = re.compile(r"Exemplaire n°\s*K7-3\s*(?:Page \d+ sur \d+)?")
HOSTILE = (
    '=1+1 #read("/etc/passwd") *gras* $x$ <b>html</b> {reference} {{{ [[[ @SUM(A1) \\n #let x = 1; </text:p> &amp;'
)
LETTER = Letter(
    title="Accusé de réception 01-2026-K7-0001",
    sender=("Service fictif de vigilance", "1, place de l’Exemple", "01000 Bourg-en-Bresse"),
    recipient=("Madame Exemple Fictive", "12, rue des Essais", "01000 BOURG-EN-BRESSE"),
    dated="Bourg-en-Bresse, le 22\u00a0novembre 2026",
    references=(("Nos références", "01-2026-K7-0001"),),
    subject=typographie("Votre message n° 12 : suites"),
    body=(
        "Madame, Monsieur,",
        typographie("Reçu à 14 h 03 ; « déjà lu » ? L'œuvre, le cœur, Noël, où ça."),
        "Il faut\u00a0:\n– un premier point\u202f;\n– un second.",
        HOSTILE,
    ),
    signature=("La référente,", "Camille Exemple"),
    annexes=("Formulaire",),
    marking="Exemplaire n°\u00a0K7-3",
)
LONG = replace(
    LETTER, body=(*LETTER.body, *(f"Paragraphe {n}. " + "Les dispositions afférentes. " * 30 for n in range(9)))
)


def read(data: bytes) -> tuple[int, str]:
    """Return how many pages a PDF has, and what it says, lines joined."""
    reader = PdfReader(io.BytesIO(data))
    text = " ".join(page.extract_text() for page in reader.pages)
    text = FOOT.sub(" ", text) + " ".join(FOOT.findall(text))  # a paragraph may go on behind it
    return len(reader.pages), " ".join(text.replace("-\n", "-").split())


def told(letter: Letter) -> list[str]:
    """Return every piece of text that a letter must show."""
    lines = [line for part in letter.body for line in part.split("\n")]
    return [*letter.sender, *letter.recipient, letter.dated, letter.subject, *lines, *letter.signature, *letter.annexes]


def squeezed(text: str) -> str:
    return "".join(text.replace("–", "").replace("\u00ad", "").replace("-", "").split())


@pytest.mark.parametrize("letter", [LETTER, LONG], ids=["short", "long"])
def test_a_pdf_says_all_of_a_letter_in_its_own_spaces(letter: Letter) -> None:
    data = PRINTER.letter(letter, ".pdf")
    pages, text = read(data)
    for one in told(letter):
        assert squeezed(one) in squeezed(text), one
    assert pages == 1 or "Page 2 sur" in text
    assert ("Page 1" in text) == (pages > 1)
    raw = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    for spaced in ("n°\u00a012", "14\u00a0h\u00a003", "«\u00a0déjà"):
        assert spaced in raw, spaced


def test_a_pdf_is_tagged_and_named_by_nobody() -> None:
    reader = PdfReader(io.BytesIO(PRINTER.letter(LETTER, ".pdf")))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.title == LETTER.title
    assert not reader.metadata.author


def test_the_recipient_stands_behind_the_window() -> None:
    """105 mm from the left, between 45 and 90 mm from the top."""
    found: list[tuple[float, float]] = []

    def visit(text: str, matrix: list[float], _text_matrix: object, _font: object, _size: object) -> None:
        if "Madame Exemple" in text:
            found.append((matrix[4] / 72 * 25.4, 297 - matrix[5] / 72 * 25.4))

    reader = PdfReader(io.BytesIO(PRINTER.letter(LETTER, ".pdf")))
    reader.pages[0].extract_text(visitor_text=visit)
    assert found
    assert all(100 <= left <= 112 and 45 <= top <= 62 for left, top in found), found


def test_an_odt_holds_text_styles_and_the_window() -> None:
    with zipfile.ZipFile(io.BytesIO(PRINTER.letter(LETTER, ".odt"))) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        content = archive.read("content.xml").decode("utf-8")
        styles = archive.read("styles.xml").decode("utf-8")
        meta = archive.read("meta.xml").decode("utf-8")
    assert 'svg:x="105mm"' in content
    assert "fo:hyphenate" in content
    assert "text:page-number" in styles
    assert "<b>" not in content  # escaped: no markup of anybody
    assert "Camille" not in meta
    assert "n°\u00a012" in content


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_reads_the_same_letter(tmp_path: Path) -> None:
    source = tmp_path / "courrier.odt"
    source.write_bytes(PRINTER.letter(LETTER, ".odt"))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=120)
    pages, text = read((tmp_path / "courrier.pdf").read_bytes())
    assert pages == 1
    for one in told(LETTER):
        assert squeezed(one) in squeezed(text), one


def test_what_was_taken_out_is_nowhere_in_the_files(tmp_path: Path) -> None:
    word = "Zqxwsecret"
    said = replace(LETTER, body=(f"Bonjour {word}.",))
    assert any(word in part for part in in_pdf(PRINTER.letter(said, ".pdf"), tmp_path))
    clean = replace(LETTER, body=("Bonjour.",))
    assert not any(word.lower() in part.lower() for part in in_pdf(PRINTER.letter(clean, ".pdf"), tmp_path))
    with zipfile.ZipFile(io.BytesIO(PRINTER.letter(clean, ".odt"))) as archive:
        assert not any(word.encode() in archive.read(name) for name in archive.namelist())


def test_the_page_on_the_screen_is_the_page_on_paper() -> None:
    pages = PRINTER.letter_pages(LONG, 40)
    assert len(pages) == read(PRINTER.letter(LONG, ".pdf"))[0]
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_a_letter_of_a_thousand_braces_is_text() -> None:
    hostile = replace(LETTER, body=("{" * 4_000 + "#" * 500, "\x00\x0b" + HOSTILE))
    _pages, text = read(PRINTER.letter(hostile, ".pdf"))
    assert squeezed('#read("/etc/passwd")') in squeezed(text)
    assert b"root:" not in PRINTER.letter(hostile, ".odt")
