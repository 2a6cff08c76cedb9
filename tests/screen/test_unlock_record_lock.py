"""The program itself in a real window, worked by keyboard: unlock, record a signalement with accents, lock, quit."""

from pathlib import Path

from tests.screen.posts import PHRASE, found_post, opened, signalements
from tests.screen.screen import Screen, desktop
from tests.screen.steps import fill, unlock


def test_a_signalement_is_recorded_and_a_draft_survives_the_lock(screen: Screen, tmp_path: Path) -> None:
    profile = found_post(tmp_path / "profil")
    program = screen.start(desktop(profile))
    unlock(screen, PHRASE)
    screen.press("ctrl+n")
    fill(screen, "Objet", "stage de respiration")
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.press("ctrl+n")
    fill(screen, "Objet", "resté en brouillon")
    screen.press("ctrl+l")
    screen.find("text", "Phrase de passe")
    assert program.poll() is None, "the lock replaces the process, it does not end it"
    screen.press("alt+F4")
    assert program.wait(60) == 0

    with opened(profile) as desk:
        assert [row.champs.get("objet") for row in signalements(desk)] == ["stage de respiration"]
        assert [draft.titre for draft in desk.drafts()] == ["resté en brouillon"]
