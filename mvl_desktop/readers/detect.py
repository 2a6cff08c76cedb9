"""Which reader a file needs: what it holds decides, its name only helps where the content cannot say."""

from typing import Final

from mvl_desktop.readers.frames import UnreadableError
from mvl_desktop.readers.mail import read_mail
from mvl_desktop.readers.office import read_office
from mvl_desktop.readers.pdf import read_pdf
from mvl_desktop.readers.plain import read_html, read_plain
from mvl_desktop.readers.sink import Sink

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_PDF_WITHIN: Final = 1024
_PAGES: Final = frozenset({"html", "htm", "xhtml"})
_TEXTS: Final = frozenset({"txt", "csv", "tsv", "md", "log", "json", "ics", "vcf", "xml", "text"})


def read(name: str, data: bytes, sink: Sink, *, attached: bool = False) -> None:
    """Give the text of a file; one that is attached to a mail opens no mail of its own. UnreadableError."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        read_pdf(data, sink)
    elif data.startswith(_ZIP):
        read_office(data, sink)
    elif data.startswith(_OLE):
        raise UnreadableError("protege" if _LOCKED in data else "format")
    elif suffix == "eml":
        read_mail(data, sink, None if attached else _within)
    elif suffix in _PAGES:
        read_html(data, sink)
    elif suffix in _TEXTS:
        read_plain(data, sink)
    elif suffix in ("pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx"):
        raise UnreadableError("illisible")
    else:
        raise UnreadableError("format")


def _within(name: str, data: bytes, sink: Sink) -> None:
    read(name, data, sink, attached=True)
