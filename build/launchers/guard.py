"""What the packaged program does before its first import: nothing outside its own folder may steer it."""

import os
import sys
from pathlib import Path

# Variables that name code or files to load, or that a library reads as configuration.
STEERING = ("PYTHON", "QT_", "QML", "KEYRING_", "SQLITE_", "SSLKEYLOGFILE", "OPENSSL_", "LIBXML_", "XML_CATALOG_FILES")
# Of those, the ones that only say how to show windows and to whom.
HARMLESS = {
    *("QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "QT_FONT_DPI", "QT_ENABLE_HIGHDPI_SCALING", "QT_IM_MODULE"),
    *("QT_ACCESSIBILITY", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON"),
}


def forget_steering_variables() -> None:
    """Remove from the environment what would make a library load or read something from elsewhere."""
    for name in list(os.environ):
        if name.startswith(STEERING) and name not in HARMLESS:
            del os.environ[name]


def refuse_foreign_paths() -> None:
    """Stop, with a sentence, when Python would import from outside the program's folder."""
    home = Path(sys.executable).resolve().parent
    strangers = [path for path in sys.path if not Path(path).resolve().is_relative_to(home)]
    if strangers:
        sys.exit(f"Le programme refuse de démarrer : il chargerait du code de {strangers[0]}.")


def leave_no_dump() -> None:
    """Ask the system to write no memory image if the program crashes."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


forget_steering_variables()
if getattr(sys, "frozen", False):
    refuse_foreign_paths()
    leave_no_dump()
