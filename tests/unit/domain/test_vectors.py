"""Payloads written by every earlier version still open, and lose nothing. These files are never edited."""

import json
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.domain.payload import flatten, nest
from tests.unit.domain.trial import ids

VECTORS = sorted((Path(__file__).parents[2] / "vectors" / "payload").glob("*.json"))


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_bytes())
    flat = {key: tuple(value) if isinstance(value, list) else value for key, value in loaded["flat"].items()}
    return loaded | {"flat": flat}


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_an_old_payload_still_opens_as_it_was(path: Path) -> None:
    vector = read(path)
    assert nest(vector["kind"], vector["flat"]) == vector["champs"]
    assert flatten(vector["kind"], vector["champs"], vector["flat"], ids()) == {}


def test_every_kind_stands_in_a_vector() -> None:
    assert {read(path)["kind"] for path in VECTORS} >= {kind for kind in kinds() if kind != "essai"}


@pytest.mark.parametrize("kind", kinds())
def test_every_declared_field_stands_in_a_vector(kind: str) -> None:
    """Without a frozen payload a field could change its meaning unnoticed: build/vector_payloads.py freezes it."""
    found: set[str] = set()
    for path in VECTORS:
        vector = read(path)
        if vector["kind"] == kind:
            parts = [key.split("/") for key in vector["flat"]]
            found |= {f"{part[0]}/{part[2]}" if len(part) == 3 else part[0] for part in parts}
    wanted: set[str] = set()
    for field in required(kind).champs:
        wanted |= {f"{field.name}/{member.name}" for member in field.champs} or {field.name}
    assert wanted - found == set()


def test_the_first_vectors_hold_every_sort_of_field() -> None:
    sorts = set()
    for path in VECTORS:
        vector = read(path)
        found = [required(vector["kind"]).field_of(key) for key in vector["flat"]]
        sorts |= {field.sort for field in found if field} | {"inconnu" for field in found if field is None}
    assert sorts == {
        "texte_court",
        "texte",
        "date",
        "oui_non",
        "entier",
        "code",
        "codes",
        "liste",
        "reference",
        "inconnu",
    }
