"""A store restored or cloned never continues its chain: it reads only, then takes up again under a new name (D06, C22).

Two clones of one post both work and both exchange; nothing that either of them typed is lost.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mvl_desktop.exchange.engine import synchronise
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Carrier, ServiceUnreachableError
from mvl_desktop.ports.store import Draft, OlderStateError
from mvl_desktop.services.recovery import Succession, take_up_again
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.store.profile import Profile
from tests.fakes.stores import copy_store, reopen
from tests.fakes.world import AtOnce, NoJournal, Post, SetClock, World, memory_folder, suite

AINSI = b"G" * 16
REC, OTHER, THIRD = b"r" * 16, b"s" * 16, b"t" * 16


class Seat:
    """A post on a real profile, whose files can be copied."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder
        self.open()

    def open(self) -> None:
        self.profile: Profile = reopen(self.folder)
        clock = SetClock()
        self.post = Post(Ports(self.profile.store, suite(), clock, NoJournal(), AtOnce()), clock, AINSI)
        self.post.connect(self.world.services[0])

    def twin(self, folder: Path) -> "Seat":
        """Copy the files of this post, as a disk image or a backup would."""
        self.profile.close()
        shutil.copytree(self.folder, folder)
        self.open()
        return Seat(self.world, folder)

    def know_service(self) -> None:
        with self.post.ports.store.work() as uow:
            known = uow.espaces.get(AINSI)
            assert known is not None
            uow.espaces.update(type(known)(AINSI, "Délégation", known.founder, None, "https://service.exemple"))
            uow.commit()

    def take_up(self, carrier: Carrier | None = None) -> Succession:
        done = take_up_again(self.post.ports, self.profile, lambda _address: carrier or self.post.carrier)
        self.post.connect(self.world.services[0])
        return done


@pytest.fixture
def world() -> Iterator[World]:
    made = World(memory_folder())
    made.service()
    yield made
    made.close()


@pytest.fixture
def chief(world: World) -> Post:
    """An administrator on another machine, who founded the espace and published it."""
    post = world.post()
    post.found(AINSI)
    post.connect(world.services[0])
    post.publish()
    return post


@pytest.fixture
def seat(world: World, chief: Post, tmp_path: Path) -> Iterator[Seat]:
    """A référent of that espace, at work."""
    made = Seat(world, copy_store(tmp_path / "poste"))
    chief.admit(made.post)
    chief.sync()
    made.know_service()
    made.post.save(REC, {"objet": "un"})
    made.post.sync()
    yield made
    made.profile.close()


def test_two_clones_that_both_work_lose_nothing(world: World, chief: Post, seat: Seat, tmp_path: Path) -> None:
    twin = seat.twin(tmp_path / "copie")
    seat.post.save(REC, {"resume": "écrit sur l’original."})
    seat.post.save(OTHER, {"objet": "original"})
    assert seat.post.sync().stopped is None
    twin.post.save(REC, {"objet": "écrit sur la copie"})
    twin.post.save(THIRD, {"objet": "copie"})
    before = {rec: twin.post.state(rec).heads for rec in (REC, THIRD)}
    with twin.post.ports.store.work() as uow:
        uow.drafts.save(Draft(b"d" * 16, AINSI, REC, "signalement", before[REC], {}, "{}"))
        uow.commit()
    old = twin.post.id
    assert twin.post.sync().espaces[0].arret == "poste_clone"
    assert twin.profile.gone_back() is not None
    with pytest.raises(OlderStateError), twin.post.ports.store.work() as uow:
        write_revision(uow, twin.post.ports, AINSI, REC, "signalement", {"objet": "non"}, ())
    assert twin.post.seal() == []

    done = twin.take_up()
    assert done.device == twin.post.id.hex() != old.hex()
    assert (done.waiting, len(done.needs_renewal)) == (2, 1)
    assert twin.profile.gone_back() is None
    assert twin.post.values(REC) == {"objet": ["écrit sur la copie"], "resume": ["écrit sur l’original."]}
    with twin.post.ports.store.read() as uow:
        (draft,) = uow.drafts.all()
        assert {device for device, _ in draft.parents} == {twin.post.id}

    chief.sync()
    assert "poste_remplace" in chief.alarms
    chief.rotate()
    chief.sync()
    assert twin.post.sync().stopped is None
    chief.sync()
    for post in (chief, twin.post):
        assert post.values(REC) == {"objet": ["écrit sur la copie"], "resume": ["écrit sur l’original."]}
        assert post.values(OTHER) == {"objet": ["original"]}
        assert post.values(THIRD) == {"objet": ["copie"]}
    assert twin.post.read(lambda uow: uow.log.unsealed(AINSI)) == []
    # The one that stayed behind its closed chain is out, and says so.
    assert seat.post.sync().espaces[0].arret == "poste_revoque"
    assert chief.registry.devices[old].successor == twin.post.id
    twin.profile.close()


