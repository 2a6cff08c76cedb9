"""A whole day in the real windows: the first half by keyboard, the second with the mouse; each moment keeps a picture.

First start, a call recorded with a fiche and two photos, a lock, a power cut in the middle of a word, the draft taken
up again, a service, a colleague who enters, and what that colleague sees.
"""

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QImage

from tests.screen.posts import PHRASE
from tests.screen.screen import Screen
from tests.screen.steps import (
    choose_file,
    copy,
    fill,
    introduce,
    open_part,
    press_button,
    prove,
    settle,
    unlock,
)

OBJET = "Arrêt d’un traitement après un stage"
RECIT = "Appel d’une sœur : « elle a cessé son traitement » dès l’été. Le stage a coûté 1 200 €, payés d’avance."
PERSONNE = "Prénom fictif"
FAIT = "Le praticien a dit que la fièvre guérit tout."
NOTE = "Rappeler jeudi à 14 h."
LEFT = "Resté en brouillon au verrouillage"
CUT = "Réunion publique annoncée pour samedi"


@dataclass(frozen=True)
class Programs:
    """The programs of one installation: the windows of a profile, and the command line."""

    desktop: Callable[[Path], Sequence[str | Path]]
    mvl: Sequence[str | Path]
    central: Sequence[str | Path]


