"""The desktop application: from the command line to the first window. The only module that sees `bootstrap`.

The locked window is painted with Qt alone; everything else is imported in a thread while the person types.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ui import command_line, guard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.start import Start
    from ui.view_models.first_start import Prepared
    from ui.view_models.unlock import Threshold


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the application; returns its exit code."""
    guard.prepare()
    options = command_line.read(arguments)
    start = prepare(options.profil, demonstration=options.demonstration)
    start.show()
    return start.run()


def prepare(profile: Path | None, *, demonstration: bool = False) -> "Start":
    """Make the application and its first window, not shown yet."""
    from PySide6.QtCore import QStandardPaths

    from ui.crash import install
    from ui.language import use_language
    from ui.preferences import read_look
    from ui.start import Start
    from ui.theme import Theme
    from ui.timing import QtAlarm

    app, program = application(), Program(profile, demonstration=demonstration)
    config = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation))
    cache = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation))
    look_file = config / "apparence.json"
    look = read_look(look_file)
    use_language(app, look.langue)
    theme = Theme(app, look, cache / "dessins")
    start = Start(app, theme, look_file, program.posts(), QtAlarm, program.again, program.switch)
    install(start.tell_incident)
    return start


class Program:
    """This same program, and how it becomes itself again: on a profile, or on the demonstration beside it."""

    def __init__(self, profile: Path | None, *, demonstration: bool) -> None:
        self._given, self._demonstration = profile, demonstration

    def posts(self) -> "BootstrapPosts":
        """Return what opens the posts of this run."""
        profile = self._given or _default_profile()
        beside = profile.with_name(profile.name + "-demonstration")
        return DemoPosts(beside) if self._demonstration else BootstrapPosts(profile)

    def again(self) -> None:
        """Become the same program again, locked: a new process knows no key, and the old memory is gone."""
        self.switch(self._demonstration)

    def switch(self, demonstration: bool) -> None:
        """Become the same program on the demonstration, or on the profile: never both in one process."""
        command = relaunch_command(self._given, demonstration=demonstration)
        os.execv(command[0], command)  # noqa: S606 - our own program, by its full path


class BootstrapPosts:
    """Opens and makes posts, by `bootstrap`; imported only when it is first asked."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile

    def load(self) -> None:
        """Import what opening needs, and no class of Qt: two threads that make some at once may end the program."""
        import mvl_desktop.bootstrap

        mvl_desktop.bootstrap.get_ready(mvl_desktop.bootstrap.default_settings())

    def open(self, passphrase: str) -> object:
        """Open the post with its passphrase."""
        from mvl_desktop.bootstrap import default_settings, open_post
        from ui.post_desk import PostDesk

        post = open_post(default_settings(), self._profile, passphrase)
        post.texts.wake()
        return PostDesk(post)

    def rescue(self, code: str, passphrase: str) -> "Prepared":
        """Prepare a new passphrase by the recovery code, or by the words of two guardians, one after the other."""
        from mvl_desktop.bootstrap import default_settings, use_guardians, use_recovery
        from mvl_desktop.services.custodian_slot import as_sheets
        from ui.view_models.first_start import Prepared

        sheets = as_sheets(code)
        if sheets:
            new = use_guardians(default_settings(), self._profile, sheets, passphrase)
        else:
            new = use_recovery(default_settings(), self._profile, code, passphrase)

        def confirm() -> object:
            new.confirm()
            return self.open(passphrase)

        return Prepared(new.sheet, confirm, new.code)

    def create(self, name: str, passphrase: str) -> "Prepared":
        """Prepare a post."""
        from mvl_desktop.bootstrap import default_settings, prepare_post
        from ui.post_desk import PostDesk
        from ui.view_models.first_start import Prepared

        new = prepare_post(default_settings(), self._profile, passphrase, name)
        return Prepared(new.sheet, lambda: PostDesk(new.confirm()), new.code)

    def exists(self) -> bool:
        """Whether anything was ever made here; the store itself says what is wrong with it."""
        return self._profile.exists() and (not self._profile.is_dir() or any(self._profile.iterdir()))

    def threshold(self) -> "Threshold":
        """Return what can be said of the profile before it is opened."""
        from mvl_desktop.bootstrap import threshold
        from ui.view_models.unlock import Threshold

        seen = threshold(self._profile)
        return Threshold(seen.trouble, seen.keyring)

    @property
    def demonstration(self) -> str:
        """The passphrase of a demonstration, that everybody may know; empty for a real post."""
        from ui.demonstration import is_demo

        return _demo_phrase() if is_demo(self._profile) else ""

    def make_demonstration(self) -> object:
        """Make the demonstration, and open it. RefusError where this is none."""
        from mvl_desktop.services.refusals import RefusError

        raise RefusError("profil_etranger")

    def discard_demonstration(self) -> None:
        """Throw the demonstration away; nothing where this is none."""


class DemoPosts(BootstrapPosts):
    """Makes and opens the demonstration of a folder."""

    def __init__(self, folder: Path) -> None:
        from ui.demonstration import demo_profile

        super().__init__(demo_profile(folder))
        self._folder = folder

    @property
    def demonstration(self) -> str:
        """Return the passphrase that everybody may know."""
        return _demo_phrase()

    def make_demonstration(self) -> object:
        """Make the demonstration, and open it."""
        from ui import demonstration

        demonstration.make(self._folder, _fill_demonstration)
        return self.open(_demo_phrase())

    def discard_demonstration(self) -> None:
        """Throw the demonstration away; it will be made again."""
        from ui import demonstration

        demonstration.discard(self._folder)


def _demo_phrase() -> str:
    from ui.captures.posts import PHRASE

    return PHRASE


def _fill_demonstration(folder: Path) -> Path:
    """Make the fictitious posts, and mark the one that is kept: it will meet no service and no real post."""
    from mvl_desktop.bootstrap import default_settings, open_post
    from mvl_desktop.services.demonstration import mark_demonstration
    from mvl_desktop.services.espaces import list_espaces
    from mvl_desktop.services.founding import found_compartments
    from mvl_desktop.services.presentation import Presentation, present
    from ui.captures.posts import PHRASE, demonstration, directory, partnership

    first = demonstration(folder)
    directory(first)
    partnership(first)
    first.close()
    kept = folder / "camille"
    post = open_post(default_settings(), kept, PHRASE)
    try:
        present(post.ports, Presentation("Camille Exemple", "referent", "Délégation de l’Ain", ("01", "69")))
        found_compartments(post.ports, list_espaces(post.ports)[0].id.hex())
        mark_demonstration(post.ports)
    finally:
        post.close()
    return kept


def relaunch_command(profile: Path | None, *, demonstration: bool = False) -> list[str]:
    """Return the command of this same program: nothing secret is ever in it."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui.app"]
    where = ["--profil", str(profile)] if profile is not None else []
    return [*program, *where, *(["--demonstration"] if demonstration else [])]


def application() -> "QApplication":
    """Make the Qt application, in French until somebody's choice is known."""
    from PySide6.QtGui import QGuiApplication, QImageReader
    from PySide6.QtWidgets import QApplication

    from ui.language import use_language

    QGuiApplication.setApplicationName("mvl")
    QGuiApplication.setApplicationDisplayName("MVL")
    QGuiApplication.setDesktopFileName("mvl-desktop")
    QImageReader.setAllocationLimit(64)
    app = QApplication(sys.argv[:1])
    use_language(app, "fr")
    return app


def _default_profile() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "MVL"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "mvl"


if __name__ == "__main__":
    raise SystemExit(main())
