"""How long what is no signalement is kept: meetings, conventions, trainings, who held a function. Only ever proposed.

Pure. What is published and names nobody (series, studies, warnings, texts) has no end.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from mvl_desktop.domain.conservation import RegleDocument, months_after
from mvl_desktop.domain.convention_vie import vie
from mvl_desktop.domain.echeances_faits import Champs, day, elements, text


def document_due(rule: RegleDocument, champs: Champs, today: date) -> date | None:
    """Return the day from which a record is to be looked at again; None while nothing has ended in it."""
    ended = _ENDS[rule.kind](champs, today) if rule.kind in _ENDS else None
    return months_after(ended, rule.mois) if ended is not None and rule.depuis <= today else None


def _of_meeting(champs: Champs, _today: date) -> date | None:
    return day(champs, "tenue_le")


def _of_convention(champs: Champs, today: date) -> date | None:
    return vie(champs, today).fin


def _of_action(champs: Champs, _today: date) -> date | None:
    return day(champs, "fin_le") if text(champs, "etat") in ("realisee", "abandonnee") else None


def _of_training(champs: Champs, _today: date) -> date | None:
    return max((said for each in elements(champs, "seances") if (said := day(each, "le"))), default=None)


def _of_bilan(champs: Champs, _today: date) -> date | None:
    return day(champs, "au")


def _of_function(champs: Champs, _today: date) -> date | None:
    """The function goes on: what ends is the reason to keep the name of who left first."""
    return min(_left(champs, "tenues", "au"), default=None)


def _of_contact(champs: Champs, _today: date) -> date | None:
    return min(_left(champs, "contacts", "jusqua"), default=None)


def _left(champs: Champs, group: str, until: str) -> Iterator[date]:
    for each in elements(champs, group):
        ended = day(each, until)
        if ended is not None and any(text(each, name) for name in ("nom", "telephone", "courriel")):
            yield ended


_ENDS: Mapping[str, Callable[[Champs, date], date | None]] = {
    "reunion": _of_meeting,
    "convention": _of_convention,
    "fiche-action": _of_action,
    "formation": _of_training,
    "bilan": _of_bilan,
    "emploi": _of_function,
    "organisme": _of_contact,
}
KINDS = tuple(_ENDS)
"""The kinds of records in which something ends."""
