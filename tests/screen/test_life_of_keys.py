"""The life of keys, from the invitation to the post that is lost, and from the first phrase to the restoration."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mvl_desktop.bootstrap import restore_post
from tests.screen import keys
from tests.screen.posts import PHRASE, found_post, made_post, opened, signalements
from tests.screen.screen import Screen
from tests.screen.steps import open_security
from tests.screen.weather import Weather, service
from ui.captures.posts import NoWatch
from ui.preferences import HABITS, Habits, habits_document


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A service of our own."""
    weather = Weather()
    with service(tmp_path / "central", weather):
        yield weather.address
    weather.close()


def test_a_post_is_invited_accepted_lost_and_revoked(
    screen: Screen, other_screen: Screen, tmp_path: Path, address: str
) -> None:
    camille, dominique = _hosted(tmp_path / "camille", address), tmp_path / "dominique"
    made_post(dominique, "Dominique Essai").close()
    here, there = keys.enter(screen, camille), keys.enter(other_screen, dominique)
    keys.invite(screen, tmp_path / "poste.invitation")
    code = keys.ask_to_enter(other_screen, tmp_path / "poste.invitation")
    assert len(code) == 30
    keys.accept(screen, code)
    keys.come_in(other_screen)
    keys.record(other_screen, "vu par Dominique")
    keys.synchronise(other_screen, "Tout est reçu")
    keys.record(other_screen, "jamais envoyé")
    keys.synchronise(screen, "Tout est reçu")
    keys.revoke(screen, "Dominique Essai")
    keys.synchronise(screen, "Tout est reçu")
    other_screen.click("push button", "Synchroniser")
    keys.hand_over(other_screen, tmp_path / "remise.mvl")
    keys.leave(other_screen, there)
    keys.take_in(screen, tmp_path / "remise.mvl")
    keys.reinstate(screen, "Dominique Essai")
    keys.renew_keys(screen, "Délégation de l’Ain")
    keys.synchronise(screen, "Tout est reçu")
    keys.leave(screen, here)
    with opened(camille) as desk:
        lost = next(each for each in desk.members() if each.nom == "Dominique Essai")
        assert lost.etat == "revoque"
        seen = {row.champs["objet"] for row in signalements(desk)}
        assert seen == {"premier", "vu par Dominique", "jamais envoyé"}


def test_phrase_sheet_key_backup_and_restoration(screen: Screen, tmp_path: Path, address: str) -> None:
    profile, restored = _hosted(tmp_path / "profil", address), tmp_path / "restaure"
    backup = tmp_path / "poste.mvl-sauvegarde"
    program = keys.enter(screen, profile)
    open_security(screen)
    keys.change_phrase(screen, PHRASE, keys.NEW_PHRASE)
    first = keys.renew_sheet(screen, keys.NEW_PHRASE, tmp_path / "fiche.pdf")
    second = keys.change_key(screen, keys.NEW_PHRASE, keys.LAST_PHRASE, tmp_path / "fiche-2.pdf")
    assert first != second
    keys.back_up(screen, backup)
    keys.try_backup(screen, backup, keys.LAST_PHRASE)
    keys.panic(screen, program, lambda: screen.sees("dialog", "Sécurité"))
    screen.type(PHRASE)
    screen.press("Return")
    screen.told("La phrase de passe n’est pas la bonne.")
    keys.use_sheet(screen, second, PHRASE)
    screen.press("alt+F4")
    assert program.wait(60) == 0
    restore_post(backup, restored, keys.LAST_PHRASE)
    program = keys.enter(screen, restored, keys.LAST_PHRASE)
    screen.told("Ce poste a été restauré, copié ou ramené à un état plus ancien")
    screen.keep("restaure-lecture-seule")
    open_security(screen)
    screen.click("push button", "Reprendre ce poste")
    screen.told("Ce poste a repris sous un nouveau nom. Rien n’est perdu")
    screen.keep("repris-sous-un-nouveau-nom")
    screen.press("Escape")
    keys.record(screen, "écrit après la reprise")
    keys.synchronise(screen, "Tout est reçu")
    keys.leave(screen, program)


def _hosted(profile: Path, address: str) -> Path:
    """Make a post whose espace a service hosts, with one signalement; it exchanges when it is asked, and not before."""
    with opened(found_post(profile)) as desk:
        desk.save(replace(desk.begin("signalement"), champs={"objet": "premier"}))
        for espace in desk.espaces():
            desk.publish(espace.id, address, None)
        desk.synchronise(NoWatch())
        desk.remember(HABITS, habits_document(Habits(echanges=False)))
    return profile
