"""Members who hold no key (C16, A02): auditors, and who is outside a compartment. Against the service and by lots."""

import os

import pytest

from mvl_desktop.exchange import lots
from mvl_desktop.exchange.carriers.lot import FileMedium
from mvl_desktop.exchange.revoked import wipe
from mvl_desktop.ports.carrier import ServiceRefusesError
from mvl_desktop.protocol.objects import Reinstate, RoleSet
from mvl_desktop.protocol.wire import FrameType
from tests.fakes.world import Post, World
from tests.integration.exchange.test_synchronise import all_sync, hand_over

REC = b"r" * 16
OTHER = b"q" * 16
KEYLESS = ("auditor", "outside")


def set_role(admin: Post, post: Post, role: str, *, ceases: bool = False) -> None:
    """Change a role, and begin the epoch that it asks for."""
    last = admin.read(lambda uow: uow.log.chain(admin.espace, post.id))
    admin.sign(RoleSet, device=post.id, role=role, cut=(last.seq if last else 0) if ceases else None)
    if admin.read(lambda uow: uow.espaces.proposed(admin.espace)) or admin.registry.rotation_due:
        admin.rotate()


def community(world: World, role: str) -> tuple[Post, Post, Post]:
    """Return an administrator, an agent, and somebody who holds no key."""
    admin, agent = world.community(2)
    apart = world.post()
    apart.connect(world.services[0])
    admin.admit(apart, role)
    all_sync(admin, agent, apart, admin)
    return admin, agent, apart


def lies_here(post: Post) -> tuple[int, int, int]:
    """Return how many headers, bodies and record keys of the record lie in a store."""
    with post.ports.store.read() as uow:
        commits = list(uow.log.for_lot(post.espace, None))
        kcs = [entry.kc for commit in commits for entry in commit.header.entries]
        bodies = sum(len(commit.bodies) for commit in commits)
        return len(commits), bodies, len(uow.keys.record_keys(post.espace, kcs))


@pytest.mark.parametrize("role", KEYLESS)
def test_c16_who_holds_no_key_is_given_none_and_none_of_what_lies_under_it(world: World, role: str) -> None:
    admin, agent, apart = community(world, role)
    agent.save(REC, {"objet": "réservé"})
    all_sync(agent, admin, apart, times=2)
    admin.rotate()
    all_sync(admin, agent, apart, admin)
    assert apart.registry.head == admin.registry.head
    assert apart.epochs == []
    assert apart.read(lambda uow: uow.keys.grants(apart.espace, apart.id)) == []
    assert lies_here(apart) == (0, 0, 0)
    assert apart.values(REC) == {}
    # The end of an epoch waits for nobody who never had its key.
    assert admin.epochs == agent.epochs == [2]


@pytest.mark.parametrize("role", KEYLESS)
def test_c16_the_service_gives_it_neither_feed_nor_slot_nor_takes_anything(world: World, role: str) -> None:
    admin, agent, apart = community(world, role)
    agent.save(REC, {"objet": "réservé"})
    all_sync(agent, admin)
    [slot] = [payload for kind, payload in agent.carrier.slots(agent.espace, 0).frames if kind == FrameType.KEYSLOT][:1]
    for ask in (
        lambda: apart.carrier.feed(apart.espace, 0),
        lambda: apart.carrier.slots(apart.espace, 0),
        lambda: apart.carrier.blob_part(apart.espace, os.urandom(32), 0),
        lambda: apart.carrier.push(apart.espace, [slot]),
    ):
        with pytest.raises(ServiceRefusesError) as refused:
            ask()
        assert refused.value.reason == "role"
    state = apart.sync().espaces[0]
    assert (state.arret, state.recus) == (None, 0)


def test_a_lot_brings_an_auditor_the_registry_and_nothing_else(world: World) -> None:
    admin, agent = world.community(2, published=False)
    auditor = world.post()
    admin.admit(auditor, "auditor")
    agent_before = auditor.registry.n
    admin.save(REC, {"objet": "réservé"})
    admin.rotate()
    hand_over(admin, auditor)
    assert auditor.registry.n > agent_before
    assert lies_here(auditor) == (0, 0, 0)
    assert not auditor.epochs
    # And an auditor who is handed a lot meant for everybody opens none of the bodies, whatever it tries.
    hand_over(admin, agent)
    assert agent.values(REC) == {"objet": ["réservé"]}


