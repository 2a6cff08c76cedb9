"""Programs born of a process that has already imported them: commands without their second of imports.

Each is still a process of its own, with its words, input, environment, folder and exit code, and a number that can be
killed. What is proved of starting itself (what is imported, a bad environment, which files are opened) starts for real,
`cold`; so does everything where this system cannot fork.
"""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import IO, TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from mvl_desktop.protocol.objects import Kdf

MVL, CENTRAL = "mvl_desktop.cli.main", "mvl_central.main"
STARTED = {MVL: "mvl_desktop.cli", CENTRAL: "mvl_central"}
"""What Python is told to run, where that is another name."""
TIMEOUT = 30
AVAILABLE = "forkserver" in multiprocessing.get_all_start_methods()


@dataclass(frozen=True)
class Run:
    """What a run is given: a module with a `main()`, and what it would find where it starts.

    `limit`: the longest file that it may write, as on a disk that is full. `cheap`: a passphrase that it puts in force
    costs the least that one may. `stretched`: what Argon2id gives for passphrases and salts that were stretched before.
    None of these is for a cold run.
    """

    program: str
    words: tuple[str, ...]
    env: Mapping[str, str]
    cold: bool = False
    limit: int | None = None
    cheap: bool = False
    stretched: Mapping[tuple[str, bytes], bytes] = field(default_factory=dict)


class Running:
    """A run under way, with what is asked of a `subprocess.Popen`."""

    def __init__(self, run: Run, stderr: int) -> None:
        """Begin; what it says and hears is text."""
        self._words = run.words
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        self._process = _start(run, theirs_in, theirs_out, stderr)
        os.close(theirs_in)
        os.close(theirs_out)
        self.stdin: TextIO = os.fdopen(ours_in, "w", encoding="utf-8")
        self.stdout: TextIO = os.fdopen(ours_out, encoding="utf-8")

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""
        process = self._process
        return process.exitcode if isinstance(process, BaseProcess) else process.poll()

    def wait(self, timeout: float) -> int:
        """Wait for the exit code."""
        return _ended(self._process, self._words, timeout)

    def stop(self, number: int = signal.SIGKILL) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            assert self._process.pid is not None
            with contextlib.suppress(ProcessLookupError):  # it has ended, and its code is on the way
                os.kill(self._process.pid, number)

    def close(self) -> None:
        """Kill it if it still runs, and leave nothing open."""
        self.stop()
        self.wait(TIMEOUT)
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()
        self.stdout.close()


def begin(run: Run, stderr: int | None = None) -> Running:
    """Begin a run; what it complains of goes to an open file, or nowhere."""
    if stderr is not None:
        return Running(run, stderr)
    with open(os.devnull, "w") as nowhere:
        return Running(run, nowhere.fileno())


def play(run: Run, given: str | None, timeout: float) -> "subprocess.CompletedProcess[str]":
    """Play a run to its end."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        source.write((given or "").encode())
        source.seek(0)
        process = _start(run, source.fileno(), out.fileno(), err.fileno())
        code = _ended(process, run.words, timeout)
        return subprocess.CompletedProcess(run.words, code, _text(out), _text(err))


def _start(run: Run, stdin: int, stdout: int, stderr: int) -> "BaseProcess | subprocess.Popen[bytes]":
    """Begin a run on three open files, which stay the caller's to close."""
    if run.cold or not AVAILABLE:
        command = [sys.executable, "-m", STARTED.get(run.program, run.program), *run.words]
        return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=run.env)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.integration.cli.preloaded"])
    # A connection is what travels to a process that is not our child; these are files, and never spoken through.
    files = [Connection(os.dup(each)) for each in (stdin, stdout, stderr)]
    process = context.Process(target=_live, args=(run, os.getcwd(), *files), daemon=True)
    process.start()
    for each in files:
        each.close()
    return process


def _ended(process: "BaseProcess | subprocess.Popen[bytes]", words: tuple[str, ...], timeout: float) -> int:
    """Wait for an exit code; kill what takes too long."""
    if isinstance(process, subprocess.Popen):
        try:
            return process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    process.join(timeout)
    if process.exitcode is None:
        process.kill()
        raise subprocess.TimeoutExpired(words, timeout)
    return process.exitcode


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _live(run: Run, folder: str, stdin: Connection, stdout: Connection, stderr: Connection) -> None:
    """Become the program, in the process that was just born."""
    for place, each in enumerate((stdin, stdout, stderr)):
        os.dup2(each.fileno(), place)
        each.close()
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(run.env)
    os.chdir(folder)
    sys.argv = [run.program.rpartition(".")[2], *run.words]
    if run.limit is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (run.limit, run.limit))
    _spare(run)
    import_module(run.program).main()


def _spare(run: Run) -> None:
    """Spare the time of passphrases, as the run allows, and of codes de sûreté: cold runs stretch them in full."""
    from mvl_desktop.crypto import safety_code

    safety_code.M, safety_code.T, safety_code.P = 1 << 10, 1, 1
    if run.cheap:
        from mvl_desktop.store import profile
        from tests.fakes.stores import CHEAP

        setattr(profile, "calibrate", lambda: CHEAP)  # noqa: B010 - it is imported there
    if run.stretched:
        from mvl_desktop.crypto import passphrase

        stretch = passphrase.stretch

        def remembered(passphrase: str, kdf: "Kdf") -> bytes:
            return run.stretched.get((passphrase, kdf.salt)) or stretch(passphrase, kdf)

        passphrase.stretch = remembered
