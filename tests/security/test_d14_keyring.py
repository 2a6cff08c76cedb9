"""D14: a hostile, lying, slow or absent keyring gives a safe refusal: no secret elsewhere, no code of a stranger."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mvl_desktop.store.system_keyring import KeyringSystem

ROOT = Path(__file__).resolve().parents[2]
STORE, SECRET = b"s" * 16, b"poivre-canari-zyx"


class Raising:
    def get_password(self, service: str, name: str) -> str:
        raise RuntimeError(service, name)

    def set_password(self, service: str, name: str, text: str) -> None:
        raise SystemError(text)

    def delete_password(self, service: str, name: str) -> None:
        raise KeyError(name)


class Null:
    """Says that all went well, and keeps nothing."""

    def get_password(self, service: str, name: str) -> str | None:
        return None

    def set_password(self, service: str, name: str, text: str) -> None:
        pass

    def delete_password(self, service: str, name: str) -> None:
        pass


class Lying(Null):
    def get_password(self, service: str, name: str) -> str | None:
        return "bm9u"


class Locked(Null):
    """Waits for somebody who never comes."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.answered = False

    def set_password(self, service: str, name: str, text: str) -> None:
        self.gate.wait(30)
        self.answered = True

    get_password = set_password  # type: ignore[assignment]


@pytest.mark.parametrize("backend", [Raising(), Null(), Lying(), Locked()], ids=lambda each: type(each).__name__)
def test_a_keyring_that_does_not_keep_is_no_keyring(backend: object) -> None:
    system = KeyringSystem(STORE, wait_s=0.2, backends=[backend])
    assert system.set("pepper", SECRET) is False
    assert system.get("pepper") in (None, b"non")
    system.forget("pepper")
    if isinstance(backend, Locked):
        assert not backend.answered, "nobody waits for a keyring to the end"
        backend.gate.set()


def test_neither_the_environment_nor_a_file_chooses_the_keyring(tmp_path: Path) -> None:
    planted = (
        "import pathlib\npathlib.Path({!r}).write_text('lu')\nclass Keyring:\n    priority = 9\n    viable = True\n"
    )
    marker = tmp_path / "execute"
    (tmp_path / "hostile.py").write_text(planted.format(str(marker)))
    config = tmp_path / "config" / "python_keyring"
    config.mkdir(parents=True)
    (config / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring=hostile.Keyring\nkeyring-path={tmp_path}\n")
    asked = (
        "from mvl_desktop.store.system_keyring import KeyringSystem\n"
        f"print(KeyringSystem({STORE!r}).set('pepper', {SECRET!r}))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "XDG_"))} | {
        "PYTHON_KEYRING_BACKEND": "hostile.Keyring",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
    }
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("False\n", 0), done.stderr
    assert not marker.exists(), "no code of a stranger was run"
    written = [path for path in tmp_path.rglob("*") if path.is_file() and SECRET in path.read_bytes()]
    assert written == []
