"""Second step of an arrival: grants give epoch keys, slots record keys. Nothing that differs from its commitment."""

from collections.abc import Iterable

from mvl_desktop.exchange.draft_plan import DraftPlan
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.escrows import is_named
from mvl_desktop.protocol.objects import SLOT_LIMIT, SUITE, VERSION, KeySlot


def take_grants(draft: DraftPlan) -> None:
    """Keep the grants and escrows that the registry names, and open what is addressed to this post (no dead epoch)."""
    uow, espace, after = draft.uow, draft.espace, draft.after
    if not draft.incoming.grants and not draft.acts:
        return
    dead = uow.keys.dead_epochs(espace)
    draft.grants += [wrap for wrap in draft.incoming.grants if wrap[0] not in dead and is_named(after, wrap)]
    mine = [(epoch, ct) for epoch, device, ct in draft.grants if device == draft.me]
    mine += [
        (epoch, ct) for epoch, _, ct in uow.keys.grants(espace, draft.me) if is_named(after, (epoch, draft.me, ct))
    ]
    for epoch, ct in mine:
        if epoch not in dead and epoch in after.kcommits and not _is_held(draft, epoch):
            _open_grant(draft, epoch, ct)


def take_slots(draft: DraftPlan) -> None:
    """Keep the slots that are well formed, and open those that give a key not held yet."""
    opened = [slot for epoch in draft.epoch_keys for slot in draft.uow.keys.unopened(draft.espace, epoch)]
    for data in draft.incoming.slots:
        slot = _read_slot(draft, data)
        if slot is not None:
            draft.slots.append((slot, data))
            opened.append(slot)
    if opened:
        _open_slots(draft, opened)


def epoch_key(draft: DraftPlan, epoch: int) -> bytes | None:
    """Return the key of an epoch: just granted, or held."""
    return draft.epoch_keys.get(epoch) or draft.uow.keys.epoch_key(draft.espace, epoch)


def _is_held(draft: DraftPlan, epoch: int) -> bool:
    """Whether the key of this epoch is here; one made for a rotation that lost its race does not count."""
    key = epoch_key(draft, epoch)
    return key is not None and _matches(draft, epoch, key)


def _matches(draft: DraftPlan, epoch: int, key: bytes) -> bool:
    crypto = draft.ports.crypto
    return crypto.same(crypto.epoch_commitment(key, draft.espace, epoch), draft.after.kcommits[epoch])


def _open_grant(draft: DraftPlan, epoch: int, ct: bytes) -> None:
    try:
        key = draft.ports.crypto.open_grant(ct, draft.uow.identity.device().kem, draft.espace, epoch, draft.me)
    except CryptoError:
        draft.warn("cle_incoherente")
        return
    if _matches(draft, epoch, key):
        draft.epoch_keys[epoch] = key
    else:
        draft.warn("cle_incoherente")


def _read_slot(draft: DraftPlan, data: bytes) -> KeySlot | None:
    try:
        slot = decode(data, KeySlot, SLOT_LIMIT)
    except ProtocolError:
        draft.refuse("cle", "malformed")
        return None
    if slot.v != VERSION or not draft.after.suite_min <= slot.suite <= SUITE or slot.espace != draft.espace:
        draft.refuse("cle", "version")
        return None
    if slot.ge > slot.epoch:
        draft.refuse("cle", "generation")
        return None
    return None if slot.rec in draft.after.erased_records else slot


def _open_slots(draft: DraftPlan, slots: Iterable[KeySlot]) -> None:
    """Open what is not held yet, epoch by epoch; a slot that does not open is dropped without a word."""
    wanted = {slot.kc for slot in slots}
    held = draft.uow.keys.record_keys(draft.espace, wanted)
    by_epoch: dict[int, list[KeySlot]] = {}
    for slot in slots:
        if slot.kc not in held:
            by_epoch.setdefault(slot.epoch, []).append(slot)
    refused: set[bytes] = set()
    for epoch, group in by_epoch.items():
        key = epoch_key(draft, epoch)
        if key is None:
            continue
        for slot, found in zip(group, draft.ports.crypto.open_slots(key, group), strict=True):
            if found is None:
                refused.add(slot.ct)
            else:
                draft.record_keys[slot.kc] = (slot.rec, slot.ge, slot.kc, found)
    if refused:
        draft.slots = [(slot, data) for slot, data in draft.slots if slot.ct not in refused]
