"""The desk over a real post: the journal of access, said to people."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from mvl_desktop.i18n import ngettext
from mvl_desktop.services import audit
from mvl_desktop.services.audit_export import export_journal
from ui.journal_values import Accesses, AccessLine, RegisterLine
from ui.post_part import PostPart, at
from ui.post_saying import titled


class PostJournal(PostPart):
    """What was noted, and who may see it."""

    def accesses(self) -> Accesses:
        """Return one's own lines and the registers that this post may check."""
        lines = self._lines(audit.my_accesses(self._ports))
        return Accesses(
            tuple(lines),
            tuple(_register(each) for each in audit.registers(self._ports)),
            audit.is_auditor(self._ports),
            audit.has_auditor(self._ports),
        )

    def accesses_of(self, register: RegisterLine) -> Sequence[AccessLine]:
        """Return the lines of one register, latest first."""
        return self._lines(audit.accesses_of(self._ports, register.espace, register.appareil))

    def export_journal(self, path: Path) -> int:
        """Write every line that this post may read to a .csv or .json file; returns how many."""
        return export_journal(self._ports, path)[1]

    def _lines(self, found: Iterable[audit.Access]) -> list[AccessLine]:
        known = list(found)
        titles = audit.titles(self._ports, {each.rec for each in known if each.rec})
        return [
            AccessLine(at(each.at_ms), each.code, titled(*titles[each.rec]) if each.rec in titles else "", _said(each))
            for each in known
        ]


def _register(found: audit.Register) -> RegisterLine:
    return RegisterLine(
        found.espace,
        found.device,
        found.poste or found.device[:8],
        found.espace_name,
        found.lines,
        _day(found.first_day),
        _day(found.last_day),
        tuple((anomaly.code, anomaly.first, anomaly.last) for anomaly in found.anomalies),
        any(anomaly.grave for anomaly in found.anomalies),
        found.here,
    )


def _day(day: int) -> date | None:
    return datetime.fromtimestamp(day * 86_400, UTC).date() if day else None


def _said(access: audit.Access) -> str:
    """Return what the counts of a line say to a person; most say nothing more than the action."""
    counted = access.counters
    if "essais" in counted:
        return ngettext("{n} essai", "{n} essais", counted["essais"]).format(n=counted["essais"])
    if "lignes" in counted:
        return ngettext("{n} ligne", "{n} lignes", counted["lignes"]).format(n=counted["lignes"])
    if "reponses" in counted:
        return ngettext("{n} réponse", "{n} réponses", counted["reponses"]).format(n=counted["reponses"])
    return ""
