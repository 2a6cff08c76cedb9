"""The accessibility tree of a running program, read over D-Bus as a screen reader reads it (AT-SPI 2).

A node is what a blind person would be told: a role, a name, states, a text, a place on the screen. Ears hear what the
program says of itself, when something appears that has not the keyboard.
"""

import contextlib
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import cast

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COLLECTION = "org.a11y.atspi.Collection"
_RULE = "(aiia{ss}iaiiasib)uib"
_ALL, _ANY, _IN_ORDER, _LABELLED_BY = 1, 2, 1, 2
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_LISTENERS = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry")
_HEARD = (("object:announcement", "org.a11y.atspi.Event.Object", "Announcement"),)
_FELT = (("focus:", "org.a11y.atspi.Event.Focus", "Focus"),)
"""What is listened to: its name at the registry, and the signal that says it."""
_NOBODY = "/org/a11y/atspi/null"
_ON_SCREEN = 0
_CURRENT = ("cell", "list item", "page tab", "table cell")
_PATIENCE = 30
"""Seconds within which a program that lives answers."""
_PAUSE, _LONGEST = 0.02, 0.2
"""How long one waits before looking again, in seconds: first a little, then more."""
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
    "alert message": (2,),
    "button menu": (43,),
    "cell": (56,),
    "check box": (7,),
    "combo box": (11,),
    "dialog": (16,),
    "filler": (20,),
    "frame": (23,),
    "label": (29,),
    "list": (31,),
    "list item": (32,),
    "menu bar": (34,),
    "menu item": (35,),
    "page tab": (37,),
    "push button": (43,),
    "radio button": (44,),
    "table": (55,),
    "text": (61, 40),
}
"""The roles that tests look for, by their bits (AtspiRole), a passphrase being a text; others are sought among all."""
_SHARED = ("button menu", "push button")
"""Those that share their bits with others."""


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

    def names(self, nodes: Sequence["Node"]) -> list[str]:
        """Return what nodes are called, asked all at once; "" for what is gone."""
        found = self._ask([Properties(_address(node, _ACCESSIBLE)).get("Name") for node in nodes])
        return ["" if said is None else str(cast("tuple[tuple[str, object]]", said)[0][1]) for said in found]

    def roles(self, nodes: Sequence["Node"]) -> list[str]:
        """Return what nodes are, asked all at once; "" for what is gone."""
        found = self._ask([new_method_call(_address(node, _ACCESSIBLE), "GetRoleName") for node in nodes])
        return ["" if said is None else str(said[0]) for said in found]

    def in_state(self, state: str, nodes: Sequence["Node"]) -> list["Node"]:
        """Return the nodes that are in a state, asked all at once."""
        found = self._ask([new_method_call(_address(node, _ACCESSIBLE), "GetState") for node in nodes])
        return [node for node, said in zip(nodes, found, strict=True) if said is not None and _holds(said[0], state)]

    def places(self, node: "Node", indexes: Iterable[int]) -> list["Node"]:
        """Return the children of a node, asked all at once."""
        address = _address(node, _ACCESSIBLE)
        found = self._ask([new_method_call(address, "GetChildAtIndex", "i", (index,)) for index in indexes])
        given = [cast("tuple[tuple[str, str]]", said)[0] for said in found if said is not None]
        return [Node(self, bus, path) for bus, path in given if path != _NOBODY]

    def standing(self, node: "Node") -> tuple[str, object, tuple[str, str]]:
        """Return what a node is, its states, and where what it is in is."""
        address = _address(node, _ACCESSIBLE)
        asked = [new_method_call(address, "GetRoleName"), new_method_call(address, "GetState")]
        role, words, parent = self._ask([*asked, Properties(address).get("Parent")])
        if role is None or words is None or parent is None:
            raise GoneError
        return str(role[0]), words[0], cast("tuple[tuple[str, tuple[str, str]]]", parent)[0][1]

    def _ask(self, messages: Sequence[object]) -> list[tuple[object, ...] | None]:
        """Send all the questions, then read the answers: a program that is busy is waited for once."""
        waiting: dict[int, int] = {}
        for place, message in enumerate(messages):
            serial = next(self._connection.outgoing_serial)
            waiting[serial] = place
            self._connection.send(message, serial=serial)
        found: list[tuple[object, ...] | None] = [None] * len(messages)
        try:
            while waiting:
                reply = self._connection.receive(timeout=_PATIENCE)
                asked = waiting.pop(reply.header.fields.get(HeaderFields.reply_serial, -1), None)
                if asked is not None and reply.header.message_type != MessageType.error:
                    found[asked] = reply.body
        except TimeoutError as error:
            raise GoneError from error
        return found

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


class Listener:
    """A connection that receives what programs say of themselves."""

    def __init__(self, session_address: str, kinds: Sequence[tuple[str, str, str]]) -> None:
        self._connection = open_dbus_connection(_bus_address(session_address))
        name, path = _LISTENERS
        registry = DBusAddress(path, bus_name=name, interface=name)
        for event, interface, member in kinds:
            _answer(self._connection, new_method_call(registry, "RegisterEvent", "sass", (event, [], "")))
            rule = MatchRule(type="signal", interface=interface, member=member)
            _answer(self._connection, message_bus.AddMatch(rule))

    def close(self) -> None:
        """Leave the bus."""
        self._connection.close()

    def said(self, seconds: float = 0) -> Iterator[Message]:
        """Yield the signals that came; when none did, wait so long for one."""
        with contextlib.suppress(TimeoutError):
            while True:
                message = self._connection.receive(timeout=seconds)
                if message.header.message_type == MessageType.signal and message.body:
                    seconds = 0
                    yield message


