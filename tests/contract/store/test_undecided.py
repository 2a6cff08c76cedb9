"""What queues and the first page read without opening anything: who disagrees since when, what others decided."""

from mvl_desktop.ports.store import LotRow
from mvl_desktop.protocol.objects import Revision
from tests.contract.store.conftest import Bench
from tests.fakes.authors import ESPACE, revision

REC = b"R" * 16
MS = 1_795_000_000_000
DECISION = "arbitrages/00000000000000d1"


def begin(bench: Bench) -> None:
    """Two people change a field of one record without seeing each other, an hour apart."""
    write(bench, revision(1, {"objet": "Au départ", "niveau": "a_risque"}, ms=MS))
    write(bench, revision(2, {"objet": "Vu ici"}, [(bench.me, 1)], ms=MS + 1000))
    receive(bench, revision(1, {"objet": "Vu là-bas"}, [(bench.me, 1)], ms=MS + 3_600_000))


def write(bench: Bench, wire: Revision) -> None:
    with bench.store.work() as uow:
        uow.log.add_local(ESPACE, REC, wire)
        uow.commit()


def receive(bench: Bench, *wires: Revision) -> bytes:
    commit = bench.other.commit(*((REC, wire) for wire in wires))
    with bench.store.work() as uow:
        bench.other.give_keys(uow)
        uow.log.keep(ESPACE, [commit])
        uow.commit()
    return commit.id


def decide(bench: Bench, value: str) -> None:
    told = {"objet": value, f"{DECISION}/champ": "objet", f"{DECISION}/motif": "après appel"}
    receive(bench, revision(2, told, [(bench.me, 2), (bench.other.id, 1)], ms=MS + 7_200_000))


def test_a_disagreement_begins_with_its_second_value(bench: Bench) -> None:
    begin(bench)
    with bench.store.read() as uow:
        (found,) = uow.records.undecided()
        (row,) = uow.records.rows("signalement", [found.number])
    assert row is not None
    assert (found.espace, found.rec, found.kind, found.key) == (ESPACE, REC, "signalement", "objet")
    assert found.since_ms == MS + 3_600_000
    assert set(found.devices) == {bench.me, bench.other.id}
    assert row.values["niveau"] == "a_risque"


def test_whoever_was_overruled_by_another_post_is_told(bench: Bench) -> None:
    begin(bench)
    decide(bench, "Vu là-bas")
    with bench.store.read() as uow:
        assert uow.records.undecided() == []
        (told,) = uow.records.told()
    assert (told.rec, told.key, told.by, told.at_ms) == (REC, DECISION, bench.other.id, MS + 7_200_000)


def test_whoever_was_followed_is_told_nothing(bench: Bench) -> None:
    begin(bench)
    decide(bench, "Vu ici")
    with bench.store.read() as uow:
        assert uow.records.told() == []


def test_a_decision_taken_back_is_told_no_more(bench: Bench) -> None:
    begin(bench)
    decide(bench, "Vu là-bas")
    write(bench, revision(3, {"objet": "Vu ici"}, [(bench.me, 2), (bench.other.id, 1)], ms=MS + 8_000_000))
    with bench.store.read() as uow:
        assert [each.key for each in uow.records.undecided()] == ["objet"]
        assert uow.records.told() == []


def test_what_one_decided_oneself_is_told_to_the_other_only(bench: Bench) -> None:
    begin(bench)
    told = {"objet": "Vu ici", f"{DECISION}/champ": "objet", f"{DECISION}/motif": "mon choix"}
    write(bench, revision(3, told, [(bench.me, 2), (bench.other.id, 1)], ms=MS + 7_200_000))
    with bench.store.read() as uow:
        assert uow.records.told() == []


def test_a_record_that_moved_is_told_to_those_who_wrote_in_it(bench: Bench) -> None:
    write(bench, revision(1, {"objet": "Au départ"}, ms=MS))
    moved = {"deplace_vers": f"ref:{'0f' * 16}:{'a1' * 16}"}
    receive(bench, revision(1, moved, [(bench.me, 1)], ms=MS + 5))
    with bench.store.read() as uow:
        (told,) = uow.records.told()
    assert (told.key, told.by) == ("deplace_vers", bench.other.id)


def test_a_rebuilt_store_tells_the_same(bench: Bench) -> None:
    begin(bench)
    with bench.store.read() as uow:
        before = uow.records.undecided()
    bench.store.rebuild()
    with bench.store.read() as uow:
        assert uow.records.undecided() == before


def test_how_a_commit_came_is_remembered(bench: Bench) -> None:
    write(bench, revision(1, {"objet": "Au départ"}, ms=MS))
    by_lot = receive(bench, revision(1, {"objet": "Par un lot"}, [(bench.me, 1)], ms=MS + 5))
    by_service = receive(bench, revision(2, {"objet": "Par le service"}, [(bench.other.id, 1)], ms=MS + 6))
    unknown = receive(bench, revision(3, {"objet": "Sans le dire"}, [(bench.other.id, 2)], ms=MS + 7))
    lot = LotRow(b"L" * 16, bench.other.id, 12, b"\0" * 32, MS, "")
    with bench.store.work() as uow:
        uow.exchange.keep_lot(lot)
        uow.exchange.bring([by_lot], lot.lid)
        uow.log.at_service(ESPACE, [by_service], None)
        uow.commit()
    with bench.store.read() as uow:
        assert uow.exchange.brought([by_lot, by_service, unknown]) == {by_lot: lot, by_service: None}
