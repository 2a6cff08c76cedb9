"""What records are compared by: kept by key, forgotten as soon as the record changes, and due again."""

from mvl_desktop.protocol.objects import Revision
from tests.contract.store.conftest import Bench
from tests.fakes.authors import ESPACE, revision

A, B = b"A" * 16, b"B" * 16
KINDS = ("signalement",)


def write(bench: Bench, rec: bytes, wire: Revision) -> None:
    with bench.store.work() as uow:
        uow.log.add_local(ESPACE, rec, wire)
        uow.commit()


def fill(bench: Bench) -> None:
    write(bench, A, revision(1, {"objet": "Premier"}))
    write(bench, B, revision(2, {"objet": "Second"}))
    with bench.store.work() as uow:
        uow.likenesses.keep(1, [(A, b"a", [7, -8]), (B, b"b", [7, 9])])
        uow.commit()


def recs_under(bench: Bench, key: int, limit: int = 10) -> set[bytes]:
    with bench.store.read() as uow:
        return {each.rec for each in uow.likenesses.get(uow.likenesses.sharing(key, limit)).values()}


def test_records_are_due_until_they_are_drawn_and_found_by_what_they_share(bench: Bench) -> None:
    write(bench, A, revision(1, {"objet": "Premier"}))
    with bench.store.read() as uow:
        assert uow.likenesses.due(KINDS, 1, 10) == [A]
        assert uow.likenesses.due(("signalant",), 1, 10) == []
        assert uow.likenesses.due_count(KINDS, 1) == 1
    fill_second = revision(2, {"objet": "Second"})
    write(bench, B, fill_second)
    with bench.store.work() as uow:
        uow.likenesses.keep(1, [(A, b"a", [7, -8]), (B, b"b", [7, 9])])
        uow.commit()

    assert recs_under(bench, 7) == {A, B}
    assert recs_under(bench, -8) == {A}
    assert recs_under(bench, 10) == set()
    with bench.store.read() as uow:
        assert uow.likenesses.due(KINDS, 1, 10) == []
        assert uow.likenesses.due_count(KINDS, 2) == 2
        assert len(uow.likenesses.sharing(7, 1)) == 1


def test_a_record_that_changes_is_forgotten_under_its_former_keys(bench: Bench) -> None:
    fill(bench)

    write(bench, A, revision(3, {"objet": "Changé"}, [(bench.me, 1)]))

    assert recs_under(bench, -8) == set()
    assert recs_under(bench, 7) == {B}
    with bench.store.read() as uow:
        assert uow.likenesses.due(KINDS, 1, 10) == [A]
        assert uow.likenesses.find([A, B]).keys() == {B}


def test_what_is_compared_with_nothing_is_neither_due_nor_found(bench: Bench) -> None:
    fill(bench)
    with bench.store.work() as uow:
        uow.likenesses.keep(1, [(A, b"", ())])
        uow.commit()

    with bench.store.read() as uow:
        assert uow.likenesses.due(KINDS, 1, 10) == []
        (last,) = uow.likenesses.before(None, 10)
        assert [each.rec for each in uow.likenesses.get([last]).values()] == [B]
        assert uow.likenesses.before(last, 10) == []
    assert recs_under(bench, -8) == set()


def test_nothing_is_left_of_an_erased_record(bench: Bench) -> None:
    fill(bench)
    with bench.store.work() as uow:
        uow.log.erase_record(ESPACE, A)
        uow.commit()

    assert recs_under(bench, -8) == set()
    assert recs_under(bench, 7) == {B}
    with bench.store.read() as uow:
        assert uow.likenesses.due(KINDS, 1, 10) == []


def test_projections_made_anew_make_everything_due(bench: Bench) -> None:
    fill(bench)
    with bench.store.work() as uow:
        uow.likenesses.keep(2, [(A, b"a", [7]), (B, b"b", [7])])
        uow.commit()
    with bench.store.read() as uow:
        assert uow.likenesses.due(KINDS, 2, 10) == []
        assert uow.likenesses.due_count(KINDS, 3) == 2
