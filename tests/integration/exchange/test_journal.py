"""The journal of access between posts: auditors read it, nobody else; what is taken out, moved or cut shows."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from mvl_central import schema, upkeep
from mvl_central.settings import Limits
from mvl_desktop.exchange import audit, lots
from mvl_desktop.exchange.carriers.lot import FileMedium
from mvl_desktop.ports.carrier import CarrierError, ServiceRefusesError
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.journal import KeptSegment
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.journal import (
    DAY_MS,
    RETENTION_DAYS,
    SEGMENT_LIMIT,
    JournalFor,
    Link,
    check_links,
    read_segment,
    start,
)
from mvl_desktop.protocol.objects import AuditorsSet, JournalEntry, JournalSegment, Signed
from mvl_desktop.services.audit import keep_registers
from mvl_desktop.store.journal import StoreJournal
from tests.fakes.world import AtOnce, Post, World, suite

REC = b"r" * 16


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


def journaled(world: World, post: Post) -> StoreJournal:
    """Give a post the real journal."""
    folder = world.folder / f"journal{world.posts.index(post)}"
    folder.mkdir(exist_ok=True)
    journal = StoreJournal(folder, post.ports.store, suite(), post.clock, AtOnce())
    post.ports = dataclasses.replace(post.ports, journal=journal)
    return journal


def community(world: World, *, published: bool = True) -> tuple[Post, Post, Post]:
    """Return an administrator, an agent whose journal is the real one, and an auditor."""
    admin, agent = world.community(2, published=published)
    auditor = world.post()
    if published:
        auditor.connect(world.services[0])
    admin.admit(auditor, "auditor")
    if published:
        for post in (admin, agent, auditor):
            post.sync()
    else:
        hand(world, admin, agent)
    journaled(world, agent)
    return admin, agent, auditor


def segments(post: Post, of: Post) -> list[KeptSegment]:
    return post.read(lambda uow: uow.journal.segments(post.espace, of.id))


def opened(by: Post, segment: KeptSegment) -> list[JournalEntry]:
    assert segment.payload is not None
    with by.ports.store.read() as uow:
        device = uow.identity.device()
    return suite().open_segment(read_segment(segment.payload).segment, device.id, device.kem)


def hand(world: World, giver: Post, taker: Post, recipient: bytes | None = None) -> lots.LotOutcome:
    lot = world.folder / f"{len(list(world.folder.iterdir()))}.lot"
    lots.export(giver.ports, FileMedium(), lot, [giver.espace], recipient=recipient)
    [outcome] = lots.merge(taker.ports, FileMedium(), [lot])
    return outcome


def test_an_auditor_reads_what_posts_did_through_the_service_and_nobody_else_does(world: World) -> None:
    admin, agent, auditor = community(world)
    agent.ports.journal.note("consultation", REC)
    agent.ports.journal.note("impression", REC, octets=12)
    agent.sync()
    auditor.sync()
    [segment] = segments(auditor, agent)
    assert [(line.n, line.code, line.rec) for line in opened(auditor, segment)] == [
        (1, "consultation", REC),
        (2, "impression", REC),
    ]
    admin.sync()
    assert segments(admin, agent) == []
    for other in (admin, agent):
        with pytest.raises(CryptoError):
            opened(other, segment)
    with pytest.raises(ServiceRefusesError):
        admin.carrier.journal(admin.espace, 0)


def test_the_service_keeps_nothing_that_it_can_read(world: World) -> None:
    _, agent, _ = community(world)
    agent.ports.journal.note("consultation", REC)
    agent.sync()
    [row] = world.services[0].database.read(lambda c: c.execute(select(schema.journal)).all())
    assert REC not in row.data
    assert b"consultation" not in row.data


def test_an_administrator_may_name_a_post_auditor_and_the_past_stays_closed_to_it(world: World) -> None:
    admin, agent, auditor = community(world)
    agent.ports.journal.note("liste")
    agent.sync()
    admin.sign(AuditorsSet, devices=[admin.id])
    admin.sync()
    agent.sync()
    agent.ports.journal.note("recherche")
    agent.sync()
    admin.sync()
    auditor.sync()
    past, now = segments(admin, agent)
    with pytest.raises(CryptoError):
        opened(admin, past)
    assert [line.code for line in opened(admin, now)] == ["recherche"]
    assert [line.code for line in opened(auditor, now)] == ["recherche"]


def test_without_an_auditor_nothing_is_signed_and_everything_waits_for_the_first(world: World) -> None:
    admin, agent = world.community(2)
    for post in (admin, agent):
        post.sync()
    journaled(world, agent)
    agent.ports.journal.note("consultation", REC)
    agent.sync()
    assert segments(agent, agent) == []
    auditor = world.post()
    auditor.connect(world.services[0])
    admin.admit(auditor, "auditor")
    for post in (admin, agent, auditor):
        post.sync()
    [segment] = segments(auditor, agent)
    assert [line.code for line in opened(auditor, segment)] == ["consultation"]


def test_days_that_are_over_are_signed_one_by_one_without_any_exchange(world: World) -> None:
    _, agent, auditor = community(world)
    for _ in range(3):
        agent.ports.journal.note("consultation", REC)
        agent.clock.at += DAY_MS
    keep_registers(agent.ports)
    found = segments(agent, agent)
    assert [(each.first, each.last) for each in found] == [(1, 1), (2, 2), (3, 3)]
    assert check_links(start(agent.espace, agent.id), [link(each) for each in found]) == []
    assert segments(auditor, agent) == []


def test_an_exchange_that_has_nothing_but_itself_to_say_sends_no_segment(world: World) -> None:
    _, agent, _ = community(world)
    agent.sync()
    agent.ports.journal.note("synchronisation")
    assert agent.transport is not None
    before = len(agent.transport.requests)
    agent.sync()
    assert [path for _, path in agent.transport.requests[before:]] == ["/v1/sync"]
    assert segments(agent, agent) == []


def link(segment: KeptSegment) -> Link:
    return Link(segment.id, segment.day, segment.first, segment.last, segment.prev)


def forged(world: World, agent: Post, change: Callable[[JournalSegment], JournalSegment], *, resign: bool) -> bytes:
    """Return the agent's first segment changed, signed again by the agent or left with its signature."""
    payload = segments(agent, agent)[0].payload
    assert payload is not None
    found = read_segment(payload)
    o = encode(change(found.segment))
    with agent.ports.store.read() as uow:
        device = uow.identity.device()
    s = suite().sign(device.sig, "journal", o) if resign else found.signed.s
    return encode(JournalFor(agent.espace, encode(Signed(o, agent.id, s))))


