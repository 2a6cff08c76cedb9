"""What readers find in files of every kind, and what they refuse: nothing is unfolded without end, nothing fetched."""

import io
import zipfile

import pytest

from mvl_desktop.ports.texts import REASONS as SAID
from mvl_desktop.readers import archive
from mvl_desktop.readers.child import answer
from mvl_desktop.readers.frames import (
    BLOCK_MAX,
    REASONS,
    TEXT_MAX,
    Answer,
    BrokenAnswerError,
    block,
    end,
    read_answer,
    request,
)
from tests.fakes.papers import docx, mail, odt, paragraph, pdf
from tests.fakes.tables import packed, xlsx


def read(name: str, content: bytes) -> Answer:
    """Read a file in this process, as the program that reads does in its own."""
    target = io.BytesIO()
    answer(io.BytesIO(request(name, content)), target, "entier")
    target.seek(0)
    found = read_answer(target)
    assert not target.read()
    return found


def says(name: str, content: bytes) -> tuple[str, ...]:
    found = read(name, content)
    assert found.reason == ""
    return found.blocks


def refused(name: str, content: bytes) -> str:
    found = read(name, content)
    assert not found.blocks
    return found.reason


LOCKED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a)(a)] " % (b"o" * 32, b"u" * 32)
LETTER = "Attestation de la voisine"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", docx(paragraph("Attestation ", "de la voi", "sine"))),
        ("a.odt", odt("<text:p>Attestation<text:s/>de la <text:span>voisine</text:span></text:p>")),
        ("a.pdf", pdf(LETTER).bytes()),
        ("a.txt", LETTER.encode()),
        ("a.csv", LETTER.encode("utf-16")),
        ("a.html", b"<head><title>x</title></head><script>x</script><p>Attestation <b>de la</b>\nvoisine</p>"),
        ("a.xlsx", xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>Attestation de la voisine</t></is></c></row>')),
        ("ment.pdf", docx(paragraph(LETTER))),
        ("ment.txt", pdf(LETTER).bytes()),
    ],
)
def test_the_text_of_a_file_is_found_whatever_its_name_says(name: str, content: bytes) -> None:
    assert says(name, content) == (LETTER,)


def test_what_was_deleted_or_declared_is_no_text() -> None:
    deleted = "<w:p><w:r><w:t>Gardé</w:t></w:r><w:del><w:r><w:delText>Ôté</w:delText></w:r></w:del></w:p>"
    assert says("a.docx", docx(deleted)) == ("Gardé",)
    tracked = "<text:tracked-changes><text:p>Ôté</text:p></text:tracked-changes><text:p>Gardé</text:p>"
    assert says("a.odt", odt(tracked)) == ("Gardé",)


def test_every_page_note_and_header_is_read_in_order() -> None:
    more = {"word/footnotes.xml": f'<w:f xmlns:w="w">{paragraph("Note")}</w:f>'}
    assert says("a.docx", docx(paragraph("Corps"), more=more)) == ("Corps", "Note")
    assert says("a.pdf", pdf("Un", "Deux", "Été à l’œuvre").bytes()) == ("Un", "Deux", "Été à l’œuvre")


def test_a_mail_gives_its_heads_its_body_and_one_level_of_what_is_attached() -> None:
    inner = mail("Au fond", attached={"cache.txt": b"jamais lu"})
    whole = mail("Bonjour", html="<p>Pas deux fois</p>", attached={"a.pdf": pdf(LETTER).bytes(), "b.eml": inner})
    found = says("m.eml", whole)
    assert found[:4] == ("Stage à Frangy", "Camille Exemple <camille@example.org>", "alix@example.org", "Bonjour")
    assert {"a.pdf", LETTER, "b.eml", "Au fond", "cache.txt"} <= set(found)
    assert "jamais lu" not in found
    assert "Pas deux fois" not in found


