"""Structured logs: one JSON object a line on standard error. Codes and allow-listed fields; never a body or an address.

Identifiers are cut to eight hexadecimal digits. No message of an exception is written: its class and place suffice.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

FIELDS = frozenset(
    {
        "bytes",
        "code",
        "commits",
        "count",
        "device",
        "duration_ms",
        "espace",
        "incident",
        "kind",
        "method",
        "n",
        "place",
        "request",
        "route",
        "slots",
        "status",
    }
)
_log = logging.getLogger("mvl_central")


class JsonFormatter(logging.Formatter):
    """Write a record as one JSON object; what did not come through `note` loses its message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        event = getattr(record, "event", None)
        line = {"at": at, "level": record.levelname.lower(), "event": event or "library"}
        if event is None:
            line["place"] = record.name
            if record.exc_info and record.exc_info[0]:
                line["kind"] = record.exc_info[0].__name__
        return json.dumps(line | getattr(record, "fields", {}), ensure_ascii=True)


def setup(level: int = logging.INFO) -> None:
    """Send every log of the process through the formatter, libraries only from warnings up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _log.setLevel(level)


def note(event: str, level: int = logging.INFO, **fields: int | str | bytes) -> None:
    """Log an event; fields outside the allow-list are dropped, identifiers are cut."""
    kept = {name: _short(value) for name, value in fields.items() if name in FIELDS}
    _log.log(level, event, extra={"event": event, "fields": kept})


def note_failure(error: BaseException, incident: str, **fields: int | str | bytes) -> None:
    """Log a bug: the class of the error and where it came from, under an incident number."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    note("failure", logging.ERROR, incident=incident, kind=type(error).__name__, place=place, **fields)


def _short(value: int | str | bytes) -> int | str:
    if isinstance(value, bytes):
        return value.hex()[:8]
    return value if isinstance(value, int) else value[:80]
