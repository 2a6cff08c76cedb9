"""The hybrid logical clock: milliseconds and a counter. It orders what is displayed and decides nothing."""

Hlc = tuple[int, int]
"""Milliseconds since 1970 (48 bits), and a counter (16 bits) for what happens within one."""

MS_MAX = (1 << 48) - 1
COUNTER_MAX = (1 << 16) - 1
AHEAD_MAX_MS = 24 * 60 * 60 * 1000
"""How far ahead of this post's clock another stamp may be before it is doubted."""


def is_ahead(stamp: Hlc, now_ms: int) -> bool:
    """Tell whether a stamp is so far ahead that a clock must be wrong: it is shown as doubtful."""
    return stamp[0] > now_ms + AHEAD_MAX_MS


def tick(last: Hlc, now_ms: int) -> Hlc:
    """Return the stamp of what is written now, after `last`.

    A `last` that is itself too far ahead (this post's clock was wrong, and was put right) is let go.
    """
    now = (min(max(now_ms, 0), MS_MAX), 0)
    if last < now or is_ahead(last, now_ms):
        return now
    ms, counter = last
    if counter < COUNTER_MAX:
        return (ms, counter + 1)
    return (min(ms + 1, MS_MAX), 0)


def receive(last: Hlc, remote: Hlc, now_ms: int) -> Hlc:
    """Return the last stamp seen once `remote` has been read; one too far ahead never drags this post along."""
    return last if is_ahead(remote, now_ms) else max(last, remote)
