"""Makes the process hard to look into, and silent: no core file, no dump, no log of any library (security 7.4, 11)."""

import contextlib
import ctypes
import logging
import sys
import warnings

_PR_SET_DUMPABLE = 4
_NO_WINDOW = 0x0001 | 0x0002 | 0x8000
"""Windows: no box for a critical error, for a fault, for a file that does not open."""


def harden() -> None:
    """Forbid dumps of this process where the system lets a program say so, and silence what may quote a value."""
    _forbid_dumps()
    _silence()


def _forbid_dumps() -> None:
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_WINDOW)
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _silence() -> None:
    """Switch off what libraries log or warn of, at every level: they quote statements, rows and file names.

    No log is kept on a post; what fails is said by its own code and sentence.
    """
    logging.disable(sys.maxsize)
    logging.raiseExceptions = False
    warnings.showwarning = lambda *_words, **_more: None
