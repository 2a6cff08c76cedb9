"""Light, dark and high contrast over Fusion, from one table of colours, at the text size that was chosen."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ui.cache import keep_drawing
from ui.icons import drawing
from ui.preferences import Look
from ui.resources import resource

BASE_POINT = 10.0
_POINTS = (9, 11, 12, 14, 15, 18, 20, 24)
_PIXELS = range(2, 27)

Role, Group = QPalette.ColorRole, QPalette.ColorGroup
_ROLES: Mapping[QPalette.ColorRole, str] = {
    Role.Window: "fond",
    Role.WindowText: "texte",
    Role.Base: "surface",
    Role.AlternateBase: "fond",
    Role.Text: "texte",
    Role.Button: "releve",
    Role.ButtonText: "texte",
    Role.BrightText: "danger",
    Role.ToolTipBase: "releve",
    Role.ToolTipText: "texte",
    Role.Highlight: "accent",
    Role.HighlightedText: "sur_accent",
    Role.Link: "accent",
    Role.LinkVisited: "accent",
    Role.PlaceholderText: "discret",
    Role.Mid: "trait",
    Role.Midlight: "trait",
    Role.Dark: "trait",
    Role.Light: "releve",
    Role.Shadow: "trait",
    Role.Accent: "accent",
}


@cache
def tokens() -> Mapping[str, Mapping[str, str]]:
    """Return the colours of each appearance."""
    found: dict[str, dict[str, str]] = json.loads(resource("style", "jetons.json").read_text(encoding="utf-8"))
    return found


def palette(colours: Mapping[str, str]) -> QPalette:
    """Return the palette of a set of colours."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(colours[token]))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        made.setColor(Group.Disabled, role, QColor(colours["discret"]))
    return made


def style_sheet(colours: Mapping[str, str], scale: float, cache_folder: Path) -> str:
    """Return the style sheet for these colours at this scale; its arrows are drawn into the folder."""
    names: dict[str, str] = dict(colours)
    names |= {f"p{point}": f"{BASE_POINT * scale * point / 10:.1f}" for point in _POINTS}
    names |= {f"x{pixel}": str(max(1, round(pixel * scale))) for pixel in _PIXELS}
    for name, file, token in (
        ("chevron", "caret-down", "texte"),
        ("chevron_haut", "caret-up", "texte"),
        ("coche", "check-bold", "sur_accent"),
    ):
        coloured = drawing(file).replace(b"currentColor", colours[token].encode())
        names[name] = keep_drawing(cache_folder, coloured).as_posix()
    return Template(resource("style", "mvl.qss").read_text(encoding="utf-8")).substitute(names)


class Theme(QObject):
    """The look of the application, which may change while it runs."""

    changed = Signal()
    chosen = Signal(object)

    def __init__(self, app: QApplication, look: Look, cache_folder: Path) -> None:
        super().__init__(app)
        self._app, self._look, self._cache_folder = app, look, cache_folder
        self._applying = False
        app.setStyle("Fusion")
        for file in sorted(resource("fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
        app.styleHints().colorSchemeChanged.connect(self.refresh)
        self.apply(look)

    @property
    def look(self) -> Look:
        """What was chosen."""
        return self._look

    @property
    def appearance(self) -> str:
        """What is shown: `clair`, `sombre` or `contraste`."""
        if self._look.apparence != "systeme":
            return self._look.apparence
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "contraste"
        return "sombre" if hints.colorScheme() == Qt.ColorScheme.Dark else "clair"

    @property
    def scale(self) -> float:
        """The text size, 1 at 100 %."""
        return self._look.taille / 100

    def apply(self, look: Look) -> None:
        """Show a look."""
        self._look = look
        self.refresh()

    def choose(self, *, apparence: str | None = None, taille: int | None = None, langue: str | None = None) -> None:
        """Change one thing of the look, and say so to whoever remembers it. A language is read at the next start."""
        look = replace(
            self._look,
            apparence=apparence or self._look.apparence,
            taille=taille or self._look.taille,
            langue=langue or self._look.langue,
        )
        if replace(look, langue=self._look.langue) != self._look:
            self.apply(look)
        self._look = look
        self.chosen.emit(look)

    def refresh(self) -> None:
        """Show the look again: the system's own changed."""
        if self._applying:
            return
        self._applying = True
        try:
            # What was made and never shown would keep for ever the letters that it was made with.
            for widget in self._app.allWidgets():
                widget.ensurePolished()
            # From one sheet straight to another Qt is ten times slower than by way of none.
            self._app.setStyleSheet("")
            colours = tokens()[self.appearance]
            font = QFont("Inter")
            font.setPointSizeF(BASE_POINT * self.scale)
            font.setFeature(QFont.Tag("tnum"), 1)
            self._app.setFont(font)
            self._app.setPalette(palette(colours))
            self._app.setStyleSheet(style_sheet(colours, self.scale, self._cache_folder))
        finally:
            self._applying = False
        self.changed.emit()
