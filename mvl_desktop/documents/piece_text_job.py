"""Windows: a job holds the process that reads, with one process in it, its memory bounded, and dies with this one.

Elsewhere the process bounds itself before it reads anything, and there is nothing to hold.
"""

import ctypes
import subprocess
import sys
from collections.abc import Callable
from typing import Final

MEMORY_MAX: Final = 1 << 30
_ACTIVE_PROCESS, _PROCESS_MEMORY, _KILL_ON_CLOSE = 0x0008, 0x0100, 0x2000
_EXTENDED: Final = 9


class _Basic(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _Limits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def enclose(process: "subprocess.Popen[bytes]") -> Callable[[], None]:
    """Hold a process that was given nothing yet; return what lets the job go. Without a job, time alone bounds it."""
    if sys.platform != "win32":
        return _nothing
    kernel = ctypes.WinDLL("kernel32")
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return _nothing
    limits = _Limits()
    limits.BasicLimitInformation.LimitFlags = _ACTIVE_PROCESS | _PROCESS_MEMORY | _KILL_ON_CLOSE
    limits.BasicLimitInformation.ActiveProcessLimit = 1
    limits.ProcessMemoryLimit = MEMORY_MAX
    held = ctypes.c_void_p(job)
    kernel.SetInformationJobObject(held, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(held, ctypes.c_void_p(int(process._handle)))
    return lambda: kernel.CloseHandle(held)


def _nothing() -> None:
    return
