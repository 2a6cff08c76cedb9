"""The registry of an espace, folded and verified from a pinned founder: who is a member, since when, with which rights.

Pure. `append` either takes an entry whole or raises RegistryRefusedError and changes nothing. Rules of each act are
in `acts`. Entry numbers start at 0 (the genesis); "at n" means once entry n has been applied.
"""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import replace
from typing import TypeVar

from mvl_desktop.protocol import acts
from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import ZERO, device_id, founder_fingerprint, registry_id
from mvl_desktop.protocol.members import Device as Device
from mvl_desktop.protocol.members import ErasedPlace as ErasedPlace
from mvl_desktop.protocol.members import RegistryRefusedError as RegistryRefusedError
from mvl_desktop.protocol.members import read_cert as read_cert
from mvl_desktop.protocol.objects import (
    REGISTRY_LIMIT,
    SUITE,
    VERSION,
    Act,
    AnyAct,
    DeviceCert,
    Genesis,
    Policy,
    RegistryEntry,
    Signature,
    read_act,
)
from mvl_desktop.protocol.roles import KEYLESS, SEALERS

Verify = Callable[[bytes, str, bytes, bytes], bool]
"""(public key, tag, message, signature) → whether it is a good signature."""

Sign = Callable[[str, bytes], bytes]
"""(tag, message) → signature, by one device's `sig` key."""

A = TypeVar("A", bound=Act)
ENTRY_LIMIT = REGISTRY_LIMIT + 1024


class Registry:
    """The fold of a registry. Mutable by `append` only; `snapshot` gives an independent copy."""

    def __init__(self, founder: bytes) -> None:
        self.founder = founder
        self.espace = b""
        self.n = -1
        self.head = ZERO
        self.devices: dict[bytes, Device] = {}
        self.epoch = 0
        self.rotation_due = True
        self.kcommits: dict[int, bytes] = {}
        self.grants: dict[tuple[int, bytes], bytes] = {}
        self.escrows: dict[int, tuple[bytes, ...]] = {}
        self.custodians: tuple[bytes, ...] = ()
        self.auditors: tuple[bytes, ...] = ()
        self.service_key: bytes | None = None
        self.suite_min = SUITE
        self.policy = Policy(two_signatures=[], write_v=VERSION, quotas={}, retention={})
        self.holds: set[bytes] = set()
        self.reinstated: set[bytes] = set()
        self.erased_records: set[bytes] = set()
        self.erased_bodies: dict[tuple[bytes, int], ErasedPlace] = {}
        self.erased_hashes: set[bytes] = set()
        self.erased_blobs: set[bytes] = set()
        self.keys: set[bytes] = set()
        self._heads: list[bytes] = []
        self._past: list[tuple[int, bool, int]] = []

    @classmethod
    def start(cls, founder: bytes) -> "Registry":
        """Begin with nothing but the founder's fingerprint, as pinned in an invitation."""
        return cls(founder)

    def snapshot(self) -> "Registry":
        """Return a copy that later entries do not change."""
        twin = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, dict | set | list):
                setattr(twin, name, value.copy())
        return twin

    def append(self, data: bytes, verify: Verify, *, trusted: bool = False) -> AnyAct:
        """Verify one entry and apply it. `trusted`: it was verified and kept before, skip signatures."""
        entry, act = read_entry(data)
        self._check_place(act, entry)
        acts.check(self, act)
        signers = [signature.by for signature in entry.sigs]
        acts.check_signers(self, act, signers)
        if not trusted:
            acts.check_keys(act)
            self._check_signatures(entry, act, verify)
        self.n, self.head = act.n, registry_id(entry.e)
        acts.apply(self, act)
        self._heads.append(self.head)
        self._past.append((self.epoch, self.rotation_due, self.suite_min))
        return act

    def head_at(self, n: int) -> bytes:
        """Return the id of entry n."""
        return self._heads[n]

    def epoch_at(self, n: int) -> int:
        """Return the epoch in force once entry n had been applied (0: none yet)."""
        return self._past[n][0]

    def due_at(self, n: int) -> bool:
        """Whether entry n lies between a revocation and the epoch that answers it: nobody seals there."""
        return self._past[n][1]

    def suite_min_at(self, n: int) -> int:
        """Return the lowest suite allowed once entry n had been applied."""
        return self._past[n][2]

    def active(self) -> tuple[bytes, ...]:
        """Return the members, in byte order, those who hold no key among them."""
        return self.active_at(self.n)

    def active_at(self, n: int) -> tuple[bytes, ...]:
        """Return who was a member once entry n had been applied, in byte order."""
        return tuple(sorted(device.id for device in self.devices.values() if device.is_active_at(n)))

    def holders(self) -> tuple[bytes, ...]:
        """Return the members who hold the key, in byte order: exactly those whom a new epoch must name."""
        return self.holders_at(self.n)

    def holders_at(self, n: int) -> tuple[bytes, ...]:
        """Return who had to hold the key once entry n had been applied, in byte order."""
        return tuple(device for device in self.active_at(n) if self.role_at(device, n) not in KEYLESS)

    def is_holder(self, device: bytes) -> bool:
        """Whether a device is a member now, with a role that holds the key."""
        known = self.devices.get(device)
        return known is not None and known.closed_at is None and known.holds_key

    def is_active(self, device: bytes) -> bool:
        """Whether a device is a member now."""
        known = self.devices.get(device)
        return known is not None and known.closed_at is None

    def role_at(self, device: bytes, n: int) -> str | None:
        """Return a device's role once entry n had been applied, None when it was no member."""
        known = self.devices.get(device)
        return None if known is None else known.role_at(n)

    def role(self, device: bytes) -> str | None:
        """Return a device's role now, None when it is no member."""
        return self.role_at(device, self.n)

    def last_sealing_point(self, device: bytes) -> int | None:
        """Return the highest entry at which a device may seal: for a revoked one, the last before its end."""
        return next(
            (n for n in range(self.n, -1, -1) if self.role_at(device, n) in SEALERS and not self.due_at(n)), None
        )

    def draft(self, type_: type[A], ts: int, **fields: object) -> A:
        """Make the next act: the common fields are those of this registry's head."""
        return type_(VERSION, SUITE, self.espace, self.n + 1, self.head, ts, **fields)

    def change_device(self, device: bytes, **changes: object) -> None:
        """Replace what is known of a device (used by the acts)."""
        self.devices[device] = replace(self.devices[device], **changes)  # type: ignore[arg-type]

    def _check_place(self, act: AnyAct, entry: RegistryEntry) -> None:
        if act.v != VERSION or act.suite > SUITE:
            raise RegistryRefusedError("version")
        if act.suite < self.suite_min:
            raise RegistryRefusedError("suite_lower")
        if act.n != self.n + 1 or act.prev != self.head or isinstance(act, Genesis) != (act.n == 0):
            raise RegistryRefusedError("chain")
        if act.n == 0 and founder_fingerprint(entry.e) != self.founder:
            raise RegistryRefusedError("founder")
        if act.n > 0 and act.espace != self.espace:
            raise RegistryRefusedError("espace")

    def _check_signatures(self, entry: RegistryEntry, act: AnyAct, verify: Verify) -> None:
        for signature in entry.sigs:
            cert = read_cert(act.cert) if isinstance(act, Genesis) else self.devices[signature.by].cert
            if not verify(cert.sig, "registry", entry.e, signature.sig):
                raise RegistryRefusedError("signature")


