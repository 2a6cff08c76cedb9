"""A chart drawn as SVG from what it says, in the colours asked for: one drawing for screen, paper and files. No Qt."""

from dataclasses import dataclass, field

from mvl_desktop.documents.chart_bars import draw_bars
from mvl_desktop.documents.chart_frame import Frame
from mvl_desktop.documents.chart_geography import Geography
from mvl_desktop.documents.chart_lines import draw_lines
from mvl_desktop.documents.chart_map import draw_map
from mvl_desktop.documents.chart_palette import PALETTES
from mvl_desktop.documents.chart_svg import Spot
from mvl_desktop.documents.chart_words import described
from mvl_desktop.ports.charts import Chart

PAPER = "papier"
WIDTH, SIZE = 720.0, 13.0
"""The width of a chart on paper, and the size of its letters."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as it is drawn: the picture, its size, where each value is, the whole in words."""

    svg: str = field(repr=False)
    width: float
    height: float
    spots: tuple[Spot, ...] = field(repr=False)
    told: str = field(repr=False)


def draw(chart: Chart, geography: Geography, palette: str = PAPER, width: float = WIDTH, size: float = SIZE) -> Drawing:
    """Draw a chart at a width, with letters of a size; its height is what it takes."""
    colours = PALETTES[palette]
    frame = Frame(chart.table, colours, width, size)
    if chart.rien:
        spots = frame.say(chart.rien)
    elif chart.manner == "carte":
        spots = draw_map(frame, geography)
    elif chart.manner == "courbes":
        spots = draw_lines(frame)
    else:
        spots = draw_bars(frame)
    height = frame.close()
    told = described(chart)
    svg = frame.canvas.written(height, colours.ground, chart.table.title, told)
    return Drawing(svg, width, height, tuple(spots), told)
