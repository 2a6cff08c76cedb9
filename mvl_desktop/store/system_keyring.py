"""The system's keyring, when there is one that we trust (security 7.3). Anything else counts as no keyring.

Backends are imported and made by name, one list per system: neither the environment nor a configuration file chooses
for us. Every call runs in a thread with a time limit, for a locked collection may ask or hang.
"""

import base64
import binascii
import importlib
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

T = TypeVar("T")

SERVICE: Final = "mvl"
SECRET_MAX: Final = 1024
WAIT_S: Final = 3.0

_BACKENDS: Final = {
    "linux": (("keyring.backends.SecretService", "Keyring"), ("keyring.backends.kwallet", "DBusKeyring")),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
}


class KeyringSystem:
    """`SystemKeyring` for one store: small secrets under `mvl.<store id>`."""

    def __init__(self, store: bytes, *, wait_s: float = WAIT_S, backends: Sequence[Any] | None = None) -> None:
        """Look for a backend when first used. `backends`: what a test puts in their place."""
        self._service = f"{SERVICE}.{store.hex()}"
        self._wait_s = wait_s
        self._backends = backends

    def get(self, name: str) -> bytes | None:
        """Return a small secret, or None."""
        text = self._ask(lambda backend: backend.get_password(self._service, name))
        if not isinstance(text, str):
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return None

    def set(self, name: str, secret: bytes) -> bool:
        """Keep a small secret, and read it back; False when the keyring refuses, lies or does not answer."""
        text = base64.b64encode(secret).decode("ascii")
        if len(text) > SECRET_MAX:
            return False

        def keep(backend: Any) -> bool:
            backend.set_password(self._service, name, text)
            return bool(backend.get_password(self._service, name) == text)

        return self._ask(keep) is True

    def forget(self, name: str) -> None:
        """Remove a secret if it is there."""
        self._ask(lambda backend: backend.delete_password(self._service, name))

    def _ask(self, question: Callable[[Any], T]) -> T | None:
        """Ask the first backend that works here; None when there is none, when it fails, or when it takes too long."""
        answer: list[T] = []

        def ask() -> None:
            for backend in self._backends if self._backends is not None else _found():
                try:
                    answer.append(question(backend))
                except Exception:  # noqa: BLE001, S112 — a backend may raise anything at all
                    continue
                return

        thread = threading.Thread(target=ask, name="keyring", daemon=True)
        thread.start()
        thread.join(self._wait_s)
        return answer[0] if answer and not thread.is_alive() else None


def _found() -> list[Any]:
    """Return the allowed backends that work here, each made by its class."""
    found = []
    for module, name in _BACKENDS.get(sys.platform, ()):
        try:
            backend = getattr(importlib.import_module(module), name)
            if backend.viable:
                found.append(backend())
        except Exception:  # noqa: BLE001, S112 — without D-Bus, or without its library, importing may raise anything
            continue
    return found
