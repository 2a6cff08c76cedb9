"""Keyslots: a record key under an epoch key. Every clear field is associated data; the key must match its kc."""

from collections.abc import Sequence
from hashlib import sha256
from struct import Struct

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mvl_desktop.crypto import commitments
from mvl_desktop.crypto.primitives import kept_aead, same, seal, unseal
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.objects import SUITE, VERSION, KeySlot

_LABEL = b"mvl1/keyslot\0"
_PARTS = Struct(">QHQHQ16sQ16sQQQQQ32s")
"""Each part behind its length, as `digest` writes them: in one call, because every record needs it."""


def context_hash(v: int, suite: int, espace: bytes, rec: bytes, ge: int, epoch: int, kc: bytes) -> bytes:
    """Return the associated data: H("keyslot", be16(v), be16(suite), espace, rec, be64(ge), be64(epoch), kc)."""
    if not len(espace) == len(rec) == 16 or len(kc) != 32:
        raise CryptoError
    return sha256(_LABEL + _PARTS.pack(2, v, 2, suite, 16, espace, 16, rec, 8, ge, 8, epoch, 32, kc)).digest()


def seal_slot(epoch_key: bytes, espace: bytes, rec: bytes, ge: int, epoch: int, record_key: bytes) -> KeySlot:
    """Wrap a record key; CryptoError when its generation is younger than the epoch."""
    if ge > epoch:
        raise CryptoError
    kc = commitments.of_record(record_key, rec, ge)
    context = context_hash(VERSION, SUITE, espace, rec, ge, epoch, kc)
    return KeySlot(VERSION, SUITE, espace, rec, ge, epoch, kc, seal(kept_aead(epoch_key), record_key, context))


def open_slot(epoch_key: AESGCM, slot: KeySlot) -> bytes:
    """Open a slot of a known version and suite and check the key against its commitment; CryptoError."""
    if slot.v != VERSION or slot.suite != SUITE or slot.ge > slot.epoch:
        raise CryptoError
    context = context_hash(slot.v, slot.suite, slot.espace, slot.rec, slot.ge, slot.epoch, slot.kc)
    key = unseal(epoch_key, slot.ct, context)
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
