"""Use cases: change what opens this post, while it is open. Whoever asks gives the present passphrase first.

What gives a new recovery code only prepares it: the sheet is on paper before anything depends on it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.founding import POST_NAME
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.sheets import recovery_sheet


class Renewal(Protocol):
    """A change that gives a new recovery code."""

    @property
    def code(self) -> str:
        """The new code."""

    @property
    def confirm(self) -> Callable[[], None]:
        """Put it in force."""


class Vault(Protocol):
    """The opened store, as the one whose secrets can be changed."""

    def check_phrase(self, phrase: str) -> None:
        """See that this is the passphrase; StoreError (phrase_refusee)."""

    def change_passphrase(self, phrase: str) -> None:
        """Put another passphrase in force; the recovery code stays."""

    def renew_code(self) -> Renewal:
        """Prepare a new recovery code; the passphrase stays."""

    def rekey(self, phrase: str) -> Renewal:
        """Prepare another key for the whole store, another passphrase and another code."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """A new recovery code, to be written down; `confirm()` puts it in force."""

    sheet: str = field(repr=False)
    code: str = field(repr=False)
    confirm: Callable[[], None]


def change_passphrase(ports: Ports, vault: Vault, phrase: str, new: str) -> None:
    """Put another passphrase in force. Raises RefusError (phrase_vide), StoreError (phrase_refusee)."""
    _check(new)
    vault.check_phrase(phrase)
    vault.change_passphrase(new)
    ports.journal.note("phrase_changee")


def renew_code(ports: Ports, vault: Vault) -> NewCode:
    """Prepare a new recovery code; the passphrase stays, and the former code opens nothing once confirmed."""
    return _prepared(ports, vault.renew_code())


def change_key(ports: Ports, vault: Vault, new: str) -> NewCode:
    """Prepare another key, another passphrase and another code, after a suspected leak. RefusError (phrase_vide)."""
    _check(new)
    return _prepared(ports, vault.rekey(new))


def _prepared(ports: Ports, renewal: Renewal) -> NewCode:
    with ports.store.read() as uow:
        name = uow.identity.get(POST_NAME) or ""

    def confirm() -> None:
        renewal.confirm()
        ports.journal.note("phrase_changee")

    return NewCode(recovery_sheet(renewal.code, name, ports.clock.now().date()), renewal.code, confirm)


def _check(phrase: str) -> None:
    if not phrase.strip():
        raise RefusError("phrase_vide")
