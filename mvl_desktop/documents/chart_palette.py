"""The colours of charts: light, dark, high contrast, and on paper. A series also has its pattern, dash and marker."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Palette:
    """What a chart is painted with. `ramp`: from the fewest to the most, on a map."""

    ground: str
    text: str
    muted: str
    rule: str
    edge: str
    series: tuple[str, ...]
    ramp: tuple[str, ...]


PALETTES: Final[Mapping[str, Palette]] = {
    "clair": Palette(
        ground="#ffffff",
        text="#151a22",
        muted="#545e6c",
        rule="#d9dee6",
        edge="#7d8896",
        series=("#1f4e9e", "#b4530a", "#1b6e3c", "#6b3fa0"),
        ramp=("#d6e3f6", "#a9c4ec", "#739cd8", "#4070ba", "#1b458e"),
    ),
    "sombre": Palette(
        ground="#1c2026",
        text="#e9edf2",
        muted="#a7b0bd",
        rule="#363d48",
        edge="#7b8694",
        series=("#8ab4ff", "#ffb27a", "#7ad39a", "#d0a8ff"),
        ramp=("#24406b", "#315a9a", "#4a80c9", "#7dabec", "#c4dbff"),
    ),
    "contraste": Palette(
        ground="#000000",
        text="#ffffff",
        muted="#ffffff",
        rule="#8c8c8c",
        edge="#ffffff",
        series=("#ffff00", "#ffffff", "#00ffff", "#ff9dff"),
        ramp=("#3d3d00", "#6b6b00", "#999900", "#cccc00", "#ffff00"),
    ),
    "papier": Palette(
        ground="#ffffff",
        text="#000000",
        muted="#3f3f3f",
        rule="#cfcfcf",
        edge="#8a8a8a",
        series=("#1f4e9e", "#b4530a", "#1b6e3c", "#6b3fa0"),
        ramp=("#dde6f3", "#b0c6e6", "#7a9ed0", "#4472b4", "#16376f"),
    ),
}
