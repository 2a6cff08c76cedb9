"""Which nouns there are. A noun is one file, and one line here."""

from collections.abc import Iterator
from contextlib import contextmanager

from mvl_desktop.domain.bilan import Bilan
from mvl_desktop.domain.champ import Declaration, Fiche
from mvl_desktop.domain.convention import Convention
from mvl_desktop.domain.copie_communicable import CopieCommunicable
from mvl_desktop.domain.echeance import RegleEcheance
from mvl_desktop.domain.emploi import Emploi
from mvl_desktop.domain.errors import KindInconnuError
from mvl_desktop.domain.etude import Etude, Serie
from mvl_desktop.domain.export import Export
from mvl_desktop.domain.fiche_action import FicheAction
from mvl_desktop.domain.fiche_conduite import FicheConduite
from mvl_desktop.domain.formation import Formation
from mvl_desktop.domain.grille import GrilleReperage
from mvl_desktop.domain.mise_en_garde import MiseEnGarde
from mvl_desktop.domain.modele_courrier import ModeleLettre
from mvl_desktop.domain.ordre import Ordre
from mvl_desktop.domain.organisme import Organisme
from mvl_desktop.domain.pieces_medicales import PiecesMedicales
from mvl_desktop.domain.poste import Poste
from mvl_desktop.domain.reprise import Reprise
from mvl_desktop.domain.reunion import Reunion
from mvl_desktop.domain.sequestre import Sequestre
from mvl_desktop.domain.signalant import Signalant
from mvl_desktop.domain.signalement import Signalement
from mvl_desktop.domain.texte_juridique import TexteJuridique

_NOUNS: tuple[type[Fiche], ...] = (
    Signalement,
    FicheConduite,
    Signalant,
    PiecesMedicales,
    Poste,
    Ordre,
    Export,
    Sequestre,
    Reprise,
    GrilleReperage,
    TexteJuridique,
    ModeleLettre,
    RegleEcheance,
    CopieCommunicable,
    Organisme,
    Emploi,
    Convention,
    FicheAction,
    Reunion,
    Formation,
    Etude,
    Serie,
    MiseEnGarde,
    Bilan,
)
_declarations: dict[str, Declaration] = {noun.declaration.kind: noun.declaration for noun in _NOUNS}


def kinds() -> tuple[str, ...]:
    """Return the kinds that this post knows, the main ones first."""
    return tuple(_declarations)


def declaration(kind: str) -> Declaration | None:
    """Return what was declared of a kind; None when a newer post made it."""
    return _declarations.get(kind)


def required(kind: str) -> Declaration:
    """Return what was declared of a kind; KindInconnuError when nobody here declared it."""
    found = _declarations.get(kind)
    if found is None:
        raise KindInconnuError
    return found


@contextmanager
def trial(noun: type[Fiche]) -> Iterator[Declaration]:
    """Add a noun, or stand in for one, for the length of a test; then everything is as before."""
    before = dict(_declarations)
    _declarations[noun.declaration.kind] = noun.declaration
    try:
        yield noun.declaration
    finally:
        _declarations.clear()
        _declarations.update(before)
