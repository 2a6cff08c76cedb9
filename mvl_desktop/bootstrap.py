"""The wiring: the one file where ports meet their adapters. Only programs (`cli`, `ui.app`) import it."""

import gzip
import json
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from time import monotonic, time
from typing import TYPE_CHECKING, TypeVar

from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.calendars import Agenda
from mvl_desktop.ports.carrier import Carrier, LotMedium
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.printing import Printer
from mvl_desktop.ports.store import StoreError
from mvl_desktop.ports.system import SystemKeyring
from mvl_desktop.ports.tables import TableReader
from mvl_desktop.services.audit import keep_registers
from mvl_desktop.services.custodian_sheets import Card, prepare_sheet
from mvl_desktop.services.custodian_slot import refresh, two_seeds
from mvl_desktop.services.demonstration import is_demonstration, no_carrier
from mvl_desktop.services.echeances_rules import Timetable, load_rules
from mvl_desktop.services.exchange_log import note_interrupted
from mvl_desktop.services.exchanges import Carriers
from mvl_desktop.services.founding import POST_NAME
from mvl_desktop.services.piece_text import TextDuty
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.sheets import recovery_sheet
from mvl_desktop.settings import Settings

if TYPE_CHECKING:
    from mvl_desktop.crypto.suite1 import Suite1
    from mvl_desktop.services.statistiques_calcul import Outils
    from mvl_desktop.store.backup import Backup
    from mvl_desktop.store.journal import StoreJournal
    from mvl_desktop.store.profile import KeyringOf, Profile

T = TypeVar("T")

_STRIPPED = ("PYTHON", "KEYRING_", "SQLITE_TMPDIR", "SSL", "OPENSSL_")
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


@dataclass(frozen=True)
class Post:
    """An opened post, wired."""

    settings: Settings
    profile: Path
    ports: Ports
    nomenclatures: Nomenclatures
    printer: Printer
    tables: TableReader
    timetable: Timetable
    agenda: Agenda
    medium: LotMedium
    texts: TextDuty
    carriers: Carriers
    executor: ThreadExecutor
    opened: "Profile"
    journal: "StoreJournal"

    @cached_property
    def chiffres(self) -> "Outils":
        """What figures are made with, read when the first one is asked for."""
        from mvl_desktop.services.statistiques import load_indicators
        from mvl_desktop.services.statistiques_calcul import Outils

        return Outils(load_indicators(self.settings.resources), self.nomenclatures, self.timetable)

    def close(self) -> None:
        """Close the store; what runs beside ends first, and the journal has the last word."""
        self.carriers.close()
        self.texts.stop()
        self.journal.note_end()
        self.executor.close()
        self.journal.close()
        self.opened.anchor()
        self.opened.close()


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


@dataclass(frozen=True)
class NewPost:
    """A post about to be: its recovery sheet is to be written down first, then `confirm()` makes and opens it."""

    code: str
    sheet: str
    confirm: Callable[[], Post]


@dataclass(frozen=True)
class NewCode:
    """A new recovery code, to be written down; `confirm()` puts it in force with the new passphrase."""

    sheet: str
    code: str
    confirm: Callable[[], None]


def prepare_post(settings: Settings, profile: Path, phrase: str, name: str, *, with_keyring: bool = False) -> NewPost:
    """Prepare a post; `with_keyring`: opening it will also take a secret of the system keyring, where there is one.

    Raises RefusError (phrase_vide), StoreError (magasin_existant…).
    """
    from mvl_desktop.store.profile import prepare_store

    if not phrase.strip():
        raise RefusError("phrase_vide")
    suite, clock = _suite(settings), SystemClock()
    new = prepare_store(profile, phrase, crypto=suite, clock=clock, keyring=_system_keyring if with_keyring else None)

    def confirm() -> Post:
        opened = new.confirm()
        if name:
            with opened.store.work() as uow:
                uow.identity.set(POST_NAME, name)
                uow.commit()
        return wire(settings, profile, opened)

    return NewPost(new.code, recovery_sheet(new.code, name, clock.now().date()), confirm)


@dataclass(frozen=True)
class Threshold:
    """What a profile shows before it is opened: why it cannot be (a code), and whether the keyring has a say."""

    trouble: str = ""
    keyring: bool = False


