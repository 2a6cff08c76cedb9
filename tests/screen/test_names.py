"""On the real accessibility tree, everywhere: what takes the keyboard has a name, and Tab goes as the eye reads."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from tests.screen.atspi import Node
from tests.screen.posts import PHRASE, found_post, opened
from tests.screen.reading import out_of_order, unnamed, walk
from tests.screen.screen import Screen, desktop
from tests.screen.steps import open_security, press_button, unlock

_WITH_A_FIGURE = 9
_SOME = 3
_PARTS = 30
"""More parts than a form has."""


@pytest.fixture(scope="module")
def at_work(lasting_screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Screen:
    profile = found_post(tmp_path_factory.mktemp("poste") / "profil")
    with opened(profile) as desk:
        for number in range(_SOME):
            desk.save(replace(desk.begin("signalement"), champs={"objet": f"Stage n° {number}"}))
    lasting_screen.start(desktop(profile))
    unlock(lasting_screen, PHRASE)
    return lasting_screen


def test_every_page_is_named_and_read_in_order(at_work: Screen) -> None:
    pages = [node.name.partition("  ")[0] for node in at_work.find("list", "Navigation").matches("list item")]
    assert len(pages) > 6
    wrong = {}
    for number, page in enumerate(pages, 1):
        if number <= _WITH_A_FIGURE:
            at_work.press(f"ctrl+{number}")
        else:
            at_work.click("list item", page)
        at_work.find("frame", page)
        wrong[page] = unnamed(at_work) + out_of_order(walk(at_work))
    assert not any(wrong.values()), wrong


def test_the_form_wholly_unfolded_is_named_and_read_in_order(at_work: Screen) -> None:
    at_work.press("ctrl+n")
    first = at_work.find("text", "Objet")
    title = at_work.move("alt+Next")
    for _ in range(_PARTS):
        if not title.has("checked"):
            at_work.press("Right")
            at_work.waits_for(partial(title.has, "checked"))
        if title.name.startswith("Pièces"):
            break
        title = at_work.move("Down")
    assert title.name.startswith("Pièces"), "the last part was reached"
    assert not unnamed(at_work)
    at_work.reach("text", "Objet", key="alt+o")
    assert first.has_keyboard
    assert not out_of_order(walk(at_work))
    at_work.press("Escape")
    at_work.waits_until_gone("push button", "Enregistrer")


def test_dialogs_are_named_and_give_the_keyboard_back(at_work: Screen) -> None:
    wrong = {}
    for page, opens, title in _dialogs(at_work):
        if page:
            at_work.click("list item", page)
            at_work.find("frame", page)
        opens()
        dialog = at_work.find("dialog", title)
        at_work.waits_for(partial(_holds_keyboard, dialog))
        wrong[title] = unnamed(at_work) + out_of_order(walk(at_work))
        at_work.press("Escape")
        at_work.waits_until_gone("dialog", title)
        at_work.focused()
    assert not any(wrong.values()), wrong


def _holds_keyboard(dialog: Node) -> bool:
    return any(node.has_keyboard for node in dialog.matches("", "focused"))


def _dialogs(screen: Screen) -> list[tuple[str, Callable[[], object], str]]:
    """Return what opens a dialog from a page, and its title."""
    press, push = screen.press, partial(press_button, screen)
    return [
        ("Accueil", partial(press, "ctrl+k"), "Aller à"),
        ("", partial(press, "ctrl+comma"), "Préférences"),
        ("", partial(press, "ctrl+question"), "Raccourcis"),
        ("", partial(open_security, screen), "Sécurité"),
        ("Signalements", partial(push, "Colonnes"), "Colonnes"),
        ("Échanges", partial(push, "Préparer un lot"), "Préparer un lot"),
        ("Postes", partial(push, "Inviter un poste"), "Inviter un poste"),
    ]
