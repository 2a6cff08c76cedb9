"""What the guide and the README tell people to type exists, word for word."""

import re
import shlex
from pathlib import Path

import click
import pytest

from mvl_central.main import main as central
from mvl_desktop.cli.main import mvl
from tests.architecture.source import ROOT

PAGES = [*sorted((ROOT / "docs" / "guide").glob("*.md")), ROOT / "README.md"]
PROGRAMS: dict[str, click.Command] = {"mvl": mvl, "mvl-central": central}


def commands(page: Path) -> list[list[str]]:
    """Return the commands of our programs that a page shows, cut into words."""
    blocks = re.findall(r"^```\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [[Path(line[0]).name, *line[1:]] for line in lines if line and Path(line[0]).name in PROGRAMS]


def wrong_words(words: list[str], *, whole: bool = True) -> list[str]:
    """Follow a command word by word; return what the program does not know, or (when whole) still asks for."""
    command, rest = PROGRAMS[words[0]], [word for word in words[1:] if word != "…"]
    options: dict[str, click.Parameter] = {}
    arguments: list[str] = []
    given: set[str] = set()
    while rest:
        options |= {name: option for option in command.params for name in option.opts}
        word = rest.pop(0)
        if word.startswith("--"):
            if word not in options:
                return [word]
            given.add(options[word].name or "")
            if not getattr(options[word], "is_flag", False):
                rest = rest[1:]
        elif isinstance(command, click.Group):
            named = command.get_command(click.Context(command), word)
            if named is None:
                return [word]
            command = named
        else:
            arguments.append(word)
    if not whole:
        return []
    needed = [param for param in command.params if param.required]
    missing = [param.name or "" for param in needed if isinstance(param, click.Option) and param.name not in given]
    wanted = sum(isinstance(param, click.Argument) for param in needed)
    return missing + (["argument"] if len(arguments) < wanted or isinstance(command, click.Group) else [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_tells_to_type_exists(page: Path) -> None:
    assert not {shlex.join(words): wrong for words in commands(page) if (wrong := wrong_words(words))}


def test_the_commands_of_the_table_of_capabilities_exist() -> None:
    text = (ROOT / "docs" / "capabilities.md").read_text(encoding="utf-8")
    named = re.findall(r"`(mvl(?:-central)? [^`]+)`", text)
    assert len(named) > 20
    assert not {line: wrong for line in named if (wrong := wrong_words(line.split(), whole=False))}


def test_the_guide_shows_commands() -> None:
    assert sum(len(commands(page)) for page in PAGES) > 20


@pytest.mark.parametrize("line", ["mvl signalement inventer", "mvl lot exporter", "mvl --inconnu init"])
def test_a_wrong_command_is_seen(line: str) -> None:
    assert wrong_words(line.split())
