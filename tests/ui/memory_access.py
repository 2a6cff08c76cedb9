"""The post in memory: what may be done, the age of keys, quarantine, alarms."""

from collections.abc import Sequence

from mvl_desktop.domain.roles import HABILITATIONS
from mvl_desktop.services.refusals import RefusError
from ui.access_values import AlarmLine, KeyLine, QuarantineLine, RoleChoice


class MemoryAccess:
    """What a test says must be looked after, and what was asked of it."""

    closed_roles: dict[str, str] = {}  # noqa: RUF012 - replaced, never changed
    to_invite: tuple[str, ...] = ()
    key_lines: tuple[KeyLine, ...] = ()
    quarantined: tuple[QuarantineLine, ...] = ()
    standing: tuple[AlarmLine, ...] = ()
    access_asked: tuple[str, ...] = ()
    access_refusal: str | None = None

    def roles_to_invite(self, espaces: Sequence[str]) -> Sequence[RoleChoice]:
        return [RoleChoice(e.code, e.libelle, e.phrase, self.closed_roles.get(e.code, "")) for e in HABILITATIONS]

    def roles_to_give(self, member: str, espace: str) -> Sequence[RoleChoice]:
        return self.roles_to_invite([espace])

    def change_role(self, member: str, espace: str, code: str) -> Sequence[str]:
        self._ask(f"role {member} {espace} {code}")
        return self.to_invite

    def keys(self) -> Sequence[KeyLine]:
        return self.key_lines

    def renew(self, espace: str) -> None:
        self._ask(f"renew {espace}")

    def quarantine(self) -> Sequence[QuarantineLine]:
        return self.quarantined

    def reinstate(self, ids: Sequence[str], motif: str) -> None:
        self._ask(f"reinstate {','.join(ids)} {motif}")
        self.quarantined = tuple(each for each in self.quarantined if each.ids != tuple(ids))

    def alarm_lines(self) -> Sequence[AlarmLine]:
        return self.standing

    def handle(self, alarm: int) -> None:
        self._ask(f"handle {alarm}")
        self.standing = tuple(each for each in self.standing if each.id != alarm)

    def _ask(self, what: str) -> None:
        if self.access_refusal is not None:
            raise RefusError(self.access_refusal)
        self.access_asked = (*self.access_asked, what)
