"""U06: what was taken out of a communicable copy is nowhere in the file: no stream, part, metadata, in any encoding."""

import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pytest

from mvl_desktop.domain import occulter
from mvl_desktop.domain.occulter import Passage, occurrences
from mvl_desktop.services import communicable_leaving, communicable_source, communicables
from mvl_desktop.services.communicables import Demande
from tests.fakes.offices import Office, open_office
from tests.security.test_u06_masked import in_archive, in_pdf

AIN = "Délégation fictive"
NAME, BIRTH, PHONE, MAIL = "Zqxwalix Zqxwmodèle", "19/07/1931", "01 99 00 47 11", "zqxwcourriel@exemple.invalid"
HIDDEN = (NAME, BIRTH, PHONE, MAIL)
WORDS = ("Zqxwalix", "Zqxwmodèle", BIRTH, "19071931", PHONE, PHONE.replace(" ", ""), "zqxwcourriel")
TEXT = f"""Compte rendu fictif de la réunion
Mme {NAME}, née le {BIRTH}, est entendue.
– La joindre au {PHONE} ou par {MAIL}
Nom\tNombre
{NAME}\t12"""
ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "latin-1")


def streams(content: bytes) -> Iterator[bytes]:
    """Give a file as it lies, then each of its parts opened: streams of a PDF, members of an archive."""
    yield content
    for found in re.finditer(rb"stream\r?\n", content):
        try:
            yield zlib.decompressobj().decompress(content[found.end() :])
        except zlib.error:
            continue
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def traces(path: Path, words: Sequence[str], folder: Path) -> set[str]:
    """Return the words that are found in a file, as a reader reads it or as bytes in any encoding."""
    content = path.read_bytes()
    found = set()
    for raw in streams(content):
        low = raw.lower()
        for word in words:
            for encoding in ENCODINGS:
                said = word.encode(encoding)
                if raw.find(said) >= 0 or low.find(said.lower()) >= 0 or low.find(said.hex().encode()) >= 0:
                    found.add(word)
    for text in (in_pdf if path.suffix == ".pdf" else in_archive)(content, folder):
        flat = re.sub(r"\s|-\n", "", text).lower()
        found |= {word for word in words if re.sub(r"\s", "", word).lower() in flat}
    return found


@pytest.fixture
def read_copy(tmp_path: Path) -> Iterator[tuple[Office, str]]:
    """A copy prepared by one person and read again by another, ready to be handed over."""
    first, second = (open_office(tmp_path, name, in_memory=True) for name in ("Alix", "Camille"))
    first.found(AIN)
    first.admit(second, AIN)
    asked = Demande(demandeur="Association fictive")
    rec = communicables.prepare_text(first.ports, f"Dossier {NAME}", TEXT, first.nomenclatures, asked, espace=AIN)
    seen = communicables.show_copy(first.ports, rec, first.nomenclatures)
    passages = [Passage(*place, "vie_privee") for words in HIDDEN for place in occurrences(seen.blocs, words)]
    communicables.record_passages(first.ports, rec, (), passages, first.nomenclatures)
    communicables.ask_reading(first.ports, rec)
    first.give(second)
    communicables.read_again(second.ports, rec, accepted=True)
    second.give(first)
    yield first, rec
    first.close()
    second.close()


def hand(office: Office, rec: str, target: Path) -> None:
    communicable_leaving.hand_over(office.ports, office.printer, office.medium, rec, target, office.nomenclatures)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads PDFs")
@pytest.mark.parametrize("ending", communicable_leaving.FORMATS)
def test_what_was_taken_out_is_nowhere_in_the_file(read_copy: tuple[Office, str], tmp_path: Path, ending: str) -> None:
    office, rec = read_copy
    target = tmp_path / f"copie{ending}"
    hand(office, rec, target)
    assert traces(target, WORDS, tmp_path) == set()
    assert traces(target, ("réunion", "occulté"), tmp_path) == {"réunion", "occulté"}, "what is left can be read"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads PDFs")
@pytest.mark.parametrize("ending", communicable_leaving.FORMATS)
def test_a_copy_that_only_covers_its_words_is_caught(
    read_copy: tuple[Office, str], tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search has teeth: were the words left under what stands in their place, it would find each of them."""

    def covered(blocs: Sequence[str], passages: Sequence[Passage], say: object) -> tuple[str, ...]:
        return tuple(blocs)

    office, rec = read_copy
    monkeypatch.setattr(communicable_source, "remade", covered)
    target = tmp_path / f"copie{ending}"
    hand(office, rec, target)
    assert traces(target, WORDS, tmp_path) >= {"Zqxwalix", "Zqxwmodèle", BIRTH, PHONE, "zqxwcourriel"}


def test_neither_the_length_nor_the_number_of_words_is_left(read_copy: tuple[Office, str], tmp_path: Path) -> None:
    """Two documents that differ by what was taken out alone leave as the same words."""
    short = ("texte\tMme A B, née.",)
    long = ("texte\tMme Anne-Charlotte Modèle de Fictif, née.",)
    for blocs, end in ((short, 7), (long, 35)):
        left = occulter.remade(blocs, [Passage(0, 4, end, "autre")], lambda motifs: f"[{motifs[0]}]")
        assert left == ("texte\tMme [autre], née.",)
    apart = [Passage(0, 4, 5, "autre"), Passage(0, 6, 7, "autre")]
    assert occulter.remade(short, apart, lambda motifs: f"[{motifs[0]}]") == ("texte\tMme [autre], née.",)


def test_the_office_file_says_nothing_of_who_made_it_nor_keeps_a_history(
    read_copy: tuple[Office, str], tmp_path: Path
) -> None:
    office, rec = read_copy
    target = tmp_path / "copie.odt"
    hand(office, rec, target)
    with zipfile.ZipFile(target) as archive:
        told = archive.read("meta.xml").decode()
        content = archive.read("content.xml").decode()
    for tag in ("initial-creator", "dc:creator", "printed-by", "meta:template"):
        assert tag not in told, tag
    for nothing in ("<meta:editing-cycles>1<", "<meta:editing-duration>P0D<", 'meta:character-count="0"'):
        assert nothing in told, "a file that was never another"
    assert "tracked-changes" not in content
    assert "Alix" not in told + content
