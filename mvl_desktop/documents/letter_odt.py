"""A letter as an ODT document to adapt: the same places as on paper, its recipient behind the window."""

import io
from collections.abc import Iterator, Sequence

from odfdo import Document, Element, Frame, Paragraph, Span, Style, StyleMasterPage
from odfdo.style_base import StyleBase

from mvl_desktop.documents.xml_text import clean
from mvl_desktop.ports.letters import Letter

_JUSTIFIED, _PLAIN, _LIST, _LAST = "mvl_justifie", "mvl_simple", "mvl_tiret", "mvl_dernier_tiret"
_WINDOW, _HEAD, _SMALL, _BOLD, _RIGHT, _SIGNED, _ROOM, _SUBJECT, _FOOT = (
    "mvl_adresse",
    "mvl_entete",
    "mvl_petit",
    "mvl_gras",
    "mvl_date",
    "mvl_signature",
    "mvl_place",
    "mvl_objet",
    "mvl_pied",
)
_FONTS = "Inter, 'Liberation Sans', Arial, sans-serif"
_GAP = "\u2003"
_LANGUAGE = {"fo:language": "fr", "fo:country": "FR"}


def write_letter(letter: Letter) -> bytes:
    """Return an ODT of a letter."""
    document = Document("text")
    document.set_language("fr-FR")
    for style in _styles():
        document.insert_style(style, automatic=True)
    foot = _paragraph(_FOOT, {"fo:font-size": "8pt", "fo:font-family": _FONTS, **_LANGUAGE})
    held = document.styles.get_element("office:automatic-styles")
    if held is not None:
        held.append(foot)
    _set_page(document, letter)
    body = document.body
    body.clear()
    for element in _content(letter):
        body.append(element)
    document.meta.title = clean(letter.title)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _styles() -> Iterator[Style]:
    hyphens = {"fo:hyphenate": "true", "fo:hyphenation-remain-char-count": "3", "fo:hyphenation-push-char-count": "3"}
    body = {"fo:font-size": "10.5pt", "fo:font-family": _FONTS, **_LANGUAGE}
    yield _paragraph(_JUSTIFIED, body | hyphens, **{"fo:text-align": "justify", "fo:margin-bottom": "3.6mm"})
    yield _paragraph(_PLAIN, body, **{"fo:text-align": "start", "fo:margin-bottom": "3.6mm"})
    dash = {"fo:margin-left": "5mm", "fo:text-indent": "-5mm", "fo:text-align": "justify"}
    for name, below in ((_LIST, "1.8mm"), (_LAST, "3.6mm")):
        yield _paragraph(name, body | hyphens, **dash, **{"fo:margin-bottom": below})
    yield _paragraph(_WINDOW, body, **{"fo:text-align": "start"})
    yield _paragraph(_HEAD, body | {"fo:font-weight": "bold", "fo:font-size": "11.5pt"}, **{"fo:margin-right": "85mm"})
    yield _paragraph(_SMALL, body | {"fo:font-size": "9.5pt"}, **{"fo:margin-right": "85mm"})
    yield _paragraph(_ROOM, body, **{"fo:margin-bottom": "0mm"})
    yield _paragraph(_RIGHT, body, **{"fo:text-align": "end", "fo:margin-bottom": "5mm"})
    hanging = {"fo:margin-left": "15mm", "fo:text-indent": "-15mm", "fo:margin-bottom": "6mm", "fo:margin-top": "3mm"}
    yield _paragraph(_SUBJECT, body | {"fo:font-weight": "bold"}, **hanging)
    signed = {"fo:margin-left": "80mm", "fo:keep-with-next": "always"}
    yield _paragraph(_SIGNED, body, **signed)
    bold = Style("text", name=_BOLD)
    bold.set_properties({"fo:font-weight": "bold"}, area="text")
    yield bold
    frame = Style("graphic", name="mvl_fenetre")
    frame.set_properties(
        {
            "style:vertical-pos": "from-top",
            "style:vertical-rel": "page",
            "style:horizontal-pos": "from-left",
            "style:horizontal-rel": "page",
            "style:wrap": "run-through",
            "draw:fill": "none",
            "draw:stroke": "none",
            "fo:border": "none",
            "fo:padding": "0mm",
        },
        area="graphic",
    )
    yield frame


