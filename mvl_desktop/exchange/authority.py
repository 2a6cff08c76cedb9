"""How this post signs registry acts: drafting, proposing, taking effect, signing anew after a lost race (rule 10).

An act of one's own has no effect until the espace's service has accepted it, or, where an espace has no service,
until its one named administrator signs or merges it. `enact` says which of the two happened.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from mvl_desktop.exchange.older import refuse_older
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.acts import check, signatures_needed
from mvl_desktop.protocol.escrows import HOLDERS
from mvl_desktop.protocol.hashes import digest, registry_id
from mvl_desktop.protocol.objects import Act, AnyAct, DeviceSucceed, EpochAct
from mvl_desktop.protocol.registry import Registry, RegistryRefusedError, add_signature, build_entry, read_entry
from mvl_desktop.protocol.roles import ADMIN, SIGNERS

IN_FORCE: Final = "in_force"
PROPOSED: Final = "proposed"
NEEDS_SECOND: Final = "needs_second"

_COMMON = frozenset(Act.__struct_fields__)


def named_administrator(registry: Registry) -> bytes | None:
    """Return the device whose word settles an espace that has no service: its oldest active administrator."""
    admins = [device for device in registry.devices.values() if device.closed_at is None and device.role == ADMIN]
    return min(admins, key=lambda device: (device.added_at, device.id)).id if admins else None


def provisional(uow: UnitOfWork, ports: Ports, espace: bytes) -> Registry:
    """Return the registry as it would be once one’s own proposals are accepted, up to the first that no longer fits."""
    registry = uow.espaces.registry(espace).snapshot()
    for entry in uow.espaces.proposed(espace):
        try:
            registry.append(entry, ports.crypto.verify)
        except RegistryRefusedError:
            break
    return registry


def enact(uow: UnitOfWork, ports: Ports, espace: bytes, type_: type[AnyAct], **fields: object) -> tuple[str, bytes]:
    """Sign an act on top of what is accepted and proposed; return how it stands and the entry.

    `needs_second`: the entry carries one signature of the two that it needs; nothing was kept.
    Raises RegistryRefusedError when the rules forbid it.
    """
    if type_ is not DeviceSucceed:
        refuse_older(uow)
    registry = provisional(uow, ports, espace)
    device = uow.identity.device()
    act = registry.draft(type_, ports.clock.ms() // 1000, **fields)
    entry = build_entry(act, [(device.id, lambda tag, message: ports.crypto.sign(device.sig, tag, message))])
    if signatures_needed(registry, act, [device.id]) > 1:
        return NEEDS_SECOND, entry
    return submit(uow, ports, espace, entry), entry


def enact_all(
    uow: UnitOfWork, ports: Ports, espace: bytes, type_: type[AnyAct], wanted: Sequence[Mapping[str, object]]
) -> tuple[str, list[bytes]]:
    """Sign several acts of one type, each on top of the one before; return how they stand and the entries.

    `needs_second`: each carries one signature of the two that it needs, and nothing was kept.
    Raises RegistryRefusedError when the rules forbid one of them.
    """
    registry = provisional(uow, ports, espace)
    device = uow.identity.device()

    def sign(tag: str, message: bytes) -> bytes:
        return ports.crypto.sign(device.sig, tag, message)

    if registry.role(device.id) not in SIGNERS[str(type_.__struct_config__.tag)]:
        raise RegistryRefusedError("role")
    entries: list[bytes] = []
    needed = 1
    for fields in wanted:
        act = registry.draft(type_, ports.clock.ms() // 1000, **fields)
        check(registry, act)
        needed = signatures_needed(registry, act, [device.id])
        entries.append(build_entry(act, [(device.id, sign)]))
        # The next stands on this one, which may still lack a signature: an entry's id is that of its act alone.
        registry.n, registry.head = act.n, registry_id(read_entry(entries[-1])[0].e)
    if needed > 1:
        return NEEDS_SECOND, entries
    return _submit_all(uow, ports, espace, entries), entries


def countersign(uow: UnitOfWork, ports: Ports, espace: bytes, entries: Sequence[bytes]) -> tuple[str, list[bytes]]:
    """Add this post's signature to entries that wait for it, and submit them. RegistryRefusedError when they no longer
    fit, or when this post may not sign them.
    """
    device = uow.identity.device()
    signed = [
        add_signature(entry, device.id, lambda tag, message: ports.crypto.sign(device.sig, tag, message))
        for entry in entries
    ]
    return _submit_all(uow, ports, espace, signed), signed


def _submit_all(uow: UnitOfWork, ports: Ports, espace: bytes, entries: Sequence[bytes]) -> str:
    refuse_older(uow)
    states = [submit(uow, ports, espace, entry) for entry in entries]
    return IN_FORCE if all(state == IN_FORCE for state in states) else PROPOSED


def submit(uow: UnitOfWork, ports: Ports, espace: bytes, entry: bytes) -> str:
    """Keep a complete entry: in force at once where this post's word settles it, else proposed."""
    accepted = uow.espaces.registry(espace)
    provisional(uow, ports, espace).append(entry, ports.crypto.verify)
    settles = accepted.service_key is None and named_administrator(accepted) == uow.identity.device().id
    if settles and not uow.espaces.proposed(espace):
        accepted.snapshot().append(entry, ports.crypto.verify)
        uow.espaces.append(espace, [entry])
        return IN_FORCE
    uow.espaces.propose(espace, entry)
    return PROPOSED


