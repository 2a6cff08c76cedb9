"""Whole posts, for tests of the exchange: real keys, a real encrypted store, and the real service in this process."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import httpx2
from sqlalchemy import Engine

from mvl_central.service import Service
from mvl_desktop.crypto.suite1 import Suite1, load_suite1
from mvl_desktop.exchange.authority import enact, rotate
from mvl_desktop.exchange.carriers.http import HttpCarrier, Signer
from mvl_desktop.exchange.engine import synchronise
from mvl_desktop.exchange.orders import execute
from mvl_desktop.exchange.publishing import publish
from mvl_desktop.exchange.report import SyncReport
from mvl_desktop.exchange.sealing import seal_pending
from mvl_desktop.history.model import Name, RecordState, Value
from mvl_desktop.history.state import fold
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Alarm, Espace, Store, UnitOfWork
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import (
    AnyAct,
    BlobRef,
    DeviceAdd,
    DeviceCert,
    DeviceRevoke,
    Erase,
    Policy,
    Revision,
)
from mvl_desktop.protocol.registry import Registry, build_genesis
from mvl_desktop.protocol.roles import FIELD, KEYLESS
from mvl_desktop.store import opening, schema
from mvl_desktop.store.profile import _create_database
from mvl_desktop.store.unit_of_work import SqlStore
from tests.fakes.inprocess import ADDRESS, InProcess, make_service
from tests.fakes.store import MemoryStore

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
NOON = 1_795_000_000_000


@cache
def suite() -> Suite1:
    return load_suite1(ROOT / "resources")


@cache
def _model() -> tuple[Path, bytes, bytes]:
    """Return an empty database that is copied for each store, with what opens it. Nobody else opens it."""
    folder = memory_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path, key, store = folder / "magasin.db", os.urandom(32), os.urandom(16)
    _create_database(path, SimpleNamespace(header=SimpleNamespace(store=store), key=key), suite())  # type: ignore[arg-type]
    SqlStore(opening.open_engine(path, key, store, check_schema=schema.check), suite(), SetClock()).close()
    return path, key, store


def open_bare_store(folder: Path, clock: "SetClock") -> SqlStore:
    """Make and open a store by its raw key: no passphrase is stretched, everything else is real.

    Stores are copies of one, each with a device of its own: their tables are made once.
    """
    model, key, store = _model()
    folder.mkdir(parents=True)
    path = Path(shutil.copy(model, folder))
    engine = opening.open_engine(path, key, store, check_schema=schema.check)
    take_device(engine)
    return SqlStore(engine, suite(), clock)


def open_copied_store(folder: Path, clock: "SetClock") -> SqlStore:
    """Open the store that lies in a folder: a copy, keys and device included, of one that `open_bare_store` made."""
    _, key, store = _model()
    return SqlStore(opening.open_engine(folder / "magasin.db", key, store, check_schema=schema.check), suite(), clock)


def take_device(engine: Engine) -> None:
    """Make a device for a store that is a copy, and that nobody has met yet."""
    device = suite().new_device()
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE device SET device = ? WHERE ours", (device.id,))
        connection.exec_driver_sql(
            "UPDATE identity SET cert = ?, sig = ?, auth = ?, kem = ?",
            (device.cert, device.sig, device.auth, device.kem),
        )


def memory_folder() -> Path:
    """Return a new folder, in memory where the machine has such a place: these stores are made by the hundred."""
    shared = Path("/dev/shm")  # noqa: S108
    return Path(tempfile.mkdtemp(prefix="mvl-tests-", dir=shared if shared.is_dir() else None))


@dataclass
class SetClock:
    """A clock that goes where a test puts it."""

    at: int = NOON

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at / 1000, UTC)

    def ms(self) -> int:
        return self.at

    def __call__(self) -> int:
        return self.at


class AtOnce:
    """An executor that works in the caller's thread."""

    def submit(self, work: Callable[[], T]) -> "Future[T]":
        future: Future[T] = Future()
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001
            future.set_exception(error)
        return future


class NoJournal:
    def note(self, code: str, rec: bytes | None = None, **counters: int) -> None:
        pass

    def settle(self) -> None:
        pass