def threshold(profile: Path) -> Threshold:
    """Look at a profile without opening it; nothing in it changes."""
    from mvl_desktop.store.files import Layout
    from mvl_desktop.store.lockfile import LockFile

    if not profile.exists():
        return Threshold("" if _writable(profile) else "profil_lecture_seule")
    if not profile.is_dir():
        return Threshold("profil_etranger")
    layout = Layout(profile)
    if not layout.header.exists() and not layout.database.exists() and any(profile.iterdir()):
        return Threshold("profil_etranger")
    if not _writable(profile):
        return Threshold("profil_lecture_seule")
    if not any(profile.iterdir()):
        return Threshold()
    try:
        layout.read_header()
        LockFile(layout.lock).release(clean=False)
    except StoreError as error:
        return Threshold(error.code)
    return Threshold(keyring=_keyring(profile) is not None)


def get_ready(settings: Settings) -> None:
    """Import and read ahead all that opening a post needs, so that the passphrase alone takes time."""
    import mvl_desktop.documents.printer
    import mvl_desktop.exchange.carriers.lot
    import mvl_desktop.store.profile  # noqa: F401 - imported ahead

    _suite(settings)
    load_nomenclatures(settings)


def _writable(folder: Path) -> bool:
    """Whether files may be made in a folder, or the folder itself be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)


def post_exists(profile: Path) -> bool:
    """Whether there is a post in this folder."""
    from mvl_desktop.store.profile import exists

    return exists(profile)


def open_post(settings: Settings, profile: Path, phrase: str) -> Post:
    """Open a post by its passphrase. Raises StoreError."""
    from mvl_desktop.store.profile import open_store

    suite, keyring = _suite(settings), _keyring(profile)
    opened = _tried(profile, lambda: open_store(profile, phrase, crypto=suite, clock=SystemClock(), keyring=keyring))
    return wire(settings, profile, opened)


def change_passphrase(settings: Settings, profile: Path, phrase: str, new: str) -> None:
    """Put another passphrase in force. Raises RefusError (phrase_vide), StoreError."""
    from mvl_desktop.store.profile import open_store

    if not new.strip():
        raise RefusError("phrase_vide")
    suite, keyring = _suite(settings), _keyring(profile)
    opened = _tried(profile, lambda: open_store(profile, phrase, crypto=suite, clock=SystemClock(), keyring=keyring))
    try:
        opened.change_passphrase(new)
        _say(settings, profile, opened, "phrase_changee")
    finally:
        opened.close()


def use_recovery(settings: Settings, profile: Path, code: str, new: str) -> NewCode:
    """Prepare a new passphrase by the recovery code. Raises RefusError (phrase_vide), StoreError."""
    from mvl_desktop.store.profile import open_with_code

    if not new.strip():
        raise RefusError("phrase_vide")
    clock = SystemClock()
    suite, keyring = _suite(settings), _keyring(profile)
    opened = _tried(profile, lambda: open_with_code(profile, code, crypto=suite, clock=clock, keyring=keyring))
    return _recovered(settings, profile, opened, new, clock)


def _recovered(settings: Settings, profile: Path, opened: "Profile", new: str, clock: SystemClock) -> NewCode:
    """Prepare a new passphrase and a new code for a post that was opened without its passphrase."""
    try:
        renewal = opened.recover(new)
        with opened.store.read() as uow:
            name = uow.identity.get(POST_NAME) or ""
    except BaseException:
        opened.close()
        raise

    def confirm() -> None:
        try:
            renewal.confirm()
            _say(settings, profile, opened, "secours_utilise")
        finally:
            opened.close()

    return NewCode(recovery_sheet(renewal.code, name, clock.now().date()), renewal.code, confirm)


def use_guardians(settings: Settings, profile: Path, sheets: Sequence[str], new: str) -> NewCode:
    """Prepare a new passphrase by two guardians' sheets, as typed. Raises RefusError (phrase_vide…), StoreError."""
    from mvl_desktop.store.profile import open_with_custodians

    if not new.strip():
        raise RefusError("phrase_vide")
    clock, suite, keyring = SystemClock(), _suite(settings), _keyring(profile)
    seeds = two_seeds(suite, sheets)
    opened = _tried(profile, lambda: open_with_custodians(profile, seeds, crypto=suite, clock=clock, keyring=keyring))
    return _recovered(settings, profile, opened, new, clock)


def prepare_guardian(settings: Settings, target: Path, card: Path, name: str, espace: str) -> Card:
    """Prepare the sheet of a guardian on this machine, whether it has a post or not; its seed is kept nowhere."""
    from mvl_desktop.documents.printer import DocumentPrinter

    today = SystemClock().now().date()
    return prepare_sheet(_suite(settings), DocumentPrinter(settings.resources), target, card, name, espace, today)


