"""The keyring's memory of how far a store has gone, so that an old copy of it is noticed (security 5.8, 7.3).

It holds counts only, under a MAC whose key the opened store gives, in less than one kilobyte.
"""

from typing import Final

import msgspec

from mvl_desktop.crypto.local_header import Opened, derived_key
from mvl_desktop.crypto.primitives import mac, same
from mvl_desktop.ports.store import Store
from mvl_desktop.ports.system import SystemKeyring

ANCHOR: Final = "anchor"
ESPACES_MAX: Final = 24
_MAC: Final = 32
_SHORT: Final = 8


class Anchor(msgspec.Struct, array_like=True, frozen=True):
    """The header's generation and, for each espace, how far this post's chain and the registry went."""

    gen: int
    chains: dict[bytes, tuple[int, int]]


def write(opened: Opened, store: Store, keyring: SystemKeyring) -> bool:
    """Remember the present state; False when the keyring does not keep it."""
    said = msgspec.msgpack.encode(_now(opened, store))
    return keyring.set(ANCHOR, mac(derived_key(opened, "anchor"), said) + said)


def is_behind(opened: Opened, store: Store, keyring: SystemKeyring) -> bool:
    """Whether the keyring remembers a later state. An anchor that is missing or not ours says nothing."""
    kept = keyring.get(ANCHOR)
    if kept is None or not same(mac(derived_key(opened, "anchor"), kept[_MAC:]), kept[:_MAC]):
        return False
    try:
        before = msgspec.msgpack.decode(kept[_MAC:], type=Anchor)
    except msgspec.MsgspecError:
        return False
    now = _now(opened, store)
    here = {espace: now.chains.get(espace, (0, 0)) for espace in before.chains}
    behind = any(here[espace][0] < seq or here[espace][1] < n for espace, (seq, n) in before.chains.items())
    return now.gen < before.gen or behind


def _now(opened: Opened, store: Store) -> Anchor:
    with store.read() as uow:
        me = uow.identity.device().id
        chains = {}
        for espace in sorted(uow.espaces.all(), key=lambda each: each.id)[:ESPACES_MAX]:
            head = uow.log.chain(espace.id, me)
            chains[espace.id[:_SHORT]] = (head.seq if head else 0, uow.espaces.registry(espace.id).n + 1)
    return Anchor(opened.header.gen, chains)
