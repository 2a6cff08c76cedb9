"""The espaces and their registries: entries as they were accepted, folded once and remembered."""

from collections.abc import Sequence

from mvl_desktop.ports.store import Espace
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.store.commits import judge
from mvl_desktop.store.context import Context, UnknownEspaceError
from mvl_desktop.store.folding import ENTRIES, registry_of

_ESPACES = "SELECT espace, name, founder, compartment_of, service FROM espace"


class SqlEspaces:
    """`Espaces` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._ctx = ctx
        self._sql = ctx.sql

    def all(self) -> list[Espace]:
        """Return every espace known, by name."""
        return [Espace(*row) for row in self._sql.all(_ESPACES + " ORDER BY name, espace")]

    def get(self, espace: bytes) -> Espace | None:
        """Return one espace."""
        row = self._sql.row(_ESPACES + " WHERE espace = ?", espace)
        return None if row is None else Espace(*row)

    def add(self, espace: Espace) -> None:
        """Begin to know an espace."""
        self._sql.run(
            "INSERT INTO espace(espace, name, founder, compartment_of, service) VALUES(?, ?, ?, ?, ?)",
            espace.id,
            espace.name,
            espace.founder,
            espace.compartment_of,
            espace.service,
        )

    def update(self, espace: Espace) -> None:
        """Change what is local to an espace."""
        changed = self._sql.run(
            "UPDATE espace SET name = ?, compartment_of = ?, service = ? WHERE espace = ?",
            espace.name,
            espace.compartment_of,
            espace.service,
            espace.id,
        )
        if not changed:
            raise UnknownEspaceError

    def registry(self, espace: bytes) -> Registry:
        """Return the folded registry, as far as it is accepted."""
        return registry_of(self._ctx, espace)

    def entries(self, espace: bytes, start: int = 0) -> list[bytes]:
        """Return the registry's accepted entries from number `start`."""
        return self._sql.column(ENTRIES, self._ctx.espace(espace), start)

    def append(self, espace: bytes, entries: Sequence[bytes]) -> None:
        """Keep entries that the registry has just accepted; quarantine is evaluated anew."""
        number = self._ctx.espace(espace)
        start = int(self._sql.value("SELECT count(*) FROM registry_entry WHERE espace = ?", number))
        self._ctx.appended.add(espace)
        self._sql.many(
            "INSERT INTO registry_entry(espace, n, entry) VALUES(?, ?, ?)",
            [(number, start + i, entry) for i, entry in enumerate(entries)],
        )
        judge(self._ctx, espace)

    def propose(self, espace: bytes, entry: bytes) -> None:
        """Keep an entry of one's own that has no effect yet."""
        self._sql.run("INSERT INTO registry_proposed(espace, entry) VALUES(?, ?)", self._ctx.espace(espace), entry)

    def proposed(self, espace: bytes) -> list[bytes]:
        """Return one's own entries still without effect, oldest first."""
        wanted = "SELECT entry FROM registry_proposed WHERE espace = ? ORDER BY id"
        return self._sql.column(wanted, self._ctx.espace(espace))

    def withdraw(self, espace: bytes, entry: bytes) -> None:
        """Forget a proposed entry."""
        self._sql.run("DELETE FROM registry_proposed WHERE espace = ? AND entry = ?", self._ctx.espace(espace), entry)
