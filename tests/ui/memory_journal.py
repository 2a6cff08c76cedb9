"""The post in memory: its journal of access."""

from collections.abc import Sequence
from pathlib import Path

from ui.journal_values import Accesses, AccessLine, RegisterLine


class MemoryJournal:
    """What a test says was noted."""

    noted: Accesses = Accesses()
    of_others: tuple[AccessLine, ...] = ()
    written: tuple[Path, ...] = ()

    def accesses(self) -> Accesses:
        return self.noted

    def accesses_of(self, register: RegisterLine) -> Sequence[AccessLine]:
        return self.of_others

    def export_journal(self, path: Path) -> int:
        self.written = (*self.written, path)
        return len(self.noted.lignes)
