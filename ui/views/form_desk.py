"""What a form on a record asks of the post, besides keeping what is typed."""

from typing import Protocol

from ui.desk import Asides, Fiches, People, Records, Wordings


class FormDesk(Wordings, Records, Asides, Fiches, People, Protocol):
    """Codes, reading, what is kept apart, fiches to apply, people."""
