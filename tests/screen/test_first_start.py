"""Somebody who has never seen MVL, with a keyboard: the five steps, then a first signalement. And the demonstration."""

import re
from pathlib import Path
from typing import cast

from tests.screen.screen import Screen, desktop
from ui.app import BootstrapPosts
from ui.captures import PHRASE
from ui.desk import Desk
from ui.values import Wanted

_GROUP = re.compile(r"[0-9A-Z]{4}\Z")


def _code(screen: Screen) -> list[str]:
    """Read the recovery code as a screen reader does, group by group."""
    nodes = [node for root in screen.tree.applications() for node in root.walk()]
    return [node.name for node in nodes if node.role == "label" and _GROUP.match(node.name)]


def _press_button(screen: Screen, name: str) -> None:
    screen.reach("push button", name)
    screen.press("space")


def test_five_steps_by_keyboard_then_a_first_signalement(screen: Screen, tmp_path: Path) -> None:
    profile = tmp_path / "profil"
    program = screen.start(desktop(profile))
    _press_button(screen, "Commencer")
    for name, text in (
        ("Qui travaille sur ce poste", "Camille Exemple"),
        ("Phrase de passe", PHRASE),
        ("La même, une seconde fois", PHRASE),
    ):
        screen.reach("text", name)
        screen.type(text)
    screen.find("label", "Excellente")
    screen.press("Return")
    screen.find("push button", "J’ai ma fiche")
    code = _code(screen)
    assert len(code) == 9
    _press_button(screen, "J’ai ma fiche")
    screen.find("push button", "Vérifier")
    assert not profile.exists() or not any(profile.iterdir()), "nothing is made before the proof"
    asked = [int(re.match(r"\d+", name)[0]) for name in _asked(screen)]  # type: ignore[index]
    assert len(asked) == 2
    for place in asked:
        screen.type(code[place - 1].lower())
        screen.press("Return")
    screen.find("text", "Délégation", seconds=90)
    screen.reach("text", "Délégation")
    screen.type("Délégation de l’Ain")
    screen.press("Tab")
    screen.type("1, 69")
    screen.find("label", "Ain, Rhône")
    screen.press("Return")
    _press_button(screen, "Fonder l’espace")
    screen.find("push button", "Enregistrer un premier signalement", seconds=90)
    screen.press("space")
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


def _asked(screen: Screen) -> list[str]:
    nodes = [node for root in screen.tree.applications() for node in root.walk()]
    return [node.name for node in nodes if node.role == "text" and "groupe" in node.name]


def test_the_demonstration_opens_beside_and_says_so(screen: Screen, tmp_path: Path) -> None:
    profile = tmp_path / "profil"
    program = screen.start(desktop(profile))
    _press_button(screen, "Découvrir avec des données fictives")
    screen.find("list", "Navigation principale", seconds=180)
    screen.find("label", "Démonstration\u00a0: données fictives")
    assert program.poll() is None
    assert not profile.exists()
    _press_button(screen, "Quitter la démonstration")
    screen.find("push button", "Commencer")
    screen.press("alt+F4")
    assert program.wait(60) == 0
