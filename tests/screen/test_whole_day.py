"""Half a day from this tree: a call with a fiche and photos, a lock, a power cut.

The whole day, with a service and a colleague, is played on the package: tests/packaging/test_window.py.
"""

from pathlib import Path

from tests.screen.day import (
    Day,
    Programs,
    apply_fiche,
    attach_photos,
    cut_and_resume,
    finish_call,
    lock_and_open,
    record_call,
)
from tests.screen.posts import PHRASE, found_post
from tests.screen.screen import Screen, desktop
from tests.screen.steps import unlock


def test_a_call_with_a_fiche_and_photos_survives_a_lock_and_a_power_cut(screen: Screen, tmp_path: Path) -> None:
    day = Day(screen, Programs(desktop, (), ()), tmp_path)
    found_post(day.profile)
    program = day.open(day.profile)
    unlock(screen, PHRASE)
    screen.press("ctrl+n")
    record_call(day)
    apply_fiche(day)
    finish_call(day)
    attach_photos(day)
    lock_and_open(day, program)
    program = cut_and_resume(day, program)
    screen.press("ctrl+q")
    assert program.wait(60) == 0