def _paragraph(name: str, letters: dict[str, str], **shape: str) -> Style:
    style = Style("paragraph", name=name)
    style.set_properties(shape, area="paragraph")
    style.set_properties(letters, area="text")
    return style


def _set_page(document: Document, letter: Letter) -> None:
    """Give the pages their margins, and their foot: the number of the copy, then of the page."""
    for layout in document.styles.get_styles("page-layout"):
        if not isinstance(layout, StyleBase):
            continue
        layout.set_properties(
            {
                "fo:page-width": "210mm",
                "fo:page-height": "297mm",
                "fo:margin-left": "25mm",
                "fo:margin-right": "22mm",
                "fo:margin-top": "20mm",
                "fo:margin-bottom": "14mm",
            }
        )
    marking = _escaped(letter.marking + _GAP) if letter.marking else ""
    foot = Element.from_tag(
        f'<text:p text:style-name="{_FOOT}">{marking}Page '
        '<text:page-number text:select-page="current">1</text:page-number> sur '
        "<text:page-count>1</text:page-count></text:p>"
    )
    for page in document.styles.get_styles("master-page"):
        if isinstance(page, StyleMasterPage):
            page.set_page_footer(foot)


def _content(letter: Letter) -> Iterator[Element]:
    first = True
    for style, text in _head(letter):
        paragraph = Paragraph(clean(text), style=style)
        if first and letter.recipient:
            paragraph.append(_window(letter.recipient))
        first = False
        yield paragraph
    for label, said in letter.references:
        yield Paragraph(clean(f"{label}\u00a0: {said}"), style=_SMALL)
    if letter.sending:
        yield Paragraph(clean(letter.sending), style=_SMALL)
    yield Paragraph(clean(letter.dated), style=_RIGHT)
    yield Paragraph(clean(f"Objet\u00a0: {letter.subject}"), style=_SUBJECT)
    for told in letter.body:
        yield from _told(told)
    for line in letter.signature:
        yield Paragraph(clean(line), style=_SIGNED)
    if letter.annexes:
        yield Paragraph("", style=_PLAIN)
        head = Paragraph("", style=_ROOM)
        head.append(Span("Pièces jointes\u00a0:", style=_BOLD))
        yield head
        for one in letter.annexes:
            yield Paragraph(clean(f"–\t{one}".replace("\n", " ")), style=_LIST)


def _head(letter: Letter) -> Iterator[tuple[str, str]]:
    """Give the letterhead, then the blank lines that bring what follows under the window."""
    lines = list(letter.sender) or [""]
    yield _HEAD, lines[0]
    yield from ((_SMALL, line) for line in lines[1:])
    rows = len(lines)
    if letter.warning:
        yield _HEAD, letter.warning
        rows += 1 + len(letter.warning) // 36
    yield from ((_ROOM, "") for _line in range(max(1, 15 - rows)))


def _window(recipient: Sequence[str]) -> Frame:
    frame = Frame(name="Destinataire", size=("83mm", "36mm"), anchor_type="paragraph", style="mvl_fenetre")
    frame.set_attribute("svg:x", "105mm")
    frame.set_attribute("svg:y", "50mm")
    box = Element.from_tag("<draw:text-box/>")
    for line in recipient:
        box.append(Paragraph(clean(line), style=_WINDOW))
    frame.append(box)
    return frame


def _told(paragraph: str) -> Iterator[Element]:
    """Give a paragraph, its lines kept; those that begin with a dash are a list."""
    rows = paragraph.split("\n")
    if any(row.startswith("– ") for row in rows):
        for row in rows:
            is_item = row.startswith("– ")
            item = _LAST if row is rows[-1] else _LIST
            yield Paragraph(clean("–\t" + row[2:] if is_item else row), style=item if is_item else _PLAIN)
        return
    yield Paragraph(clean(paragraph), style=_JUSTIFIED if len(rows) == 1 else _PLAIN)


def _escaped(text: str) -> str:
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
