"""How much a device sent today, in one espace."""

from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.engine import Row

from mvl_central import schema
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Service
from mvl_central.settings import DAY_MS
from mvl_desktop.protocol.registry import Registry


def charge(
    connection: Connection, service: Service, row: Row[Any], registry: Registry, device: bytes, size: int, now: int
) -> None:
    """Count what a device sends; refuse beyond the day's volume."""
    table, day = schema.usage, now // DAY_MS
    here = (table.c.espace == row.espace, table.c.device == device, table.c.day == day)
    used = connection.execute(select(table.c.bytes).where(*here)).scalar()
    limit = registry.policy.quotas.get("bytes_per_day", service.limits.bytes_per_day)
    if (used or 0) + size > limit:
        raise RequestRefusedError(429, "volume", expect=DAY_MS - now % DAY_MS)
    if used is None:
        connection.execute(table.insert().values(espace=row.espace, device=device, day=day, bytes=size))
    else:
        connection.execute(update(table).where(*here).values(bytes=used + size))
