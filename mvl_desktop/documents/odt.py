"""ODT by odfdo: real headings, lists and tables for what a sheet says, its marking and the page at the foot of each."""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from odfdo import (
    TOC,
    Cell,
    Column,
    Document,
    Element,
    Header,
    List,
    PageBreak,
    Paragraph,
    Row,
    Style,
    Table,
)

from mvl_desktop.documents.columns import lengths, shares
from mvl_desktop.documents.odt_foot import set_foot
from mvl_desktop.documents.odt_pictures import Pictures
from mvl_desktop.documents.xml_text import clean
from mvl_desktop.i18n import language
from mvl_desktop.ports.printing import Line, Section, Sheet, State

_SIGNS: dict[State, str] = {"": "", "a_faire": "☐", "fait": "☑", "ecarte": "☒"}
_BULLETS, _NUMBERS = "List_20_1", "Numbering_20_1"
_LABEL, _STRONG, _CELL = "mvl_label", "mvl_strong", "mvl_cell"
_COUNTED = re.compile(r"\d+(?:\.\d+)*\.\s")
"""What a table of contents writes before a title: ours bear no number."""
_HANGING = (
    '<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="0.6cm"'
    ' fo:text-indent="-0.6cm" fo:margin-left="0.6cm"/>'
)
"""What stands before a line of a list, and the line behind it."""
_NAMED = re.compile(r"[\n\\/*?:\[\]]")
"""What the name of a table may not hold."""
_TOGETHER, _WIDE = "mvl_row", "mvl_width"
_SHORT = 300
"""Signs under which the cells of a row stay on one page."""
_PAGE = 170
"""Millimetres between the margins of a page."""
_ROOM = 80
"""Signs of a line to write on."""
_COUNTRIES = {"fr": "FR", "en": "GB"}


def write_odt(sheet: Sheet, resources: Path) -> bytes:
    """Return an ODT of a sheet, its charts as pictures."""
    pictures = Pictures(resources)
    return compose(sheet.title, sheet.marking, [*content(sheet, pictures), Paragraph(clean(sheet.marking))], pictures)


def compose(title: str, marking: str, elements: Iterable[Element], pictures: Pictures | None = None) -> bytes:
    """Return an ODT of elements, its marking and the page at the foot of each; a table of contents is filled."""
    document = Document("text")
    document.set_language(f"{language()}-{_COUNTRIES.get(language(), 'FR')}")
    document.insert_style(Style("text", name=_LABEL, color="#4b4b4b", size="9pt"), automatic=True)
    document.insert_style(Style("text", name=_STRONG, bold=True), automatic=True)
    document.insert_style(
        Style("table-cell", name=_CELL, border="0.5pt solid #b0b0b0", padding="0.1cm"), automatic=True
    )
    together = Style("table-row", name=_TOGETHER)
    together.set_properties({"fo:keep-together": "always"}, area="table-row")
    document.insert_style(together, automatic=True)
    document.add_page_break_style()
    _unnumber(document)
    body = document.body
    body.clear()
    for element in elements:
        body.append(element)
    _insert_widths(document)
    _fill_contents(document)
    set_foot(document, marking)
    container = document.container
    if pictures is not None and container is not None:
        for place, data in pictures.files.items():
            container.set_part(place, data)
            document.manifest.add_full_path(place, "image/png")
    document.meta.title = clean(title)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def content(sheet: Sheet, pictures: Pictures | None = None) -> Iterator[Element]:
    """Give what a sheet says: its head, its sections, its annexes from the top of a page."""
    yield Header(1, clean(sheet.title))
    yield from _paragraphs(sheet.subtitle)
    yield from _paragraphs(sheet.warning)
    yield from (_labelled(line) for line in sheet.glance)
    yield from sections(sheet.sections, pictures)
    if sheet.annexes:
        yield PageBreak()
    yield from sections(sheet.annexes, pictures)


def sections(given: Iterable[Section], pictures: Pictures | None = None) -> Iterator[Element]:
    """Give sections, one after the other; charts where there is somewhere to put their pictures."""
    for each in given:
        yield from _section(each, pictures)


