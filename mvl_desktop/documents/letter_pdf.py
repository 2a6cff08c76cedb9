"""A letter as a tagged PDF, or as pictures of its pages, by typst and our fonts. A letter is in French."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import typst

from mvl_desktop.documents.xml_text import clean
from mvl_desktop.ports.letters import Letter

_LACKING = "could not be displayed"
_WORDS = {"page": "Page {n} sur {total}", "subject": "Objet", "annexes": "Pièces jointes"}


def write_letter(letter: Letter, resources: Path) -> bytes:
    """Return a tagged PDF: PDF/UA-1, unless no font at hand has some sign."""
    for ours_only in (True, False):
        try:
            return bytes(_compile(letter, resources, ours_only=ours_only, standard="ua-1"))
        except typst.TypstError as error:
            if _LACKING not in str(error):
                raise
    return bytes(_compile(letter, resources, ours_only=False, standard="1.7"))


def draw_pages(letter: Letter, resources: Path, ppi: float) -> list[bytes]:
    """Return its pages as PNG pictures."""
    made = typst.compile(
        str(resources / "templates" / "lettre.typ"),
        root=str(resources / "templates"),
        sys_inputs={"data": as_data(letter)},
        font_paths=[str(resources / "fonts")],
        format="png",
        ppi=ppi,
    )
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


def as_data(letter: Letter) -> str:
    """Return a letter as the JSON that the template reads."""
    return json.dumps(_clean(asdict(letter)) | {"words": _WORDS, "lang": "fr"}, ensure_ascii=False)


def _clean(told: Mapping[str, object]) -> dict[str, object]:
    """Leave out, from every text, the characters that no page can hold."""
    return {name: _cleaned(value) for name, value in told.items()}


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    return [_cleaned(each) for each in value] if isinstance(value, (list, tuple)) else value


def _compile(letter: Letter, resources: Path, *, ours_only: bool, standard: Literal["ua-1", "1.7"]) -> bytes:
    made = typst.compile(
        str(resources / "templates" / "lettre.typ"),
        root=str(resources / "templates"),
        sys_inputs={"data": as_data(letter)},
        font_paths=[str(resources / "fonts")],
        ignore_system_fonts=ours_only,
        pdf_standards=standard,
    )
    return bytes(made)