@pytest.mark.parametrize("role", KEYLESS)
def test_c19_who_loses_the_key_forgets_what_it_read_and_reads_nothing_new(world: World, role: str) -> None:
    admin, agent, other = world.community(3)
    admin.save(REC, {"objet": "ancien"})
    all_sync(admin, agent, other, times=2)
    assert agent.values(REC) == {"objet": ["ancien"]}
    old = agent.epoch_key(1)
    set_role(admin, agent, role, ceases=True)
    all_sync(admin, other, admin)
    admin.save(REC, {"objet": "nouveau dans un ancien dossier"})
    all_sync(admin, other)
    agent.sync()
    assert agent.epochs == []
    assert agent.values(REC) == {}
    assert lies_here(agent)[1:] == (0, 0)
    assert "acces_retire" in agent.alarms
    all_sync(agent, admin, other, admin)
    assert old not in {admin.epoch_key(epoch) for epoch in admin.epochs}
    assert other.values(REC) == {"objet": ["nouveau dans un ancien dossier"]}


def test_who_is_given_the_key_again_reads_everything_again(world: World) -> None:
    admin, agent, other = world.community(3)
    admin.save(REC, {"objet": "un"})
    all_sync(admin, agent, other, times=2)
    set_role(admin, agent, "outside", ceases=True)
    all_sync(admin, other, agent)
    admin.save(OTHER, {"objet": "pendant ce temps"})
    all_sync(admin, other, agent)
    assert agent.values(REC) == agent.values(OTHER) == {}
    set_role(admin, agent, "agent")
    all_sync(admin, other, agent, admin, agent)
    assert agent.values(REC) == {"objet": ["un"]}
    assert agent.values(OTHER) == {"objet": ["pendant ce temps"]}
    agent.save(OTHER, {"canal": "de nouveau"})
    all_sync(agent, admin)
    assert admin.values(OTHER)["canal"] == ["de nouveau"]


def test_what_was_not_sent_by_who_loses_the_key_is_handed_over_and_reinstated(world: World) -> None:
    admin, agent, other = world.community(3)
    admin.save(REC, {"objet": "un"})
    all_sync(admin, agent, other, times=2)
    agent.save(OTHER, {"objet": "tapé avant de l’apprendre"})
    set_role(admin, agent, "outside", ceases=True)
    all_sync(admin, other, admin, other)
    agent.sync()
    assert agent.epochs == []
    hand_over(agent, admin)
    assert admin.values(OTHER) == {}
    late = admin.read(lambda uow: uow.log.quarantine(admin.espace))
    admin.sign(Reinstate, reason_code="z", ids=[commit.id for commit in late])
    all_sync(admin, other)
    assert other.values(OTHER) == {"objet": ["tapé avant de l’apprendre"]}


def test_a_loss_of_the_key_that_comes_by_lot_is_obeyed_too(world: World) -> None:
    admin, agent = world.community(2, published=False)
    admin.save(REC, {"objet": "un"})
    hand_over(admin, agent)
    set_role(admin, agent, "outside", ceases=True)
    # Outside, nobody is addressed by the lots of the espace: those of its délégation carry the registry.
    lot = world.folder / "pour.mvl"
    lots.export(admin.ports, FileMedium(), lot, [admin.espace], recipient=agent.id)
    lots.merge(agent.ports, FileMedium(), [lot])
    assert agent.work(lambda uow: wipe(uow, agent.ports, agent.espace))
    assert agent.epochs == []
    assert lies_here(agent)[1:] == (0, 0)


def test_who_becomes_a_reader_keeps_reading_and_what_it_had_typed_waits_for_a_person(world: World) -> None:
    admin, agent, other = world.community(3)
    all_sync(admin, agent, other, times=2)
    agent.save(REC, {"objet": "tapé avant de l’apprendre"})
    set_role(admin, agent, "reader", ceases=True)
    all_sync(admin, agent, admin, other)
    assert agent.epochs
    assert admin.values(REC) == {}
    late = admin.read(lambda uow: uow.log.quarantine(admin.espace))
    assert [entry.rec for commit in late for entry in commit.header.entries] == [REC]
    admin.sign(Reinstate, reason_code="z", ids=[commit.id for commit in late])
    all_sync(admin, other, agent)
    assert other.values(REC) == agent.values(REC) == {"objet": ["tapé avant de l’apprendre"]}
