"""The page « À faire »: whose deadlines are shown, in which part, and what is said of them. It holds no widget."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import N_, _, ngettext
from ui.background import Background
from ui.desk import Membership, Memory, People
from ui.desk_echeances import Echeances
from ui.echeance_values import MOI, DueLine, DueRule, DueRules, DueSaid, DuesSeen, DueWish
from ui.values import Espace, Person

RETARD, JOUR, SEMAINE, PLUS_TARD = "retard", "jour", "semaine", "plus_tard"
PARTS = (RETARD, JOUR, SEMAINE, PLUS_TARD)
PART_NAMES: Mapping[str, str] = {
    RETARD: N_("En retard"),
    JOUR: N_("Aujourd’hui"),
    SEMAINE: N_("Cette semaine"),
    PLUS_TARD: N_("Plus tard"),
}
_WISH = "echeances/page"
_SAID = {
    "tenue": N_("Échéance tenue."),
    "reportee": N_("Échéance reportée."),
    "sans_objet": N_("Échéance écartée."),
    "a_tenir": N_("L’échéance est de nouveau à tenir."),
}


class TodoDesk(Echeances, Memory, Membership, People, Protocol):
    """What it asks of the post."""


class TodoPage(QObject):
    """What the page shows."""

    changed = Signal()
    said = Signal(str)
    refused = Signal(str)
    decided = Signal()
    """What is due changed: other pages may ask again."""

    def __init__(self, desk: TodoDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.wish = DueWish()
        self.seen: DuesSeen | None = None
        self.espaces: Sequence[Espace] = ()
        self.people: Sequence[Person] = ()
        self.busy = False
        self._known = False
        self._asked = False

    def refresh(self) -> None:
        """Ask again, unless the answer to the last question is still to come."""
        if self._asked:
            return
        self._asked = True
        wish, known = self.wish, self._known

        def ask() -> tuple[DueWish, DuesSeen, Sequence[Espace], Sequence[Person]]:
            kept = wish if known else _wish(self._desk.recall(_WISH))
            espaces = [each for each in self._desk.espaces() if not each.compartiment]
            return kept, self._desk.dues(kept), espaces, self._desk.people()

        self._background.run(ask, self._on_seen, self._on_error)

    def choose(self, wish: DueWish) -> None:
        """Show the deadlines of others, or of another espace; the choice is remembered on this post."""
        if wish == self.wish:
            return
        self.wish, self._known = wish, True
        self._background.run(
            lambda: self._desk.remember(_WISH, {"qui": wish.qui, "espace": wish.espace}),
            lambda _none: None,
            self._on_error,
        )
        self._asked = False
        self.refresh()

    def parts(self) -> list[tuple[str, list[DueLine]]]:
        """Return the lines of each part that has some: late, today, this week, later."""
        if self.seen is None:
            return []
        found: dict[str, list[DueLine]] = {part: [] for part in PARTS}
        for line in self.seen.lignes:
            found[part_of(line, self.seen.jour)].append(line)
        return [(part, lines) for part, lines in found.items() if lines]

    def say(self, line: DueLine, said: DueSaid) -> None:
        """Write what somebody says of a deadline, in its record."""
        self._do(lambda: self._desk.say_of_due(line.rec, said), _(_SAID[said.etat]))

    def add(self, rec: str, said: DueSaid) -> None:
        """Add a deadline to a record."""
        self._do(lambda: self._desk.say_of_due(rec, said), _("Échéance ajoutée."))

    def export(self, path: Path) -> None:
        """Write what is shown to a file for calendars."""
        wish = self.wish
        self._write(lambda: self._desk.export_agenda(wish, path), path)

    def print(self, path: Path, *, masked: bool) -> None:
        """Write what is shown to a document."""
        wish = self.wish
        self._write(lambda: self._desk.print_dues(wish, path, masked=masked), path)

    def ask_rules(self, done: Callable[[DueRules], None]) -> None:
        """Ask for the rules of the espace that is shown."""
        espace = self.wish.espace
        self._background.run(lambda: self._desk.due_rules(espace), done, self._on_error)

    def keep_rule(self, rules: DueRules, champs: Mapping[str, object], done: Callable[[DueRules], None]) -> None:
        """Write a rule, and give the rules as they are then."""

        def work() -> DueRules:
            self._desk.keep_due_rule(rules.espace, champs)
            return self._desk.due_rules(rules.espace)

        def kept(found: DueRules) -> None:
            done(found)
            self._asked = False
            self.refresh()
            self.decided.emit()

        self._background.run(work, kept, self._on_error)

    def _write(self, work: Callable[[], int], path: Path) -> None:
        def done(lines: int) -> None:
            said = ngettext(
                "{n} échéance écrite dans «\u00a0{nom}\u00a0».",
                "{n} échéances écrites dans «\u00a0{nom}\u00a0».",
                lines,
            )
            self.said.emit(said.format(n=lines, nom=path.name))

        self._background.run(work, done, self._on_error)

    def _do(self, work: Callable[[], None], said: str) -> None:
        if self.busy:
            return
        self.busy = True

        def done(_none: None) -> None:
            self.busy = False
            self._asked = False
            self.said.emit(said)
            self.decided.emit()
            self.refresh()

        self._background.run(work, done, self._on_error)

    def _on_seen(self, found: tuple[DueWish, DuesSeen, Sequence[Espace], Sequence[Person]]) -> None:
        self._asked = False
        wish, seen, self.espaces, self.people = found
        if self._known and wish != self.wish:
            return
        self.wish, self._known = wish, True
        self.seen = seen
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        self._asked = self.busy = False
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
        self.changed.emit()


def part_of(line: DueLine, day: date) -> str:
    """Return the part of the page where a deadline stands; the week ends on Sunday."""
    if line.etat == "en_retard":
        return RETARD
    if line.le is None:
        return PLUS_TARD
    if line.le <= day:
        return JOUR
    return SEMAINE if line.le <= day + timedelta(days=6 - day.weekday()) else PLUS_TARD


def changed_rule(rule: DueRule | None, said: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a rule with what was typed; a new one when there was none."""
    return {**(rule.champs if rule is not None else {}), **said}


def with_reason(said: DueSaid, motif: str) -> DueSaid:
    """Return what is said, with its reason."""
    return replace(said, motif=motif.strip())


def _wish(kept: object) -> DueWish:
    if not isinstance(kept, Mapping):
        return DueWish()
    return DueWish(str(kept.get("qui", MOI)), str(kept.get("espace", "")))
