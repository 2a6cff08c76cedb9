"""Somebody who makes every mistake, in the real windows: each gives a French sentence, and nothing is lost."""

import contextlib
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from tests.screen.day import PHRASE
from tests.screen.screen import Screen, desktop
from tests.screen.steps import (
    fill,
    found_post,
    unlock,
)
from ui.app import BootstrapPosts
from ui.desk import Desk
from ui.values import Wanted


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return found_post(tmp_path / "profil", PHRASE)


def test_wrong_passphrases_and_two_windows_on_one_profile(screen: Screen, profile: Path) -> None:
    program = screen.start(desktop(profile))
    screen.reach("text", "Phrase de passe")
    for _ in range(3):
        screen.press("ctrl+a")
        screen.type("une autre phrase")
        screen.press("Return")
        screen.find("label", "La phrase de passe n’est pas la bonne")
    screen.press("ctrl+a")
    screen.type(PHRASE)
    screen.waits_for(lambda: screen.find("push button", "Déverrouiller").has("enabled"))
    screen.press("Return")
    screen.find("list", "Navigation principale")
    screen.press("ctrl+n")
    fill(screen, "Objet", "gardé sans rien enregistrer")
    second = screen.start(desktop(profile))
    screen.find("label", "Ce poste est déjà ouvert par une autre fenêtre")
    second.kill()
    second.wait()
    screen.find("text", "Objet")
    screen.press("alt+F4")
    assert program.wait(60) == 0
    with _opened(profile) as desk:
        assert [draft.titre for draft in desk.drafts()] == ["gardé sans rien enregistrer"]


def test_a_full_disk_keeps_what_was_typed_on_the_screen(screen: Screen, profile: Path) -> None:
    program = screen.start(desktop(profile))
    unlock(screen, PHRASE)
    screen.press("ctrl+n")
    fill(screen, "Objet", "avant le disque plein")
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    screen.reach("text", "Résumé des faits")
    screen.type("tapé quand il n’y a plus de place")
    screen.press("ctrl+s")
    screen.find("label", "Le disque ne laisse pas")
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert screen.find("text", "Résumé des faits").text() == "tapé quand il n’y a plus de place"
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.press("alt+F4")
    assert program.wait(60) == 0
    with _opened(profile) as desk:
        (row,) = [row for row in desk.rows("signalement", desk.numbers(Wanted("signalement"))) if row]
        assert desk.edit(row.id).champs["resume"] == "tapé quand il n’y a plus de place"


@contextlib.contextmanager
def _opened(profile: Path) -> Iterator[Desk]:
    desk = cast("Desk", BootstrapPosts(profile).open(PHRASE))
    try:
        yield desk
    finally:
        desk.close()
