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
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.screen.album import Album
from tests.screen.atspi import Ears, Finger, GoneError, Node, Tree, find, until

PROGRAMS = ("Xvfb", "openbox", "xdotool", "setxkbmap", "dbus-daemon")
ALERT = "alert message"
_MEMORY = "Xvfb_screen0"
_MOVED, _ARRIVED, _NEWS = 10.0, 3.0, 0.5
_READY = 20.0
"""What cannot be pressed by then is clicked all the same: that nothing comes of it is for the script to say."""
_TAIL = 12
"""So many last letters tell the end of a text from one of its middles that ends alike."""
_LINES = ("text", "password text")
HIDDEN = "\u25cf"
"""What is read of a letter of a passphrase."""
_LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))


class Screen:
    """A person in front of one screen."""

    def __init__(
        self,
        environment: Mapping[str, str],
        tree: Tree,
        ears: Ears,
        finger: Finger,
        album: Album,
        stack: contextlib.ExitStack,
    ) -> None:
        self.environment, self.tree, self.ears, self._finger = environment, tree, ears, finger
        self.album, self._stack = album, stack

    def start(
        self, command: Sequence[str | Path], *, output: int | None = None, **places: str
    ) -> subprocess.Popen[bytes]:
        """Start a program on this screen; it is killed with it."""
        environment = {**self.environment, **places}
        program = subprocess.Popen([str(word) for word in command], env=environment, stdout=output)
        self._stack.callback(_end, program)
        return program

    def find(self, role: str, name: str = "", *, under: Node | None = None, seconds: float = 60) -> Node:
        """Wait for something shown of this role, whose name begins so, spaces of typography apart; else LookupError."""

        try:
            return find(lambda: self._look(role, name, under), seconds)
        except LookupError:
            raise LookupError(f"{role} « {name} » n’est pas à l’écran. {self.describe()}") from None

    def sees(self, role: str, name: str = "") -> bool:
        """Whether it is there now."""
        with contextlib.suppress(LookupError):
            return find(lambda: self._look(role, name), seconds=0) is not None
        return False

    def waits_until_gone(self, role: str, name: str = "", seconds: float = 60) -> None:
        """Wait until something is shown no more."""
        if not any(not self.sees(role, name) for _ in until(seconds)):
            raise LookupError(f"{role} « {name} » est encore à l’écran.")

    def waits_for(self, there: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for a fact: a file, the end of a program, a state. What vanishes while it is asked is asked again."""
        for _ in until(seconds):
            with contextlib.suppress(GoneError):
                if there():
                    return
        raise LookupError(f"attendu en vain. {self.describe()}")

    def click(self, role: str, name: str = "", *, under: Node | None = None) -> Node:
        """Click on something, with the mouse, once it can be: what it needs may still be on its way."""
        while True:
            node = self.find(role, name, under=under)
            with contextlib.suppress(GoneError):  # made anew since it was found: it is found again
                any(node.has("enabled") for _ in until(_READY))
                self.click_on(node)
                return node

    def click_on(self, node: Node) -> None:
        """Click in the middle of it, where it is once the pointer is there: what is above it may still come."""
        there = None
        while (place := node.centre()) != there:
            self._do("mousemove", "--sync", *map(str, place))
            there = place
        self._do("click", "1")

    def drag(self, start: tuple[int, int], node: Node, accepted: Callable[[], bool]) -> None:
        """Take what lies somewhere, move it over something until it is accepted there, and let it go."""
        x, y = node.centre()
        self._do("mousemove", "--sync", *map(str, start), "mousedown", "1")
        end, step = time.monotonic() + 20, 0
        while not accepted():
            if time.monotonic() > end:
                raise LookupError(f"« {node.name} » ne prend pas ce qu’on lui apporte. {self.describe()}")
            self._do("mousemove", str(x + step), str(y))
            step = 1 - step
        self._do("mouseup", "1")

    def reach(self, role: str, name: str = "", *, key: str = "Tab", most: int = 80) -> Node:
        """Go to something with the keyboard alone; LookupError when the keys do not lead there."""
        node = self.find(role, name)
        for _ in range(most):
            with contextlib.suppress(GoneError):
                if node.has_keyboard:
                    return node
                self._move(key)
                continue
            node = self.find(role, name)  # made anew on the way
        raise LookupError(f"le clavier ne mène pas à {role} « {name} ».")

    def move(self, key: str = "Tab") -> Node:
        """Press a key that moves the keyboard; return what it is on then."""
        return self._move(key) or self.focused()

    def lands_on(self, role: str, name: str = "") -> Node:
        """Wait until the keyboard is on something, where a shortcut takes it."""

        def look() -> Node | None:
            node = self._look(role, name)
            return node if node is not None and node.has_keyboard else None

        try:
            return find(look)
        except LookupError:
            raise LookupError(f"le clavier n’arrive pas à {role} « {name} ». {self.describe()}") from None

    def holds(self, name: str, text: str) -> None:
        """Wait until a line holds a text, and nothing else."""
        self.waits_for(lambda: self.find("text", name).text() == text)

    def texts(self, role: str = "label") -> list[str]:
        """Return what everything shown of a role is called."""
        return self.tree.names([node for root in self.tree.applications() for node in root.matches(role, "showing")])

    def type(self, text: str) -> None:
        """Type with the keyboard, a French one; a letter that it lacks is lent a key, which takes a moment.

        Qt shows keys to screen readers before it takes them, but not shortcuts: those could come first, so that what
        is typed in a line is waited for.
        """
        line = None
        with contextlib.suppress(LookupError):
            line = self.focused(seconds=0)
        self._do("type", "--delay", "8", "--", text)
        if text and line is not None and line.role in _LINES:
            self._arrives(line, text)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: `ctrl+s`, `Return`."""
        for key in keys:
            self._do("key", "--", key)

    def focused(self, seconds: float = 60) -> Node:
        """Return what has the keyboard."""

        def look() -> Node | None:
            if (node := self._finger.place()) is not None:
                return node
            found = [node for root in self.tree.applications() for node in root.matches("", "focused")]
            return next((node for node in found if node.has_keyboard), None)

        return find(look, seconds)

    def open_menu(self, name: str) -> None:
        """Unroll the menu of a button with the mouse. What is in a menu is no part of the tree: keys choose there."""
        before = self._windows()
        self.click("button menu", name)
        self.waits_for(lambda: self._windows() > before)

    def keep(self, moment: str) -> Path:
        """Keep a picture of the whole screen."""
        return self.album.keep(moment)

    def told(self, *sentences: str) -> None:
        """Wait until sentences are there to read, and heard too: announced, in an alert, or with the keyboard."""
        wanted = [plain(said) for said in sentences]
        read = self._wait_for_all(wanted, self.texts, 60)
        if read:
            raise LookupError(f"« {read} » ne se lit pas. {self.describe()}")
        unheard = self._wait_for_all(wanted, self._spoken, 20)
        if unheard:
            raise LookupError(f"« {unheard} » se lit et ne s’entend pas\u00a0: {self.ears.heard()}")
        self.ears.forget()

    def describe(self) -> str:
        """Say what is shown, for who reads a failure."""
        said: list[str] = []
        with contextlib.suppress(GoneError):
            for root in self.tree.applications():
                said += [f"{node.role} « {node.name} »" for node in root.walk() if node.name]
        return "À l’écran : " + ", ".join(said[:120])

    def _look(self, role: str, name: str, under: Node | None = None) -> Node | None:
        roots = self.tree.applications() if under is None else [under]
        return next((node for root in roots for node in self._called(root, role, name) if node.is_shown()), None)

    def _called(self, root: Node, role: str, name: str) -> list[Node]:
        """Return what is of a role and called so; a list to choose from is known by what labels or describes it too."""
        nodes, wanted = root.matches(role, "showing"), plain(name)
        named = zip(nodes, self.tree.names(nodes), strict=True)
        chosen = role == "combo box"
        return [
            node
            for node, said in named
            if plain(said).startswith(wanted) or (chosen and plain(node.labels or node.description).startswith(wanted))
        ]

    def _arrives(self, line: Node, text: str) -> None:
        """Wait until the end of a text is in a line: a line that is full, or left meanwhile, is not waited for long."""
        wanted, end = plain(text)[-_TAIL:], time.monotonic() + _ARRIVED
        while time.monotonic() < end:
            with contextlib.suppress(GoneError):
                held = line.text()
                if plain(held).endswith(wanted) or (held.endswith(HIDDEN) and len(held) >= len(text)):
                    return
            time.sleep(0.02)

    def _wait_for_all(self, wanted: Sequence[str], said: Callable[[], list[str]], seconds: float) -> str:
        """Wait until each text is in something said; return the first that never was."""
        lacking = wanted[0]
        for _ in until(seconds):
            with contextlib.suppress(GoneError):
                texts = [plain(text) for text in said()]
                lacking = next((each for each in wanted if not any(each in text for text in texts)), "")
                if not lacking:
                    break
        return lacking

    def _spoken(self) -> list[str]:
        """Return what was announced, what alerts say (a reader reads them whole), and what has the keyboard."""
        said = self.ears.heard()
        alerts = [alert for root in self.tree.applications() for alert in root.matches(ALERT, "showing")]
        said += self.tree.names([node for alert in alerts for node in alert.matches("label", "showing")])
        with contextlib.suppress(LookupError):
            held = self.focused(seconds=0)
            said += [held.name, held.description]
        return said

    def _move(self, key: str) -> Node | None:
        """Press a key that moves the keyboard, and wait until it has moved: a key too many would pass over."""
        before, node = self._held(), None
        self.press(key)
        end = time.monotonic() + _MOVED
        while (node is None or node == before) and time.monotonic() < end:
            node = self._finger.place(_NEWS) or self._held()
        if node is not None and key.startswith("alt+") and self.sees("menu bar"):
            if self.focused().role != "menu bar":
                return node
            self.press("Escape")  # readers are shown Alt alone, which Qt then takes for the menus
            return None
        return node

    def _held(self) -> Node | None:
        with contextlib.suppress(LookupError):
            return self.focused(seconds=0)
        return None

    def _windows(self) -> int:
        return len(self._do("search", "--onlyvisible", "--class", ".").split())

    def _do(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words], env=dict(self.environment), capture_output=True, text=True, check=True, timeout=120
        ).stdout


