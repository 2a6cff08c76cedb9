"""The package, built once by its recipe, and a way to run its programs."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PHRASE = "agrafe orage tilleul canard mardi"


@dataclass
class Package:
    """The folder that is shipped."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str | Path, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `mvl` from somewhere else than the sources."""
        return subprocess.run(
            [self.folder / "mvl", *words],
            input=given,
            cwd=self.folder.anchor,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@dataclass
class Post:
    """A profile that the packaged `mvl` works on."""

    package: Package
    profile: Path
    phrase: Path

    def __call__(self, *words: str | Path, given: object = None) -> Any:
        """Run one command; return its document."""
        common = ("--profil", self.profile, "--phrase-fichier", self.phrase, "--json")
        done = self.package.run(*common, *words, given="" if given is None else json.dumps(given))
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Build the program as build/package.py does for a release, or take the folder that MVL_PAQUET names."""
    if built := os.environ.get("MVL_PAQUET"):
        return Package(Path(built))
    target = tmp_path_factory.mktemp("paquet")
    done = subprocess.run(
        [sys.executable, ROOT / "build" / "package.py", "--vers", target],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Package(target / "mvl")


def found(package: Package, folder: Path) -> Post:
    """Make a post in a folder, with an espace of its own, at the full price of its passphrase."""
    phrase = folder / "phrase.txt"
    phrase.write_text(PHRASE + "\n", encoding="utf-8")
    post = Post(package, folder / "poste", phrase)
    post("init", "--nom", "alix", "--fiche-secours", folder / "secours.txt")
    post("espace", "fonder", "Délégation fictive")
    return post


@pytest.fixture(scope="session")
def founded(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Post:
    """A post that is only copied."""
    return found(package, tmp_path_factory.mktemp("modele"))


@pytest.fixture
def post(founded: Post, tmp_path: Path) -> Post:
    """A post of the test's own."""
    phrase = Path(shutil.copy(founded.phrase, tmp_path))
    return Post(founded.package, Path(shutil.copytree(founded.profile, tmp_path / "poste")), phrase)
