"""What Linux says on its message buses when somebody leaves: sleep, a locked session, another user on the screen.

Sleep is held back until the process is replaced: the system gives a handle, which closes with the process.
"""

from typing import Final

from PySide6.QtCore import SLOT, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
    QDBusVariant,
)

from mvl_desktop.i18n import _
from ui.leaving import Leaving

_LOGIN: Final = "org.freedesktop.login1"
_MANAGER: Final = f"{_LOGIN}.Manager"
_SESSION: Final = f"{_LOGIN}.Session"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_OURS: Final = "/org/freedesktop/login1/session/auto"
_SAVERS: Final = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")
_OF_LOGIN: Final = ((_MANAGER, "PrepareForSleep"), (_SESSION, "Lock"), (_PROPERTIES, "PropertiesChanged"))
_AWAY: Final = {"Active": False, "LockedHint": True}
"""Properties of a session, and the value that says that nobody of it looks at the screen."""


def listen() -> "BusLeaving":
    """Listen to the buses of this machine."""
    return BusLeaving(QDBusConnection.systemBus(), QDBusConnection.sessionBus())


class BusLeaving(Leaving):
    """Listens to logind on the system's bus, and to the screen saver on the session's."""

    def __init__(self, system: QDBusConnection, session: QDBusConnection) -> None:
        super().__init__()
        self._system = system
        self._asked: list[QDBusPendingCallWatcher] = []
        self._held: QDBusUnixFileDescriptor | None = None
        if system.isConnected():
            for interface, member in _OF_LOGIN:
                self._hear(system, _LOGIN, interface, member, "on_login")
            self._hold_sleep()
        if session.isConnected():
            for saver in _SAVERS:
                self._hear(session, "", saver, "ActiveChanged", "on_saver")

    @property
    def holds_sleep(self) -> bool:
        """Whether the system waits for us before it sleeps."""
        return self._held is not None

    @Slot(QDBusMessage)
    def on_login(self, message: QDBusMessage) -> None:
        """Hear of sleep and of locks; a property that changed is asked for, since it may be of another session."""
        said = message.arguments()
        if message.member() == "Lock" or (message.member() == "PrepareForSleep" and said[:1] == [True]):
            self.left.emit()
        elif message.member() == "PropertiesChanged" and said[:1] == [_SESSION]:
            for name in _AWAY:
                self._ask(name)

    @Slot(QDBusMessage)
    def on_saver(self, message: QDBusMessage) -> None:
        """Hear of a locked screen."""
        if message.arguments()[:1] == [True]:
            self.left.emit()

    def _hear(self, bus: QDBusConnection, sender: str, interface: str, member: str, slot: str) -> None:
        # the stubs ask for bytes, the library takes a text and nothing else
        bus.connect(sender, "", interface, member, self, SLOT(f"{slot}(QDBusMessage)"))  # type: ignore[call-overload]

    def _ask(self, name: str) -> None:
        call = QDBusMessage.createMethodCall(_LOGIN, _OURS, _PROPERTIES, "Get")
        call.setArguments([_SESSION, name])
        self._watch(call).finished.connect(lambda watcher: self._on_property(watcher, away=_AWAY[name]))

    def _on_property(self, watcher: QDBusPendingCallWatcher, *, away: bool) -> None:
        for said in self._answer(watcher):
            if isinstance(said, QDBusVariant) and said.variant() is away:
                self.left.emit()

    def _hold_sleep(self) -> None:
        call = QDBusMessage.createMethodCall(_LOGIN, "/org/freedesktop/login1", _MANAGER, "Inhibit")
        call.setArguments(["sleep", "MVL", _("Garder la saisie et verrouiller"), "delay"])
        self._watch(call).finished.connect(self._on_held)

    def _on_held(self, watcher: QDBusPendingCallWatcher) -> None:
        for said in self._answer(watcher):
            if isinstance(said, QDBusUnixFileDescriptor) and said.isValid():
                self._held = said

    def _watch(self, call: QDBusMessage) -> QDBusPendingCallWatcher:
        watcher = QDBusPendingCallWatcher(self._system.asyncCall(call))
        self._asked.append(watcher)
        return watcher

    def _answer(self, watcher: QDBusPendingCallWatcher) -> list[object]:
        self._asked.remove(watcher)
        reply = watcher.reply()
        return list(reply.arguments()) if reply.type() == QDBusMessage.MessageType.ReplyMessage else []
