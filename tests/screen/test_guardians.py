"""Three guardians, two of whom suffice: named, rehearsed, then all is lost but paper and a copy, and all comes back."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.screen import guardians, keys
from tests.screen.posts import found_post, made_post, opened, signalements
from tests.screen.screen import Screen


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the sheets")
def test_two_of_three_guardians_open_a_post_and_give_an_espace_back(screen: Screen, tmp_path: Path) -> None:
    profile, other, copy = found_post(tmp_path / "profil"), tmp_path / "autre", tmp_path / "copie.mvl-espace"
    with opened(profile) as desk:
        desk.save(replace(desk.begin("signalement"), champs={"objet": "ce qui ne doit pas se perdre"}))
    made_post(other, "Dominique Essai").close()
    program = keys.enter(screen, profile)
    guardians.open_custody(screen)
    screen.keep("personne-ne-garde")
    first, second, third = guardians.name_three(screen, tmp_path)
    guardians.rehearse(screen, (third, first))
    guardians.keep_this_post(screen)
    founder = guardians.copy_espace(screen, copy)
    keys.panic(screen, program, lambda: screen.sees("dialog", "Gardiens"))
    guardians.open_by_two(screen, (first, second), keys.NEW_PHRASE)
    screen.press("alt+F4")
    assert program.wait(60) == 0
    shutil.rmtree(profile)
    program = keys.enter(screen, other)
    guardians.open_custody(screen)
    guardians.refound(screen, copy, (second, third), "Délégation retrouvée", founder)
    screen.press("Escape")
    keys.leave(screen, program)
    with opened(other) as desk:
        assert [row.champs["objet"] for row in signalements(desk)] == ["ce qui ne doit pas se perdre"]
        assert [espace.nom for espace in desk.espaces() if not espace.compartiment] == ["Délégation retrouvée"]
