"""The charts of an ODT: pictures in our font, named and told for who does not see them."""

from pathlib import Path

from odfdo import Element, Frame, Paragraph

from mvl_desktop.documents.chart_files import as_png, on_paper
from mvl_desktop.documents.xml_text import clean
from mvl_desktop.ports.charts import Chart

_WIDE = 17.0
"""Centimetres between the margins of a page."""


class Pictures:
    """What a document shows besides its words: the bytes of each picture by its place in the file."""

    def __init__(self, resources: Path) -> None:
        self._resources = resources
        self.files: dict[str, bytes] = {}

    def of_chart(self, chart: Chart) -> Element:
        """Return a paragraph with a chart, whose picture is kept to be put in the file."""
        drawing = on_paper(chart, self._resources)
        place = f"Pictures/chart{len(self.files) + 1}.png"
        self.files[place] = as_png(drawing.svg, drawing.width, self._resources)
        high = _WIDE * drawing.height / drawing.width
        size = (f"{_WIDE:.2f}cm", f"{high:.2f}cm")
        frame = Frame.image_frame(place, size=size, anchor_type="as-char", name=f"chart{len(self.files)}")
        frame.svg_title = clean(chart.table.title)
        frame.svg_description = clean(drawing.told)
        paragraph = Paragraph("")
        paragraph.append(frame)
        return paragraph
