"""Working days: how deadlines are counted once somebody has said which days are public holidays. Pure, for any year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_WEEK, _OPEN = 7, 5


@dataclass(frozen=True, slots=True)
class Calendrier:
    """The days on which offices are open somewhere: neither a week-end nor a public holiday of that place."""

    feries: Callable[[int], frozenset[date]]
    """Returns the public holidays of a year."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open."""
        return day.weekday() < _OPEN and day not in self.feries(day.year)

    def next_working_day(self, day: date) -> date:
        """Return a day, or the first after it on which offices are open. OverflowError at the end of time."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def after(self, day: date, count: int) -> date:
        """Return the day that is `count` working days after another, which is not counted. OverflowError."""
        while count > 0:
            day += _DAY
            count -= self.is_working_day(day)
        return day

    def before(self, day: date, count: int) -> date:
        """Return the day that is `count` working days before another, which is not counted. OverflowError."""
        while count > 0:
            day -= _DAY
            count -= self.is_working_day(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Return how many working days there are after `start`, up to `end` included; 0 when it is not after."""
        if end <= start:
            return 0
        weeks, rest = divmod((end - start).days, _WEEK)
        count = weeks * _OPEN + sum((start.weekday() + 1 + each) % _WEEK < _OPEN for each in range(rest))
        closed = (day for year in range(start.year, end.year + 1) for day in self.feries(year))
        return count - sum(start < day <= end and day.weekday() < _OPEN for day in closed)


WEEK_ENDS = Calendrier(lambda _year: frozenset())
"""Week-ends alone: what is left when nobody says which days are public holidays."""
