"""C33: hostile files, each refused whole, in little memory above what a post holds, with nothing changed.

Each is read in a process of its own, whose memory is bounded: what asks for more dies, and says nothing.
"""

import ctypes
import gc
import os
import resource
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mvl_desktop.exchange import lots
from mvl_desktop.exchange.lot_content import heads
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import be32
from mvl_desktop.protocol.lot_frames import LOT_LIMIT, MAGIC, header_hash, tally, with_manifest, write_head
from mvl_desktop.protocol.objects import LotForDevice, LotHeader, LotManifest, Signed
from mvl_desktop.protocol.wire import FrameType, frame
from tests.fakes.world import Post, World
from tests.integration.exchange.test_lots import MEDIUM, REC, _frames, export, forge, held, pair

MIB = 1 << 20
ROOM = 64 * MIB
HELD = 24 * MIB
"""What Python itself may hold at once: a limit on the whole process does not feel what was freed before."""
MANY = 5_000
Case = tuple[Post, Post, Path]
Maker = Callable[[Post, Post, Path], Path]


def in_little_memory(post: Post, path: Path) -> str:
    """Merge a file in a process that may take 64 MiB more than it has; return the motif, or how it died."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        said = "mort"
        try:
            post.ports.store._engine.dispose(close=False)  # type: ignore[attr-defined] # connections are not shared
            gc.collect()
            ctypes.CDLL(None).malloc_trim(0)
            has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (has + ROOM, has + ROOM))
            tracemalloc.start()
            said = str(lots.merge(post.ports, MEDIUM, [path])[0].motif)
            if tracemalloc.get_traced_memory()[1] > HELD:
                said = "trop de mémoire"
        except BaseException as error:  # noqa: BLE001 (told to the parent, which fails)
            said = repr(error)
        finally:
            os.write(sending, said.encode())
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as answer:
        said = answer.read().decode()
    os.waitpid(child, 0)
    return said


def _flood(content: Callable[[], Iterator[bytes]], a: Post, b: Post, path: Path, **lies: int) -> Path:
    """Write a lot frame by frame, never held whole, with a manifest that counts as it is told to."""
    crypto, key, lid = a.ports.crypto, os.urandom(32), os.urandom(16)
    device = a.read(lambda uow: uow.identity.device())
    header = LotHeader(1, 1, lid, [crypto.seal_lot_key(key, lid, a.registry.devices[b.id].cert.kem, b.id)])
    count = tally(content())
    said = {"frames": count.frames, "bytes": count.bytes, **lies}
    known = a.read(lambda uow: heads(uow, [a.espace]))
    manifest = LotManifest(1, lid, device.id, 1, bytes(32), said["frames"], said["bytes"], count.digest(), known, 1)
    o = encode(manifest)
    signed = Signed(o, device.id, crypto.sign(device.sig, "lot", o))
    with path.open("wb") as file:
        file.write(write_head(header))
        for piece in crypto.seal_stream(key, header_hash(header), with_manifest(signed, content())):
            file.write(piece)
    return path


def _raw(content: bytes) -> Maker:
    def make(_a: Post, _b: Post, path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def _of_frames(change: Callable[[list[bytes]], list[bytes]]) -> Maker:
    """Return what a member writes who changes the frames of a good lot, and counts them honestly."""

    def make(a: Post, b: Post, path: Path) -> Path:
        return forge(a, b, change(_frames(b, export(a, path.with_name("bon.mvl"))[0])), path)

    return make


def _swapped(frames: list[bytes]) -> list[bytes]:
    """Exchange what the bodies hold: each then lies behind a commit that does not name it."""
    bodies = [place for place, each in enumerate(frames) if each[4] == FrameType.BODY]
    changed = list(frames)
    for place in bodies:
        changed[place] = frame(FrameType.BODY, bytes(reversed(frames[place][5:])))
    return [*changed[: bodies[0]], *changed[bodies[-1] + 1 :], *(changed[place] for place in bodies)]


def _two_manifests(frames: list[bytes]) -> list[bytes]:
    return [*frames, frame(FrameType.MANIFEST, b"x" * 200)]


def _not_for_me(a: Post, b: Post, path: Path) -> Path:
    """Close a lot for sixty-four others, every one of which must be tried."""
    crypto, key, lid = a.ports.crypto, os.urandom(32), os.urandom(16)
    kem = a.registry.devices[a.id].cert.kem
    others = [crypto.seal_lot_key(key, lid, kem, os.urandom(16)) for _ in range(4)] * 16
    header = LotHeader(1, 1, lid, [LotForDevice(b.id, each.ct) for each in others])
    path.write_bytes(write_head(header) + os.urandom(1 << 20))
    return path


def _stranger(a: Post, b: Post, path: Path) -> Path:
    entries = a.read(lambda uow: uow.espaces.entries(a.espace))
    return forge(a, b, [frame(FrameType.REGISTRY, entries[0])], path, by=b"x" * 16)


CASES: dict[str, tuple[Maker, str]] = {
    "128 KiB of garbage for a header": (_raw(MAGIC + be32(128 << 10) + os.urandom(128 << 10)), "lot_illisible"),
    "a header of four gigabytes": (_raw(MAGIC + be32(0xFFFF_FFFF) + b"x" * 1000), "lot_illisible"),
    "a header of nothing but arrays": (_raw(MAGIC + be32(128 << 10) + b"\x91" * (128 << 10)), "lot_illisible"),
    "a header that announces a huge list": (
        _raw(MAGIC + be32(25) + b"\x94\x01\x01\xc4\x10" + bytes(16) + b"\xdd\xff\xff\xff"),
        "lot_illisible",
    ),
    "not for me, sixty-four times": (_not_for_me, "lot_pas_pour_ce_poste"),
    "a signer nobody knows": (_stranger, "emetteur_inconnu"),
    "a second manifest": (_of_frames(_two_manifests), "lot_hostile"),
    "swapped bodies": (_of_frames(_swapped), "lot_hostile"),
    "a frame of four gigabytes": (_of_frames(lambda f: [*f, b"\xff\xff\xff\xff\x05" + b"x" * 100]), "lot_hostile"),
    "bodies that no commit ends": (
        lambda a, b, path: _flood(
            lambda: (frame(FrameType.BODY, bytes([n]) * (1 << 20)) for n in range(56)), a, b, path
        ),
        "lot_hostile",
    ),
    "more frames than counted": (
        lambda a, b, path: _flood(lambda: (frame(FrameType.BODY, b"z") for _ in range(MANY)), a, b, path, frames=2),
        "lot_hostile",
    ),
    "more bytes than a lot may have": (
        lambda a, b, path: _flood(lambda: iter([frame(FrameType.BODY, b"z")]), a, b, path, bytes=LOT_LIMIT + 1),
        "lot_hostile",
    ),
}


@pytest.fixture
def posts(world: World) -> tuple[Post, Post]:
    a, b = pair(world)
    a.save(REC, {"objet": "bon", "resume": "une phrase"})
    return a, b


@pytest.mark.parametrize("name", CASES)
def test_c33_a_hostile_file_is_refused_in_little_memory_and_changes_nothing(
    world: World, posts: tuple[Post, Post], name: str
) -> None:
    make, motif = CASES[name]
    a, b = posts
    path = make(a, b, world.folder / "x.mvl")
    before = (b.registry.n, held(b), b.alarms)
    assert in_little_memory(b, path) == motif
    assert lots.examine(b.ports, MEDIUM, [path])[0].is_refused
    assert (b.registry.n, held(b), b.alarms) == before
    assert b.values(REC) == {}


def test_c33_a_lot_cut_at_each_of_its_frames_is_refused(world: World, posts: tuple[Post, Post]) -> None:
    """The manifest counts every one: a member who leaves any of them out, or a cut between two, is seen."""
    a, b = posts
    [good] = export(a, world.folder / "bon.mvl")
    frames = _frames(b, good)
    whole = tally(frames)
    for end in range(len(frames)):
        path = forge(a, b, frames[:end], world.folder / "x.mvl", frames=whole.frames, digest=whole.digest())
        assert lots.merge(b.ports, MEDIUM, [path])[0].motif == "lot_hostile"
    assert held(b) == set()


def test_c33_the_bound_is_felt(world: World, posts: tuple[Post, Post]) -> None:
    """A reader that held the whole file would not survive what these tests allow."""
    _, b = posts

    class Greedy:
        def size(self, _source: Path) -> int:
            return 1

        def read(self, _source: Path) -> Iterator[bytes]:
            kept = [bytearray(8 << 20) for _ in range(16)]
            yield bytes(kept[0])

    said = in_little_memory_with(b, Greedy())
    assert "MemoryError" in said or said == "trop de mémoire"


def in_little_memory_with(post: Post, medium: object) -> str:
    """Do the same with another medium."""
    from unittest.mock import patch

    with patch("tests.integration.exchange.test_lot_hostile.MEDIUM", medium):
        return in_little_memory(post, Path("x"))
