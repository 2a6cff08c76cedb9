"""Somebody who has never seen MVL and tries it with invented data, in the real windows.

The five steps are played with every mistake in test_every_mistake_start.py, and without any on the package.
"""

from pathlib import Path

from tests.screen.screen import Screen, desktop
from tests.screen.steps import press_button


def test_the_demonstration_opens_beside_and_says_so(screen: Screen, tmp_path: Path) -> None:
    profile = tmp_path / "profil"
    program = screen.start(desktop(profile))
    press_button(screen, "Découvrir avec des données fictives")
    screen.find("list", "Navigation principale", seconds=180)
    screen.find("label", "Démonstration\u00a0: données fictives")
    assert program.poll() is None
    assert not profile.exists()
    press_button(screen, "Quitter la démonstration")
    screen.find("push button", "Commencer")
    screen.press("alt+F4")
    assert program.wait(60) == 0
