"""The journal in the store, in memory and encrypted: the same lines, places and segments."""

from mvl_desktop.ports.journal import Head, KeptSegment, SealedLine
from mvl_desktop.protocol.journal import Place
from tests.contract.store.conftest import Bench

ESPACE, DEVICE = b"E" * 16, b"D" * 16


def line(n: int, day: int) -> SealedLine:
    return SealedLine(ESPACE, DEVICE, n, day, b"sealed %d" % n)


def segment(name: int, first: int, last: int, *, day: int = 10, to_push: bool = True) -> KeptSegment:
    return KeptSegment(bytes([name]) * 32, ESPACE, DEVICE, day, first, last, b"p" * 32, b"payload", to_push)


def test_lines_are_kept_once_and_in_order(bench: Bench) -> None:
    with bench.store.work() as uow:
        assert uow.journal.head(ESPACE, DEVICE) is None
        uow.journal.add_day_key(ESPACE, 10, b"k" * 32)
        uow.journal.add_lines([line(1, 10), line(2, 10)], Place(2, b"b" * 32))
        uow.journal.add_lines([line(2, 10), line(3, 11)], Place(3, b"c" * 32))
        uow.commit()
    with bench.store.read() as uow:
        assert [each.n for each in uow.journal.lines(ESPACE, DEVICE)] == [1, 2, 3]
        assert [each.n for each in uow.journal.lines(ESPACE, DEVICE, 1, 1)] == [2]
        assert uow.journal.lines(ESPACE, b"x" * 16) == []
        assert uow.journal.head(ESPACE, DEVICE) == Head(Place(3, b"c" * 32), Place(0, None))
        assert uow.journal.heads() == [(ESPACE, DEVICE)]
        assert uow.journal.day_key(ESPACE, 10) == b"k" * 32
        assert uow.journal.day_key(ESPACE, 11) is None


def test_segments_are_pushed_once_and_carried_a_few_times(bench: Bench) -> None:
    with bench.store.work() as uow:
        assert uow.journal.keep_segment(segment(2, 4, 6))
        assert uow.journal.keep_segment(segment(1, 1, 3))
        assert not uow.journal.keep_segment(segment(1, 1, 3))
        assert uow.journal.keep_segment(segment(3, 7, 9, to_push=False))
        uow.commit()
    with bench.store.work() as uow:
        assert [each.first for each in uow.journal.segments(ESPACE, DEVICE)] == [1, 4, 7]
        last = uow.journal.last_segment(ESPACE, DEVICE)
        assert last is not None
        assert last.last == 9
        assert [each.first for each in uow.journal.to_push(ESPACE)] == [1, 4]
        assert [each.first for each in uow.journal.to_carry(ESPACE, 1, 9)] == [1, 4]
        uow.journal.carried([bytes([1]) * 32])
        assert [each.first for each in uow.journal.to_carry(ESPACE, 1, 9)] == [4]
        assert [each.first for each in uow.journal.to_carry(ESPACE, 2, 9)] == [1, 4]
        uow.journal.pushed([bytes([1]) * 32, bytes([2]) * 32])
        assert uow.journal.to_push(ESPACE) == []
        uow.journal.push_again(ESPACE)
        assert [each.first for each in uow.journal.to_push(ESPACE)] == [1, 4, 7]
        assert uow.journal.devices(ESPACE) == [DEVICE]


def test_what_is_past_its_time_leaves_its_place_only(bench: Bench) -> None:
    with bench.store.work() as uow:
        for day in (10, 20):
            uow.journal.add_day_key(ESPACE, day, bytes([day]) * 32)
        uow.journal.add_lines([line(1, 10), line(2, 20)], Place(2, b"b" * 32))
        uow.journal.keep_segment(segment(1, 1, 1, day=10))
        uow.journal.keep_segment(segment(2, 2, 2, day=20))
        uow.commit()
    with bench.store.work() as uow:
        assert uow.journal.expire(ESPACE, 15, [(DEVICE, Place(1, b"a" * 32))]) == 2
        uow.commit()
    with bench.store.read() as uow:
        assert [each.n for each in uow.journal.lines(ESPACE, DEVICE)] == [2]
        assert uow.journal.day_key(ESPACE, 10) is None
        assert uow.journal.day_key(ESPACE, 20) is not None
        assert uow.journal.head(ESPACE, DEVICE) == Head(Place(2, b"b" * 32), Place(1, b"a" * 32))
        assert [each.payload is None for each in uow.journal.segments(ESPACE, DEVICE)] == [True, False]
        assert [each.first for each in uow.journal.to_push(ESPACE)] == [2]