@dataclass
class Post:
    """One post: its ports, and short names for what tests do."""

    ports: Ports
    clock: SetClock
    espace: bytes = b""
    transport: InProcess | None = None
    _carrier: HttpCarrier | None = field(default=None, repr=False)

    @property
    def id(self) -> bytes:
        with self.ports.store.read() as uow:
            return uow.identity.device().id

    def work(self, act: Callable[[UnitOfWork], T]) -> T:
        with self.ports.store.work() as uow:
            done = act(uow)
            uow.commit()
            return done

    def read(self, look: Callable[[UnitOfWork], T]) -> T:
        with self.ports.store.read() as uow:
            return look(uow)

    @property
    def registry(self) -> Registry:
        return self.read(lambda uow: uow.espaces.registry(self.espace))

    # ---- the espace

    def found(self, espace: bytes = b"E" * 16) -> None:
        self.espace = espace

        def act(uow: UnitOfWork) -> None:
            device = uow.identity.device()
            entry, founder = build_genesis(
                espace,
                decode(device.cert, DeviceCert, 4096),
                Policy([], 1, {}, {}),
                self.clock.at // 1000,
                lambda tag, message: self.ports.crypto.sign(device.sig, tag, message),
            )
            uow.espaces.add(Espace(espace, f"espace {espace[:1]!r}", founder))
            uow.espaces.append(espace, [entry])
            rotate(uow, self.ports, espace)

        self.work(act)

    def admit(self, newcomer: "Post", role: str = FIELD) -> None:
        """Bring a post in, as files would: device.add with its grant; it starts from our registry."""
        crypto, espace = self.ports.crypto, self.espace
        with newcomer.ports.store.read() as uow:
            device = uow.identity.device()

        def act(uow: UnitOfWork) -> tuple[int, bytes]:
            registry = uow.espaces.registry(espace)
            key = uow.keys.epoch_key(espace, registry.epoch)
            assert key is not None
            cert = decode(device.cert, DeviceCert, 4096)
            holds = role not in KEYLESS
            grant = crypto.seal_grant(key, cert.kem, espace, registry.epoch, device.id) if holds else b""
            enact(
                uow,
                self.ports,
                espace,
                DeviceAdd,
                cert=device.cert,
                role=role,
                poste=bytes(16),
                epoch=registry.epoch,
                grant=digest("grant", grant) if holds else None,
            )
            if holds:
                uow.keys.add_grants(espace, [(registry.epoch, device.id, grant)])
            return registry.epoch, grant

        epoch, grant = self.work(act)
        if self.read(lambda uow: uow.espaces.proposed(espace)):
            self.sync()
        founder = self.registry.founder
        entries = self.read(lambda uow: uow.espaces.entries(espace))

        def enter(uow: UnitOfWork) -> None:
            uow.espaces.add(Espace(espace, "espace", founder))
            uow.espaces.append(espace, entries)
            if grant:
                uow.keys.add_grants(espace, [(epoch, device.id, grant)])
                uow.keys.add_epoch_key(espace, epoch, crypto.open_grant(grant, device.kem, espace, epoch, device.id))
            execute(uow, newcomer.ports, espace, entries)

        newcomer.work(enter)
        newcomer.espace = espace

    def sign(self, type_: type[AnyAct], **fields: object) -> str:
        """Sign a registry act; carried out at once where our word settles it."""

        def act(uow: UnitOfWork) -> str:
            state, entry = enact(uow, self.ports, self.espace, type_, **fields)
            if state == "in_force":
                execute(uow, self.ports, self.espace, [entry])
            return state

        return self.work(act)

    def rotate(self) -> str:
        return self.work(lambda uow: rotate(uow, self.ports, self.espace))

    def revoke(self, post: "Post", cut: int | None = None, *, then_rotate: bool = True) -> None:
        last = self.read(lambda uow: uow.log.chain(self.espace, post.id))
        self.sign(DeviceRevoke, device=post.id, cut=(last.seq if last else 0) if cut is None else cut, reason_code="z")
        if then_rotate:
            self.rotate()

    def erase(self, rec: bytes) -> str:
        return self.sign(Erase, rec=rec, bodies=None, blobs=[], legal_ref_code="z")

    # ---- records

    def save(
        self,
        rec: bytes,
        changes: Mapping[str, Value],
        parents: Sequence[Name] | None = None,
        *,
        kind: str = "signalement",
        ms: int | None = None,
        blobs: Sequence[BlobRef] = (),
    ) -> Name:
        over = list(self.state(rec).heads) if parents is None else list(parents)

        def act(uow: UnitOfWork) -> Name:
            n = uow.log.next_n(self.espace)
            wire = {k: list(v) if isinstance(v, tuple) else v for k, v in sorted(changes.items())}
            at = (self.clock.at if ms is None else ms, 0)
            uow.log.add_local(self.espace, rec, Revision(n, kind, sorted(over), at, wire, list(blobs)))
            return (uow.identity.device().id, n)

        return self.work(act)

    def state(self, rec: bytes) -> RecordState:
        return fold(self.read(lambda uow: uow.log.revisions(rec)), lambda key: key == "resume")

    def values(self, rec: bytes) -> dict[str, list[Value]]:
        return {key: [each.value for each in found] for key, found in self.state(rec).fields.items()}

    def seal(self) -> list[bytes]:
        """Seal what is pending, and send nothing."""
        return self.work(lambda uow: seal_pending(uow, self.ports, self.espace))

    def epoch_key(self, epoch: int) -> bytes | None:
        return self.read(lambda uow: uow.keys.epoch_key(self.espace, epoch))

    @property
    def epochs(self) -> list[int]:
        return self.read(lambda uow: uow.keys.epochs(self.espace))

    def record_keys(self, kcs: Sequence[bytes]) -> dict[bytes, bytes]:
        return self.read(lambda uow: uow.keys.record_keys(self.espace, kcs))

    def acknowledge(self) -> None:
        """Put every alarm away."""
        with self.ports.store.work() as uow:
            for alarm in uow.exchange.alarms():
                uow.exchange.acknowledge(alarm.id)
            uow.commit()

    def forget_positions(self) -> None:
        """Ask for everything once more at the next exchange."""
        with self.ports.store.work() as uow:
            uow.exchange.move(self.espace, "feed", 0)
            uow.exchange.move(self.espace, "slots", 0)
            uow.exchange.set_root(self.espace, 0, bytes(32))
            uow.commit()

    @property
    def alarms(self) -> set[str]:
        return {alarm.code for alarm in self.all_alarms()}

    def all_alarms(self) -> list[Alarm]:
        return self.read(lambda uow: uow.exchange.alarms())

    # ---- exchanges

    def connect(self, service: Service) -> InProcess:
        with self.ports.store.read() as uow:
            device = uow.identity.device()
        self.transport = InProcess(service)
        client = httpx2.Client(transport=self.transport)
        signer = Signer(
            device.id,
            lambda base: self.ports.crypto.sign_http(device.auth, base),
            self.ports.crypto.random,
            self.clock,
        )
        self._carrier = HttpCarrier(ADDRESS, signer, client, timer=lambda: 0.0)
        return self.transport

    def use(self, carrier: HttpCarrier) -> None:
        """Talk through this carrier from now on."""
        self._carrier = carrier

    @property
    def carrier(self) -> HttpCarrier:
        assert self._carrier is not None
        return self._carrier

    def publish(self) -> None:
        publish(self.ports, self.carrier, self.espace)

    def sync(self) -> SyncReport:
        return synchronise(self.ports, self.carrier, [self.espace])

    def close(self) -> None:
        with suppress(Exception):
            self.ports.store.close()


