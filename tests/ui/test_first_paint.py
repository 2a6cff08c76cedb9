"""P8: the locked window is painted before anything heavy is imported; seen from a new process."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from ui.app import prepare
start = prepare(Path(sys.argv[1]))
class Spy(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            heavy = [name for name in ("sqlalchemy", "httpx2", "cryptography", "sqlcipher3", "zxcvbn", "typst",
                                       "importlib.metadata", "mvl_desktop.domain.champ", "PySide6.QtPrintSupport",
                                       "ui.values", "ui.main", "ui.views.first_start")
                     if name in sys.modules]
            print("HEAVY", heavy, flush=True)
            os._exit(0)
        return False
spy = Spy()
start.view.installEventFilter(spy)
start.show()
QTimer.singleShot(30000, lambda: os._exit(3))
start.app.exec()
"""


def test_the_locked_window_is_painted_with_qt_alone(tmp_path: Path) -> None:
    profile = tmp_path / "profil"
    profile.mkdir()
    (profile / "quelque chose").write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(profile)],
        cwd=ROOT,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "HEAVY []" in done.stdout


LOADING = """
import sys
from pathlib import Path
from ui.app import BootstrapPosts
posts, before = BootstrapPosts(Path(sys.argv[1])), set(sys.modules)
posts.load()
print("QT", sorted(name for name in set(sys.modules) - before if name.split(".")[0] in ("ui", "PySide6")))
"""


def test_what_is_imported_beside_the_windows_makes_no_class_of_qt(tmp_path: Path) -> None:
    """Two threads that make classes of Qt at once may end the program."""
    done = subprocess.run(
        [sys.executable, "-c", LOADING, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "QT []" in done.stdout
