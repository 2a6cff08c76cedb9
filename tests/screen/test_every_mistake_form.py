"""Somebody who fills the form all wrong, in the real windows: each mistake is said where it is, and nothing is lost."""

from pathlib import Path
from typing import cast

from tests.screen.posts import PHRASE, found_post, opened, signalements
from tests.screen.screen import Screen, desktop
from tests.screen.steps import copy, fill, open_part, press_button, unlock

_HUGE = 1_000_000
_WORD = "pièce "
_PAGE = "<b onclick='x()'>Stage</b><img src='http://192.0.2.1/i.png'>"
_NOM, _FINESS, _TELEPHONE = (f"Mis en cause : {part}" for part in ("Nom", "Numéro FINESS", "Téléphone"))


def test_a_form_filled_with_every_mistake(screen: Screen, tmp_path: Path) -> None:
    profile = found_post(tmp_path / "profil")
    program = screen.start(desktop(profile))
    unlock(screen, PHRASE)
    screen.press("ctrl+n")
    _paste_a_page(screen, tmp_path)
    _days_that_are_none(screen)
    _numbers_in_letters(screen)
    _take_out_and_put_back(screen)
    _paste_a_book(screen, tmp_path)
    save = screen.find("push button", "Enregistrer")
    screen.click_on(save)
    screen.click_on(save)
    screen.find("label", "Enregistré à")
    _close_and_come_back(screen)
    screen.press("alt+F4")
    assert program.wait(60) == 0
    with opened(profile) as desk:
        (row,) = signalements(desk)
        said = desk.edit(row.id).champs
    assert said["objet"] == _PAGE
    assert (said["recu_le"], said["resume"]) == ("2031-12-31", "court, puis ajouté sans enregistrer")
    (who,) = cast("list[dict[str, str]]", said["mis_en_cause"])
    assert (who["nom"], who["finess"], who["telephone"]) == ("Claude Inventé", "sept cents", "zéro un")


def _paste_a_page(screen: Screen, folder: Path) -> None:
    """What is copied from a page on the web is text, as it stands; nothing of it is ever fetched."""
    page = folder / "page.html"
    page.write_text(_PAGE, encoding="utf-8")
    clipboard = copy(screen, page)
    screen.reach("text", "Objet")
    screen.press("ctrl+v")
    screen.find("label", _PAGE)
    clipboard.kill()
    screen.holds("Objet", _PAGE)
    screen.keep("page-collee")


def _days_that_are_none(screen: Screen) -> None:
    screen.reach("text", "Reçu le")
    screen.press("ctrl+a")
    screen.type("31/02/2026")
    screen.press("Tab")
    screen.told("Cette date n’existe pas. Écrivez-la comme 21/11/2026, ou « hier ».")
    screen.press("ctrl+s")
    screen.told("Un champ est à corriger avant d’enregistrer. Le brouillon, lui, est gardé.")
    screen.keep("date-impossible")
    screen.lands_on("text", "Reçu le")
    screen.press("ctrl+a")
    screen.type("31/12/2031")
    screen.press("Tab")
    screen.told("Cette date est à venir. Vérifiez le jour, le mois et l’année ; elle est gardée telle quelle.")
    screen.waits_until_gone("label", "Un champ est à corriger")
    screen.keep("date-a-venir")


def _numbers_in_letters(screen: Screen) -> None:
    open_part(screen, "Mis en cause")
    press_button(screen, "Mis en cause : ajouter")
    fill(screen, _NOM, "Claude Inventé")
    fill(screen, _FINESS, "sept cents")
    screen.press("Tab")
    screen.told("Un numéro FINESS compte neuf chiffres. Vérifiez-le si vous le pouvez.")
    fill(screen, _TELEPHONE, "zéro un")
    screen.press("Tab")
    screen.told("Un numéro de téléphone s’écrit en chiffres, comme 01 99 00 00 00.")
    screen.keep("numeros-en-lettres")


def _take_out_and_put_back(screen: Screen) -> None:
    """What is taken out by mistake comes back, by a button or by the keys that everybody knows."""
    for back in ("Annuler", ""):
        screen.reach("push button", "Retirer", key="shift+Tab")
        screen.press("space")
        screen.told("Retiré : Mis en cause 1")
        screen.keep("retire")
        if back:
            screen.click("push button", back)
        else:
            screen.press("ctrl+z")
        screen.find("check box", "Mis en cause 1")


def _paste_a_book(screen: Screen, folder: Path) -> None:
    huge = folder / "enorme.txt"
    huge.write_text(_WORD * (_HUGE // len(_WORD)), encoding="utf-8")
    clipboard = copy(screen, huge)
    screen.reach("text", "Résumé des faits", key="shift+Tab")
    screen.press("ctrl+v")
    screen.find("label", "999 996 caractères")
    screen.press("ctrl+s")
    screen.told("Ce texte est trop long pour un champ. Joignez-le plutôt comme pièce.")
    screen.keep("texte-trop-long")
    clipboard.kill()
    screen.lands_on("text", "Résumé des faits")
    screen.press("ctrl+a")
    screen.type("court")
    screen.find("label", "5 caractères")


def _close_and_come_back(screen: Screen) -> None:
    """The form is left without saving, then opened twice: it is one record, as it was left."""
    screen.reach("text", "Résumé des faits")
    screen.press("ctrl+End")
    screen.type(", puis ajouté sans enregistrer")
    screen.press("Escape")
    screen.waits_until_gone("push button", "Enregistrer")
    for _ in range(2):
        screen.press("ctrl+k")
        screen.find("dialog", "Aller à")
        screen.type("Stage")
        screen.find("list item", _PAGE)
        screen.press("Return")
        screen.find("label", "Brouillon repris")
    screen.keep("brouillon-repris")
    screen.holds("Résumé des faits", "court, puis ajouté sans enregistrer")
