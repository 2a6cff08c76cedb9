"""The post in memory: lists that leave, and their register."""

from collections.abc import Sequence
from pathlib import Path

from mvl_desktop.services.refusals import RefusError
from ui.export_values import ExportedRecord, ExportLine, ListWish, ListWritten


class MemoryExports:
    """What left, as a test reads it."""

    left: tuple[tuple[ListWish, Path], ...] = ()
    register: tuple[ExportLine, ...] = ()
    left_records: tuple[ExportedRecord, ...] = ()
    export_refusal = ""

    def export_list(self, wish: ListWish, path: Path) -> ListWritten:
        if self.export_refusal:
            raise RefusError(self.export_refusal)
        self.left = (*self.left, (wish, path))
        return ListWritten(f"K7-{len(self.left)}", 2)

    def exports(self) -> Sequence[ExportLine]:
        return self.register

    def exported(self, numero: str) -> Sequence[ExportedRecord]:
        return self.left_records
