"""Who was reached by training, who asked and was not: by département, by public and year. Head-counts only. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.formation_totaux import (
    PREVUE,
    SeanceLue,
    Totaux,
    annee,
    seances_de,
    tenues,
    totaux,
    totaux_par,
)
from mvl_desktop.domain.formation_vie import ECARTEE
from mvl_desktop.domain.periode import Periode

Champs = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Couverture:
    """What was held for a département, and what was asked for there. `derniere`: the day of the last session."""

    departement: str
    totaux: Totaux
    demandes: int = 0
    derniere: date | None = None
    formations: tuple[str, ...] = ()
    """The ids of the actions that were held, are planned or were asked for there."""

    @property
    def vide(self) -> bool:
        """Whether nothing is recorded there: that is not to say that nothing took place."""
        return not (self.demandes or self.totaux.seances or self.totaux.prevues)

    @property
    def attend(self) -> bool:
        """Whether somebody asked there, and nothing was held nor is planned."""
        return bool(self.demandes) and not (self.totaux.seances or self.totaux.prevues)


@dataclass(frozen=True, slots=True)
class Public:
    """What was held for a public in a year."""

    public: str
    annee: str
    totaux: Totaux


def couverture(
    formations: Iterable[tuple[str, Champs]],
    departements: Iterable[str] = (),
    periode: Periode | None = None,
    public: str = "",
) -> list[Couverture]:
    """Return a line for each département that is asked about, or where something was held, planned or asked for.

    `public`: only the sessions for it, and what was asked for by actions made for it.
    """
    every = list(formations)
    sessions = seances_pour(every, public)
    asked: dict[str, list[str]] = {}
    for rec, champs in every:
        for place in _asked(champs) if champs.get("decision") != ECARTEE and _is_for(champs, public) else ():
            asked.setdefault(place, []).append(rec)
    by_place = totaux_par(sessions, _place, periode)
    places = {*departements, *asked, *(place for place, each in by_place.items() if each.seances or each.prevues)}
    return [
        Couverture(
            place,
            by_place.get(place, Totaux()),
            len(asked.get(place, ())),
            _last(sessions, place, periode),
            tuple(dict.fromkeys([*_actions(sessions, place, periode), *asked.get(place, ())])),
        )
        for place in sorted(places, key=lambda place: (not place, place))
    ]


def seances_pour(formations: Iterable[tuple[str, Champs]], public: str = "") -> list[SeanceLue]:
    """Return the sessions of actions of training, or only those for a public."""
    sessions = [each for rec, champs in formations for each in seances_de(rec, champs)]
    return [each for each in sessions if not public or each.public == public]


def par_public(
    formations: Iterable[tuple[str, Champs]], periode: Periode | None = None, public: str = ""
) -> list[Public]:
    """Return what was held by year, the latest first, then by public."""
    sessions = tenues(seances_pour(formations, public), periode)
    groups: dict[tuple[str, str], list[SeanceLue]] = {}
    for each in sessions:
        groups.setdefault((annee(each), each.public), []).append(each)
    found = [Public(public, year, totaux(group)) for (year, public), group in groups.items()]
    return sorted(
        sorted(found, key=lambda each: (not each.public, each.public)), key=lambda each: each.annee, reverse=True
    )


def _asked(champs: Champs) -> list[str]:
    held = champs.get("demandes")
    rows = held if isinstance(held, (list, tuple)) else ()
    return [str(row["departement"]) for row in rows if isinstance(row, Mapping) and row.get("departement")]


def _is_for(champs: Champs, public: str) -> bool:
    """Whether an action is made for a public; one that names none may be for any."""
    held = champs.get("publics")
    named = held if isinstance(held, (list, tuple, set, frozenset)) else ()
    return not public or not named or public in named


def _actions(sessions: Iterable[SeanceLue], place: str, periode: Periode | None) -> list[str]:
    """Return the actions that have a session there, held or planned, in the period."""
    there = [each for each in sessions if each.departement == place]
    ahead = [
        each
        for each in there
        if each.etat == PREVUE and (periode is None or (each.le and periode.du <= each.le <= periode.au))
    ]
    return [each.formation for each in (*tenues(there, periode), *ahead)]


def _place(seance: SeanceLue) -> str:
    return seance.departement


def _last(sessions: Iterable[SeanceLue], place: str, periode: Periode | None) -> date | None:
    return max((each.le for each in tenues(sessions, periode) if each.departement == place and each.le), default=None)
