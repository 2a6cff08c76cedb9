"""What is being typed. Local, encrypted like the rest, durable at each save."""

import msgspec

from mvl_desktop.history.model import Name, Value
from mvl_desktop.ports.store import Draft
from mvl_desktop.store.context import Context

_FIELDS = "SELECT id, espace, rec, kind, parents, seen, form, updated_ms FROM local_draft"
_SAVE = (
    "INSERT OR REPLACE INTO local_draft(id, espace, rec, kind, parents, seen, form, updated_ms)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
)
_Seen = dict[str, str | int | bool | list[str] | None]


class SqlDrafts:
    """`Drafts` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._sql = ctx.sql

    def save(self, draft: Draft) -> None:
        """Keep a draft, replacing its former self."""
        parents, seen = msgspec.msgpack.encode(draft.parents), msgspec.msgpack.encode(dict(draft.seen))
        self._sql.run(
            _SAVE, draft.id, draft.espace, draft.rec, draft.kind, parents, seen, draft.values, draft.updated_ms
        )

    def get(self, draft: bytes) -> Draft | None:
        """Return one draft."""
        row = self._sql.row(_FIELDS + " WHERE id = ?", draft)
        return None if row is None else _draft(*row)

    def all(self) -> list[Draft]:
        """Return every draft, latest first."""
        return [_draft(*row) for row in self._sql.all(_FIELDS + " ORDER BY updated_ms DESC, id")]

    def delete(self, draft: bytes) -> None:
        """Forget a draft."""
        self._sql.run("DELETE FROM local_draft WHERE id = ?", draft)


def _draft(
    id_: bytes, espace: bytes, rec: bytes | None, kind: str, parents: bytes, seen: bytes, form: str, updated_ms: int
) -> Draft:
    read = msgspec.msgpack.decode(seen, type=_Seen)
    values: dict[str, Value] = {key: tuple(value) if isinstance(value, list) else value for key, value in read.items()}
    names = msgspec.msgpack.decode(parents, type=tuple[Name, ...])
    return Draft(id_, espace, rec, kind, names, values, form, updated_ms)
