"""One suite for the carrier of the service: through its handlers in this process, and through a real socket."""

from collections.abc import Iterator

import pytest

from mvl_desktop.exchange.carriers.client import make_client
from mvl_desktop.exchange.carriers.http import HttpCarrier, Signer
from mvl_desktop.ports.carrier import (
    Carrier,
    NotThereError,
    RegistryMovedError,
    ServiceUnreachableError,
    UnknownEspaceError,
)
from mvl_desktop.protocol.objects import BLOB_PART, PolicySet
from mvl_desktop.protocol.wire import EspaceAsk, FrameType, SyncAsk, frame
from tests.fakes.world import Post, World, memory_folder
from tests.fixtures.central import Clock, on_sqlite, running


@pytest.fixture
def world() -> Iterator[World]:
    made = World(memory_folder(), in_memory=True)
    yield made
    made.close()


@pytest.fixture(params=["in this process", "over a socket"])
def post(world: World, request: pytest.FixtureRequest) -> Iterator[Post]:
    """A founder whose espace is published, and its carrier."""
    made = world.post()
    made.found()
    if request.param == "in this process":
        made.connect(world.service())
        made.publish()
        yield made
        return
    folder = world.folder / "service"
    folder.mkdir()
    clock = Clock()
    with running(on_sqlite(folder), clock) as central:
        world.clock.at = clock()
        device = made.read(lambda uow: uow.identity.device())
        signer = Signer(
            device.id,
            lambda base: made.ports.crypto.sign_http(device.auth, base),
            made.ports.crypto.random,
            clock,
        )
        carrier = HttpCarrier(central.url, signer, make_client(central.url), timer=lambda: 0.0)
        made.use(carrier)
        made.publish()
        yield made
        carrier.close()


def test_info_says_the_key_that_the_registry_then_names(post: Post) -> None:
    assert post.carrier.info().key == post.registry.service_key


def test_sync_answers_in_the_order_asked(post: Post) -> None:
    registry = post.registry
    ask = EspaceAsk(post.espace, registry.n, registry.head, 0, 0)
    unknown = EspaceAsk(b"?" * 16, 0, bytes(32), 0, 0)
    answer = post.carrier.sync(SyncAsk(1, [unknown, ask]))
    assert [(state.espace, state.state) for state in answer.espaces] == [
        (b"?" * 16, "unknown"),
        (post.espace, "open"),
    ]
    with pytest.raises(UnknownEspaceError):
        post.carrier.sync(SyncAsk(1, [unknown]))


def test_what_is_pushed_comes_back_numbered(post: Post) -> None:
    post.save(b"r" * 16, {"objet": "un"})
    assert post.sync().as_dict()["attestes"] == 1
    page = post.carrier.feed(post.espace, 0)
    assert next(type_ for type_, _ in page.frames) == FrameType.MARKER
    assert not page.more
    assert [type_ for type_, _ in post.carrier.slots(post.espace, 0).frames] == [FrameType.KEYSLOT]


def test_registry_pages_and_grants(post: Post) -> None:
    page = post.carrier.registry(post.espace, 0)
    assert [payload for _, payload in page.frames] == post.read(lambda uow: uow.espaces.entries(post.espace))
    grants = post.carrier.grants(post.espace)
    assert [type_ for type_, _ in grants.frames] == [FrameType.GRANT]
    assert len(post.carrier.grants(post.espace, 1).frames) == 1


def test_a_lost_race_says_which_number_is_wanted(post: Post) -> None:
    post.sign(PolicySet, policy=post.registry.policy)
    [entry] = post.read(lambda uow: uow.espaces.proposed(post.espace))
    post.clock.at += 60_000
    post.work(lambda uow: uow.espaces.withdraw(post.espace, entry))
    post.sign(PolicySet, policy=post.registry.policy)
    wanted = post.registry.n + 1
    post.carrier.send_registry(post.espace, [frame(FrameType.REGISTRY, entry)])
    [other] = post.read(lambda uow: uow.espaces.proposed(post.espace))
    with pytest.raises(RegistryMovedError) as moved:
        post.carrier.send_registry(post.espace, [frame(FrameType.REGISTRY, other)])
    assert moved.value.expect == wanted + 1


def test_blobs_go_part_by_part(post: Post) -> None:
    blob, size = b"b" * 32, BLOB_PART + 10
    assert post.carrier.blob_state(post.espace, blob).parts == []
    state = post.carrier.send_blob_part(post.espace, blob, 1, size, b"x" * 10)
    assert (state.parts, state.complete) == ([1], False)
    with pytest.raises(NotThereError):
        post.carrier.blob_part(post.espace, blob, 0)


def test_enrolment_messages(post: Post) -> None:
    with pytest.raises(NotThereError):
        post.carrier.enrolment_answer(post.espace, b"i" * 16)
    assert post.carrier.enrolments(post.espace).requests == []


def test_an_unknown_espace(post: Post) -> None:
    with pytest.raises(UnknownEspaceError):
        post.carrier.feed(b"?" * 16, 0)


def test_nobody_there() -> None:
    signer = Signer(bytes(16), lambda _base: bytes(64), bytes, lambda: 0)
    carrier: Carrier = HttpCarrier("http://127.0.0.1:9", signer, make_client("http://127.0.0.1:9"), timer=lambda: 0.0)
    with pytest.raises(ServiceUnreachableError):
        carrier.info()
    carrier.close()
