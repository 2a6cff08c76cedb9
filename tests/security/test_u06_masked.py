"""U06: a masked copy leaves nothing: no word of a masked field in its text, its parts, its metadata, its history."""

import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.ports.printing import SPREADSHEETS
from mvl_desktop.ports.store import Query
from mvl_desktop.services.exports import Wish, export_list
from mvl_desktop.services.lists import WORKING
from mvl_desktop.services.pieces import join_piece
from mvl_desktop.services.printing import print_record
from mvl_desktop.services.records import add_record, modify_record
from tests.fakes.offices import Office, open_office
from tests.security.pictures import talkative_jpeg

MARK = "Zqxw"
"""What begins each word that must not be found; no French word, no name of a font does."""
BORN = "1931-07-19"
BORN_SAID = ("1931-07-19", "19/07/1931", "19071931", "19310719")
SAID = {"reunion": ("intitule", "texte", "suite")}
"""What the masked copy of a kind keeps, names apart: the items of minutes, what is said and decided."""
PRINTED = [kind for kind in kinds() if kind not in WORKING]


def hidden(kind: str, when: str) -> dict[str, Any]:
    """Put a word of its own in every field of a kind that is masked, elements included."""
    return {field.name: value for field in required(kind).champs if (value := _value(field, when)) is not None}


def _value(field: DeclaredField, when: str) -> object:
    word = f"{MARK}{when}{field.name.replace('_', '')}"
    if field.sort == "elements":
        members = {one.name: value for one in field.champs if (value := _value(one, when)) is not None}
        return [members] if members else None
    if not field.champ.nominatif:
        return None
    return {"texte_court": word, "texte": f"{word} raconte.\nEt {word} encore.", "liste": [word], "date": BORN}.get(
        field.sort
    )


