"""ODT by odfdo: real headings, and paragraphs for what people typed."""

import io
import re

from odfdo import Document, Header, Paragraph

from mvl_desktop.ports.printing import Sheet

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_odt(sheet: Sheet) -> bytes:
    """Return an ODT of a sheet."""
    document = Document("text")
    body = document.body
    body.clear()
    body.append(Header(1, _clean(sheet.title)))
    body.append(Paragraph(_clean(sheet.subtitle)))
    for section in sheet.sections:
        body.append(Header(2, _clean(section.title)))
        for line in section.lines:
            body.append(Header(3, _clean(line.label)))
            for paragraph in line.text.split("\n"):
                body.append(Paragraph(_clean(paragraph)))
    body.append(Paragraph(_clean(sheet.marking)))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _clean(text: str) -> str:
    """Leave out the characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("", text)
