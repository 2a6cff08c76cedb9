"""The text of a PDF, page after page, by a library that is pure Python; pictures of a page are not looked at."""

import io
from typing import Final

from mvl_desktop.readers.frames import UnreadableError
from mvl_desktop.readers.sink import EnoughError, Sink

PAGES_MAX: Final = 2000


def read_pdf(data: bytes, sink: Sink) -> None:
    """Give each line of each page. UnreadableError: protege, illisible."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        opened = not reader.is_encrypted or reader.decrypt("")
        count = len(reader.pages) if opened else 0
    except PyPdfError:
        raise UnreadableError("illisible") from None
    if not opened:
        raise UnreadableError("protege")
    sink.cut = sink.cut or count > PAGES_MAX
    failed = 0
    for number in range(min(count, PAGES_MAX)):
        try:
            text = reader.pages[number].extract_text()
        except (EnoughError, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - a page that its own writer spoilt does not hide the others
            failed += 1
            continue
        for line in text.splitlines():
            sink.add(line)
    if failed:
        sink.cut = True
        if failed == count:
            raise UnreadableError("illisible")
