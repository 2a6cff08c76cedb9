"""Working days of France: week-ends, fixed holidays, and those that follow Easter."""

from datetime import date

import pytest

from mvl_desktop.domain.jours_ouvres import holidays, is_working_day, working_days_before


@pytest.mark.parametrize(
    ("year", "monday"),
    [(1961, date(1961, 4, 3)), (2000, date(2000, 4, 24)), (2026, date(2026, 4, 6)), (2038, date(2038, 4, 26))],
)
def test_easter_monday_is_found_in_any_year(year: int, monday: date) -> None:
    assert monday in holidays(year)


def test_2026_has_its_eleven_holidays() -> None:
    days = [(day.month, day.day) for day in sorted(holidays(2026))]
    assert days == [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]


def test_week_ends_and_holidays_are_not_counted() -> None:
    assert not is_working_day(date(2026, 11, 11))
    assert not is_working_day(date(2026, 11, 21))
    assert is_working_day(date(2026, 11, 23))
    assert working_days_before(date(2026, 11, 23), 1) == date(2026, 11, 20)
    assert working_days_before(date(2026, 11, 12), 1) == date(2026, 11, 10)
    assert working_days_before(date(2026, 5, 26), 15) == date(2026, 4, 29)
    assert working_days_before(date(2026, 11, 23), 0) == date(2026, 11, 23)
