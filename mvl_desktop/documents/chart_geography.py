"""The outlines of the 101 départements, flat, in their frames. `build/carte.py` makes the file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mvl_desktop.documents.chart_svg import Ring

MAINLAND, INNER = "metropole", "petite_couronne"


@dataclass(frozen=True, slots=True)
class Geography:
    """Names by code; the size of each frame; in each frame, the outlines of each département."""

    source: str
    names: Mapping[str, str]
    sizes: Mapping[str, tuple[float, float]]
    outlines: Mapping[str, Mapping[str, tuple[Ring, ...]]]


@cache
def read_geography(path: Path) -> Geography:
    """Read the shipped file, once."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Geography(
        source=raw["source"],
        names=raw["noms"],
        sizes={name: (width, height) for name, (width, height) in raw["cadres"].items()},
        outlines={
            frame: {
                code: tuple(tuple(zip(r[::2], r[1::2], strict=True)) for r in rings) for code, rings in held.items()
            }
            for frame, held in raw["contours"].items()
        },
    )
