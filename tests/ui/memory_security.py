"""The post in memory: what opens it, and its backups."""

from datetime import UTC, datetime
from pathlib import Path

from mvl_desktop.services.refusals import RefusError
from ui.background import Watch
from ui.values import BackupSeen, NewSheet, Safety

CODE = "-".join(["ABCD"] * 9)


class MemorySecurity:
    """Says yes to the passphrase that it knows, and remembers what was asked."""

    phrase = "phrase du poste en mémoire"
    safe = Safety()

    def safety(self) -> Safety:
        return self.safe

    def change_passphrase(self, phrase: str, new: str) -> None:
        self._check(phrase)
        self.phrase = new

    def prepare_code(self, phrase: str) -> NewSheet:
        self._check(phrase)
        return NewSheet(CODE, f"FICHE DE SECOURS\n\n    {CODE}\n", lambda: None)

    def prepare_key(self, phrase: str, new: str) -> NewSheet:
        self._check(phrase)

        def confirm() -> None:
            self.phrase = new

        return NewSheet(CODE, f"FICHE DE SECOURS\n\n    {CODE}\n", confirm)

    def back_up(self, path: Path) -> BackupSeen:
        at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
        self.safe = Safety(sauvegarde=at)
        return BackupSeen(path, at, 4096, 12, 1, 3)

    def try_backup(self, path: Path, phrase: str) -> BackupSeen:
        self._check(phrase)
        return BackupSeen(path, datetime(2026, 11, 20, 9, 0, tzinfo=UTC), 4096, 12, 1, 3)

    def take_up_again(self, watch: Watch) -> int:
        self.safe = Safety(sauvegarde=self.safe.sauvegarde)
        return 2

    def _check(self, phrase: str) -> None:
        if phrase != self.phrase:
            raise RefusError("phrase_refusee")
