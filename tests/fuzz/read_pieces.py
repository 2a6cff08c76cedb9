"""How the readers of attachments are played, without their process: nothing but a reason may come out of them."""

import io

from mvl_desktop.readers.child import answer
from mvl_desktop.readers.frames import TEXT_MAX, block, end, read_answer, request
from tests.fakes.papers import docx, mail, odt, paragraph, pdf

_NAMES = ("a", "a.eml", "a.html", "a.txt")


def piece(data: bytes) -> None:
    """A file, under each name that changes who reads it: its answer is whole, and bounded."""
    for name in _NAMES:
        target = io.BytesIO()
        answer(io.BytesIO(request(name, data)), target, "")
        target.seek(0)
        found = read_answer(target)
        assert bool(found.blocks) or found.reason
        assert sum(len(each.encode()) for each in found.blocks) <= TEXT_MAX


def pieces() -> tuple[bytes, ...]:
    """One file of each kind."""
    return (
        docx(paragraph("Attestation")),
        odt("<text:p>Attestation</text:p>"),
        pdf("Attestation").bytes(),
        mail("Bonjour", html="<p>Bonjour</p>", attached={"a.pdf": pdf("Dedans").bytes()}),
    )


def piece_answer(data: bytes) -> None:
    """What the process that reads gives back."""
    read_answer(io.BytesIO(data))


def piece_answers() -> tuple[bytes, ...]:
    """Two answers."""
    return (block("un") + block("deux") + end("", "entier", cut=False), end("protege", "limites", cut=True))
