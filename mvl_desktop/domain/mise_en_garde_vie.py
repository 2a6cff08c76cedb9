"""How a public warning stands: a draft, to come, in force, past its day, lifted. Pure: the day is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

KIND = "mise-en-garde"
Tenue = Literal["en_vigueur", "a_venir", "projet", "expiree", "levee"]
TENUES: tuple[Tenue, ...] = ("en_vigueur", "a_venir", "projet", "expiree", "levee")
"""In the order in which lists show them."""
BIENTOT = timedelta(days=30)
_PUBLIEE, _LEVEE = "publiee", "levee"


@dataclass(frozen=True, slots=True)
class Portee:
    """How a warning stands on a day, since when, until when; `bientot`: its last day is within a month."""

    tenue: Tenue
    depuis: date | None = None
    jusquau: date | None = None
    bientot: bool = False


def portee(champs: Mapping[str, object], today: date) -> Portee:
    """Return how a warning stands. Its last day is still a day of it; one without a last day stays until lifted."""
    since, until, lifted = (_day(champs.get(name)) for name in ("publiee_le", "jusquau", "levee_le"))
    etat = champs.get("etat")
    if etat == _LEVEE or (lifted is not None and lifted <= today):
        return Portee("levee", lifted or since, until)
    if etat != _PUBLIEE and (etat or since is None):
        return Portee("projet", since, until)
    if since is not None and since > today:
        return Portee("a_venir", since, until)
    if until is not None and until < today:
        return Portee("expiree", since, until)
    return Portee("en_vigueur", since, until, until is not None and until - today <= BIENTOT)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
