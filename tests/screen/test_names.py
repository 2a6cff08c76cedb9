"""On the real accessibility tree: what takes the keyboard, on every page, is called something a person understands."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from tests.screen.atspi import Node
from tests.screen.screen import Screen, desktop
from ui.app import BootstrapPosts
from ui.captures.posts import PHRASE
from ui.desk import Desk

_PAGES = 9
_SILENT = frozenset({"filler", "scroll pane", "viewport", "panel", "split pane"})
"""What Qt lets take the keyboard for what is in it, and readers pass over."""


@pytest.fixture
def at_work(screen: Screen, tmp_path: Path) -> Screen:
    desk = cast("Desk", BootstrapPosts(tmp_path / "profil").create("Camille", PHRASE).confirm())
    desk.found("Délégation de l’Ain")
    desk.close()
    screen.start(desktop(tmp_path / "profil"))
    screen.reach("text", "Phrase de passe")
    screen.type(PHRASE)
    screen.press("Return")
    screen.find("list", "Navigation principale")
    return screen


def _unnamed(screen: Screen) -> list[str]:
    found = []
    for root in screen.tree.applications():
        trail: dict[str, str] = {}
        for node in root.walk():
            said = node.name.strip()
            trail[node.path] = said
            if node.has("focusable") and node.role not in _SILENT and not said and not node.description.strip():
                found.append(f"{node.role} à {node.extents()}")
    return found


def _everywhere(screen: Screen, look: Callable[[], list[str]]) -> dict[str, list[str]]:
    found = {}
    for number in range(1, _PAGES + 1):
        screen.press(f"ctrl+{number}")
        page = _title(screen)
        found[f"{number} {page}"] = look()
    return found


def _title(screen: Screen) -> str:
    frames = [node for root in screen.tree.applications() for node in root.children() if _is_window(node)]
    return frames[0].name if frames else ""


def _is_window(node: Node) -> bool:
    return node.role in ("frame", "window", "dialog") and node.has("showing")


def test_whatever_takes_the_keyboard_has_a_name_on_every_page(at_work: Screen) -> None:
    found = _everywhere(at_work, lambda: _unnamed(at_work))
    assert len({page.partition(" ")[2] for page in found}) > 4, found
    assert not any(found.values()), found


def test_a_new_signalement_has_a_name_for_each_of_its_fields(at_work: Screen) -> None:
    at_work.press("ctrl+n")
    at_work.find("text", "Objet")
    assert not _unnamed(at_work)
