"""Who this post is, and what is only its own: keys and local settings."""

from mvl_desktop.ports.crypto import DeviceSecrets
from mvl_desktop.store.context import Context
from mvl_desktop.store.errors import MagasinEndommageError

_DEVICE = (
    "SELECT d.device, i.cert, i.sig, i.auth, i.kem FROM identity i JOIN device d ON d.id = i.device"
    " ORDER BY i.id DESC LIMIT 1"
)
_KEEP = "INSERT INTO identity(device, cert, sig, auth, kem) VALUES(?, ?, ?, ?, ?)"
_SET = "INSERT INTO local_setting(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value"


class SqlIdentity:
    """`Identity` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._ctx = ctx
        self._sql = ctx.sql

    def device(self) -> DeviceSecrets:
        """Return the keys of this post."""
        row = self._sql.row(_DEVICE)
        if row is None:
            raise MagasinEndommageError
        return DeviceSecrets(*row)

    def replace_device(self, secrets: DeviceSecrets) -> None:
        """Become another device; what the former one signed stays this post's own, its keys are forgotten."""
        number = self._ctx.device(secrets.id)
        self._sql.run("UPDATE device SET ours = 1 WHERE id = ?", number)
        self._sql.run("DELETE FROM identity")
        self._sql.run(_KEEP, number, secrets.cert, secrets.sig, secrets.auth, secrets.kem)

    def get(self, name: str) -> str | None:
        """Return a local setting kept in the store."""
        found: str | None = self._sql.value("SELECT value FROM local_setting WHERE name = ?", name)
        return found

    def set(self, name: str, value: str) -> None:
        """Keep a local setting."""
        self._sql.run(_SET, name, value)
