"""C29: what somebody reads on the wire of the sizes of what is written: a bucket, and how many there are."""

from collections import defaultdict
from collections.abc import Iterator

import httpx2
import pytest

from mvl_desktop.crypto.padding import padded_length
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.objects import Commit, read_header
from mvl_desktop.protocol.wire import FrameType, read_frames
from tests.fakes.world import Post, World, memory_folder
from tests.security.malicious_service import Stage

SEAL = 12 + 16
"""Nonce and tag of a body."""


@pytest.fixture
def world() -> Iterator[World]:
    made = World(memory_folder(), in_memory=True)
    yield made
    made.close()


def pushed(post: Post) -> dict[int, list[bytes]]:
    """Exchange, and return the frames that left, by type."""
    found: dict[int, list[bytes]] = defaultdict(list)

    def tap(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
        if request.url.path.endswith("/push"):
            for type_, payload in read_frames(request.read()):
                found[type_].append(payload)
        return response

    assert post.transport is not None
    post.transport.bend = tap
    post.sync()
    post.transport.bend = None
    return found


def rec(number: int) -> bytes:
    return number.to_bytes(16, "big")


def noise(post: Post, length: int) -> str:
    """Return a text that no compression shortens below its bytes."""
    return post.ports.crypto.random(length).hex()[:length]


def test_c29_every_body_on_the_wire_has_the_length_of_a_bucket(world: World) -> None:
    [a] = world.community(1)
    a.sync()
    for number in range(120):
        a.save(rec(number), {"objet": noise(a, 1 + number * 97)})
    lengths = [len(body) - SEAL for body in pushed(a)[FrameType.BODY]]
    assert len(lengths) >= 120
    assert all(length == padded_length(length) >= 256 for length in lengths)
    # A hundred and twenty different texts, up to eleven thousand signs: few different lengths are seen.
    assert len(set(lengths)) <= 60


def test_c29_what_fits_one_bucket_looks_the_same_whatever_it_says(world: World) -> None:
    """A name, a refusal, a whole sentence, nothing at all; a first writing and an edit; one field or four."""
    [a] = world.community(1)
    a.sync()
    said: list[dict[str, str]] = [
        {"objet": "x"},
        {"objet": "Promesse de guérison par un praticien non réglementé"},
        {"objet": "", "canal": "courrier", "niveau": "urgent"},
        {"resume": "Il n’y a rien. " * 4},
    ]
    for number, changes in enumerate(said):
        a.save(rec(number), changes)
    a.save(rec(0), {"objet": "y"})
    sent = pushed(a)
    assert {len(body) - SEAL for body in sent[FrameType.BODY]} == {256}
    assert len({len(slot) for slot in sent[FrameType.KEYSLOT]}) == 1


def test_c29_a_header_says_how_many_and_nothing_of_what(world: World) -> None:
    """Two posts write as many records, one a word in each, the other pages: their headers are as long."""
    a, b = world.community(2)
    for post in (a, b):
        post.sync()
    for number in range(10):
        a.save(rec(number), {"objet": "x"})
        b.save(rec(100 + number), {"objet": noise(b, 200), "resume": "mot " * 30})
    headers = []
    for post in (a, b):
        commits = [decode(data, Commit, 1 << 20) for data in pushed(post)[FrameType.COMMIT]]
        headers += [len(commit.h) for commit in commits if len(read_header(commit.h).entries) == 10]
    assert len(headers) == 2
    # A count takes one more byte past 127, a length one more past 255: nothing else moves.
    assert abs(headers[0] - headers[1]) <= 20


def test_c29_attachments_leave_in_buckets_too(world: World) -> None:
    world.community(3)
    stage = Stage(world)
    stage.a.sync()
    sizes = set()
    for number, length in enumerate((1, 200, 255, 3_000, 3_100, 60_000, 61_000)):
        ref = stage.attach(stage.a, rec(number), b"p" * length)
        with stage.a.ports.store.read() as uow:
            sizes.add(sum(map(len, uow.blobs.parts(ref.id))))
    # Seven files, four lengths: what lies within 6 % of another is not told from it.
    assert len(sizes) == 4
