"""What a form on a record, and what stands around it, ask of the post."""

from typing import Protocol

from ui.desk import Asides, Drafts, Fiches, Lists, Memory, Moving, People, Pieces, Records, Wordings
from ui.desk_annuaire import Annuaire
from ui.desk_courriers import Courriers
from ui.desk_echeances import Echeances
from ui.desk_fiches import FicheLife
from ui.desk_grilles import Grilles
from ui.desk_textes import Textes
from ui.desk_transmissions import Transmissions
from ui.view_models.recalled import RecallDesk
from ui.view_models.record_side import Decisions, Erasures


class FormDesk(
    Wordings,
    Lists,
    Records,
    Drafts,
    Pieces,
    Asides,
    Fiches,
    FicheLife,
    Grilles,
    Textes,
    Annuaire,
    People,
    Memory,
    Erasures,
    Decisions,
    Moving,
    RecallDesk,
    Courriers,
    Transmissions,
    Echeances,
    Protocol,
):
    """Codes, search, reading, drafts, attachments, what is apart, fiches to apply, people, memory, erasures, moving."""
