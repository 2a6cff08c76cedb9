"""D13: the post locks when its person leaves: the machine sleeps, the session is locked, another takes the screen."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import CTRL, press, type_key, write
from ui.leaving import is_departure
from ui.main import Workplace
from ui.theme import Theme

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the buses of Linux")
SHIFT = Qt.KeyboardModifier.ShiftModifier
OURS = "/org/freedesktop/login1/session/_32"
OTHER = "/org/freedesktop/login1/session/_39"
SESSION = "org.freedesktop.login1.Session"


class Bus:
    """A message bus of our own, and a `logind` on it that says what a test wants."""

    def __init__(self, address: str) -> None:
        from jeepney import DBusAddress, message_bus
        from jeepney.io.blocking import open_dbus_connection

        self.address = address
        self.properties = {"Active": True, "LockedHint": False}
        self.asked: list[str] = []
        self._address = DBusAddress
        self._handle = os.open(os.devnull, os.O_RDONLY)
        self._signals = open_dbus_connection(address)
        self._answers = open_dbus_connection(address, enable_fds=True)
        assert self._answers.send_and_get_reply(message_bus.RequestName("org.freedesktop.login1")).body == (1,)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def say(self, path: str, interface: str, member: str, signature: str = "", body: tuple[object, ...] = ()) -> None:
        """Send a signal as logind, on the connection that owns its name."""
        from jeepney import new_signal

        emitter = self._address(path, interface=interface)
        self._answers.send(new_signal(emitter, member, signature or None, body))

    def say_as_a_stranger(self, path: str, interface: str, member: str) -> None:
        """Send a signal as anybody on the bus."""
        from jeepney import new_signal

        self._signals.send(new_signal(self._address(path, interface=interface), member))

    def change(self, path: str, **properties: bool) -> None:
        """Say that properties of a session changed; those of our own are what will be answered."""
        if path == OURS:
            self.properties |= properties
        told = {name: ("b", value) for name, value in properties.items()}
        self.say(path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", (SESSION, told, []))

    def close(self) -> None:
        """Forget the bus, which is gone."""
        self._thread.join(timeout=10)
        self._signals.close()
        self._answers.close()
        os.close(self._handle)

    def _serve(self) -> None:
        from jeepney import HeaderFields, MessageType, new_error, new_method_return

        while True:
            try:
                message = self._answers.receive()
            except (OSError, EOFError, ConnectionError):
                return
            if message.header.message_type != MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            self.asked.append(member)
            if member == "Inhibit":
                answer = new_method_return(message, "h", (self._handle,))
            elif member == "Get":
                answer = new_method_return(message, "v", (("b", self.properties[message.body[1]]),))
            else:
                answer = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
            self._answers.send(answer)


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    made = Bus(daemon.stdout.readline().strip())
    yield made
    daemon.terminate()
    daemon.wait(timeout=10)
    daemon.stdout.close()
    made.close()


@pytest.fixture
def place(
    desk: MemoryDesk,
    background: ImmediateBackground,
    alarms: HandAlarms,
    theme: Theme,
    locks: list[str],
    bus: Bus,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    request: pytest.FixtureRequest,
) -> Iterator[Workplace]:
    from PySide6.QtDBus import QDBusConnection

    import ui.main
    from ui.leaving_bus import BusLeaving

    bus.properties = {"Active": True, "LockedHint": False}
    name = f"essai-{request.node.name}"
    connection = QDBusConnection.connectToBus(bus.address, name)
    monkeypatch.setattr(ui.main, "watch_leaving", lambda _window: BusLeaving(connection, connection))
    made = Workplace(
        desk,
        background,
        theme,
        make_alarm=alarms,
        now=alarms.clock,
        lock_minutes=5,
        relaunch=lambda: locks.append("locked"),
    )
    made.window.show()
    made.start()
    assert isinstance(made.leaving, BusLeaving)
    leaving = made.leaving
    qtbot.waitUntil(lambda: leaving.holds_sleep)
    yield made
    QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def locks() -> list[str]:
    return []


def _typing(place: Workplace) -> None:
    press(place.window, Qt.Key.Key_N, CTRL)
    write(place.pages["signalement"].form_view.fields("objet").editors["objet"].buddy(), "En cours")


DEPARTURES = {
    "sleep": lambda bus: bus.say(
        "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", "b", (True,)
    ),
    "lock": lambda bus: bus.say(OURS, SESSION, "Lock"),
    "hint": lambda bus: bus.change(OURS, LockedHint=True),
    "another user": lambda bus: bus.change(OURS, Active=False),
    "saver": lambda bus: bus.say("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", "b", (True,)),
    "saver of gnome": lambda bus: bus.say(
        "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", "b", (True,)
    ),
}


@pytest.mark.parametrize("departure", DEPARTURES)
def test_whoever_leaves_leaves_a_locked_post_and_every_draft(
    place: Workplace, desk: MemoryDesk, bus: Bus, locks: list[str], qtbot: QtBot, departure: str
) -> None:
    _typing(place)
    DEPARTURES[departure](bus)
    qtbot.waitUntil(lambda: locks == ["locked"])
    assert [typed.champs["objet"] for typed in desk.kept.values()] == ["En cours"]
    assert desk.closed
    assert [window for window in QApplication.topLevelWidgets() if window.isVisible()] == []


def test_what_is_no_departure_locks_nothing(place: Workplace, bus: Bus, locks: list[str], qtbot: QtBot) -> None:
    manager = "org.freedesktop.login1.Manager"
    bus.say_as_a_stranger(OURS, SESSION, "Lock")
    bus.say("/org/freedesktop/login1", manager, "PrepareForSleep", "b", (False,))
    bus.say("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", "b", (False,))
    bus.asked.clear()
    bus.change(OTHER, Active=False)
    qtbot.waitUntil(lambda: bus.asked.count("Get") >= 2)
    QApplication.processEvents()
    assert locks == []
    bus.say(OURS, SESSION, "Lock")
    qtbot.waitUntil(lambda: locks == ["locked"])


def test_said_twice_it_locks_once(place: Workplace, locks: list[str]) -> None:
    place.leaving.left.emit()
    place.leaving.left.emit()
    place.idle.idle.emit()
    assert locks == ["locked"]


def test_without_any_bus_the_post_works(desk: MemoryDesk) -> None:
    from PySide6.QtDBus import QDBusConnection

    from ui.leaving_bus import BusLeaving

    nobody = QDBusConnection("personne")
    assert not BusLeaving(nobody, nobody).holds_sleep


def test_windows_says_it_by_messages_to_windows() -> None:
    power, session = 0x218, 0x2B1
    assert is_departure(power, 4)
    assert [word for word in range(12) if is_departure(session, word)] == [2, 4, 7]
    assert not is_departure(power, 18), "coming back from sleep"
    assert not is_departure(0x100, 4)


def test_the_urgent_lock_hides_everything_before_it_puts_anything_away(
    place: Workplace, desk: MemoryDesk, locks: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _typing(place)
    place.idle.listen(QApplication.instance())  # type: ignore[arg-type]
    seen: list[str] = []
    flush = place.forms["signalement"].flush

    def flushed() -> None:
        seen.extend(
            [type(window).__name__ for window in QApplication.topLevelWidgets() if window.isVisible()] or ["nothing"]
        )
        flush()

    dialog = QDialog(place.window)
    dialog.setModal(True)
    dialog.show()
    QApplication.processEvents()
    monkeypatch.setattr(place.forms["signalement"], "flush", flushed)
    type_key(dialog, Qt.Key.Key_L, CTRL | SHIFT)
    assert locks == ["locked"], "a dialog that waits for an answer does not keep the post open"
    assert set(seen) == {"nothing"}, "nothing is visible any more when the first draft is put away"
    assert [typed.champs["objet"] for typed in desk.kept.values()] == ["En cours"]
    dialog.deleteLater()
