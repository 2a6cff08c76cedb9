"""Parses every command with what it cannot take, as `mvl` would, and prints what is said: nothing is ever run."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import click

from mvl_desktop.cli.french import speak_french
from mvl_desktop.cli.main import mvl
from mvl_desktop.services.refusals import RefusError

WRONG = ("zzz", "-7", "1e99", "", "2026-02-31")


def commands(command: click.Command, above: click.Context | None) -> Iterator[click.Context]:
    """Give each command, groups included, in the context that it is called in."""
    context = click.Context(command, info_name=command.name, parent=above)
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from commands(found, context)


def mistakes(command: click.Command) -> Iterator[list[str]]:
    """Give the words of calls that are wrong, one way each."""
    yield from ([], ["--zzz"], ["zzz"] * 12)
    for param in command.params:
        if isinstance(param, click.Option):
            yield [f"{param.opts[0]}=zzz"] if param.is_flag else [param.opts[0]]


def said(read: Callable[[], object]) -> str | None:
    """Return what is said of what cannot be read; None when it can."""
    try:
        read()
    except click.exceptions.NoArgsIsHelpError:
        return None
    except click.UsageError as error:
        return error.format_message()
    except (click.exceptions.Exit, RefusError):
        return None
    return None


def told_of(context: click.Context, values: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """Give everything that a command says of mistakes, and how it says that it is called."""
    command = context.command
    yield "usage", context.get_usage().replace(context.command_path, "mvl")
    for words in mistakes(command):
        yield " ".join(words), said(partial(command.make_context, command.name, words, parent=context.parent))
    for param in command.params:
        if getattr(param, "is_flag", False):
            continue
        yield f"{param.name} : ", param.make_metavar(context)
        several = param.multiple if isinstance(param, click.Option) else param.nargs != 1
        for value in values:
            given = (value,) if several else value
            yield f"{param.name} {value}", said(partial(param.type_cast_value, context, given))


def main() -> None:
    """Print what was said, and how each command says that it is called."""
    speak_french()
    values = (*WRONG, sys.argv[1], __file__)
    told: dict[str, str] = {}
    for context in commands(mvl, None):
        for what, message in told_of(context, values):
            if message is not None:
                told[f"{context.command_path} {what}"] = message
    sys.stdout.write(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
