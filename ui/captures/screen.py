"""The screen that pictures are taken on, where there is none: as large as asked, so that small ones are seen too."""

import json
import os
import sys
from pathlib import Path


def use_screen(folder: Path, size: tuple[int, int]) -> None:
    """Let Qt draw in memory, on a screen of this size, unless a real one is there. Before the application is made."""
    if not sys.platform.startswith("linux") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return
    wide, tall = size
    screen = {"name": "MVL", "x": 0, "y": 0, "width": wide, "height": tall, "logicalDpi": 96, "dpr": 1}
    path = folder / "ecran.json"
    path.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"
