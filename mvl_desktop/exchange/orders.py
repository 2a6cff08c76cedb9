"""What the registry orders this post to do with what it keeps: erase, wrap again, forget old epochs; and sign it.

Use cases that enact an order call `execute` in the same unit of work; arrivals call it before anything else.
"""

from collections.abc import Iterable

from mvl_desktop.exchange.remains import keep_erased_edits
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import registry_id
from mvl_desktop.protocol.objects import VERSION, EpochDestroyed, Erase, EraseAck, KeySlot, Signed
from mvl_desktop.protocol.registry import read_entry

REWRAP_BATCH = 5_000


def execute(uow: UnitOfWork, ports: Ports, espace: bytes, entries: Iterable[bytes]) -> int:
    """Carry out the erase orders among entries just accepted, and sign that it was done. Returns how many."""
    done = 0
    for data in entries:
        entry, act = read_entry(data)
        if isinstance(act, Erase):
            _erase(uow, ports, espace, act)
            _acknowledge_erasure(uow, ports, espace, registry_id(entry.e))
            done += 1
    return done


def rewrap(uow: UnitOfWork, ports: Ports, espace: bytes, limit: int = REWRAP_BATCH) -> int:
    """Wrap under the present epoch the record keys that a signed commit names and that have no slot under it (rule 2).

    The new slots are kept, and wait to be pushed. Returns how many: 0 before a second epoch, or without its key.
    """
    registry = uow.espaces.registry(espace)
    me = uow.identity.device().id
    key = uow.keys.epoch_key(espace, registry.epoch)
    if registry.epoch < 2 or key is None or registry.rotation_due or not registry.is_active(me):
        return 0
    made: list[tuple[KeySlot, bytes]] = []
    for rec, ge, kc, record_key in uow.keys.to_rewrap(espace, registry.epoch, limit):
        if rec in registry.erased_records:
            continue
        slot = ports.crypto.seal_slot(key, espace, rec, ge, registry.epoch, record_key)
        if ports.crypto.same(slot.kc, kc):
            made.append((slot, encode(slot)))
    if made:
        uow.keys.add_slots(espace, made, ours=True)
    return len(made)


def destroy_old_epochs(uow: UnitOfWork, ports: Ports, espace: bytes) -> int:
    """Forget the keys of past epochs once nobody can need them (security 5.3), and sign it. Returns how many.

    (a) Every device that holds keys has signed a commit that covers the present epoch; (b) every live key is wrapped
    under it.
    """
    registry = uow.espaces.registry(espace)
    old = [epoch for epoch in uow.keys.epochs(espace) if epoch < registry.epoch]
    if not old or registry.rotation_due or uow.keys.epoch_key(espace, registry.epoch) is None:
        return 0
    chains = uow.log.chains(espace)
    for device in registry.holders():
        chain = chains.get(device)
        if chain is None or registry.epoch_at(chain.regn) < registry.epoch:
            return 0
    if uow.keys.to_rewrap(espace, registry.epoch, 1) or uow.log.waiting_for_key(espace, 1):
        return 0
    for epoch in old:
        forget_epoch(uow, ports, espace, epoch)
    return len(old)


def forget_epoch(uow: UnitOfWork, ports: Ports, espace: bytes, epoch: int) -> None:
    """Forget the key of an epoch for ever, and sign that it is gone."""
    uow.keys.destroy_epoch(espace, epoch)
    me, now = uow.identity.device().id, ports.clock.ms() // 1000
    _keep_word(uow, ports, espace, encode(EpochDestroyed("epoch", VERSION, espace, me, epoch, now)))


def _erase(uow: UnitOfWork, ports: Ports, espace: bytes, act: Erase) -> None:
    blobs = list(act.blobs)
    if act.bodies is None:
        keep_erased_edits(uow, ports, espace, act.rec)
        blobs += uow.log.erase_record(espace, act.rec)
    else:
        uow.log.erase_bodies(espace, act.rec, act.bodies)
    if blobs:
        uow.blobs.forget(blobs)


def _acknowledge_erasure(uow: UnitOfWork, ports: Ports, espace: bytes, order: bytes) -> None:
    me = uow.identity.device().id
    _keep_word(uow, ports, espace, encode(EraseAck("erase", VERSION, espace, me, order, ports.clock.ms() // 1000)))


def _keep_word(uow: UnitOfWork, ports: Ports, espace: bytes, word: bytes) -> None:
    device = uow.identity.device()
    uow.exchange.keep_ack(espace, encode(Signed(word, device.id, ports.crypto.sign(device.sig, "ack", word))))
