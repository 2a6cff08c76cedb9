"""A day on the command line, said to a person as people write one."""

from datetime import datetime
from typing import Any

import click

from mvl_desktop.i18n import _


class Day(click.DateTime):
    """A day written 2026-01-31; what cannot be read is said without a word of the program."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what stands for the value in the help."""
        return _("AAAA-MM-JJ")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read a day."""
        try:
            read: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(_("«\u00a0{valeur}\u00a0» n’est pas un jour écrit comme 2026-01-31.").format(valeur=value))
        return read


DAY = Day()
"""The type of every option that takes a day."""
