"""What somebody chose for this post alone. Local, encrypted like the rest; what a text means is the caller's."""

from mvl_desktop.store.context import Context

_GET = "SELECT value FROM local_preference WHERE name = ?"
_SET = "INSERT INTO local_preference(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value"
_FORGET = "DELETE FROM local_preference WHERE name = ?"
_BEGINNING = "SELECT name, value FROM local_preference WHERE instr(name, ?) = 1 ORDER BY name"


class SqlPreferences:
    """`Preferences` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._sql = ctx.sql

    def get(self, key: str) -> str | None:
        """Return what is kept under a key."""
        found: str | None = self._sql.value(_GET, key)
        return found

    def set(self, key: str, text: str | None) -> None:
        """Keep a text under a key, in the place of the former one; None forgets it."""
        if text is None:
            self._sql.run(_FORGET, key)
        else:
            self._sql.run(_SET, key, text)

    def all(self, prefix: str) -> dict[str, str]:
        """Return what is kept under the keys that begin so, by key."""
        return dict(self._sql.all(_BEGINNING, prefix))
