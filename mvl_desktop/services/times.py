"""Technical times as text. Dates of events are data that people type; these are only when a post wrote."""

from datetime import UTC, datetime


def instant(ms: int) -> str:
    """Return a technical time in ISO 8601, UTC; a clock gone wild is given as its count of milliseconds."""
    try:
        return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")
    except (OverflowError, ValueError, OSError):
        return f"{ms} ms"
