"""The tables. Every primary and unique key starts with `espace`; nothing refers across two espaces.

No extension, trigger, sequence or foreign key: the schema runs on SQLite, PostgreSQL, and engines that speak like it.
What belongs to the service itself is filed under an espace of zeros.
"""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, Table, UniqueConstraint

VERSION = 2
NOBODY = bytes(16)


def _espace() -> Column[bytes]:
    return Column("espace", LargeBinary, primary_key=True)


def _key(name: str, type_: type = LargeBinary) -> Column[object]:
    return Column(name, type_, primary_key=True, autoincrement=False)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _bytes(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


metadata = MetaData()

settings = Table("setting", metadata, _espace(), _key("name"), _bytes("value"))

espaces = Table(
    "espace",
    metadata,
    _espace(),
    _bytes("founder"),
    _number("regn"),
    _number("k"),
    _bytes("root"),
    _number("s"),
    _number("a"),
    _number("bytes"),
    _number("restored"),
    _number("created_at"),
)

registry_entries = Table("registry_entry", metadata, _espace(), _key("n", BigInteger), _bytes("id"), _bytes("entry"))

grants = Table("grant_kept", metadata, _espace(), _key("epoch", BigInteger), _key("device"), _bytes("ct"))

chains = Table(
    "chain", metadata, _espace(), _key("device"), _number("seq"), _bytes("id"), _number("regn"), _number("n")
)

commits = Table(
    "commit_kept",
    metadata,
    _espace(),
    _key("k", BigInteger),
    _bytes("id"),
    _bytes("device"),
    _number("seq"),
    _number("first_n"),
    _number("last_n"),
    _number("what"),
    _number("objects"),
    _number("size"),
    _bytes("absent"),
    _bytes("data"),
    _bytes("bodies"),
    UniqueConstraint("espace", "id"),
    UniqueConstraint("espace", "device", "seq"),
)

numbered = Table(
    "numbered",
    metadata,
    _espace(),
    _key("k", BigInteger),
    _number("what"),
    _bytes("id"),
    _number("of_k"),
    _bytes("body", nullable=True),
)
Index("numbered_of", numbered.c.espace, numbered.c.of_k)

slots = Table(
    "slot",
    metadata,
    _espace(),
    _key("s", BigInteger),
    _bytes("kc"),
    _number("epoch"),
    _bytes("rec"),
    _number("ge"),
    _bytes("device"),
    _number("place"),
    _bytes("data"),
    UniqueConstraint("espace", "kc", "epoch", "device", "place"),
    sqlite_with_rowid=False,
)

blobs = Table("blob", metadata, _espace(), _key("id"), _number("size"), _number("complete"), _number("at"))

blob_parts = Table("blob_part", metadata, _espace(), _key("id"), _key("i", BigInteger), _bytes("data"))

acks = Table(
    "ack",
    metadata,
    _espace(),
    _key("a", BigInteger),
    _bytes("h"),
    _bytes("device"),
    _number("epoch"),
    _bytes("data"),
    UniqueConstraint("espace", "h"),
)

journal = Table(
    "journal",
    metadata,
    _espace(),
    _key("j", BigInteger),
    _bytes("h"),
    _bytes("device"),
    _number("day"),
    _bytes("data"),
    UniqueConstraint("espace", "h"),
)
Index("journal_day", journal.c.espace, journal.c.day)

journal_counts = Table("journal_count", metadata, _espace(), _number("j"))
"""How many segments each espace was given, those that are gone included: a number is given once."""

enrolments = Table(
    "enrolment", metadata, _espace(), _key("iid"), _bytes("request"), _bytes("answer", nullable=True), _number("at")
)

usage = Table("usage", metadata, _espace(), _key("device"), _key("day", BigInteger), _number("bytes"))

tokens = Table("token", metadata, _espace(), _key("h"), _number("at"), _bytes("used_by", nullable=True))

nonces = Table("nonce", metadata, _espace(), _key("device"), _key("nonce"), _number("expires"))

PARTITIONED = (
    espaces,
    registry_entries,
    grants,
    chains,
    commits,
    numbered,
    slots,
    blobs,
    blob_parts,
    acks,
    journal,
    journal_counts,
    enrolments,
    usage,
    nonces,
)
"""What a host may spread by espace; the rest is a handful of lines."""

DUMPED = (settings, tokens, *(table for table in PARTITIONED if table is not nonces))
"""What a backup holds; nonces live ten minutes."""
