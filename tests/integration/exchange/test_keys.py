"""Registries, epoch keys and record keys as posts receive them: what does not fit is said, and never used."""

from msgspec.structs import replace

from mvl_desktop.exchange.authority import enact
from mvl_desktop.exchange.plan import Incoming
from mvl_desktop.exchange.receiving import apply, examine
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import Entry, EpochAct, PolicySet
from mvl_desktop.protocol.registry import build_entry
from tests.fakes.world import Post, World
from tests.integration.exchange.test_attacks import forge, sealed
from tests.integration.exchange.test_rules import receive
from tests.integration.exchange.test_synchronise import all_sync, hand_over

REC = b"r" * 16
OTHER = b"q" * 16


def take(post: Post, **content: object) -> None:
    incoming = Incoming(post.espace, **content)  # type: ignore[arg-type]
    post.work(lambda uow: apply(uow, post.ports, examine(uow, post.ports, incoming)))


def test_c17_a_grant_that_opens_to_another_key_is_refused(world: World) -> None:
    """A dishonest administrator gives one member a key of its own: the registry's commitment shows it."""
    a, b = world.community(2, published=False)
    hand_over(a, b)
    crypto, espace = a.ports.crypto, a.espace
    true, false = crypto.random(32), crypto.random(32)
    members = sorted([a.id, b.id])
    devices = a.registry.devices
    grants = [crypto.seal_grant(true if m == a.id else false, devices[m].cert.kem, espace, 2, m) for m in members]
    with a.ports.store.work() as uow:
        _, entry = enact(
            uow,
            a.ports,
            espace,
            EpochAct,
            epoch=2,
            members=members,
            kcommit=crypto.epoch_commitment(true, espace, 2),
            grants=[digest("grant", grant) for grant in grants],
            escrow=None,
        )
        uow.commit()
    take(b, registry=[entry], grants=[(2, m, grant) for m, grant in zip(members, grants, strict=True)])
    assert b.registry.epoch == 2
    assert b.epochs == [1]
    assert "cle_incoherente" in b.alarms


def test_a_grant_that_the_registry_does_not_name_is_nothing(world: World) -> None:
    a, b = world.community(2, published=False)
    hand_over(a, b)
    a.rotate()
    device = a.registry.devices[b.id]
    planted = a.ports.crypto.seal_grant(b"k" * 32, device.cert.kem, a.espace, 2, b.id)
    entries = a.read(lambda uow: uow.espaces.entries(a.espace))
    take(b, registry=entries, grants=[(2, b.id, planted)])
    assert (b.registry.epoch, b.epochs) == (2, [1])
    assert not b.alarms


def test_c15_two_accepted_entries_of_one_number_freeze_the_espace(world: World) -> None:
    a, b = world.community(2, published=False)
    hand_over(a, b)
    registry = a.registry
    device = a.read(lambda uow: uow.identity.device())

    def signed(ts: int) -> bytes:
        act = registry.draft(PolicySet, ts, policy=registry.policy)
        return build_entry(act, [(device.id, lambda tag, message: a.ports.crypto.sign(device.sig, tag, message))])

    one, two = signed(1), signed(2)
    take(b, registry=[one])
    n = b.registry.n
    take(b, registry=[two])
    assert b.registry.n == n
    assert "registre_contradictoire" in b.alarms


def test_an_entry_that_does_not_follow_is_not_taken_and_what_came_before_it_is(world: World) -> None:
    a, b = world.community(2, published=False)
    start = b.registry.n
    for days in (1, 2, 3):
        a.sign(PolicySet, policy=replace(a.registry.policy, retention={"signalement": days}))
    entries = a.read(lambda uow: uow.espaces.entries(a.espace, start + 1))
    take(b, registry=[entries[0], entries[2]])
    assert b.registry.n == start + 1
    assert not b.alarms
    take(b, registry=[entries[1], entries[2]])
    assert b.registry.head == a.registry.head


def test_a_registry_entry_that_breaks_a_rule_is_said(world: World) -> None:
    a, b = world.community(2, published=False)
    hand_over(a, b)
    registry, device = b.registry, b.read(lambda uow: uow.identity.device())
    act = registry.draft(PolicySet, 1, policy=registry.policy)
    entry = build_entry(act, [(device.id, lambda tag, message: b.ports.crypto.sign(device.sig, tag, message))])
    take(a, registry=[entry])
    assert a.registry.n == registry.n
    assert "registre_refuse" in a.alarms


def test_a_body_that_says_another_count_than_its_entry_is_unreadable(world: World) -> None:
    """The seal does not bind `n`: a colluding author who renames a revision is caught by what the body says."""
    a, b = world.community(2)
    all_sync(a, b, a)
    stolen = sealed(b)
    [entry], [body] = stolen.header.entries, stolen.bodies.values()
    slots = b.read(lambda uow: uow.keys.slots_for(b.espace, [entry.kc]))
    renamed = Entry(entry.rec, entry.n + 5, entry.ge, entry.kc, entry.blen, entry.bhash, [])
    twin = forge(b, seq=stolen.header.seq, prev=stolen.header.prev, entries=[renamed])
    receive(a, type(stolen)(twin.id, twin.commit, twin.header, {entry.bhash: body}), slots=slots)
    assert a.values(REC) == {}
    assert "corps_illisible" in a.alarms


def test_an_epoch_lives_until_every_active_post_has_signed_over_the_next(world: World) -> None:
    """5.3 (a): a post offline since the rotation may have sealed under the old epoch."""
    a, b, c = world.community(3)
    a.save(REC, {"objet": "un"})
    all_sync(a, b, c, times=2)
    c.save(OTHER, {"objet": "scellé hors ligne"})
    c.seal()
    a.rotate()
    all_sync(a, b, a, b)
    assert a.epochs == [1, 2]
    all_sync(c, a)
    assert a.values(OTHER) == {"objet": ["scellé hors ligne"]}
    all_sync(a, b, c, a)
    assert a.epochs == [2]
    assert a.values(OTHER) == {"objet": ["scellé hors ligne"]}
    # And a newcomer, who never had the old epoch, reads everything.
    late = world.post()
    late.connect(world.services[0])
    a.admit(late)
    all_sync(late, a, late)
    assert late.values(OTHER) == {"objet": ["scellé hors ligne"]}
    assert late.values(REC) == {"objet": ["un"]}


def test_an_epoch_lives_while_a_body_waits_for_a_key(world: World) -> None:
    """5.3 (b): what is kept and cannot be opened yet may need a slot under the old epoch."""
    a, b, c = world.community(3)
    all_sync(a, b, c, a)
    late = sealed(c)
    slots = c.read(lambda uow: uow.keys.slots_for(c.espace, [late.header.entries[0].kc]))
    receive(a, late)
    a.revoke(c)
    all_sync(a, b, a, b, times=2)
    # Every active post has signed over the new epoch; one body still waits for its key.
    assert a.read(lambda uow: uow.log.waiting_for_key(a.espace))
    assert a.epochs == [1, 2]
    receive(a, slots=slots)
    assert a.values(REC) == {"objet": ["un"]}
    all_sync(a, b)
    a.save(OTHER, {"objet": "deux"})
    a.sync()
    assert a.epochs == [2]
