"""The desk over a real post: what opens it, its backups, and how it goes on after a restoration."""

from pathlib import Path
from typing import Protocol, cast

from mvl_desktop.bootstrap import examine_backup
from mvl_desktop.services import backup, custody, recovery
from ui.background import Watch
from ui.post_part import PostPart, at
from ui.values import BackupSeen, NewSheet, Safety


class Vault(custody.Vault, backup.Keeper, recovery.Successor, Protocol):
    """The opened store, as this part needs it."""

    def gone_back(self) -> str | None:
        """Return why this store is an older state of its post, None when it is not."""


class PostSecurity(PostPart):
    """What opens a post, and what is kept of it elsewhere."""

    @property
    def _vault(self) -> Vault:
        return cast("Vault", getattr(self._post, "opened"))  # noqa: B009 - a post in memory has none

    def safety(self) -> Safety:
        """Return how this post is kept."""
        kept = backup.last_backup_ms(self._ports)
        return Safety(self._vault.gone_back() is not None, at(kept) if kept else None, backup.days_alone(self._ports))

    def change_passphrase(self, phrase: str, new: str) -> None:
        """Put another passphrase in force."""
        custody.change_passphrase(self._ports, self._vault, phrase, new)

    def prepare_code(self, phrase: str) -> NewSheet:
        """Prepare a new recovery code."""
        self._vault.check_phrase(phrase)
        return _sheet(custody.renew_code(self._ports, self._vault))

    def prepare_key(self, phrase: str, new: str) -> NewSheet:
        """Prepare another key for everything, after a leak."""
        self._vault.check_phrase(phrase)
        return _sheet(custody.change_key(self._ports, self._vault, new))

    def back_up(self, path: Path) -> BackupSeen:
        """Write a backup, and read it again."""
        return _seen(backup.back_up(self._ports, self._vault, path))

    def try_backup(self, path: Path, phrase: str) -> BackupSeen:
        """Open a backup and read all of it; nothing changes."""
        found = _seen(examine_backup(path, phrase))
        self._ports.journal.note("restauration", essai=1)
        return found

    def take_up_again(self, watch: Watch) -> int:
        """Go on under a new name; return how many modifications wait to leave under it."""
        done = recovery.take_up_again(self._ports, self._vault, self._post.carriers.to, cancel=watch.cancelled)
        self._post.carriers.close()
        return done.waiting


def _sheet(new: custody.NewCode) -> NewSheet:
    return NewSheet(new.code, new.sheet, new.confirm)


def _seen(made: backup.Backup) -> BackupSeen:
    held = made.contents
    return BackupSeen(made.path, at(made.made_ms), made.size, held.records, held.drafts, held.pieces)
