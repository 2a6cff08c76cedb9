"""Where the shipped files are: beside the code in development, beside the program when frozen."""

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a shipped file under `resources/`."""
    base = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    return base.joinpath("resources", *parts)
