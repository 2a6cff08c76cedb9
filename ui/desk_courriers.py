"""What windows ask of letters and of their templates."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from ui.courrier_values import LetterField, Letterhead, LetterLine, LetterOpened, LetterSeen, TemplateLine
from ui.values import Choice, FicheVersion, Values


class Courriers(Protocol):
    """Letters of a signalement: written from templates, looked at, printed, reviewed, sent."""

    def letters(self, rec: str) -> Sequence[LetterLine]:
        """Return the letters of a signalement, the last first."""

    def letter_templates(self, rec: str, transmission: str) -> Sequence[TemplateLine]:
        """Return the templates that suit, those proposed first."""

    def write_letter(self, rec: str, template: str, transmission: str) -> str:
        """Write a letter from a template; return its id."""

    def open_letter(self, rec: str, letter: str) -> LetterOpened:
        """Return a letter to be worked on."""

    def see_letter(self, opened: LetterOpened, said: Values, ppi: float) -> LetterSeen:
        """Look at a letter that is being typed, and draw its pages; nothing is kept."""

    def save_letter(self, opened: LetterOpened, said: Values) -> LetterOpened:
        """Keep what was typed; return the letter as it is then."""

    def review_letter(self, opened: LetterOpened, par: str) -> LetterOpened:
        """Note that somebody reviewed it."""

    def send_letter(self, opened: LetterOpened, canal: str, le: date, reference: str) -> LetterOpened:
        """Note that it left."""

    def drop_letter(self, rec: str, letter: str) -> None:
        """Give it up."""

    def print_letter(self, opened: LetterOpened, path: Path) -> None:
        """Write a numbered copy of it to a PDF or ODT file."""

    def keep_unfinished(self, letter: str, said: Values | None) -> None:
        """Keep what is being typed of a letter on this post, whatever happens; None forgets it."""

    def unfinished(self, letter: str) -> Values | None:
        """Return what was being typed when the window was last closed by something else than a person."""

    def letterhead(self) -> Letterhead:
        """Return the letterhead of this post."""

    def set_letterhead(self, head: Letterhead) -> None:
        """Keep the letterhead of this post."""

    def sending_ways(self) -> Sequence[Choice]:
        """Return the ways by which a letter leaves."""

    def letter_fields(self) -> Sequence[LetterField]:
        """Return the fields that a template may name."""

    def add_default_templates(self) -> int:
        """Put the templates that come with the application in the usual espace; return how many."""

    def template_versions(self, rec: str) -> Sequence[FicheVersion]:
        """Return the versions of a template, the last first."""