def day_before(segment: JournalSegment) -> JournalSegment:
    return msgspec.structs.replace(segment, day=segment.day - 30)


def test_a_segment_that_its_device_did_not_sign_is_refused_everywhere(world: World) -> None:
    _, agent, auditor = community(world)
    agent.ports.journal.note("consultation", REC)
    agent.sync()
    changed = forged(world, agent, day_before, resign=False)
    with pytest.raises(CarrierError):
        agent.carrier.send_journal(agent.espace, [changed])
    with auditor.ports.store.work() as uow:
        assert audit.keep_segment(uow, auditor.ports, agent.espace, changed, to_push=False) is None


def test_a_segment_moved_to_another_day_by_its_own_device_opens_for_nobody(world: World) -> None:
    _, agent, auditor = community(world)
    agent.ports.journal.note("consultation", REC)
    agent.sync()
    agent.carrier.send_journal(agent.espace, [forged(world, agent, day_before, resign=True)])
    auditor.sync()
    moved, genuine = sorted(segments(auditor, agent), key=lambda each: each.day)
    assert opened(auditor, genuine)
    with pytest.raises(CryptoError):
        opened(auditor, moved)
    flaws = check_links(start(agent.espace, agent.id), [link(each) for each in segments(auditor, agent)])
    assert [flaw.code for flaw in flaws] == ["contradictory"]


def test_a_segment_of_another_espace_is_no_segment_of_this_one(world: World) -> None:
    _, agent, auditor = community(world)
    agent.ports.journal.note("consultation", REC)
    agent.sync()
    payload = segments(agent, agent)[0].payload
    assert payload is not None
    inner = decode(payload, JournalFor, SEGMENT_LIMIT).segment
    elsewhere = encode(JournalFor(b"Z" * 16, inner))
    with auditor.ports.store.work() as uow:
        assert audit.keep_segment(uow, auditor.ports, agent.espace, elsewhere, to_push=False) is None
    [segment] = segments(agent, agent)
    assert [flaw.code for flaw in check_links(start(b"Z" * 16, agent.id), [link(segment)])] == ["broken"]


def test_a_service_that_drops_a_segment_shows_a_hole(world: World) -> None:
    _, agent, auditor = community(world)
    for _ in range(3):
        agent.ports.journal.note("consultation", REC)
        agent.sync()
    service = world.services[0]
    service.database.write(lambda c: c.execute(schema.journal.delete().where(schema.journal.c.j == 2)))
    auditor.sync()
    found = [link(each) for each in segments(auditor, agent)]
    assert [(flaw.code, flaw.first, flaw.last) for flaw in check_links(start(agent.espace, agent.id), found)] == [
        ("missing", 2, 2)
    ]


