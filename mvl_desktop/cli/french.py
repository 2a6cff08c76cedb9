"""What the command line says by itself, in French: the words of click, and those that its catalogue cannot reach."""

from collections.abc import Mapping
from typing import Any, TypeVar

import click
from click.types import BoolParamType, FloatParamType, IntParamType, StringParamType

from mvl_desktop import i18n
from mvl_desktop.bootstrap import default_settings

_NAMES: Mapping[type[click.ParamType[Any]], str] = {
    StringParamType: "texte",
    IntParamType: "nombre entier",
    click.IntRange: "nombre entier",
    FloatParamType: "nombre",
    click.FloatRange: "nombre",
    BoolParamType: "oui ou non",
}
"""How a person calls what an option takes: click has these words in its code, outside of its catalogue."""

_TAKES: Mapping[str, str] = {"COMMAND": "COMMANDE", "[ARGS]...": "[ARGUMENTS]…"}

Type = TypeVar("Type", bound=click.ParamType[Any])


class FrenchFormatter(click.HelpFormatter):
    """Writes help, the first line of it in French too."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        for said, french in _TAKES.items():
            args = args.replace(said, french)
        super().write_usage(prog, args, prefix)


def named(type_: Type, name: str) -> Type:
    """Return a type of option declared before `speak_french` under its French name."""
    type_.name = name
    return type_


def speak_french() -> None:
    """Read in French from now on, whatever the machine speaks; types of options name themselves when they are made."""
    i18n.use(i18n.SOURCE, default_settings().resources / "traductions")
    for type_, name in _NAMES.items():
        type_.name = name
    click.Context.formatter_class = FrenchFormatter
