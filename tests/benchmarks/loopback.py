"""A loopback of one's own, so that the bytes counted on it are those of one exchange. Linux, as root; else nothing.

Standard library only: programs of other environments import it too.
"""

import ctypes
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

_CLONE_NEWNET = 0x40000000
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 0x1
_OWN = "MVL_BENCH_LOOPBACK"


def isolate() -> bool:
    """Leave the machine's network for an empty one with its own loopback, children included; False when refused."""
    if not sys.platform.startswith("linux") or ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNET) != 0:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        fcntl.ioctl(asked, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))
    os.environ[_OWN] = "1"
    return True


def is_own() -> bool:
    """Whether the loopback carries nothing but what is measured."""
    return os.environ.get(_OWN) == "1"


def sent() -> int:
    """Return the bytes sent so far over the loopback, headers of TCP and IP included; 0 when it is shared."""
    if not is_own():
        return 0
    for line in Path("/proc/net/dev").read_text(encoding="ascii").splitlines():
        name, _, figures = line.partition(":")
        if name.strip() == "lo":
            return int(figures.split()[8])
    return 0
