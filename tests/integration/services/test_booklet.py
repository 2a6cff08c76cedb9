"""The booklet: only what both parties agreed on, each fiche from the top of a page, bookmarks, index and texts."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mvl_desktop.services.booklet import print_booklet
from mvl_desktop.services.fiches import add_default_fiches
from mvl_desktop.services.records import modify_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.textes import add_default_texts
from tests.fakes.offices import FICHES, Office, open_office
from tests.integration.services.test_textes import TEXTES


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return a post in memory: what is laid out does not depend on the store."""
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    yield made
    made.close()


@pytest.fixture
def recs(office: Office) -> list[str]:
    """Return the default fiches, three of them published; the legal texts are there."""
    add_default_texts(office.ports, TEXTES)
    made = add_default_fiches(office.ports, FICHES)
    for rec in made[:3]:
        modify_record(office.ports, rec, {"statut": "publiee", "validee_le": "2026-10-01"})
    return made


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def written(office: Office, name: str, **asked: Any) -> bytes:
    target = office.folder / name
    made = print_booklet(office.ports, office.printer, target, office.nomenclatures, **asked)
    data = target.read_bytes()
    assert len(data) == made.octets
    return data


def test_the_booklet_holds_what_both_parties_agreed_on_page_by_page(office: Office, recs: list[str]) -> None:
    reader = PdfReader(io.BytesIO(written(office, "livret.pdf")))
    pages = [plain(page.extract_text()) for page in reader.pages]
    text = " ".join(pages)
    titles = [plain(fiche["titre"]) for fiche in FICHES]
    assert "Délégation fictive" in pages[0]
    assert "CAT-01" in pages[0]
    assert titles[3] not in text
    bookmarks = [
        (plain(str(each.title)), reader.get_destination_page_number(each))
        for each in reader.outline
        if not isinstance(each, list)
    ]
    assert [title for title, _page in bookmarks] == [*titles[:3], "Qui alerter", "Références juridiques"]
    for title, number in bookmarks[:3]:
        assert number is not None
        assert pages[number].index(title) < 200  # it begins its page
        assert "Étapes" in pages[number]  # what to do holds with it
        assert "Qui alerter" in pages[number]
        assert f"{title}" in pages[1]
        assert str(number + 1) in pages[1].partition(title)[2]
    index = " ".join(pages[bookmarks[3][1] or 0 : bookmarks[4][1]])
    assert "Procureur de la République" in index
    texts = " ".join(pages[bookmarks[4][1] or 0 :])
    assert "Code de procédure pénale, article 40" in texts
    assert "à faire vérifier" in texts
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "Exemplaire n°" in pages[-1]
    assert [code for code, rec in office.journal.lines if code == "impression"] == ["impression"] * 3


def test_a_text_replaced_since_is_told_in_the_booklet(office: Office, recs: list[str]) -> None:
    modify_record(office.ports, recs[0], {"base_legale": ["Circulaire du 25 février 2008", "Texte maison n° 4"]})
    modify_record(office.ports, recs[0], {"statut": "publiee"})
    text = plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(written(office, "l.pdf"))).pages))
    assert "remplacé (05/08/2024), voir : Circulaire du 5 août 2024" in text
    assert "hors de la bibliothèque" in text
    assert "Texte maison n° 4" in text


def test_the_version_agreed_on_is_printed_while_the_next_is_written(office: Office, recs: list[str]) -> None:
    given = [{"partie": "ars", "version": 1, "validee_par": "Alix", "validee_le": "2026-10-01"}]
    modify_record(office.ports, recs[0], {"validations": given})
    modify_record(office.ports, recs[0], {"etapes": ["Une étape qui n’est pas encore relue"]})
    text = plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(written(office, "l.pdf"))).pages))
    assert plain(FICHES[0]["titre"]) in text
    assert "pas encore relue" not in text


def test_an_empty_booklet_is_refused_and_drafts_are_said(office: Office) -> None:
    add_default_fiches(office.ports, FICHES)
    with pytest.raises(RefusError, match="livret_vide"):
        written(office, "l.pdf")
    with pytest.raises(RefusError, match="format_inconnu"):
        written(office, "l.docx")
    pages = [plain(p.extract_text()) for p in PdfReader(io.BytesIO(written(office, "l.pdf", drafts=True))).pages]
    assert "pas validés par les deux parties" in pages[0]
    assert plain(FICHES[3]["titre"]) in " ".join(pages)


def test_the_booklet_is_an_odt_too(office: Office, recs: list[str]) -> None:
    with zipfile.ZipFile(io.BytesIO(written(office, "livret.odt"))) as packed:
        content = packed.read("content.xml").decode()
    assert "text:table-of-content" in content
    assert plain(FICHES[1]["titre"]) in plain(content)
    assert "Références juridiques" in content


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_opens_the_odt(office: Office, recs: list[str], tmp_path: Path) -> None:
    written(office, "livret.odt")
    where = ("--outdir", str(tmp_path), str(office.folder / "livret.odt"))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo", "--convert-to", "pdf", *where],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = plain(" ".join(page.extract_text() for page in PdfReader(tmp_path / "livret.pdf").pages))
    assert "Qui alerter" in text
    assert plain(FICHES[2]["titre"]) in text
    for step in FICHES[0]["etapes"]:
        assert plain(step) in text  # a list is read by what opens the file, not only written