@contextlib.contextmanager
def open_screen(folder: Path, images: Path, size: str = "1366x768") -> Iterator[Screen]:
    """Start everything that a screen needs, and stop it; pictures go to a folder of their own."""
    with contextlib.ExitStack() as stack:
        words = ["Xvfb", "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset", "-r", "-fbdir", str(folder)]
        number = _announced(stack, words, "-displayfd")
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
        tree, ears = Tree(address), Ears(address)
        finger = Finger(address, tree)
        for each in (tree, ears, finger):
            stack.callback(each.close)
        yield Screen(environment, tree, ears, finger, Album(folder / _MEMORY, images), stack)


def missing() -> list[str]:
    """Return the programs that this machine lacks for a screen."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    return lacking if any(path.exists() for path in _LAUNCHERS) else [*lacking, "at-spi-bus-launcher"]


def desktop(profile: Path) -> list[str | Path]:
    """Return the command that opens the application on a profile, from this tree."""
    return [sys.executable, "-m", "ui.app", "--profil", profile]


def hurried_desktop(profile: Path, seconds: int = 30) -> list[str | Path]:
    """Return the same, that waits so long for a service, and makes new passphrases at the least cost."""
    return [sys.executable, "-m", "tests.screen.hurried", str(seconds), "--profil", profile]


def _end(program: subprocess.Popen[bytes]) -> None:
    program.kill()
    program.wait()
    if program.stdout is not None:
        program.stdout.close()


def plain(text: str) -> str:
    """Write a text with ordinary spaces, as it is heard."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


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
