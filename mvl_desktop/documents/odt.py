"""ODT by odfdo: real headings, lists and tables for what a sheet says, its marking at the foot of each page."""

import io
from collections.abc import Iterable, Iterator

from odfdo import Document, Element, Header, List, ListItem, PageBreak, Paragraph, Row, Style, StyleMasterPage, Table

from mvl_desktop.documents.xml_text import clean
from mvl_desktop.i18n import language
from mvl_desktop.ports.printing import Line, Section, Sheet, State

_SIGNS: dict[State, str] = {"": "", "a_faire": "☐", "fait": "☑", "ecarte": "☒"}
_BULLETS, _NUMBERS = "List_20_1", "Numbering_20_1"
_LABEL = "mvl_label"
_COUNTRIES = {"fr": "FR", "en": "GB"}


def write_odt(sheet: Sheet) -> bytes:
    """Return an ODT of a sheet."""
    document = Document("text")
    document.set_language(f"{language()}-{_COUNTRIES.get(language(), 'FR')}")
    document.insert_style(Style("text", name=_LABEL, color="#4b4b4b", size="9pt"), automatic=True)
    body = document.body
    body.clear()
    for element in _content(sheet):
        body.append(element)
    for page in document.styles.get_styles("master-page"):
        if isinstance(page, StyleMasterPage):
            page.set_page_footer(clean(sheet.marking))
    document.meta.title = clean(sheet.title)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _content(sheet: Sheet) -> Iterator[Element]:
    yield Header(1, clean(sheet.title))
    yield from _paragraphs(sheet.subtitle)
    yield from _paragraphs(sheet.warning)
    yield from (_labelled(line) for line in sheet.glance)
    for section in sheet.sections:
        yield from _section(section)
    if sheet.annexes:
        yield PageBreak()
    for section in sheet.annexes:
        yield from _section(section)
    yield Paragraph(clean(sheet.marking))


def _section(section: Section) -> Iterator[Element]:
    yield Header(3 if section.inner else 2, clean(section.title))
    match section.manner:
        case "puces" | "interdits":
            yield _list(section.lines, _BULLETS)
        case "etapes":
            yield _list(section.lines, _NUMBERS)
        case "cases":
            for line in section.lines:
                yield Paragraph(clean(f"{_SIGNS[line.state]} {line.label}"))
                yield from _paragraphs(line.text)
        case "tableau":
            yield _table(section)
        case _:
            for line in section.lines:
                yield from [_labelled(line)] if line.label and not line.wide else _told(line)


def _told(line: Line) -> Iterator[Element]:
    yield from _paragraphs(line.label, _LABEL)
    yield from _paragraphs(line.text)


def _labelled(line: Line) -> Element:
    label = f"{clean(line.label)}\u00a0: "
    paragraph = Paragraph(label + clean(line.text))
    paragraph.set_span(_LABEL, offset=0, length=len(label))
    return paragraph


def _paragraphs(text: str, style: str = "") -> Iterator[Element]:
    for line in text.split("\n") if text else ():
        paragraph = Paragraph(clean(line))
        if style and line:
            paragraph.set_span(style, offset=0, length=len(clean(line)))
        yield paragraph


def _list(lines: Iterable[Line], style: str) -> Element:
    return List([ListItem(clean(line.label)) for line in lines], style=style)


def _table(section: Section) -> Element:
    table = Table(clean(section.title)[:80] or "Table")
    for cells in (section.columns, *(line.cells for line in section.lines)):
        table.append_row(_row(cells))
    return table


def _row(cells: Iterable[str]) -> Row:
    row = Row()
    row.set_values([clean(cell) for cell in cells])
    return row
