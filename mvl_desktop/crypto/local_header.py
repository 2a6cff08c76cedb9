"""The header of the local store: several ways (slots) to the one key that opens it.

File = LocalHeader ‖ SHA-256 of it. A digest that does not match is damage; a good one that no slot opens is a wrong
passphrase; a MAC that does not match, once open, is tampering. Changing a slot rewrites the header only.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from mvl_desktop.crypto import hpke, passphrase, recovery
from mvl_desktop.crypto.passphrase import Costs
from mvl_desktop.crypto.primitives import KEY, aead, derive, expand, info, mac, random, same, seal, unseal
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import be16, digest
from mvl_desktop.protocol.objects import SMALL_LIMIT, SUITE, VERSION, Kdf, LocalHeader, Slot

PASS, PASS_PEPPER, CODE, ESCROW = "pass", "pass-pepper", "code", "escrow"
DIGEST = 32
ID = 16


class HeaderDamagedError(CryptoError):
    """The header is not one that we wrote: truncated, changed, or asking for absurd work."""


class SlotRefusedError(CryptoError):
    """The header is sound and this secret opens none of its slots."""


class PepperMissingError(CryptoError):
    """The slot also needs the secret of the system keyring, which is not there any more."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A header whose MAC was checked, and the store's key."""

    header: LocalHeader
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Created:
    """A new header as bytes to write, the store's key, and the recovery code to print before anything else."""

    data: bytes = field(repr=False)
    opened: Opened
    code: str = field(repr=False)


def create(store: bytes, phrase: str, *, pepper: bytes | None, costs: Costs) -> Created:
    """Make the header of a new store: a passphrase slot, with the pepper when there is one, and a recovery code."""
    key, code = random(KEY), recovery.new_code()
    slots = [_pass_slot(store, phrase, pepper, costs, key), _code_slot(store, code, key)]
    opened = _opened(store, 1, slots, key)
    return Created(write(opened), opened, recovery.write_code(code))


def read(data: bytes) -> LocalHeader:
    """Check the digest and decode; HeaderDamagedError."""
    body, said = data[:-DIGEST], data[-DIGEST:]
    if not same(hashlib.sha256(body).digest(), said):
        raise HeaderDamagedError
    try:
        header = decode(body, LocalHeader, SMALL_LIMIT)
    except ProtocolError as error:
        raise HeaderDamagedError from error
    if header.v != VERSION or header.suite != SUITE:
        raise HeaderDamagedError
    return header


def write(opened: Opened) -> bytes:
    """Return the bytes of the file."""
    body = encode(opened.header)
    return body + hashlib.sha256(body).digest()


def needs_pepper(header: LocalHeader) -> bool:
    """Whether the passphrase alone is not enough."""
    return any(slot.type == PASS_PEPPER for slot in header.slots)


def open_with_passphrase(data: bytes, phrase: str, *, pepper: bytes | None) -> Opened:
    """Open by the passphrase; HeaderDamagedError, SlotRefusedError, PepperMissingError or KdfMemoryError."""
    header = read(data)
    slots = [slot for slot in header.slots if slot.type in (PASS, PASS_PEPPER)]
    if any(slot.kdf is None or not passphrase.acceptable(slot.kdf) for slot in slots):
        raise HeaderDamagedError
    if slots and pepper is None and all(slot.type == PASS_PEPPER for slot in slots):
        raise PepperMissingError
    for slot in slots:
        if slot.kdf is None or (slot.type == PASS_PEPPER and pepper is None):
            continue
        stretched = passphrase.stretch(phrase, slot.kdf)
        key = _try(header, slot, _pass_kek(header.store, slot.id, slot.type, stretched, pepper))
        if key is not None:
            return _checked(header, key)
    raise SlotRefusedError


def open_with_code(data: bytes, code: str) -> Opened:
    """Open by the recovery code; MistypedCodeError, HeaderDamagedError or SlotRefusedError."""
    header, secret = read(data), recovery.read_code(code)
    for slot in header.slots:
        if slot.type == CODE:
            key = _try(header, slot, _code_kek(header.store, slot.id, secret))
            if key is not None:
                return _checked(header, key)
    raise SlotRefusedError


def open_with_custodians(data: bytes, seeds: dict[int, bytes]) -> Opened:
    """Open by two of the three custodians' seeds, given by rank; HeaderDamagedError or SlotRefusedError."""
    header = read(data)
    for slot in header.slots:
        if slot.type == ESCROW:
            key = _try_escrow(header, slot, seeds)
            if key is not None:
                return _checked(header, key)
    raise SlotRefusedError


def change_passphrase(opened: Opened, phrase: str, *, pepper: bytes | None, costs: Costs) -> Opened:
    """Replace the passphrase slot; the others stay."""
    slot = _pass_slot(opened.header.store, phrase, pepper, costs, opened.key)
    return _replaced(opened, (PASS, PASS_PEPPER), slot)


def change_code(opened: Opened) -> tuple[Opened, str]:
    """Replace the recovery code; returns the new one to print."""
    code = recovery.new_code()
    slot = _code_slot(opened.header.store, code, opened.key)
    return _replaced(opened, (CODE,), slot), recovery.write_code(code)


def set_escrow(opened: Opened, custodians: Sequence[bytes]) -> Opened:
    """Let any two of three custodians (their X-Wing public keys) open this store."""
    slot_id = random(ID)
    sealed = hpke.escrow(opened.key, _escrow_subject(opened.header.store, slot_id), custodians)
    return _replaced(opened, (ESCROW,), Slot(slot_id, ESCROW, None, b"".join(sealed)))


