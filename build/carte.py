#!/usr/bin/env python3
"""Make `resources/map/departements.json` of a GeoJSON of the 101 départements: `build/carte.py departements.geojson`.

The source: outlines in WGS84 with `code` and `nom`, from IGN ADMIN EXPRESS COG (Licence Ouverte 2.0), simplified so
that borders stay shared. Here they are laid flat in frames: the mainland with Corsica, one for each overseas
département, and one more for Paris and the inner ring, which are too small to be pointed at on the whole.
"""

import json
import math
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "resources" / "map" / "departements.json"
SOURCE = "IGN, ADMIN EXPRESS COG (Licence Ouverte 2.0), contours simplifiés"
MAINLAND, INNER = "metropole", "petite_couronne"
OVERSEAS = ("971", "972", "973", "974", "976")
INNER_CODES = ("75", "92", "93", "94")
_SIDES = {MAINLAND: 1400, INNER: 400}
_SIDE = 400
_MIDDLE = 46.5
"""The parallel along which the mainland is neither stretched nor pressed."""

Ring = list[tuple[float, float]]


def flat(feature: Mapping[str, Any], parallel: float) -> list[Ring]:
    """Return the outlines of a département, east to the right and south down."""
    wide = math.cos(math.radians(parallel))
    polygons = feature["geometry"]["coordinates"]
    if feature["geometry"]["type"] == "Polygon":
        polygons = [polygons]
    return [[(x * wide, -y) for x, y, *_rest in ring[:-1]] for polygon in polygons for ring in polygon]


def framed(found: Mapping[str, list[Ring]], side: int) -> tuple[list[int], dict[str, list[list[int]]]]:
    """Return the size of a frame whose longest side is given, and the outlines in whole points of it."""
    points = [point for rings in found.values() for ring in rings for point in ring]
    left, top = min(x for x, _y in points), min(y for _x, y in points)
    width, height = max(x for x, _y in points) - left, max(y for _x, y in points) - top
    scale = side / max(width, height)
    placed = {code: [_whole(ring, left, top, scale) for ring in rings] for code, rings in found.items()}
    kept = {code: [ring for ring in rings if len(ring) >= 6] for code, rings in placed.items()}
    return [math.ceil(width * scale), math.ceil(height * scale)], kept


def _whole(ring: Ring, left: float, top: float, scale: float) -> list[int]:
    points: list[tuple[int, int]] = []
    for x, y in ring:
        point = (round((x - left) * scale), round((y - top) * scale))
        if not points or points[-1] != point:
            points.append(point)
    return [coordinate for point in points for coordinate in point]


def made(features: Iterable[Mapping[str, Any]]) -> dict[str, object]:
    """Return the document that the application reads."""
    known = {str(each["properties"]["code"]): each for each in features}
    mainland = {code: flat(each, _MIDDLE) for code, each in known.items() if code not in OVERSEAS}
    frames = {MAINLAND: mainland, INNER: {code: mainland[code] for code in INNER_CODES}}
    for code in OVERSEAS:
        rings = flat(known[code], 0)
        frames[code] = {code: flat(known[code], -rings[0][0][1])}
    sizes, outlines = {}, {}
    for name, found in frames.items():
        sizes[name], outlines[name] = framed(found, _SIDES.get(name, _SIDE))
    names = {code: str(each["properties"]["nom"]) for code, each in sorted(known.items())}
    return {"source": SOURCE, "noms": names, "cadres": sizes, "contours": outlines}


def main(source: Path) -> int:
    """Write the file; 1 when the source has not the 101 départements."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    if len(features) != 101:
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(made(features), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
