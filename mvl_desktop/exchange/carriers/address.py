"""Which addresses of a service may be used, and how they are named in what is signed."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from mvl_desktop.ports.carrier import AddressRefusedError

_USUAL = {"https": 443, "http": 80}


def check_address(address: str) -> str:
    """Return the address without its last slash; AddressRefusedError unless it is https, or http on this machine."""
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
