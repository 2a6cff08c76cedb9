"""Somebody who starts all wrong, in the real windows: each step says what is amiss, and nothing is made half."""

from pathlib import Path

from tests.screen.posts import PHRASE, found_post, opened, signalements
from tests.screen.screen import Screen, desktop
from tests.screen.steps import as_anybody, asked_groups, code_shown, fill, introduce, press_button, unlock


def test_a_first_start_with_every_mistake(screen: Screen, tmp_path: Path) -> None:
    home = tmp_path / "dossier"
    home.mkdir(mode=0o500)
    profile = home / "profil"
    command = as_anybody(desktop(profile))
    program = screen.start(command)
    screen.told("Ce dossier ne peut pas être écrit : rien n’y serait gardé.")
    screen.keep("dossier-interdit")
    code = introduce(screen, "Camille Exemple", PHRASE)
    assert len(code) == 9
    screen.press("alt+F4")
    assert program.wait(60) == 0, "somebody who closes in the middle has nothing to undo"
    assert not profile.exists()
    program = screen.start(command)
    again = _introduce_badly(screen)
    assert again != code
    _prove_badly(screen, again)
    assert not profile.exists(), "nothing is made before the proof"
    screen.told("Le disque ne laisse pas lire ou écrire les données de ce poste. Vérifiez vos droits sur le dossier")
    screen.keep("dossier-toujours-interdit")
    home.chmod(0o700)
    press_button(screen, "Vérifier")
    screen.find("text", "Délégation", seconds=90)
    _settle_badly(screen)
    press_button(screen, "Enregistrer un premier signalement")
    fill(screen, "Objet", "premier appel")
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.press("alt+F4")
    assert program.wait(60) == 0
    with opened(profile) as desk:
        assert [espace.nom for espace in desk.espaces() if not espace.compartiment] == ["Délégation de l’Ain"]
        assert len([espace for espace in desk.espaces() if espace.compartiment]) == 2
        assert desk.introduction().departements == ("01", "69")
        (row,) = signalements(desk)
        assert (row.champs["objet"], row.champs["departement"]) == ("premier appel", "01")


def test_a_folder_that_is_taken_or_closed_to_writing(screen: Screen, tmp_path: Path) -> None:
    taken = tmp_path / "photos"
    taken.mkdir()
    (taken / "vacances.jpg").write_bytes(b"\xff\xd8")
    program = screen.start(desktop(taken))
    screen.told("Ce dossier contient autre chose qu’un poste MVL. Rien n’y a été touché.")
    screen.keep("dossier-etranger")
    screen.press("alt+F4")
    assert program.wait(60) == 0
    assert [path.name for path in taken.iterdir()] == ["vacances.jpg"]

    profile = tmp_path / "profil"
    program = screen.start(desktop(profile))
    code = introduce(screen, "Camille Exemple", PHRASE)
    found_post(profile, "Quelqu’un d’autre")
    _prove(screen, code)
    screen.told(
        "Un poste existe déjà dans ce dossier, et n’a pas été touché. Ouvrez-le, ou choisissez un autre dossier."
    )
    screen.keep("poste-existant")
    screen.press("alt+F4")
    assert program.wait(60) == 0

    profile.chmod(0o500)
    program = screen.start(as_anybody(desktop(profile)))
    screen.told("Ce dossier ne peut pas être écrit : rien n’y serait gardé.")
    assert not screen.find("text", "Phrase de passe").has("enabled")
    screen.keep("poste-non-inscriptible")
    profile.chmod(0o700)
    press_button(screen, "Réessayer")
    screen.waits_for(lambda: screen.find("text", "Phrase de passe").has("enabled"))
    unlock(screen, PHRASE)
    screen.find("label", "Quelqu’un d’autre")
    screen.press("alt+F4")
    assert program.wait(60) == 0


def _introduce_badly(screen: Screen) -> list[str]:
    """Choose a phrase that is guessed, then type it otherwise the second time; return the recovery code."""
    press_button(screen, "Commencer")
    screen.lands_on("text", "Qui travaille sur ce poste")
    screen.press("alt+c")
    screen.told("Indiquez votre nom : il dit à vos collègues qui a écrit quoi.")
    screen.type("Camille Exemple")
    fill(screen, "Phrase de passe", "soleil")
    fill(screen, "La même, une seconde fois", "soleil")
    screen.press("Return")
    screen.told("Cette phrase de passe se devine trop vite. Ajoutez un ou deux mots.")
    screen.keep("phrase-faible")
    screen.lands_on("text", "Phrase de passe")
    screen.press("ctrl+a")
    screen.type(PHRASE)
    screen.reach("text", "La même, une seconde fois")
    screen.press("ctrl+a")
    screen.type(PHRASE[:-1])
    screen.find("label", "Excellente")
    screen.press("Return")
    screen.told("Les deux phrases diffèrent. Tapez la seconde encore une fois.")
    screen.keep("phrases-differentes")
    screen.lands_on("text", "La même, une seconde fois")
    screen.press("End")
    screen.type(PHRASE[-1])
    screen.press("Return")
    screen.find("push button", "J’ai ma fiche")
    return code_shown(screen)


def _prove_badly(screen: Screen, code: list[str]) -> None:
    press_button(screen, "J’ai ma fiche")
    screen.find("push button", "Vérifier")
    for group in ("0000", "1111"):
        screen.type(group)
        screen.press("Return")
    screen.told("Ces groupes ne sont pas ceux de votre fiche. Vérifiez-les, ou revoyez la fiche.")
    screen.keep("groupes-faux")
    press_button(screen, "Revoir la fiche")
    _prove(screen, code)


def _prove(screen: Screen, code: list[str]) -> None:
    press_button(screen, "J’ai ma fiche")
    screen.find("push button", "Vérifier")
    for place in asked_groups(screen):
        screen.type(code[place - 1])
        screen.press("Return")


def _settle_badly(screen: Screen) -> None:
    fill(screen, "Délégation", "Délégation de l’Ain")
    fill(screen, "Départements suivis", "999")
    screen.press("Return")
    screen.told("« 999 » n’est pas un numéro de département.")
    screen.keep("departement-inconnu")
    screen.press("ctrl+a")
    screen.type("1, 69")
    screen.find("label", "Ain, Rhône")
    screen.press("Return")
    press_button(screen, "Fonder l’espace")
    screen.find("push button", "Enregistrer un premier signalement", seconds=90)