def in_pdf(content: bytes, folder: Path) -> Iterator[str]:
    """Give everything that a PDF says: its text, its streams opened, its strings however they are written."""
    assert b"/Encrypt" not in content
    path = folder / "lu.pdf"
    path.write_bytes(content)
    for option in ("-layout", "-raw"):
        told = subprocess.run(["pdftotext", option, str(path), "-"], capture_output=True, check=True)
        yield told.stdout.decode("utf-8")
    yield subprocess.run(["pdfinfo", "-meta", str(path)], capture_output=True, check=True).stdout.decode("utf-8")
    yield subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True).stdout.decode("utf-8")
    attached = subprocess.run(["pdfdetach", "-list", str(path)], capture_output=True, check=True).stdout.decode()
    assert attached.startswith("0 embedded files"), attached
    streams = [content]
    for found in re.finditer(rb"stream\r?\n", content):
        try:
            streams.append(zlib.decompressobj().decompress(content[found.end() :]))
        except zlib.error:
            continue
    assert len(streams) > 5
    for raw in streams:
        yield raw.decode("latin-1")
        for text in re.findall(rb"<([0-9A-Fa-f\s]{8,})>", raw):
            yield bytes.fromhex(re.sub(rb"\s", b"", text).decode()[: len(re.sub(rb"\s", b"", text)) // 2 * 2]).decode(
                "utf-16-be", "replace"
            )


def in_archive(content: bytes, _folder: Path) -> Iterator[str]:
    """Give every part of an office document, with its name."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        assert not [name for name in names if "thumbnail" in name.lower() and archive.getinfo(name).file_size > 5000]
        yield archive.comment.decode()
        for name in names:
            yield name
            yield archive.getinfo(name).comment.decode()
            raw = archive.read(name)
            yield raw.decode("utf-8", "replace")
            yield re.sub("<[^>]*>", "", raw.decode("utf-8", "replace"))
    yield content.decode("latin-1")


def in_text(content: bytes, _folder: Path) -> Iterator[str]:
    """Give a text."""
    yield content.decode("utf-8")


READERS: dict[str, Callable[[bytes, Path], Iterator[str]]] = {
    ".pdf": in_pdf,
    ".odt": in_archive,
    ".ods": in_archive,
    ".xlsx": in_archive,
    ".csv": in_text,
}


def words(path: Path, folder: Path) -> set[str]:
    """Return the words that must not be found, as they are found in a file; letters broken over lines count."""
    found: set[str] = set()
    for text in READERS[path.suffix](path.read_bytes(), folder):
        for spelling in (text, text.replace("-\n", ""), re.sub(r"[\s\u00ad\u2010-]", "", text)):
            found |= {word.lower() for word in re.findall(f"{MARK}\\w*", spelling, re.I)}
            found |= {said for said in BORN_SAID if said in spelling and said != BORN_SAID[2]}
    return found


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    made.found("Signalants", compartment_of="Délégation fictive")
    return made


def recorded(office: Office, kind: str, tmp_path: Path) -> str:
    """Record a kind with something masked everywhere: before, after, in conflict, in notes, in what is attached."""
    espace = "Signalants" if required(kind).compartiment else "Délégation fictive"
    rec = add_record(office.ports, kind, hidden(kind, "avant"), espace=espace)
    camille = open_office(tmp_path, f"{MARK}collegue", in_memory=True)
    office.admit(camille, "Délégation fictive", "Signalants")
    office.give(camille)
    office.clock.at += 1000
    modify_record(office.ports, rec, hidden(kind, "apres"))
    modify_record(camille.ports, rec, hidden(kind, "conflit"))
    if required(kind).champ("pieces") is not None:
        photo = talkative_jpeg()
        join_piece(office.ports, rec, f"{MARK}piece.jpg", len(photo), [photo])
        note = f"{MARK}contenu".encode()
        join_piece(office.ports, rec, f"{MARK}note.txt", len(note), [note])
    camille.give(office)
    camille.close()
    return rec


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads PDFs")
@pytest.mark.parametrize("kind", PRINTED)
def test_a_masked_copy_says_nothing_that_was_masked(office: Office, tmp_path: Path, kind: str) -> None:
    rec = recorded(office, kind, tmp_path)
    for ending in (".pdf", ".odt"):
        target = tmp_path / f"copie{ending}"
        print_record(office.ports, office.printer, rec, target, office.nomenclatures)
        whole = words(target, tmp_path)
        assert whole or kind == "fiche-conduite", "the search finds what is not masked"
        print_record(office.ports, office.printer, rec, target, office.nomenclatures, masked=True)
        assert {word for word in words(target, tmp_path) if not _is_said(kind, word)} == set()


def _is_said(kind: str, word: str) -> bool:
    """Whether a word is of what masked minutes keep: they replace names inside it (tests of minutes), and say so."""
    said = "|".join(SAID.get(kind, ()))
    return bool(said) and re.match(f"{MARK}(avant|apres|conflit)({said})", word, re.I) is not None


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads PDFs")
@pytest.mark.parametrize("ending", [*SPREADSHEETS, ".pdf", ".odt"])
def test_a_masked_list_says_nothing_that_was_masked(office: Office, tmp_path: Path, ending: str) -> None:
    recorded(office, "signalement", tmp_path)
    simple = [field.name for field in required("signalement").champs if field.sort != "elements"]
    either = tuple(("titulaire", f"{MARK}{when}titulaire") for when in ("apres", "conflit"))
    query = Query("signalement", either, text=f"{MARK}apresobjet")
    target = tmp_path / f"liste{ending}"
    for whole in (True, False):
        wish = Wish(query=query, columns=(*simple[:14], "titulaire"), whole=whole)
        done = export_list(office.ports, office.printer, office.medium, office.nomenclatures, wish, target)
        assert done.lignes == 1
        assert bool(words(target, tmp_path)) is whole


def test_two_masked_exports_of_one_record_cannot_be_told_to_be_of_the_same(office: Office, tmp_path: Path) -> None:
    add_record(office.ports, "signalement", {"objet": "Fictif", "niveau": "a_risque"}, espace="Délégation fictive")
    made = []
    for number in range(2):
        target = tmp_path / f"{number}.csv"
        wish = Wish(query=Query("signalement"))
        export_list(office.ports, office.printer, office.medium, office.nomenclatures, wish, target)
        made.append(target.read_text("utf-8-sig").splitlines()[1].split(";")[0])
    assert made[0] != made[1]
    assert all(re.fullmatch(r'"[2-9A-HJ-NP-Z]{8}"', each) for each in made)
