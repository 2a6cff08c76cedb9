"""`docs/protocol.md` names every object and message, with its fields in the order in which they travel."""

import re

import pytest

from mvl_desktop.crypto.compression import DICTIONARY_SHA256
from mvl_desktop.protocol import objects, wire
from mvl_desktop.protocol.encoding import Object
from mvl_desktop.protocol.wire import FrameType
from tests.unit.crypto.conftest import ROOT

PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
COMMON = objects.Act.__struct_fields__
BINARY = {"Marker", "PageEnd", "BlobPart"}
STRUCTS = {
    name: type_
    for module in (objects, wire)
    for name, type_ in vars(module).items()
    if isinstance(type_, type) and issubclass(type_, Object) and type_ not in (Object, objects.Act)
}


@pytest.mark.parametrize("name", sorted(STRUCTS.keys() - BINARY))
def test_the_page_gives_the_fields_of_every_object_in_order(name: str) -> None:
    type_ = STRUCTS[name]
    fields = type_.__struct_fields__[len(COMMON) if issubclass(type_, objects.Act) else 0 :]
    lines = [line for line in PAGE.splitlines() if line.startswith((f"| `{name}` |", f"`{name}` is "))]
    assert len(lines) == 1
    said = [word for word in re.findall(r"`([a-z_]+)` ", lines[0]) if word in fields]
    assert list(dict.fromkeys(said)) == list(fields)


def test_the_page_gives_every_type_of_act() -> None:
    for type_ in STRUCTS.values():
        if issubclass(type_, objects.Act):
            assert f'"{type_.__struct_config__.tag}"' in PAGE


def test_the_page_gives_every_type_of_frame() -> None:
    for type_ in FrameType:
        assert re.search(rf"\| {type_.value} [a-z]", PAGE), type_


def test_the_page_names_the_dictionary() -> None:
    assert DICTIONARY_SHA256.hex() in PAGE


def test_the_page_lists_every_file_of_vectors() -> None:
    for path in (ROOT / "tests" / "vectors").glob("*.json"):
        assert f"`{path.name}`" in PAGE
