"""The page of accesses: one's own, and for an auditor those of every post. It holds no widget."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import ngettext
from mvl_desktop.services.audit_export import anomaly_sentence
from ui.background import Background
from ui.desk import Journal
from ui.journal_values import Accesses, AccessLine, RegisterLine


class JournalPage(QObject):
    """What the page shows: the registers, one of them chosen, and its lines."""

    changed = Signal()
    refused = Signal(str)
    exported = Signal(str)

    def __init__(self, desk: Journal, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._asked = False
        self.accesses = Accesses()
        self.chosen: RegisterLine | None = None
        self.lines: tuple[AccessLine, ...] = ()

    def refresh(self) -> None:
        """Ask again, unless the answer to the last question is still to come."""
        if self._asked:
            return
        self._asked = True
        self._background.run(self._desk.accesses, self._on_accesses, self._on_error)

    @property
    def others(self) -> tuple[RegisterLine, ...]:
        """The registers of all the posts, for an auditor; nothing for the others."""
        return self.accesses.registres if self.accesses.auditeur else ()

    def choose(self, register: RegisterLine | None) -> None:
        """Show the lines of a register; None: one's own."""
        self.chosen = register
        if register is None:
            self.lines = self.accesses.lignes
            self.changed.emit()
            return

        def ask() -> tuple[AccessLine, ...]:
            return tuple(self._desk.accesses_of(register))

        self._background.run(ask, lambda found: self._on_lines(register, found), self._on_error)

    @property
    def anomalies(self) -> tuple[tuple[RegisterLine, str], ...]:
        """Each thing to look at in what this post may check: the register, and its sentence."""
        shown = self.accesses.registres if self.chosen is None else (self.chosen,)
        return tuple((register, _said(*anomaly)) for register in shown for anomaly in register.anomalies)

    @property
    def is_grave(self) -> bool:
        """Whether one of them is more than something to look at."""
        shown = self.accesses.registres if self.chosen is None else (self.chosen,)
        return any(register.grave for register in shown)

    def export(self, path: Path) -> None:
        """Write every line that this post may read."""

        def done(lines: int) -> None:
            said = ngettext("{n} ligne écrite dans « {nom} ».", "{n} lignes écrites dans « {nom} ».", lines)
            self.exported.emit(said.format(n=lines, nom=path.name))

        self._background.run(lambda: self._desk.export_journal(path), done, self._on_error)

    def _on_accesses(self, found: Accesses) -> None:
        self._asked = False
        self.accesses = found
        places = {(each.espace, each.appareil): each for each in found.registres}
        again = places.get((self.chosen.espace, self.chosen.appareil)) if self.chosen and found.auditeur else None
        self.choose(again)

    def _on_lines(self, register: RegisterLine, found: tuple[AccessLine, ...]) -> None:
        if self.chosen == register:
            self.lines = found
            self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        self._asked = False
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def _said(code: str, first: int, last: int) -> str:
    """Return the sentence of an anomaly, with the lines that it concerns."""
    sentence = anomaly_sentence(code)
    if not last:
        return sentence
    count = last - first + 1
    where = ngettext("ligne {de}", "lignes {de} à {a}", count).format(de=first, a=last)
    return f"{sentence} ({where})"
