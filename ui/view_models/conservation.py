"""The page of conservation: what is proposed, what waits for a signature, what was erased. It holds no widget."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import N_, _
from ui.background import Background
from ui.conservation_values import Conserved, DueLine, OrderLine, ProofLine
from ui.desk import Conservation

_SAID = {
    "in_force": N_("C’est signé et en vigueur."),
    "proposed": N_("C’est signé ; l’ordre partira au prochain échange."),
    "needs_second": N_("C’est signé. Une seconde personne doit signer, sur son poste, après un échange."),
}


class ConservationPage(QObject):
    """Proposals, orders, erasures; each act ends in one sentence."""

    changed = Signal()
    done = Signal(str)
    refused = Signal(str)

    def __init__(self, desk: Conservation, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.kept = Conserved()
        self.busy = False

    def refresh(self) -> None:
        """Ask for everything again."""
        self._background.run(self._desk.conserved, self._on_found, self._on_error)

    @property
    def to_sign(self) -> int:
        """How many orders wait for this post's signature."""
        return sum(order.a_signer for order in self.kept.ordres)

    def propose(self, lines: Sequence[DueLine], sort: str, motif: str = "fin_de_conservation") -> None:
        """Sign first the anonymisation or the destruction of what was chosen."""
        recs = [line.id for line in lines]
        self._do(lambda: self._desk.propose_purge(recs, sort, motif), self._say_state)

    def hold(self, rec: str, motif: str, precision: str, *, on: bool) -> None:
        """Keep a record from any erasure, or no longer."""
        self._do(lambda: self._desk.hold(rec, motif, precision, on=on), self._say_state)

    def sign(self, order: OrderLine) -> None:
        """Give the second signature."""
        self._do(lambda: self._desk.sign_order(order.id), self._say_state)

    def write_slip(self, order: OrderLine, path: Path) -> None:
        """Write the bordereau of an order."""
        said = _("Bordereau écrit : {nom}.").format(nom=path.name)
        self._do(lambda: self._desk.write_slip(order.id, path), lambda _none: self.done.emit(said))

    def write_certificate(self, proof: ProofLine, path: Path) -> None:
        """Write the procès-verbal of an erasure."""
        said = _("Procès-verbal écrit : {nom}.").format(nom=path.name)
        self._do(lambda: self._desk.write_certificate(proof.id, path), lambda _none: self.done.emit(said))

    def _say_state(self, state: str) -> None:
        self.done.emit(_(_SAID[state]))

    def _do(self, work: Callable[[], object], on_done: Callable[..., None]) -> None:
        if self.busy:
            return
        self.busy = True
        self.changed.emit()

        def done(result: object) -> None:
            self.busy = False
            on_done(result)
            self.refresh()

        self._background.run(work, done, self._on_error)

    def _on_found(self, found: Conserved) -> None:
        self.kept = found
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
