"""Several things about one record in one transaction: each counts with those before it, as if they had come apart."""

import msgspec

from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import ErasedBody
from tests.contract.store.conftest import Bench
from tests.contract.store.test_keys import slot
from tests.contract.store.test_log import OTHER, REC, shown
from tests.fakes.authors import ESPACE, revision


def test_two_changes_made_here_both_show(bench: Bench) -> None:
    with bench.store.work() as uow:
        uow.log.add_local(ESPACE, REC, revision(1, {"objet": "un", "canal": "courriel"}))
        uow.log.add_local(ESPACE, REC, revision(2, {"objet": "deux"}, [(bench.me, 1)]))
        uow.commit()
    assert shown(bench) == {"objet": "deux", "canal": "courriel"}
    with bench.store.read() as uow:
        assert (uow.records.search("deux")[0], uow.records.search("un")[0]) == (1, 0)


def test_what_is_received_then_changed_here_shows_both(bench: Bench) -> None:
    received = bench.other.commit((REC, revision(1, {"objet": "reçu"})))
    with bench.store.work() as uow:
        bench.other.give_keys(uow)
        uow.log.keep(ESPACE, [received])
        uow.log.add_local(ESPACE, REC, revision(1, {"canal": "courriel"}, [(bench.other.id, 1)]))
        uow.commit()
    assert shown(bench) == {"objet": "reçu", "canal": "courriel"}


def test_what_is_changed_here_then_received_is_a_conflict_of_both(bench: Bench) -> None:
    received = bench.other.commit((REC, revision(1, {"objet": "là-bas"})))
    with bench.store.work() as uow:
        uow.log.add_local(ESPACE, REC, revision(1, {"objet": "ici"}))
        bench.other.give_keys(uow)
        uow.log.keep(ESPACE, [received])
        uow.commit()
    with bench.store.read() as uow:
        assert [key for *_, key in uow.records.conflicts()] == ["objet"]


def test_nothing_of_a_record_is_kept_after_its_erasure(bench: Bench) -> None:
    received = bench.other.commit((REC, revision(1, {"objet": "trop tard"})))
    with bench.store.work() as uow:
        uow.log.erase_record(ESPACE, REC)
        bench.other.give_keys(uow)
        assert uow.keys.add_slots(ESPACE, [slot(bench)]) == 0
        uow.log.keep(ESPACE, [received])
        kc = received.header.entries[0].kc
        assert uow.keys.record_keys(ESPACE, [kc]) == {}
        assert uow.keys.slots_for(ESPACE, [kc]) == []
        assert dict(uow.log.commits(ESPACE, [received.id])[0].bodies) == {}
        uow.commit()
    assert shown(bench) == {}


def test_what_came_before_an_erasure_is_gone_and_does_not_come_back(bench: Bench) -> None:
    received = bench.other.commit((REC, revision(1, {"objet": "avant"})))
    kc = received.header.entries[0].kc
    with bench.store.work() as uow:
        bench.other.give_keys(uow)
        assert uow.keys.add_slots(ESPACE, [slot(bench)]) == 1
        uow.log.keep(ESPACE, [received])
        uow.log.erase_record(ESPACE, REC)
        bench.other.give_keys(uow)
        assert uow.keys.add_slots(ESPACE, [slot(bench)]) == 0
        assert (uow.keys.record_keys(ESPACE, [kc]), uow.keys.slots_for(ESPACE, [kc])) == ({}, [])
        lying = msgspec.structs.replace(slot(bench)[0], rec=OTHER)
        assert uow.keys.add_slots(ESPACE, [(lying, encode(lying))]) == 1
        uow.commit()
    assert shown(bench) == {}


def test_a_place_that_was_erased_first_stays_empty(bench: Bench) -> None:
    first = bench.other.commit((REC, revision(1, {"objet": "erreur"})))
    second = bench.other.commit((REC, revision(2, {"canal": "courriel"}, [(bench.other.id, 1)])))
    with bench.store.work() as uow:
        bench.other.give_keys(uow)
        uow.log.erase_bodies(ESPACE, REC, [ErasedBody(bench.other.id, 1, first.header.entries[0].bhash, [])])
        uow.log.keep(ESPACE, [second])
        uow.commit()
    assert shown(bench) == {"canal": "courriel"}


def test_a_slot_is_kept_once_whether_its_key_came_before_or_after(bench: Bench) -> None:
    twice = slot(bench)
    with bench.store.work() as uow:
        assert uow.keys.add_slots(ESPACE, [twice, twice]) == 1
        assert uow.keys.add_slots(ESPACE, [twice]) == 0
        bench.other.give_keys(uow)
        assert uow.keys.add_slots(ESPACE, [twice]) == 0
        assert uow.keys.slots_for(ESPACE, [twice[0].kc]) == [twice[1]]
        assert uow.keys.unopened(ESPACE, 1) == []
        uow.commit()
