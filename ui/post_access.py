"""The desk over a real post: what somebody may do here, keys and their age, quarantine, alarms."""

from collections.abc import Sequence

from mvl_desktop.i18n import _
from mvl_desktop.services import alarms, habilitations, key_ages
from mvl_desktop.services import members as membership
from mvl_desktop.services.demonstration import refuse_in_demonstration
from ui.access_values import AlarmLine, KeyLine, QuarantineLine, RoleChoice
from ui.messages import sentence
from ui.post_part import PostPart, at


class PostAccess(PostPart):
    """Who may do what, and what must be handled."""

    def roles_to_invite(self, espaces: Sequence[str]) -> Sequence[RoleChoice]:
        """Return what somebody new may be invited for."""
        return [_choice(each) for each in habilitations.may_invite(self._ports, espaces)]

    def roles_to_give(self, member: str, espace: str) -> Sequence[RoleChoice]:
        """Return what a member may do from now on."""
        return [_choice(each) for each in habilitations.may_change(self._ports, member, espace)]

    def change_role(self, member: str, espace: str, code: str) -> Sequence[str]:
        """Change what a member does; returns the compartments where they must be invited."""
        refuse_in_demonstration(self._ports)
        return habilitations.change_habilitation(self._ports, member, code, espace=espace).to_invite

    def keys(self) -> Sequence[KeyLine]:
        """Return the keys of each espace and their age."""
        found = key_ages.list_keys(self._ports)
        return [KeyLine(each.espace, each.espace_name, each.days_left, each.stops, each.may_renew) for each in found]

    def renew(self, espace: str) -> None:
        """Begin new keys in an espace."""
        membership.renew_keys(self._ports, espace)

    def quarantine(self) -> Sequence[QuarantineLine]:
        """Return what came from posts after their cut, by post."""
        return [
            QuarantineLine(
                tuple(one.id for one in group),
                group[0].name,
                group[0].espace_name,
                sum(one.revisions for one in group),
                len({rec for one in group for rec in one.records}),
                group[0].why,
                group[0].may_accept,
            )
            for group in membership.quarantine_by_post(self._ports)
        ]

    def reinstate(self, ids: Sequence[str], motif: str) -> None:
        """Accept what lay in quarantine."""
        membership.reinstate(self._ports, list(ids), motif=motif)

    def alarm_lines(self) -> Sequence[AlarmLine]:
        """Return what must be handled, the gravest first; one cause in several espaces is one line that lists them."""
        causes: dict[tuple[str, str, str], list[alarms.AlarmSeen]] = {}
        for each in alarms.list_alarms(self._ports):
            # Exchanges that stopped go on espace by espace, each checked by somebody.
            alone = each.espace if each.action == alarms.RESUME else ""
            causes.setdefault((each.code, each.poste, alone), []).append(each)
        return [_line(same) for same in causes.values()]

    def handle(self, alarm: int) -> None:
        """Put an alarm away: somebody has handled it."""
        alarms.handle_alarm(self._ports, alarm)


def _line(same: Sequence[alarms.AlarmSeen]) -> AlarmLine:
    """Return one line for alarms of one cause."""
    first = same[0]
    names = ", ".join(dict.fromkeys(each.espace_name for each in same if each.espace_name))
    return AlarmLine(
        first.id,
        sentence(first.code),
        " · ".join(part for part in (first.poste, names) if part),
        at(max(each.at_ms for each in same)),
        first.action,
        _(alarms.LABELS[first.action]),
        first.grave,
        tuple(each.id for each in same[1:]),
    )


def _choice(found: habilitations.Choice) -> RoleChoice:
    chosen = found.habilitation
    refus = sentence(found.refus) if found.refus else ""
    return RoleChoice(chosen.code, _(chosen.libelle), _(chosen.phrase), refus)
