"""The adapter of the Printer port."""

from pathlib import Path

from mvl_desktop.ports.printing import Listing, Sheet


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

        return write_odt(sheet)

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
