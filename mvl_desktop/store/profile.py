"""A profile: the folder of one post's store. Creating it, opening it, changing what opens it.

Whatever gives a new recovery code has two steps, so that the code is on paper before anything depends on it: the first
only prepares, `confirm()` does it.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlcipher3 import dbapi2 as sqlcipher

from mvl_desktop.crypto import local_header
from mvl_desktop.crypto.local_header import Created, HeaderDamagedError, Opened, PepperMissingError, SlotRefusedError
from mvl_desktop.crypto.passphrase import Costs, KdfMemoryError, calibrate
from mvl_desktop.crypto.recovery import MistypedCodeError
from mvl_desktop.ports.crypto import Crypto, CryptoError, DeviceSecrets
from mvl_desktop.ports.store import GONE_BACK, StoreError
from mvl_desktop.ports.system import Clock, SystemKeyring
from mvl_desktop.store import anchoring, backup, files, maintenance, opening, repair, schema, succession
from mvl_desktop.store.backup import Backup
from mvl_desktop.store.errors import (
    CodeMalSaisiError,
    EnteteEndommageError,
    GardiensRefusesError,
    MagasinEndommageError,
    MagasinExistantError,
    MagasinIllisibleError,
    MemoireInsuffisanteError,
    PhraseRefuseeError,
    SansGardiensError,
    TrousseauManquantError,
)
from mvl_desktop.store.files import Layout
from mvl_desktop.store.lockfile import LockFile
from mvl_desktop.store.unit_of_work import SqlStore

PEPPER: Final = "pepper"
CUSTODIANS: Final = "secours_gardiens"
"""The local setting that holds the public keys of the custodians who can open this store."""
PUT_BACK: Final = "retour_arriere"
"""Why a store is behind: the keyring remembers a later state of it."""

_ID: Final = 16

KeyringOf = Callable[[bytes], SystemKeyring]
"""From a store's identifier to the keyring's place for it."""


@dataclass(frozen=True, slots=True)
class NewStore:
    """A store about to be: its recovery code is to be written down, then `confirm()` makes it and opens it."""

    code: str = field(repr=False)
    confirm: Callable[[], "Profile"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """A change that gives a new recovery code: to be written down, then `confirm()` puts it in force."""

    code: str = field(repr=False)
    confirm: Callable[[], None]


class Profile:
    """A store that this process has opened."""

    def __init__(
        self, layout: Layout, lock: LockFile, opened: Opened, store: SqlStore, keyring: SystemKeyring | None
    ) -> None:
        """Hold together what opened and what it opened."""
        self.store = store
        self.layout = layout
        self._lock = lock
        self._opened = opened
        self._keyring = keyring

    @property
    def id(self) -> bytes:
        """Return the store's identifier."""
        return self._opened.header.store

    def change_passphrase(self, phrase: str, *, costs: Costs | None = None) -> None:
        """Put another passphrase in force; the recovery code stays."""
        pepper = _kept_pepper(self._opened, self._keyring)
        self._put(local_header.change_passphrase(self._opened, phrase, pepper=pepper, costs=costs or calibrate()))

    def recover(self, phrase: str, *, costs: Costs | None = None) -> Renewal:
        """Prepare a new passphrase, a new recovery code and, where there is a keyring, a new secret in it."""
        renewed, code = local_header.change_code(self._opened)

        def confirm() -> None:
            pepper = _pepper(self._keyring)
            self._put(local_header.change_passphrase(renewed, phrase, pepper=pepper, costs=costs or calibrate()))

        return Renewal(code, confirm)

    def check_phrase(self, phrase: str) -> None:
        """See that this is the passphrase; PhraseRefuseeError, TrousseauManquantError."""
        keyring = self._keyring
        _unlocked(local_header.write(self._opened), _by_phrase(phrase, (lambda _store: keyring) if keyring else None))

    def renew_code(self) -> Renewal:
        """Prepare a new recovery code; the passphrase stays, the former code opens nothing once confirmed."""
        renewed, code = local_header.change_code(self._opened)
        return Renewal(code, lambda: self._put(renewed))

    def kept_for_custodians(self) -> bool:
        """Whether two custodians can open this store."""
        return local_header.has_escrow(self._opened.header)

    def keep_for_custodians(self, publics: Sequence[bytes]) -> None:
        """Let any two of three custodians (their public keys) open this store; nobody: an empty list.

        Their keys are remembered: another key of the store is kept for them again.
        """
        with self.store.work() as uow:
            uow.identity.set(CUSTODIANS, ".".join(public.hex() for public in publics))
            uow.commit()
        renewed = local_header.set_escrow(self._opened, publics) if publics else local_header.drop_escrow(self._opened)
        self._put(renewed)

    def rekey(self, phrase: str, *, costs: Costs | None = None) -> Renewal:
        """Prepare another key for the whole store (after a suspected leak): it goes on under it once confirmed.

        Whatever happens while it is confirmed, one of the two headers opens the store; when it fails, the store closes.
        Custodians who could open it still can.
        """
        pepper = _kept_pepper(self._opened, self._keyring)
        created = local_header.change_key(self._opened, phrase, pepper=pepper, costs=costs or calibrate())
        with self.store.read() as uow:
            publics = (uow.identity.get(CUSTODIANS) or "") if self.kept_for_custodians() else ""
        if publics:
            kept = local_header.set_escrow(created.opened, [bytes.fromhex(each) for each in publics.split(".")])
            created = Created(local_header.write(kept), kept, created.code)

        def confirm() -> None:
            self.store.suspend()
            try:
                _rekey(self.layout, self._opened, created)
                key, store = created.opened.key, created.opened.header.store
                engine = opening.open_engine(self.layout.database, key, store, check_schema=schema.check)
            except BaseException:
                self.store.close()
                raise
            self._opened = created.opened
            self.store.resume(engine)
            self.anchor()

        return Renewal(created.code, confirm)

    def back_up(self, target: Path, now_ms: int) -> Backup:
        """Write a backup, verified by opening it again, and remember when."""
        made = backup.write(self.layout, self._opened, target, now_ms)
        with self.store.work() as uow:
            uow.identity.set(backup.LAST, str(now_ms))
            uow.commit()
        return made

    def anchor(self) -> bool:
        """Write in the keyring how far this store has gone; False where there is none, or for a store that is behind.

        What the keyring remembers of the state that was lost stays, until this post has taken up again.
        """
        if self._keyring is None or self.gone_back():
            return False
        return anchoring.write(self._opened, self.store, self._keyring)

    def gone_back(self) -> str | None:
        """Return why this store is an older state of its post, None when it is not: restored, cloned, put back."""
        with self.store.read() as uow:
            return uow.identity.get(GONE_BACK) or None

    def set_aside(self, espace: bytes, *, by_lots: bool) -> int:
        """Put what this post has not sent out of the way of its own chain; return how many revisions wait."""
        with self.store.work() as uow:
            waiting = succession.set_aside(uow.context, espace, by_lots=by_lots)
            uow.commit()
        return waiting

    def drop_sent(self, espace: bytes) -> int:
        """Forget what was set aside and had been sent after all; return how many revisions."""
        with self.store.work() as uow:
            dropped = succession.drop_sent(uow.context, espace)
            uow.commit()
        return dropped

    def become(self, secrets: DeviceSecrets) -> int:
        """Take a new name, under which everything that waits will leave; return how many revisions."""
        with self.store.work() as uow:
            waiting = succession.become(uow.context, secrets, [espace.id for espace in uow.espaces.all()])
            uow.commit()
        self.anchor()
        return waiting

    def has_gone_back(self) -> bool:
        """Whether the keyring remembers a later state than this one: restored or cloned (security 5.8)."""
        return self._keyring is not None and anchoring.is_behind(self._opened, self.store, self._keyring)

    def notice(self) -> None:
        """Remember, in the store itself, that the keyring knows a later state than this one."""
        if self.has_gone_back() and self.gone_back() is None:
            with self.store.work() as uow:
                uow.identity.set(GONE_BACK, PUT_BACK)
                uow.commit()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def _put(self, renewed: Opened) -> None:
        files.write(self.layout.header, local_header.write(renewed))
        self._opened = renewed


