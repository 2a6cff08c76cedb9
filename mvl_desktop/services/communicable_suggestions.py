"""Use case: propose what may name or reach somebody in a document. It proposes, it never takes anything out.

Names are those that this post knows and may read: each word of the document that could be one is looked for in the
records, and counts when a field made for names holds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import declaration
from mvl_desktop.domain.occulter import LIGNE, Passage, folded, parts
from mvl_desktop.history.model import Value
from mvl_desktop.matching.nominatifs import EFFECTIF, Trouve, candidates, found, small_counts
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.communicables import KIND, blocs_of
from mvl_desktop.services.records import existing, shown

WORDS_MAX = 300
"""How many words of a document are looked for: beyond, it is a directory and no document."""
_HITS = 8
_MOTIF = "vie_privee"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A place that may have to be taken out, and why it is proposed."""

    passage: Passage
    sorte: str
    texte: str = field(repr=False)


def suggestions(ports: Ports, id_: str) -> list[Suggested]:
    """Return what a copy might have to lose, in its order. RefusError: fiche_inconnue, copie_alteree."""
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
        blocs = blocs_of(view)
        known = _known(uow, blocs)
        made = [
            Suggested(Passage(place, each.debut, each.fin, _MOTIF), each.sorte, parts(bloc)[1][each.debut : each.fin])
            for place, bloc in enumerate(blocs)
            for each in _found(bloc, known)
        ]
    ports.journal.note("recherche", view.rec, reponses=len(made))
    return made


def _found(bloc: str, known: frozenset[str]) -> Iterator[Trouve]:
    manner, text = parts(bloc)
    counts = small_counts(text) if manner == LIGNE else ()
    yield from sorted((*found(text, lambda word: folded(word) in known), *counts))


def _known(uow: UnitOfWork, blocs: tuple[str, ...]) -> frozenset[str]:
    """Return the words of a document, folded, that are the name of somebody in a record."""
    words = sorted({word for bloc in blocs for word in candidates(parts(bloc)[1])})[:WORDS_MAX]
    return frozenset(folded(word) for word in words if _is_name(uow, word))


def _is_name(uow: UnitOfWork, word: str) -> bool:
    _total, hits = uow.records.search(word, None, _HITS)
    views = (uow.records.get(hit.rec) for hit in hits if hit.kind != KIND)
    return any(view is not None and _names(view, folded(word)) for view in views)


def _names(view: RecordView, word: str) -> bool:
    declared = declaration(view.kind)
    if declared is None:
        return False
    return any(
        _is_for_names(declared.field_of(key)) and isinstance(value, str) and word in _words(value)
        for key, value in shown(view.state).items()
    )


def _is_for_names(named: DeclaredField | None) -> bool:
    return named is not None and named.champ.nominatif and named.sort == "texte_court" and "nom" in named.name


def _words(value: Value) -> frozenset[str]:
    return frozenset(folded(word) for word in str(value).replace("-", " ").replace("’", " ").split())


__all__ = ["EFFECTIF", "Suggested", "suggestions"]
