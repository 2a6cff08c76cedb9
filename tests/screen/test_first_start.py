"""Somebody who has never seen MVL, with a keyboard: the five steps, then a first signalement. And the demonstration."""

from pathlib import Path
from typing import cast

from tests.screen.screen import Screen, desktop
from tests.screen.steps import introduce, press_button, prove, settle
from ui.app import BootstrapPosts
from ui.captures.posts import PHRASE
from ui.desk import Desk
from ui.values import Wanted


def test_five_steps_by_keyboard_then_a_first_signalement(screen: Screen, tmp_path: Path) -> None:
    profile = tmp_path / "profil"
    program = screen.start(desktop(profile))
    code = introduce(screen, "Camille Exemple", PHRASE)
    assert len(code) == 9
    assert not profile.exists() or not any(profile.iterdir()), "nothing is made before the proof"
    prove(screen, code)
    settle(screen, "Délégation de l’Ain", "1, 69", "Ain, Rhône")
    press_button(screen, "Enregistrer un premier signalement")
    screen.reach("text", "Objet")
    screen.type("premier appel")
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.press("alt+F4")
    assert program.wait(60) == 0

    desk = cast("Desk", BootstrapPosts(profile).open(PHRASE))
    (row,) = [row for row in desk.rows("signalement", desk.numbers(Wanted("signalement"))) if row]
    assert (row.champs["objet"], row.champs["departement"]) == ("premier appel", "01")
    assert desk.introduction().departements == ("01", "69")
    assert len([espace for espace in desk.espaces() if espace.compartiment]) == 2
    desk.close()


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
