"""What deadlines need from outside: the public holidays of a place, and a file that calendars read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from mvl_desktop.domain.jours_ouvres import Calendrier


@dataclass(frozen=True, slots=True)
class Reminder:
    """One whole day of a calendar. `uid` never changes, so that reading the file again updates it."""

    uid: str
    day: date
    title: str
    text: str = field(default="", repr=False)
    alarm_days: int = 0
    """How many days before it a calendar reminds of it; the same morning when 0."""


class Calendars(Protocol):
    """The working days of each département."""

    def of(self, departement: str) -> Calendrier:
        """Return the working days of a département; those of the whole country for any other text."""


class Agenda(Protocol):
    """What writes reminders for calendars."""

    def ics(self, name: str, reminders: Sequence[Reminder], stamp_ms: int) -> bytes:
        """Return an iCalendar file (RFC 5545): all-day events, each with an alarm."""
