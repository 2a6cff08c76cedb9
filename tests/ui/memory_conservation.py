"""The post in memory: what is proposed, ordered and erased."""

from collections.abc import Sequence
from pathlib import Path

from ui.conservation_values import Conserved, ErasureSeen


class MemoryConservation:
    """What a test says is kept, and what was asked of it."""

    shown_of_conservation: Conserved = Conserved()
    ordered: tuple[tuple[str, ...], ...] = ()
    state = "needs_second"
    erasure_seen: ErasureSeen | None = None

    def conserved(self) -> Conserved:
        return self.shown_of_conservation

    def propose_purge(self, recs: Sequence[str], sort: str, motif: str) -> str:
        self.ordered = (*self.ordered, (sort, motif, *recs))
        return self.state

    def hold(self, rec: str, motif: str, precision: str, *, on: bool) -> str:
        self.ordered = (*self.ordered, ("bloquer" if on else "debloquer", motif, precision, rec))
        return self.state

    def foresee_erasure(self, rec: str, revision: str) -> ErasureSeen:
        return self.erasure_seen or ErasureSeen(revision, (), ())

    def erase_entries(self, rec: str, revisions: Sequence[str]) -> str:
        self.ordered = (*self.ordered, ("effacer", rec, *revisions))
        return self.state

    def sign_order(self, order: str) -> str:
        self.ordered = (*self.ordered, ("signer", order))
        return "in_force"

    def write_slip(self, order: str, path: Path) -> None:
        self.ordered = (*self.ordered, ("bordereau", order, path.name))

    def write_certificate(self, proof: str, path: Path) -> None:
        self.ordered = (*self.ordered, ("proces-verbal", proof, path.name))
