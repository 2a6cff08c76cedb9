"""The deadlines of a convention (its term, its renewal, its notice) and of a fiche d'action (its steps, its end)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from mvl_desktop.domain.convention_vie import vie
from mvl_desktop.domain.echeances_faits import Champs, Kept, day, elements, text
from mvl_desktop.domain.echeances_source import Depart, Filters, Source
from mvl_desktop.domain.fiche_action_vie import ABANDONNEE, FAITE, TERMINEES

_ACTIONS_LEFT: Final = ("", "non_demarree", "en_cours", "reportee")


def _term(champs: Champs) -> Iterator[Depart]:
    """The last day, with every avenant that was signed; a convention that was denounced has its end instead."""
    found = vie(champs, date.max)
    if found.fin is not None and found.terme is not None and found.denoncee_le is None:
        yield Depart(found.terme)


def _end(champs: Champs) -> Iterator[Depart]:
    found = vie(champs, date.max)
    if found.fin is not None and found.denoncee_le is not None:
        yield Depart(found.fin)


def _notice(champs: Champs) -> Iterator[Depart]:
    found = vie(champs, date.max)
    if found.dernier_preavis is not None and found.denoncee_le is None:
        yield Depart(found.dernier_preavis)


def _renewed(champs: Champs, _cible: str) -> Kept | None:
    """Whether the renewal is settled: another convention takes over. An avenant moves the term instead."""
    return Kept() if text(champs, "remplacee_par") else None


def _step(champs: Champs) -> Iterator[Depart]:
    for each in elements(champs, "etapes"):
        due = day(each, "prevue_le")
        if due is not None and text(each, "etat") != ABANDONNEE:
            who = text(each, "responsable") or text(champs, "pilote_ars")
            yield Depart(due, text(each, "id"), text(each, "intitule"), who)


def _step_done(champs: Champs, cible: str) -> Kept | None:
    one = next((each for each in elements(champs, "etapes") if text(each, "id") == cible), None)
    return Kept(day(one, "faite_le")) if one is not None and text(one, "etat") == FAITE else None


def _action_end(champs: Champs) -> Iterator[Depart]:
    due = day(champs, "fin_le")
    if due is not None:
        yield Depart(due, responsable=text(champs, "pilote_ars"))


def _action_ended(champs: Champs, _cible: str) -> Kept | None:
    return Kept() if text(champs, "etat") in TERMINEES else None


def _conventions(_until: date) -> Iterable[Filters]:
    """Every convention: there are few of them, and their dates are computed."""
    return [()]


def _actions(_until: date) -> Iterable[Filters]:
    """Every action that goes on: the days of its steps are read on the record."""
    return [tuple(("etat", etat) for etat in _ACTIONS_LEFT)]


CONVENTION: Final = Source(
    kind="convention",
    evenements={"convention_terme": _term, "convention_fin": _end, "convention_preavis": _notice},
    tenues={"renouvellement": _renewed},
    filtres=_conventions,
)
ACTION: Final = Source(
    kind="fiche-action",
    evenements={"action_etape": _step, "action_fin": _action_end},
    tenues={"etape_action": _step_done, "action": _action_ended},
    filtres=_actions,
    finie=lambda champs: text(champs, "etat") in TERMINEES,
)
