"""What the sub-ports of one unit of work share: its connection, small numbers for long identifiers, the projections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mvl_desktop.ports.crypto import Crypto
from mvl_desktop.ports.system import Clock
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.store.projection import Projection
from mvl_desktop.store.sql import Sql

SENDING = ("brouillon", "a_envoyer", "remis", "atteste")
A_ENVOYER, REMIS, ATTESTE = 1, 2, 3
BODY_BITS = 9
"""A body's id is its commit's, shifted by as many bits, plus its index: 512 bodies at most in a commit."""

STATES = ("present", "absent", "erased", "no_key", "set_aside", "unreadable")
PRESENT, ABSENT, ERASED, NO_KEY, SET_ASIDE, UNREADABLE = range(6)


class UnknownEspaceError(LookupError):
    """The caller speaks of an espace that was never added: a mistake of the program."""


@dataclass(slots=True)
class Shared:
    """What lasts as long as the store is open."""

    crypto: Crypto
    clock: Clock
    projections: Mapping[str, Projection]
    registries: dict[bytes, Registry] = field(default_factory=dict)


class Context:
    """One transaction. Its caches end with it, so that what is undone is forgotten too."""

    def __init__(self, sql: Sql, shared: Shared) -> None:
        """Begin with empty caches."""
        self.sql = sql
        self.shared = shared
        self.erasing = False
        self.appended: set[bytes] = set()
        self.unheard: set[int] = set()
        """Records given a number in this transaction, of which nothing else was kept, erased or projected yet."""

        self.keyed: set[bytes] = set()
        """Commitments of the record keys that were kept in this transaction."""

        self._espaces: dict[bytes, int] = {}
        self._devices: dict[bytes, int] = {}
        self._records: dict[bytes, int] = {}

    def find_espace(self, espace: bytes) -> int | None:
        """Return the number of an espace, None when this post does not know it."""
        found = self._espaces.get(espace)
        if found is None:
            found = self.sql.value("SELECT id FROM espace WHERE espace = ?", espace)
            if found is not None:
                self._espaces[espace] = found
        return found

    def espace(self, espace: bytes) -> int:
        """Return the number of an espace; UnknownEspaceError."""
        found = self.find_espace(espace)
        if found is None:
            raise UnknownEspaceError
        return found

    def device(self, device: bytes) -> int:
        """Return the number of a device, given on first sight."""
        found = self._devices.get(device)
        if found is None:
            self.sql.run("INSERT INTO device(device) VALUES(?) ON CONFLICT DO NOTHING", device)
            found = self._devices[device] = int(self.sql.value("SELECT id FROM device WHERE device = ?", device))
        return found

    def find_record(self, rec: bytes) -> int | None:
        """Return the number of a record, None when nothing was ever heard of it."""
        found: int | None = self.sql.value("SELECT id FROM record WHERE rec = ?", rec)
        return found

    def record(self, espace: bytes, rec: bytes) -> int:
        """Return the number of a record, given on first sight."""
        return self.records(espace, [rec])[rec]

    def records(self, espace: bytes, recs: Iterable[bytes]) -> dict[bytes, int]:
        """Return the numbers of records, given on first sight."""
        wanted = dict.fromkeys(recs)
        known = self._records
        missing = [rec for rec in wanted if rec not in known]
        known.update(self.sql.within("SELECT rec, id FROM record WHERE rec IN (?*)", missing))
        new = [rec for rec in missing if rec not in known]
        if new:
            number = self.espace(espace)
            start = int(self.sql.value("SELECT coalesce(max(id), 0) + 1 FROM record"))
            self.sql.bulk(
                "INSERT INTO record(id, rec, espace) VALUES(?, ?, ?)",
                [(start + i, rec, number) for i, rec in enumerate(new)],
            )
            known.update((rec, start + i) for i, rec in enumerate(new))
            self.unheard.update(range(start, start + len(new)))
        return {rec: known[rec] for rec in wanted}

    def now(self) -> int:
        """Return the technical time."""
        return self.shared.clock.ms()