class Day:
    """One person's day, and the colleague's."""

    def __init__(self, screen: Screen, programs: Programs, folder: Path) -> None:
        self.screen, self.programs, self.folder = screen, programs, folder
        self.profile, self.colleague = folder / "camille", folder / "dominique"
        self.phrase = folder / "phrase.txt"
        self.phrase.write_text(PHRASE + "\n", encoding="utf-8")

    def keep(self, moment: str) -> None:
        """Keep a picture of a moment."""
        self.screen.keep(moment)

    def mvl(self, *words: str | Path) -> Any:
        """Play a command at the colleague's post; return its document."""
        common = ["--profil", self.colleague, "--phrase-fichier", self.phrase, "--json"]
        command = [str(word) for word in (*self.programs.mvl, *common, *words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def open(self, profile: Path) -> subprocess.Popen[bytes]:
        """Start the program on a profile."""
        return self.screen.start(self.programs.desktop(profile))


def first_start(day: Day) -> subprocess.Popen[bytes]:
    """From nothing to the first empty form."""
    screen = day.screen
    program = day.open(day.profile)
    screen.find("push button", "Commencer")
    day.keep("premier-demarrage")
    code = introduce(screen, "Camille Exemple", PHRASE)
    day.keep("fiche-de-secours")
    prove(screen, code)
    settle(screen, "Délégation de l’Ain", "1, 69", "Ain, Rhône")
    day.keep("tout-est-pret")
    press_button(screen, "Enregistrer un premier signalement")
    return program


def record_call(day: Day) -> None:
    """Type what is said on the phone: several parts, a fact, a person, a narrative."""
    screen = day.screen
    fill(screen, "Objet", OBJET)
    screen.reach("combo box", "Canal")
    screen.type("App")
    screen.find("combo box", "Appel téléphonique")
    fill(screen, "Résumé des faits", RECIT)
    press_button(screen, "Faits : ajouter")
    fill(screen, "Fait signalé : Récit", FAIT)


def apply_fiche(day: Day) -> None:
    """Choose a fiche in the list, and tick its first two steps."""
    screen = day.screen
    day.keep("appel-en-cours")
    open_part(screen, "Conduite à tenir")
    press_button(screen, "Appliquer une fiche…")
    screen.find("dialog", "Appliquer")
    screen.find("list item", "CAT-02")
    screen.type("praticien")
    day.keep("choisir-une-fiche")
    screen.press("Return")
    screen.waits_until_gone("dialog", "Appliquer")
    screen.find("label", "0 étape sur")
    for place, key in enumerate(("shift+Tab", "Tab")):
        screen.reach("check box", _steps(screen)[place], key=key)
        screen.press("space")
    screen.find("label", "2 étapes sur")
    day.keep("deux-etapes-cochees")


def finish_call(day: Day) -> None:
    """Write a note and who is concerned, and save."""
    screen = day.screen
    screen.press("ctrl+shift+n")
    screen.lands_on("text", "Nouvelle note")
    screen.type(NOTE)
    screen.press("ctrl+Return")
    screen.find("label", NOTE)
    open_part(screen, "Personnes")
    press_button(screen, "Personnes concernées : ajouter")
    fill(screen, "Personne concernée : Nom et prénom", PERSONNE)
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")


def attach_photos(day: Day) -> None:
    """Choose a photo in the file dialog, paste another."""
    screen = day.screen
    chosen, pasted = day.folder / "affiche.jpg", day.folder / "capture.png"
    for path, colour in ((chosen, "#b0522d"), (pasted, "#2d6fb0")):
        picture = QImage(480, 320, QImage.Format.Format_RGB32)
        picture.fill(QColor(colour))
        assert picture.save(str(path))
    screen.press("ctrl+Tab")
    press_button(screen, "Ajouter des pièces…")
    choose_file(screen, "Ajouter des pièces", chosen)
    screen.find("list item", "affiche.jpg")
    clipboard = copy(screen, pasted)
    screen.press("ctrl+v")
    screen.find("list item", "Image collée")
    clipboard.kill()
    screen.find("page tab", "Pièces (2)")
    day.keep("deux-photos")


def lock_and_open(day: Day, program: subprocess.Popen[bytes]) -> None:
    """Lock by keyboard in the middle of a draft; the same program asks for the passphrase again, and kept it."""
    day.screen.press("ctrl+n")
    fill(day.screen, "Objet", LEFT)
    day.screen.press("ctrl+l")
    day.screen.find("text", "Phrase de passe")
    assert program.poll() is None, "the lock replaces the process, it does not end it"
    day.keep("verrouille")
    unlock(day.screen, PHRASE)
    day.screen.find("push button", LEFT)


def cut_and_resume(day: Day, program: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """The power fails in the middle of a sentence; the draft waits on the first page."""
    screen = day.screen
    screen.click("list item", "Accueil")
    screen.click("push button", "Nouveau signalement")
    screen.click("text", "Objet")
    screen.type(CUT)
    screen.find("label", "Brouillon enregistré à")
    screen.click("text", "Ce qui nous est demandé")
    screen.type("Que répondre")
    program.kill()
    program.wait()
    again = day.open(day.profile)
    screen.click("text", "Phrase de passe")
    screen.type(PHRASE)
    screen.click("push button", "Déverrouiller")
    screen.find("list", "Navigation principale")
    day.keep("le-brouillon-attend")
    screen.click("push button", CUT)
    screen.holds("Objet", CUT)
    screen.click("push button", "Enregistrer")
    screen.find("label", "Enregistré à")
    return again


def serve(day: Day) -> str:
    """Start a service of our own; return its address."""
    command = [*day.programs.central, "serve", "--data", day.folder / "central", "--listen", "127.0.0.1:0", "--open"]
    (day.folder / "central").mkdir()
    program = day.screen.start(command, output=subprocess.PIPE)
    assert program.stdout is not None
    return program.stdout.readline().decode().split()[1]


def host(day: Day, address: str) -> None:
    """Let the service host the espace and its compartments, with the mouse."""
    screen = day.screen
    screen.click("list item", "Postes")
    screen.open_menu("Espaces")
    screen.press("Up", "Return")
    dialog = screen.find("dialog", "Héberger")
    screen.lands_on("combo box", "Espace")
    screen.click("text", "Adresse", under=dialog)
    screen.press("ctrl+a")
    screen.type(address)
    screen.click("push button", "Héberger", under=dialog)
    jeton = screen.find("dialog", "Jeton")
    screen.click("push button", "Annuler", under=jeton)
    screen.waits_until_gone("dialog", "Jeton")
    screen.told("Le service hébergera")
    day.keep("espace-heberge")


def welcome(day: Day, address: str) -> None:
    """Invite a colleague, who asks through the service, and accept them by the code that they read aloud."""
    screen, invitation = day.screen, day.folder / "dominique.invitation"
    day.mvl("init", "--nom", "Dominique Exemple", "--fiche-secours", day.folder / "secours.txt")
    screen.click("push button", "Inviter un poste")
    dialog = screen.find("dialog", "Inviter un poste")
    day.keep("inviter")
    screen.click("push button", "Choisir le fichier", under=dialog)
    choose_file(screen, "Enregistrer l’invitation", invitation)
    screen.waits_for(invitation.exists)
    code = day.mvl("poste", "demander", "--invitation", invitation, "--central", address)["code"]
    screen.click("push button", "Accepter une demande")
    dialog = screen.find("dialog", "Accepter un poste")
    screen.click("text", "Code de sûreté", under=dialog)
    screen.type("".join(character for character in code if character.isdigit()))
    day.keep("code-de-surete")
    screen.click("push button", "Accepter", under=dialog)
    screen.find("label", "Poste accepté")
    day.mvl("poste", "rejoindre", "--central", address)


def synchronise(day: Day) -> None:
    """Press « Synchroniser », until all is attested."""
    screen = day.screen
    screen.click("list item", "Échanges")
    screen.click("push button", "Synchroniser")
    screen.find("label", "Tout est reçu")
    day.keep("tout-est-recu")


def see_elsewhere(day: Day) -> None:
    """The colleague's window shows the call, its checklist and its photos."""
    screen = day.screen
    day.mvl("synchroniser")
    program = day.open(day.colleague)
    screen.click("text", "Phrase de passe")
    screen.type(PHRASE)
    screen.click("push button", "Déverrouiller")
    screen.find("list", "Navigation principale")
    screen.click("list item", "Signalements")
    screen.click("cell", OBJET)
    screen.find("check box", "Conduite à tenir appliquée, 2")
    screen.click("page tab", "Pièces (2)")
    screen.find("list item", "affiche.jpg")
    day.keep("vu-par-la-collegue")
    screen.press("ctrl+q")
    assert program.wait(60) == 0


def play(screen: Screen, programs: Programs, folder: Path) -> None:
    """Play the whole day, and see in the colleague's store that nothing that was typed is missing."""
    day = Day(screen, programs, folder)
    program = first_start(day)
    record_call(day)
    apply_fiche(day)
    finish_call(day)
    attach_photos(day)
    lock_and_open(day, program)
    program = cut_and_resume(day, program)
    address = serve(day)
    host(day, address)
    welcome(day, address)
    synchronise(day)
    screen.press("ctrl+q")
    assert program.wait(60) == 0
    see_elsewhere(day)
    seen = {each["objet"]: each["id"] for each in day.mvl("signalement", "lister")["elements"]}
    assert seen.keys() == {OBJET, CUT}
    call = day.mvl("signalement", "montrer", seen[OBJET])
    said = call["champs"]
    assert (said["resume"], said["canal"], said["departement"]) == (RECIT, "telephone", "01")
    assert len(call["pieces"]) == 2
    for text in (FAIT, PERSONNE, NOTE):
        assert text in json.dumps(said, ensure_ascii=False)


def _steps(screen: Screen) -> list[str]:
    list_ = screen.find("filler", "Conduite à tenir appliquée")
    return screen.tree.names(list_.matches("check box", "showing"))
