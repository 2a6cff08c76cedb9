"""The foot of each page of an ODT: its marking, then the number of the page among all, as on paper."""

from xml.sax.saxutils import escape

from odfdo import Document, Element, Paragraph, StyleMasterPage

from mvl_desktop.documents.xml_text import clean
from mvl_desktop.i18n import _

_GAP = "\u2003"
_FIELDS = {
    "n": '<text:page-number text:select-page="current">1</text:page-number>',
    "total": "<text:page-count>1</text:page-count>",
}
"""What the program that opens the file counts: what is written here stands until then."""


def set_foot(document: Document, marking: str) -> None:
    """Write the foot of every page."""
    for page in document.styles.get_styles("master-page"):
        if isinstance(page, StyleMasterPage):
            page.set_page_footer(_foot(marking))


def _foot(marking: str) -> Element:
    foot = Paragraph(clean(marking + _GAP if marking else ""), style="Footer")
    numbered = escape(_("Page {n} sur {total}")).format(**_FIELDS)
    foot.append(Element.from_tag(f"<text:span>{numbered}</text:span>"))
    return foot
