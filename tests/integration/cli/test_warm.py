"""A command born warm is the command started from nothing: what it says, reads, leaves behind, and how it ends."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.integration.cli import warm
from tests.integration.cli.places import Place

pytestmark = pytest.mark.skipif(not warm.AVAILABLE, reason="this system starts every process from nothing")


def test_both_say_the_same_of_the_same_post(tmp_path: Path) -> None:
    born = Place(tmp_path / "alix").made()
    begun = Place(tmp_path / "alix", cold=True)
    born("espace", "fonder", "Fictif")
    id_ = born("signalement", "ajouter", "--de", "-", given={"objet": "Été « fictif »"})["id"]
    assert begun("signalement", "montrer", id_) == born("signalement", "montrer", id_)
    for words in (("signalement", "inventer"), ("signalement", "montrer", "0" * 32), ("lot", "exporter")):
        one, other = born.run(*words), begun.run(*words)
        assert (one.returncode, one.stdout, one.stderr) == (other.returncode, other.stdout, other.stderr)


def test_one_that_is_killed_is_gone_and_said_so(tmp_path: Path) -> None:
    place = Place(tmp_path / "alix").made()
    running = warm.begin(place.begun("enchainer", "-"))
    running.stdin.write("espace lister\n")
    running.stdin.flush()
    assert running.stdout.readline()
    assert running.poll() is None
    running.stop()
    assert running.wait(30) == -signal.SIGKILL
    running.close()
    place("espace", "lister")


def test_its_environment_is_its_own(tmp_path: Path) -> None:
    """What it drops from its environment, and where it lives, change nothing around it."""
    place = Place(tmp_path / "alix").made()
    before = dict(os.environ), Path.cwd(), sys.argv
    place("espace", "lister")
    assert (dict(os.environ), Path.cwd(), sys.argv) == before
    assert {"maison", "temporaire"} <= {path.name for path in tmp_path.iterdir()}
