"""What is done to several records of a list at once: hand them to somebody, follow them; and taken back. No widget."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from mvl_desktop.i18n import _, ngettext
from ui.background import Background
from ui.desk import Drafts, Lists, Records
from ui.view_models.filters import HOLDER

MOST = 500
"""How many records one action takes at most: beyond, it is an import."""


class ActionDesk(Lists, Drafts, Records, Protocol):
    """What actions ask of the post."""


class ListActions(QObject):
    """Actions on the records that are selected, one after the other, each of which can be taken back."""

    done = Signal(str)
    """What was done, as a sentence; it can be taken back."""
    changed = Signal()
    """Records changed: the list is to be asked again."""
    refused = Signal(str)
    told = Signal(str)

    def __init__(self, kind: str, desk: ActionDesk, background: Background) -> None:
        super().__init__()
        self._kind, self._desk, self._background = kind, desk, background
        self.stack = QUndoStack(self)

    def assign(self, numbers: Sequence[int], nom: str) -> None:
        """Put somebody in charge of records."""
        self._run(numbers, lambda recs: self._assign(dict.fromkeys(recs, nom)), self._on_assigned(nom))

    def follow(self, numbers: Sequence[int], *, followed: bool) -> None:
        """Follow records, or no more."""
        self._run(numbers, lambda recs: self._follow(recs, followed=followed), self._on_followed(followed=followed))

    def undo(self) -> None:
        """Take the last action back."""
        self.stack.undo()

    def _run(
        self, numbers: Sequence[int], work: Callable[[Sequence[str]], dict[str, str]], done: Callable[[object], None]
    ) -> None:
        if len(numbers) > MOST:
            self.told.emit(_("Choisissez au plus {n} lignes à la fois.").format(n=MOST))
            return
        kept = tuple(numbers)

        def all_of_it() -> dict[str, str]:
            rows = self._desk.rows(self._kind, kept)
            return work([row.id for row in rows if row is not None])

        self._background.run(all_of_it, done, self._on_error)

    def _assign(self, wanted: dict[str, str]) -> dict[str, str]:
        """Change who is in charge; returns who was, of those that changed. What has a draft open is left alone."""
        before: dict[str, str] = {}
        for rec, nom in wanted.items():
            typed = self._desk.edit(rec)
            was = str(typed.champs.get(HOLDER) or "")
            if not typed.kept and was != nom:
                self._desk.save(replace(typed, champs={**typed.champs, HOLDER: nom or None}))
                before[rec] = was
        return before

    def _follow(self, recs: Sequence[str], *, followed: bool) -> dict[str, str]:
        changed = [rec for rec in recs if self._desk.read(rec).suivi is not followed]
        for rec in changed:
            self._desk.follow(rec, followed=followed)
        return dict.fromkeys(changed, "")

    def _on_assigned(self, nom: str) -> Callable[[object], None]:
        def on_done(before: object) -> None:
            if not isinstance(before, dict):
                return
            said = ngettext("{n} signalement confié à {nom}", "{n} signalements confiés à {nom}", len(before))
            self._settle(before, said.format(n=len(before), nom=nom), lambda: self._assign(before))

        return on_done

    def _on_followed(self, *, followed: bool) -> Callable[[object], None]:
        def on_done(changed: object) -> None:
            if not isinstance(changed, dict):
                return
            n = len(changed)
            on = ngettext("Vous suivez {n} signalement de plus", "Vous suivez {n} signalements de plus", n)
            off = ngettext("Vous ne suivez plus {n} signalement", "Vous ne suivez plus {n} signalements", n)
            said = (on if followed else off).format(n=n)
            self._settle(changed, said, lambda: self._follow(tuple(changed), followed=not followed))

        return on_done

    def _settle(self, changed: dict[str, str], said: str, back: Callable[[], object]) -> None:
        if not changed:
            self.told.emit(_("Rien à changer\u00a0: c’était déjà le cas, ou un brouillon est en cours."))
            return
        self.stack.push(_Done(said, lambda: self._background.run(back, lambda _none: self._on_back(), self._on_error)))
        self.done.emit(said)
        self.changed.emit()

    def _on_back(self) -> None:
        self.told.emit("")
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.changed.emit()
        self.refused.emit(code)


class _Done(QUndoCommand):
    """Something that was done already when it is pushed."""

    def __init__(self, said: str, back: Callable[[], None]) -> None:
        super().__init__(said)
        self._back = back

    def redo(self) -> None:
        """It is done already."""

    def undo(self) -> None:
        """Take it back."""
        self._back()
