"""Working days of France, overseas included: week-ends, public holidays of each place, and how days are counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvl_desktop.documents.public_holidays import FrenchCalendars
from mvl_desktop.domain.jours_ouvres import WEEK_ENDS, Calendrier

METROPOLE = ""
PLACES = ["", "57", "67", "68", "971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988"]
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def _of(place: str) -> Calendrier:
    return FrenchCalendars().of(place)


@pytest.mark.parametrize(
    ("year", "monday"),
    [(1961, date(1961, 4, 3)), (2000, date(2000, 4, 24)), (2026, date(2026, 4, 6)), (2038, date(2038, 4, 26))],
)
def test_easter_monday_is_found_in_any_year(year: int, monday: date) -> None:
    assert monday in _of(METROPOLE).feries(year)


def test_2026_has_its_eleven_holidays() -> None:
    days = [(day.month, day.day) for day in sorted(_of(METROPOLE).feries(2026))]
    assert days == [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]


@pytest.mark.parametrize(
    ("place", "day"),
    [
        ("57", date(2026, 4, 3)),  # Good Friday, in Alsace and Moselle alone
        ("67", date(2025, 12, 26)),
        ("68", date(2028, 12, 26)),
        ("971", date(2026, 5, 27)),
        ("972", date(2026, 5, 22)),
        ("973", date(2026, 6, 10)),
        ("974", date(2027, 12, 20)),
        ("976", date(2026, 4, 27)),
        ("977", date(2026, 10, 9)),
        ("978", date(2026, 5, 28)),
        ("986", date(2026, 7, 29)),
        ("987", date(2026, 3, 5)),
        ("988", date(2026, 9, 24)),
    ],
)
def test_a_place_has_days_of_its_own(place: str, day: date) -> None:
    assert not _of(place).is_working_day(day)
    assert _of(METROPOLE).is_working_day(day)
    assert _of("93").is_working_day(day), "a département that has none follows the country"


def test_week_ends_and_holidays_are_not_counted() -> None:
    here = _of(METROPOLE)
    assert not here.is_working_day(date(2026, 11, 11))
    assert not here.is_working_day(date(2026, 11, 21))
    assert here.before(date(2026, 11, 23), 1) == date(2026, 11, 20)
    assert here.before(date(2026, 11, 12), 1) == date(2026, 11, 10)
    assert here.before(date(2026, 5, 26), 15) == date(2026, 4, 29)
    assert here.after(date(2026, 11, 10), 1) == date(2026, 11, 12)
    assert here.after(date(2026, 5, 13), 1) == date(2026, 5, 15), "Ascension is skipped, the bridge after it is not"
    assert here.after(date(2025, 12, 31), 1) == date(2026, 1, 2)
    assert here.next_working_day(date(2026, 4, 4)) == date(2026, 4, 7), "Saturday, Easter, Easter Monday"
    assert here.between(date(2026, 5, 13), date(2026, 5, 15)) == 1
    assert here.between(date(2026, 5, 15), date(2026, 5, 13)) == 0


def test_a_date_out_of_all_sense_costs_nothing() -> None:
    assert _of(METROPOLE).between(date.min, date(2026, 1, 1)) > 500_000
    assert _of("976").feries(9999) == frozenset()
    with pytest.raises(OverflowError):
        WEEK_ENDS.after(date.max, 1)


@given(DAYS, st.integers(0, 40), st.sampled_from(PLACES))
def test_adding_working_days_then_counting_them_gives_their_number(day: date, count: int, place: str) -> None:
    here = _of(place)
    later = here.after(day, count)
    assert here.between(day, later) == count
    assert count == 0 or here.is_working_day(later)
    assert count == 0 or here.between(here.before(day, count) - timedelta(days=1), day - timedelta(days=1)) == count


@given(DAYS, st.integers(0, 30), st.sampled_from(PLACES))
def test_more_working_days_are_never_sooner(day: date, count: int, place: str) -> None:
    here = _of(place)
    assert here.after(day, count) < here.after(day, count + 1)
    assert here.after(day, count) <= here.after(day + timedelta(days=1), count)
    assert here.next_working_day(day) >= day
