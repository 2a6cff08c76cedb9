"""What signed objects say of a secret key, so that everybody holds the same one."""

from mvl_desktop.crypto.primitives import KEY, expand, info
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.hashes import be64

_RECORD = info("kc")
_EPOCH = info("kcommit")


def of_record(key: bytes, rec: bytes, ge: int) -> bytes:
    """kc = HKDF-Expand(K_rec, "mvl1/kc" 0x00 ‖ suite ‖ rec ‖ be64(ge))."""
    if len(key) != KEY or len(rec) != 16:
        raise CryptoError
    return expand(key, _RECORD + rec + be64(ge))


def of_epoch(key: bytes, espace: bytes, epoch: int) -> bytes:
    """kcommit = HKDF-Expand(K_epoch, "mvl1/kcommit" 0x00 ‖ suite ‖ espace ‖ be64(epoch))."""
    if len(key) != KEY or len(espace) != 16:
        raise CryptoError
    return expand(key, _EPOCH + espace + be64(epoch))
