"""Sealing on a store in memory: who may, how much goes in one commit, what is said of what was seen."""

from collections.abc import Iterator

import pytest

from mvl_desktop.exchange.sealing import DAY_MS, can_seal, can_sign, seal_pending
from mvl_desktop.protocol.objects import COMMIT_LIMIT, ENTRIES_MAX, DeviceRevoke, Header, Revision, RoleSet
from tests.fakes.world import NOON, Post, World, memory_folder


@pytest.fixture
def world() -> Iterator[World]:
    made = World(memory_folder(), in_memory=True)
    yield made
    made.close()


def pend(post: Post, count: int, text: str = "x") -> None:
    with post.ports.store.work() as uow:
        for i in range(count):
            wire = Revision(uow.log.next_n(post.espace), "signalement", [], (NOON, 0), {"resume": text}, [])
            uow.log.add_local(post.espace, i.to_bytes(16, "big"), wire)
        uow.commit()


def headers(post: Post) -> list[Header]:
    return post.read(lambda uow: [c.header for c in uow.log.lacking(post.espace, 100)])


def test_one_signature_for_many_and_never_more_than_512(world: World) -> None:
    [post] = world.community(1, published=False)
    pend(post, ENTRIES_MAX + 3)
    assert len(post.seal()) == 2
    first, second = headers(post)
    assert (len(first.entries), len(second.entries)) == (ENTRIES_MAX, 3)
    assert (first.seq, second.seq, second.regn) == (1, 2, post.registry.n)
    numbers = [entry.n for header in (first, second) for entry in header.entries]
    assert numbers == sorted(set(numbers))
    assert post.seal() == []


def test_a_commit_keeps_within_its_bytes(world: World) -> None:
    [post] = world.community(1, published=False)
    with post.ports.store.work() as uow:
        for i in range(6):
            text = post.ports.crypto.random(300_000).hex()
            wire = Revision(uow.log.next_n(post.espace), "signalement", [], (NOON, 0), {"resume": text}, [])
            uow.log.add_local(post.espace, i.to_bytes(16, "big"), wire)
        uow.commit()
    post.seal()
    found = headers(post)
    assert len(found) > 1
    assert all(sum(entry.blen for entry in header.entries) <= COMMIT_LIMIT for header in found)
    assert sum(len(header.entries) for header in found) == 6


def test_a_slow_link_takes_small_commits(world: World) -> None:
    [post] = world.community(1, published=False)
    pend(post, 40, "y" * 2_000)
    with post.ports.store.work() as uow:
        assert len(seal_pending(uow, post.ports, post.espace, budget=32 << 10)) > 2
        uow.commit()


def test_who_may_seal(world: World) -> None:
    a, b = world.community(2, published=False)
    registry = a.registry
    assert can_seal(registry, b.id, True) is None
    assert can_seal(registry, b.id, False) == "cle_en_attente"
    a.sign(RoleSet, device=b.id, role="reader", cut=0)
    assert can_seal(a.registry, b.id, True) == "lecture_seule"
    assert can_sign(a.registry, b.id) is None
    a.sign(DeviceRevoke, device=b.id, cut=0, reason_code="z")
    assert can_seal(a.registry, b.id, True) == "poste_revoque"
    assert can_seal(a.registry, a.id, True) == "renouvellement_requis"


def test_what_was_seen_is_said_on_the_last_commit_and_alone_once_a_day(world: World) -> None:
    a, b = world.community(2)
    for post in (a, b, a):
        post.sync()

    def speak(post: Post) -> list[bytes]:
        with post.ports.store.work() as uow:
            return seal_pending(uow, post.ports, post.espace, empty=True)

    # B has said today what it saw: it sees more, and says it with its next commit, on the last one of a batch.
    pend(a, 1)
    a.sync()
    b.sync()
    assert speak(b) == []
    pend(b, ENTRIES_MAX + 1)
    b.seal()
    last = headers(b)
    assert [header.seen is not None for header in last] == [False, True]
    assert last[-1].seen == {a.id: a.read(lambda uow: uow.log.chains(a.espace))[a.id].seq}
    # Everything was said: even another day there is nothing to add.
    world.clock.at += DAY_MS + 1
    assert speak(b) == []
    pend(a, 1)
    a.sync()
    b.sync()
    said = b.read(lambda uow: uow.exchange.seen(b.espace))
    assert said[a.id] == a.read(lambda uow: uow.log.chains(a.espace))[a.id].seq
