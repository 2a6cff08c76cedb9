"""The public holidays of each département, from the `holidays` library: read once for a place and a year, kept.

The library is imported when somebody counts working days, never before: opening a post does not wait for it.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from mvl_desktop.domain.jours_ouvres import Calendrier

_PLACES: Final[Mapping[str, str]] = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
"""The départements and territories that have days of their own, and how the library calls them."""
_FIRST, _LAST = 1950, 2150
"""A date outside these years was mistyped: week-ends alone are known there."""


class FrenchCalendars:
    """`Calendars` for France, overseas included."""

    def of(self, departement: str) -> Calendrier:
        """Return the working days of a département; those of the whole country for any other text."""
        return _calendar(_PLACES.get(departement, ""))


@cache
def _calendar(place: str) -> Calendrier:
    return Calendrier(lambda year: _days(place, year))


@cache
def _days(place: str, year: int) -> frozenset[date]:
    if not _FIRST <= year <= _LAST:
        return frozenset()
    from holidays import country_holidays

    return frozenset(country_holidays("FR", subdiv=place or None, years=year, expand=False))
