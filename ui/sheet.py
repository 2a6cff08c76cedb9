"""The recovery sheet as a page: PDF, text or paper, in clear because it is made to be printed."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from mvl_desktop.i18n import _
from mvl_desktop.services.files import write_whole

_TITLE, _CODE, _TEXT = 20.0, 18.0, 11.0
_ACROSS = 3


def write_sheet(sheet: str, path: Path) -> None:
    """Write the sheet, as PDF when the name says so."""
    write_whole(path, _pdf(sheet) if path.suffix.lower() == ".pdf" else sheet.encode("utf-8"))


def sheet_document(sheet: str) -> QTextDocument:
    """Return the sheet set as a page: its title, its code in large letters, its advice."""
    document = QTextDocument()
    document.setDefaultFont(QFont("Inter", round(_TEXT)))
    cursor = QTextCursor(document)
    for number, line in enumerate(sheet.splitlines()):
        text = line.strip()
        if text and not text.strip("="):
            continue
        code = line.startswith("    ")
        letters = QTextCharFormat()
        letters.setFontPointSize(_TITLE if number == 0 else _CODE if code else _TEXT)
        letters.setFontWeight(QFont.Weight.Bold if number == 0 or code else QFont.Weight.Normal)
        block = QTextBlockFormat()
        block.setBottomMargin(12 if number == 0 or code else 4)
        cursor.insertBlock(block, letters)
        cursor.insertText(_in_lines(text) if code else text)
    return document


def _in_lines(code: str) -> str:
    """Set the groups of a code three to a line, as the screen shows them."""
    groups = code.split("-")
    lines = [" – ".join(groups[start : start + _ACROSS]) for start in range(0, len(groups), _ACROSS)]
    return "\u2028".join(lines)


def _pdf(sheet: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(_("Fiche de secours MVL"))
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(20, 20, 20, 20),
            QPageLayout.Unit.Millimeter,
        )
    )
    sheet_document(sheet).print_(writer)
    del writer
    return bytes(buffer.data().data())
