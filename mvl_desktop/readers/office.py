"""The text of office documents: OpenDocument (text, spreadsheet, slides) and the same three of Office Open XML.

What was deleted under revision marks is not text any more. Relations, links and pictures are never followed.
"""

import re
from collections.abc import Mapping
from typing import Final

from mvl_desktop.readers.archive import Archive, opened
from mvl_desktop.readers.frames import UnreadableError
from mvl_desktop.readers.sink import Sink

_ODF_BLOCKS: Final = frozenset({"p", "h"})
_ODF_APART: Final = frozenset({"tracked-changes", "annotation", "script", "style"})
_ODF_BLANKS: Final = {"s": " ", "tab": "\t", "line-break": "\n"}
_OOXML_BLANKS: Final = {"tab": "\t", "br": "\n", "cr": "\n"}
_OOXML_BLOCKS: Final = frozenset({"p", "si", "is"})
_OOXML_APART: Final = frozenset({"del", "moveFrom", "rPh", "Fallback"})
_OOXML_PARTS: Final = (
    re.compile(r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml\Z"),
    re.compile(r"xl/(sharedStrings|worksheets/sheet\d+|comments\d*)\.xml\Z"),
    re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml\Z"),
)
_FIRST: Final = ("word/document.xml", "xl/sharedStrings.xml")
_REPEATED_MAX: Final = 100


def read_office(data: bytes, sink: Sink) -> None:
    """Give the text of an office document. UnreadableError: format, protege, illisible, piege."""
    with opened(data) as archive:
        if "content.xml" in archive.names:
            _read_odf(archive, sink)
            return
        parts = [name for name in archive.names if any(shape.match(name) for shape in _OOXML_PARTS)]
        if not parts:
            raise UnreadableError("format")
        for name in sorted(parts, key=_order):
            text = _Ooxml(sink)
            archive.parse(name, text.start, text.end, text.said)


def _read_odf(archive: Archive, sink: Sink) -> None:
    if "META-INF/manifest.xml" in archive.names:
        archive.parse("META-INF/manifest.xml", _refuse_encryption, _nothing, _nothing)
    for name in ("content.xml", "styles.xml"):  # headers and footers are with the styles
        if name in archive.names:
            text = _Odf(sink)
            archive.parse(name, text.start, text.end, text.said)


class _Gathering:
    """Gathers the text of one part, block by block; a block within another is given before it."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._stack: list[list[str]] = []
        self._apart = 0

    def _open(self) -> None:
        self._stack.append([])

    def _close(self) -> None:
        if self._stack:
            self._sink.add("".join(self._stack.pop()))

    def _put(self, text: str) -> None:
        if self._stack and not self._apart:
            self._stack[-1].append(text)


class _Odf(_Gathering):
    """OpenDocument: paragraphs and headings, wherever they stand."""

    def start(self, tag: str, said: Mapping[str, str]) -> None:
        if tag in _ODF_APART:
            self._apart += 1
        elif tag in _ODF_BLOCKS and not self._apart:
            self._open()
        elif tag in _ODF_BLANKS:
            count = said.get("c", "1")
            self._put(_ODF_BLANKS[tag] * min(int(count) if count.isascii() and count.isdigit() else 1, _REPEATED_MAX))

    def end(self, tag: str) -> None:
        if tag in _ODF_APART:
            self._apart -= 1
        elif tag in _ODF_BLOCKS and not self._apart:
            self._close()

    def said(self, text: str) -> None:
        self._put(text)


class _Ooxml(_Gathering):
    """Office Open XML: what stands in `t`, by paragraph, shared string or cell."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(sink)
        self._texts = 0

    def start(self, tag: str, _said: Mapping[str, str]) -> None:
        if tag in _OOXML_APART:
            self._apart += 1
        elif tag in _OOXML_BLOCKS:
            self._open()
        elif tag == "t":
            self._texts += 1
        elif tag in _OOXML_BLANKS:
            self._put(_OOXML_BLANKS[tag])

    def end(self, tag: str) -> None:
        if tag in _OOXML_APART:
            self._apart -= 1
        elif tag in _OOXML_BLOCKS:
            self._close()
        elif tag == "t":
            self._texts -= 1

    def said(self, text: str) -> None:
        if self._texts:
            self._put(text)


def _order(name: str) -> tuple[bool, int, str]:
    digits = "".join(sign for sign in name if sign.isdigit())[:9]
    return name not in _FIRST, int(digits or 0), name


def _refuse_encryption(tag: str, _said: Mapping[str, str]) -> None:
    if tag == "encryption-data":
        raise UnreadableError("protege")


def _nothing(_said: str) -> None:
    return
