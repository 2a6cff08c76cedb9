"""Makes the process hard to look into: no core file, no dump, no debugger of the same user (security 7.4)."""

import contextlib
import ctypes
import sys

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """Forbid dumps of this process where the system lets a program say so; elsewhere nothing happens."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
