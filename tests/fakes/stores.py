"""Real encrypted stores without the wait: one is made in a session, tests work on copies of its files."""

import atexit
import shutil
import tempfile
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from mvl_desktop.crypto import local_header
from mvl_desktop.crypto.local_header import Opened
from mvl_desktop.crypto.passphrase import Costs
from mvl_desktop.ports.store import Espace
from mvl_desktop.store import profile
from mvl_desktop.store.files import Layout
from mvl_desktop.store.profile import Profile, prepare_store
from tests.fakes.authors import ESPACE
from tests.fakes.world import SetClock, suite, take_device

CHEAP = Costs(64 << 10, 2, 1)
PHRASE = "quatre mots pour un essai"


def cheap_passphrases() -> AbstractContextManager[object]:
    """Let new posts choose the least cost of a passphrase: for tests of something else."""
    return patch.object(profile, "calibrate", lambda: CHEAP)


@cache
def template() -> tuple[Path, str, Opened]:
    """Return (folder, recovery code, what opens it) of a store that knows one espace. Never opened itself again."""
    folder = Path(tempfile.mkdtemp(prefix="mvl-modele-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    new = prepare_store(folder, PHRASE, crypto=suite(), clock=SetClock(), costs=CHEAP)
    opened = new.confirm()
    with opened.store.work() as uow:
        uow.espaces.add(Espace(ESPACE, "Délégation fictive", b"F" * 32))
        uow.commit()
    opened.close()
    data = (folder / "magasin.entete").read_bytes()
    return folder, new.code, local_header.open_with_passphrase(data, PHRASE, pepper=None)


def own_store(source: Path, opened: Opened, folder: Path) -> Profile:
    """Return a copy of a post that nobody has met, opened: its secrets are those of the first, its device its own."""
    folder.mkdir(parents=True)
    for name in ("magasin.db", "magasin.entete"):
        shutil.copy(source / name, folder / name)
    made = profile._open(Layout(folder), lambda _data: opened, suite(), SetClock(), None)
    take_device(made.store._engine)
    return made


def copy_store(folder: Path) -> Path:
    """Put a copy of the template's files in a folder."""
    source, *_ = template()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("magasin.db", "magasin.entete"):
        shutil.copy(source / name, folder / name)
    return folder


def reopen(folder: Path, clock: SetClock | None = None) -> Profile:
    """Open such a copy, as after a right passphrase."""
    *_, opened = template()
    return profile._open(Layout(folder), lambda _data: opened, suite(), clock or SetClock(), None)


def quick_store(folder: Path, clock: SetClock | None = None) -> Profile:
    """Return an opened copy."""
    return reopen(copy_store(folder), clock)
