"""Files that calendars read (RFC 5545), written by the `icalendar` library: whole days, each with one alarm."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from mvl_desktop.ports.calendars import Reminder

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT: Final = "-//MVL//Échéances//FR"
_MORNING: Final = timedelta(hours=9)
"""When an alarm rings on its day: whole days begin at midnight."""


class CalendarFiles:
    """`Agenda` over `icalendar`."""

    def ics(self, name: str, reminders: Sequence[Reminder], stamp_ms: int) -> bytes:
        """Return an iCalendar file (RFC 5545): all-day events, each with an alarm."""
        from icalendar import Calendar  # only who exports waits for it

        made = Calendar()
        made.add("prodid", _PRODUCT)
        made.add("version", "2.0")
        made.add("calscale", "GREGORIAN")
        made.add("method", "PUBLISH")
        made.add("x-wr-calname", name)
        stamp = datetime.fromtimestamp(stamp_ms / 1000, UTC).replace(microsecond=0)
        for each in reminders:
            made.add_component(_event(each, stamp))
        return bytes(made.to_ical())


def _event(reminder: Reminder, stamp: datetime) -> "Event":
    from icalendar import Event

    made = Event()
    made.add("uid", reminder.uid)
    made.add("dtstamp", stamp)
    # A file read later wins over the former one: its number grows with time.
    made.add("sequence", int(stamp.timestamp()) // 60)
    made.add("dtstart", reminder.day)
    made.add("dtend", reminder.day + timedelta(days=1))
    made.add("summary", reminder.title)
    if reminder.text:
        made.add("description", reminder.text)
    made.add("class", "CONFIDENTIAL")
    made.add("transp", "TRANSPARENT")
    made.add_component(_alarm(reminder))
    return made


def _alarm(reminder: Reminder) -> "Alarm":
    from icalendar import Alarm

    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", reminder.title)
    made.add("trigger", _MORNING - timedelta(days=reminder.alarm_days))
    return made