def prepare_store(
    folder: Path,
    phrase: str,
    *,
    crypto: Crypto,
    clock: Clock,
    keyring: KeyringOf | None = None,
    costs: Costs | None = None,
) -> NewStore:
    """Prepare a new store; nothing is on the disk yet.

    Raises MagasinExistantError when there is one, or what remains of one.
    """
    layout = Layout(folder)
    _check_free(layout)
    store = crypto.random(_ID)
    ring = keyring(store) if keyring else None
    created = local_header.create(store, phrase, pepper=_pepper(ring), costs=costs or calibrate())

    def confirm() -> Profile:
        _create(layout, created, crypto)
        return _open(layout, lambda _data: created.opened, crypto, clock, keyring)

    return NewStore(created.code, confirm)


def open_store(folder: Path, phrase: str, *, crypto: Crypto, clock: Clock, keyring: KeyringOf | None = None) -> Profile:
    """Open by the passphrase. StoreError says what is wrong, one class for each reason."""
    return _open(Layout(folder), _by_phrase(phrase, keyring), crypto, clock, keyring)


def _by_phrase(phrase: str, keyring: KeyringOf | None) -> Callable[[bytes], Opened]:
    """Return what unlocks a header by a passphrase, with the keyring's secret where it takes one."""

    def unlock(data: bytes) -> Opened:
        header = local_header.read(data)
        ring = keyring(header.store) if keyring else None
        pepper = ring.get(PEPPER) if ring and local_header.needs_pepper(header) else None
        return local_header.open_with_passphrase(data, phrase, pepper=pepper)

    return unlock


