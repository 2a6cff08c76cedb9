"""Keyslots: a record key under an epoch key. Every clear field is associated data; the key must match its kc."""

from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mvl_desktop.crypto import commitments
from mvl_desktop.crypto.primitives import kept_aead, same, seal, unseal
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.hashes import be16, be64, digest
from mvl_desktop.protocol.objects import SUITE, VERSION, KeySlot


def context_hash(slot: KeySlot) -> bytes:
    """Return the associated data: H("keyslot", v, suite, espace, rec, be64(ge), be64(epoch), kc)."""
    return digest(
        "keyslot",
        be16(slot.v),
        be16(slot.suite),
        slot.espace,
        slot.rec,
        be64(slot.ge),
        be64(slot.epoch),
        slot.kc,
    )


def seal_slot(epoch_key: bytes, espace: bytes, rec: bytes, ge: int, epoch: int, record_key: bytes) -> KeySlot:
    """Wrap a record key; CryptoError when its generation is younger than the epoch."""
    if ge > epoch:
        raise CryptoError
    kc = commitments.of_record(record_key, rec, ge)
    bare = KeySlot(VERSION, SUITE, espace, rec, ge, epoch, kc, b"")
    sealed = seal(kept_aead(epoch_key), record_key, context_hash(bare))
    return KeySlot(VERSION, SUITE, espace, rec, ge, epoch, kc, sealed)


def open_slot(epoch_key: AESGCM, slot: KeySlot) -> bytes:
    """Open a slot of a known version and suite and check the key against its commitment; CryptoError."""
    if slot.v != VERSION or slot.suite != SUITE or slot.ge > slot.epoch:
        raise CryptoError
    key = unseal(epoch_key, slot.ct, context_hash(slot))
    if not same(commitments.of_record(key, slot.rec, slot.ge), slot.kc):
        raise CryptoError
    return key


def open_slots(epoch_key: bytes, slots: Sequence[KeySlot]) -> list[bytes | None]:
    """Open many slots under one key object; None where one does not open."""
    key = kept_aead(epoch_key)
    return [_open_or_none(key, slot) for slot in slots]


def _open_or_none(key: AESGCM, slot: KeySlot) -> bytes | None:
    """Open a slot, or say that it does not open."""
    try:
        return open_slot(key, slot)
    except CryptoError:
        return None
