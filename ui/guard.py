"""What is checked and cleaned before the first window: no Qt here, so that it also runs when Qt must not be loaded."""

import os
import sys
from collections.abc import MutableMapping
from importlib.util import find_spec
from pathlib import Path

from mvl_desktop.store.hardening import harden

_UNSAFE_QT = "6.12.0"
_STRIPPED = ("QT_", "QML_", "PYTHON", "KEYRING_", "SQLITE_TMPDIR", "SSL", "OPENSSL_")
_KEPT = frozenset({"QT_QPA_PLATFORM", "QT_ACCESSIBILITY", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON"})
"""A platform name and the call for screen readers load no code of a stranger; every other variable of Qt may."""
_PLATFORMS = frozenset({"xcb", "wayland", "offscreen", "minimal", "windows", "cocoa"})


def qt_version() -> str:
    """Return the version of PySide6 that is installed, without loading it: the name of the folder beside it says it.

    `importlib.metadata` reads the same, after importing what reads electronic mail.
    """
    found = find_spec("PySide6")
    if found is None or found.origin is None:
        return ""
    beside = Path(found.origin).parents[1].glob("[Pp]y[Ss]ide6*.dist-info")
    return next((folder.name.removesuffix(".dist-info").rpartition("-")[2] for folder in beside), "")


def refusal(qt: str, python: tuple[int, int]) -> str | None:
    """Return why the application must not start with these versions, or None.

    PySide6 6.12.0 gives back one reference to None too many at each call on Python before 3.12: the process aborts
    within seconds and what was typed is lost.
    """
    if qt == _UNSAFE_QT and python < (3, 12):
        return (
            "MVL ne peut pas démarrer : la version 6.12.0 de PySide6 s’arrête brutalement avec Python "
            f"{python[0]}.{python[1]} et ferait perdre la saisie. Installez PySide6 6.11.3, ou Python 3.12."
        )
    return None


def clean_environment(environment: MutableMapping[str, str]) -> None:
    """Remove the variables that bring code into the application, redirect its files, or choose whom it believes."""
    for name in list(environment):
        if name.startswith(_STRIPPED) and name not in _KEPT:
            del environment[name]
    if environment.get("QT_QPA_PLATFORM", "").partition(":")[0] not in _PLATFORMS:
        environment.pop("QT_QPA_PLATFORM", None)


def prepare() -> None:
    """Refuse what must not run, clean this process's environment, forbid its dumps; exits with 1 and a sentence."""
    reason = refusal(qt_version(), sys.version_info[:2])
    if reason is not None:
        sys.stderr.write(reason + "\n")
        raise SystemExit(1)
    clean_environment(os.environ)
    harden()
