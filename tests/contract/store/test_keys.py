"""Keys, slots and grants: which key may seal, what is bounded, what is dead for ever."""

from dataclasses import replace

import msgspec
import pytest

from mvl_desktop.ports.store import KeptCommit, OpenedBody
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.escrows import HOLDERS
from mvl_desktop.protocol.objects import KeySlot
from tests.contract.store.conftest import Bench
from tests.fakes.authors import ESPACE, revision
from tests.fakes.world import suite

REC = b"r" * 16
EPOCH_KEY = b"k" * 32


def slot(bench: Bench, epoch: int = 1) -> tuple[KeySlot, bytes]:
    made = suite().seal_slot(EPOCH_KEY, ESPACE, REC, 1, epoch, bench.other.key(REC)[1])
    return made, encode(made)


def named(bench: Bench) -> KeptCommit:
    """Return a commit that names the record's key; its body is not there."""
    commit = bench.other.commit((REC, revision(1, {"objet": "a"})))
    return replace(commit, bodies=(OpenedBody("absent"),))


def test_epoch_keys_and_their_death(bench: Bench) -> None:
    with bench.store.work() as uow:
        uow.keys.add_epoch_key(ESPACE, 1, b"a" * 32)
        uow.keys.add_epoch_key(ESPACE, 2, b"b" * 32)
        uow.keys.add_grants(ESPACE, [(1, b"d" * 16, b"grant 1"), (2, b"d" * 16, b"grant 2"), (2, b"x" * 16, b"other")])
        uow.keys.add_grants(ESPACE, [(2, b"d" * 16, b"grant 2")])
        uow.keys.add_slots(ESPACE, [slot(bench, 1), slot(bench, 2)])
        uow.commit()
    with bench.store.work() as uow:
        assert uow.keys.epochs(ESPACE) == [1, 2]
        assert uow.keys.grants(ESPACE, b"d" * 16) == [(1, b"d" * 16, b"grant 1"), (2, b"d" * 16, b"grant 2")]
        uow.keys.destroy_epoch(ESPACE, 1)
        uow.keys.add_epoch_key(ESPACE, 1, b"a" * 32)
        uow.keys.add_grants(ESPACE, [(1, b"d" * 16, b"grant 1")])
        assert uow.keys.add_slots(ESPACE, [slot(bench, 1)]) == 0
        uow.commit()
    with bench.store.read() as uow:
        assert uow.keys.epochs(ESPACE) == [2]
        assert uow.keys.epoch_key(ESPACE, 1) is None
        assert uow.keys.dead_epochs(ESPACE) == {1}
        assert uow.keys.grants(ESPACE) == [(2, b"d" * 16, b"grant 2"), (2, b"x" * 16, b"other")]
        assert uow.keys.unopened(ESPACE, 1) == []


def test_what_is_kept_for_custodians_is_no_grant_and_dies_with_its_epoch(bench: Bench) -> None:
    kept = [(epoch, holder, b"escrow %d" % epoch + holder) for epoch in (1, 2) for holder in HOLDERS]
    with bench.store.work() as uow:
        uow.keys.add_grants(ESPACE, [*kept, (2, b"d" * 16, b"grant 2")])
        uow.keys.add_grants(ESPACE, kept)
        uow.commit()
    with bench.store.work() as uow:
        assert uow.keys.escrows(ESPACE) == kept
        assert uow.keys.grants(ESPACE) == [(2, b"d" * 16, b"grant 2")]
        uow.keys.destroy_epoch(ESPACE, 1)
        uow.keys.add_grants(ESPACE, kept)
        uow.commit()
    with bench.store.read() as uow:
        assert uow.keys.escrows(ESPACE) == kept[3:]


def test_only_a_key_that_a_commit_names_seals(bench: Bench) -> None:
    kc, key = bench.other.key(REC)
    with bench.store.work() as uow:
        uow.keys.add_slots(ESPACE, [slot(bench)])
        uow.keys.add_record_keys(ESPACE, [(REC, 1, kc, key)])
        assert uow.keys.sealing_keys(ESPACE, [REC], 1) == {}
        uow.log.keep(ESPACE, [named(bench)])
        assert uow.keys.sealing_keys(ESPACE, [REC], 1) == {REC: (kc, key)}
        assert uow.keys.sealing_keys(ESPACE, [REC], 2) == {}


def test_slots_are_opened_then_wrapped_again(bench: Bench) -> None:
    kc, key = bench.other.key(REC)
    first, second = slot(bench, 1), slot(bench, 2)
    with bench.store.work() as uow:
        assert uow.keys.add_slots(ESPACE, [first, first]) == 1
        assert uow.keys.unopened(ESPACE, 1) == [first[0]]
        uow.keys.add_record_keys(ESPACE, [(REC, 1, kc, key)])
        assert uow.keys.unopened(ESPACE, 1) == []
        assert uow.keys.record_keys(ESPACE, [kc, b"?" * 32]) == {kc: key}
        assert uow.keys.to_rewrap(ESPACE, 2) == []  # no commit names it: nobody's slot is wrapped again blindly
        uow.log.keep(ESPACE, [named(bench)])
        assert uow.keys.to_rewrap(ESPACE, 2) == [(REC, 1, kc, key)]
        assert uow.keys.add_slots(ESPACE, [second], ours=True) == 1
        assert uow.keys.to_rewrap(ESPACE, 2) == []
        assert uow.keys.slots_for(ESPACE, [kc]) == [second[1]]
        [(id_, data)] = uow.keys.slots_to_push(ESPACE)
        assert data == second[1]
        uow.keys.slots_pushed([id_])
        assert uow.keys.slots_to_push(ESPACE) == []


def test_a_flood_of_slots_is_bounded_and_never_keeps_out_ours(bench: Bench) -> None:
    with bench.store.work() as uow:
        assert uow.keys.add_slots(ESPACE, [slot(bench) for _ in range(100)]) == 64
        assert uow.keys.add_slots(ESPACE, [slot(bench)]) == 0
        assert uow.keys.add_slots(ESPACE, [slot(bench, 2)], ours=True) == 1


def test_a_slot_older_than_its_key_is_refused(bench: Bench) -> None:
    older = msgspec.structs.replace(slot(bench)[0], ge=2)
    with bench.store.work() as uow:
        assert uow.keys.add_slots(ESPACE, [(older, encode(older))]) == 0


@pytest.mark.parametrize("field", ["rec", "ge"])
def test_a_slot_that_lies_about_its_record_does_not_spoil_the_key(bench: Bench, field: str) -> None:
    kc, key = bench.other.key(REC)
    lying = msgspec.structs.replace(slot(bench)[0], **{field: b"x" * 16 if field == "rec" else 0})
    with bench.store.work() as uow:
        uow.keys.add_slots(ESPACE, [(lying, encode(lying))])
        uow.log.keep(ESPACE, [named(bench)])
        uow.keys.add_record_keys(ESPACE, [(REC, 1, kc, key)])
        assert uow.keys.sealing_keys(ESPACE, [REC], 1) == {REC: (kc, key)}
        assert uow.keys.to_rewrap(ESPACE, 9) == [(REC, 1, kc, key)]
        uow.log.erase_record(ESPACE, REC)
        assert uow.keys.record_keys(ESPACE, [kc]) == {}
