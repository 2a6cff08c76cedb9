"""Keys and their age, quarantine, alarms, and what a member may do: what a page shows and asks. It holds no widget."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import N_, _
from ui.access_values import AlarmLine, KeyLine, QuarantineLine, RoleChoice
from ui.background import Background
from ui.desk import Access
from ui.values import Member

READ = "lire"
REASONS: Final = (
    ("relu", N_("Relu\u00a0: ce contenu est juste et utile")),
    ("auteur_confirme", N_("Confirmé de vive voix par son auteur")),
    ("coupe_trop_tot", N_("Saisi avant le départ, envoyé après")),
    ("erreur", N_("Le poste avait été retiré par erreur")),
)
"""Why what lay in quarantine is accepted."""

WHY: Final = {
    "depart": N_("départ de la personne"),
    "remplacement": N_("remplacement de l’ordinateur"),
    "perte": N_("perte de l’ordinateur"),
    "vol": N_("vol de l’ordinateur"),
    "compromission": N_("compromission soupçonnée"),
    "erreur": N_("inscription par erreur"),
    "remplace": N_("poste repris sous un nouveau nom"),
    "role": N_("n’écrit plus dans cet espace"),
}
"""Why what a post signs late is set apart."""


class AccessDesk(QObject):
    """What must be looked after: keys, quarantine, alarms; and the roles that one may give."""

    changed = Signal()
    done = Signal(str)
    refused = Signal(str)
    handled = Signal()
    """An alarm was put away: who counts them counts again."""
    roles_seen = Signal(object, object)
    """For whom (a member, or None for somebody new) and the choices."""

    def __init__(self, desk: Access, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.alarms: tuple[AlarmLine, ...] = ()
        self.keys: tuple[KeyLine, ...] = ()
        self.quarantine: tuple[QuarantineLine, ...] = ()
        self.busy = False

    def refresh(self) -> None:
        """Ask how things stand."""
        self._background.run(
            lambda: (tuple(self._desk.alarm_lines()), tuple(self._desk.keys()), tuple(self._desk.quarantine())),
            self._on_found,
            self._on_error,
        )

    @property
    def late(self) -> tuple[KeyLine, ...]:
        """The keys to renew now: sealing has stopped, or their time is over."""
        return tuple(each for each in self.keys if each.arret or each.jours <= 0)

    def look_roles(self, member: Member | None, espaces: Sequence[str]) -> None:
        """Ask what somebody may do: a member of an espace, or somebody new in several."""

        def work() -> Sequence[RoleChoice]:
            if member is None:
                return self._desk.roles_to_invite(espaces)
            return self._desk.roles_to_give(member.id, member.espace_id)

        self._background.run(work, lambda found: self.roles_seen.emit(member, tuple(found)), self._on_error)

    def change_role(self, member: Member, code: str) -> None:
        """Change what a member does."""

        def done(to_invite: Sequence[str]) -> None:
            said = _("Le rôle de {nom} a changé. Il prend effet sur chaque poste à son prochain échange.").format(
                nom=member.nom
            )
            more = _("Invitez encore ce poste dans\u00a0: {noms}.").format(noms=", ".join(to_invite))
            self.done.emit(f"{said} {more}" if to_invite else said)

        self._do(lambda: self._desk.change_role(member.id, member.espace_id, code), done)

    def renew(self, key: KeyLine) -> None:
        """Renew the keys of an espace."""
        said = _("Les clés de « {nom} » sont renouvelées\u00a0: les postes les recevront à leur prochain échange.")
        self._do(lambda: self._desk.renew(key.espace), lambda _none: self.done.emit(said.format(nom=key.nom)))

    def reinstate(self, line: QuarantineLine, motif: str) -> None:
        """Accept what lay in quarantine."""
        said = _(
            "Ce que {nom} avait envoyé après sa coupure est réintégré\u202f; "
            "cela entre au plus tard au prochain échange."
        ).format(nom=line.poste)
        self._do(lambda: self._desk.reinstate(line.ids, motif), lambda _none: self.done.emit(said))

    def handle(self, alarm: AlarmLine) -> None:
        """Put an alarm away, in every espace that it names."""

        def work() -> None:
            for each in (alarm.id, *alarm.autres):
                self._desk.handle(each)

        self._do(work, lambda _none: self.handled.emit())

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

    def _on_found(self, found: tuple[tuple[AlarmLine, ...], tuple[KeyLine, ...], tuple[QuarantineLine, ...]]) -> None:
        self.alarms, self.keys, self.quarantine = found
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
