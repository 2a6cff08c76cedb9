"""Which records are worth opening for their deadlines: lists and filters tell, so that 100 000 records cost little.

What is asked of the store is wider than the answer: the engine decides, on the few records that are opened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.echeances_faits import AT_RISK, ELECTRONIC, NOT_QUALIFIED, OPEN_COPIES, WRITTEN
from mvl_desktop.domain.echeancier import A_TENIR, REPORTEE
from mvl_desktop.domain.jours_ouvres import Calendrier
from mvl_desktop.domain.regles_echeance import COPIE, SIGNALEMENT, Regle
from mvl_desktop.domain.transmission import ENVOYEE, SENT
from mvl_desktop.ports.store import Query, UnitOfWork
from mvl_desktop.services.echeances_rules import SIGNALANT, whistle_references
from mvl_desktop.services.handover import OPEN

Filters = tuple[tuple[str, str], ...]
_BOUNDED = frozenset({"reception", "reception_electronique", "reception_ecrite", "lanceur_alerte"})
_WHISTLE = frozenset({"lanceur_alerte", "lanceur_accuse"})
_OPEN: Filters = tuple(("statut", statut) for statut in OPEN)
_EVENTS: dict[str, Filters] = {
    "reception_electronique": tuple(("canal", each) for each in ELECTRONIC),
    "reception_ecrite": tuple(("canal", each) for each in WRITTEN),
    "danger_vital": (("danger_vital", "oui"),),
    "urgence_immediate": (("urgence", "immediate"),),
    "infraction": (("niveau", "infractionnelle"),),
    "hors_champ": (("niveau", "hors_champ"),),
    "application": (("etapes_appliquees/etat", "a_faire"),),
    "retour_attendu": (("transmissions/etat", ENVOYEE),),
}
_SENT: Filters = tuple(("transmissions/etat", etat) for etat in SENT)
_SHOWN: dict[str, Filters] = {
    "qualification": tuple(("niveau", niveau) for niveau in NOT_QUALIFIED),
    "accuse_reception": (("accuse_reception_le", ""),),
    "accuse_enregistrement": (("accuse_reception_le", ""),),
}
"""What a record that has done nothing of it looks like."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose deadlines: those of one espace, of one person; `until`: due at the latest. `limit`: of each query."""

    until: date
    espace: bytes | None = None
    personne: str = ""
    limit: int | None = None
    lines: int | None = None
    """How many records with something due are enough: the rules that press most are looked at first."""


def candidates(uow: UnitOfWork, rules: Iterable[Regle], calendrier: Calendrier, scope: Scope) -> tuple[list[int], bool]:
    """Return the local ids of signalements to open, and whether some were left out for want of room."""
    found: dict[int, None] = {}
    cut = False
    for filters in dict.fromkeys(_asked(uow, rules, calendrier, scope)):
        asked = Query(SIGNALEMENT, filters, order="arrivee", espace=scope.espace, limit=scope.limit)
        ids = uow.records.ids(asked)
        found.update(dict.fromkeys(ids))
        if scope.limit is not None and scope.lines is None and len(ids) >= scope.limit:
            # The oldest leave no room: the newest are asked for as well, so that none of today is missed.
            last = Query(SIGNALEMENT, filters, order="-arrivee", espace=scope.espace, limit=scope.limit)
            newest = uow.records.ids(last)
            cut = cut or not set(newest) <= set(ids)
            found.update(dict.fromkeys(newest))
    return list(found), cut


def open_copies(uow: UnitOfWork, scope: Scope) -> list[int]:
    """Return the local ids of the communicable copies that somebody still has to give or to refuse."""
    filters = tuple(("etat", etat) for etat in (*OPEN_COPIES, "refusee"))
    return list(uow.records.ids(Query(COPIE, filters, order="arrivee", espace=scope.espace, limit=scope.limit)))


def _asked(uow: UnitOfWork, rules: Iterable[Regle], calendrier: Calendrier, scope: Scope) -> Iterator[Filters]:
    mine: Filters = (("titulaire", scope.personne),) if scope.personne else ()
    for rule in rules:
        if rule.kind == SIGNALEMENT and rule.active:
            for filters in _of_rule(uow, rule, calendrier, scope.until):
                yield (*mine, *filters)
    for etat in (A_TENIR, REPORTEE):
        yield (*mine, ("echeances/etat", etat), *_OPEN)
    if scope.personne:
        yield (("echeances/responsable", scope.personne), *_OPEN)


def _of_rule(uow: UnitOfWork, rule: Regle, calendrier: Calendrier, until: date) -> Iterator[Filters]:
    if rule.evenement == "cloture":
        yield (("statut", "clos"),)
        return
    unmet = {_SHOWN.get(how, ()) for how in rule.tenue_par}
    shown = unmet.pop() if len(unmet) == 1 else ()
    bound: Filters = ()
    if rule.evenement in _BOUNDED:
        bound = (("recu_le<=", rule.counted_at_the_latest(until, calendrier).isoformat()),)
    if rule.evenement in _WHISTLE:
        signalants = uow.records.rows(SIGNALANT, uow.records.ids(Query(SIGNALANT, (("lanceur_alerte", "oui"),))))
        named = whistle_references(uow, frozenset(row.rec for row in signalants if row is not None))
        if named:
            yield (*((SIGNALANT, reference) for reference in sorted(named)), *bound, *_OPEN)
    elif rule.evenement == "mineur_en_danger":
        minor = ("mineur_concerne", "oui")
        yield from ((minor, worrying, *shown, *_OPEN) for worrying in _WORRYING if worrying not in shown)
        if not shown:
            yield (minor, *(("niveau", niveau) for niveau in AT_RISK), *_OPEN)
    elif rule.evenement == "reprise":
        yield (("a_reprendre_le<=", until.isoformat()), *_OPEN)
    elif rule.evenement in ("envoi", "envoi_mineur", "retour"):
        awaited = set(rule.tenue_par) & {"retour"}
        states: Filters = (("transmissions/etat", ENVOYEE),) if awaited else _SENT
        whom: Filters = (("transmissions/destinataire", rule.destinataire),) if rule.destinataire else ()
        issue: Filters = (("transmissions/issue", rule.issue),) if rule.issue else ()
        yield (*states, *whom, *issue, *_OPEN)
    elif rule.evenement == "reception":
        # Each alternative is asked apart, in the order of its index: the store stops at the last line wanted.
        for one in shown or (None,):
            yield (*((one,) if one else ()), *bound, *_OPEN)
    elif rule.evenement in _EVENTS:
        yield (*_EVENTS[rule.evenement], *shown, *bound, *_OPEN)


_WORRYING: Filters = (("urgence", "immediate"), ("danger_vital", "oui"))
