"""Every scene of the pictures, with the eye of a machine: `python -m tests.gallery.walk RESULT [PATTERN [LOOK]]`.

It runs in a process of its own, over real posts in a temporary folder, in the smallest window with the largest
letters, and writes what it met as JSON: for each scene what is cut or covered, which classes of `ui.views` were
shown, which lines of code opened a dialog, and the words that stood there.
"""

import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["QT_FONT_DPI"] = "96"

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.gallery.layout import colours, covered, cut, seen
from ui.captures.first import first_windows
from ui.captures.pages import main_windows
from ui.captures.screen import use_screen
from ui.captures.studio import Studio, Wishes
from ui.widgets.panels import Notice

ROOT = Path(__file__).resolve().parents[2]
LOOK = ("clair", 200)
SIZE = (1024, 640)


@dataclass
class Met:
    """What was met in one scene."""

    colours: int = 0
    """How many colours it has: one or two when it was never drawn."""
    cut: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    openers: list[tuple[str, int]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """The classes of views that have a place to say that something is wrong."""
    warned: list[str] = field(default_factory=list)
    """Those of them that said so."""
    said: str = ""


class Inspector(Studio):
    """A studio that measures instead of taking pictures."""

    def __init__(self, folder: Path, wishes: Wishes) -> None:
        super().__init__(folder, folder, wishes)
        self.met: dict[str, Met] = {}

    def keep(self, window: QWidget, path: Path) -> None:
        """Measure a window."""
        image = window.grab().toImage()
        inside = list(seen(window))
        shown = [window, *inside]
        met = Met(colours(image), cut(window, inside), covered(window, inside))
        everything = [window, *(each for each in window.findChildren(QWidget) if each.isVisibleTo(window))]
        met.classes = sorted({_class(widget) for widget in everything if _is_view(widget)})
        met.openers = _openers(sys._getframe())
        notices = [each for each in window.findChildren(Notice) if each.objectName() == "avis"]
        met.notices = sorted({_owner(each) for each in notices})
        met.warned = sorted({_owner(each) for each in shown if isinstance(each, Notice) and each.property("ton")})
        texts = [each.text() for each in shown if isinstance(each, (QLabel, QAbstractButton))]
        met.said = "\n".join(dict.fromkeys(text for text in texts if text))
        self.met[path.stem] = met


def walk(pattern: str = "", look: tuple[str, int] = LOOK, size: tuple[int, int] = SIZE) -> dict[str, Met]:
    """Go through the scenes whose name holds a pattern."""
    wishes = Wishes((look,), (size,), re.compile(pattern) if pattern else None)
    with tempfile.TemporaryDirectory(prefix="mvl-galerie-") as folder:
        use_screen(Path(folder), size)
        inspector = Inspector(Path(folder), wishes)
        try:
            first_windows(inspector)
            main_windows(inspector)
        except TimeoutError:
            inspector.met["arrêt"] = Met(cut=[traceback.format_exc(limit=-5)])
        return inspector.met


def main(arguments: Sequence[str]) -> int:
    """Write what was met; with no pattern, every scene."""
    result, pattern, look = Path(arguments[0]), *[*arguments[1:], "", ""][:2]
    appearance, _, text = (look or "clair:200").partition(":")
    met = walk(pattern, (appearance, int(text)))
    result.write_text(json.dumps({name: vars(each) for name, each in met.items()}, ensure_ascii=False, indent=1))
    return 0


def _is_view(widget: QWidget) -> bool:
    return type(widget).__module__.startswith("ui.views")


def _class(widget: QWidget) -> str:
    return f"{type(widget).__module__}.{type(widget).__name__}"


def _owner(notice: QWidget) -> str:
    here: QWidget | None = notice
    while here is not None and not _is_view(here):
        here = here.parentWidget()
    return _class(here) if here is not None else ""


def _openers(frame: FrameType | None) -> list[tuple[str, int]]:
    """Return the lines of `ui` that wait under the picture: those that opened what is photographed."""
    found = []
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT / "ui") and "captures" not in path.parts:
            found.append((path.relative_to(ROOT).as_posix(), frame.f_lineno))
        frame = frame.f_back
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
