"""The posts of one's espaces: who they are, invite, accept, revoke. It holds no widget."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import N_, _, ngettext
from ui.background import Background
from ui.desk import Membership
from ui.timing import AlarmMaker, QtAlarm
from ui.values import Espace, Member, WaitingRequest

MOTIFS = (
    ("depart", N_("Départ de la personne")),
    ("remplacement", N_("Remplacement de l’ordinateur")),
    ("perte", N_("Perte")),
    ("vol", N_("Vol")),
    ("compromission", N_("Compromission soupçonnée")),
    ("erreur", N_("Erreur d’inscription")),
)
POLL_SECONDS = 10.0
STEWARDS = frozenset({"operator", "admin"})


class PostsList(QObject):
    """Espaces and posts."""

    changed = Signal()
    done = Signal(str)
    refused = Signal(str)
    code = Signal(str)
    """The code de sûreté to read aloud."""
    joined = Signal()
    by_files = Signal(object)
    """An invitation that names no service: it is answered by files."""
    waiting_seen = Signal()

    def __init__(self, desk: Membership, background: Background, make_alarm: AlarmMaker = QtAlarm) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._alarm = make_alarm(self._look_for_answer)
        self.hoping = False
        """Whether this post waits for somebody to accept it at the service."""
        self.waiting: tuple[WaitingRequest, ...] = ()
        self.members: tuple[Member, ...] = ()
        self.espaces: tuple[Espace, ...] = ()
        self.busy = False

    def refresh(self) -> None:
        """Ask who is there."""
        self._background.run(
            lambda: (tuple(self._desk.members()), tuple(self._desk.espaces())), self._on_found, self._on_error
        )

    @property
    def hosted(self) -> bool:
        """Whether a service hosts one of the espaces."""
        return any(espace.service for espace in self.espaces)

    @property
    def without_compartments(self) -> tuple[Espace, ...]:
        """The espaces that this post administers, and that have no compartment yet."""
        parents = {espace.compartiment_de for espace in self.espaces}
        ours = [each for each in self.espaces if not each.compartiment and each.role == "admin"]
        return tuple(each for each in ours if each.id not in parents)

    def found(self, name: str, *, compartments: bool = False) -> None:
        """Found an espace, with its compartments when asked."""

        said = _("L’espace « {nom} » est fondé.").format(nom=name)
        self._do(lambda: self._desk.found(name, apart=compartments), lambda _none: self.done.emit(said))

    def found_compartments(self, espace: Espace) -> None:
        """Found the compartments of an espace."""
        text = _("Les compartiments de « {nom} » sont fondés. Invitez-y les seules personnes qui doivent les lire.")
        said = text.format(nom=espace.nom)
        self._do(lambda: self._desk.found_compartments(espace.id), lambda _none: self.done.emit(said))

    @property
    def to_host(self) -> tuple[Espace, ...]:
        """The espaces that this post may confide to a service and that none hosts yet, each before its compartments."""
        ours = [each for each in self.espaces if each.role == "admin" and not each.service]
        return tuple(sorted(ours, key=lambda each: (each.compartiment_de or each.id, each.compartiment)))

    def publish(self, espaces: Sequence[str], address: str, tokens: Sequence[Path]) -> None:
        """Let a service host espaces, each with its token when the service asks for some; it stops at a refusal."""

        def work() -> int:
            for place, espace in enumerate(espaces):
                self._desk.publish(espace, address, tokens[place] if place < len(tokens) else None)
            return len(espaces)

        def done(hosted: int) -> None:
            said = ngettext(
                "Le service hébergera cet espace dès la prochaine synchronisation.",
                "Le service hébergera ces {n} espaces dès la prochaine synchronisation.",
                hosted,
            )
            self.done.emit(said.format(n=hosted))

        self._do(work, done)

    @property
    def shown(self) -> tuple[Member, ...]:
        """The posts to show: once each in a délégation; in a compartment, those whom no délégation shows."""
        known = {each.id for each in self.members if not each.compartiment}
        return tuple(each for each in self.members if not each.compartiment or each.id not in known)

    def standing_over(self, member: Member | None) -> tuple[str, str]:
        """Return one's role in the espace of a member, and why one may not do everything there, if so."""
        mine = {each.id: each.role for each in self.espaces}
        role = mine.get(member.espace_id, "") if member is not None else ""
        if member is None:
            return role, ""
        if role not in STEWARDS:
            return role, _("Seul un opérateur ou un administrateur de cet espace peut révoquer ou changer un rôle.")
        if role != "admin":
            return role, _("Changer un rôle revient à un administrateur de l’espace.")
        if member.compartiment:
            return role, _("Le rôle dans un compartiment se change avec celui de la délégation.")
        return role, ""

    @property
    def delegations(self) -> tuple[Espace, ...]:
        """The espaces that are no compartments: each comes with its own."""
        return tuple(each for each in self.espaces if not each.compartiment)

    def invite(self, espaces: Sequence[str], role: str, path: Path) -> None:
        """Write an invitation, for what somebody will do."""
        text = _("Invitation écrite : {nom}. Remettez-la en main propre ; elle sert une fois, pendant sept jours.")
        said = text.format(nom=path.name)
        self._do(lambda: self._desk.invite(espaces, role, path), lambda _none: self.done.emit(said))

    def request(self, invitation: Path, path: Path) -> None:
        """Answer an invitation."""
        self._do(lambda: self._desk.request(invitation, path), self.code.emit)

    def accept(self, request: Path, code: str, path: Path) -> None:
        """Accept a request with the code as heard."""
        text = _("Poste accepté. Rendez-lui le fichier « {nom} ».")
        said = text.format(nom=path.name)
        self._do(lambda: self._desk.accept(request, code, path), lambda _id: self.done.emit(said))

    def join(self, answer: Path) -> None:
        """Enter with the operator's answer."""

        self._do(lambda: self._desk.join(answer), lambda _none: self._on_joined())

    def answer_invitation(self, invitation: Path) -> None:
        """Answer an invitation: through the service that it names, else by files."""

        def work() -> str:
            service = self._desk.service_of(invitation)
            return self._desk.request_online(invitation, service) if service else ""

        def done(code: str) -> None:
            if code:
                self._hope()
                self.code.emit(code)
            else:
                self.by_files.emit(invitation)

        self._do(work, done)

    def look_waiting(self) -> None:
        """Look at the services for the posts that ask to enter."""

        def done(found: Sequence[WaitingRequest]) -> None:
            self.waiting = tuple(found)
            self.waiting_seen.emit()

        self._do(self._desk.waiting, done)

    def accept_online(self, request: WaitingRequest, code: str) -> None:
        """Accept a request of the service with the code as heard."""
        said = _("Poste accepté. Il entrera de lui-même dans l’espace, sans fichier à lui rendre.")
        self._do(lambda: self._desk.accept_online(request.id, code), lambda _id: self.done.emit(said))

    def look_for_answer(self) -> None:
        """Look now whether somebody has accepted this post."""
        self._hope()
        self._look_for_answer()

    def stop_hoping(self) -> None:
        """Look no more by oneself; it may be asked again."""
        self.hoping = False
        self._alarm.stop()

    def revoke(self, member: Member, motif: str) -> None:
        """Revoke a post everywhere."""
        text = _("{nom} est révoqué ; les clés de ses espaces ont été renouvelées.")
        said = text.format(nom=member.nom)
        self._do(lambda: self._desk.revoke(member.id, motif), lambda _none: self.done.emit(said))

    def _hope(self) -> None:
        self.hoping = True
        self._alarm.start(POLL_SECONDS)

    def _look_for_answer(self) -> None:
        if not self.hoping:
            return
        if self.busy:
            self._alarm.start(POLL_SECONDS)
            return

        def done(entered: bool) -> None:
            if entered:
                self._on_joined()
            elif self.hoping:
                self._alarm.start(POLL_SECONDS)

        def failed(error: Exception) -> None:
            if self.hoping and getattr(error, "code", None) in _LATER:
                self._alarm.start(POLL_SECONDS)
                return
            self.stop_hoping()
            self._on_error(error)

        self._background.run(self._desk.join_online, done, failed)

    def _on_joined(self) -> None:
        self.stop_hoping()
        self.done.emit(_("Ce poste est entré dans l’espace."))
        self.joined.emit()
        self.refresh()

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


_LATER = frozenset({"service_injoignable", "service_lent", "service_en_erreur"})
"""What passes by itself: the answer is looked for again."""
