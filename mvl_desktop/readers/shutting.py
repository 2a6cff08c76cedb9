"""What the reader takes from itself before it looks at a file: time, memory, files, network, programs.

Everything here needs no right of administrator. Limits hold on every POSIX system; the filter of system calls on Linux
for the two machines that the program is built for. Elsewhere, the one that asked limits time and memory from outside.
"""

import contextlib
import ctypes
import struct
import sys
from typing import Final

MEMORY_MAX: Final = 1 << 30
PROCESSOR_MAX: Final = 20
"""Seconds of processor."""

_FILES_MAX: Final = 16
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SIGKILL: Final = 9
_FILTER_MODE: Final = 2
_EPERM: Final = 1

_LOAD, _EQUAL, _ATLEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _MACHINE_AT = 0, 4
_OTHER_ABI: Final = 0x40000000

_MACHINES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Opening files, changing them, network, programs and processes, looking into others, keys of the session, the rest.
_X86_64: Final = (
    *(2, 85, 257, 304, 437),
    *(76, 82, 83, 84, 86, 87, 88, 90, 91, 92, 93, 94, 132, 133, 235, 258, 259, 260, 263, 264, 265, 266, 268, 280, 316),
    *(41, 42, 44, 46, 49, 50, 53, 307, 425),
    *(56, 57, 58, 59, 62, 200, 322, 424, 435),
    *(101, 310, 311, 434, 438),
    *(248, 249, 250),
    *(29, 30, 68, 165, 272, 298, 308, 321, 323),
)
_AARCH64: Final = (
    *(56, 265, 437),
    *(33, 34, 35, 36, 37, 38, 45, 52, 53, 54, 55, 88, 276),
    *(198, 199, 200, 201, 203, 206, 211, 269, 425),
    *(129, 130, 220, 221, 281, 424, 435),
    *(117, 270, 271, 434, 438),
    *(217, 218, 219),
    *(40, 97, 186, 194, 196, 241, 268, 280, 282),
)
_DENIED: Final = {"x86_64": _X86_64, "aarch64": _AARCH64}


def limit() -> None:
    """Bound what this process may take of the machine; it dies with the one that asked."""
    if sys.platform == "win32":
        return
    import resource

    bounds = {
        "RLIMIT_AS": MEMORY_MAX,
        "RLIMIT_CPU": PROCESSOR_MAX,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": _FILES_MAX,
        "RLIMIT_NPROC": 0,
    }
    for name, most in bounds.items():
        which = getattr(resource, name, None)
        if which is not None:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(which, (most, most + 1 if name == "RLIMIT_CPU" else most))
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            system = ctypes.CDLL(None)
            system.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
            system.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def shut() -> str:
    """Give up, for ever, every system call that reading needs no more; return how far that went."""
    if sys.platform == "win32":
        return ""
    if not sys.platform.startswith("linux"):
        return "limites"
    import os

    machine = os.uname().machine
    if machine not in _DENIED:
        return "limites"
    try:
        return "entier" if _filter(_MACHINES[machine], _DENIED[machine]) else "limites"
    except (OSError, AttributeError):
        return "limites"


def _filter(machine: int, numbers: tuple[int, ...]) -> bool:
    """Install the filter; True when the kernel took it."""
    refused = len(numbers) + 1
    lines = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_ATLEAST, 0, 1, _OTHER_ABI),
        (_RETURN, 0, 0, _KILL),
        *[(_EQUAL, refused - at - 1, 0, number) for at, number in enumerate(numbers)],
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | _EPERM),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    program = ctypes.create_string_buffer(struct.pack("HP", len(lines), ctypes.addressof(code)))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(system.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.c_void_p(ctypes.addressof(program)), 0, 0) == 0)
