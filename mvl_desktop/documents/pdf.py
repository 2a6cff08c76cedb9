"""PDF by typst: tagged, with our fonts, and what people typed shown as text, never read as markup."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import typst

from mvl_desktop.documents.chart_files import on_paper
from mvl_desktop.documents.columns import shares
from mvl_desktop.documents.square_code import square_code
from mvl_desktop.documents.xml_text import in_order
from mvl_desktop.i18n import _, language
from mvl_desktop.ports.printing import Sheet

_LACKING = "could not be displayed"


def write_pdf(sheet: Sheet, resources: Path) -> bytes:
    """Return a tagged PDF of a sheet: PDF/UA-1, unless no font at hand has some sign.

    Our fonts alone give the same pages everywhere. A sign that they lack (another alphabet, a pictogram) is looked for
    in the fonts of the machine; when these lack it too, an empty box stands in its place rather than no page at all.
    """
    for ours_only in (True, False):
        try:
            return _compile(sheet, resources, ours_only=ours_only, standard="ua-1")
        except typst.TypstError as error:
            if _LACKING not in str(error):
                raise
    return _compile(sheet, resources, ours_only=False, standard="1.7")


def as_data(sheet: Sheet, resources: Path = Path()) -> str:
    """Return a sheet as the JSON that the templates read, its charts drawn, with the few words that they need."""
    words = {"page": _("Page {n} sur {total}")}
    drawn = square_code(sheet.code) if sheet.code else ""
    told = _told(sheet, resources) | {
        "words": words,
        "lang": language(),
        "qr": drawn,
        "qr_alt": _("Les 24 mots, en code carré"),
    }
    return in_order(json.dumps(told, ensure_ascii=False))


def _told(sheet: Sheet, resources: Path) -> dict[str, object]:
    told = asdict(sheet)
    for name, parts in (("sections", sheet.sections), ("annexes", sheet.annexes)):
        for said, part in zip(told[name], parts, strict=True):
            said["widths"] = shares(part.columns, part.lines, across=sheet.across) if part.manner == "tableau" else ()
            if part.chart is not None:
                drawing = on_paper(part.chart, resources)
                said["chart"] = {"svg": drawing.svg, "alt": drawing.told}
    return told


def _template(sheet: Sheet) -> str:
    if sheet.code:
        return "secret.typ"
    return "fiche.typ" if sheet.call else "signalement.typ"


def _compile(sheet: Sheet, resources: Path, *, ours_only: bool, standard: Literal["ua-1", "1.7"]) -> bytes:
    templates = resources / "templates"
    made = typst.compile(
        str(templates / _template(sheet)),
        root=str(templates),
        sys_inputs={"data": as_data(sheet, resources)},
        font_paths=[str(resources / "fonts")],
        ignore_system_fonts=ours_only,
        pdf_standards=standard,
    )
    return bytes(made)
