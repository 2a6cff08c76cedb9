"""Reads files in a process of their own: the same program, started anew, that is given bytes and gives text back.

Started by its own command, never forked: nothing that this process knows is in its memory. Its environment is empty,
it has no profile, and it is ended as a whole when it takes too long, says too much, or is not wanted any more.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from mvl_desktop.documents.piece_text_job import enclose
from mvl_desktop.ports.texts import FileText, ReadingStoppedError
from mvl_desktop.readers.frames import ENTRY, SOURCE_MAX, Answer, BrokenAnswerError, read_answer, request

SECONDS_MAX: Final = 30.0
_WINDOWS_KEPT: Final = ("SYSTEMROOT",)
_NO_WINDOW, _BELOW_NORMAL = 0x08000000, 0x00004000
_OUT_OF_TIME: Final = -int(getattr(signal, "SIGXCPU", 24))


def reader_command() -> list[str]:
    """Return the command of the program that reads: when packaged, the one with a console, beside this one."""
    if getattr(sys, "frozen", False):
        here = Path(sys.executable)
        return [str(here.with_name("mvl" + here.suffix)), ENTRY]
    return [sys.executable, "-I", "-B", "-m", "mvl_desktop.readers.child"]


class IsolatedTextReader:
    """`TextReader` by a process for each file."""

    def __init__(self, command: Sequence[str] = (), seconds: float = SECONDS_MAX) -> None:
        """`command` and `seconds` are other than the usual ones in tests."""
        self._command = list(command) or reader_command()
        self._seconds = seconds
        self._lock = threading.Lock()
        self._running: _Child | None = None
        self._stopped = False

    def read(self, name: str, content: bytes) -> FileText:
        """Return the text of a file. ReadingStoppedError."""
        if len(content) > SOURCE_MAX:
            return FileText(reason="trop_grand")
        with self._lock:
            if self._stopped:
                raise ReadingStoppedError
            try:
                child = self._running = _Child(self._command, self._seconds)
            except OSError:
                return FileText(reason="illisible")
        found = child.ask(request(name, content))
        with self._lock:
            self._running = None
            if self._stopped and isinstance(found, str):
                raise ReadingStoppedError
        if isinstance(found, str):
            return FileText(reason=found)
        return FileText(found.blocks, found.cut, found.reason)

    def stop(self) -> None:
        """End what is being read, and read nothing more."""
        with self._lock:
            self._stopped = True
            if self._running is not None:
                self._running.end()


class _Child:
    """One process that reads one file."""

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self._late = False
        self._process = subprocess.Popen(  # noqa: S603 - our own program, by its full path, without a shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _WINDOWS_KEPT if name in os.environ},
            cwd=Path(sys.executable).anchor,
            close_fds=True,
            start_new_session=sys.platform != "win32",
            creationflags=_NO_WINDOW | _BELOW_NORMAL if sys.platform == "win32" else 0,
        )
        self._job = enclose(self._process)
        self._watch = threading.Timer(seconds, self._too_late)
        self._watch.daemon = True
        self._watch.start()

    def ask(self, said: bytes) -> Answer | str:
        """Return the answer, or the reason why there is none; the process is over afterwards, whatever it did."""
        giving = threading.Thread(target=self._give, args=(said,), name="mvl-piece", daemon=True)
        giving.start()
        found: Answer | None = None
        with suppress(BrokenAnswerError):
            found = read_answer(_opened(self._process.stdout))
        self._watch.cancel()
        self.end()
        giving.join()
        _opened(self._process.stdout).close()
        ended = self._process.wait()
        self._job()
        if found is None:
            return "trop_long" if self._late or ended == _OUT_OF_TIME else "illisible"
        return found

    def end(self) -> None:
        """End the process and all that it may have started."""
        with suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)

    def _too_late(self) -> None:
        self._late = True
        self.end()

    def _give(self, said: bytes) -> None:
        """Hand the request over; a process that ended, or that reads nothing, is not waited for."""
        source = _opened(self._process.stdin)
        with suppress(OSError, ValueError):
            source.write(said)
        with suppress(OSError, ValueError):
            source.close()


def _opened(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise BrokenAnswerError
    return stream
