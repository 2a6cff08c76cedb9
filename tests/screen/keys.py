"""The life of keys in the real windows: two people at two computers, a service; each moment keeps a picture.

What opens a post (phrase, recovery sheet, key), what is kept of it (backup, trial, restoration), and who is in the
espace: invited, accepted by the code read aloud, lost, revoked, heard no more.
"""

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.screen.atspi import Node
from tests.screen.posts import PHRASE
from tests.screen.screen import ALERT, Screen, hurried_desktop
from tests.screen.steps import choose_file, code_shown, fill, unlock

NEW_PHRASE = "violon cactus brume tiroir lundi"
LAST_PHRASE = "girafe enclume pollen samedi verger"


def enter(screen: Screen, profile: Path, phrase: str = PHRASE) -> subprocess.Popen[bytes]:
    """Start the program on a profile, and open the post; another passphrase costs the least to make."""
    program = screen.start(hurried_desktop(profile))
    unlock(screen, phrase)
    return program


def leave(screen: Screen, program: subprocess.Popen[bytes]) -> None:
    """Quit by the keyboard."""
    screen.press("ctrl+q")
    assert program.wait(60) == 0


def invite(screen: Screen, path: Path) -> None:
    """Write an invitation for an agent."""
    screen.click("list item", "Postes")
    screen.click("push button", "Inviter un poste")
    dialog = screen.find("dialog", "Inviter un poste")
    screen.keep("inviter")
    screen.click("push button", "Choisir le fichier", under=dialog)
    choose_file(screen, "Enregistrer l’invitation", path)
    screen.told("Invitation écrite", "elle sert une fois, pendant sept jours")


def ask_to_enter(screen: Screen, invitation: Path) -> str:
    """Answer an invitation through the service; return the code that is to be read aloud."""
    screen.click("list item", "Postes")
    screen.click("push button", "Rejoindre par invitation")
    choose_file(screen, "Ouvrir une invitation", invitation)
    screen.find("dialog", "Code de sûreté")
    screen.find("label", "Lisez ce code à l’opérateur, de vive voix")
    screen.keep("code-a-lire")
    return "".join(
        sign for text in screen.texts() if text.replace(" ", "").isdigit() for sign in text if sign.isdigit()
    )


def accept(screen: Screen, code: str) -> None:
    """Accept whoever waits at the service, by the code heard."""
    screen.click("list item", "Postes")
    screen.click("push button", "Accepter une demande")
    dialog = screen.find("dialog", "Accepter un poste")
    screen.click("text", "Code de sûreté", under=dialog)
    screen.type(code)
    screen.keep("code-tape")
    screen.click("push button", "Accepter", under=dialog)
    screen.told("Poste accepté. Il entrera de lui-même dans l’espace")


def come_in(screen: Screen) -> None:
    """Look whether one is accepted, and enter."""
    if screen.sees("dialog", "Code de sûreté"):
        screen.click("push button", "Vérifier maintenant")
    screen.told("Ce poste est entré dans l’espace.")
    screen.keep("entre")


def record(screen: Screen, objet: str) -> None:
    """Record a signalement by the keyboard."""
    screen.press("ctrl+n")
    fill(screen, "Objet", objet)
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.press("Escape")


def synchronise(screen: Screen, said: str) -> None:
    """Exchange with the service, and wait for what is said of it."""
    screen.click("list item", "Échanges")
    screen.click("push button", "Synchroniser")
    screen.find("label", said)


def revoke(screen: Screen, name: str) -> None:
    """Revoke a post that is lost."""
    screen.click("list item", "Postes")
    screen.click("cell", name)
    screen.click("push button", "Révoquer ce poste")
    dialog = screen.find("dialog", "Révoquer un poste")
    screen.lands_on("combo box", "Motif")
    screen.type("Per")
    screen.keep("revoquer")
    screen.click("push button", "Révoquer", under=dialog)
    screen.find("alert message", "Révoquer")
    screen.told("La révocation ne s’annule pas.")
    screen.keep("revoquer-question")
    screen.press("Tab", "space")
    screen.told("est révoqué ; les clés de ses espaces ont été renouvelées.")
    screen.keep("revoque")


def hand_over(screen: Screen, path: Path) -> None:
    """At a post that was revoked, write what it had not sent."""
    screen.told("Poste révoqué", "Ce que vous aviez tapé et pas encore envoyé n’est pas perdu")
    screen.keep("poste-revoque")
    screen.click("push button", "Remettre les données non envoyées")
    choose_file(screen, "Remettre les données", path)
    screen.told("Lot n° 1 écrit")
    screen.keep("remise")


def take_in(screen: Screen, lot: Path) -> None:
    """Receive what a revoked post hands over: it is set apart, whatever it says."""
    screen.click("list item", "Échanges")
    screen.click("push button", "Recevoir un lot")
    choose_file(screen, "Recevoir un lot", lot)
    dialog = screen.find("dialog", "Contenu du lot")
    screen.click("check box", "Enregistrer un récépissé", under=dialog)
    screen.keep("lot-d-un-revoque")
    screen.click("push button", "Fusionner", under=dialog)
    screen.told("Lot fusionné")


