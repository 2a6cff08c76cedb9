"""Two cases in the real windows, from the call to their closing: a child in danger, and a « centre de santé » in name.

Mostly by keyboard, offline; each moment keeps a picture. Then the service comes, and a second post sees the whole.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.screen.morning import enter_beside, hurried
from tests.screen.posts import PHRASE, found_post, opened, signalements
from tests.screen.screen import Screen
from tests.screen.steps import choose_file, fill, open_part, press_button
from ui.preferences import HABITS, Habits, habits_document

# No letter that a French keyboard lacks: the server lends such a letter a key, and a slow machine may read another.
CHILD, RECIT = "Enfant retiré du collège", "Une voisine appelle. Un enfant ne va plus en classe ni chez le médecin."
SIGN = "Enseigne de centre fictif"
WHY, FACTS = "Mineur en risque de danger.", "Faits rapportés par une voisine, non vérifiés."
BESIDE = "Dominique Essai"


@dataclass(frozen=True)
class Posts:
    """The post that works in its windows, and the one that will see what it did."""

    profile: Path
    beside: Path


def prepare(folder: Path, address: str) -> Posts:
    """Make a post with the shipped texts and letters, and a colleague's; a service hosts them."""
    profile = found_post(folder / "camille")
    with opened(profile) as desk, hurried():
        desk.add_default_texts()
        desk.add_default_templates()
        enter_beside(desk, folder, BESIDE).close()
        for espace in desk.espaces():
            desk.publish(espace.id, address, None)
        desk.remember(HABITS, habits_document(Habits(echanges=False)))
    return Posts(profile, folder / BESIDE)


def received(posts: Posts, address: str) -> dict[object, Mapping[str, object]]:
    """Exchange at the second post, by its command; return its signalements, by what they are about."""
    phrase = posts.beside.with_name("phrase.txt")
    phrase.write_text(PHRASE + "\n", encoding="utf-8")
    words = ["--profil", posts.beside, "--phrase-fichier", phrase, "synchroniser", "--central", address]
    subprocess.run([sys.executable, "-m", "mvl_desktop.cli", *map(str, words)], check=True, timeout=120)
    with opened(posts.beside) as desk:
        found = [desk.edit(row.id).champs for row in signalements(desk)]
    return {champs["objet"]: champs for champs in found}


def call(screen: Screen) -> None:
    """Record what the neighbour says, and that a child is concerned."""
    screen.press("ctrl+n")
    fill(screen, "Objet", CHILD)
    choose(screen, "Canal", "App", "Appel téléphonique consigné")
    fill(screen, "Résumé des faits", RECIT)
    open_part(screen, "Personnes")
    concerned = screen.reach("radio button", "Mineur concerné : Oui")
    screen.press("space")
    screen.waits_for(lambda: concerned.has("checked"))
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.keep("appel-enregistre")


def choose(screen: Screen, name: str, typed: str, label: str) -> None:
    """Choose a code by its first letters; a slow machine takes them for several words: once more, then."""
    screen.reach("combo box", name)
    for _ in range(3):
        screen.type(typed)
        with suppress(LookupError):
            screen.find("combo box", label, seconds=3)
            return
    screen.find("combo box", label)


def interview(screen: Screen, grid: str, answers: str, fiche: str) -> None:
    """Go through a grid, one key an answer, and apply the fiche that its answers call for."""
    open_part(screen, "Repérage")
    press_button(screen, "Ouvrir une grille…")
    screen.find("dialog", "Ouvrir une grille")
    screen.type(grid)
    screen.find("list item", grid)
    screen.keep("choisir-une-grille")
    screen.press("Return")
    screen.waits_until_gone("dialog", "Ouvrir une grille")
    for place, key in enumerate(answers):
        screen.find("label", f"Critère {place + 1} sur {len(answers)}")
        screen.press(key)
    screen.keep("entretien")
    press_button(screen, f"Appliquer : {fiche}")
    screen.find("label", "Déjà appliquée")
    press_button(screen, "Terminer")
    screen.find("push button", "Revoir les réponses")