def rotate(uow: UnitOfWork, ports: Ports, espace: bytes) -> str:
    """Begin a new epoch: a new key for exactly the members whose role holds one; found again in one’s own grant.

    Where the espace has custodians, it is kept for each pair of them too.
    """
    registry = provisional(uow, ports, espace)
    epoch = registry.epoch + 1
    key = ports.crypto.random(32)
    members = list(registry.holders())
    grants = [
        ports.crypto.seal_grant(key, registry.devices[member].cert.kem, espace, epoch, member) for member in members
    ]
    escrow = ports.crypto.seal_escrow(key, espace, epoch, registry.custodians) if registry.custodians else []
    state, _ = enact(
        uow,
        ports,
        espace,
        EpochAct,
        epoch=epoch,
        members=members,
        kcommit=ports.crypto.epoch_commitment(key, espace, epoch),
        grants=[digest("grant", grant) for grant in grants],
        escrow=[digest("escrow", each) for each in escrow] or None,
    )
    uow.keys.add_grants(espace, [(epoch, member, grant) for member, grant in zip(members, grants, strict=True)])
    uow.keys.add_grants(espace, [(epoch, pair, each) for pair, each in zip(HOLDERS, escrow, strict=False)])
    if state == IN_FORCE:
        uow.keys.add_epoch_key(espace, epoch, key)
    return state


def sign_anew(uow: UnitOfWork, ports: Ports, espace: bytes) -> list[str]:
    """After other entries were accepted first, sign one's own proposals again on top of them.

    Returns the codes of the acts that have become pointless or forbidden, and were withdrawn.
    """
    waiting = uow.espaces.proposed(espace)
    if not waiting or read_entry(waiting[0])[1].prev == uow.espaces.registry(espace).head:
        return []
    for entry in waiting:
        uow.espaces.withdraw(espace, entry)
    dropped = []
    for entry in waiting:
        act = read_entry(entry)[1]
        try:
            if isinstance(act, EpochAct):
                rotate(uow, ports, espace)
                continue
            fields = {name: value for name, value in msgspec.structs.asdict(act).items() if name not in _COMMON}
            if enact(uow, ports, espace, type(act), **fields)[0] == NEEDS_SECOND:
                dropped.append(str(act.__struct_config__.tag))
        except RegistryRefusedError:
            dropped.append(str(act.__struct_config__.tag))
    return dropped
