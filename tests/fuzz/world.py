"""What the targets need to reach what stands behind a form: the keys, the registry and the chains of the vectors."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from mvl_desktop.crypto.compression import Compressor
from mvl_desktop.protocol.check import ChainHead, advance, check_commit
from mvl_desktop.protocol.registry import Registry, fold
from tests.fixtures.vectors import raw, vectors

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def believes(*_: object) -> bool:
    """Take any signature for a good one: what a hostile member signs is well signed."""
    return True


@cache
def compressor() -> Compressor:
    """Return the compressor of the suite."""
    return Compressor((RESOURCES / "dictionaries" / "suite1.zdict").read_bytes())


@cache
def registries() -> tuple[Registry, ...]:
    """Return the registry of the vectors after each of its entries."""
    chains = vectors("chains")
    found = [fold(raw(chains["founder"]), map(raw, chains["entries"][:1]), believes)]
    for entry in chains["entries"][1:]:
        following = found[-1].snapshot()
        following.append(raw(entry), believes)
        found.append(following)
    return tuple(found)


@cache
def heads() -> dict[bytes, ChainHead]:
    """Return where the chain of each device of the vectors ends."""
    found: dict[bytes, ChainHead] = {}
    for case in vectors("chains")["commits"]:
        device = raw(case["device"])
        verdict = check_commit(raw(case["commit"]), registries()[-1], found.get(device), believes)
        if verdict.extends and verdict.opened is not None:
            found[device] = advance(found.get(device), verdict.opened)
    return found


def seals(kind: str) -> list[dict[str, Any]]:
    """Return the published seals of one kind."""
    return [each for each in vectors("seals") if each["kind"] == kind]


def good(kind: str) -> dict[str, Any]:
    """Return the first published seal of a kind that opens."""
    return next(each for each in seals(kind) if "clear" in each)


def inputs(kind: str, *names: str) -> list[bytes]:
    """Return the keys that open the first good seal of a kind."""
    return [raw(good(kind)["inputs"][name]) for name in names]


def published(name: str, *, invalid: bool = True) -> tuple[bytes, ...]:
    """Return the published bytes of an object, the spoilt ones included."""
    objects = vectors("objects")
    cases = objects["valid"] + (objects["invalid"] if invalid else [])
    return tuple(raw(case["bytes"]) for case in cases if case["object"] == name)


def quietly(refusals: tuple[type[Exception], ...], read: Callable[[], object]) -> object:
    """Return what was read, None when it was refused."""
    try:
        return read()
    except refusals:
        return None
