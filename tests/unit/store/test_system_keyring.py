"""The keyring: hostile settings, absent, locked, slow or lying backends end in « no keyring » (D14)."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mvl_desktop.store.system_keyring import KeyringSystem

STORE = bytes(range(16))


class Backend:
    """A backend of keyring, as it should be."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, text: str) -> None:
        self.kept[service, name] = text

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


class Locked(Backend):
    def get_password(self, service: str, name: str) -> str | None:
        raise RuntimeError("locked")

    def set_password(self, service: str, name: str, text: str) -> None:
        raise RuntimeError("locked")


class Null(Backend):
    """Everything « succeeds », nothing is kept."""

    def set_password(self, service: str, name: str, text: str) -> None:
        pass


class Slow(Backend):
    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def get_password(self, service: str, name: str) -> str | None:
        self.go_on.wait(10)
        return "c2VjcmV0"


def test_a_secret_is_kept_under_the_stores_own_name() -> None:
    backend = Backend()
    ring = KeyringSystem(STORE, backends=[backend])
    assert ring.get("pepper") is None
    assert ring.set("pepper", b"\x00\xff secret")
    assert ring.get("pepper") == b"\x00\xff secret"
    assert list(backend.kept) == [(f"mvl.{STORE.hex()}", "pepper")]
    assert KeyringSystem(bytes(16), backends=[backend]).get("pepper") is None
    ring.forget("pepper")
    ring.forget("pepper")
    assert ring.get("pepper") is None


@pytest.mark.parametrize("backends", [[], [Locked()], [Null()]], ids=["absent", "locked", "null"])
def test_a_backend_that_does_not_keep_is_no_keyring(backends: list[Backend]) -> None:
    ring = KeyringSystem(STORE, backends=backends)
    assert not ring.set("pepper", b"secret")
    assert ring.get("pepper") is None
    ring.forget("pepper")


def test_the_next_backend_is_asked_when_one_fails() -> None:
    ring = KeyringSystem(STORE, backends=[Locked(), Backend()])
    assert ring.set("pepper", b"secret")
    assert ring.get("pepper") == b"secret"


def test_a_backend_that_hangs_is_not_waited_for() -> None:
    slow = Slow()
    ring = KeyringSystem(STORE, backends=[slow], wait_s=0.05)
    assert ring.get("pepper") is None
    slow.go_on.set()


def test_a_secret_that_is_not_ours_is_none() -> None:
    backend = Backend()
    backend.kept[f"mvl.{STORE.hex()}", "pepper"] = "pas du base64 !"
    assert KeyringSystem(STORE, backends=[backend]).get("pepper") is None


def test_what_is_too_long_is_refused() -> None:
    assert not KeyringSystem(STORE, backends=[Backend()]).set("pepper", bytes(2000))


def test_neither_the_environment_nor_a_configuration_file_chooses_the_backend(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.py"
    hostile.write_text("import sys; sys.stdout.write('RAN')\nclass Keyring: pass\n")
    settings = tmp_path / "config" / "python_keyring"
    settings.mkdir(parents=True)
    (settings / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring=hostile.Keyring\nkeyring-path={tmp_path}\n")
    code = (
        "import sys\n"
        "from mvl_desktop.store.system_keyring import KeyringSystem\n"
        "ring = KeyringSystem(bytes(16))\n"
        "sys.stdout.write(str(ring.set('pepper', b'x')) + str(ring.get('pepper')))\n"
        "sys.stdout.write(str('keyrings.alt' in sys.modules))\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env={
            "HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "PYTHON_KEYRING_BACKEND": "hostile.Keyring",
            "PYTHONPATH": str(tmp_path),
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
        },
    )
    assert found.stdout == "FalseNoneFalse"
    assert not (tmp_path / "data").exists()


def test_no_plain_text_backend_is_in_the_lock_files() -> None:
    root = Path(__file__).parents[3]
    for lock in root.glob("requirements*.lock"):
        assert "keyrings" not in lock.read_text(encoding="utf-8")
