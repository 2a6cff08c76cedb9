"""Windows of other programs, in their own environments: bouquin's notebook and Anki's main window."""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.first_paint import tell_when_shown


def bouquin() -> None:
    """Start bouquin as its command does, its passphrase given and its SQLCipher module replaced by ours."""
    driver: Any = importlib.import_module("sqlcipher3")
    driver.Binary = getattr(driver, "Binary", memoryview)
    sys.modules.setdefault("sqlcipher4", driver)
    sys.modules.setdefault("sqlcipher4.dbapi2", importlib.import_module("sqlcipher3.dbapi2"))
    widgets, core = importlib.import_module("PySide6.QtWidgets"), importlib.import_module("PySide6.QtCore")
    main: Any = importlib.import_module("bouquin.main")
    window: Any = importlib.import_module("bouquin.main_window")

    class Given:
        def __init__(self, *_args: object, **_named: object) -> None:
            pass

        def exec(self) -> Any:
            return widgets.QDialog.DialogCode.Accepted

        def key(self) -> str:
            return "phrase"

        def db_path(self) -> None:
            return None

    window.KeyPrompt = Given
    tell_when_shown(window.MainWindow, core.QTimer)
    main.main()


def anki(base: Path) -> None:
    """Start Anki as its command does, on a profile that exists; make the profile and end when there is none."""
    aqt: Any = importlib.import_module("aqt")
    main, profiles = importlib.import_module("aqt.main"), importlib.import_module("aqt.profiles")
    if not (base / "prefs21.db").exists():
        manager = profiles.ProfileManager(profiles.ProfileManager.get_created_base_folder(str(base)))
        manager.setupMeta()
        manager.setLang("en_US")
        manager.create("post")
        manager.openProfile("post")
        manager.save()
        sys.stdout.write('{"made": true}\n')
        sys.stdout.flush()
        os._exit(0)
    tell_when_shown(main.AnkiQt, importlib.import_module("PyQt6.QtCore").QTimer)
    sys.argv = ["anki", "-b", str(base), "-p", "post", "-l", "en_US"]
    aqt.run()


if __name__ == "__main__":
    if sys.argv[1] == "bouquin":
        bouquin()
    else:
        anki(Path(sys.argv[2]))
