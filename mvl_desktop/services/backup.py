"""Use cases: keep a backup of this post, know what one holds, and be reminded when the work is nowhere but here."""

from pathlib import Path
from typing import Protocol

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.exchanges import standing
from mvl_desktop.services.refusals import RefusError

LAST = "derniere_sauvegarde"
"""The local setting that says when the last backup was verified."""

DAY_MS = 24 * 3600 * 1000
REMIND_DAYS = 7


class Contents(Protocol):
    """What a store or a backup holds, in figures."""

    @property
    def espaces(self) -> int:
        """How many espaces."""

    @property
    def records(self) -> int:
        """How many records."""

    @property
    def unsent(self) -> int:
        """How many of them nobody else has attested."""

    @property
    def drafts(self) -> int:
        """How many drafts."""

    @property
    def pieces(self) -> int:
        """How many attachments that are whole."""


class Backup(Protocol):
    """A backup that was opened and checked from one end to the other."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def made_ms(self) -> int:
        """When it was made."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def contents(self) -> Contents:
        """What it holds."""


class Keeper(Protocol):
    """The opened store, as the one that can be copied."""

    def back_up(self, target: Path, now_ms: int) -> Backup:
        """Write a backup, verified by opening it again, and remember when."""


def back_up(ports: Ports, keeper: Keeper, target: Path) -> Backup:
    """Write a backup of this post. RefusError: ecriture_impossible; StoreError."""
    if not target.parent.is_dir():
        raise RefusError("ecriture_impossible")
    made = keeper.back_up(target, ports.clock.ms())
    ports.journal.note("sauvegarde", octets=made.size)
    return made


def days_alone(ports: Ports) -> int | None:
    """Return for how many days, 7 or more, neither an exchange nor a backup has put this work anywhere else.

    None when there is nothing to say: something left lately, or nothing was written here.
    """
    how = standing(ports)
    with ports.store.read() as uow:
        kept = uow.identity.get(LAST)
        written = [each.updated_ms for each in uow.drafts.all()] + [since for _, _, _, since in uow.records.unsent()]
    if not written:
        return None
    last = max(int(kept or 0), how.last_success_ms or 0) or min(written)
    days = (ports.clock.ms() - last) // DAY_MS
    return days if days >= REMIND_DAYS else None


def last_backup_ms(ports: Ports) -> int | None:
    """Return when the last backup of this post was verified."""
    with ports.store.read() as uow:
        kept = uow.identity.get(LAST)
    return int(kept) if kept else None
