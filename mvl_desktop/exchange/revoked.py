"""When this post loses its keys: believe the registry, not the service; seal what was typed; then forget them.

What is left to do is to hand over: a lot for the stewards, which carries the record keys of what was never sent,
wrapped under a key drawn from the lot's own (rule 7). They are the only ones who can open that lot.
"""

from collections.abc import Sequence
from contextlib import suppress

from mvl_desktop.exchange.orders import forget_epoch
from mvl_desktop.exchange.plan import Incoming
from mvl_desktop.exchange.receiving import apply, examine
from mvl_desktop.exchange.sealing import seal_parting
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import ZERO
from mvl_desktop.protocol.objects import KeySlot
from mvl_desktop.protocol.registry import RegistryRefusedError, read_entry

HANDED_OVER = 2**53 - 1
"""The epoch that no registry reaches: a keyslot that says it is wrapped under the key of the lot that carries it."""


def leave(ports: Ports, espace: bytes, entries: Sequence[bytes]) -> str:
    """Verify the entries that close this post's chain, then wipe its epoch keys. Returns the code to show.

    Entries that do not show the end of this post leave everything as it was: `service_menteur`.
    """
    with ports.store.work() as uow:
        apply(uow, ports, examine(uow, ports, Incoming(espace, registry=entries)))
        if uow.espaces.registry(espace).is_active(uow.identity.device().id):
            uow.commit()
            return "service_menteur"
        wipe(uow, ports, espace)
        uow.commit()
    ports.store.checkpoint()
    return "poste_revoque"


def closing_entries(espace: bytes, entries: Sequence[bytes]) -> list[bytes]:
    """Return those of these entries that speak of one espace; what is no entry speaks of none."""
    found = []
    for data in entries:
        with suppress(RegistryRefusedError):
            if read_entry(data)[1].espace == espace:
                found.append(data)
    return found


def wipe(uow: UnitOfWork, ports: Ports, espace: bytes) -> bool:
    """Where this post holds keys that the registry no longer gives it, seal what was typed, then forget them all.

    A closed post keeps what lies there for its hand-over, and opens nothing else. One whose role holds no key any more
    stays a member: it forgets the content too, and signs that its keys are gone.
    One transaction: a kill leaves either everything as it was, or nothing to do. Returns whether there was something.
    """
    me = uow.identity.device().id
    registry = uow.espaces.registry(espace)
    held = uow.keys.epochs(espace)
    if me not in registry.devices or registry.is_holder(me) or not held:
        return False
    seal_parting(uow, ports, espace)
    for epoch in held:
        forget_epoch(uow, ports, espace, epoch)
    if registry.is_active(me):
        uow.blobs.forget(uow.log.forget_content(espace))
        for what in ("feed", "slots"):
            uow.exchange.move(espace, what, 0)
        uow.exchange.set_root(espace, 0, ZERO)
        uow.exchange.alarm("acces_retire", espace, me)
    else:
        uow.exchange.alarm("poste_revoque", espace, me)
    return True


def hand_over(uow: UnitOfWork, ports: Ports, espace: bytes, lot_key: bytes, kcs: Sequence[bytes]) -> list[bytes]:
    """Wrap the record keys of these commitments for whoever opens the lot."""
    key = _handing_key(ports, lot_key)
    held = uow.keys.record_keys(espace, kcs)
    named = {
        entry.kc: (entry.rec, entry.ge)
        for commit in uow.log.lacking(espace, 1 << 40)
        for entry in commit.header.entries
        if entry.kc in held
    }
    return [
        encode(ports.crypto.seal_slot(key, espace, rec, ge, HANDED_OVER, held[kc]))
        for kc, (rec, ge) in sorted(named.items())
    ]


def take_over(uow: UnitOfWork, ports: Ports, lot_key: bytes, slot: KeySlot) -> bytes | None:
    """Return a handed-over key as an ordinary keyslot of the present epoch; None when this post cannot make one."""
    registry = uow.espaces.registry(slot.espace)
    epoch_key = uow.keys.epoch_key(slot.espace, registry.epoch)
    if epoch_key is None or slot.ge > registry.epoch or slot.rec in registry.erased_records:
        return None
    try:
        record_key = ports.crypto.open_slot(_handing_key(ports, lot_key), slot)
    except CryptoError:
        return None
    return encode(ports.crypto.seal_slot(epoch_key, slot.espace, slot.rec, slot.ge, registry.epoch, record_key))


def _handing_key(ports: Ports, lot_key: bytes) -> bytes:
    return ports.crypto.mac(lot_key, b"mvl1/hand-over")
