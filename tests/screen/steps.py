"""What a person does often in the windows, by keyboard: the five steps, opening, going to a part, choosing a file."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.screen.atspi import Node
from tests.screen.hand import PLACE
from tests.screen.screen import Screen

_GROUP = re.compile(r"[0-9A-Z]{4}\Z")
_CLIPBOARD, _HAND = Path(__file__).with_name("clipboard.py"), Path(__file__).with_name("hand.py")


def press_button(screen: Screen, name: str, *, key: str = "Tab", most: int = 80) -> None:
    """Go to a button with the keyboard, and press it."""
    screen.reach("push button", name, key=key, most=most)
    screen.press("space")


def fill(screen: Screen, name: str, text: str, *, key: str = "Tab") -> None:
    """Go to a line with the keyboard, and type."""
    screen.reach("text", name, key=key)
    screen.type(text)


def code_shown(screen: Screen) -> list[str]:
    """Read the recovery code as a screen reader does, group by group."""
    return [text for text in screen.texts() if _GROUP.match(text)]


def asked_groups(screen: Screen) -> list[int]:
    """Return which groups of the recovery code are asked, counted from one."""
    return [int(found[0]) for name in screen.texts("text") if "groupe" in name and (found := re.match(r"\d+", name))]


def introduce(screen: Screen, name: str, phrase: str) -> list[str]:
    """Play the first start until the recovery code is shown; return it."""
    press_button(screen, "Commencer")
    fill(screen, "Qui travaille sur ce poste", name)
    fill(screen, "Phrase de passe", phrase)
    fill(screen, "La même, une seconde fois", phrase)
    screen.find("label", "Excellente")
    screen.press("Return")
    screen.find("push button", "J’ai ma fiche")
    return code_shown(screen)


def prove(screen: Screen, code: list[str]) -> None:
    """Say that the sheet is kept, and type the groups that are asked."""
    press_button(screen, "J’ai ma fiche")
    screen.find("push button", "Vérifier")
    asked = asked_groups(screen)
    assert len(asked) == 2
    for place in asked:
        screen.type(code[place - 1].lower())
        screen.press("Return")
    screen.find("text", "Délégation", seconds=90)


def settle(screen: Screen, delegation: str, departements: str, said: str) -> None:
    """Say where one works, and found the espace."""
    fill(screen, "Délégation", delegation)
    screen.press("Tab")
    screen.type(departements)
    screen.find("label", said)
    screen.press("Return")
    press_button(screen, "Fonder l’espace")
    screen.find("push button", "Enregistrer un premier signalement", seconds=90)


def unlock(screen: Screen, phrase: str) -> None:
    """Type the passphrase, and wait for the main window."""
    fill(screen, "Phrase de passe", phrase)
    screen.press("Return")
    screen.find("list", "Navigation principale")


def open_part(screen: Screen, title: str) -> None:
    """Go to the title of a part of the form, and unfold it.

    Not from title to title: Qt shows Alt to readers after it took the shortcut, and may then go to the menus.
    """
    part = screen.reach("check box", title, most=150)
    if not part.has("checked"):
        screen.press("space")


def choose_file(screen: Screen, title: str, path: Path) -> None:
    """Give a file to the dialog that asks for one."""
    dialog = screen.find("dialog", title)
    screen.find("text", "", under=dialog)
    screen.press("ctrl+a")
    screen.type(str(path))
    screen.press("Return")
    screen.waits_until_gone("dialog", title)


def choose_all(screen: Screen, title: str, paths: Sequence[Path]) -> None:
    """Give all the files of a folder to the dialog that asks for some, as one does: go there, choose, open.

    Several names typed at once are no way: Qt chooses each in its list while one types, and loses some on a slow disk.
    """
    dialog = screen.find("dialog", title)
    line = screen.find("text", "", under=dialog)
    screen.press("ctrl+a")
    screen.type(str(paths[0].parent))
    screen.press("Return")
    screen.find("tree item", paths[-1].name, under=dialog)
    screen.reach("tree", "Fichiers")
    screen.press("ctrl+a")
    screen.waits_for(lambda: all(f'"{path.name}"' in line.text() for path in paths))
    screen.click("push button", "Ouvrir", under=dialog)
    screen.waits_until_gone("dialog", title)


def open_security(screen: Screen) -> None:
    """Open « Sécurité de ce poste » from the palette."""
    screen.press("ctrl+k")
    screen.find("dialog", "Aller à")
    screen.type("sécurité")
    screen.find("list item", "Sécurité de ce poste")
    screen.press("Return")
    screen.find("dialog", "Sécurité de ce poste")


def copy(screen: Screen, path: Path) -> subprocess.Popen[bytes]:
    """Let a program of ours hold a picture, or the text of a file, in the clipboard, until the screen is closed."""
    ready = path.with_suffix(".prêt")
    program = screen.start([sys.executable, _CLIPBOARD, path, ready], QT_LINUX_ACCESSIBILITY_ALWAYS_ON="0")
    screen.waits_for(ready.exists)
    return program


def drop(screen: Screen, folder: Path, target: Node, *paths: Path) -> None:
    """Drag files with the mouse from another program, and drop them on something."""
    ready, accepted = folder / "main.pret", folder / "main.prise"
    command: list[str | Path] = [sys.executable, _HAND, ready, accepted, *paths]
    screen.start(command, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="0")
    screen.waits_for(ready.exists)
    screen.drag(PLACE, target, accepted.exists)
    ready.unlink()
    accepted.unlink()


def as_anybody(command: list[str | Path]) -> list[str | Path]:
    """Return a command that may read and write what its owner may, and no more, also where the tests are root's."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--", *command]
