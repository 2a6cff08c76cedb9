"""Spreadsheets made by hand, good ones and traps: what a file says is written here, not by a library."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx(rows: str, *, properties: str = "", before: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a workbook whose only sheet, « Registre », has these rows as XML."""
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}'
            '<sheets><sheet name="Registre" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            **(more or {}),
        }
    )


def ods(rows: str, *, manifest: str = "") -> bytes:
    """Return an OpenDocument whose only table, « Registre », has these rows as XML."""
    spaces = " ".join(f'xmlns:{each}="{_ODF}{each}:1.0"' for each in ("office", "table", "text"))
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0">{manifest}'
            "</manifest:manifest>",
            "content.xml": f"<office:document-content {spaces} {calc}><office:body><office:spreadsheet>"
            f'<table:table table:name="Registre">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def text_cell(place: str, text: str) -> str:
    """Return a cell of a workbook that holds a text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def ods_row(*cells: str, repeated: int = 1) -> str:
    """Return a row of an OpenDocument."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def ods_cell(text: str = "", *, repeated: int = 1, more: str = "") -> str:
    """Return a cell of an OpenDocument; an empty one holds nothing."""
    many = f'table:number-columns-repeated="{repeated}"'
    if not text:
        return f"<table:table-cell {many}/>"
    return f'<table:table-cell office:value-type="string" {many} {more}><text:p>{text}</text:p></table:table-cell>'


def csv_file(folder: Path, rows: Sequence[Sequence[str]], name: str = "registre.csv") -> Path:
    """Write a small CSV, semicolons between cells."""
    path = folder / name
    path.write_text("\n".join(";".join(row) for row in rows) + "\n", encoding="utf-8")
    return path
