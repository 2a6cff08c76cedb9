"""Every bound that `docs/protocol.md` gives is that of the code: reached, it is taken; passed by one, it is refused."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mvl_desktop.protocol import objects, wire
from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from tests.fixtures.vectors import raw, vectors

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "protocol.md").read_text(encoding="utf-8")
ROOMY = 64 << 20
UNITS = {"": 1, "KiB": 1 << 10, "MiB": 1 << 20}
GOOD = {case["object"]: raw(case["bytes"]) for case in reversed(vectors("objects")["valid"])}
GOOD |= {case["message"]: raw(case["bytes"]) for case in vectors("messages")["valid"]}
MEMBERS: dict[str, Any] = {
    "bytes": b"x",
    "lists of bytes": [b"x"],
    "b16": bytes(16),
    "b32": bytes(32),
    "b1216": bytes(1216),
    "code": "erase",
    "uint": 1,
    "(b16, uint)": [bytes(16), 1],
}


def rows() -> Iterator[tuple[str, str, str]]:
    """Give (object, field, what the page says of it)."""
    for line in PAGE.splitlines():
        found = re.match(r"\| `(\w+)` \| |`(\w+)` is ", line)
        name = found[1] or found[2] if found else ""
        if found is None or name not in GOOD:
            continue
        cells = line[found.end() :].replace("\\|", "or")
        for field, said in re.findall(r"`([a-z_]+)` ((?:[^`|]|`[A-Z]\w+`)*)", cells):
            if field in struct(name).__struct_fields__:
                yield name, field, said.strip(" ,.")


def struct(name: str) -> Any:
    return getattr(objects, name, None) or getattr(wire, name)


def number(text: str, unit: str = "") -> int:
    return int(re.sub(r"\D", "", text)) * UNITS[unit]


Case = tuple[str, str, int, int | None, Callable[[int], Any]]


def cases() -> Iterator[Case]:
    """Give (object, field, least, most, how a value of a length is made) for each bound of the page."""
    for name, field, said in rows():
        fixed = re.match(r"b(\d+)\b", said)
        if fixed:
            yield name, field, int(fixed[1]), int(fixed[1]), bytes
            continue
        most = re.search(r"≤ ([\d \u202f\u00a0]*\d)(?: (KiB|MiB))?", said)
        between = re.search(r"(\d+) to ([\d \u202f\u00a0]*\d)", said)
        exactly = re.search(r"list of (\d+) (b\d+)", said)
        if exactly:
            yield name, field, int(exactly[1]), int(exactly[1]), partial(many, MEMBERS[exactly[2]])
        elif between or most:
            least = number(between[1]) if between else 0
            top = number(between[2]) if between else number(most[1], most[2] or "") if most else 0
            yield name, field, least, top, maker(name, field, said)
        elif said in ("name", "code"):
            yield name, field, int(said == "code"), 255 if said == "name" else 64, lambda n: "a" * n


def many(member: Any, count: int) -> list[Any]:
    return [member] * count


def maker(name: str, field: str, said: str) -> Callable[[int], Any]:
    """Return how a value of so many members, bytes or signs is made."""
    if said.startswith("bytes"):
        return bytes
    if said.startswith("text"):
        return lambda n: "a" * n
    if said.startswith("map"):
        return lambda n: {f"k{at}": at for at in range(n)}
    held = re.match(r"list of (lists of bytes|\(b16, uint\)|\w+|`\w+`)", said)
    assert held is not None, said
    kind = held[1].strip("`")
    member = MEMBERS[kind] if kind in MEMBERS else plain(kind)
    return partial(many, member)


def plain(name: str) -> Any:
    return msgspec.msgpack.decode(GOOD[name])


def changed(name: str, field: str, value: Any) -> bytes:
    type_ = struct(name)
    shift = 0 if type_.__struct_config__.tag is None else 1
    parts = plain(name)
    parts[type_.__struct_fields__.index(field) + shift] = value
    return encode(parts)


def read(name: str, data: bytes) -> Any:
    type_ = struct(name)
    if issubclass(type_, objects.Act):
        return decode(data, objects.AnyAct, ROOMY)  # type: ignore[arg-type]
    return decode(data, type_, ROOMY)


@pytest.mark.parametrize(("name", "field", "least", "most", "make"), list(cases()), ids=lambda each: str(each)[:20])
def test_a_bound_of_the_page_is_that_of_the_code(
    name: str, field: str, least: int, most: int, make: Callable[[int], Any]
) -> None:
    read(name, changed(name, field, make(most)))
    read(name, changed(name, field, make(least)))
    with pytest.raises(ProtocolError):
        read(name, changed(name, field, make(most + 1)))
    if least:
        with pytest.raises(ProtocolError):
            read(name, changed(name, field, make(least - 1)))


def test_the_page_gives_a_bound_for_every_list_and_every_bounded_field() -> None:
    """What the code bounds by a length, the page bounds; a map or bytes without one are bounded by what holds them."""
    told = {(name, field) for name, field, *_ in cases()}
    told |= {("EraseAck", "kind"), ("EpochDestroyed", "kind")}  # one word each
    for name in GOOD:
        own = struct(name)
        for field in msgspec.structs.fields(own):
            said = str(field.type)
            if "length" in said and not said.startswith("dict[") and field.name in own.__annotations__:
                assert (name, field.name) in told, f"{name}.{field.name}"