def pass_on(screen: Screen, letters: str, service: str, ground: str, told: str = "") -> None:
    """Prepare a transmission: to whom, on what basis, why, what is passed on, whether the person is told."""
    open_part(screen, "Transmissions")
    press_button(screen, "Préparer une transmission…")
    screen.find("dialog", "Préparer une transmission")
    screen.type(letters)
    fill(screen, "Transmission : Service", service)
    screen.reach("check box", ground)
    screen.press("space")
    fill(screen, "Transmission : Pourquoi", WHY)
    fill(screen, "Transmission : Ce qui est transmis", FACTS)
    if told:
        screen.reach("radio button", "Transmission : Personne concernée informée : Oui")
        screen.press("Right", "space")
        fill(screen, "Transmission : Pourquoi ne pas l’informer", told)
    screen.keep("transmission-preparee")
    press_button(screen, "Garder cette préparation")
    screen.waits_until_gone("dialog", "Préparer une transmission")


def gesture(screen: Screen, button: str, title: str, say: Callable[[], None]) -> None:
    """Play one gesture of a transmission: its button, what it asks, Enter."""
    press_button(screen, button, most=200)
    screen.find("dialog", title)
    say()
    screen.keep(title.lower().replace(" ", "-"))
    screen.press("Return")
    screen.waits_until_gone("dialog", title)


def send(screen: Screen, recipient: str, channel: str) -> None:
    """Say that one left, by which channel: nothing is sent from here."""
    gesture(screen, f"Marquer envoyée… : {recipient}", "Marquer envoyée", lambda: screen.type(channel))


def returned(screen: Screen, recipient: str, outcome: str, label: str) -> None:
    """Say what came back, then that nothing is awaited any more."""

    def say() -> None:
        choose(screen, "Issue", outcome, label)

    gesture(screen, f"Retour reçu… : {recipient}", "Retour reçu", say)
    gesture(screen, f"Clore… : {recipient}", "Clore la transmission", lambda: None)


def close(screen: Screen) -> None:
    """Close the case: what is still pending is said first, and why it is closed all the same."""
    open_part(screen, "Suivi")
    choose(screen, "Statut", "Clos", "Clos")
    screen.find("label", "Encore en attente")
    screen.keep("encore-en-attente")
    fill(screen, "Précision", "Le conseil départemental poursuit.")
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.keep("dossier-clos")


def sign(screen: Screen, folder: Path) -> None:
    """Record that a sign bears the name of a health centre, with what shows it."""
    shown = folder / "enseigne.txt"
    shown.write_text("Photographie fictive du 20 novembre 2026.", encoding="utf-8")
    screen.press("ctrl+n")
    fill(screen, "Objet", SIGN)
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.press("ctrl+Tab")
    press_button(screen, "Ajouter des pièces…")
    choose_file(screen, "Ajouter des pièces", shown)
    screen.find("list item", "enseigne.txt")
    screen.press("ctrl+shift+Tab")


def letter(screen: Screen, template: str) -> None:
    """Write a formal notice: fill what it still asks for, see its page, review it, say that it left."""
    open_part(screen, "Transmissions")
    press_button(screen, "Écrire un courrier…", most=200)
    screen.find("dialog", "Écrire un courrier")
    screen.type(template)
    screen.find("list item", "MED-01")
    screen.press("Return")
    dialog = screen.find("dialog", "Courrier")
    text = screen.find("text", "Texte du courrier")
    while "[" in text.text():
        screen.press("F8")
        screen.type("exemple")
    screen.keep("courrier-complet")
    screen.click("push button", "Enregistrer", under=dialog)
    screen.told("Courrier enregistré.")
    screen.click("push button", "Relu par…", under=dialog)
    reading = screen.find("dialog", "Noter la relecture")
    screen.click("push button", "Relu", under=reading)
    screen.waits_until_gone("dialog", "Noter la relecture")
    screen.click("push button", "Marquer envoyé…", under=dialog)
    screen.find("dialog", "Noter l’envoi")
    choose(screen, "Voie d’envoi", "c", "Courrier recommandé")
    screen.press("Return")
    screen.waits_until_gone("dialog", "Noter l’envoi")
    screen.keep("courrier-envoye")
    screen.click("push button", "Fermer", under=dialog)
    screen.waits_until_gone("dialog", "Courrier")
