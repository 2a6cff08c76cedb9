"""Somebody who attaches what cannot be, in the real windows: each file that is refused is named, with the reason."""

import struct
import zlib
from pathlib import Path

from tests.screen.posts import PHRASE, found_post, opened, signalements
from tests.screen.screen import ALERT, Screen, desktop
from tests.screen.steps import as_anybody, choose_file, drop, fill, unlock

_SIDE = 30_000
"""Of a picture that takes 900 million points once it is unrolled, and some kilobytes before."""


def test_files_that_cannot_be_attached(screen: Screen, tmp_path: Path) -> None:
    profile, files = found_post(tmp_path / "profil"), tmp_path / "fichiers"
    files.mkdir()
    program = screen.start(as_anybody(desktop(profile)))
    unlock(screen, PHRASE)
    screen.press("ctrl+n")
    good = files / "courriel.txt"
    good.write_text("Bonjour.", encoding="utf-8")
    drop(screen, tmp_path, screen.find("text", "Objet"), good)
    screen.told("Donnez d’abord un objet : une pièce se joint à une fiche enregistrée.")
    screen.keep("rien-a-quoi-joindre")
    fill(screen, "Objet", "Des pièces de travers")
    drop(screen, tmp_path, screen.find("text", "Objet"), *_bad(files), good)
    screen.find("page tab", "Pièces (1)")
    screen.told(
        "parti.txt : Ce fichier n’existe pas, ou n’est plus là. Vérifiez son nom et son emplacement.",
        "dossier : C’est un dossier, et non un fichier. Ouvrez-le, puis choisissez les fichiers qu’il contient.",
        "interdit.pdf : Ce fichier ne peut pas être lu.",
        "vide.txt : Ce fichier est vide. Choisissez-en un autre.",
        "film.mp4 : Cette pièce dépasse 200 Mo.",
        "coupee.jpg : Cette image n’a pas pu être débarrassée de ses métadonnées",
    )
    screen.keep("fichiers-refuses")
    _choose(screen, files)
    _take_off(screen)
    screen.press("alt+F4")
    assert program.wait(60) == 0
    with opened(profile) as desk:
        (row,) = signalements(desk)
        assert [piece.nom for piece in desk.read(row.id).pieces] == ["courriel.txt", "immense.png"]


def _bad(files: Path) -> list[Path]:
    names = ("parti.txt", "dossier", "interdit.pdf", "vide.txt", "film.mp4", "coupee.jpg")
    gone, folder, locked, empty, film, cut = (files / name for name in names)
    folder.mkdir()
    locked.write_bytes(b"%PDF-1.7")
    locked.chmod(0)
    empty.touch()
    with film.open("wb") as file:
        file.truncate(300 << 20)
    cut.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\0\1")
    return [gone, folder, locked, empty, film, cut]


def _choose(screen: Screen, files: Path) -> None:
    """By the dialog: a name that is none, then a picture that would fill the memory."""
    huge = files / "immense.png"
    huge.write_bytes(_huge_picture())
    screen.reach("push button", "Ajouter des pièces")  # what was refused is long: the button has scrolled away
    screen.press("space")
    screen.find("dialog", "Ajouter des pièces")
    screen.press("ctrl+a")
    screen.type(str(files / "jamais.txt"))
    screen.press("Return")
    screen.told("jamais.txt")
    screen.keep("fichier-introuvable")
    screen.press("Escape")
    screen.waits_until_gone(ALERT)
    screen.press("Escape")
    screen.waits_until_gone("dialog", "Ajouter des pièces")
    screen.reach("push button", "Ajouter des pièces")
    screen.press("space")
    choose_file(screen, "Ajouter des pièces", huge)
    screen.find("list item", "immense.png")
    screen.keep("image-immense")


def _take_off(screen: Screen) -> None:
    screen.click("list item", "courriel.txt")
    screen.press("Delete")
    screen.told("Pièce retirée : courriel.txt")
    screen.waits_until_gone("list item", "courriel.txt")
    screen.press("ctrl+z")
    screen.find("list item", "courriel.txt")


def _huge_picture() -> bytes:
    packer = zlib.compressobj(9)
    line = bytes(1 + _SIDE // 8)
    packed = b"".join(packer.compress(line) for _ in range(_SIDE)) + packer.flush()
    parts = ((b"IHDR", struct.pack(">IIBBBBB", _SIDE, _SIDE, 1, 0, 0, 0, 0)), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