def reinstate(screen: Screen, name: str) -> None:
    """Look at what lies in quarantine, and let it in for a reason."""
    screen.click("list item", "Postes")
    screen.click("page tab", "Quarantaine (1)")
    screen.click("cell", name)
    screen.keep("quarantaine")
    screen.click("push button", "Réintégrer")
    dialog = screen.find("dialog", "Réintégrer")
    screen.keep("reintegrer")
    screen.click("push button", "Réintégrer", under=dialog)
    screen.waits_until_gone("dialog", "Réintégrer")
    screen.told("avait envoyé après sa coupure est réintégré ; cela entre au plus tard au prochain échange.")
    synchronise(screen, "Tout est reçu")
    screen.click("list item", "Postes")
    screen.find("label", "Rien n’est en quarantaine")
    screen.keep("reintegre")


def renew_keys(screen: Screen, espace: str) -> None:
    """Renew the keys of an espace from their countdown."""
    screen.click("list item", "Postes")
    screen.click("page tab", "Clés")
    screen.click("cell", espace)
    screen.keep("cles")
    screen.click("push button", "Renouveler ces clés")
    screen.told("De nouvelles clés sont faites pour tous les postes de cet espace.")
    screen.press("Return")
    screen.waits_until_gone(ALERT)
    screen.told("sont renouvelées : les postes les recevront à leur prochain échange.")


def change_phrase(screen: Screen, old: str, new: str) -> None:
    """Choose another passphrase: refused first, the old one being wrong."""
    for given, said in (
        ("une autre", "La phrase de passe n’est pas la bonne."),
        (old, "La phrase de passe est changée."),
    ):
        screen.click("push button", "Changer la phrase de passe")
        dialog = screen.find("dialog", "Changer la phrase de passe")
        fill(screen, "Phrase de passe actuelle", given)
        fill(screen, "Nouvelle phrase de passe", new)
        fill(screen, "La même, une seconde fois", new)
        screen.waits_for(partial(_may_go_on, screen, dialog))
        screen.keep("changer-la-phrase")
        screen.press("Return")
        screen.told(said)
        screen.keep("phrase-changee")


def _may_go_on(screen: Screen, dialog: Node) -> bool:
    return screen.find("push button", "Changer", under=dialog).has("enabled")


def renew_sheet(screen: Screen, phrase: str, path: Path) -> list[str]:
    """Put a new recovery sheet on paper; return its code."""
    screen.click("push button", "Nouvelle fiche de secours")
    screen.find("dialog", "Nouvelle fiche de secours")
    fill(screen, "Phrase de passe actuelle", phrase)
    screen.press("Return")
    return _put_on_paper(screen, path, "La nouvelle fiche de secours est en service. Détruisez l’ancienne.")


def change_key(screen: Screen, phrase: str, new: str, path: Path) -> list[str]:
    """The phrase leaked: change the key of the whole post with it; return the code of the new sheet."""
    screen.click("push button", "Changer la clé du poste")
    screen.find("dialog", "Cette phrase a fui")
    fill(screen, "Phrase de passe actuelle", phrase)
    fill(screen, "Nouvelle phrase de passe", new)
    fill(screen, "La même, une seconde fois", new)
    screen.keep("cette-phrase-a-fui")
    screen.press("Return")
    return _put_on_paper(screen, path, "La clé de ce poste, la phrase de passe et la fiche de secours sont remplacées.")


def back_up(screen: Screen, path: Path) -> None:
    """Write a backup, and try it."""
    screen.click("push button", "Sauvegarder maintenant")
    choose_file(screen, "Sauvegarder ce poste", path)
    screen.told("La sauvegarde est faite et relue.")
    screen.keep("sauvegarde")


def try_backup(screen: Screen, path: Path, phrase: str) -> None:
    """Try a restoration: nothing changes."""
    screen.click("push button", "Essayer une restauration")
    screen.find("text", "", under=screen.find("dialog", "Essayer une restauration"))
    screen.press("ctrl+a")
    screen.type(str(path))
    screen.press("Return")
    fill(screen, "Phrase de passe du jour", phrase)
    screen.keep("essayer-une-restauration")
    screen.press("Return")
    screen.told("Essai réussi : tout se relit. Rien n’a été changé.")


def panic(screen: Screen, program: subprocess.Popen[bytes], seen: Callable[[], bool]) -> None:
    """Hide everything at once, whatever is open."""
    screen.press("ctrl+shift+l")
    screen.find("text", "Phrase de passe")
    assert program.poll() is None
    assert not seen()
    screen.keep("tout-cache")


def use_sheet(screen: Screen, code: list[str], new: str) -> None:
    """The phrase is forgotten: the sheet opens the post, and is replaced."""
    screen.click("push button", "Phrase oubliée")
    fill(screen, "Code de secours", "-".join(code).lower())
    fill(screen, "Phrase de passe", new)
    fill(screen, "La même, une seconde fois", new)
    screen.find("label", "Excellente")
    screen.keep("code-de-secours")
    screen.press("Return")
    screen.find("push button", "J’ai ma fiche")


def _put_on_paper(screen: Screen, path: Path, said: str) -> list[str]:
    screen.find("check box", "La fiche est sur papier")
    code = code_shown(screen)
    screen.keep("nouvelle-fiche")
    screen.click("push button", "Enregistrer")
    choose_file(screen, "Enregistrer la fiche de secours", path)
    screen.waits_for(path.exists)
    screen.click("check box", "La fiche est sur papier")
    screen.click("push button", "Mettre en service")
    screen.told(said)
    return code
