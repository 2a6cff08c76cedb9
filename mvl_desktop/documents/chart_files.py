"""Charts as files: the SVG as it is drawn, and the same picture as PNG, in our font, without any screen."""

from pathlib import Path

import typst

from mvl_desktop.documents.chart import Drawing, draw
from mvl_desktop.documents.chart_geography import read_geography
from mvl_desktop.documents.chart_svg import FONT
from mvl_desktop.ports.charts import Chart

PPI = 220.0
_STAND_INS = f"{FONT}, Helvetica, Arial, sans-serif"


def on_paper(chart: Chart, resources: Path) -> Drawing:
    """Draw a chart as it stands in documents."""
    return draw(chart, read_geography(resources / "map" / "departements.json"))


def write_chart(chart: Chart, resources: Path, ending: str) -> bytes:
    """Return a chart as a file."""
    drawing = on_paper(chart, resources)
    if ending == ".svg":
        return drawing.svg.replace(f'font-family="{FONT}"', f'font-family="{_STAND_INS}"').encode()
    return as_png(drawing.svg, drawing.width, resources)


def as_png(svg: str, width: float, resources: Path) -> bytes:
    """Return a picture as PNG, for who cannot show the other one."""
    made = typst.compile(
        str(resources / "templates" / "graphique.typ"),
        root=str(resources / "templates"),
        sys_inputs={"svg": svg, "width": f"{width * 0.75:.1f}"},
        font_paths=[str(resources / "fonts")],
        ignore_system_fonts=True,
        format="png",
        ppi=PPI,
    )
    return bytes(made[0]) if isinstance(made, list) else bytes(made)
