"""Three guardians in the real windows: sheets for each, a rehearsal by two, a post opened, a lost espace given back."""

import re
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tests.screen.atspi import Node
from tests.screen.screen import Screen
from tests.screen.steps import choose_file, fill

NAMES = ("Sacha Inventé", "Charlie Imaginaire", "Noor Fictif")
_RANKS = ("Premier", "Deuxième", "Troisième")
_WORD = re.compile(r"(\d{1,2})\s+([^\W\d_]{2,})")


def open_custody(screen: Screen) -> Node:
    """Open « Gardiens et secours » from the palette."""
    screen.press("ctrl+k")
    screen.find("dialog", "Aller à")
    screen.type("gardiens")
    screen.find("list item", "Gardiens et secours")
    screen.press("Return")
    return screen.find("dialog", "Gardiens et secours")


def name_three(screen: Screen, folder: Path) -> list[str]:
    """Prepare a sheet for each, and name them; return the words of each sheet, as paper holds them."""
    screen.click("push button", "Nommer les gardiens")
    screen.find("dialog", "Nommer les gardiens")
    screen.keep("nommer-les-gardiens")
    sheets = [folder / f"gardien-{place}.pdf" for place, _name in enumerate(NAMES, 1)]
    for rank, name, path in zip(_RANKS, NAMES, sheets, strict=True):
        screen.click("push button", f"{rank} gardien : Préparer sa fiche ici")
        screen.find("dialog", "Préparer une fiche de gardien")
        screen.lands_on("text", "Nom du gardien")
        screen.type(name)
        screen.press("Return")
        choose_file(screen, "Enregistrer la fiche de gardien", path)
        line = screen.find("text", f"{rank} gardien")
        screen.waits_for(lambda line=line, name=name: line.text().startswith(name))  # type: ignore[misc]
    screen.keep("trois-gardiens")
    screen.click("push button", "Nommer", under=screen.find("dialog", "Nommer les gardiens"))
    screen.told("Les gardiens sont nommés, et les clés renouvelées. Faites répéter le secours.")
    screen.keep("gardiens-nommes")
    return [_words(path) for path in sheets]


def rehearse(screen: Screen, sheets: Sequence[str]) -> None:
    """Two of them type their words; a slip costs the word that is said, and nothing else is typed again."""
    right, after = sheets[0].split(" ", 1)
    screen.click("push button", "Répéter le secours")
    dialog = screen.find("dialog", "Répéter le secours")
    _type_two(screen, (f"zzz {after}", sheets[1]))
    screen.click("push button", "Essayer", under=dialog)
    screen.told("Fiche 1, mot 1 : ce mot n’est dans aucune fiche de gardien")
    screen.keep("un-mot-de-travers")
    screen.lands_on("text", "Première fiche")
    screen.type(right)
    screen.click("push button", "Essayer", under=dialog)
    screen.waits_until_gone("dialog", "Répéter le secours")
    screen.told("Essai réussi : ")
    screen.keep("secours-repete")


def keep_this_post(screen: Screen) -> None:
    """Let the guardians open this post too."""
    screen.click("push button", "Confier aussi ce poste")
    screen.told("C’est fait.")


def copy_espace(screen: Screen, path: Path) -> str:
    """Copy the espace; return the founder's fingerprint, as it is to be kept on paper."""
    screen.click("push button", "Copier l’espace")
    choose_file(screen, "Copier l’espace", path)
    screen.told("L’espace est copié. Empreinte du fondateur, à garder sur papier")
    screen.keep("espace-copie")
    said = next(text for text in screen.texts() if text.startswith("L’espace est copié"))
    return said.rpartition(":")[2].strip(" .\u00a0")


def refound(screen: Screen, copy: Path, sheets: Sequence[str], name: str, founder: str) -> None:
    """On a new post, two guardians give the espace back from its copy."""
    screen.click("push button", "Refonder un espace")
    choose_file(screen, "Copie de l’espace perdu", copy)
    screen.find("dialog", "Refonder un espace perdu")
    screen.lands_on("text", "Nom du nouvel espace")
    screen.type(name)
    fill(screen, "Empreinte du fondateur", founder)
    _type_two(screen, sheets)
    screen.keep("refonder")
    screen.click("push button", "Refonder", under=screen.find("dialog", "Refonder un espace perdu"))
    screen.told(f"« {name} » est refondé avec", "Invitez de nouveau chaque personne, puis nommez des gardiens.")
    screen.keep("refonde")


def open_by_two(screen: Screen, sheets: Sequence[str], phrase: str) -> None:
    """The phrase and the code are lost: two guardians open the post at its threshold, for a new phrase."""
    screen.click("push button", "Phrase oubliée")
    fill(screen, "Code de secours", " ".join(sheets))
    fill(screen, "Phrase de passe", phrase)
    fill(screen, "La même, une seconde fois", phrase)
    screen.find("label", "Excellente")
    screen.keep("ouvrir-par-deux-gardiens")
    screen.press("Return")
    screen.find("push button", "J’ai ma fiche")


def _type_two(screen: Screen, sheets: Sequence[str]) -> None:
    for title, words in zip(("Première fiche", "Seconde fiche"), sheets, strict=True):
        screen.reach("text", title)
        screen.type(words)
    screen.waits_for(lambda: len([label for label in screen.texts() if label.startswith("24 mots")]) == len(sheets))


def _words(sheet: Path) -> str:
    """Read the words of a sheet, without their accents: nobody has to type them."""
    told = subprocess.run(["pdftotext", "-layout", str(sheet), "-"], capture_output=True, text=True, check=True).stdout
    listed = told.partition("Les 24 mots")[2].partition("À garder")[0]
    ranked = sorted((int(rank), word) for rank, word in _WORD.findall(listed))
    assert [rank for rank, _word in ranked] == list(range(1, 25))
    plain = unicodedata.normalize("NFD", " ".join(word for _rank, word in ranked))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
