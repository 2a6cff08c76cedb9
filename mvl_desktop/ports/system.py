"""What we need from the machine: time, background work, the journal of access, the system keyring."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import Protocol, TypeVar

T = TypeVar("T")


class Clock(Protocol):
    """The time, for whoever may ask."""

    def now(self) -> datetime:
        """Return the present instant, with its time zone."""

    def ms(self) -> int:
        """Return milliseconds since 1970, for technical timestamps."""


class Executor(Protocol):
    """Work beside the caller's thread."""

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Start `work`."""


class AccessJournal(Protocol):
    """The register of who opened, printed or exported what. Codes and identifiers, never a field value."""

    def note(self, code: str, rec: bytes | None = None, **counters: int) -> None:
        """Add a line; it outlives this process when this returns, so before anything is shown or written."""

    def settle(self) -> None:
        """Put the lines noted so far where units of work find them."""


class SystemKeyring(Protocol):
    """The desktop's keyring, when there is one that we trust."""

    def get(self, name: str) -> bytes | None:
        """Return a small secret, or None."""

    def set(self, name: str, secret: bytes) -> bool:
        """Keep a small secret; False when the keyring refuses or does not answer."""

    def forget(self, name: str) -> None:
        """Remove a secret if it is there."""
