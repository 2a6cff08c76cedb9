"""XLSX by XlsxWriter, made in memory: texts are written as texts, whatever they look like."""

import io
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from mvl_desktop.documents.xml_text import clean
from mvl_desktop.domain.cells import is_active
from mvl_desktop.i18n import _
from mvl_desktop.ports.printing import Listing

CELL_MAX = 32_000
"""What a cell may hold: the format stops at 32 767 characters."""
_WIDE, _NARROW, _DAY = 60, 12, 12
_OPTIONS: dict[str, object] = {
    "in_memory": True,  # no temporary file, where the list would lie in clear
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(listing: Listing) -> bytes:
    """Return a list as XLSX: the list on its first sheet, what this file is on the second."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"title": clean(listing.title), "created": datetime.now(UTC).replace(tzinfo=None)})
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}),
        "text": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        "quoted": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True, "quote_prefix": True}),
        "number": book.add_format({"valign": "top"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}),
    }
    _list(book.add_worksheet(_("Liste")), listing, formats)
    _about(book.add_worksheet(_("Cet export")), listing, formats)
    book.close()
    return target.getvalue()


def _list(sheet: Any, listing: Listing, formats: dict[str, Any]) -> None:
    _page(sheet, listing)
    sheet.set_landscape()
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    widths = [max(_NARROW, len(title) + 2) for title in listing.columns]  # titles are bold
    for column, title in enumerate(listing.columns):
        sheet.write_string(0, column, clean(title), formats["head"])
    for line, cells in enumerate(listing.rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(line, column, cell, formats["day"])
                widths[column] = max(widths[column], _DAY)
            elif isinstance(cell, int | float):
                sheet.write_number(line, column, cell, formats["number"])
            elif cell:
                text = clean(cell)[:CELL_MAX]
                sheet.write_string(line, column, text, formats["quoted" if is_active(text) else "text"])
                widths[column] = max(widths[column], min(len(text), _WIDE))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    if listing.columns:
        sheet.autofilter(0, 0, len(listing.rows), len(listing.columns) - 1)


def _about(sheet: Any, listing: Listing, formats: dict[str, Any]) -> None:
    _page(sheet, listing)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    for line, (label, text) in enumerate(listing.about):
        sheet.write_string(line, 0, clean(label), formats["head"])
        sheet.write_string(line, 1, clean(text)[:CELL_MAX], formats["quoted" if is_active(text) else "text"])


def _page(sheet: Any, listing: Listing) -> None:
    """Set the sheet for A4, its marking at the foot of each page: an ampersand there would be an order."""
    sheet.set_paper(9)
    sheet.set_footer("&L&8" + clean(listing.marking).replace("&", "&&")[:200] + "&R&8&P / &N")