def test_lots_carry_registers_from_hand_to_hand_to_the_auditor(world: World) -> None:
    admin, agent, auditor = community(world, published=False)
    agent.ports.journal.note("consultation", REC)
    hand(world, agent, admin)
    assert len(segments(admin, agent)) == 1
    outcome = hand(world, admin, auditor, auditor.id)
    assert outcome.motif is None
    [segment] = segments(auditor, agent)
    assert [line.code for line in opened(auditor, segment)] == ["consultation"]
    # Nothing under a key is for an auditor: once the register is handed over, there is nothing left to carry to one.
    with pytest.raises(lots.LotVideError):
        hand(world, admin, auditor, auditor.id)
    assert len(segments(auditor, agent)) == 1


def test_what_came_by_lot_goes_up_to_the_service(world: World) -> None:
    admin, agent, auditor = community(world)
    agent.ports.journal.note("consultation", REC)
    hand(world, agent, admin)
    admin.sync()
    auditor.sync()
    assert [line.code for line in opened(auditor, segments(auditor, agent)[0])] == ["consultation"]


def test_after_its_time_the_register_is_gone_from_posts_auditors_and_service(world: World) -> None:
    admin, agent, auditor = community(world)
    agent.ports.journal.note("consultation", REC)
    agent.sync()
    auditor.sync()
    with agent.ports.store.read() as uow:
        [old] = uow.journal.lines(agent.espace, agent.id)
        old_key = uow.journal.day_key(agent.espace, old.day)
    assert old_key is not None
    world.clock.at += (RETENTION_DAYS + 1) * DAY_MS
    agent.ports.journal.note("liste")
    for post in (admin, agent, auditor):
        keep_registers(post.ports)
    for post in (agent, auditor):
        first = segments(post, agent)[0]
        assert (first.payload, first.first) == (None, 1)
    with agent.ports.store.read() as uow:
        assert uow.journal.day_key(agent.espace, old.day) is None
        assert next(line.n for line in uow.journal.lines(agent.espace, agent.id)) == 2
    service = world.services[0]
    removed = upkeep.purge(service.database, Limits(), world.clock.at)
    assert removed["segments"] == 1
    assert service.database.read(lambda c: c.execute(select(schema.journal.c.j)).all()) == []
    agent.sync()
    auditor.sync()
    [_, segment] = segments(auditor, agent)
    assert next(line.code for line in opened(auditor, segment)) == "liste"
    chain = [link(each) for each in segments(auditor, agent)]
    assert check_links(start(agent.espace, agent.id), chain) == []


def test_the_service_gives_a_number_once_even_after_a_purge(world: World) -> None:
    _, agent, auditor = community(world)
    agent.ports.journal.note("consultation", REC)
    agent.sync()
    auditor.sync()
    world.clock.at += (RETENTION_DAYS + 1) * DAY_MS
    upkeep.purge(world.services[0].database, Limits(), world.clock.at)
    agent.ports.journal.note("recherche")
    agent.sync()
    auditor.sync()
    assert [line.code for line in opened(auditor, segments(auditor, agent)[-1])] == ["recherche"]


def test_what_a_restored_service_lost_of_registers_is_pushed_again(world: World) -> None:
    _, agent, auditor = community(world)
    agent.ports.journal.note("consultation", REC)
    agent.sync()
    service = world.services[0]
    service.database.write(lambda c: c.execute(schema.journal.delete()))
    with agent.ports.store.work() as uow:
        uow.journal.push_again(agent.espace)
        uow.commit()
    agent.sync()
    auditor.sync()
    assert [line.code for line in opened(auditor, segments(auditor, agent)[0])] == ["consultation"]


def test_a_post_whose_clock_is_ahead_is_heard_and_its_lines_expire_with_the_others(world: World) -> None:
    _, agent, auditor = community(world)
    at, world.clock.at = world.clock.at, world.clock.at + 3000 * DAY_MS
    agent.ports.journal.note("consultation", REC)
    with agent.ports.store.work() as uow:
        audit.seal_register(uow, agent.ports, agent.espace, today=True)
        uow.commit()
    world.clock.at = at
    agent.sync()
    auditor.sync()
    [segment] = segments(auditor, agent)
    assert segment.day == at // DAY_MS
    assert opened(auditor, segment)
    removed = upkeep.purge(world.services[0].database, Limits(), at + (RETENTION_DAYS + 1) * DAY_MS)
    assert removed["segments"] == 1
