"""A booklet as an ODT: a real table of contents, each fiche from the top of a page, whom to alert, the texts cited."""

from collections.abc import Iterator

from odfdo import TOC, Element, Header, PageBreak, Paragraph

from mvl_desktop.documents.odt import compose, content, sections
from mvl_desktop.documents.xml_text import clean
from mvl_desktop.i18n import _
from mvl_desktop.ports.printing import Booklet, Line, Section


def write_booklet(booklet: Booklet) -> bytes:
    """Return an ODT of a booklet."""
    return compose(booklet.title, booklet.marking, _elements(booklet))


def _elements(booklet: Booklet) -> Iterator[Element]:
    yield Paragraph(clean(booklet.title), style="Title")
    yield Paragraph(clean(booklet.subtitle), style="Subtitle")
    if booklet.warning:
        yield Paragraph(clean(booklet.warning))
    yield from sections([booklet.editions])
    yield PageBreak()
    yield TOC(title=_("Sommaire"), outline_level=1)
    for sheet in booklet.sheets:
        yield PageBreak()
        yield from content(sheet)
    if booklet.index:
        yield PageBreak()
        yield Header(1, _("Qui alerter"))
        yield from sections([_index(booklet)])
    if booklet.texts:
        yield PageBreak()
        yield Header(1, _("Références juridiques"))
        yield from sections(booklet.texts)


def _index(booklet: Booklet) -> Section:
    rows = tuple(
        Line("", cells=(line.qui if not rank else "", cas, how, booklet.sheets[place].title))
        for line in booklet.index
        for rank, (cas, place, how) in enumerate(line.cas)
    )
    return Section("", rows, "tableau", (_("Qui"), _("Dans quel cas"), _("Comment"), _("Fiche")))
