"""The program itself in a real window, worked by keyboard: unlock, record a signalement with accents, lock, quit."""

from pathlib import Path
from typing import cast

from tests.screen.screen import Screen, desktop
from ui.app import BootstrapPosts
from ui.captures.posts import PHRASE
from ui.desk import Desk
from ui.values import Wanted


def _profile(folder: Path) -> Path:
    desk = cast("Desk", BootstrapPosts(folder).create("Camille", PHRASE).confirm())
    desk.found("Délégation de l’Ain")
    desk.close()
    return folder


def _unlock(screen: Screen) -> None:
    screen.reach("text", "Phrase de passe")
    screen.type(PHRASE)
    screen.press("Return")
    screen.find("list", "Navigation principale")


def test_a_signalement_is_recorded_and_a_draft_survives_the_lock(screen: Screen, tmp_path: Path) -> None:
    profile = _profile(tmp_path / "profil")
    program = screen.start(desktop(profile))
    _unlock(screen)
    screen.press("ctrl+n")
    screen.reach("text", "Objet")
    screen.type("stage de respiration")
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.press("ctrl+n")
    screen.reach("text", "Objet")
    screen.type("resté en brouillon")
    screen.press("ctrl+l")
    screen.find("text", "Phrase de passe")
    assert program.poll() is None, "the lock replaces the process, it does not end it"
    screen.press("alt+F4")
    assert program.wait(60) == 0

    desk = cast("Desk", BootstrapPosts(profile).open(PHRASE))
    rows = desk.rows("signalement", desk.numbers(Wanted("signalement")))
    assert [row.champs.get("objet") for row in rows if row] == ["stage de respiration"]
    assert [draft.titre for draft in desk.drafts()] == ["resté en brouillon"]
    desk.close()
