"""Two or three posts and the service: what people count on when they synchronise."""

from contextlib import suppress

import httpx2
import pytest
from sqlalchemy import delete, select

from mvl_central import schema
from mvl_desktop.exchange.engine import synchronise
from mvl_desktop.ports.carrier import Cancelled, ServiceUnreachableError, Step
from mvl_desktop.protocol.objects import Revision
from tests.fakes.world import NOON, Post, World

REC = b"r" * 16
OTHER = b"q" * 16
DAY = 86_400_000


def all_sync(*posts: Post, times: int = 1) -> None:
    for _ in range(times):
        for post in posts:
            post.sync()


def sending(post: Post, rec: bytes) -> str | None:
    view = post.read(lambda uow: uow.records.get(rec))
    return view.sending if view else None


def test_what_one_writes_the_other_reads(world: World) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "appel", "natures/x": True})
    assert a.sync().as_dict() == {
        "envoyes": 1,
        "recus": 0,
        "conflits": 0,
        "refuses": 0,
        "en_attente": 0,
        "attestes": 1,
    }
    assert b.sync().as_dict()["recus"] == 1
    assert b.values(REC) == {"objet": ["appel"], "natures/x": [True]}


def test_two_edits_of_one_field_are_a_conflict_on_both_posts_and_nothing_is_lost(world: World) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    all_sync(a, b)
    a.save(REC, {"objet": "de A", "canal": "courrier"})
    b.save(REC, {"objet": "de B", "niveau": "urgent"})
    a.sync()
    assert b.sync().as_dict()["conflits"] == 1
    a.sync()
    assert a.values(REC) == b.values(REC)
    assert sorted(map(str, a.values(REC)["objet"])) == ["de A", "de B"]
    assert a.values(REC)["niveau"] == ["urgent"]


def test_states_of_sending_never_lie(world: World) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    assert sending(a, REC) == "a_envoyer"
    assert a.transport is not None
    # The push is processed, its answer is lost: nothing was attested.
    a.transport.bend = _lose_push
    with pytest.raises(ServiceUnreachableError):
        a.sync()
    assert sending(a, REC) == "a_envoyer"
    a.transport.bend = None
    # The next exchange gets the receipt, although the commit came back in the feed first.
    assert a.sync().as_dict()["attestes"] == 1
    assert sending(a, REC) == "atteste"
    b.sync()
    assert sending(b, REC) in ("atteste", "remis")


