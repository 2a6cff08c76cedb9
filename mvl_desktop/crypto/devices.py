"""A device's three key pairs, its certificate, and the proof that whoever asks to enrol holds them."""

from mvl_desktop.crypto import xwing
from mvl_desktop.crypto.primitives import ed25519_public, new_seed
from mvl_desktop.ports.crypto import DeviceSecrets
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import device_id
from mvl_desktop.protocol.objects import SUITE, VERSION, DeviceCert


def new_device() -> DeviceSecrets:
    """Make the key pairs of a device: one to sign, one for HTTP, one to receive keys."""
    return device_of(new_seed(), new_seed(), new_seed())


def device_of(sig: bytes, auth: bytes, kem: bytes) -> DeviceSecrets:
    """Return the device that three seeds make."""
    cert = encode(
        DeviceCert(VERSION, SUITE, ed25519_public(sig), ed25519_public(auth), xwing.public_of(kem)),
    )
    return DeviceSecrets(id=device_id(cert), cert=cert, sig=sig, auth=auth, kem=kem)
