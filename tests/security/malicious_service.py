"""A service that lies in one way at a time, in front of the real one, and three real posts that speak to it.

It holds everything that a real service holds: every sealed byte, and the key that signs checkpoints and receipts. It
holds no key of a post, and none of an espace.
"""

import atexit
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

import httpx2
from msgspec.structs import replace

from mvl_desktop.exchange.carriers.http import HttpCarrier, Signer
from mvl_desktop.ports.carrier import CarrierError
from mvl_desktop.ports.store import GONE_BACK
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import blob_id, body_hash, next_root, registry_id
from mvl_desktop.protocol.objects import BLOB_PART, BlobRef, Checkpoint
from mvl_desktop.protocol.wire import (
    FRAMES,
    OBJECT,
    EspaceState,
    FrameType,
    Numbered,
    Refusal,
    SyncAnswer,
    frame,
    marker_frame,
    page_frame,
    read_frames,
    read_marker,
)
from mvl_desktop.services.exchanges import acknowledge_alarm
from tests.fakes.inprocess import ADDRESS, InProcess
from tests.fakes.world import Post, World, memory_folder

DAY_MS = 24 * 3_600_000
OLD, NEW, MINE, LATER = b"a" * 16, b"n" * 16, b"m" * 16, b"l" * 16

WRITTEN = {"de A", "de B", "courrier", "avec pièce"}
"""All that the others write while the service lies."""

T = TypeVar("T")
Honest = Callable[[], httpx2.Response]
Tell = Callable[[httpx2.Request, Honest], httpx2.Response]
Frames = list[tuple[int, bytes]]


class Liar(httpx2.BaseTransport):
    """The way from one post to the service: honest until it is told to lie."""

    def __init__(self, honest: InProcess) -> None:
        self.honest = honest
        self.tell: Tell | None = None
        self.requests = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests += 1
        request.read()
        if self.tell is None:
            return self.honest.handle_request(request)
        return self.tell(request, lambda: self.honest.handle_request(request))


@cache
def _played(prepare: "Callable[[World], None]", in_memory: bool) -> World:
    """Return a world where the beginning was played once, closed: tests play on copies of its files."""
    world = World(memory_folder(), in_memory=in_memory)
    atexit.register(world.close)
    prepare(world)
    world.rest()
    return world


def prepare(world: World) -> None:
    """An espace of three posts that have all exchanged."""
    a, b, c = world.community(3)
    a.save(OLD, {"objet": "ancien"})
    for post in (a, b, c, a, c):
        post.sync()


