"""The desktop application: from the command line to the first window. The only module that sees `bootstrap`.

The locked window is painted with Qt alone; everything else is imported in a thread while the person types.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ui import guard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.start import Start
    from ui.view_models.first_start import Prepared


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the application; returns its exit code."""
    guard.prepare()
    options = _parser().parse_args(arguments)
    start = prepare(options.profil)
    start.show()
    return start.run()


def prepare(profile: Path) -> "Start":
    """Make the application and its first window, not shown yet."""
    from PySide6.QtCore import QStandardPaths

    from ui.crash import install
    from ui.preferences import read_look
    from ui.start import Start
    from ui.theme import Theme
    from ui.timing import QtAlarm

    app = application()
    config = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation))
    cache = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation))
    look_file = config / "apparence.json"
    theme = Theme(app, read_look(look_file), cache / "dessins")
    start = Start(app, theme, look_file, BootstrapPosts(profile), QtAlarm, lambda: relaunch(profile))
    install(start.tell_incident)
    return start


class BootstrapPosts:
    """Opens and makes posts, by `bootstrap`; imported only when it is first asked."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile

    def load(self) -> None:
        """Import what opening needs."""
        import mvl_desktop.bootstrap
        import ui.main
        import ui.post_desk  # noqa: F401 - imported ahead, in a thread

        mvl_desktop.bootstrap.default_settings()

    def open(self, passphrase: str) -> object:
        """Open the post with its passphrase."""
        from mvl_desktop.bootstrap import default_settings, open_post
        from ui.post_desk import PostDesk

        return PostDesk(open_post(default_settings(), self._profile, passphrase))

    def rescue(self, code: str, passphrase: str) -> "Prepared":
        """Prepare a new passphrase by the recovery code."""
        from mvl_desktop.bootstrap import default_settings, use_recovery
        from ui.view_models.first_start import Prepared

        new = use_recovery(default_settings(), self._profile, code, passphrase)

        def confirm() -> object:
            new.confirm()
            return self.open(passphrase)

        return Prepared(new.sheet, confirm)

    def create(self, name: str, passphrase: str) -> "Prepared":
        """Prepare a post."""
        from mvl_desktop.bootstrap import default_settings, prepare_post
        from ui.post_desk import PostDesk
        from ui.view_models.first_start import Prepared

        new = prepare_post(default_settings(), self._profile, passphrase, name)
        return Prepared(new.sheet, lambda: PostDesk(new.confirm()))

    def exists(self) -> bool:
        """Whether anything was ever made here; the store itself says what is wrong with it."""
        return self._profile.is_dir() and any(self._profile.iterdir())


def relaunch(profile: Path) -> None:
    """Become the same program again, locked: a new process knows no key, and the old memory is gone."""
    command = relaunch_command(profile)
    os.execv(command[0], command)  # noqa: S606 - our own program, by its full path


def relaunch_command(profile: Path) -> list[str]:
    """Return the command of this same program: nothing secret is ever in it."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui.app"]
    return [*program, "--profil", str(profile)]


def application() -> "QApplication":
    """Make the Qt application: French, with Qt's own words in French."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
    from PySide6.QtGui import QGuiApplication, QImageReader
    from PySide6.QtWidgets import QApplication

    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    QGuiApplication.setApplicationName("mvl")
    QGuiApplication.setApplicationDisplayName("MVL")
    QGuiApplication.setDesktopFileName("mvl-desktop")
    QImageReader.setAllocationLimit(64)
    app = QApplication(sys.argv[:1])
    translator = QTranslator(app)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    return app


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mvl-desktop", description="MVL, sur ce poste.", add_help=False)
    parser.add_argument("--profil", type=Path, default=_default_profile(), help="dossier du profil")
    parser.add_argument("--aide", action="help", help="affiche cette aide")
    return parser


def _default_profile() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "MVL"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "mvl"


if __name__ == "__main__":
    raise SystemExit(main())