def read_entry(data: bytes) -> tuple[RegistryEntry, AnyAct]:
    """Decode a registry entry and the act it carries; nothing is verified yet."""
    try:
        entry = decode(data, RegistryEntry, ENTRY_LIMIT)
        return entry, read_act(entry.e)
    except ProtocolError as error:
        raise RegistryRefusedError("malformed") from error


def build_entry(act: AnyAct, signers: Iterable[tuple[bytes, Sign]]) -> bytes:
    """Sign an act by one or more devices and write the entry."""
    e = encode(act)
    return encode(RegistryEntry(e, [Signature(by, sign("registry", e)) for by, sign in signers]))


def add_signature(data: bytes, by: bytes, sign: Sign) -> bytes:
    """Return an entry with one more signature: what a second signer hands back."""
    entry, _ = read_entry(data)
    return encode(RegistryEntry(entry.e, [*entry.sigs, Signature(by, sign("registry", entry.e))]))


def build_genesis(espace: bytes, cert: DeviceCert, policy: Policy, ts: int, sign: Sign) -> tuple[bytes, bytes]:
    """Found an espace: return its first entry and the founder's fingerprint that invitations pin."""
    cert_bytes = encode(cert)
    act = Genesis(VERSION, SUITE, espace, 0, ZERO, ts, cert_bytes, policy)
    return build_entry(act, [(device_id(cert_bytes), sign)]), founder_fingerprint(encode(act))


def fold(founder: bytes, entries: Iterable[bytes], verify: Verify, *, trusted: bool = False) -> Registry:
    """Fold a whole registry."""
    registry = Registry.start(founder)
    for entry in entries:
        registry.append(entry, verify, trusted=trusted)
    return registry


def quarantined(registry: Registry, device: bytes, seq: int, regn: int, commit: bytes) -> bool:
    """Whether a commit lies beyond its device's cut and was not reinstated: a pure function of (registry, commit)."""
    known = registry.devices.get(device)
    return known is not None and known.is_beyond(seq, regn) and commit not in registry.reinstated


def erased(registry: Registry, rec: bytes, bhash: bytes) -> bool:
    """Whether an erase order covers this entry."""
    return rec in registry.erased_records or bhash in registry.erased_hashes
