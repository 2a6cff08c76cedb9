"""What the application says of a record from the records: computed dates, what is late, what is missing. Never typed.

Each kind has its own function, in its own file; this one only says which.
"""

from collections.abc import Mapping, Sequence

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.annuaire import KIND as ORGANISME
from mvl_desktop.services.annuaire_faits import facts_of_emploi, facts_of_organisme
from mvl_desktop.services.annuaire_fonctions import KIND as EMPLOI
from mvl_desktop.services.bilans import KIND as BILAN
from mvl_desktop.services.bilans_faits import facts_of_bilan
from mvl_desktop.services.conventions import ACTION
from mvl_desktop.services.conventions import KIND as CONVENTION
from mvl_desktop.services.conventions_faits import facts_of_action, facts_of_convention
from mvl_desktop.services.facts import Fact, Teller
from mvl_desktop.services.formations import KIND as FORMATION
from mvl_desktop.services.formations_faits import facts_of_formation
from mvl_desktop.services.mises_en_garde import KIND as MISE_EN_GARDE
from mvl_desktop.services.mises_en_garde import facts_of_warning
from mvl_desktop.services.records import existing
from mvl_desktop.services.reunions import KIND as REUNION
from mvl_desktop.services.reunions_faits import facts_of_meeting
from mvl_desktop.services.series import ETUDE
from mvl_desktop.services.series import KIND as SERIE
from mvl_desktop.services.series_faits import facts_of_serie, facts_of_study

__all__ = ("Fact", "facts_of")

_TELLERS: Mapping[str, Teller] = {
    EMPLOI: facts_of_emploi,
    ORGANISME: facts_of_organisme,
    ACTION: facts_of_action,
    BILAN: facts_of_bilan,
    CONVENTION: facts_of_convention,
    REUNION: facts_of_meeting,
    FORMATION: facts_of_formation,
    SERIE: facts_of_serie,
    ETUDE: facts_of_study,
    MISE_EN_GARDE: facts_of_warning,
}


def facts_of(ports: Ports, id_: str) -> Sequence[Fact]:
    """Return what can be said of a record today. Raises RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
        teller = _TELLERS.get(view.kind)
        facts = tuple(teller(ports, uow, view)) if teller else ()
    if facts:
        ports.journal.note("consultation", view.rec)
    return facts
