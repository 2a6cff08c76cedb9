"""How menus are made: an entry with its shortcut and icon, pages by number, and the look."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from mvl_desktop.i18n import N_, _
from ui.icons import icon
from ui.preferences import APPEARANCES, SCALES
from ui.theme import Theme

_FIGURES = 9
_LOOKS = {
    "systeme": N_("Comme le système"),
    "clair": N_("Clair"),
    "sombre": N_("Sombre"),
    "contraste": N_("Contraste élevé"),
}


def entry(menu: QMenu, text: str, keys: str, do: Callable[[], object], icon_name: str) -> QAction:
    """Add an entry that shows its shortcut."""
    action = menu.addAction(icon(icon_name), text)
    action.setData(icon_name)
    action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda _on: do())
    return action


def numbered(menu: QMenu, count: int, go: Callable[[int], None]) -> list[QAction]:
    """Add entries Ctrl+1, Ctrl+2… up to 9, then without a key; hidden until they are named."""
    made = []
    for number in range(1, count + 1):
        action = menu.addAction("")
        if number <= _FIGURES:
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
        action.triggered.connect(lambda _on, place=number - 1: go(place))
        action.setVisible(False)
        made.append(action)
    return made


def look_menus(menu: QMenu, theme: Theme) -> None:
    """Add the choices of appearance and of text size."""
    appearance = menu.addMenu(icon("circle-half"), _("Apparence"))
    group = QActionGroup(appearance)
    for code in APPEARANCES:
        action = _choice(appearance, group, _(_LOOKS[code]), checked=theme.look.apparence == code)
        action.triggered.connect(lambda _on, code=code: theme.choose(apparence=code))
    size = menu.addMenu(icon("text-aa"), _("Taille du texte"))
    sizes = QActionGroup(size)
    for scale in SCALES:
        action = _choice(size, sizes, _("{n}\u00a0%").format(n=scale), checked=theme.look.taille == scale)
        action.triggered.connect(lambda _on, scale=scale: theme.choose(taille=scale))


def _choice(menu: QMenu, group: QActionGroup, text: str, *, checked: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(checked)
    group.addAction(action)
    return action
