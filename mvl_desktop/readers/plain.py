"""The text of what is text already: notes, tables of values, pages of the web."""

import codecs
from html.parser import HTMLParser
from typing import Final

from mvl_desktop.readers.frames import UnreadableError
from mvl_desktop.readers.sink import Sink

_HIDDEN: Final = frozenset({"script", "style", "template", "noscript", "head"})
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "em", "font", "i", "kbd", "mark", "q", "s", "samp"),
        *("small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS_MAX: Final = 100
_SAMPLE: Final = 1 << 16


def read_plain(data: bytes, sink: Sink) -> None:
    """Give a text, line by line. UnreadableError (format): these bytes are no text."""
    for line in decoded(data).splitlines():
        sink.add(line)


def read_html(data: bytes, sink: Sink) -> None:
    """Give what a page shows; its scripts, its styles and its links are nothing."""
    page = _Page(sink)
    text = decoded(data)
    for start in range(0, len(text), _SAMPLE):
        page.feed(text[start : start + _SAMPLE])
    page.close()
    page.settle()


def decoded(data: bytes, charset: str = "") -> str:
    """Return bytes as text, by their mark, as UTF-8, else as Windows wrote them. UnreadableError (format)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    sample = data[:_SAMPLE]
    if b"\0" in sample or sum(byte < 9 or 13 < byte < 27 for byte in sample) * _CONTROLS_MAX > len(sample):
        raise UnreadableError("format")
    for name in ("utf-8", charset):
        if name:
            try:
                return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return data.decode("cp1252", "replace")


class _Page(HTMLParser):
    """Gathers what a page shows, block by block."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(convert_charrefs=True)
        self._sink = sink
        self._words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block ends the one before."""
        del attrs
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag not in _INLINE:
            self.settle()

    def handle_endtag(self, tag: str) -> None:
        """The end of a block gives it."""
        if tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif tag not in _INLINE:
            self.settle()

    def handle_data(self, data: str) -> None:
        """Gather words."""
        if not self._hidden:
            self._words.append(data)

    def settle(self) -> None:
        """Give the words gathered."""
        if self._words:
            self._sink.add(" ".join("".join(self._words).split()))
            self._words.clear()
