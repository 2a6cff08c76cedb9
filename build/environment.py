"""Make the environment of this folder: `.venv/` from a hashed lock, and the system libraries that Qt asks for.

Standard library only, on a bare Python 3.11 or later. Nothing here opens the network except pip and, as root on a
Debian, apt-get.
"""

from __future__ import annotations

import glob
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this file is the one that an older Python may be given
    sys.exit("Python 3.11 ou plus recent est necessaire. Sur Debian 12 : apt-get install python3 python3-venv")

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
OUT = ROOT / "out"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "installed.json"

RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"

# What the xcb platform plugin and the Qt libraries of the wheel are linked to, by Debian package.
QT_PACKAGES = (
    *("libegl1", "libgl1", "libfontconfig1", "libfreetype6", "libglib2.0-0", "libdbus-1-3", "libgssapi-krb5-2"),
    *("libxkbcommon0", "libxkbcommon-x11-0", "libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0"),
    *("libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1"),
    *("libxcb-xfixes0", "libxcb-xkb1"),
)
# Programs, by the Debian package that brings them.
SCREEN_PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox"}
TEST_PROGRAMS = SCREEN_PROGRAMS | {
    "xauth": "xauth",
    "xdotool": "xdotool",
    "setxkbmap": "x11-xkb-utils",
    "dbus-daemon": "dbus-daemon",
    "at-spi-bus-launcher": "at-spi2-core",
    "strace": "strace",
    "pdftotext": "poppler-utils",
    "objdump": "binutils",
    "pg_ctl": "postgresql",
}


class MissingError(Exception):
    """Something that this machine must have and that this program may not install."""


def say(text: str) -> None:
    """Tell the person in front of the terminal, at once."""
    print(text, flush=True)


def speak_utf8() -> None:
    """Let French sentences through, whatever the locale of the machine."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def run(command: Sequence[str | Path], **options: object) -> None:
    """Run a program to its end, without input; raise CalledProcessError when it fails."""
    subprocess.run([str(word) for word in command], check=True, cwd=ROOT, stdin=subprocess.DEVNULL, **options)  # type: ignore[call-overload]


# -- system packages ---------------------------------------------------------------------------------------------------


def may_install() -> bool:
    """Whether this program may install Debian packages by itself."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_packages(packages: Iterable[str], why: str) -> None:
    """Install Debian packages when root, else raise MissingError naming them."""
    wanted = sorted(set(packages))
    if not may_install():
        raise MissingError(
            f"{why}.\nÀ installer une fois\u00a0: sudo apt-get install --no-install-recommends {' '.join(wanted)}"
        )
    say(f"{why}. Installation de\u00a0: {' '.join(wanted)}")
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    run(["apt-get", "update", "-q"], **quiet)
    run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *wanted], **quiet)


def find_program(name: str) -> str | None:
    """Find a program on the path, or where Debian puts those that nobody calls by hand."""
    if name == "pg_ctl" and not shutil.which(name):
        return next(iter(sorted(glob.glob("/usr/lib/postgresql/*/bin/pg_ctl"), reverse=True)), None)
    if name == "at-spi-bus-launcher":
        return next(glob.iglob("/usr/lib*/**/at-spi-bus-launcher", recursive=True), None)
    return shutil.which(name)


def need_programs(programs: dict[str, str]) -> None:
    """Install, or name, the packages of the programs that are missing."""
    missing = {program: package for program, package in programs.items() if not find_program(program)}
    if missing:
        install_packages(missing.values(), f"Programmes absents\u00a0: {', '.join(sorted(missing))}")


def missing_libraries() -> set[str]:
    """Return the shared libraries that Qt's Linux plugins ask for and that this machine does not have."""
    if not sys.platform.startswith("linux"):
        return set()
    qt = next(iter(VENV.glob("lib/python*/site-packages/PySide6/Qt")), None)
    if qt is None:
        raise MissingError("PySide6 n’est pas dans .venv\u00a0: supprimez .venv et relancez.")
    asking = [qt / "plugins/platforms/libqxcb.so", qt / "lib/libQt6Widgets.so.6", qt / "lib/libQt6PrintSupport.so.6"]
    missing = set()
    for library in asking:
        listed = subprocess.run(["ldd", library], capture_output=True, text=True, check=False).stdout
        missing |= {line.split()[0] for line in listed.splitlines() if "not found" in line}
    return missing


