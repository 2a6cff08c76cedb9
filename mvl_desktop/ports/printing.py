"""What the use cases need in order to print or export: a laid-out document or a list in, the bytes of a file out.

A sheet says what is printed and in which manner; how a manner looks is the business of the templates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from mvl_desktop.ports.charts import Chart
from mvl_desktop.ports.letters import LetterPrinter

Manner = Literal[
    "champs", "puces", "interdits", "etapes", "cases", "tableau", "alerte", "notes", "lettre", "mots", "copie", "grille"
]
"""`champs`: labels and values; `puces`: a list; `interdits`: what not to do; `etapes`: numbered steps to tick on paper;
`cases`: a checklist as it stands; `tableau`: columns; `alerte`: what comes first; `notes`: dated paragraphs; `lettre`;
`mots`: numbered words to type in their order; `copie`: paragraphs, those with a label behind it as behind a bullet;
`grille`: criteria to answer by hand, a box for each of their `cells`, then a line to write on under the first column.
"""
State = Literal["", "a_faire", "fait", "ecarte"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a printed sheet: its label and its text (several paragraphs when it has line breaks).

    `cells` for a table, one for each column; `state` for a checklist; `wide`: a narrative, on the whole width.
    """

    label: str
    text: str = field(default="", repr=False)
    cells: tuple[str, ...] = field(default=(), repr=False)
    state: State = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a printed sheet, within another one when `inner`."""

    title: str
    lines: tuple[Line, ...] = field(repr=False)
    manner: Manner = "champs"
    columns: tuple[str, ...] = ()
    inner: bool = False
    chart: Chart | None = field(default=None, repr=False)
    """What is drawn over its lines, with the same words for who does not see it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document to print: title, a line under it, what matters at a glance, sections, the marking of each page."""

    title: str = field(repr=False)
    subtitle: str = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)
    marking: str = ""
    glance: tuple[Line, ...] = field(default=(), repr=False)
    """A few short facts, shown under the title."""
    warning: str = ""
    """What this copy is not: masked, not validated yet, withdrawn."""
    call: bool = False
    """Whether it is read during a phone call: what to do holds on the first page, the rest follows."""
    across: bool = False
    """Whether its pages are wider than tall: a list of many columns."""
    annexes: tuple[Section, ...] = field(default=(), repr=False)
    """What comes on the pages after."""
    code: str = field(default="", repr=False)
    """What a square code on the first page says, for who does not want to type it: a sheet of secret words."""


@dataclass(frozen=True, slots=True)
class IndexLine:
    """Whom to alert: a recipient, then each case with the place of its fiche in the booklet, and how to reach them."""

    qui: str
    cas: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Booklet:
    """A cover, the versions that it holds, a table of contents, the fiches, whom to alert, the texts that they cite."""

    title: str
    subtitle: str
    sheets: tuple[Sheet, ...] = field(repr=False)
    editions: Section
    """Each fiche with its version, its status, and when it is to be looked at again."""
    index: tuple[IndexLine, ...] = ()
    texts: tuple[Section, ...] = ()
    warning: str = ""
    marking: str = ""


Cell = str | int | float | date | None
SPREADSHEETS = (".csv", ".xlsx", ".ods")
"""The endings of the files that a list may be."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to export: its columns and its lines; `about` says on a page of its own what this file is.

    Every text is data: no format may make a formula, a link or a number of it.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]] = field(repr=False)
    about: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    marking: str = ""
    """What stands at the foot of each page that is printed of it."""


class Printer(LetterPrinter, Protocol):
    """What lays sheets and lists out."""

    def pdf(self, sheet: Sheet) -> bytes:
        """Return a tagged PDF."""

    def odt(self, sheet: Sheet) -> bytes:
        """Return an ODT document."""

    def booklet(self, booklet: Booklet, ending: str) -> bytes:
        """Return a booklet as a tagged PDF with bookmarks (`.pdf`) or an ODT document (`.odt`)."""

    def listing(self, listing: Listing, ending: str) -> bytes:
        """Return a list as a file of one of the `SPREADSHEETS`; nothing is written on the disk on the way."""

    def chart(self, chart: Chart, ending: str) -> bytes:
        """Return a chart alone, as a picture: `.svg` or `.png`."""
