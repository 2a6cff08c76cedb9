"""What tests ask of a desk in one word."""

from pathlib import Path

from ui.arbitration_values import QueueWish
from ui.captures.posts import NoWatch
from ui.desk import Conflicts, Exchanges
from ui.lot_values import LotsSeen
from ui.values import Conflict


def undecided(desk: Conflicts) -> list[Conflict]:
    """Return every field to decide, opened."""
    return [desk.conflict(line.id, line.champ) for line in desk.queue(QueueWish()).lines]


def merge(desk: Exchanges, lot: Path, receipt: Path | None = None) -> LotsSeen:
    """Examine a lot, then merge all of it."""
    return desk.merge_lots(desk.examine_lots([lot], NoWatch()), (), receipt, NoWatch())
