"""Somebody who makes every mistake, in the real windows: each gives a French sentence, and nothing is lost.

Here: the wrong passphrase, two windows on one profile, a disk that takes nothing more.
"""

import resource
from pathlib import Path

from tests.screen.posts import PHRASE, found_post, opened, signalements
from tests.screen.screen import Screen, desktop
from tests.screen.steps import fill


def test_wrong_passphrases_then_two_windows_then_a_full_disk(screen: Screen, tmp_path: Path) -> None:
    profile = found_post(tmp_path / "profil")
    program = screen.start(desktop(profile))
    screen.reach("text", "Phrase de passe")
    for _ in range(3):
        screen.press("ctrl+a")
        screen.type("une autre phrase")
        screen.press("Return")
        screen.told("La phrase de passe n’est pas la bonne")
    screen.keep("phrase-refusee")
    screen.press("ctrl+a")
    screen.type(PHRASE)
    screen.waits_for(lambda: screen.find("push button", "Déverrouiller").has("enabled"))
    screen.press("Return")
    screen.find("list", "Navigation principale")
    screen.press("ctrl+n")
    fill(screen, "Objet", "avant le disque plein")
    second = screen.start(desktop(profile))
    screen.told("Ce poste est déjà ouvert par une autre fenêtre")
    screen.keep("deja-ouvert")
    second.kill()
    second.wait()
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    screen.reach("text", "Résumé des faits")
    screen.type("tapé quand il n’y a plus de place")
    screen.press("ctrl+s")
    screen.told("Le disque ne laisse pas")
    screen.keep("disque-plein")
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    screen.holds("Résumé des faits", "tapé quand il n’y a plus de place")
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.press("alt+F4")
    assert program.wait(60) == 0
    with opened(profile) as desk:
        (row,) = signalements(desk)
        assert desk.edit(row.id).champs["resume"] == "tapé quand il n’y a plus de place"
        assert row.champs["objet"] == "avant le disque plein"
        assert not desk.drafts()
