"""The posts of one's espaces: who they are, invite, accept, revoke. It holds no widget."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Membership
from ui.values import Espace, Member

MOTIFS = (
    ("depart", "Départ de la personne"),
    ("remplacement", "Remplacement de l’ordinateur"),
    ("perte", "Perte"),
    ("vol", "Vol"),
    ("compromission", "Compromission soupçonnée"),
    ("erreur", "Erreur d’inscription"),
)


class PostsList(QObject):
    """Espaces and posts."""

    changed = Signal()
    done = Signal(str)
    refused = Signal(str)
    code = Signal(str)
    """The code de sûreté to read aloud."""
    joined = Signal()

    def __init__(self, desk: Membership, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.members: tuple[Member, ...] = ()
        self.espaces: tuple[Espace, ...] = ()
        self.busy = False

    def refresh(self) -> None:
        """Ask who is there."""
        self._background.run(
            lambda: (tuple(self._desk.members()), tuple(self._desk.espaces())), self._on_found, self._on_error
        )

    def found(self, name: str) -> None:
        """Found an espace."""
        self._do(lambda: self._desk.found(name), lambda _none: self.done.emit(f"L’espace « {name} » est fondé."))

    def publish(self, espace: str, address: str, token: Path | None) -> None:
        """Let a service host an espace."""
        said = "Le service hébergera cet espace dès la prochaine synchronisation."
        self._do(lambda: self._desk.publish(espace, address, token), lambda _none: self.done.emit(said))

    def invite(self, espaces: Sequence[str], role: str, path: Path) -> None:
        """Write an invitation."""
        said = f"Invitation écrite : {path.name}. Remettez-la en main propre ; elle sert une fois, pendant sept jours."
        self._do(lambda: self._desk.invite(espaces, role, path), lambda _none: self.done.emit(said))

    def request(self, invitation: Path, path: Path) -> None:
        """Answer an invitation."""
        self._do(lambda: self._desk.request(invitation, path), self.code.emit)

    def accept(self, request: Path, code: str, path: Path) -> None:
        """Accept a request with the code as heard."""
        said = f"Poste accepté. Rendez-lui le fichier « {path.name} »."
        self._do(lambda: self._desk.accept(request, code, path), lambda _id: self.done.emit(said))

    def join(self, answer: Path) -> None:
        """Enter with the operator's answer."""

        def done(_none: None) -> None:
            self.done.emit("Ce poste est entré dans l’espace.")
            self.joined.emit()

        self._do(lambda: self._desk.join(answer), done)

    def revoke(self, member: Member, motif: str) -> None:
        """Revoke a post everywhere."""
        said = f"{member.nom} est révoqué ; les clés de ses espaces ont été renouvelées."
        self._do(lambda: self._desk.revoke(member.id, motif), lambda _none: self.done.emit(said))

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

    def _on_found(self, found: tuple[tuple[Member, ...], tuple[Espace, ...]]) -> None:
        self.members, self.espaces = found
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
