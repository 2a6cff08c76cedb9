"""The program is killed in the middle of an exchange: the next start says so, once, and the exchange is done again."""

from pathlib import Path

import pytest

from tests.screen.posts import found_post, opened
from ui.captures.posts import NoWatch

WATCH = NoWatch()


class KilledError(BaseException):
    """The program is there no more: nobody catches it, nothing is noted after it."""


class Killing(NoWatch):
    """Kills the program at the first step of a long work."""

    def progress(self, done: int, total: int, step: str = "") -> None:
        raise KilledError


def test_an_exchange_that_a_crash_cut_is_said_at_the_next_start(tmp_path: Path) -> None:
    profile, lot = found_post(tmp_path / "profil"), tmp_path / "lot.mvl"
    with opened(profile) as desk:
        with pytest.raises(KilledError):
            desk.export_lot(lot, None, Killing())
        assert not desk.last_exchanges(), "what may still be under way is not said to be cut"
    assert not lot.exists()
    for _ in range(2):
        with opened(profile) as desk:
            (line,) = desk.last_exchanges()
            assert (line.voie, line.arret, line.nombres) == ("lot_ecrit", "echange_interrompu", ())
    with opened(profile) as desk:
        desk.export_lot(lot, None, WATCH)
    with opened(profile) as desk:
        assert [line.arret for line in desk.last_exchanges()] == ["", "echange_interrompu"]
