"""A lot’s number is what its writer says: a jump of any size is told up to a bound, at once."""

from mvl_desktop.exchange.lot_numbers import EVERYBODY, MISSING_MAX, missing_from, sound
from mvl_desktop.ports.store import LotRow
from tests.fakes.authors import ESPACE
from tests.fakes.store import MemoryStore
from tests.fakes.world import SetClock, suite

SENDER = b"s" * 16


def told(*numbers: int) -> tuple[list[int], int]:
    """Return which lots are said to miss when these came, and how many the alarm counts."""
    store = MemoryStore(suite(), SetClock())
    with store.work() as uow:
        for number in numbers:
            lid = number.to_bytes(16, "big")
            uow.exchange.keep_lot(LotRow(lid, SENDER, number, b"p" * 32, 1, EVERYBODY))
        sound(uow, SENDER, ESPACE)
        counted = [alarm.count for alarm in uow.exchange.alarms() if alarm.code == "lot_manquant"]
        return [lot.number for lot in missing_from(uow, SENDER)], sum(counted)


def test_lots_between_two_that_came_are_missing() -> None:
    assert told(1, 2, 5) == ([3, 4], 2)
    assert told(4, 5) == ([], 0)


def test_a_jump_of_any_size_is_told_up_to_a_bound() -> None:
    for last in (MISSING_MAX + 2, 1 << 40, (1 << 63) - 1):
        numbers, counted = told(1, last)
        assert numbers == list(range(2, MISSING_MAX + 2))
        assert counted == MISSING_MAX
    numbers, _ = told(1, 1 << 40, 1 << 41)
    assert len(numbers) == MISSING_MAX
