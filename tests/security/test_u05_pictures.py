"""U05: a picture that lies about its size costs nothing, archives stay shut, a photo does not say where it is from."""

import gzip
import re
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage, QImageReader

from mvl_desktop.documents.piece_text import reader_command
from mvl_desktop.services import metadata
from mvl_desktop.services.metadata import cleaned, without_metadata
from mvl_desktop.services.pieces import extract_piece, join_piece, list_pieces
from mvl_desktop.services.records import add_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office
from tests.security.pictures import (
    CANARY,
    exif,
    huge_gif,
    huge_jpeg,
    huge_png,
    plain,
    segment,
    talkative_jpeg,
    talkative_png,
    talkative_webp,
)
from ui.thumbnails import SIDE, thumbnail

STARTER, JOB = "mvl_desktop/documents/piece_text.py", "mvl_desktop/documents/piece_text_job.py"
"""What starts the program that reads the text of a piece, and what bounds it under Windows."""
TALKATIVE: dict[str, Callable[[], bytes]] = {
    "jpeg": talkative_jpeg,
    "png": talkative_png,
    "webp": talkative_webp,
}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    return made


def read(content: bytes) -> QImage:
    """Draw a picture as it says that it is turned."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    drawn = reader.read()
    assert not drawn.isNull(), reader.errorString()
    return drawn.convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("kind", TALKATIVE)
def test_a_photo_that_is_attached_says_nothing_of_who_took_it(office: Office, kind: str) -> None:
    talkative = TALKATIVE[kind]()
    assert CANARY in talkative
    rec = add_record(office.ports, "signalement", {"objet": "Photo"})
    piece = join_piece(office.ports, rec, f"photo.{kind}", len(talkative), [talkative[:5], talkative[5:]])
    kept = b"".join(extract_piece(office.ports, rec, piece))
    assert CANARY not in kept
    assert list_pieces(office.ports, rec)[0].taille == len(kept) < len(talkative)
    assert read(kept) == read(talkative), "the points are the same"


@pytest.mark.parametrize("kind", TALKATIVE)
def test_the_original_is_kept_whole_when_it_is_asked_for(office: Office, kind: str) -> None:
    talkative = TALKATIVE[kind]()
    rec = add_record(office.ports, "signalement", {"objet": "Preuve"})
    piece = join_piece(office.ports, rec, "preuve", len(talkative), [talkative], original=True)
    assert b"".join(extract_piece(office.ports, rec, piece)) == talkative


@pytest.mark.parametrize("order", [">", "<"])
def test_a_photo_keeps_how_it_is_turned(order: str) -> None:
    kept = without_metadata(talkative_jpeg(6, order))
    assert CANARY not in kept
    drawn = read(kept)
    assert (drawn.width(), drawn.height()) == (16, 24)
    assert QColor(drawn.pixel(8, 2)).red() > 200
    assert QColor(drawn.pixel(8, 21)).blue() > 200


@pytest.mark.parametrize("said", [exif(9), exif(0), b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0", b"Exif\0\0II"])
def test_a_senseless_exif_block_is_dropped(said: bytes) -> None:
    made = plain("JPEG")
    assert b"Exif" not in without_metadata(made[:2] + segment(0xE1, said) + made[2:])


OTHERS = {
    "PDF": b"%PDF-1.7\n1 0 obj<</Author(" + CANARY + b")>>endobj\n",
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + CANARY,
    "TIFF": b"II*\0\x08\0\0\0" + CANARY,
    "documents bureautiques": b"PK\x03\x04" + CANARY,
    "sons": b"ID3\x04\0\0" + CANARY,
    "vidéos": b"\0\0\0\x18ftypmp42" + CANARY,
}


def test_what_is_kept_and_what_is_removed_is_said_as_it_is_done() -> None:
    for kind, make in TALKATIVE.items():
        assert {"jpeg": "JPEG", "png": "PNG", "webp": "WebP"}[kind] in metadata.KEPT.partition("Les autres")[0]
        assert CANARY not in without_metadata(make())
    for kind, content in OTHERS.items():
        assert kind in metadata.KEPT.partition("Les autres")[2]
        assert b"".join(cleaned(len(content), [content])[1]) == content


def test_a_plain_picture_and_any_other_file_stay_as_they_are() -> None:
    for content in (plain("JPEG"), plain("PNG"), b"%PDF-1.7 " + CANARY, b"", b"x", CANARY * 9):
        size, parts = cleaned(len(content), [content])
        assert b"".join(parts) == content
        assert size == len(content)


@pytest.mark.parametrize("kind", TALKATIVE)
def test_a_picture_that_cannot_be_cleaned_is_refused_not_attached_as_it_is(kind: str) -> None:
    made = plain(kind.upper())
    for cut in range(12, len(made) - 2):
        with pytest.raises(RefusError) as refused:
            without_metadata(made[:cut])
        assert refused.value.code == "image_illisible"


def test_a_picture_too_long_to_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "PICTURE_MAX", 1000)
    seen = []

    def endless() -> object:
        yield plain("JPEG")
        while True:
            seen.append(1)
            yield b"x" * 100

    with pytest.raises(RefusError):
        cleaned(1 << 30, endless())  # type: ignore[arg-type]
    assert len(seen) < 20


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from(sorted(TALKATIVE)),
    place=st.integers(0, 2000),
    put=st.binary(max_size=8),
    dropped=st.integers(0, 8),
)
def test_a_damaged_picture_is_cleaned_or_refused_never_worse(kind: str, place: int, put: bytes, dropped: int) -> None:
    made = TALKATIVE[kind]()
    place %= len(made)
    damaged = made[:place] + put + made[place + dropped :]
    if metadata.is_picture(damaged):
        with suppress(RefusError):
            kept = without_metadata(damaged)
            assert metadata.is_picture(kept)
            assert without_metadata(kept) == kept, "cleaned twice is cleaned once"


BOMBS = {
    "png": huge_png(60_000, 60_000),
    "png at the limit of its header": huge_png(0x7FFFFFFF, 0x7FFFFFFF),
    "jpeg": huge_jpeg(65_000, 65_000),
    "gif of a thousand frames": huge_gif(65_000, 65_000),
    "truncated": plain("PNG")[:50],
    "bmp": b"BM" + bytes(16) + (60_000).to_bytes(4, "little") * 2 + bytes(40),
    "svg that names a file": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>',
    "xpm": b'/* XPM */ static char *a[] = {"60000 60000 1 1", "a c red"};',
    "nothing": b"",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_not_drawn_and_costs_little(bomb: str) -> None:
    before = _peak()
    assert thumbnail(BOMBS[bomb]) is None
    assert _peak() - before < 80 << 10


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def test_only_the_first_frame_of_a_small_animation_is_drawn() -> None:
    drawn = thumbnail(huge_gif(24, 16))
    assert drawn is None or max(drawn.width(), drawn.height()) <= 2 * SIDE


def test_an_archive_is_a_file_like_another(office: Office) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../evil.txt", bytes(50 << 20))
    for name, content in (("bombe.zip", packed.getvalue()), ("bombe.gz", gzip.compress(bytes(50 << 20)))):
        rec = add_record(office.ports, "signalement", {"objet": name})
        tracemalloc.start()
        piece = join_piece(office.ports, rec, name, len(content), [content])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert b"".join(extract_piece(office.ports, rec, piece)) == content
        assert peak < 8 << 20
    openers = {"zipfile", "tarfile", "bz2", "lzma", "shutil.unpack_archive"}
    writers = {"mvl_desktop/documents/ods.py"}
    weighers = {"mvl_desktop/documents/table_archive.py"}
    apart = {"mvl_desktop/readers/archive.py"}
    """Read in a process of its own, that holds nothing of this post and keeps nothing."""
    root = Path(metadata.__file__).parents[2]
    code = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("ui", "mvl_desktop")
        for path in (root / folder).rglob("*.py")
    }
    importing = {name for name, text in code.items() if any(f"import {each}" in text for each in openers)}
    assert importing == writers | weighers | apart, "an archive is written; only weighed, or read apart, if it is read"
    outside = {name: text for name, text in code.items() if not name.startswith("mvl_desktop/readers/")}
    asking = {name: re.findall(r"from (mvl_desktop\.readers\S*) import (.+)", text) for name, text in outside.items()}
    assert {name for name, found in asking.items() if found} == {STARTER}
    taken = {(module, each) for module, names in asking[STARTER] for each in names.split(", ")}
    given = {"ENTRY", "SOURCE_MAX", "Answer", "BrokenAnswerError", "read_answer", "request"}
    frames = {("mvl_desktop.readers.frames", each) for each in given}
    assert taken == frames, "words to ask and to be answered, nothing that reads"
    ods = code["mvl_desktop/documents/ods.py"]
    assert ods.count("zipfile.ZipFile(") == ods.count('zipfile.ZipFile(target, "w"') == 1


def test_no_piece_is_opened_with_another_program_nor_left_in_a_temporary_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = Path(metadata.__file__).parents[2]
    starters = ("subprocess", "os.system", "os.startfile", "os.popen", "QProcess", "QDesktopServices", "webbrowser")
    temporary = ("tempfile", "QTemporaryFile", "QTemporaryDir", "mkstemp")
    used: dict[str, set[str]] = {}
    for folder in ("ui", "mvl_desktop"):
        for path in (root / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for word in (*starters, *temporary):
                if word in text:
                    used.setdefault(word, set()).add(path.relative_to(root).as_posix())
    allowed = {
        # The demonstration and the pictures of windows are of fictitious posts; a backup is tried sealed.
        # What reads the text of a piece is this program itself, started anew and given the bytes by a pipe.
        "subprocess": {"mvl_desktop/cli/demo.py", STARTER, JOB},
        "tempfile": {
            "mvl_desktop/cli/demo.py",
            "mvl_desktop/cli/autotest.py",
            "mvl_desktop/store/backup.py",
            "ui/captures/__main__.py",
        },
    }
    unexpected = {word: paths - allowed.get(word, set()) for word, paths in used.items()}
    assert {word: paths for word, paths in unexpected.items() if paths} == {}
    starter = (root / STARTER).read_text(encoding="utf-8")
    assert re.findall(r"subprocess\.(?!PIPE|DEVNULL)(\w+)", starter) == ["Popen"]
    job = (root / JOB).read_text(encoding="utf-8")
    assert re.findall(r"\S*subprocess\.\w+\S*", job) == ['"subprocess.Popen[bytes]")'], "a type, nothing else"
    assert reader_command()[0] == sys.executable
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert Path(reader_command()[0]).parent == Path(sys.executable).parent, "the program beside this one"
