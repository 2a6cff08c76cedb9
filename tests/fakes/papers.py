"""Documents of every kind that people attach, written by hand, good ones and traps."""

import io
import zlib
from collections.abc import Mapping
from email.message import EmailMessage

from tests.fakes.tables import packed

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def docx(body: str, *, before: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a document whose body is this XML."""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>",
            **(more or {}),
        }
    )


def paragraph(*runs: str) -> str:
    """Return a paragraph of a document, in as many runs as a program that follows spelling writes."""
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def odt(body: str, *, before: str = "", manifest: str = "<m/>") -> bytes:
    """Return an OpenDocument whose body is this XML."""
    content = f"{before}<office:document-content {_ODF}><office:body>{body}</office:body></office:document-content>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def mail(body: str, *, html: str = "", attached: Mapping[str, bytes] | None = None) -> bytes:
    """Return a mail with what is attached to it."""
    message = EmailMessage()
    message["Subject"] = "Stage à Frangy"
    message["From"] = "Camille Exemple <camille@example.org>"
    message["To"] = "alix@example.org"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in (attached or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


class Pdf:
    """A PDF made object by object; `raw` replaces what would be written."""

    def __init__(self) -> None:
        self.objects: dict[int, bytes] = {}

    def stream(self, number: int, content: bytes, *, deflated: bool = False, length: int | None = None) -> None:
        """Add a stream."""
        data = zlib.compress(content, 9) if deflated else content
        said = b"/Filter /FlateDecode " if deflated else b""
        size = len(data) if length is None else length
        self.objects[number] = b"<< %s/Length %d >>\nstream\n%s\nendstream" % (said, size, data)

    def bytes(self, trailer: bytes = b"") -> bytes:
        """Return the file, with its table of places."""
        target = io.BytesIO()
        target.write(b"%PDF-1.4\n")
        places = {}
        for number, content in self.objects.items():
            places[number] = target.tell()
            target.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        start = target.tell()
        target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (max(self.objects) + 1))
        for number in range(1, max(self.objects) + 1):
            target.write(b"%010d 00000 n \n" % places.get(number, 0))
        size = max(self.objects) + 1
        target.write(b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start))
        return target.getvalue()


def pdf(*pages: str) -> Pdf:
    """Return a PDF of pages of one line each."""
    made = Pdf()
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(pages)))
    made.objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    made.objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    made.objects[3] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    for place, text in enumerate(pages):
        said = text.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)")
        at = 4 + 2 * place
        made.objects[at] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (at + 1)
        )
        made.stream(at + 1, b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % said)
    return made
