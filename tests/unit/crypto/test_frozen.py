"""B04: what is published stays as it was, and says of each object what is good and what must be refused.

`tests/vectors/EMPREINTES` lists the SHA-256 of every published file. A new file is added to it; a file of the list is
never edited, since another program may have been written from it: what changes a format changes `v`, and brings a file.
"""

import hashlib
from collections import Counter
from typing import Any

from mvl_desktop.protocol import objects, wire
from mvl_desktop.protocol.encoding import Object
from tests.fixtures.vectors import FOLDER, vectors

BINARY = {"Marker", "PageEnd", "BlobPart"}
LEAST = 143


def counted() -> tuple[Counter[str], Counter[str]]:
    """Count what is published of each object and message: valid, and refused."""
    found, messages = vectors("objects"), vectors("messages")
    valid = Counter(case["object"] for case in found["valid"])
    valid += Counter(case["message"] for case in messages["valid"])
    valid += Counter(case["frame"] for case in messages["frames"])
    refused = Counter(case["object"] for case in found["invalid"])
    refused += Counter(case["message"] for case in messages["refused"])
    refused += Counter(case["frame"] for case in messages["frames_refused"])
    return valid, refused


def test_b04_no_published_file_was_edited() -> None:
    lines = (line.partition("  ") for line in (FOLDER / "EMPREINTES").read_text("utf-8").splitlines())
    listed = {name: digest for digest, _, name in lines}
    here = {
        path.relative_to(FOLDER).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.rglob("*.json")
    }
    assert here == listed, "a new file is added to EMPREINTES; one that is there is never edited"


def test_b04_every_object_has_good_and_bad_vectors() -> None:
    valid, refused = counted()
    names = {
        name
        for module in (objects, wire)
        for name, type_ in vars(module).items()
        if isinstance(type_, type) and issubclass(type_, Object) and type_ not in (Object, objects.Act)
    }
    assert names - valid.keys() == set()
    assert names - refused.keys() == set()
    assert {name: refused[name] for name in names - BINARY if refused[name] < 4} == {}
    assert sum(valid.values()) + sum(refused.values()) >= LEAST


def test_b04_every_seal_has_good_and_bad_vectors() -> None:
    seals: list[dict[str, Any]] = vectors("seals")
    good = Counter(case["kind"] for case in seals if "clear" in case)
    bad = Counter(case["kind"] for case in seals if "refused" in case)
    assert good.keys() == bad.keys()
    assert min(bad.values()) >= 2
    signatures = Counter(case["holds"] for case in vectors("signatures"))
    assert signatures[True] >= 9
    assert signatures[False] >= 15
    chains = vectors("chains")
    assert len(chains["refused"]) >= 20
    assert {case["state"] for case in chains["commits"]} >= {
        "accepted",
        "quarantined",
        "refused",
        "equivocation",
        "gap",
    }


def test_b04_bytes_are_published_once() -> None:
    """Two names for the same bytes would count twice and prove once."""
    found = vectors("objects")
    seen = Counter((case["object"], case["bytes"]) for case in found["valid"] + found["invalid"])
    assert [key[0] for key, count in seen.items() if count > 1] == []
