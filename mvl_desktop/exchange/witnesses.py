"""What other posts were told by the service, further than this post has read: held until this post gets there.

A service that tells two stories is seen the day the second one reaches the number that the first was about. What it
said before it was brought back to a backup is no witness: those numbers were given anew since.
"""

import msgspec

from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.objects import SMALL_LIMIT, Checkpoint, Signed

_SETTING = "temoin"


def remember(uow: UnitOfWork, espace: bytes, checkpoint: bytes) -> None:
    """Keep a verified checkpoint that is ahead of what was read here; the furthest one stays."""
    told, before = _read(checkpoint), kept(uow, espace)
    if before is None or told.n > before.n:
        uow.identity.set(_name(espace), checkpoint.hex())


def kept(uow: UnitOfWork, espace: bytes) -> Checkpoint | None:
    """Return what somebody else was told, as far as it is still ahead."""
    text = uow.identity.get(_name(espace))
    return _read(bytes.fromhex(text)) if text else None


def note_restorations(uow: UnitOfWork, espace: bytes, told: set[tuple[int, int]]) -> None:
    """Note where and when the service says, by its signature, that it was brought back to a backup: (n, ts)."""
    uow.identity.set(_restored(espace), msgspec.json.encode(sorted(told)).decode())
    witness = kept(uow, espace)
    if witness is not None and is_of_before(uow, espace, witness):
        forget(uow, espace)


def restorations(uow: UnitOfWork, espace: bytes) -> set[tuple[int, int]]:
    """Return the restorations noted."""
    text = uow.identity.get(_restored(espace))
    return set(msgspec.json.decode(text, type=list[tuple[int, int]])) if text else set()


def is_of_before(uow: UnitOfWork, espace: bytes, told: Checkpoint) -> bool:
    """Whether a word is about numbers that the service gave before it was brought back, and gave anew since."""
    return any(told.n > n and told.ts < ts for n, ts in restorations(uow, espace))


def forget(uow: UnitOfWork, espace: bytes) -> None:
    """Forget a witness that was heard."""
    uow.identity.set(_name(espace), "")


def _read(data: bytes) -> Checkpoint:
    return decode(decode(data, Signed, SMALL_LIMIT).o, Checkpoint, SMALL_LIMIT)


def _restored(espace: bytes) -> str:
    return f"restaurations:{espace.hex()}"


def _name(espace: bytes) -> str:
    return f"{_SETTING}:{espace.hex()}"
