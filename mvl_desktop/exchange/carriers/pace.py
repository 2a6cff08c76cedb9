"""How large a request should be: what the link carries in half a minute, within bounds (security 6.4)."""

from dataclasses import dataclass, replace

FLOOR = 32 << 10
CEILING = 1 << 20
SECONDS = 30
_MEASURED = 16 << 10


@dataclass(frozen=True, slots=True)
class Pace:
    """The size of the next request, from how the last ones went."""

    size: int = CEILING
    rate: float | None = None

    def sent(self, length: int, seconds: float) -> "Pace":
        """Return the pace after a request that arrived; small ones say nothing of the link."""
        if length < _MEASURED or seconds <= 0:
            return self
        rate = length / seconds
        rate = rate if self.rate is None else 0.5 * self.rate + 0.5 * rate
        return Pace(_within(int(rate * SECONDS)), rate)

    def too_slow(self) -> "Pace":
        """Return the pace after a request that did not arrive in time."""
        return replace(self, size=_within(self.size // 4), rate=None)


def _within(size: int) -> int:
    return max(FLOOR, min(CEILING, size))
