"""The post in memory: what is proposed for a transmission, its pieces, what left, its bordereau."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from mvl_desktop.domain.cloture import pending
from mvl_desktop.domain.transmettre_pieces import PieceTransmise
from mvl_desktop.services.closing import told
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import MemoryState
from ui.transmission_values import LegalGround
from ui.values import Typed, Values


class MemoryTransmissions(MemoryState):
    """Transmissions of a form."""

    library: Sequence[LegalGround] = (
        LegalGround("cpp-40", "Article 40 du code de procédure pénale"),
        LegalGround("casf-l226-2-1", "Article L.226-2-1 du CASF"),
    )
    usual_grounds: ClassVar = {"procureur": "cpp-40", "crip": "casf-l226-2-1"}
    due = ""
    departed: Values | None = None

    def legal_grounds(self, destinataire: str) -> Sequence[LegalGround]:
        wanted = self.usual_grounds.get(destinataire)
        return [LegalGround(each.code, each.intitule, each.code == wanted) for each in self.library]

    def pin_pieces(self, rec: str, pieces: Sequence[str]) -> Sequence[str]:
        self._refuse()
        held = {piece.id: piece for piece in self.held(rec).pieces}
        missing = [each for each in pieces if each not in held]
        if missing:
            raise RefusError("piece_introuvable")
        return [PieceTransmise(each, "ab" * 32, held[each].nom).line for each in pieces]

    def expected_return(self, typed: Typed, passed: Values) -> str:
        return self.due

    def as_sent(self, rec: str, transmission: str) -> Values | None:
        return self.departed

    def what_is_pending(self, typed: Typed) -> Sequence[str]:
        return told(pending(typed.champs))

    def print_slip(self, rec: str, transmission: str, path: Path, *, masked: bool) -> None:
        self._refuse()
        path.write_text(f"{transmission} {masked}", encoding="utf-8")