@dataclass
class World:
    """A service and its posts, in a folder."""

    folder: Path
    clock: SetClock = field(default_factory=SetClock)
    posts: list[Post] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    in_memory: bool = False

    def post(self, *, clock: SetClock | None = None) -> Post:
        clock = clock or self.clock
        folder = self.folder / f"poste{len(self.posts)}"
        store: Store = MemoryStore(suite(), clock) if self.in_memory else open_bare_store(folder, clock)
        post = Post(Ports(store, suite(), clock, NoJournal(), AtOnce()), clock)
        self.posts.append(post)
        return post

    def service(self) -> Service:
        place = self.folder / f"service{len(self.services)}"
        place.mkdir(parents=True)
        service = make_service(place, self.clock)
        self.services.append(service)
        return service

    def community(self, size: int, *, published: bool = True) -> list[Post]:
        """Found an espace, publish it, and bring `size` posts in."""
        posts = [self.post() for _ in range(size)]
        first = posts[0]
        first.found()
        if published:
            service = self.service()
            for post in posts:
                post.connect(service)
            first.publish()
        for post in posts[1:]:
            first.admit(post)
        return posts

    def copy(self) -> "World":
        """Return this world on copies of its files: same keys, same histories. This one was put to rest, for ever."""
        made = World(memory_folder(), SetClock(self.clock.at), in_memory=self.in_memory)
        shutil.copytree(self.folder, made.folder, dirs_exist_ok=True)
        for number in range(len(self.services)):
            service = make_service(made.folder / f"service{number}", made.clock)
            made.services.append(service)
        for number, post in enumerate(self.posts):
            store: Store
            if isinstance(post.ports.store, MemoryStore):
                store = post.ports.store.twin(made.clock)
            else:
                store = open_copied_store(made.folder / f"poste{number}", made.clock)
            twin = Post(Ports(store, suite(), made.clock, NoJournal(), AtOnce()), made.clock, post.espace)
            if post.transport is not None:
                twin.connect(made.services[self.services.index(post.transport.service)])
            made.posts.append(twin)
        return made

    def rest(self) -> None:
        """Close everything, and leave the files."""
        for post in self.posts:
            post.close()
        for service in self.services:
            service.database.close()

    def close(self) -> None:
        """Close everything and leave nothing behind."""
        self.rest()
        shutil.rmtree(self.folder, ignore_errors=True)
