"""The recovery sheet as a file: PDF or text, in clear because it is made to be printed."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from ui.files import write_whole


def write_sheet(sheet: str, path: Path) -> None:
    """Write the sheet, as PDF when the name says so."""
    write_whole(path, _pdf(sheet) if path.suffix.lower() == ".pdf" else sheet.encode("utf-8"))


def _pdf(sheet: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle("Fiche de secours MVL")
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(20, 20, 20, 20),
            QPageLayout.Unit.Millimeter,
        )
    )
    document = QTextDocument()
    document.setDefaultFont(QFont("Inter", 11))
    document.setPlainText(sheet)
    document.print_(writer)
    del writer
    return bytes(buffer.data().data())
