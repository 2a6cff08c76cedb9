"""What the packaged program checks before its first import: it loads nothing from outside its own folder."""

import sys
from pathlib import Path


def foreign_paths(paths: list[str], home: Path) -> list[str]:
    """Return the places where Python would look for code and that are not in the program's folder."""
    return [path for path in paths if not Path(path).resolve().is_relative_to(home)]


if getattr(sys, "frozen", False):
    strangers = foreign_paths(sys.path, Path(sys.executable).resolve().parent)
    if strangers:
        sys.exit(f"Le programme refuse de démarrer\u00a0: il chargerait du code de {strangers[0]}.")
