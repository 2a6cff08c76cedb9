"""About: which version, under which licence, and what it is made with."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _
from ui.plain import PlainText, button, label
from ui.views.dialogs import FittedDialog
from ui.widgets.panels import icon_label, row

_WHAT = N_(
    "Vigilance et lutte contre les dérives sectaires en santé\u00a0: le travail de terrain, hors connexion et chiffré."
)
_LICENCE = N_("Logiciel libre, sous licence publique de l’Union européenne (EUPL 1.2).")
_MADE_WITH = N_("Composants")
_SOURCES = N_(
    "Communes, départements et régions\u00a0: découpage administratif (Etalab, Licence Ouverte 2.0)\u202f; "
    "contours\u00a0: IGN – ADMIN EXPRESS COG (Licence Ouverte 2.0). "
    "Icônes Phosphor (MIT), police Inter (OFL 1.1). Les licences complètes sont dans le dossier «\u00a0licences\u00a0»."
)
_PARTS = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "sqlcipher3",
    "cryptography",
    "keyring",
    "msgspec",
    "zstandard",
    "typst",
    "odfdo",
)


class AboutDialog(FittedDialog):
    """What the program is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("À propos de MVL"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 78)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addLayout(row(icon_label("shield-check", 30), label(f"MVL {installed('mvl')}", "titre"), None, gap=12))
        for text in (_WHAT, _LICENCE, _SOURCES):
            column.addWidget(label(_(text), wrap=True))
        self.parts = PlainText()
        self.parts.setReadOnly(True)
        self.parts.setAccessibleName(_(_MADE_WITH))
        self.parts.setPlainText(versions())
        self.parts.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)
        self.parts.setMaximumHeight(self.fontMetrics().lineSpacing() * 9)
        column.addWidget(label(_(_MADE_WITH), "groupe"))
        column.addWidget(self.parts)
        close = button(_("Fermer"), "premier")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column.addLayout(row(None, close))


def versions() -> str:
    """Return the versions of what the program is made with, one a line, for who asks for help."""
    system = f"Python {sys.version.split()[0]} · Qt {qVersion()} · {platform.system()} {platform.release()}"
    return "\n".join([system, *(f"{name} {installed(name)}" for name in _PARTS)])


def installed(name: str) -> str:
    """Return the version of a package; a dash where the package says none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"
