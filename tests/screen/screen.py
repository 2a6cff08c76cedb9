"""A screen of our own: an X server, a window manager, an accessibility bus; and hands that type and click on it.

Nothing is done blindly: a thing is waited for in the accessibility tree, by its role and its name, then clicked or
typed into. So what a test plays is also what a screen reader would hear.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.screen.atspi import GoneError, Node, Tree, find

PROGRAMS = ("Xvfb", "openbox", "xdotool", "setxkbmap", "dbus-daemon")
_LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))


class Screen:
    """A person in front of one screen."""

    def __init__(self, environment: Mapping[str, str], tree: Tree, stack: contextlib.ExitStack) -> None:
        self.environment, self.tree, self._stack = environment, tree, stack

    def start(self, command: Sequence[str | Path], **places: str) -> subprocess.Popen[bytes]:
        """Start a program on this screen; it is killed with it."""
        program = subprocess.Popen([str(word) for word in command], env={**self.environment, **places})
        self._stack.callback(program.wait)
        self._stack.callback(program.kill)
        return program

    def find(self, role: str, name: str = "", *, under: Node | None = None, seconds: float = 60) -> Node:
        """Wait for something shown of this role, whose name begins so; LookupError when it does not come."""

        def wanted(node: Node) -> bool:
            return node.role == role and node.name.startswith(name)

        roots = self.tree.applications if under is None else lambda: [under]
        try:
            return find(roots, wanted, seconds)
        except LookupError:
            raise LookupError(f"{role} « {name} » n’est pas à l’écran. {self.describe()}") from None

    def sees(self, role: str, name: str = "") -> bool:
        """Whether it is there now."""
        with contextlib.suppress(LookupError):
            self.find(role, name, seconds=0)
            return True
        return False

    def waits_until_gone(self, role: str, name: str = "", seconds: float = 60) -> None:
        """Wait until something is shown no more."""
        end = time.monotonic() + seconds
        while self.sees(role, name):
            if time.monotonic() > end:
                raise LookupError(f"{role} « {name} » est encore à l’écran.")
            time.sleep(0.2)

    def click(self, role: str, name: str = "", *, under: Node | None = None) -> Node:
        """Click on something, with the mouse."""
        node = self.find(role, name, under=under)
        self.click_on(node)
        return node

    def click_on(self, node: Node) -> None:
        """Click in the middle of it."""
        x, y = node.centre()
        self._do("mousemove", "--sync", str(x), str(y))
        self._do("click", "1")

    def reach(self, role: str, name: str = "", *, key: str = "Tab", most: int = 80) -> Node:
        """Go to something with the keyboard alone; LookupError when the keys do not lead there."""
        node = self.find(role, name)
        for _ in range(most):
            if node.has("focused"):
                return node
            self.press(key)
            time.sleep(0.05)
        raise LookupError(f"le clavier ne mène pas à {role} « {name} ».")

    def type(self, text: str) -> None:
        """Type with the keyboard, a French one; a letter that it lacks is lent a key, which takes a moment."""
        self._do("type", "--delay", "15", "--", text)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: `ctrl+s`, `Return`."""
        for key in keys:
            self._do("key", "--", key)

    def focused(self) -> Node:
        """Return what has the keyboard."""
        return find(self.tree.applications, lambda node: node.has("focused"))

    def shoot(self, path: Path) -> None:
        """Keep a picture of the whole screen."""
        camera = [sys.executable, str(Path(__file__).with_name("camera.py")), str(path)]
        subprocess.run(
            camera, env={**self.environment, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"}, check=True, timeout=60
        )

    def describe(self) -> str:
        """Say what is shown, for who reads a failure."""
        said: list[str] = []
        with contextlib.suppress(GoneError):
            for root in self.tree.applications():
                said += [f"{node.role} « {node.name} »" for node in root.walk() if node.name]
        return "À l’écran : " + ", ".join(said[:150])

    def _do(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words], env=dict(self.environment), capture_output=True, text=True, check=True, timeout=120
        ).stdout


@contextlib.contextmanager
def open_screen(folder: Path, size: str = "1366x768") -> Iterator[Screen]:
    """Start everything that a screen needs, and stop it."""
    with contextlib.ExitStack() as stack:
        number = _announced(stack, ["Xvfb", "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"], "-displayfd")
        places = {name: str(folder / name.lower()) for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
        for place in places.values():
            Path(place).mkdir(mode=0o700, exist_ok=True)
        environment = {
            **os.environ,
            **places,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        address = _announced(stack, ["dbus-daemon", "--session", "--nofork"], "--print-address", environment)
        environment["DBUS_SESSION_BUS_ADDRESS"] = address
        subprocess.run(["setxkbmap", "fr", "oss"], env=environment, check=True, timeout=60)
        _run(stack, ["openbox"], environment)
        tree = Tree(address)
        stack.callback(tree.close)
        yield Screen(environment, tree, stack)


def missing() -> list[str]:
    """Return the programs that this machine lacks for a screen."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    return lacking if any(path.exists() for path in _LAUNCHERS) else [*lacking, "at-spi-bus-launcher"]


def desktop(profile: Path) -> list[str | Path]:
    """Return the command that opens the application on a profile, from this tree."""
    return [sys.executable, "-m", "ui.app", "--profil", profile]


def _announced(
    stack: contextlib.ExitStack, command: Sequence[str], option: str, environment: Mapping[str, str] | None = None
) -> str:
    """Start a program that writes where it is to a file that it is given; return what it wrote."""
    reading, writing = os.pipe()
    glued = option.startswith("--")
    words = [*command, f"{option}={writing}"] if glued else [*command, option, str(writing)]
    _run(stack, words, environment, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        return pipe.readline().strip()


def _run(
    stack: contextlib.ExitStack, command: Sequence[str], environment: Mapping[str, str] | None, *kept: int
) -> None:
    quiet = subprocess.DEVNULL
    program = subprocess.Popen(command, env=environment, pass_fds=kept, stdout=quiet, stderr=quiet)
    stack.callback(program.wait)
    stack.callback(program.terminate)