def test_the_text_is_clean_and_bounded() -> None:
    assert says("a.txt", "con\u00adfiance\u202e \ufb01n\u0301".encode()) == ("confiance fiń",)
    long = read("a.txt", b"mot " * TEXT_MAX)
    assert long.cut
    assert sum(len(each.encode()) for each in long.blocks) <= TEXT_MAX
    assert max(map(len, long.blocks)) <= BLOCK_MAX


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"rien", "illisible"),
        ("a.pdf", b"%PDF-1.4\nrien", "illisible"),
        ("a.docx", b"PK\x03\x04rien", "illisible"),
        ("a.docx", docx(paragraph("x"))[:-30], "illisible"),
        ("a.docx", docx("<w:p>"), "illisible"),
        ("a.zip", packed({"a.txt": "x"}), "format"),
        ("a.bin", b"\0\1\2", "format"),
        ("a.txt", b"\0\1\2" * 99, "format"),
        ("a.eml", b"rien", "illisible"),
        ("a.txt", b" \n", "vide"),
        ("a.pdf", pdf("").bytes(), "vide"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "format"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protege"),
        ("a.odt", odt("<text:p>x</text:p>", manifest="<m><encryption-data/></m>"), "protege"),
        ("a.pdf", pdf("x").bytes(LOCKED), "protege"),
        ("a.docx", docx(paragraph("&e;"), before='<!DOCTYPE x [<!ENTITY e "ha">]>'), "piege"),
        ("a.odt", odt("<text:p>&x;</text:p>", before='<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "piege"),
        ("a.docx", docx("<w:p>" * 5000), "piege"),
        ("a.docx", docx(paragraph("x"), more={f"p{at}": "" for at in range(4100)}), "piege"),
    ],
)
def test_a_file_that_gives_no_text_says_why(name: str, content: bytes, reason: str) -> None:
    assert refused(name, content) == reason


def test_an_archive_that_unfolds_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = docx("<w:p>" + " " * (30 << 20) + "</w:p>")
    assert len(bomb) < 1 << 16
    assert refused("a.docx", bomb) == "piege"
    monkeypatch.setattr(archive, "UNFOLDED_MAX", 1000)
    assert refused("a.docx", docx(paragraph("x" * 2000))) == "piege"


def test_an_archive_with_two_parts_of_one_name_is_left() -> None:
    target = io.BytesIO(docx(paragraph("Bon")))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(target, "a") as made:
        made.writestr("word/document.xml", "<x/>")
    assert refused("a.docx", target.getvalue()) == "piege"


def test_a_reference_to_elsewhere_is_never_followed() -> None:
    rels = '<Relationships><Relationship Id="r1" TargetMode="External" Target="http://192.0.2.1/x"/></Relationships>'
    more = {"word/_rels/document.xml.rels": rels, "word/afchunk.html": "<p>Ailleurs</p>"}
    assert says("a.docx", docx(paragraph("Ici") + '<w:altChunk r:id="r1" xmlns:r="r"/>', more=more)) == ("Ici",)


def test_an_answer_that_is_none_is_refused() -> None:
    good = block("un") + end("", "entier", cut=False)
    assert read_answer(io.BytesIO(good)) == Answer(("un",), cut=False, shut="entier")
    liars = [
        *(good[:size] for size in range(len(good))),
        b"X" + good[1:],
        b"B\xff\xff\xff\xff",
        block("un")[:5] + b"\xff\xfe",
        end("autre", "entier", cut=False),
        b"E\x00\x00\x00\x01|",
    ]
    for lie in liars:
        with pytest.raises(BrokenAnswerError):
            read_answer(io.BytesIO(lie))


def test_an_answer_without_end_is_left_before_it_fills_the_memory() -> None:
    class Endless:
        given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            return (block("a" * 10_000) * (size // 10_005 + 1))[:size]

    source = Endless()
    with pytest.raises(BrokenAnswerError):
        read_answer(source)
    assert source.given < 16 << 20


def test_every_reason_has_its_sentence() -> None:
    assert tuple(SAID) == REASONS
