"""When the next background synchronisation takes place: a pure policy, driven by whoever has a clock and a timer.

Times are milliseconds. Chance (a number from 0 up to but not including 1) is given by the caller, so that posts
which fell together do not come back together.
"""

from dataclasses import dataclass, replace

MINUTE = 60_000
INTERVAL = 15 * MINUTE
FIRST_RETRY = MINUTE // 2
LONGEST_RETRY = 60 * MINUTE
AFTER_SAVE = 20_000


@dataclass(frozen=True, slots=True)
class Schedule:
    """Where background synchronisation stands: when it is due, and how many attempts in a row have failed."""

    due_ms: int = 0
    failures: int = 0
    interval_ms: int = INTERVAL
    paused: bool = False

    def is_due(self, now_ms: int) -> bool:
        """Whether to begin now."""
        return not self.paused and now_ms >= self.due_ms

    def wait_ms(self, now_ms: int) -> int:
        """Return how long a timer should sleep before asking again."""
        return max(0, self.due_ms - now_ms)

    def succeeded(self, now_ms: int, chance: float) -> "Schedule":
        """Return the schedule after a synchronisation that went to its end; a tenth of jitter spreads the posts."""
        jitter = int(self.interval_ms * 0.1 * chance)
        return replace(self, due_ms=now_ms + self.interval_ms + jitter, failures=0)

    def failed(self, now_ms: int, chance: float) -> "Schedule":
        """Return the schedule after a failure: twice as long each time, up to an hour, half of it by chance."""
        ceiling = min(LONGEST_RETRY, FIRST_RETRY << min(self.failures, 16))
        delay = ceiling // 2 + int(ceiling // 2 * chance)
        return replace(self, due_ms=now_ms + delay, failures=self.failures + 1)

    def network_returned(self, now_ms: int) -> "Schedule":
        """Return the schedule once the machine has a network again: what waited for it begins at once."""
        return replace(self, due_ms=min(self.due_ms, now_ms)) if self.failures else self

    def something_to_send(self, now_ms: int) -> "Schedule":
        """Return the schedule after a revision was saved: soon, but never one exchange for each keystroke."""
        if self.failures:
            return self
        return replace(self, due_ms=min(self.due_ms, now_ms + AFTER_SAVE))

    def stopped(self) -> "Schedule":
        """Return the schedule that waits for a person (revoked post, frozen espace)."""
        return replace(self, paused=True)

    def resumed(self, now_ms: int) -> "Schedule":
        """Return the schedule that goes on."""
        return replace(self, paused=False, failures=0, due_ms=now_ms)