def open_with_code(
    folder: Path, code: str, *, crypto: Crypto, clock: Clock, keyring: KeyringOf | None = None
) -> Profile:
    """Open by the recovery code; then `recover` gives a new passphrase and a new code."""
    return _open(Layout(folder), lambda data: local_header.open_with_code(data, code), crypto, clock, keyring)


def open_with_custodians(
    folder: Path, seeds: Sequence[bytes], *, crypto: Crypto, clock: Clock, keyring: KeyringOf | None = None
) -> Profile:
    """Open by the seeds of two custodians; then `recover` gives a new passphrase and a new code.

    Raises SansGardiensError, GardiensRefusesError.
    """
    return _open(Layout(folder), lambda data: _by_custodians(data, seeds), crypto, clock, keyring)


def _by_custodians(data: bytes, seeds: Sequence[bytes]) -> Opened:
    """Try the two seeds under every rank: the header does not say whose each is."""
    if not local_header.has_escrow(local_header.read(data)):
        raise SansGardiensError
    for ranks in permutations(range(3), len(seeds)):
        try:
            return local_header.open_with_custodians(data, dict(zip(ranks, seeds, strict=True)))
        except SlotRefusedError:
            continue
    raise GardiensRefusesError


def examine_backup(file: Path, phrase: str, *, keyring: KeyringOf | None = None) -> Backup:
    """Open a backup by the passphrase of its day, check all of it and say what it holds; nothing changes."""
    return backup.examine(file, lambda data: _unlocked(data, _by_phrase(phrase, keyring)))


def examine_backup_with_code(file: Path, code: str) -> Backup:
    """Do the same by the recovery code of that day."""
    return backup.examine(file, lambda data: _unlocked(data, lambda each: local_header.open_with_code(each, code)))


def restore_store(file: Path, folder: Path, phrase: str, *, keyring: KeyringOf | None = None) -> Backup:
    """Put a backup in a folder that holds no store; MagasinExistantError otherwise. It opens read-only."""
    return _restore(file, folder, _by_phrase(phrase, keyring))


def restore_with_code(file: Path, folder: Path, code: str) -> Backup:
    """Do the same by the recovery code of the backup's day."""
    return _restore(file, folder, lambda data: local_header.open_with_code(data, code))


def _restore(file: Path, folder: Path, unlock: Callable[[bytes], Opened]) -> Backup:
    layout = Layout(folder)
    _check_free(layout)
    return backup.restore(file, layout, lambda data: _unlocked(data, unlock))


def repair_store(folder: Path, phrase: str, *, keyring: KeyringOf | None = None) -> bool:
    """Repair a store that nobody has open; False when there was nothing to repair.

    Raises MagasinEndommageError, nothing being changed, when what is damaged cannot be made anew.
    """
    layout = Layout(folder)
    data = layout.read_header()
    lock = LockFile(layout.lock)
    repaired = False
    try:
        repaired = repair.repair(layout, _unlocked(data, _by_phrase(phrase, keyring)))
    finally:
        lock.release(clean=repaired or not lock.was_unclean)
    return repaired


def exists(folder: Path) -> bool:
    """Whether there is a store in this folder, or what remains of one."""
    layout = Layout(folder)
    return layout.database.exists() or (layout.header.exists() and not layout.part.exists())


def _open(
    layout: Layout,
    unlock: Callable[[bytes], Opened],
    crypto: Crypto,
    clock: Clock,
    keyring: KeyringOf | None,
) -> Profile:
    data = layout.read_header()
    lock = LockFile(layout.lock)
    try:
        opened = _opened(layout, data, unlock)
        engine = opening.open_engine(layout.database, opened.key, opened.header.store, check_schema=schema.check)
        if lock.was_unclean:
            _check_sound(engine)
        lock.mark_open()
        store = SqlStore(engine, crypto, clock, on_close=lock.release)
    except BaseException:
        lock.release(clean=not lock.was_unclean)
        raise
    profile = Profile(layout, lock, opened, store, keyring(opened.header.store) if keyring else None)
    try:
        profile.notice()
    except BaseException:
        profile.close()
        raise
    return profile


def _opened(layout: Layout, data: bytes, unlock: Callable[[bytes], Opened]) -> Opened:
    """Unlock the header, check the file and bring its schema to the present; end a change of key that was cut.

    Such a change leaves two headers, which may ask for two passphrases; the file is under one of them alone.
    """
    try:
        opened = _unlocked(data, unlock)
        _migrate(layout, opened)
    except (PhraseRefuseeError, MagasinEndommageError) as error:
        if not layout.next_header.exists():
            raise
        return _ended(layout, unlock, error)
    layout.next_header.unlink(missing_ok=True)
    return opened


