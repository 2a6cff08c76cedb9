"""The post in memory: what the application says of records, as a test gives it."""

from collections.abc import Sequence

from tests.ui.memory_state import MemoryState
from ui.desk_faits import FactLine


class MemoryFaits(MemoryState):
    """Facts are given by record."""

    def facts(self, rec: str) -> Sequence[FactLine]:
        return self.told.get(rec, ())
