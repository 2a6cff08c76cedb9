"""A group of commands that imports only what was asked for: most calls say one word, and end."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

Room = Callable[[], Iterable[click.Command]]
"""Imports a module and gives its commands."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are named; its help imports them all.

    `rooms` gives the room of each name. A name that none of them has is looked for in `rest`.
    """

    def __init__(self, *words: Any, rooms: Mapping[str, Room], rest: Room, **said: Any) -> None:
        """Import nothing yet."""
        super().__init__(*words, **said)
        self._rooms, self._rest = rooms, rest

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported with those of its room."""
        if cmd_name not in self.commands:
            self._enter(self._rooms.get(cmd_name, self._rest))
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all the commands, imported."""
        for room in dict.fromkeys((*self._rooms.values(), self._rest)):
            self._enter(room)
        return super().list_commands(ctx)

    def _enter(self, room: Room) -> None:
        for command in room():
            if command.name not in self.commands:
                self.add_command(command)
