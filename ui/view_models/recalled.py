"""A copy that the espace of its source recalled: erase it, or keep it and say why. It holds no widget."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import N_, _
from mvl_desktop.services.moving import ERASED
from mvl_desktop.services.recalls import GARDEE, RAPPELEE
from ui.background import Background
from ui.desk_copies import Leavings

_MOTIF = "decision"
_SAID = {
    "in_force": N_("La copie est effacée\u202f; l’ordre part au prochain échange."),
    "proposed": N_("C’est signé\u202f; l’ordre partira au prochain échange."),
    "needs_second": N_("C’est signé. Une seconde personne doit signer, sur son poste, après un échange."),
}


class RecallDesk(Leavings, Protocol):
    """What it asks of the post."""

    def propose_purge(self, recs: Sequence[str], sort: str, motif: str) -> str:
        """Sign first the destruction of records; returns how it stands."""


class RecalledCopy(QObject):
    """The answer to a recall."""

    done = Signal(str)
    kept = Signal()
    refused = Signal(str)

    def __init__(self, desk: RecallDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background

    def keep(self, rec: str, motif: str) -> None:
        """Keep it, and say why."""

        def done(_none: object) -> None:
            self.done.emit(_("La copie est gardée\u202f; l’espace d’où elle vient lira pourquoi."))
            self.kept.emit()

        self._run(lambda: self._desk.keep_recalled(rec, motif), done)

    def erase(self, rec: str) -> None:
        """Order its erasure, as any other: where two people may sign, two must."""
        self._run(
            lambda: self._desk.propose_purge([rec], "detruire", _MOTIF), lambda state: self.done.emit(_(_SAID[state]))
        )

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def recall_of(champs: Mapping[str, object]) -> Mapping[str, object] | None:
    """Return where a record says that its copy is recalled, that its source is erased, or that it is kept."""
    held = champs.get("provenances")
    asked = [
        each
        for each in (held if isinstance(held, (list, tuple)) else ())
        if isinstance(each, Mapping) and each.get("source") in (RAPPELEE, GARDEE, ERASED)
    ]
    return asked[-1] if asked else None