def need_qt_libraries() -> None:
    """Install, or name, the Debian packages of the libraries that Qt lacks here."""
    missing = missing_libraries()
    if missing:
        install_packages(
            QT_PACKAGES, f"Bibliothèques absentes pour ouvrir une fenêtre\u00a0: {', '.join(sorted(missing))}"
        )
        if missing := missing_libraries():
            raise MissingError(f"Toujours absentes\u00a0: {', '.join(sorted(missing))}")


# -- the virtual environment -------------------------------------------------------------------------------------------


HERE = f"{sys.version_info[0]}.{sys.version_info[1]} {ROOT}"


def fingerprint(name: str) -> str:
    """Return what an installation was made from."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    """Return the stamps of what `.venv/` holds; none when it was never finished, or made elsewhere."""
    try:
        stamps: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"here": HERE}
    return stamps


def has_venv(stamps: dict[str, str]) -> bool:
    """Whether `.venv/` works: made by this Python, in this place, with its pip."""
    if stamps.get("here") != HERE or not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """Create an empty `.venv/`, asking Debian for the module that it leaves out."""
    if importlib.util.find_spec("ensurepip") is None:
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        install_packages([version], "Le module «\u00a0venv\u00a0» de Python est absent")
    say("Création de .venv/")
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", VENV])


def pip(*words: str) -> None:
    """Run the pip of `.venv/`, quietly and without questions; modules are compiled when first imported, if they are."""
    options = ["--disable-pip-version-check", "--no-input", "--no-compile", "-qq"]
    run([PYTHON, "-m", "pip", "install", *options, *words], env=os.environ | {"PIP_ROOT_USER_ACTION": "ignore"})


def prepare(lock: str = RUN_LOCK) -> None:
    """Bring `.venv/` up to a lock and install this folder in it; return at once when nothing changed."""
    stamps = installed()
    if not has_venv(stamps):
        make_venv()
        stamps = {"here": HERE}
    # The large lock holds the small one: an environment made for the tests also runs the program.
    locks = [RUN_LOCK, DEV_LOCK] if lock == RUN_LOCK else [DEV_LOCK]
    if not any(stamps.get(name) == fingerprint(name) for name in locks):
        say(f"Installation des bibliothèques de {lock} (quelques minutes la première fois)")
        pip("--require-hashes", "--only-binary", ":all:", "-r", lock)
        stamps |= {lock: fingerprint(lock)}
        STAMP.write_text(json.dumps(stamps), encoding="utf-8")
    if stamps.get("folder") != fingerprint("pyproject.toml"):
        pip("--no-deps", "--no-build-isolation", "-e", ".")
        stamps |= {"folder": fingerprint("pyproject.toml")}
        STAMP.write_text(json.dumps(stamps), encoding="utf-8")


# -- a screen ----------------------------------------------------------------------------------------------------------


def has_screen() -> bool:
    """Whether windows can be shown to somebody here."""
    return WINDOWS or sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def virtual_screen(size: str = "1500x1000x24") -> Iterator[dict[str, str]]:
    """Start Xvfb and a window manager; give the environment in which real windows open there."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as pipe:
        number = pipe.readline().strip()
    if not number:
        server.wait()
        raise MissingError("Xvfb n’a pas pu ouvrir d’écran virtuel.")
    environment = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
    environment |= {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    manager = subprocess.Popen(
        ["openbox"], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield environment
    finally:
        for program in (manager, server):
            program.terminate()
            program.wait()


def main_guard(work: Callable[[], int]) -> int:
    """Run a recipe; turn what it misses, or a program that failed, into one sentence and a code."""
    speak_utf8()
    try:
        return work()
    except MissingError as error:
        say(f"\n{error}")
        return 1
    except subprocess.CalledProcessError as error:
        command = error.cmd if isinstance(error.cmd, str) else " ".join(map(str, error.cmd))
        say(f"\nLa commande a échoué (code {error.returncode})\u00a0: {command}")
        return 1
    except KeyboardInterrupt:
        say("\nInterrompu.")
        return 130
