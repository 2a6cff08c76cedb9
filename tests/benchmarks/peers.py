"""The other programs: each in an environment of its own under `out/peers`, installed by name."""

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.workers import ROOT

FOLDER = ROOT / "out" / "peers"
PATIENCE = 1200


@dataclass(frozen=True)
class Peer:
    """A program to compare with. `alone`: packages whose own requirements are not installed."""

    name: str
    packages: tuple[str, ...]
    alone: tuple[str, ...] = ()


ANKI = Peer("anki", ("anki",))
ANKI_WINDOW = Peer("aqt", ("aqt",))
# Its own SQLCipher module has no wheel here: `sqlcipher3`, of the same engine, stands for it.
BOUQUIN = Peer("bouquin", ("pyside6-essentials", "sqlcipher3", "requests", "markdown"), ("bouquin",))
GEODIFF = Peer("pygeodiff", ("pygeodiff",))


class PeerMissingError(Exception):
    """A peer that cannot be installed on this machine."""


def python_of(peer: Peer) -> Path:
    """Return the interpreter of a peer's environment, made at the first call. Raises PeerMissingError."""
    folder = FOLDER / peer.name
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = folder / "installed"
    if done.exists():
        return python
    venv.create(folder, with_pip=True, clear=True)
    for packages, words in ((peer.packages, ()), (peer.alone, ("--no-deps",))):
        if packages:
            command = [str(python), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", *words, *packages]
            installed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
            if installed.returncode:
                raise PeerMissingError(f"{peer.name} ne s’installe pas")
    done.write_text("\n".join(peer.packages + peer.alone), encoding="utf-8")
    return python


def version_of(python: Path, package: str) -> str:
    """Return the version of a package in an environment."""
    asked = f"import importlib.metadata as m; print(m.version({package!r}))"
    said = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=False)
    return said.stdout.strip() or "?"
