"""All the cryptography of the service: it verifies Ed25519 signatures and signs what it attests. No other key."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, select

from mvl_central import schema
from mvl_central.database import Database
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import signing_input
from mvl_desktop.protocol.objects import Signed


def verify(public: bytes, tag: str, message: bytes, signature: bytes) -> bool:
    """Say whether a signature of the protocol holds."""
    return verify_plain(public, signing_input(tag, message), signature)


def verify_plain(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature holds over plain bytes (an HTTP signature base)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class ServiceKey:
    """The key with which the service signs checkpoints and receipts, shared by all instances over one database."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, tag: str, message: bytes) -> bytes:
        """Return a signed object, as it travels."""
        return encode(Signed(message, None, self._key.sign(signing_input(tag, message))))


def load_key(database: Database) -> ServiceKey:
    """Return the service's key, made the first time that a database is used."""
    return database.write(lambda connection: key_within(database, connection))


def key_within(database: Database, connection: Connection) -> ServiceKey:
    """Return the service's key within a transaction of the caller."""
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    row = {"espace": schema.NOBODY, "name": b"key", "value": seed}
    database.insert_new(connection, schema.settings, [row])
    kept = connection.execute(
        select(schema.settings.c.value).where(
            schema.settings.c.espace == schema.NOBODY, schema.settings.c.name == b"key"
        )
    )
    return ServiceKey(bytes(kept.scalar_one()))
