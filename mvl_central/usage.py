"""How much a device sent today, in one espace."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Row

from mvl_central.database import fast
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Service
from mvl_central.settings import DAY_MS
from mvl_desktop.protocol.registry import Registry


def charge(
    connection: Connection, service: Service, row: Row[Any], registry: Registry, device: bytes, size: int, now: int
) -> None:
    """Count what a device sends; refuse beyond the day's volume."""
    day = now // DAY_MS
    used = fast(connection, _USED, row.espace, device, day).scalar()
    limit = registry.policy.quotas.get("bytes_per_day", service.limits.bytes_per_day)
    if (used or 0) + size > limit:
        raise RequestRefusedError(429, "volume", expect=DAY_MS - now % DAY_MS)
    fast(connection, _FIRST if used is None else _MORE, size, row.espace, device, day)


_USED = "SELECT bytes FROM usage WHERE espace = ? AND device = ? AND day = ?"
_FIRST = "INSERT INTO usage (bytes, espace, device, day) VALUES (?, ?, ?, ?)"
_MORE = "UPDATE usage SET bytes = bytes + ? WHERE espace = ? AND device = ? AND day = ?"
