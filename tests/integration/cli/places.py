"""Posts and a service as separate processes, as an operator's scripts would run them.

Most are born of a process that is warm (`warm.py`); a `cold` post starts each of its commands from nothing.
"""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from mvl_desktop.bootstrap import SystemClock
from mvl_desktop.crypto import local_header
from mvl_desktop.crypto.local_header import Opened
from mvl_desktop.crypto.passphrase import stretch
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.objects import Kdf
from mvl_desktop.services.founding import POST_NAME
from mvl_desktop.store.profile import prepare_store
from tests.fakes.stores import CHEAP, own_store
from tests.fakes.world import suite
from tests.integration.cli import warm

PHRASE = "cheval correct agrafe batterie lampe"
TIMEOUT = 120
Document = dict[str, Any]


@cache
def stretched(phrase: str, kdf: Kdf) -> bytes:
    """Stretch a passphrase, once in a session."""
    return stretch(phrase, kdf)


@cache
def _model() -> tuple[Path, Opened]:
    """Return the folder of a post that nobody uses, and what opens it."""
    folder = Path(tempfile.mkdtemp(prefix="mvl-modele-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    prepare_store(folder, PHRASE, crypto=suite(), clock=SystemClock(), costs=CHEAP).confirm().close()
    return folder, local_header.open_with_passphrase((folder / "magasin.entete").read_bytes(), PHRASE, pepper=None)


class Place:
    """A post: its folder, and its commands."""

    def __init__(self, folder: Path, name: str = "", *, cold: bool = False, cheap: bool = False) -> None:
        self.folder = folder
        self.cold, self.cheap = cold, cheap
        self.phrase = folder.with_name(folder.name + ".phrase")
        self.phrase.write_text(PHRASE + "\n", encoding="utf-8")
        self.name = name or folder.name

    @property
    def words(self) -> list[str]:
        """The words before the command, after the program."""
        return ["--profil", str(self.folder), "--phrase-fichier", str(self.phrase), "--json"]

    @property
    def base(self) -> list[str]:
        """The words before the command, for who starts it from nothing."""
        return [sys.executable, "-m", "mvl_desktop.cli", *self.words]

    @property
    def environment(self) -> dict[str, str]:
        """A home and a temporary folder of their own, beside the posts: whatever is written there can be looked at."""
        home, temp = self.folder.parent / "maison", self.folder.parent / "temporaire"
        for folder in (home, temp):
            folder.mkdir(exist_ok=True)
        return {**os.environ, "HOME": str(home), "TMPDIR": str(temp), "XDG_CACHE_HOME": str(home / "cache")}

    def run(self, *words: str, given: object = None) -> "subprocess.CompletedProcess[str]":
        """Run one command."""
        text = given if isinstance(given, str) else None if given is None else json.dumps(given, ensure_ascii=False)
        return warm.play(self.begun(*words), text, TIMEOUT)

    def begun(self, *words: str, limit: int | None = None) -> warm.Run:
        """Return one command, to be run: `limit` is the longest file that it may write."""
        stretched = {} if self.cold else self._stretched()
        return warm.Run(warm.MVL, (*self.words, *words), self.environment, self.cold, limit, self.cheap, stretched)

    def _stretched(self) -> dict[tuple[str, bytes], bytes]:
        """Return what Argon2id gives for this passphrase: stretched once, whatever the commands and the copies."""
        try:
            [phrase] = self.phrase.read_text(encoding="utf-8").splitlines()
            slots = local_header.read((self.folder / "magasin.entete").read_bytes()).slots
        except (OSError, ValueError, CryptoError):
            return {}
        return {(phrase, slot.kdf.salt): stretched(phrase, slot.kdf) for slot in slots if slot.kdf is not None}

    def __call__(self, *words: str, given: object = None) -> Document:
        """Run one command that must succeed; return its document."""
        done = self.run(*words, given=given)
        assert done.returncode == 0, (self.name, words, done.returncode, done.stdout, done.stderr)
        document: Document = json.loads(done.stdout)
        return document

    def refused(self, code: int, *words: str, given: object = None) -> Document:
        """Run one command that must be refused with this exit code, and say why in French."""
        done = self.run(*words, given=given)
        assert done.returncode == code, (self.name, words, done.returncode, done.stdout, done.stderr)
        document: Document = json.loads(done.stdout)
        assert document["erreur"]
        assert document["message"][0].isupper()
        assert "Traceback" not in done.stderr
        return document

    def init(self) -> "Place":
        """Make the post by its command, at the full price of its passphrase."""
        self("init", "--nom", self.name, "--fiche-secours", str(self.folder.with_name(self.folder.name + ".secours")))
        return self

    def made(self) -> "Place":
        """Make a post at the lowest price that a passphrase may have: a copy of one, with a device of its own."""
        model, secrets = _model()
        opened = own_store(model, secrets, self.folder)
        with opened.store.work() as uow:
            uow.identity.set(POST_NAME, self.name)
            uow.commit()
        opened.close()
        return self


def host(command: str, folder: Path, *more: str) -> None:
    """Run a command of whoever keeps the service, which must succeed."""
    words = (command, "--data", str(folder), *more)
    done = warm.play(warm.Run(warm.CENTRAL, words, dict(os.environ)), None, TIMEOUT)
    assert done.returncode == 0, (command, done.stdout, done.stderr)


@contextmanager
def central(folder: Path, *more: str, port: int = 0) -> Iterator[str]:
    """Run the service on loopback; gives its address, and sees it stop cleanly."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ("serve", "--data", str(folder), "--listen", f"127.0.0.1:{port}", "--open", *more)
    with (folder.parent / f"{folder.name}.journal").open("w") as log:
        process = warm.begin(warm.Run(warm.CENTRAL, words, dict(os.environ)), log.fileno())
    try:
        line = process.stdout.readline()
        assert line.startswith("prêt http://127.0.0.1:"), (line, process.poll())
        yield line.split()[1]
        process.stop(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.close()


def enrol(host: Place, guest: Place, folder: Path, role: str = "agent", *espaces: str) -> None:
    """Bring a post in by files; the code is read aloud: both sides stretch it alike, in full when they are cold."""
    cold, guest.cold = guest.cold, host.cold
    invitation, request, answer = (folder / f"{guest.name}.{part}" for part in ("inv", "dem", "rep"))
    named = [word for espace in espaces for word in ("--espace", espace)]
    host("poste", "inviter", *named, "--role", role, "--vers", str(invitation))
    code = guest("poste", "demander", "--invitation", str(invitation), "--vers", str(request))["code"]
    host("poste", "accepter", str(request), "--code", code, "--vers", str(answer))
    guest("poste", "rejoindre", str(answer))
    guest.cold = cold
