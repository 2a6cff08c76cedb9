"""ODS, line after line into one archive in memory: odfdo makes an object of each cell, which long lists cannot afford.

Texts are typed as texts and dates as dates; there is no formula, no link and no macro in what is written here.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from mvl_desktop.documents.xml_text import clean
from mvl_desktop.i18n import _
from mvl_desktop.ports.printing import Cell, Listing

CELL_MAX: Final = 32_000
_LONG: Final = 30
"""Signs beyond which a text asks for a wide column."""
_MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES: Final = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
        ("meta", "meta"),
        ("config", "config"),
    )
)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_STYLES: Final = (
    '<number:date-style style:name="J"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    '</number:date-style><style:style style:name="D" style:family="table-cell" style:data-style-name="J">'
    '<style:table-cell-properties style:vertical-align="top"/><style:paragraph-properties fo:text-align="start"/>'
    '</style:style><style:style style:name="N" style:family="table-cell">'
    '<style:table-cell-properties style:vertical-align="top"/></style:style>'
    '<number:text-style style:name="T"><number:text-content/></number:text-style>'
    '<style:style style:name="S" style:family="table-cell" style:data-style-name="T">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>'
    '<style:style style:name="H" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="C" style:family="table-column">'
    '<style:table-column-properties style:column-width="4.5cm"/></style:style>'
    '<style:style style:name="W" style:family="table-column">'
    '<style:table-column-properties style:column-width="9cm"/></style:style>'
    '<style:style style:name="L" style:family="table" style:master-page-name="Page"/>'
)
_PAGE: Final = (
    '<office:automatic-styles><style:page-layout style:name="P"><style:page-layout-properties fo:page-width="29.7cm"'
    ' fo:page-height="21cm" style:print-orientation="landscape" style:scale-to-X="1" fo:margin="1.5cm"/>'
    "<style:footer-style/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page"
    ' style:name="Page" style:page-layout-name="P"><style:footer><text:p>{marking}</text:p></style:footer>'
    "</style:master-page></office:master-styles>"
)


_SETTINGS: Final = (
    '<office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed'
    ' config:name="Views"><config:config-item-map-entry><config:config-item-map-named config:name="Tables">'
    "<config:config-item-map-entry config:name={name}>"
    '<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>'
    '<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>'
    '<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>'
    "</config:config-item-map-entry></config:config-item-map-named></config:config-item-map-entry>"
    "</config:config-item-map-indexed></config:config-item-set></office:settings>"
)
"""The row of titles stays in sight."""


def write_ods(listing: Listing) -> bytes:
    """Return a list as ODS: the list on its first sheet, what this file is on the second."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), _MIME, zipfile.ZIP_STORED)
        with archive.open(_entry("content.xml"), "w") as content:
            for part in _content(listing):
                content.write(part.encode())
        page = _PAGE.format(marking=_text(listing.marking))
        for name, root, inside in (
            ("styles.xml", "document-styles", page),
            ("settings.xml", "document-settings", _SETTINGS.format(name=quoteattr(_("Liste")))),
            ("meta.xml", "document-meta", "<office:meta><meta:generator>MVL</meta:generator></office:meta>"),
        ):
            body = f'{_HEAD}<office:{root} {_SPACES} office:version="1.3">{inside}</office:{root}>'
            archive.writestr(_entry(name), body)
        archive.writestr(_entry("META-INF/manifest.xml"), _manifest())
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Return a part of the archive, of no particular day."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _content(listing: Listing) -> Iterator[str]:
    yield f'{_HEAD}<office:document-content {_SPACES} office:version="1.3">'
    yield f"<office:automatic-styles>{_STYLES}</office:automatic-styles><office:body><office:spreadsheet>"
    yield _opening(
        _("Liste"),
        [_width([each[place] for each in listing.rows if place < len(each)]) for place in range(len(listing.columns))],
    )
    yield "<table:table-header-rows>" + _row(listing.columns, "H") + "</table:table-header-rows>"
    yield from (_row(line) for line in listing.rows)
    yield "</table:table>" + _opening(_("Cet export"), ["C", "W"])
    yield from (_row(line) for line in listing.about)
    yield "</table:table></office:spreadsheet></office:body></office:document-content>"


def _opening(name: str, columns: Sequence[str]) -> str:
    return f'<table:table table:name={quoteattr(name)} table:style-name="L">' + "".join(
        f'<table:table-column table:style-name="{style}"/>' for style in columns or ["C"]
    )


def _width(cells: Sequence[Cell]) -> str:
    """Return the style of a column that is as wide as its texts ask for."""
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    return "W" if longest > _LONG else "C"


def _row(cells: Sequence[Cell], style: str = "S") -> str:
    return "<table:table-row>" + "".join(_cell(cell, style) for cell in cells) + "</table:table-row>"


def _cell(cell: Cell, style: str) -> str:
    if isinstance(cell, date):
        return (
            f'<table:table-cell table:style-name="D" office:value-type="date" office:date-value="{cell.isoformat()}">'
            f"<text:p>{cell:%d/%m/%Y}</text:p></table:table-cell>"
        )
    if isinstance(cell, int | float):
        told = f"{cell}".replace(".", ",")
        return (
            f'<table:table-cell table:style-name="N" office:value-type="float" office:value="{cell}">'
            f"<text:p>{told}</text:p></table:table-cell>"
        )
    if not cell:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{_text(line)}</text:p>" for line in cell[:CELL_MAX].splitlines())
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{lines}</table:table-cell>'


def _text(text: str) -> str:
    """Return a text as it is read: OpenDocument folds blanks that follow each other unless each is said."""
    said = escape(clean(text))
    folded = said.replace("\t", "<text:tab/>").replace("  ", " <text:s/>")
    return "<text:s/>" + folded[1:] if folded.startswith(" ") else folded


def _manifest() -> str:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    parts = (("/", _MIME), *((name, "text/xml") for name in ("content.xml", "styles.xml", "settings.xml", "meta.xml")))
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{mime}"/>' for path, mime in parts
    )
    return f'{_HEAD}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">{entries}</manifest:manifest>'