def _section(section: Section, pictures: Pictures | None) -> Iterator[Element]:
    if section.title:
        yield Header(3 if section.inner else 2, clean(section.title))
    if section.chart is not None and pictures is not None:
        yield pictures.of_chart(section.chart)
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
        case "grille":
            for line in section.lines:
                yield from _to_answer(line, section.columns[0] if section.columns else "")
        case "copie":
            for line in section.lines:
                yield _list([Line(line.text)], _BULLETS) if line.label else Paragraph(clean(line.text))
        case _:
            for line in section.lines:
                yield from [_labelled(line)] if line.label and not line.wide else _told(line)


def _to_answer(line: Line, noted: str) -> Iterator[Element]:
    """A criterion to answer by hand: its words, a box for each answer, a line to write on."""
    if line.cells:
        yield from _paragraphs(line.label)
        yield from _paragraphs(line.text, _LABEL)
        yield Paragraph(clean("   ".join(f"{_SIGNS['a_faire']} {answer}" for answer in line.cells)))
    label = clean(noted if line.cells else line.label)
    yield Paragraph(f"{label} {'_' * max(_ROOM - len(label), 0)}")


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
    return List([clean(line.label) for line in lines], style=style)


def _table(section: Section) -> Element:
    """Return a table: its columns as wide as on paper, its titles again on each page, no short row across two."""
    table = Table(_NAMED.sub(" ", clean(section.title))[:80].strip(" '") or "Table")
    wide = shares(section.columns, section.lines) or lengths(section.columns, section.lines)
    for one in wide:
        table.append(Column(style=f"{_WIDE}{round(_PAGE * one / sum(wide))}"))
    head = Element.from_tag("table:table-header-rows")
    head.append(_row(section.columns, _STRONG))
    table.append(head)
    for line in section.lines:
        table.append(_row(line.cells))
    return table


def _insert_widths(document: Document) -> None:
    """Give each width of column that tables use its style."""
    columns = document.body.get_elements("descendant::table:table-column")
    names = {str(each.get_attribute("table:style-name")) for each in columns}
    for name in sorted(each for each in names if each.startswith(_WIDE)):
        style = Style("table-column", name=name)
        style.set_properties({"style:column-width": f"{name.removeprefix(_WIDE)}mm"}, area="table-column")
        document.insert_style(style, automatic=True)


def _row(cells: Iterable[str], style: str = "") -> Row:
    held = list(cells)
    row = Row(style=_TOGETHER if all(len(text) < _SHORT for text in held) else None)
    for text in held:
        cell = Cell(style=_CELL)
        for paragraph in _paragraphs(text, style) if text else (Paragraph(""),):
            cell.append(paragraph)
        row.append_cell(cell)
    return row


def _unnumber(document: Document) -> None:
    """Leave titles without numbers: the sections of a sheet are known by their names. Lists keep theirs, spaced."""
    for name, suffix in (("number", ". "), ("bullet", " ")):
        for level in document.styles.get_elements(f"descendant::text:list-level-style-{name}"):
            level.set_attribute("style:num-suffix", suffix)
            if level.get_attribute("loext:num-list-format"):
                level.del_attribute("loext:num-list-format")
            for properties in level.get_elements("style:list-level-properties"):
                properties.set_attribute("text:list-level-position-and-space-mode", "label-alignment")
                properties.append(Element.from_tag(_HANGING))
    for level in document.styles.get_elements("descendant::text:outline-level-style"):
        level.set_attribute("style:num-format", "")
        level.set_attribute("style:num-suffix", "")
        if level.get_attribute("loext:num-list-format"):
            level.del_attribute("loext:num-list-format")


def _fill_contents(document: Document) -> None:
    """Write the entries of a table of contents, for who opens the file where fields are not refreshed."""
    for contents in document.body.get_elements("descendant::text:table-of-content"):
        if isinstance(contents, TOC):
            contents.fill(document)
            for entry in contents.get_elements("descendant::text:p"):
                entry.text = _COUNTED.sub("", entry.text or "", count=1)
