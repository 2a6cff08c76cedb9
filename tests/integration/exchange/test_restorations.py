"""A service brought back to a backup: told once, what it lost is sent again, and two stories stay two stories."""

from pathlib import Path

import httpx2
import pytest

from mvl_central import backup
from mvl_central.service import Service
from mvl_desktop.ports.carrier import ServiceFailsError
from mvl_desktop.ports.store import UnitOfWork
from tests.fakes.inprocess import make_service
from tests.fakes.world import Post, World
from tests.integration.exchange.test_synchronise import all_sync, sending


def rec(number: int) -> bytes:
    return number.to_bytes(16, "big")


def save(post: Post, *numbers: int) -> None:
    for number in numbers:
        post.save(rec(number), {"objet": f"n{number}"})


def back_up(world: World) -> Path:
    file = world.folder / f"sauvegarde{len(world.services)}"
    backup.back_up(world.services[-1].database, file)
    return file


def restore(world: World, file: Path, *posts: Post) -> Service:
    """Fill an empty service from a backup an hour later, and lead the posts to it."""
    world.clock.at += 3_600_000
    place = world.folder / f"restaure{len(world.services)}"
    place.mkdir()
    service = make_service(place, world.clock)
    backup.restore(service.database, file, world.clock)
    service = make_service(place, world.clock)
    world.services.append(service)
    for post in posts:
        post.connect(service)
    return service


def held(post: Post, *numbers: int) -> bool:
    return all(post.values(rec(number)) == {"objet": [f"n{number}"]} for number in numbers)


def test_what_a_restored_service_lost_is_sent_again_by_whoever_has_it(world: World) -> None:
    a, b, c = world.community(3)
    save(a, 1)
    all_sync(a, b, c, times=2)
    file = back_up(world)
    save(a, 2)
    save(b, 3, 4)
    all_sync(a, b, c, times=2)
    assert sending(b, rec(3)) == "atteste"
    restore(world, file, a, b, c)
    # Nobody but a steward opens it again: what it knows of erasures is as old as its backup.
    assert b.sync().espaces[0].arret == "service_restaure"
    report = a.sync()
    assert report.stopped is None
    assert a.alarms == {"service_ramene"}
    # b signed it, a has sent it again: b is told at most once, and has its receipt.
    assert b.sync().stopped is None
    assert b.alarms <= {"service_ramene"}
    assert sending(b, rec(3)) == "atteste"
    b.acknowledge()
    save(b, 5)
    all_sync(c, b, a, c, b)
    assert not b.alarms
    newcomer = world.post()
    newcomer.connect(world.services[-1])
    a.admit(newcomer)
    all_sync(a, newcomer)
    assert held(newcomer, 1, 2, 3, 4, 5)
    assert all(held(post, 1, 2, 3, 4, 5) for post in (a, b, c))
    assert "historique_divergent" not in a.alarms | b.alarms | c.alarms | newcomer.alarms


def refusing_pushes(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
    return (
        httpx2.Response(502, headers={"content-length": "0"}, stream=httpx2.ByteStream(b""))
        if request.url.path.endswith("/push")
        else response
    )


def test_what_the_lost_service_alone_had_attested_is_to_send_again(world: World) -> None:
    a, b = world.community(2)
    all_sync(a, b, times=2)
    file = back_up(world)
    save(b, 3)
    b.sync()
    assert sending(b, rec(3)) == "atteste"
    restore(world, file, a, b)
    a.sync()
    assert b.transport is not None
    b.transport.bend = refusing_pushes
    with pytest.raises(ServiceFailsError):
        b.sync()
    assert sending(b, rec(3)) == "a_envoyer"
    b.transport.bend = None
    assert b.sync().stopped is None
    assert sending(b, rec(3)) == "atteste"
    a.sync()
    assert held(a, 3)


def test_a_service_that_grew_again_past_what_a_post_had_seen_is_followed_back(world: World) -> None:
    a, b, c = world.community(3)
    all_sync(a, b, c, times=2)
    file = back_up(world)
    save(a, 1)
    save(b, 2)
    all_sync(a, b, c, times=2)
    restore(world, file, a, b, c)
    a.sync()
    for number in range(10, 16):
        save(a, number)
        a.sync()
    assert b.sync().stopped is None
    assert held(b, *range(10, 16))
    c.sync()
    assert held(c, 1, 2, *range(10, 16))
    assert c.alarms <= {"service_ramene"}


def test_restored_twice_each_post_goes_back_to_where_its_own_story_ends(world: World) -> None:
    a, b, c = world.community(3)
    all_sync(a, b, c, times=2)
    first = back_up(world)
    save(b, 1)
    all_sync(b, a, c, b)
    restore(world, first, a, b, c)
    save(a, 2)
    all_sync(a, b)
    second = back_up(world)
    save(a, 3)
    all_sync(a, b, a)
    restore(world, second, a, b, c)
    # c was away all the time.
    all_sync(a, b, c, a, b, c)
    assert all(held(post, 1, 2, 3) for post in (a, b, c))
    assert not {"historique_divergent"} & (a.alarms | b.alarms | c.alarms)


def test_the_keys_wrapped_since_the_backup_are_given_again(world: World) -> None:
    a, b = world.community(2)
    save(a, 1)
    all_sync(a, b, times=2)
    file = back_up(world)
    a.rotate()
    all_sync(a, b, a, b)
    restore(world, file, a, b)
    all_sync(a, b, a)
    newcomer = world.post()
    newcomer.connect(world.services[-1])
    a.admit(newcomer)
    all_sync(a, newcomer)
    assert held(newcomer, 1)


def test_a_word_that_goes_back_but_is_older_than_the_last_stays_a_lie(world: World) -> None:
    """A checkpoint of yesterday given again is no restoration."""
    a, b = world.community(2)
    all_sync(a, b, times=2)
    file = back_up(world)
    save(a, 1)
    all_sync(a, b, times=2)
    world.clock.at -= 2 * 3_600_000
    restore(world, file, a, b)
    world.clock.at -= 3_600_000
    a.sync()
    assert a.sync().espaces[0].arret == "historique_divergent"
    assert "historique_divergent" in a.alarms


def test_two_stories_stay_frozen_though_the_service_signs_a_restoration(world: World) -> None:
    """What it says to have been restored to is not the beginning of what this post was given."""
    a, b = world.community(2)
    all_sync(a, b, times=2)
    file = back_up(world)
    for post, number in ((b, 1), (a, 2), (b, 3)):
        save(post, number)
        all_sync(post, a, b)
    restore(world, file, a, b)
    assert a.sync().stopped is None
    ids = b.read(lambda uow: uow.exchange.numbered(b.espace))

    def given_in_another_order(uow: UnitOfWork) -> None:
        uow.exchange.number(b.espace, 1, [ids[1], ids[0], *ids[2:]])

    b.work(given_in_another_order)
    assert b.sync().espaces[0].arret == "historique_divergent"
    assert "historique_divergent" in b.alarms
    assert b.sync().espaces[0].arret == "historique_divergent"