def drop_escrow(opened: Opened) -> Opened:
    """Let no custodians open this store any more."""
    header = opened.header
    kept = [each for each in header.slots if each.type != ESCROW]
    return _opened(header.store, header.gen + 1, kept, opened.key)


def has_escrow(header: LocalHeader) -> bool:
    """Whether two custodians can open this store."""
    return any(slot.type == ESCROW for slot in header.slots)


def change_key(opened: Opened, phrase: str, *, pepper: bytes | None, costs: Costs) -> Created:
    """Give the store a new key (after a suspected leak): every slot is made anew, an escrow has to be set again."""
    created = create(opened.header.store, phrase, pepper=pepper, costs=costs)
    renewed = _opened(opened.header.store, opened.header.gen + 1, created.opened.header.slots, created.opened.key)
    return Created(write(renewed), renewed, created.code)


def derived_key(opened: Opened, use: str) -> bytes:
    """Return a key for another use of this store (`anchor` signs what the keyring holds)."""
    return expand(opened.key, info(f"store-{use}", opened.header.store))


def backup_key(opened: Opened, backup: bytes) -> bytes:
    """Return the key of one backup of this store: another for each, that whoever opens its header finds again."""
    return expand(opened.key, info("store-backup", opened.header.store, backup))


def header_mac(key: bytes, header: LocalHeader) -> bytes:
    """HMAC of the whole header, `mac` being zeros, under a key that only the opened store gives."""
    blank = msgspec.structs.replace(header, mac=bytes(DIGEST))
    return mac(expand(key, info("header-mac", header.store)), encode(blank))


def _opened(store: bytes, gen: int, slots: list[Slot], key: bytes) -> Opened:
    """Assemble a header and its MAC."""
    blank = LocalHeader(VERSION, SUITE, store, gen, slots, bytes(DIGEST))
    return Opened(msgspec.structs.replace(blank, mac=header_mac(key, blank)), key)


def _replaced(opened: Opened, types: tuple[str, ...], slot: Slot) -> Opened:
    """Return the next generation of the header, with one slot in place of those of its type."""
    header = opened.header
    kept = [each for each in header.slots if each.type not in types]
    return _opened(header.store, header.gen + 1, [slot, *kept], opened.key)


def _checked(header: LocalHeader, key: bytes) -> Opened:
    """Check the MAC with the key that a slot gave; HeaderDamagedError."""
    if not same(header_mac(key, header), header.mac):
        raise HeaderDamagedError
    return Opened(header, key)


def _context(store: bytes, slot_id: bytes, type_: str, kdf: Kdf | None) -> bytes:
    """Associated data of a slot: every clear field of it, and whose it is."""
    return digest("slot", be16(VERSION), be16(SUITE), store, slot_id, type_.encode(), encode(kdf))


def _try(header: LocalHeader, slot: Slot, kek: bytes) -> bytes | None:
    """Return the store's key if this key opens the slot."""
    try:
        key = unseal(aead(kek), slot.ct, _context(header.store, slot.id, slot.type, slot.kdf))
    except CryptoError:
        return None
    return key if len(key) == KEY else None


def _try_escrow(header: LocalHeader, slot: Slot, seeds: dict[int, bytes]) -> bytes | None:
    """Return the store's key if two custodians' seeds open the slot."""
    size = hpke.ESCROWED_KEY
    sealed = [slot.ct[at : at + size] for at in range(0, len(slot.ct), size)]
    try:
        return hpke.open_escrow(sealed, _escrow_subject(header.store, slot.id), seeds)
    except CryptoError:
        return None


def _pass_slot(store: bytes, phrase: str, pepper: bytes | None, costs: Costs, key: bytes) -> Slot:
    """Make a slot that a passphrase opens, with the keyring's pepper when there is one."""
    type_ = PASS if pepper is None else PASS_PEPPER
    slot_id, kdf = random(ID), Kdf(random(ID), costs.m, costs.t, costs.p)
    kek = _pass_kek(store, slot_id, type_, passphrase.stretch(phrase, kdf), pepper)
    return Slot(slot_id, type_, kdf, seal(aead(kek), key, _context(store, slot_id, type_, kdf)))


def _code_slot(store: bytes, code: bytes, key: bytes) -> Slot:
    """Make a slot that a recovery code opens."""
    slot_id = random(ID)
    kek = _code_kek(store, slot_id, code)
    return Slot(slot_id, CODE, None, seal(aead(kek), key, _context(store, slot_id, CODE, None)))


def _pass_kek(store: bytes, slot_id: bytes, type_: str, stretched: bytes, pepper: bytes | None) -> bytes:
    """HKDF of the stretched passphrase, salted with the pepper."""
    salt = b"" if pepper is None or type_ == PASS else pepper
    return derive(stretched, salt, info(f"slot-{type_}", store, slot_id))


def _code_kek(store: bytes, slot_id: bytes, code: bytes) -> bytes:
    """HKDF of the recovery code: 160 random bits need no stretching."""
    return derive(code, b"", info("slot-code", store, slot_id))


def _escrow_subject(store: bytes, slot_id: bytes) -> bytes:
    """Name what this escrow keeps."""
    return digest("store-escrow", be16(SUITE), store, slot_id)