def test_a_store_put_back_hears_its_own_chain_and_sends_nothing_twice(
    world: World, chief: Post, seat: Seat, tmp_path: Path
) -> None:
    seat.post.save(OTHER, {"objet": "écrit avant la copie, envoyé après"})
    old = seat.twin(tmp_path / "sauvegarde")
    seat.post.sync()
    seat.post.save(REC, {"objet": "deux"})
    seat.post.sync()
    seat.profile.close()
    assert old.post.sync().espaces[0].arret == "poste_clone"
    done = old.take_up()
    assert done.waiting == 0
    assert old.post.values(REC) == {"objet": ["deux"]}
    assert len(old.post.state(OTHER).heads) == 1
    chief.sync()
    chief.rotate()
    chief.sync()
    assert old.post.sync().stopped is None
    old.post.save(REC, {"objet": "trois"})
    assert old.post.sync().espaces[0].envoyes == 1
    chief.sync()
    assert chief.values(REC) == {"objet": ["trois"]}
    old.profile.close()


def test_a_clone_that_had_sealed_its_own_story_takes_it_back(
    world: World, chief: Post, seat: Seat, tmp_path: Path
) -> None:
    twin = seat.twin(tmp_path / "copie")
    twin.post.save(THIRD, {"objet": "scellé sur la copie"})
    assert len(twin.post.seal()) == 1
    seat.post.save(OTHER, {"objet": "original"})
    seat.post.sync()
    report = twin.post.sync().espaces[0]
    assert report.refuses or report.arret
    assert twin.profile.gone_back() is not None
    done = twin.take_up()
    assert done.waiting == 1
    assert twin.post.values(OTHER) == {"objet": ["original"]}
    chief.sync()
    chief.rotate()
    chief.sync()
    twin.post.sync()
    chief.sync()
    assert chief.values(THIRD) == {"objet": ["scellé sur la copie"]}
    assert chief.values(OTHER) == {"objet": ["original"]}
    twin.profile.close()


def test_a_succession_that_is_cut_is_done_again_under_the_same_name(
    world: World, chief: Post, seat: Seat, tmp_path: Path
) -> None:
    twin = seat.twin(tmp_path / "copie")
    seat.post.save(OTHER, {"objet": "original"})
    seat.post.sync()
    twin.post.save(THIRD, {"objet": "copie"})
    twin.post.sync()
    carrier = twin.post.carrier

    class Cut:
        def __init__(self, at: str) -> None:
            self._at = at

        def __getattr__(self, name: str) -> object:
            if name == self._at:
                raise ServiceUnreachableError
            return getattr(carrier, name)

    for step in ("sync", "feed", "send_registry"):
        with pytest.raises(ServiceUnreachableError):
            twin.take_up(Cut(step))  # type: ignore[arg-type]
        assert twin.profile.gone_back() is not None
        assert twin.post.values(THIRD) == {"objet": ["copie"]}
    twin.take_up()
    chief.sync()
    assert [d.successor for d in chief.registry.devices.values() if d.successor is not None] == [twin.post.id]
    assert twin.post.values(THIRD) == {"objet": ["copie"]}
    assert twin.post.values(OTHER) == {"objet": ["original"]}
    twin.profile.close()


def test_a_sole_administrator_takes_up_again_and_renews_the_keys_alone(world: World, tmp_path: Path) -> None:
    boss = Seat(world, copy_store(tmp_path / "seul"))
    boss.post.found(AINSI)
    boss.post.publish()
    boss.know_service()
    boss.post.save(REC, {"objet": "un"})
    boss.post.sync()
    old = boss.twin(tmp_path / "image")
    boss.post.save(REC, {"objet": "perdu avec le disque, mais envoyé"})
    boss.post.sync()
    boss.profile.close()
    assert old.post.sync().espaces[0].arret == "poste_clone"
    done = old.take_up()
    assert done.needs_renewal == ()
    old.post.save(OTHER, {"objet": "la suite"})
    assert old.post.sync().stopped is None
    assert not old.post.registry.rotation_due
    assert old.post.registry.epoch == 2
    assert old.post.values(REC) == {"objet": ["perdu avec le disque, mais envoyé"]}
    assert old.post.read(lambda uow: uow.log.unsealed(AINSI)) == []
    old.profile.close()


def test_a_post_that_is_not_behind_has_nothing_to_take_up(seat: Seat) -> None:
    with pytest.raises(RefusError) as caught:
        seat.take_up()
    assert caught.value.code == "poste_a_jour"
    assert synchronise(seat.post.ports, seat.post.carrier, [AINSI]).stopped is None
