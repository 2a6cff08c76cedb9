"""A command imports what it needs and no more; every command is where it is looked for. Seen from new processes."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from mvl_desktop.cli.main import ROOMS, mvl
from mvl_desktop.cli.records import kind_groups
from tests.integration.cli.places import Place

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
from mvl_desktop.cli.main import run
code = run(sys.argv[1:])
print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
print("ROOMS", *sorted(name for name in sys.modules if name.startswith("mvl_desktop.cli.")), file=sys.stderr)
sys.exit(code)
"""
HEAVY = {"httpx", "httpx2", "h11", "typst", "odfdo", "PySide6", "zxcvbn", "keyring", "starlette", "mvl_central", "ui"}


def _run(*words: str) -> tuple[set[str], set[str]]:
    """Run one command; return what it imported: programs, then rooms of commands."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = {line.split()[0]: set(line.split()[1:]) for line in done.stderr.splitlines() if line.split()}
    return found["LOADED"], found["ROOMS"]


def test_help_and_lists_import_neither_network_nor_printing_nor_screen(tmp_path: Path) -> None:
    post = Place(tmp_path / "poste").made()
    where = ("--profil", str(post.folder), "--phrase-fichier", str(post.phrase))
    for words in (("--aide",), (*where, "espace", "lister"), (*where, "signalement", "lister")):
        loaded, _ = _run(*words)
        assert not loaded & HEAVY, words


def test_a_command_imports_its_own_room_alone() -> None:
    loaded, rooms = _run("phrase", "--aide")
    assert "sqlalchemy" not in loaded
    assert not rooms & {f"mvl_desktop.cli.{name}" for name in ("records", "membership", "exchanges", "arbitration")}


@pytest.mark.parametrize("name", sorted(ROOMS))
def test_every_name_is_in_the_room_that_says_it(name: str) -> None:
    assert name in {command.name for command in ROOMS[name]()}


def test_every_command_has_a_name_that_finds_it() -> None:
    told = {command.name for room in set(ROOMS.values()) for command in room()}
    assert told == set(ROOMS)
    assert told.isdisjoint(group.name for group in kind_groups())
    context = click.Context(mvl)
    assert set(mvl.list_commands(context)) >= set(ROOMS) | {"enchainer", "chercher", "signalement"}
    assert mvl.get_command(context, "inconnu") is None
