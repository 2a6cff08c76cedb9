"""What a form on a record, and what stands around it, ask of the post."""

from typing import Protocol

from ui.desk import Asides, Drafts, Fiches, Lists, Memory, People, Pieces, Records, Wordings
from ui.view_models.record_side import Erasures


class FormDesk(Wordings, Lists, Records, Drafts, Pieces, Asides, Fiches, People, Memory, Erasures, Protocol):
    """Codes, search, reading, drafts, attachments, what is kept apart, fiches to apply, people, memory, erasures."""
