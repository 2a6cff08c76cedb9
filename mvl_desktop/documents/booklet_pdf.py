"""A booklet as a tagged PDF, by typst and our fonts: a table of contents with its pages, a bookmark for each fiche."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import typst

from mvl_desktop.i18n import _, language
from mvl_desktop.ports.printing import Booklet

_LACKING = "could not be displayed"


def write_booklet(booklet: Booklet, resources: Path) -> bytes:
    """Return a tagged PDF: PDF/UA-1, unless no font at hand has some sign."""
    for ours_only in (True, False):
        try:
            return _compile(booklet, resources, ours_only=ours_only, standard="ua-1")
        except typst.TypstError as error:
            if _LACKING not in str(error):
                raise
    return _compile(booklet, resources, ours_only=False, standard="1.7")


def as_data(booklet: Booklet) -> str:
    """Return a booklet as the JSON that the template reads, with the words that it needs."""
    words = {
        "page": _("Page {n} sur {total}"),
        "contents": _("Sommaire"),
        "index": _("Qui alerter"),
        "who": _("Qui"),
        "case": _("Dans quel cas"),
        "how": _("Comment"),
        "page_short": _("Page"),
        "texts": _("Références juridiques"),
    }
    return json.dumps(asdict(booklet) | {"words": words, "lang": language(), "across": False}, ensure_ascii=False)


def _compile(booklet: Booklet, resources: Path, *, ours_only: bool, standard: Literal["ua-1", "1.7"]) -> bytes:
    made = typst.compile(
        str(resources / "templates" / "livret.typ"),
        root=str(resources / "templates"),
        sys_inputs={"data": as_data(booklet)},
        font_paths=[str(resources / "fonts")],
        ignore_system_fonts=ours_only,
        pdf_standards=standard,
    )
    return bytes(made)
