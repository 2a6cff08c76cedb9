"""The program that reads one file and ends. It is given the bytes, gives text back, and can do nothing else.

It opens no profile, holds no key, knows no name but the file's own. Started by `documents.piece_text`.
"""

import importlib
import logging
import sys
import warnings
from contextlib import suppress
from typing import BinaryIO, Final

from mvl_desktop.readers.detect import read
from mvl_desktop.readers.frames import BrokenAnswerError, UnreadableError, block, end, read_request
from mvl_desktop.readers.shutting import limit, shut
from mvl_desktop.readers.sink import EnoughError, Sink

_AHEAD: Final = (
    *(f"encodings.{name}" for name in ("ascii", "cp1252", "cp1251", "cp437", "cp850", "iso8859_1", "iso8859_15")),
    *(f"encodings.{name}" for name in ("latin_1", "mac_roman", "utf_8", "utf_8_sig", "utf_16", "utf_16_be")),
    *(f"encodings.{name}" for name in ("utf_16_le", "utf_7", "idna", "unicode_escape", "charmap", "gbk", "utf_32")),
    *("email.parser", "email.message", "email.generator", "email.headerregistry", "email._header_value_parser"),
    *("email.policy", "email.contentmanager", "email.quoprimime", "email.base64mime", "email.iterators", "uu"),
    *("html.entities", "html.parser", "csv", "socket", "select", "random", "datetime", "_strptime", "decimal"),
    *("zlib", "bz2", "lzma", "pyexpat", "binascii", "quopri", "base64", "stringprep", "unicodedata"),
    *("pypdf", "pypdf.generic", "pypdf.filters", "pypdf._text_extraction", "pypdf._cmap", "pypdf._encryption"),
    *("pypdf._codecs", "pypdf._codecs.adobe_glyphs", "pypdf._crypt_providers", "pypdf.xmp", "pypdf._page_labels"),
    *("pypdf._text_extraction._layout_mode", "pypdf._codecs.core_font_metrics", "pypdf._writer"),
)
"""What reading may import late: afterwards no file is opened any more."""


_SAMPLES: Final = (
    ("a.eml", b"Subject: =?utf-8?q?=C3=A9?=\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nContent-Type: text/html\n\n<p>a"),
    ("a.txt", b"a"),
)
"""Read once before the files are closed: what the standard library imports on its way is there."""


def main() -> int:
    """Read what the standard input gives; answer on the standard output. Always 0: what went wrong is in the answer."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    limit()
    logging.disable(sys.maxsize)
    warnings.simplefilter("ignore")
    _import_ahead()
    answer(source, target, shut())
    return 0


def answer(source: BinaryIO, target: BinaryIO, shut_in: str) -> None:
    """Read one request and write its answer."""

    def give(text: str) -> None:
        target.write(block(text))

    sink = Sink(give)
    reason = ""
    try:
        name, content = read_request(source)
        read(name, content, sink)
    except EnoughError:
        pass
    except UnreadableError as error:
        reason = error.code
    except (MemoryError, RecursionError):
        reason = "trop_lourd"
    except (BrokenAnswerError, Exception):  # noqa: BLE001 - whatever a file makes a library say, it is unreadable
        reason = "illisible"
    if not reason and not sink.found:
        reason = "vide"
    target.write(end(reason, shut_in, cut=sink.cut))
    target.flush()


def _import_ahead() -> None:
    for name in _AHEAD:
        with suppress(ImportError):
            importlib.import_module(name)
    for name, sample in _SAMPLES:
        with suppress(UnreadableError):
            read(name, sample, Sink(lambda _text: None))


if __name__ == "__main__":
    sys.exit(main())
