"""The wiring: the one file where ports meet their adapters. Only programs (`cli`, `ui.app`) import it."""

import gzip
import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from time import time
from typing import TypeVar

from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Carrier, LotMedium
from mvl_desktop.ports.printing import Printer
from mvl_desktop.ports.store import Store
from mvl_desktop.services.exchanges import Carriers
from mvl_desktop.settings import Settings

T = TypeVar("T")

_STRIPPED = ("PYTHON", "KEYRING_", "SQLITE_TMPDIR", "SSLKEYLOGFILE")
"""What the environment must not say to this program (security 12)."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant, in the machine's time zone."""
        return datetime.now().astimezone()

    def ms(self) -> int:
        """Return milliseconds since 1970."""
        return max(int(time() * 1000), 0)


class ThreadExecutor:
    """A few threads beside the caller's."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mvl")

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Start `work`."""
        return self._pool.submit(work)

    def close(self) -> None:
        """Let what runs end."""
        self._pool.shutdown(wait=True)


class SilentJournal:
    """The journal of access until its chained, sealed form exists: it keeps nothing, and says so by its name."""

    def note(self, code: str, rec: bytes | None = None, **counters: int) -> None:
        """Keep nothing."""


@dataclass(frozen=True)
class Post:
    """An opened post, wired."""

    settings: Settings
    profile: Path
    ports: Ports
    nomenclatures: Nomenclatures
    printer: Printer
    medium: LotMedium
    carriers: Carriers
    executor: ThreadExecutor

    def close(self) -> None:
        """Close the store; what runs beside ends first."""
        self.carriers.close()
        self.executor.close()
        self.ports.store.close()


def resources_folder() -> Path:
    """Return where `resources` lies: in the bundle when frozen, else at the root of the checkout."""
    if getattr(sys, "frozen", False):
        return Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "resources"
    return Path(__file__).resolve().parent.parent / "resources"


@cache
def default_settings() -> Settings:
    """Return the settings of this program."""
    return Settings(resources_folder())


@cache
def load_nomenclatures(settings: Settings) -> Nomenclatures:
    """Read the lists of codes; the communes only when somebody looks one up."""
    folder = settings.resources / "nomenclatures"
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return Nomenclatures.from_json(
        documents, lambda: gzip.decompress((folder / "communes.tsv.gz").read_bytes()).decode("utf-8")
    )


def prepare_process() -> None:
    """Drop what the environment must not say, and make the process hard to look into."""
    for name in [name for name in os.environ if name.startswith(_STRIPPED)]:
        del os.environ[name]
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from mvl_desktop.store.hardening import harden

    harden()


def wire(settings: Settings, profile: Path, store: Store) -> Post:
    """Tie an opened store to everything else."""
    from mvl_desktop.crypto.suite1 import load_suite1
    from mvl_desktop.documents.printer import DocumentPrinter
    from mvl_desktop.exchange.carriers.http import HttpCarrier
    from mvl_desktop.exchange.carriers.medium import FileMedium

    executor = ThreadExecutor()
    ports = Ports(store, load_suite1(settings.resources), SystemClock(), SilentJournal(), executor)

    def carrier(address: str) -> Carrier:
        with store.read() as uow:
            device = uow.identity.device()
        return HttpCarrier(address, device, ports.crypto, ports.clock)

    return Post(
        settings=settings,
        profile=profile,
        ports=ports,
        nomenclatures=load_nomenclatures(settings),
        printer=DocumentPrinter(settings.resources),
        medium=FileMedium(),
        carriers=Carriers(carrier),
        executor=executor,
    )
