"""The adapter of the Printer port."""

from collections.abc import Sequence
from pathlib import Path

from mvl_desktop.ports.charts import Chart
from mvl_desktop.ports.letters import Letter
from mvl_desktop.ports.printing import Booklet, Listing, Sheet


class DocumentPrinter:
    """Lays sheets out with the templates and fonts of `resources`. Its libraries load at the first use."""

    def __init__(self, resources: Path) -> None:
        self._resources = resources

    def pdf(self, sheet: Sheet) -> bytes:
        """Return a tagged PDF."""
        from mvl_desktop.documents.pdf import write_pdf

        return write_pdf(sheet, self._resources)

    def odt(self, sheet: Sheet) -> bytes:
        """Return an ODT document."""
        from mvl_desktop.documents.odt import write_odt

        return write_odt(sheet, self._resources)

    def letter(self, letter: Letter, ending: str) -> bytes:
        """Return a letter as a tagged PDF (`.pdf`) or an ODT document (`.odt`)."""
        if ending == ".odt":
            from mvl_desktop.documents import letter_odt

            return letter_odt.write_letter(letter)
        from mvl_desktop.documents.letter_pdf import write_letter

        return write_letter(letter, self._resources)

    def letter_pages(self, letter: Letter, ppi: float) -> Sequence[bytes]:
        """Return each page of the PDF as a PNG picture."""
        from mvl_desktop.documents.letter_pdf import draw_pages

        return draw_pages(letter, self._resources, ppi)

    def booklet(self, booklet: Booklet, ending: str) -> bytes:
        """Return a booklet as a tagged PDF with bookmarks (`.pdf`) or an ODT document (`.odt`)."""
        if ending == ".odt":
            from mvl_desktop.documents import booklet_odt

            return booklet_odt.write_booklet(booklet)
        from mvl_desktop.documents.booklet_pdf import write_booklet

        return write_booklet(booklet, self._resources)

    def listing(self, listing: Listing, ending: str) -> bytes:
        """Return a list as a file of one of the `SPREADSHEETS`."""
        if ending == ".xlsx":
            from mvl_desktop.documents.xlsx import write_xlsx

            return write_xlsx(listing)
        if ending == ".ods":
            from mvl_desktop.documents.ods import write_ods

            return write_ods(listing)
        from mvl_desktop.documents.csv_file import write_csv

        return write_csv(listing)

    def chart(self, chart: Chart, ending: str) -> bytes:
        """Return a chart alone, as a picture: `.svg` or `.png`."""
        from mvl_desktop.documents.chart_files import write_chart

        return write_chart(chart, self._resources, ending)
