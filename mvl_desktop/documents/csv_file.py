"""CSV as a French spreadsheet opens it: UTF-8 with its mark, semicolons; every text between quotes, none a formula."""

import csv
import io
from datetime import date

from mvl_desktop.domain.cells import safe_cell
from mvl_desktop.ports.printing import Cell, Listing

_MARK = "\ufeff"


def write_csv(listing: Listing) -> bytes:
    """Return a list as CSV. What the file is stands in a column of the list: a CSV has no page to say it on."""
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    sheet.writerow([safe_cell(title) for title in listing.columns])
    sheet.writerows([_cell(cell) for cell in line] for line in listing.rows)
    return (_MARK + out.getvalue()).encode("utf-8", errors="replace")


def _cell(cell: Cell) -> str | int:
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return f"{cell}".replace(".", ",")
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return safe_cell(cell.replace("\0", "")) if cell else ""
