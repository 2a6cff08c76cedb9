"""PDF by typst: tagged, with our fonts only, and what people typed shown as text, never read as markup."""

import json
from pathlib import Path

import typst

from mvl_desktop.ports.printing import Sheet


def write_pdf(sheet: Sheet, resources: Path) -> bytes:
    """Return a tagged PDF (PDF/UA-1) of a sheet."""
    data = {
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "marking": sheet.marking,
        "sections": [
            {"title": section.title, "lines": [{"label": line.label, "text": line.text} for line in section.lines]}
            for section in sheet.sections
        ],
    }
    made = typst.compile(
        str(resources / "templates" / "fiche.typ"),
        root=str(resources / "templates"),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=[str(resources / "fonts")],
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )
    return bytes(made)
