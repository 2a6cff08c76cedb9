"""The text of attachments from the desk: read after the save, found, said when it is not, gone with its file."""

from pathlib import Path

import pytest

from mvl_desktop.ports.store import Query, TextCounts
from mvl_desktop.ports.texts import FileText
from mvl_desktop.services.espaces import list_espaces
from mvl_desktop.services.lists import list_ids
from mvl_desktop.services.piece_text import (
    PieceReading,
    TextDuty,
    read_document,
    read_due,
    readings,
    text_counts,
)
from mvl_desktop.services.pieces import detach_piece, join_piece, list_pieces
from mvl_desktop.services.records import add_record, search_records, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office, two_offices
from tests.fakes.texts import FixedTextReader
from ui.post_desk import PostDesk
from ui.values import Wanted

SAID = "Attestation de la voisine\nElle a entendu parler d’une cure de jus à Frangy."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = open_office(tmp_path, "Alix", in_memory=True)
    office.found()
    return office


def write(office: Office, objet: str = "Signalement fictif") -> str:
    return add_record(office.ports, "signalement", {"objet": objet}, espace=None)


def join(office: Office, rec: str, name: str, content: str = SAID) -> str:
    raw = content.encode()
    return join_piece(office.ports, rec, name, len(raw), [raw])


def found(office: Office, text: str) -> list[tuple[str, str]]:
    return [(hit.rec.hex(), hit.piece) for hit in search_records(office.ports, text)[1]]


def test_an_attachment_is_found_by_its_text_once_it_was_read(office: Office) -> None:
    rec = write(office)
    piece = join(office, rec, "attestation.txt")
    assert found(office, "frangy") == []
    assert readings(office.ports, rec) == {piece: PieceReading("a_lire")}
    assert read_due(office.ports, office.texts.reader) == TextCounts(1, 0, 0)
    assert found(office, "cure frangy") == [(rec, "attestation.txt")]
    assert readings(office.ports, rec) == {piece: PieceReading("lu")}
    (hit,) = search_records(office.ports, "frangy")[1]
    assert "Frangy" in hit.excerpt
    assert hit.title == show_record(office.ports, rec).titre
    assert len(list_ids(office.ports, Query("signalement", text="frangy"))) == 1


def test_a_file_that_cannot_be_read_says_why_and_loses_nothing(office: Office) -> None:
    rec = write(office)
    reader = FixedTextReader({"clos.pdf": FileText(reason="protege"), "long.txt": FileText(("Frangy",), cut=True)})
    locked, photo, long = (
        join(office, rec, "clos.pdf", "a"),
        join(office, rec, "photo.bin", "b"),
        join(office, rec, "long.txt", "c"),
    )
    reader.said["photo.bin"] = FileText(reason="format")
    assert read_due(office.ports, reader) == TextCounts(1, 2, 0)
    assert readings(office.ports, rec) == {
        locked: PieceReading("refuse", "texte_protege"),
        photo: PieceReading("sans_objet"),
        long: PieceReading("partiel"),
    }
    assert [each.presente for each in list_pieces(office.ports, rec)] == [True] * 3
    assert read_due(office.ports, reader) == TextCounts(1, 2, 0)
    assert sorted(reader.asked) == ["clos.pdf", "long.txt", "photo.bin"]


def test_reading_goes_on_where_it_was_stopped(office: Office) -> None:
    rec = write(office)
    for number in range(5):
        join(office, rec, f"{number}.txt", f"mot{number} Frangy")
    reader = FixedTextReader()
    seen: list[TextCounts] = []
    read_due(office.ports, reader, progress=seen.append, cancelled=lambda: len(seen) == 2)
    assert text_counts(office.ports) == TextCounts(2, 0, 3)
    stopped = FixedTextReader()
    stopped.stop()
    assert read_due(office.ports, stopped) == TextCounts(2, 0, 3)
    assert read_due(office.ports, reader) == TextCounts(5, 0, 0)
    assert len(reader.asked) == len(set(reader.asked)) == 5


def test_the_duty_reads_all_that_is_due_and_stops(office: Office) -> None:
    rec = write(office)
    for number in range(3):
        join(office, rec, f"{number}.txt", f"mot{number}")
    reader = FixedTextReader()
    duty = TextDuty(office.ports, reader)
    duty.wake()
    assert text_counts(office.ports) == TextCounts(3, 0, 0)
    join(office, rec, "tard.txt", "tardif")
    duty.stop()
    duty.wake()
    assert text_counts(office.ports) == TextCounts(3, 0, 1)


def test_what_another_post_attached_is_read_here(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    rec = write(first)
    join(first, rec, "attestation.txt")
    first.give(second)
    assert text_counts(second.ports) == TextCounts(0, 0, 1)
    read_due(second.ports, second.texts.reader)
    assert found(second, "frangy") == [(rec, "attestation.txt")]
    assert found(first, "frangy") == []
    for office in (first, second):
        office.close()


def test_who_is_outside_a_compartment_finds_nothing_of_its_attachments(tmp_path: Path) -> None:
    """Medical files are indexed where their record may be read, and nowhere else."""
    first, second = two_offices(tmp_path)
    apart = first.found("Pièces médicales", compartment_of=list_espaces(first.ports)[0].id.hex())
    rec = add_record(first.ports, "pieces-medicales", {"intitule": "Dossier fictif"}, espace=apart.id.hex())
    join(first, rec, "bilan.txt")
    first.give(second)
    for office, known in ((first, [(rec, "bilan.txt")]), (second, [])):
        read_due(office.ports, office.texts.reader)
        assert found(office, "frangy") == known
        office.close()


def test_a_line_of_a_list_names_the_attachment_that_was_found(tmp_path: Path) -> None:
    office = open_office(tmp_path, "Alix", in_memory=True)
    office.found()
    rec, other = write(office), write(office, "Une cure")
    join(office, rec, "attestation.txt")
    desk = PostDesk(office)
    office.texts.wake()
    numbers = desk.numbers(Wanted("signalement", "cure"))
    named = {row.id: row.piece for row in desk.rows("signalement", numbers, "cure") if row is not None}
    assert named == {rec: "attestation.txt", other: ""}
    (hit, *_) = [each for each in desk.search("cure", 5) if each.piece]
    assert (hit.id, hit.piece) == (rec, "attestation.txt")
    assert desk.texts_read().lues == 1
    office.texts.reader.said["clos.pdf"] = FileText(reason="protege")  # type: ignore[attr-defined]
    source = tmp_path / "clos.pdf"
    source.write_bytes(b"x")
    assert [piece.texte for piece in desk.attach(rec, source).pieces] == ["", "texte_protege"]


def test_an_attachment_that_was_taken_off_is_found_no_more(office: Office) -> None:
    rec = write(office)
    piece = join(office, rec, "attestation.txt")
    read_due(office.ports, office.texts.reader)
    detach_piece(office.ports, rec, piece)
    assert found(office, "frangy") == []


def test_a_document_that_somebody_gives_is_read_or_refused() -> None:
    reader = FixedTextReader({"clos.pdf": FileText(reason="protege")})
    assert read_document(reader, SAID.encode(), "note.txt").blocks == tuple(SAID.splitlines())
    with pytest.raises(RefusError) as refused:
        read_document(reader, b"x", "clos.pdf")
    assert refused.value.code == "texte_protege"
