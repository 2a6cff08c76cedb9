"""CSV as people's programs write it: which letters and which separator are found out, and said."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from mvl_desktop.domain.cell_values import Raw
from mvl_desktop.domain.cells import bare_cell
from mvl_desktop.domain.text import TEXT_MAX
from mvl_desktop.ports.tables import CELLS_MAX, SEPARATORS, Grid, Manner, TableError

_LOOKED_AT: Final = 200
"""Lines from which the separator is found."""


def read_csv(data: bytes, manner: Manner) -> Grid:
    """Return the cells of a CSV. Raises TableError."""
    encoding, text = _decoded(data, manner.encoding)
    declared, text = _declared_separator(text)
    separator = manner.separator or declared or _separator(text)
    rows = list(_rows(text, separator))
    return Grid(".csv", (), "", rows, encoding, separator)


def _decoded(data: bytes, wanted: str) -> tuple[str, str]:
    for encoding in (wanted,) if wanted else _likely(data):
        try:
            text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return encoding, text.removeprefix("\ufeff")
    raise TableError("encodage_illisible")


def _likely(data: bytes) -> tuple[str, ...]:
    """Return the encodings to try, by the mark at the beginning, then by what it looks like."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8",)
    head = data[:512]
    if head[1::2].count(0) > len(head) // 4:
        return ("utf-16-le",)
    if head[::2].count(0) > len(head) // 4:
        return ("utf-16-be",)
    return ("utf-8", "windows-1252")


def _declared_separator(text: str) -> tuple[str, str]:
    """Return the separator that some spreadsheets write on a line of its own, and the rest."""
    first, _end, rest = text.partition("\n")
    said = first.strip("\r ")
    if len(said) == 5 and said.lower().startswith("sep=") and said[4] in SEPARATORS:
        return said[4], rest
    return "", text


def _separator(text: str) -> str:
    """Return the separator that gives most lines the same number of columns, more than one."""

    def quality(separator: str) -> tuple[float, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            widths = [len(line) for line in islice(reader, _LOOKED_AT) if line]
        except csv.Error:
            return 0.0, 0
        width, count = Counter(widths).most_common(1)[0] if widths else (0, 0)
        return (count / len(widths), width) if width > 1 else (0.0, width)

    return max(SEPARATORS, key=quality)


def _rows(text: str, separator: str) -> Iterator[list[Raw]]:
    """Give the lines. A quote that nobody closed would swallow the rest of the file: it is refused."""
    csv.field_size_limit(TEXT_MAX + 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    count = 0
    try:
        for line in reader:
            count += len(line)
            if count > CELLS_MAX:
                raise TableError("tableur_trop_de_cellules")
            yield [bare_cell(cell) if cell else None for cell in line]
    except csv.Error as error:
        too_long = "field limit" in str(error)
        raise TableError("tableur_trop_de_cellules" if too_long else "csv_guillemets") from None
