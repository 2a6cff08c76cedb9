"""The desk over a real post: what is proposed for a transmission, its pieces, what left, its bordereau."""

from collections.abc import Sequence
from pathlib import Path

from mvl_desktop.services import transmissions
from mvl_desktop.services.closing import told, typed_pending
from mvl_desktop.services.transmission_advice import expected_return, grounds
from mvl_desktop.services.transmission_papers import print_slip
from ui.post_part import PostPart
from ui.transmission_values import LegalGround
from ui.values import Typed, Values


class PostTransmissions(PostPart):
    """Transmissions of a form."""

    def legal_grounds(self, destinataire: str) -> Sequence[LegalGround]:
        """Return the texts in force, those usual for this recipient first."""
        return [LegalGround(each.code, each.intitule, each.usual) for each in grounds(self._ports, destinataire)]

    def pin_pieces(self, rec: str, pieces: Sequence[str]) -> Sequence[str]:
        """Return the line of each attachment."""
        return transmissions.pins(self._ports, rec, pieces)

    def expected_return(self, typed: Typed, passed: Values) -> str:
        """Return the day on which the rules await a return."""
        due = expected_return(self._ports, self._post.timetable, typed.espace, typed.champs, passed)
        return due.isoformat() if due is not None else ""

    def as_sent(self, rec: str, transmission: str) -> Values | None:
        """Return a transmission as it left."""
        return transmissions.as_sent(self._ports, rec, transmission)

    def what_is_pending(self, typed: Typed) -> Sequence[str]:
        """Return what is still to be done, in words."""
        return told(typed_pending(self._ports, self._post.timetable, typed.espace, typed.champs))

    def print_slip(self, rec: str, transmission: str, path: Path, *, masked: bool) -> None:
        """Write the bordereau."""
        print_slip(self._ports, self._post.printer, rec, transmission, path, self._lists, masked=masked)