def repair_post(profile: Path, phrase: str) -> bool:
    """Repair the store of a profile that nobody has open; False when every page was sound. Raises StoreError."""
    from mvl_desktop.store.profile import repair_store

    return repair_store(profile, phrase, keyring=_keyring(profile))


def examine_backup(file: Path, phrase: str, *, code: str = "") -> "Backup":
    """Open a backup by the passphrase, or the recovery code, of its day; say what it holds. Raises StoreError."""
    from mvl_desktop.store import profile as stores

    if code:
        return stores.examine_backup_with_code(file, code)
    return stores.examine_backup(file, phrase, keyring=_system_keyring)


def restore_post(file: Path, profile: Path, phrase: str, *, code: str = "") -> "Backup":
    """Put a backup in the place of a profile where there is no post. Raises StoreError."""
    from mvl_desktop.store import profile as stores

    if code:
        return stores.restore_with_code(file, profile, code)
    return stores.restore_store(file, profile, phrase, keyring=_system_keyring)


def wire(settings: Settings, profile: Path, opened: "Profile") -> Post:
    """Tie an opened store to everything else."""
    from mvl_desktop.documents.agenda import CalendarFiles
    from mvl_desktop.documents.piece_text import IsolatedTextReader
    from mvl_desktop.documents.printer import DocumentPrinter
    from mvl_desktop.documents.public_holidays import FrenchCalendars
    from mvl_desktop.documents.table_reader import FileTableReader
    from mvl_desktop.exchange.carriers.lot import FileMedium
    from mvl_desktop.store.journal import StoreJournal

    executor, suite, clock = ThreadExecutor(), _suite(settings), SystemClock()
    journal = StoreJournal(profile, opened.store, suite, clock, executor)
    journal.note_begin()
    ports = Ports(opened.store, suite, clock, journal, executor)
    keep_registers(ports)
    note_interrupted(ports)
    refresh(ports, opened)
    return Post(
        settings=settings,
        profile=profile,
        ports=ports,
        nomenclatures=load_nomenclatures(settings),
        printer=DocumentPrinter(settings.resources),
        tables=FileTableReader(),
        timetable=Timetable(load_rules(settings.resources), FrenchCalendars()),
        agenda=CalendarFiles(),
        medium=FileMedium(),
        texts=TextDuty(ports, IsolatedTextReader()),
        carriers=Carriers(no_carrier if is_demonstration(ports) else lambda address: _http_carrier(ports, address)),
        executor=executor,
        opened=opened,
        journal=journal,
    )


def _tried(profile: Path, unlock: "Callable[[], Profile]") -> "Profile":
    """Unlock; what fails for a wrong passphrase or code is remembered until somebody opens, who will see it."""
    from mvl_desktop.store.errors import PhraseRefuseeError
    from mvl_desktop.store.journal_attempts import note_attempt

    try:
        return unlock()
    except PhraseRefuseeError:
        note_attempt(profile, SystemClock().ms())
        raise


def _say(settings: Settings, profile: Path, opened: "Profile", code: str) -> None:
    """Note one thing in the journal of a store that is opened for it alone."""
    from mvl_desktop.store.journal import StoreJournal

    executor = ThreadExecutor()
    journal = StoreJournal(profile, opened.store, _suite(settings), SystemClock(), executor)
    journal.note_attempts()
    journal.note(code)
    executor.close()
    journal.close()


def _http_carrier(ports: Ports, address: str) -> Carrier:
    from mvl_desktop.exchange.carriers.client import make_client
    from mvl_desktop.exchange.carriers.http import HttpCarrier, Signer

    with ports.store.read() as uow:
        device = uow.identity.device()
    signer = Signer(
        device.id, lambda base: ports.crypto.sign_http(device.auth, base), ports.crypto.random, ports.clock.ms
    )
    return HttpCarrier(address, signer, make_client(address), timer=monotonic)


@cache
def _suite(settings: Settings) -> "Suite1":
    from mvl_desktop.crypto.suite1 import load_suite1

    return load_suite1(settings.resources)


def _keyring(profile: Path) -> "KeyringOf | None":
    """Return the keyring's place for the store of a profile that was made with one; None for the others."""
    from mvl_desktop.crypto.local_header import needs_pepper, read
    from mvl_desktop.store.files import Layout

    try:
        return _system_keyring if needs_pepper(read(Layout(profile).read_header())) else None
    except (StoreError, CryptoError):
        return None


def _system_keyring(store: bytes) -> SystemKeyring:
    from mvl_desktop.store.system_keyring import KeyringSystem

    return KeyringSystem(store)
