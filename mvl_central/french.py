"""What the command line says by itself, in French: click has a catalogue of ours, where `resources` lies beside."""

import gettext
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from click.types import StringParamType

_TAKES: Mapping[str, str] = {"COMMAND": "COMMANDE", "[ARGS]...": "[ARGUMENTS]…"}
_CATALOGUES = Path(__file__).resolve().parent.parent / "resources" / "traductions"


class FrenchFormatter(click.HelpFormatter):
    """Writes help, the first line of it in French too."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        for said, french in _TAKES.items():
            args = args.replace(said, french)
        super().write_usage(prog, args, prefix)


class FrenchGroup(click.Group):
    """Commands that speak French whatever the machine speaks."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run one call."""
        _speak_french()
        return super().main(*args, **kwargs)


def path(name: str, *, file_okay: bool = True, dir_okay: bool = True) -> click.Path:
    """Return a path to give, under its French name."""
    made = click.Path(path_type=Path, file_okay=file_okay, dir_okay=dir_okay)
    made.name = name
    return made


def _speak_french() -> None:
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("click", str(_CATALOGUES))
    gettext.textdomain("click")
    StringParamType.name = "texte"
    click.IntRange.name = "nombre entier"
    click.Context.formatter_class = FrenchFormatter
