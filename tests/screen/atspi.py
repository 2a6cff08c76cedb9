"""The accessibility tree of a running program, read over D-Bus as a screen reader reads it (AT-SPI 2).

A node is what a blind person would be told: a role, a name, states, a text, a place on the screen. Ears hear what the
program says of itself, when something appears that has not the keyboard.
"""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COLLECTION = "org.a11y.atspi.Collection"
_RULE = "(aiia{ss}iaiiasib)uib"
_ALL, _ANY, _IN_ORDER, _LABELLED_BY = 1, 2, 1, 2
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_LISTENERS = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry")
_EVENT = "org.a11y.atspi.Event.Object"
_NOBODY = "/org/a11y/atspi/null"
_ON_SCREEN = 0
_CURRENT = ("cell", "list item", "page tab", "table cell")
STATES = {
    "active": 1,
    "checked": 4,
    "editable": 7,
    "enabled": 8,
    "expandable": 9,
    "expanded": 10,
    "focusable": 11,
    "focused": 12,
    "modal": 16,
    "selected": 23,
    "sensitive": 24,
    "showing": 25,
    "visible": 30,
}
"""The states that tests ask for, by their bit (AtspiStateType)."""
ROLES = {
    "button menu": (43,),
    "check box": (7,),
    "combo box": (11,),
    "dialog": (16,),
    "frame": (23,),
    "label": (29,),
    "list": (31,),
    "list item": (32,),
    "menu item": (35,),
    "page tab": (37,),
    "push button": (43,),
    "radio button": (44,),
    "table": (55,),
    "table cell": (56,),
    "text": (61, 40),
}
"""The roles that tests look for, by their bits (AtspiRole), a passphrase being a text; others are sought among all."""


class GoneError(Exception):
    """The widget behind a node does not exist any more."""


class Tree:
    """A connection to the accessibility bus of one session."""

    def __init__(self, session_address: str) -> None:
        self._connection = open_dbus_connection(_bus_address(session_address))

    def close(self) -> None:
        """Leave the bus."""
        self._connection.close()

    def applications(self) -> list["Node"]:
        """Return the programs that show something."""
        return Node(self, *_REGISTRY).children()

    def call(self, bus: str, path: str, interface: str, method: str, signature: str = "", *words: object) -> object:
        """Call a method of a node; GoneError when nobody is there."""
        address = DBusAddress(path, bus_name=bus, interface=interface)
        found = _answer(self._connection, new_method_call(address, method, signature or None, words or None))
        return found[0] if len(found) == 1 else found

    def property(self, bus: str, path: str, interface: str, name: str) -> object:
        """Read a property of a node."""
        address = DBusAddress(path, bus_name=bus, interface=interface)
        ((_signature, value),) = cast(
            "tuple[tuple[str, object]]", _answer(self._connection, Properties(address).get(name))
        )
        return value


class Ears:
    """What programs announce, as a screen reader hears it."""

    def __init__(self, session_address: str) -> None:
        self._connection = open_dbus_connection(_bus_address(session_address))
        name, path = _LISTENERS
        registry = DBusAddress(path, bus_name=name, interface=name)
        _answer(
            self._connection,
            new_method_call(registry, "RegisterEvent", "sass", ("object:announcement", [], "")),
        )
        rule = MatchRule(type="signal", interface=_EVENT, member="Announcement")
        _answer(self._connection, message_bus.AddMatch(rule))
        self._heard: list[str] = []

    def close(self) -> None:
        """Leave the bus."""
        self._connection.close()

    def heard(self) -> list[str]:
        """Return what was announced since it was last forgotten."""
        with contextlib.suppress(TimeoutError):
            while True:
                message = self._connection.receive(timeout=0)
                if message.header.message_type == MessageType.signal and len(message.body) > 3:
                    self._heard.append(str(message.body[3][1]))
        return list(self._heard)

    def forget(self) -> None:
        """Forget what was announced until now."""
        self.heard()
        self._heard.clear()