@dataclass
class Stage:
    """An administrator A, two agents, one espace; C, the victim, speaks to the service through a liar."""

    world: World
    liar: Liar = field(init=False)
    heard: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.a, self.b, self.c = self.world.posts[:3]
        self.liar = self.corrupt(self.c)

    @classmethod
    def of(cls, beginning: "Callable[[World], None]" = prepare, *, in_memory: bool = False) -> "Stage":
        """Return a stage where this was played."""
        return cls(_played(beginning, in_memory).copy())

    def corrupt(self, post: Post) -> Liar:
        """Put a liar between a post and the service."""
        assert post.transport is not None
        liar = Liar(post.transport)
        device = post.read(lambda uow: uow.identity.device())
        signer = Signer(
            device.id,
            lambda base: post.ports.crypto.sign_http(device.auth, base),
            post.ports.crypto.random,
            self.world.clock,
        )
        post.use(HttpCarrier(ADDRESS, signer, httpx2.Client(transport=liar), timer=lambda: 0.0))
        return liar

    @property
    def service(self) -> Any:
        return self.world.services[0]

    def news(self) -> None:
        """Have the others write something that C has not read: A twice, B once."""
        self.a.save(NEW, {"objet": "de A"})
        self.a.sync()
        self.b.save(LATER, {"objet": "de B"})
        self.b.sync()

    def exchange(self, post: Post | None = None) -> set[str]:
        """Let the victim exchange; return every code that its person reads of it: failures, stops, reasons, alarms."""
        post = post or self.c
        before = {alarm.id for alarm in post.all_alarms()}
        heard: set[str] = set()
        try:
            report = post.sync()
        except CarrierError as error:
            heard.add(error.code)
        else:
            heard |= {code for code in (report.stopped, *report.motifs) if code}
            heard |= {each.scelle for each in report.espaces if each.scelle}
        heard |= {alarm.code for alarm in post.all_alarms() if alarm.id not in before}
        self.heard |= heard
        return heard

    def sign_checkpoint(self, n: int, root: bytes, **changes: Any) -> bytes:
        """Sign a checkpoint with the service's own key: it may tell whatever it likes."""
        registry = self.a.registry
        told = Checkpoint(1, self.a.espace, n, root, registry.n, registry.head, self.world.clock())
        return bytes(self.service.key.sign("checkpoint", encode(replace(told, **changes))))

    def attach(self, post: Post, rec: bytes, content: bytes) -> BlobRef:
        """Write a record with an attachment."""
        key = post.ports.crypto.random(32)
        sealed = b"".join(post.ports.crypto.seal_blob(key, iter([content]), len(content)))
        parts = [sealed[at : at + BLOB_PART] for at in range(0, len(sealed), BLOB_PART)]
        ref = BlobRef(blob_id(hashlib.sha256(sealed).digest()), key, len(content), "image/png", "photo.png")
        post.save(rec, {"objet": "avec pièce"}, blobs=[ref])
        with post.ports.store.work() as uow:
            uow.blobs.add(post.espace, rec, ref)
            for index, part in enumerate(parts):
                uow.blobs.put_part(ref.id, index, part)
            assert uow.blobs.finish(ref.id)
            uow.commit()
        return ref

    def signed_entry(self, post: Post, act: Any) -> bytes:
        """Sign a registry act by a post, whatever its rules say: a dishonest member who helps the service."""
        from mvl_desktop.protocol.registry import build_entry

        device = post.read(lambda uow: uow.identity.device())
        return build_entry(act, [(device.id, lambda tag, said: post.ports.crypto.sign(device.sig, tag, said))])


def prepare_everything(world: World) -> None:
    """The same, with something of each kind that C has not read: an attachment, a newcomer, new keys, its own work."""
    prepare(world)
    stage = Stage(world)
    stage.attach(stage.a, NEW, b"photo" * 100)
    stage.a.admit(world.post())
    stage.a.rotate()
    stage.news()
    stage.c.save(MINE, {"objet": "à moi"})


# ---- answers


def reply(body: bytes | Iterable[bytes], content_type: str, status: int = 200, **more: str) -> httpx2.Response:
    """Write an answer."""
    headers = {"content-type": content_type} | more
    if isinstance(body, bytes):
        headers.setdefault("content-length", str(len(body)))
        return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(body))
    return httpx2.Response(status, headers=headers, stream=Pieces(body))


