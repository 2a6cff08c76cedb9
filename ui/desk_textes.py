"""What windows ask of the legal library."""

from collections.abc import Sequence
from typing import Protocol

from ui.texte_values import TexteCited, TexteHolder, TexteLine, TexteWish
from ui.values import Values


class Textes(Protocol):
    """Laws, articles, circulars: found, cited, reviewed, replaced."""

    def texts(self, wish: TexteWish) -> Sequence[TexteLine]:
        """Return texts, those that what is typed cites first."""

    def texts_to_cite(self) -> Sequence[str]:
        """Return the titles of the texts in force, as one cites them."""

    def cited_texts(self, lines: Sequence[str], since: str = "") -> Sequence[TexteCited]:
        """Return what free text cites, as it stands today; `since`: the day (ISO) when it was last read over."""

    def text_holders(self, rec: str) -> Sequence[TexteHolder]:
        """Return the records that cite a text."""

    def add_default_texts(self) -> int:
        """Put the texts that come with the application in the usual espace; returns how many were not there."""

    def verify_text(self, rec: str) -> None:
        """Say that a text was read today and stands as it is written."""

    def replace_text(self, rec: str, champs: Values, le: str) -> str:
        """Replace a text by another from a day on; returns the id of the new one, both stay readable."""
