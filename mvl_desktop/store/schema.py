"""The tables that last: log, keys, exchange, and what is only local. Projections are elsewhere, and disposable.

A store remembers its schema's version. `MIGRATIONS[v]` brings a store of version v to v + 1; what is written here is
the present state, for new stores. The two are proven equal by a test.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mvl_desktop.store.errors import MagasinEtrangerError, VersionTropRecenteError

VERSION: Final = 4

_SCRIPT = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE local_setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE local_preference(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Who and where: small numbers stand for 16 random bytes in every other table.
CREATE TABLE device(id INTEGER PRIMARY KEY, device BLOB NOT NULL UNIQUE, ours INTEGER NOT NULL DEFAULT 0);
CREATE TABLE identity(id INTEGER PRIMARY KEY, device INTEGER NOT NULL REFERENCES device, cert BLOB NOT NULL, sig BLOB
  NOT NULL, auth BLOB NOT NULL, kem BLOB NOT NULL);
CREATE TABLE espace(id INTEGER PRIMARY KEY, espace BLOB NOT NULL UNIQUE, name TEXT NOT NULL, founder BLOB NOT NULL,
  compartment_of BLOB, service TEXT);
CREATE TABLE registry_entry(espace INTEGER NOT NULL REFERENCES espace, n INTEGER NOT NULL, entry BLOB NOT NULL,
  PRIMARY KEY(espace, n));
CREATE TABLE registry_proposed(id INTEGER PRIMARY KEY, espace INTEGER NOT NULL REFERENCES espace, entry BLOB NOT
  NULL);

-- Records, and the keys that open them.
CREATE TABLE record(id INTEGER PRIMARY KEY, rec BLOB NOT NULL UNIQUE, espace INTEGER NOT NULL REFERENCES espace, kind
  TEXT, erased INTEGER NOT NULL DEFAULT 0, sending INTEGER NOT NULL DEFAULT 3, since_ms INTEGER NOT NULL DEFAULT 0);
CREATE INDEX record_unsent ON record(sending) WHERE sending < 3;
CREATE TABLE epoch(espace INTEGER NOT NULL REFERENCES espace, epoch INTEGER NOT NULL, key BLOB, dead INTEGER NOT NULL
  DEFAULT 0, PRIMARY KEY(espace, epoch)) WITHOUT ROWID;
CREATE TABLE epoch_grant(id INTEGER PRIMARY KEY, espace INTEGER NOT NULL REFERENCES espace, epoch INTEGER NOT NULL,
  device BLOB NOT NULL, ct BLOB NOT NULL);
CREATE INDEX epoch_grant_place ON epoch_grant(espace, epoch, device);
CREATE TABLE record_key(id INTEGER PRIMARY KEY, record INTEGER NOT NULL REFERENCES record, ge INTEGER NOT NULL, kc
  BLOB NOT NULL UNIQUE, key BLOB);
CREATE INDEX record_key_record ON record_key(record, ge);
CREATE INDEX record_key_lacking ON record_key(id) WHERE key IS NULL;
CREATE TABLE slot(id INTEGER PRIMARY KEY, record_key INTEGER NOT NULL REFERENCES record_key, epoch INTEGER NOT NULL,
  to_push INTEGER NOT NULL DEFAULT 0, slot BLOB NOT NULL);
CREATE INDEX slot_place ON slot(record_key, epoch);
CREATE INDEX slot_to_push ON slot(id) WHERE to_push;

-- The log. A body's id is its commit's * 512 + its index there.
CREATE TABLE sealed_commit(id INTEGER PRIMARY KEY, espace INTEGER NOT NULL REFERENCES espace, device INTEGER NOT NULL
  REFERENCES device, seq INTEGER NOT NULL, hash BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL, regn INTEGER NOT NULL,
  last_n INTEGER NOT NULL, quarantined INTEGER NOT NULL, at_service INTEGER NOT NULL DEFAULT 0, delivery INTEGER NOT
  NULL DEFAULT 0, UNIQUE(espace, device, seq));
CREATE INDEX sealed_commit_lacking ON sealed_commit(espace, device, seq) WHERE NOT at_service;
CREATE INDEX sealed_commit_quarantined ON sealed_commit(espace, device, seq) WHERE quarantined;
CREATE TABLE body(id INTEGER PRIMARY KEY, record INTEGER NOT NULL REFERENCES record, n INTEGER NOT NULL, record_key
  INTEGER, state INTEGER NOT NULL, sealed BLOB, awaited BLOB);
CREATE INDEX body_record ON body(record);
CREATE INDEX body_awaited ON body(awaited) WHERE awaited IS NOT NULL;
CREATE TABLE local_revision(id INTEGER PRIMARY KEY, espace INTEGER NOT NULL REFERENCES espace, record INTEGER NOT NULL
  REFERENCES record, n INTEGER NOT NULL, clear BLOB NOT NULL, UNIQUE(espace, n));
CREATE INDEX local_revision_record ON local_revision(record);
CREATE TABLE counter(espace INTEGER PRIMARY KEY REFERENCES espace, n INTEGER NOT NULL);
CREATE TABLE erased_body(record INTEGER NOT NULL REFERENCES record, device BLOB NOT NULL, n INTEGER NOT NULL, bhash
  BLOB NOT NULL, parents BLOB NOT NULL, PRIMARY KEY(record, device, n)) WITHOUT ROWID;
CREATE TABLE held_commit(id INTEGER PRIMARY KEY, espace INTEGER NOT NULL REFERENCES espace, device BLOB NOT NULL, seq
  INTEGER NOT NULL, hash BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL);
CREATE TABLE held_body(held INTEGER NOT NULL REFERENCES held_commit ON DELETE CASCADE, bhash BLOB NOT NULL, rec BLOB
  NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(held, bhash));
CREATE INDEX held_body_rec ON held_body(rec);

-- What is being typed, and what is attached.
CREATE TABLE local_draft(id BLOB PRIMARY KEY, espace BLOB NOT NULL, rec BLOB, kind TEXT NOT NULL, parents BLOB NOT
  NULL, seen BLOB NOT NULL, form TEXT NOT NULL, updated_ms INTEGER NOT NULL);
CREATE INDEX local_draft_rec ON local_draft(rec);
CREATE TABLE blob(id INTEGER PRIMARY KEY, blob BLOB NOT NULL UNIQUE, record INTEGER NOT NULL REFERENCES record, ref
  BLOB NOT NULL, complete INTEGER NOT NULL DEFAULT 0);
CREATE INDEX blob_record ON blob(record);
CREATE TABLE blob_part(blob INTEGER NOT NULL REFERENCES blob ON DELETE CASCADE, part INTEGER NOT NULL, sealed BLOB NOT
  NULL, PRIMARY KEY(blob, part));

-- Where the exchanges stand.
CREATE TABLE position(espace INTEGER NOT NULL REFERENCES espace, what TEXT NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY(espace, what)) WITHOUT ROWID;
CREATE TABLE service_word(espace INTEGER PRIMARY KEY REFERENCES espace, checkpoint BLOB, n INTEGER NOT NULL DEFAULT 0,
  root BLOB);
CREATE TABLE numbered(espace INTEGER NOT NULL, n INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY(espace, n)) WITHOUT
  ROWID;
CREATE TABLE lot(id INTEGER PRIMARY KEY, lid BLOB NOT NULL UNIQUE, signer BLOB NOT NULL, seq INTEGER NOT NULL, prev
  BLOB NOT NULL, at_ms INTEGER NOT NULL, recipient TEXT NOT NULL);
CREATE INDEX lot_signer ON lot(signer, seq);
CREATE TABLE delivery(sealed_commit INTEGER NOT NULL REFERENCES sealed_commit, lot INTEGER NOT NULL REFERENCES lot,
  PRIMARY KEY(sealed_commit, lot)) WITHOUT ROWID;
CREATE TABLE receipt(id INTEGER PRIMARY KEY, receipt BLOB NOT NULL, at_ms INTEGER NOT NULL);
CREATE TABLE attestation(sealed_commit INTEGER NOT NULL REFERENCES sealed_commit, signer BLOB NOT NULL, lid BLOB,
  receipt INTEGER REFERENCES receipt, at_ms INTEGER NOT NULL, PRIMARY KEY(sealed_commit, signer)) WITHOUT ROWID;
CREATE TABLE seen_said(espace INTEGER NOT NULL REFERENCES espace, device BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY
  KEY(espace, device)) WITHOUT ROWID;
CREATE TABLE claim(espace INTEGER NOT NULL REFERENCES espace, signer BLOB NOT NULL, device BLOB NOT NULL, seq INTEGER
  NOT NULL, PRIMARY KEY(espace, signer, device)) WITHOUT ROWID;
CREATE TABLE alarm(id INTEGER PRIMARY KEY, code TEXT NOT NULL, espace BLOB NOT NULL, device BLOB, count INTEGER NOT
  NULL, at_ms INTEGER NOT NULL, acknowledged INTEGER NOT NULL DEFAULT 0);
CREATE TABLE ack(espace INTEGER NOT NULL REFERENCES espace, hash BLOB NOT NULL, ack BLOB NOT NULL, PRIMARY KEY(espace,
  hash));
CREATE TABLE invitation(iid BLOB PRIMARY KEY, invitation BLOB NOT NULL, used INTEGER NOT NULL DEFAULT 0);

-- The journal of access. A day whose key is gone is gone.
CREATE TABLE journal_day(espace BLOB NOT NULL, day INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY(espace, day))
  WITHOUT ROWID;
CREATE TABLE journal_head(espace BLOB NOT NULL, device BLOB NOT NULL, n INTEGER NOT NULL, line BLOB NOT NULL, erased_n
  INTEGER NOT NULL DEFAULT 0, erased_line BLOB, PRIMARY KEY(espace, device)) WITHOUT ROWID;
CREATE TABLE journal_line(espace BLOB NOT NULL, device BLOB NOT NULL, n INTEGER NOT NULL, day INTEGER NOT NULL, sealed
  BLOB NOT NULL, PRIMARY KEY(espace, device, n)) WITHOUT ROWID;
CREATE TABLE journal_segment(id BLOB PRIMARY KEY, espace BLOB NOT NULL, device BLOB NOT NULL, day INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, prev BLOB NOT NULL, payload BLOB, to_push INTEGER NOT NULL, lots
  INTEGER NOT NULL DEFAULT 0);
CREATE INDEX journal_segment_place ON journal_segment(espace, device, first);
CREATE INDEX journal_segment_to_push ON journal_segment(espace) WHERE to_push;
"""