class Pieces(httpx2.SyncByteStream):
    """A body given piece by piece."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces


def refusing(status: int, code: str, ts: int = 0, entries: Iterable[bytes] = (), *, only: str = "") -> Tell:
    """Refuse everything, or what is asked under one path, with one code."""

    def tell(request: httpx2.Request, honest: Honest) -> httpx2.Response:
        if only and not request.url.path.endswith(only):
            return honest()
        return reply(encode(Refusal(code, ts, 0, list(entries))), OBJECT, status)

    return tell


def instead(path: str, body: Callable[[], bytes | Iterable[bytes]], content_type: str, **more: Any) -> Tell:
    """Answer one question with these bytes."""

    def tell(request: httpx2.Request, honest: Honest) -> httpx2.Response:
        return reply(body(), content_type, **more) if request.url.path.endswith(path) else honest()

    return tell


def message(path: str, type_: type[T], change: Callable[[T], T], method: str = "") -> Tell:
    """Change the message that answers one question."""

    def tell(request: httpx2.Request, honest: Honest) -> httpx2.Response:
        response = honest()
        if not request.url.path.endswith(path) or response.status_code >= 300 or method not in ("", request.method):
            return response
        return reply(encode(change(decode(response.read(), type_, 1 << 24))), OBJECT)

    return tell


def state(change: Callable[[EspaceState], EspaceState]) -> Tell:
    """Change what the first question is answered."""
    return message("/sync", SyncAnswer, lambda said: replace(said, espaces=[change(one) for one in said.espaces]))


def frames(path: str, change: Callable[[Frames], Frames]) -> Tell:
    """Change the frames of one kind of page; the last one is its end."""

    def tell(request: httpx2.Request, honest: Honest) -> httpx2.Response:
        response = honest()
        if request.method != "GET" or not request.url.path.endswith(path) or response.status_code >= 300:
            return response
        found = change(list(read_frames(response.read())))
        return reply(b"".join(frame(type_, payload) for type_, payload in found), FRAMES)

    return tell


def replaying(path: str, *, method: str = "") -> Tell:
    """Give for ever the first answer to one kind of question."""
    kept: list[tuple[bytes, str]] = []

    def tell(request: httpx2.Request, honest: Honest) -> httpx2.Response:
        response = honest()
        if not request.url.path.endswith(path) or method not in ("", request.method):
            return response
        kept.append((response.read(), response.headers["content-type"]))
        return reply(*kept[0])

    return tell


def both(*tells: Tell) -> Tell:
    """Lie in several answers at once: each lie bends what the one before gave."""

    def tell(request: httpx2.Request, honest: Honest) -> httpx2.Response:
        given = honest
        for one in tells:
            given = _bent(one, request, given)
        return given()

    return tell


def _bent(one: Tell, request: httpx2.Request, honest: Honest) -> Honest:
    return lambda: one(request, honest)


# ---- the feed, number by number


@dataclass
class Told:
    """One number of the feed, as a liar rearranges it."""

    what: int
    id: bytes
    bodies: list[bytes] = field(default_factory=list)
    commit: bytes | None = None

    def frames(self, k: int) -> Frames:
        marker = marker_frame(k, Numbered(self.what), self.id)[5:]
        bodies = [(int(FrameType.BODY), body) for body in self.bodies]
        return [
            (int(FrameType.MARKER), marker),
            *bodies,
            *([(int(FrameType.COMMIT), self.commit)] if self.commit else []),
        ]


def read_told(found: Frames) -> list[Told]:
    """Cut a page of the feed in its numbers."""
    told: list[Told] = []
    for type_, payload in found:
        if type_ == FrameType.MARKER:
            marker = read_marker(payload)
            told.append(Told(marker.what, marker.id))
        elif type_ == FrameType.BODY:
            told[-1].bodies.append(payload)
        elif type_ == FrameType.COMMIT:
            told[-1].commit = payload
    return told


def feed(stage: Stage, change: Callable[[list[Told]], list[Told]], *, consistent: bool = True) -> Tell:
    """Rearrange what C has not read of the feed. `consistent`: the service numbers anew and signs its story."""
    start, root_before = stage.c.read(lambda uow: uow.exchange.root(stage.c.espace))

    def story() -> tuple[list[Told], int, bytes]:
        told = change(read_told(list(stage.a.carrier.feed(stage.a.espace, start).frames)))
        root = root_before
        for one in told:
            root = next_root(root, one.id)
        return told, start + len(told), root

    def page(found: Frames, after: int) -> Frames:
        told, n, root = story()
        made = [each for k, one in enumerate(told, start + 1) if k > after for each in one.frames(k)]
        if not consistent:
            return [*made, *(each for each in found if each[0] == FrameType.CHECKPOINT), found[-1]]
        word = (int(FrameType.CHECKPOINT), stage.sign_checkpoint(n, root))
        return [*made, word, (int(FrameType.PAGE), page_frame(max(n, after), False)[5:])]

    def tell(request: httpx2.Request, honest: Honest) -> httpx2.Response:
        response = honest()
        if response.status_code >= 300:
            return response
        if request.method == "GET" and request.url.path.endswith("/feed"):
            found = page(list(read_frames(response.read())), int(request.url.params["after"]))
            return reply(b"".join(frame(type_, payload) for type_, payload in found), FRAMES)
        if consistent and request.url.path.endswith("/sync"):
            said = decode(response.read(), SyncAnswer, 1 << 24)
            _, n, root = story()
            states = [replace(one, k=n, checkpoint=stage.sign_checkpoint(n, root)) for one in said.espaces]
            return reply(encode(replace(said, espaces=states)), OBJECT)
        return response

    return tell


def by(stage: Stage, post: Post) -> Callable[[Told], bool]:
    """Whether a number of the feed is a commit of this post."""
    from mvl_desktop.protocol.objects import Commit, read_header

    def is_theirs(told: Told) -> bool:
        return told.commit is not None and read_header(decode(told.commit, Commit, 1 << 20).h).device == post.id

    return is_theirs


def bodies_of(told: Told, rec: bytes) -> set[bytes]:
    """Return the hashes of the bodies of one record in a commit."""
    from mvl_desktop.protocol.objects import Commit, read_header

    if told.commit is None:
        return set()
    return {each.bhash for each in read_header(decode(told.commit, Commit, 1 << 20).h).entries if each.rec == rec}


def without_record(rec: bytes) -> Callable[[list[Told]], list[Told]]:
    """Leave out every body of one record."""

    def change(told: list[Told]) -> list[Told]:
        for one in told:
            gone = bodies_of(one, rec)
            one.bodies = [body for body in one.bodies if body_hash(body) not in gone]
        return told

    return change


# ---- what must hold whatever a service says


def truth(stage: Stage) -> dict[bytes, dict[str, list[Any]]]:
    """Return what the others have really written."""
    return {rec: stage.a.values(rec) | stage.b.values(rec) for rec in (OLD, NEW, LATER)}


def assert_intact(stage: Stage) -> None:
    """Nothing that the victim holds was lost, invented or altered, and its person goes on working."""
    post = stage.c
    real = truth(stage)
    assert post.values(OLD) == real[OLD]
    for rec in (NEW, LATER):
        for values in post.values(rec).values():
            assert set(values) <= WRITTEN
    entries = stage.a.read(lambda uow: [registry_id(_e(data)) for data in uow.espaces.entries(stage.a.espace)])
    held = post.read(lambda uow: [registry_id(_e(data)) for data in uow.espaces.entries(post.espace)])
    assert held == entries[: len(held)], "an entry was believed that nobody signed"
    for epoch in post.epochs:
        assert post.epoch_key(epoch) == stage.a.epoch_key(epoch) or stage.a.epoch_key(epoch) is None
    assert post.epochs, "keys were wiped on the word of a service"
    assert not post.read(lambda uow: uow.identity.get(GONE_BACK)), "made read-only on the word of a service"
    assert post.ports.store.check() == []
    before = post.values(MINE)
    post.save(MINE, {"objet": f"tapé pendant le mensonge {len(before)}"})
    assert post.values(MINE) != before


def _e(data: bytes) -> bytes:
    from mvl_desktop.protocol.registry import read_entry

    return read_entry(data)[0].e


def heal(stage: Stage, *, person: bool, rounds: int = 1) -> None:
    """The service is honest again; a person reads the alarms where the exchange waits for that."""
    stage.liar.tell = None
    if person:
        for alarm in stage.c.all_alarms():
            acknowledge_alarm(stage.c.ports, alarm.id)
    stage.world.clock.at += DAY_MS + 1
    for _ in range(rounds):
        for post in (stage.c, stage.a, stage.b):
            with suppress(CarrierError):
                post.sync()


def assert_healed(stage: Stage) -> None:
    """Everybody has read everything."""
    report = stage.c.sync()
    assert report.stopped is None
    assert stage.c.registry.head == stage.a.registry.head
    for rec in (OLD, NEW, LATER, MINE):
        assert stage.c.values(rec) == stage.a.values(rec) == stage.b.values(rec)
    assert stage.c.values(MINE)
    assert stage.c.values(NEW)
    assert stage.c.read(lambda uow: uow.log.lacking_count(stage.c.espace)) == 0
    assert stage.c.read(lambda uow: uow.log.unsealed(stage.c.espace, 1)) == []
