"""The command line of the camera: which windows, at which sizes, in which looks.

Everything happens in a temporary folder; nothing of this machine's profiles is opened.
"""

import argparse
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

_SIZE = (1366, 768)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; returns the exit code."""
    parser = argparse.ArgumentParser(prog="ui.captures", description="Photographie les fenêtres de MVL.")
    parser.add_argument("--vers", type=Path, required=True, help="dossier des images")
    parser.add_argument("--apparences", type=_words, default=("clair",), help="clair,sombre,contraste")
    parser.add_argument("--textes", type=_numbers, default=(100,), help="tailles du texte, en pour cent\u00a0: 100,200")
    parser.add_argument("--fenetres", type=_sizes, default=(_SIZE,), help="1024x640,1366x768,1920x1080")
    parser.add_argument("--seulement", type=re.compile, help="expression que le nom des images doit contenir")
    parser.add_argument("--guide", action="store_true", help="les images du guide, et elles seules")
    options = parser.parse_args(arguments)
    options.vers.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mvl-captures-") as folder:
        _take(Path(folder), options)
    return 0


def _take(folder: Path, options: argparse.Namespace) -> None:
    from ui.captures.screen import use_screen

    use_screen(folder, min(options.fenetres))
    from ui.captures.first import first_windows
    from ui.captures.guide import GuideStudio
    from ui.captures.pages import main_windows
    from ui.captures.studio import Studio, Wishes

    looks = tuple((appearance, text) for appearance in options.apparences for text in options.textes)
    wishes = Wishes(looks, options.fenetres, options.seulement)
    studio = GuideStudio(folder, options.vers) if options.guide else Studio(folder, options.vers, wishes)
    first_windows(studio)
    main_windows(studio)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split(","))


def _sizes(text: str) -> tuple[tuple[int, int], ...]:
    pairs = (each.partition("x") for each in text.split(","))
    return tuple((int(wide), int(tall)) for wide, _x, tall in pairs)


if __name__ == "__main__":
    raise SystemExit(main())