def _ended(layout: Layout, unlock: Callable[[bytes], Opened], refused: StoreError) -> Opened:
    """Open by the header of the change that was cut, and put it in force; where that fails too, say the first reason.

    A passphrase that the next header refuses is a wrong one: the file may be under the other.
    """
    try:
        opened = _unlocked(files.read(layout.next_header), unlock)
        _migrate(layout, opened)
    except (MagasinEndommageError, EnteteEndommageError):
        raise refused from None
    layout.next_header.replace(layout.header)
    return opened


def _unlocked(data: bytes, unlock: Callable[[bytes], Opened]) -> Opened:
    try:
        return unlock(data)
    except HeaderDamagedError as error:
        raise EnteteEndommageError from error
    except PepperMissingError as error:
        raise TrousseauManquantError from error
    except MistypedCodeError as error:
        raise CodeMalSaisiError from error
    except KdfMemoryError as error:
        raise MemoireInsuffisanteError from error
    except SlotRefusedError as error:
        raise PhraseRefuseeError from error
    except CryptoError as error:
        raise EnteteEndommageError from error


def _migrate(layout: Layout, opened: Opened) -> None:
    store = opened.header.store
    opening.check_file(layout.database, store)
    connection = opening.connect(layout.database, opened.key)
    try:
        opening.check_identity(connection, store)
        schema.check(connection)
        schema.migrate(connection)
    except sqlcipher.Error as error:
        raise opening.translated(error, layout.folder) from error
    finally:
        connection.close()


def _check_sound(engine: Engine) -> None:
    """Read the structure of a store whose last end was not a clean one, before anything is written."""
    with engine.connect() as connection:
        found = maintenance.problems(connection, thorough=False)
    if found:
        engine.dispose()
        raise MagasinEndommageError


def _check_free(layout: Layout) -> None:
    if exists(layout.folder):
        raise MagasinExistantError


def _create(layout: Layout, created: Created, crypto: Crypto) -> None:
    """Write the database beside, then the header, then give the database its name: cut anywhere, it can begin again."""
    try:
        layout.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise MagasinIllisibleError from error
    lock = LockFile(layout.lock)
    try:
        _check_free(layout)
        for leftover in (layout.part, layout.part.with_name(layout.part.name + "-wal"), layout.header):
            leftover.unlink(missing_ok=True)
        _create_database(layout.part, created.opened, crypto)
        files.write(layout.header, created.data)
        os.replace(layout.part, layout.database)
        files.sync_folder(layout.folder)
    except OSError as error:
        raise MagasinIllisibleError from error
    finally:
        lock.release()


def _create_database(path: Path, opened: Opened, crypto: Crypto) -> None:
    store, device = opened.header.store, crypto.new_device()
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = opening.connect(path, opened.key, salt=store, create=True)
    try:
        opening.check_engine(connection)
        schema.create(connection, store)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO device(id, device, ours) VALUES(1, ?, 1)", (device.id,))
        connection.execute(
            "INSERT INTO identity(device, cert, sig, auth, kem) VALUES(1, ?, ?, ?, ?)",
            (device.cert, device.sig, device.auth, device.kem),
        )
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlcipher.Error as error:
        raise opening.translated(error, path.parent) from error
    finally:
        connection.close()
    files.sync_file(path)


def _rekey(layout: Layout, old: Opened, created: Created) -> None:
    """Give the database another key; whatever the moment of a cut, one of the two headers opens it (2.3)."""
    files.write(layout.next_header, created.data)
    store = old.header.store
    connection = opening.connect(layout.database, old.key)
    try:
        opening.check_identity(connection, store)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute(opening.raw_rekey(created.opened.key)).fetchall()
    except sqlcipher.Error as error:
        raise opening.translated(error, layout.folder) from error
    finally:
        connection.close()
    # It once said yes without doing it: the old header is dropped only when the new key has opened the store.
    _migrate(layout, created.opened)
    layout.next_header.replace(layout.header)
    files.sync_folder(layout.folder)


def _pepper(keyring: SystemKeyring | None) -> bytes | None:
    """Return the keyring's secret, a new one if it has none; None when it keeps nothing."""
    if keyring is None:
        return None
    known = keyring.get(PEPPER)
    pepper = known or os.urandom(32)
    return pepper if known or keyring.set(PEPPER, pepper) else None


def _kept_pepper(opened: Opened, keyring: SystemKeyring | None) -> bytes | None:
    """Return the keyring's secret when the passphrase goes with one; without it the new slot needs none."""
    return keyring.get(PEPPER) if keyring and local_header.needs_pepper(opened.header) else None