class Ears(Listener):
    """What programs announce, as a screen reader hears it."""

    def __init__(self, session_address: str) -> None:
        super().__init__(session_address, _HEARD)
        self._heard: list[str] = []

    def heard(self) -> list[str]:
        """Return what was announced since it was last forgotten."""
        self._heard += [str(message.body[3][1]) for message in self.said() if len(message.body) > 3]
        return list(self._heard)

    def forget(self) -> None:
        """Forget what was announced until now."""
        self.heard()
        self._heard.clear()


class Finger(Listener):
    """Where the keyboard went last, as programs say it: no need to look through all of a window for it."""

    def __init__(self, session_address: str, tree: Tree) -> None:
        super().__init__(session_address, _FELT)
        self._tree = tree
        self._last: Node | None = None

    def place(self, seconds: float = 0) -> "Node | None":
        """Return what last said that it has the keyboard, when it still does; `seconds`: how long to wait for news."""
        for message in self.said(seconds):
            fields = cast("Mapping[HeaderFields, str]", message.header.fields)
            self._last = Node(self._tree, fields[HeaderFields.sender], fields[HeaderFields.path])
        if self._last is not None:
            with contextlib.suppress(GoneError):
                return self._last.outermost_with_keyboard()
        return None


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
        count = int(str(self.tree.property(self.bus, self.path, _ACCESSIBLE, "ChildCount")))
        return self.tree.places(self, range(min(count, most)))

    def has(self, state: str) -> bool:
        """Whether it is in a state."""
        return _holds(self._call("GetState"), state)

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
        return all("showing" in states for _node, states in self._upwards())

    def outermost_with_keyboard(self) -> "Node | None":
        """Return what has the keyboard, being it or what it is in: a list says it of its line, a field of its text."""
        holders = [node for node, _states in takewhile(lambda each: "focused" in each[1], self._upwards())]
        return next((node for node in reversed(holders) if node.has_keyboard), None)

    def matches(self, role: str = "", *states: str) -> list["Node"]:
        """Return what is under it, of a role and in some states, in order: the program itself looks, which is quick."""
        wanted, roles = _bits(2, *(STATES[state] for state in states)), ROLES.get(role, ())
        rule: tuple[object, ...] = (wanted, _ALL, {}, _ALL, _bits(4, *roles), _ANY if roles else _ALL, [], _ALL, False)
        found = self.tree.call(self.bus, self.path, _COLLECTION, "GetMatches", _RULE, rule, _IN_ORDER, 0, True)
        nodes = [Node(self.tree, *place) for place in cast("Sequence[tuple[str, str]]", found)]
        if not role or (roles and role not in _SHARED):
            return nodes
        return [node for node, said in zip(nodes, self.tree.roles(nodes), strict=True) if said == role]

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
        for child in self.tree.in_state("showing", self.children()):
            yield from child.walk()

    def _upwards(self) -> Iterator[tuple["Node", Collection[str]]]:
        """Yield it, then all that it is in but the program, each with its states."""
        node: Node | None = self
        while node is not None:
            role, words, place = self.tree.standing(node)
            if role == "application":
                return
            yield node, [state for state in STATES if _holds(words, state)]
            node = None if place[1] == _NOBODY else Node(self.tree, *place)

    def _parent(self) -> "Node | None":
        place = cast("tuple[str, str]", self.tree.property(self.bus, self.path, _ACCESSIBLE, "Parent"))
        return None if place[1] == _NOBODY else Node(self.tree, *place)

    def _call(self, method: str, signature: str = "", *words: object) -> object:
        return self.tree.call(self.bus, self.path, _ACCESSIBLE, method, signature, *words)


def find(look: Callable[[], Node | None], seconds: float = 60) -> Node:
    """Look until a node is there; LookupError after a while. What vanishes while it is looked at is passed over."""
    for _ in until(seconds):
        with contextlib.suppress(GoneError):
            if (found := look()) is not None:
                return found
    raise LookupError


def until(seconds: float) -> Iterator[None]:
    """Give moments to look, at once and then less and less often, until time is up; there is always one."""
    end, pause = time.monotonic() + seconds, _PAUSE
    yield
    while time.monotonic() < end:
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST)
        yield


def _bus_address(session_address: str) -> str:
    bus = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
    with open_dbus_connection(session_address) as session:
        (address,) = _answer(session, new_method_call(bus, "GetAddress"))
    return str(address)


def _address(node: Node, interface: str) -> DBusAddress:
    return DBusAddress(node.path, bus_name=node.bus, interface=interface)


def _holds(words: object, state: str) -> bool:
    bit = STATES[state]
    return bool(cast("Sequence[int]", words)[bit // 32] & 1 << bit % 32)


def _bits(words: int, *places: int) -> list[int]:
    wanted = [sum(1 << place % 32 for place in places if place // 32 == word) for word in range(words)]
    return [word - (1 << 32) if word >> 31 else word for word in wanted]  # the bus wants them signed


def _answer(connection: DBusConnection, message: object) -> tuple[object, ...]:
    try:
        reply = connection.send_and_get_reply(message, timeout=_PATIENCE)
    except TimeoutError as error:
        raise GoneError from error
    if reply.header.message_type == MessageType.error:
        fields = cast("Mapping[HeaderFields, object]", reply.header.fields)
        raise GoneError(str(fields.get(HeaderFields.error_name)))
    return cast("tuple[object, ...]", reply.body)