def _lose_push(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
    if request.url.path.endswith("/push"):
        raise httpx2.ReadError("lost")
    return response


@pytest.mark.parametrize("arrived", range(8))
def test_an_exchange_cut_anywhere_goes_on_where_it_stopped(world: World, arrived: int) -> None:
    a, b = world.community(2)
    for i in range(3):
        a.save(bytes([65 + i]) * 16, {"objet": f"n{i}"})
    b.save(REC, {"objet": "de B"})
    b.sync()
    assert a.transport is not None
    a.transport.lose = arrived
    with suppress(ServiceUnreachableError):
        a.sync()
    a.transport.lose = None
    all_sync(a, b, a)
    assert a.values(REC) == {"objet": ["de B"]}
    assert all(b.values(bytes([65 + i]) * 16) == {"objet": [f"n{i}"]} for i in range(3))
    assert a.read(lambda uow: uow.log.lacking_count(a.espace)) == 0
    assert not a.alarms | b.alarms


def test_nothing_changed_costs_one_request(world: World) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    all_sync(a, b, times=3)
    assert a.transport is not None
    before = len(a.transport.requests)
    assert a.sync().as_dict()["recus"] == 0
    assert a.transport.requests[before:] == [("POST", "/v1/sync")]


def test_the_same_sync_again_changes_nothing(world: World) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    all_sync(a, b, times=2)
    state = b.values(REC)
    service = world.services[0]

    def rows() -> object:
        table = schema.espaces.c
        return service.database.read(lambda c: c.execute(select(table.k, table.s, table.regn)).all())

    before = rows()
    for post in (a, b):
        post.forget_positions()
    all_sync(a, b)
    assert rows() == before
    assert b.values(REC) == state
    assert not a.alarms | b.alarms


def test_a_large_first_exchange_is_cut_in_requests_and_arrives_whole(world: World) -> None:
    a, b = world.community(2)
    for i in range(700):
        a.save(i.to_bytes(16, "big"), {"objet": f"n{i}", "resume": "mot " * 200}, [])
    shown: list[Step] = []
    report = synchronise(a.ports, a.carrier, [a.espace], progress=shown.append)
    assert report.as_dict()["envoyes"] == 700
    assert any(step.stage == "envoi" for step in shown)
    assert b.sync().as_dict()["recus"] == 700
    assert b.values((699).to_bytes(16, "big"))["objet"] == ["n699"]


def test_more_than_one_sealing_s_worth_arrives_whole(world: World) -> None:
    a, b = world.community(2)
    count = 2_700
    with a.ports.store.work(bulk=True) as uow:
        for i in range(count):
            wire = Revision(uow.log.next_n(a.espace), "poste", [], (NOON, 0), {"nom": f"n{i}"}, [])
            uow.log.add_local(a.espace, i.to_bytes(16, "big"), wire)
        uow.commit()
    a.save(REC, {"objet": "dernier"})
    assert a.sync().as_dict()["refuses"] == 0
    b.sync()
    assert b.values(REC) == {"objet": ["dernier"]}
    assert all(b.values(i.to_bytes(16, "big")) == {"nom": [f"n{i}"]} for i in (0, 1234, count - 1))
    assert not a.alarms | b.alarms


def test_keyslots_that_the_service_lost_are_handed_over_again(world: World) -> None:
    """Restored from a backup, it lacks keyslots that every post knows to be there."""
    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    all_sync(a, b, a)
    world.services[0].database.write(lambda c: c.execute(delete(schema.slots)))
    for i in range(3):
        a.save(REC, {"objet": f"n{i}"})
        a.seal()
    assert a.sync().as_dict() | {"recus": 0} == a_sent(3)
    b.sync()
    assert b.values(REC) == {"objet": ["n2"]}
    assert not a.alarms


def a_sent(count: int) -> dict[str, int]:
    return {"envoyes": count, "recus": 0, "conflits": 0, "refuses": 0, "en_attente": 0, "attestes": count}


def test_a_person_can_stop_and_what_came_stays(world: World) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    a.sync()
    with pytest.raises(Cancelled):
        synchronise(b.ports, b.carrier, [b.espace], cancel=lambda: True)
    b.sync()
    assert b.values(REC) == {"objet": ["un"]}


def test_a_post_hands_over_what_others_signed(world: World) -> None:
    """An operator who merged a lot pushes it: whoever signed it."""
    a, b, c = world.community(3)
    all_sync(a, b, c, times=2)
    b.save(REC, {"objet": "de B"})
    hand_over(b, a)
    assert a.sync().as_dict()["envoyes"] == 1
    c.sync()
    assert c.values(REC) == {"objet": ["de B"]}
    # B learns that it is attested the day it connects: the service knows the commit already.
    assert b.sync().as_dict()["attestes"] == 1


def hand_over(sender: Post, receiver: Post) -> None:
    """A lot from one post to another, in a file."""
    from mvl_desktop.exchange import lots
    from mvl_desktop.exchange.carriers.lot import FileMedium
    from tests.fakes.world import memory_folder

    folder = memory_folder()
    try:
        [made] = lots.export(sender.ports, FileMedium(), folder / "lot.mvl", [sender.espace])
        [done] = lots.merge(receiver.ports, FileMedium(), [made.path])
        assert done.motif is None
    finally:
        for each in folder.iterdir():
            each.unlink()
        folder.rmdir()


def test_clocks_that_are_wrong_harm_nothing(world: World) -> None:
    """C26: 2099 and 1970 on two laptops; the resolution wins, the local clock is not dragged, all agree."""
    a, b, c = world.community(3)
    a.save(REC, {"objet": "départ"})
    all_sync(a, b, c)
    a.save(REC, {"objet": "de A"}, ms=4_070_908_800_000)
    b.save(REC, {"objet": "de B"}, ms=0)
    all_sync(a, b, c, a, b, c)
    assert a.values(REC) == b.values(REC) == c.values(REC)
    assert len(c.values(REC)["objet"]) == 2
    c.save(REC, {"objet": "décidé"})
    all_sync(c, a, b)
    assert a.values(REC) == b.values(REC) == c.values(REC) == {"objet": ["décidé"]}
    assert "horodatage_en_avance" in c.alarms
    last = c.read(lambda uow: uow.identity.get("hlc")) or "0.0"
    assert int(last.split(".")[0]) <= NOON + DAY


def test_a_laptop_whose_clock_is_wrong_still_reaches_the_service(world: World) -> None:
    from tests.fakes.world import SetClock

    a = world.post(clock=SetClock(NOON + 3 * 3_600_000))
    a.found()
    a.connect(world.service())
    a.publish()
    a.save(REC, {"objet": "un"})
    assert a.sync().as_dict()["attestes"] == 1