@dataclass(frozen=True)
class Node:
    """One element of the tree."""

    tree: Tree
    bus: str
    path: str

    @property
    def name(self) -> str:
        """Return what it is called."""
        return str(self.tree.property(self.bus, self.path, _ACCESSIBLE, "Name"))

    @property
    def description(self) -> str:
        """Return what is said after its name."""
        return str(self.tree.property(self.bus, self.path, _ACCESSIBLE, "Description"))

    @property
    def role(self) -> str:
        """Return what it is: `push button`, `text`, `combo box`…"""
        return str(self._call("GetRoleName"))

    def children(self, most: int = 400) -> list["Node"]:
        """Return what is in it; the first ones of a long list."""
        count = min(int(str(self.tree.property(self.bus, self.path, _ACCESSIBLE, "ChildCount"))), most)
        found = [cast("tuple[str, str]", self._call("GetChildAtIndex", "i", place)) for place in range(count)]
        return [Node(self.tree, bus, path) for bus, path in found if path != _NOBODY]

    def has(self, state: str) -> bool:
        """Whether it is in a state."""
        words = cast("Sequence[int]", self._call("GetState"))
        bit = STATES[state]
        return bool(words[bit // 32] & 1 << bit % 32)

    @property
    def labels(self) -> str:
        """Return the words of what labels it: a list to choose from is named by them, its own name is its value."""
        relations = cast("Sequence[tuple[int, Sequence[tuple[str, str]]]]", self._call("GetRelationSet"))
        found = [Node(self.tree, *place).name for kind, places in relations if kind == _LABELLED_BY for place in places]
        return " ".join(name for name in found if name)

    @property
    def has_keyboard(self) -> bool:
        """Whether what is typed goes there. Qt says it of the current line of any list and of any tab, too."""
        if not self.has("focused"):
            return False
        parent = self._parent() if self.role in _CURRENT else None
        return parent is None or parent.has("focused")

    def is_shown(self) -> bool:
        """Whether it is shown, and whatever it is in."""
        node: Node | None = self
        while node is not None:
            if node.role == "application":
                return True
            if not node.has("showing"):
                return False
            node = node._parent()
        return False

    def matches(self, role: str = "", *states: str) -> list["Node"]:
        """Return what is under it, of a role and in some states, in order: the program itself looks, which is quick."""
        wanted, roles = _bits(2, *(STATES[state] for state in states)), ROLES.get(role, ())
        rule: tuple[object, ...] = (wanted, _ALL, {}, _ALL, _bits(4, *roles), _ANY if roles else _ALL, [], _ALL, False)
        found = self.tree.call(self.bus, self.path, _COLLECTION, "GetMatches", _RULE, rule, _IN_ORDER, 0, True)
        nodes = [Node(self.tree, *place) for place in cast("Sequence[tuple[str, str]]", found)]
        return [node for node in nodes if not role or node.role == role]

    def centre(self) -> tuple[int, int]:
        """Return where to click, in pixels of the screen."""
        x, y, width, height = self.extents()
        return x + width // 2, y + height // 2

    def extents(self) -> tuple[int, int, int, int]:
        """Return where it is: left, top, width, height."""
        found = self.tree.call(self.bus, self.path, "org.a11y.atspi.Component", "GetExtents", "u", _ON_SCREEN)
        return cast("tuple[int, int, int, int]", found)

    def text(self) -> str:
        """Return the text that it holds; its name when it holds none."""
        try:
            return str(self.tree.call(self.bus, self.path, "org.a11y.atspi.Text", "GetText", "ii", 0, -1))
        except GoneError:
            return self.name

    def walk(self) -> Iterator["Node"]:
        """Yield it and everything under it that is shown; what is under something hidden is hidden too."""
        yield self
        for child in self.children():
            if child.has("showing"):
                yield from child.walk()

    def _parent(self) -> "Node | None":
        place = cast("tuple[str, str]", self.tree.property(self.bus, self.path, _ACCESSIBLE, "Parent"))
        return None if place[1] == _NOBODY else Node(self.tree, *place)

    def _call(self, method: str, signature: str = "", *words: object) -> object:
        return self.tree.call(self.bus, self.path, _ACCESSIBLE, method, signature, *words)


def find(look: Callable[[], Node | None], seconds: float = 60) -> Node:
    """Look until a node is there; LookupError after a while. What vanishes while it is looked at is passed over."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(GoneError):
            if (found := look()) is not None:
                return found
        if time.monotonic() > end:
            raise LookupError
        time.sleep(0.1)


def _bus_address(session_address: str) -> str:
    bus = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
    with open_dbus_connection(session_address) as session:
        (address,) = _answer(session, new_method_call(bus, "GetAddress"))
    return str(address)


def _bits(words: int, *places: int) -> list[int]:
    wanted = [sum(1 << place % 32 for place in places if place // 32 == word) for word in range(words)]
    return [word - (1 << 32) if word >> 31 else word for word in wanted]  # the bus wants them signed


def _answer(connection: DBusConnection, message: object) -> tuple[object, ...]:
    try:
        reply = connection.send_and_get_reply(message, timeout=30)
    except TimeoutError as error:
        raise GoneError from error
    if reply.header.message_type == MessageType.error:
        fields = cast("Mapping[HeaderFields, object]", reply.header.fields)
        raise GoneError(str(fields.get(HeaderFields.error_name)))
    return cast("tuple[object, ...]", reply.body)
