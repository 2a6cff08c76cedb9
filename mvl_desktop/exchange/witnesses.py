"""What other posts were told by the service, further than this post has read: held until this post gets there.

A service that tells two stories is seen the day the second one reaches the number that the first was about.
"""

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


def forget(uow: UnitOfWork, espace: bytes) -> None:
    """Forget a witness that was heard."""
    uow.identity.set(_name(espace), "")


def _read(data: bytes) -> Checkpoint:
    return decode(decode(data, Signed, SMALL_LIMIT).o, Checkpoint, SMALL_LIMIT)


def _name(espace: bytes) -> str:
    return f"{_SETTING}:{espace.hex()}"
