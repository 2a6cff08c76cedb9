"""Use case: two gardiens of an espace may open this post too, for the day when its passphrase and its code are lost."""

import re
from collections.abc import Sequence
from typing import Protocol

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.crypto import Crypto
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.custodian_sheets import fingerprint
from mvl_desktop.services.custodians import ENOUGH, read_sheet
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.refusals import RefusError

WORDS = 24
"""How many words a sheet has."""
_CHOSEN, _KNOWN = "secours_espace", "secours_connus"
"""Local settings: the espace whose gardiens may open this post, and those it was last kept for."""


class Vault(Protocol):
    """The opened store, as what gardiens may open."""

    def kept_for_custodians(self) -> bool:
        """Whether two custodians can open this store."""

    def keep_for_custodians(self, publics: Sequence[bytes]) -> None:
        """Let any two of three custodians open this store; nobody: an empty list."""


def keep(ports: Ports, vault: Vault, espace: str | None) -> str:
    """Let the gardiens of an espace open this post; return the name of the espace. RefusError: sans_gardiens…"""
    with ports.store.work() as uow:
        chosen = choose_espace(uow, espace)
        publics = uow.espaces.registry(chosen.id).custodians
        if not publics:
            raise RefusError("sans_gardiens")
        _remember(uow, chosen.id.hex(), publics)
        uow.commit()
    vault.keep_for_custodians(publics)
    ports.journal.note("phrase_changee")
    return chosen.name


def forget(ports: Ports, vault: Vault) -> None:
    """Let no gardien open this post any more."""
    with ports.store.work() as uow:
        _remember(uow, "", ())
        uow.commit()
    vault.keep_for_custodians(())
    ports.journal.note("phrase_changee")


def kept_for(ports: Ports, vault: Vault) -> str | None:
    """Return the name of the espace whose gardiens can open this post, None when nobody can."""
    if not vault.kept_for_custodians():
        return None
    with ports.store.read() as uow:
        chosen = uow.identity.get(_CHOSEN) or ""
        known = uow.espaces.get(bytes.fromhex(chosen)) if chosen else None
    return known.name if known is not None else ""


def refresh(ports: Ports, vault: Vault) -> None:
    """Follow the gardiens of the chosen espace: those who were replaced open this post no more."""
    with ports.store.read() as uow:
        chosen = uow.identity.get(_CHOSEN) or ""
        if not chosen or uow.espaces.get(bytes.fromhex(chosen)) is None:
            return
        publics = uow.espaces.registry(bytes.fromhex(chosen)).custodians
        is_same = uow.identity.get(_KNOWN) == _joined(publics) and vault.kept_for_custodians()
    if publics and not is_same:
        keep(ports, vault, chosen)


def as_sheets(typed: str) -> list[str]:
    """Return the words of two sheets that were typed one after the other; nothing when this is no such thing."""
    words = re.findall(r"[^\W\d_]+", typed)
    return [" ".join(words[:WORDS]), " ".join(words[WORDS:])] if len(words) > WORDS * 3 // 2 else []


def two_seeds(crypto: Crypto, sheets: Sequence[str]) -> list[bytes]:
    """Return the seeds of two sheets as typed. SheetRefusedError, RefusError (deux_fiches, fiche_repetee)."""
    if len(sheets) != ENOUGH:
        raise RefusError("deux_fiches")
    seeds = [read_sheet(crypto, text, place) for place, text in enumerate(sheets, 1)]
    if len(set(seeds)) != ENOUGH:
        raise RefusError("fiche_repetee")
    return seeds


def _remember(uow: UnitOfWork, espace: str, publics: Sequence[bytes]) -> None:
    uow.identity.set(_CHOSEN, espace)
    uow.identity.set(_KNOWN, _joined(publics))


def _joined(publics: Sequence[bytes]) -> str:
    return ".".join(fingerprint(public) for public in publics)