TABLES: Final = tuple(part.strip() for part in _SCRIPT.split(";") if part.strip())

_NUMBERED: Final = next(statement for statement in TABLES if statement.startswith("CREATE TABLE numbered("))
_JOURNAL: Final = tuple(statement for statement in TABLES if " journal_" in statement.partition("(")[0])
MIGRATIONS: Final[Mapping[int, Sequence[str]]] = {
    1: ("CREATE TABLE local_preference(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",),
    2: (_NUMBERED,),
    3: _JOURNAL,
}

_SET = "INSERT INTO meta(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value"
_VERSION = "SELECT value FROM meta WHERE name = 'schema'"


def create(connection: Any, store: bytes) -> None:
    """Make every table of a new store, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES:
        connection.execute(statement)
    connection.execute(_SET, ("store", store))
    connection.execute(_SET, ("schema", VERSION))
    connection.execute("COMMIT")


def version(connection: Any) -> int:
    """Return the version of an opened store."""
    row = connection.execute(_VERSION).fetchone()
    if row is None or not isinstance(row[0], int):
        raise MagasinEtrangerError
    return row[0]


def check(connection: Any) -> None:
    """Refuse a store that a newer program wrote."""
    if version(connection) > VERSION:
        raise VersionTropRecenteError


def migrate(connection: Any, migrations: Mapping[int, Sequence[str]] | None = None, target: int = VERSION) -> None:
    """Bring an older store to the present, one version a transaction: killed in between, it opens at either."""
    steps = MIGRATIONS if migrations is None else migrations
    for start in range(version(connection), target):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in steps[start]:
                connection.execute(statement)
            connection.execute(_SET, ("schema", start + 1))
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
