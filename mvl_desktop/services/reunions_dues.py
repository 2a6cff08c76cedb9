"""The yearly meeting of a département that nobody held nor planned: it is due by the end of the year."""

from collections.abc import Iterator
from datetime import date

from mvl_desktop.domain.echeances_reunion import ANNUELLE
from mvl_desktop.domain.echeancier import A_VENIR, AUJOURDHUI, Echeance
from mvl_desktop.domain.obligation import DEDIEES, REUNISSENT, rencontre_of
from mvl_desktop.ports.store import Query, UnitOfWork
from mvl_desktop.services.echeances_candidates import Scope
from mvl_desktop.services.echeances_owed import Owed
from mvl_desktop.services.echeances_rules import Bench
from mvl_desktop.services.espaces import homes_of
from mvl_desktop.services.people import people_in

_KIND = "reunion"
_AHEAD = ("", "prevue", "convoquee")


def owed_meetings(uow: UnitOfWork, bench: Bench, scope: Scope) -> Iterator[Owed]:
    """Give each département followed by who works here where the year has no meeting yet, held or planned."""
    homes = homes_of(uow, _KIND)
    if not homes or scope.espace not in (None, homes[0].id):
        return
    rule = next((each for each in bench.rules(homes[0].id).regles if each.evenement == ANNUELLE and each.active), None)
    if rule is None:
        return
    today = bench.today.day
    end = date(today.year, 12, 31)
    due = rule.due(end, bench.country) if rule.is_current(end) else None
    if due is None:
        return
    served = {code for person in people_in(uow) if not person.gone for code in person.departements}
    for code in sorted(served - _met(uow, today.year)):
        echeance = Echeance(
            regle=rule,
            cible=code,
            libelle=rule.libelle,
            detail=code,
            depart=end,
            le=due,
            prevue_le=due,
            etat=AUJOURDHUI if due == today else A_VENIR,
        )
        yield Owed(espace=homes[0].id, kind=_KIND, echeance=echeance)


def _met(uow: UnitOfWork, year: int) -> frozenset[str]:
    """Return the départements that met in a year, or are to meet."""
    bounds = (("tenue_le>=", f"{year:04}-01-01"), ("tenue_le<=", f"{year:04}-12-31"))
    asked = Query(_KIND, (*(("type_reunion", each) for each in sorted(REUNISSENT)), *bounds))
    held = [rencontre_of(row.rec.hex(), row.values) for row in uow.records.rows(_KIND, uow.records.ids(asked)) if row]
    return frozenset(
        each.departement
        for each in held
        if each.etat in _AHEAD
        or (each.etat == "tenue" and (each.consacree or (each.consacree is None and each.type_reunion in DEDIEES)))
    )
