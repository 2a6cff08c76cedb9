"""U04: a name that comes from elsewhere is data: it leaves no folder, hides nothing, opens nothing through a link."""

import os
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.services.files import write_stream, write_whole
from mvl_desktop.services.pieces import join_piece, list_pieces
from mvl_desktop.services.records import add_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import open_office
from ui.filenames import safe_name
from ui.text import visible

HOSTILE = [
    "../../etc/passwd",
    "..\\..\\Windows\\win.ini",
    "/etc/passwd",
    "C:\\Windows\\x.txt",
    "C:x.txt",
    "\\\\serveur\\part\\x.txt",
    "//serveur/part/x.txt",
    "\\\\?\\C:\\x",
    "x.txt:cache",
    "x.txt::$DATA",
    "nul\x00.txt",
    "CON",
    "con.txt",
    "NUL .txt",
    "aux.tar.gz",
    "COM1.pdf",
    "LPT9",
    "COM\u00b9.pdf",
    "lpt\u00b3",
    "CONIN$",
    "x" * 300 + ".pdf",
    "é" * 300 + ".pdf",
    "🙂" * 300,
    "facture\u202efdp.exe",
    "a\u2066b\u2069.txt",
    "a\u200bb\ufeff.txt",
    "fin. . .",
    ". . .",
    "..",
    ".",
    "",
    "~/.bashrc",
    "-rf",
    "a\nb\r.txt",
    "%00.txt",
    "\uff0e\uff0e\uff0fetc",
    "a\u2215b\u2044c",
    "|calc",
    'a*?<>|".txt',
]
RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{kind}{n}" for kind in ("com", "lpt") for n in "0123456789\u00b9\u00b2\u00b3"
}


def check(name: str, folder: Path) -> None:
    """See that a name stays in its folder, on every system, and that it says what it is."""
    assert name
    assert len(name.encode()) <= 120
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert not set(name) & set('/\\:*?"<>|\x00~%$')
    assert visible(name) == name, "nothing hidden, nothing that turns the reading round"
    assert name[0] not in ". -"
    assert name[-1] not in ". "
    assert name.partition(".")[0].strip().lower() not in RESERVED
    assert (folder / name).resolve().parent == folder.resolve()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_rebuilt(name: str, tmp_path: Path) -> None:
    made = safe_name(name)
    check(made, tmp_path)
    write_whole(tmp_path / made, b"x")
    assert [path.name for path in tmp_path.iterdir()] == [made]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_name_is_rebuilt(name: str) -> None:
    check(safe_name(name), Path("/nulle-part"))


def test_what_people_call_their_files_stays() -> None:
    for name in ("Courrier de Mme Exemple (2).pdf", "été 2026 – photo.JPG", "relevé_n°3.ods"):
        assert safe_name(name).rpartition(".")[2] == name.rpartition(".")[2]
    assert safe_name("Courrier de Mme Exemple (2).pdf") == "Courrier de Mme Exemple (2).pdf"


@pytest.mark.parametrize("name", [each for each in HOSTILE if each])
def test_the_name_of_a_piece_is_one_line_without_folder(name: str, tmp_path: Path) -> None:
    office = open_office(tmp_path, "Alix", in_memory=True)
    office.found()
    rec = add_record(office.ports, "signalement", {"objet": "Pièce"})
    join_piece(office.ports, rec, name, 1, [b"x"])
    kept = list_pieces(office.ports, rec)[0].nom
    assert not set(kept) & set("/\\\x00\n\r\u202e\u2066")
    assert len(kept) <= 200


def test_a_link_put_in_the_way_is_never_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victime"
    victim.write_bytes(b"intacte")
    target = tmp_path / "copie.pdf"
    for trap in (target, tmp_path / "copie.pdf.part"):
        trap.symlink_to(victim)
    write_whole(target, b"secret")
    assert victim.read_bytes() == b"intacte"
    assert not target.is_symlink()
    assert target.read_bytes() == b"secret"
    assert target.stat().st_mode & 0o077 == 0


def test_a_link_put_in_the_way_between_two_calls_stops_the_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victime"
    victim.write_bytes(b"intacte")
    target, part = tmp_path / "copie.pdf", tmp_path / "copie.pdf.part"
    unlink = Path.unlink

    def late(self: Path, missing_ok: bool = False) -> None:
        unlink(self, missing_ok=missing_ok)
        if self == part and not raced:
            raced.append(1)
            os.symlink(victim, part)

    raced: list[int] = []
    monkeypatch.setattr(Path, "unlink", late)
    with pytest.raises(RefusError) as refused:
        write_stream(target, [b"secret"])
    assert raced
    assert refused.value.code == "ecriture_impossible"
    assert victim.read_bytes() == b"intacte"
    assert not target.exists()
