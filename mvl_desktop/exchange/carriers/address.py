"""Which addresses of a service may be used, and how they are named in what is signed."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from mvl_desktop.ports.carrier import AddressRefusedError

_USUAL = {"https": 443, "http": 80}
_PINS = re.compile(r"sha256=([0-9a-f]{64}(?:,[0-9a-f]{64}){1,7})")
"""Two keys at least: the one in use, and the one kept apart for the day it is lost."""


def pins_of(address: str) -> frozenset[bytes]:
    """Return the keys that an address names after « # »; AddressRefusedError when they are not well written."""
    base, _, fragment = address.strip().partition("#")
    found = _PINS.fullmatch(fragment)
    if not fragment and "#" not in address:
        return frozenset()
    pins = frozenset(bytes.fromhex(each) for each in found[1].split(",")) if found else frozenset()
    if len(pins) < 2 or not base.lower().startswith("https:"):
        raise AddressRefusedError
    return pins


def check_address(address: str) -> str:
    """Return the address without its last slash nor the keys it names.

    AddressRefusedError unless it is https, or http on this machine.
    """
    pins_of(address)
    address = address.partition("#")[0]
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise AddressRefusedError from error
    host = parts.hostname
    extra = parts.path not in ("", "/") or parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme not in _USUAL or not host or extra:
        raise AddressRefusedError
    if parts.scheme == "http" and not is_loopback(host):
        raise AddressRefusedError
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port and port != _USUAL[parts.scheme] else "")


def authority_of(base: str) -> str:
    """Return the host of a checked address, with its port if it is not the usual one."""
    return base.partition("://")[2].lower()


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
