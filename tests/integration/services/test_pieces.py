"""Attachments: sealed part by part, given back whole, told when they come twice, taken off without being lost."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from mvl_desktop.services.history import history_of
from mvl_desktop.services.pieces import (
    describe_piece,
    detach_piece,
    extract_piece,
    join_piece,
    list_pieces,
    piece_content,
)
from mvl_desktop.services.records import add_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office

MIB = 1 << 20


def _record(office: Office) -> str:
    return add_record(office.ports, "signalement", {"objet": "Avec pièces"})


def _join(office: Office, rec: str, name: str, content: bytes) -> str:
    return join_piece(office.ports, rec, name, len(content), [content])


def test_what_was_attached_comes_back_in_the_order_of_its_coming(office: Office) -> None:
    rec = _record(office)
    contents = [bytes([n]) * (MIB + n) for n in range(3)]
    ids = [_join(office, rec, f"photo {n}.png", content) for n, content in enumerate(contents)]
    pieces = list_pieces(office.ports, rec)
    assert [each.id for each in pieces] == ids
    assert {(each.type_mime, each.presente) for each in pieces} == {("image/png", True)}
    assert [b"".join(extract_piece(office.ports, rec, id_)) for id_ in ids] == contents


def test_the_same_content_twice_is_told_whatever_its_name(office: Office) -> None:
    rec = _record(office)
    _join(office, rec, "a.png", b"une photo")
    with pytest.raises(RefusError) as refused:
        _join(office, rec, "b.png", b"une photo")
    assert refused.value.code == "piece_deja_jointe"
    _join(office, rec, "c.png", b"une phot0")
    _join(office, _record(office), "a.png", b"une photo")
    assert [each.nom for each in list_pieces(office.ports, rec)] == ["a.png", "c.png"]


def test_a_picture_is_read_within_a_bound(office: Office) -> None:
    rec = _record(office)
    piece = _join(office, rec, "photo.png", b"x" * 1000)
    assert piece_content(office.ports, rec, piece, 1000) == b"x" * 1000
    assert piece_content(office.ports, rec, piece, 999) is None
    with pytest.raises(RefusError) as refused:
        piece_content(office.ports, rec, "0" * 16, 1000)
    assert refused.value.code == "piece_introuvable"


def test_a_piece_taken_off_stays_in_the_history_and_may_come_back(office: Office) -> None:
    rec = _record(office)
    kept, gone = _join(office, rec, "reste.txt", b"un"), _join(office, rec, "part.txt", b"deux")
    detach_piece(office.ports, rec, gone)
    assert [each.id for each in list_pieces(office.ports, rec)] == [kept]
    told = history_of(office.ports, rec)[-1]["champs"]
    assert isinstance(told, dict)
    assert told[f"pieces/{gone}"]["apres"] is None
    with pytest.raises(RefusError):
        detach_piece(office.ports, rec, gone)
    _join(office, rec, "part.txt", b"deux")
    assert [each.nom for each in list_pieces(office.ports, rec)] == ["reste.txt", "part.txt"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("..\\..\\windows\\photo.png", "photo.png"),
        ("/etc/passwd", "passwd"),
        ("rapport\u202efdp.exe", "rapportfdp.exe"),
        ("a\nb\u200b\t.txt", "a b .txt"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("\u200e", "piece"),
    ],
)
def test_a_name_is_one_visible_line_without_a_folder(office: Office, typed: str, kept: str) -> None:
    rec = _record(office)
    _join(office, rec, typed, b"contenu")
    assert [each.nom for each in list_pieces(office.ports, rec)] == [kept]


def test_a_file_cut_while_it_is_read_leaves_nothing(office: Office) -> None:
    rec = _record(office)
    with pytest.raises(RefusError) as refused:
        join_piece(office.ports, rec, "long.bin", 3 * MIB, [b"x" * MIB])
    assert refused.value.code == "piece_tronquee"
    assert list_pieces(office.ports, rec) == []
    with office.ports.store.read() as uow:
        assert uow.blobs.incomplete(uow.espaces.all()[0].id) == []


def test_a_long_attachment_is_never_whole_in_memory(tmp_path: Path) -> None:
    office, size = open_office(tmp_path, "Alix"), 48 * MIB
    office.found()
    rec = _record(office)

    def content() -> Iterator[bytes]:
        for n in range(size // MIB):
            yield bytes([n]) * MIB

    tracemalloc.start()
    try:
        piece = join_piece(office.ports, rec, "film.mp4", size, content())
        joined = tracemalloc.get_traced_memory()[1]
        assert sum(map(len, extract_piece(office.ports, rec, piece))) == size
        read = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert max(joined, read) < 16 * MIB


def test_what_a_piece_is_may_be_said_after_it_was_joined_and_history_keeps_what_was_said_before(office: Office) -> None:
    rec = _record(office)
    piece, other = _join(office, rec, "photo.png", b"une photo"), _join(office, rec, "b.png", b"autre")
    describe_piece(office.ports, rec, piece, {"genre": "photo", "origine": "signalant", "description": "La vitrine"})
    describe_piece(office.ports, rec, piece, {"origine": "public", "nom": "pirate.png"})
    found = {each.id: each for each in list_pieces(office.ports, rec)}
    said = found[piece]
    assert (said.nom, said.genre, said.origine, said.description) == ("photo.png", "photo", "public", "La vitrine")
    assert (found[other].genre, found[other].origine) == ("", "")
    assert b"".join(extract_piece(office.ports, rec, piece)) == b"une photo"
    told = [step["champs"] for step in history_of(office.ports, rec)]
    assert told[-1] == {f"pieces/{piece}/origine": {"avant": "signalant", "apres": "public", "arbitrage": False}}
    with pytest.raises(RefusError) as refused:
        describe_piece(office.ports, rec, "0" * 16, {"genre": "photo"})
    assert refused.value.code == "piece_introuvable"
