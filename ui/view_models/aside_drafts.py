"""Drafts of what is kept apart, and the form that each was begun from: kept on this post, so that none is orphaned.

It holds no widget.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Drafts, Memory, Records

_KEY = "brouillons_a_part"


@dataclass(frozen=True, slots=True)
class Owner:
    """The form that a draft belongs to: its record, or its own draft when `recorded` is false; and the field there."""

    subject: str
    champ: str
    recorded: bool = True


class AsideDraftsDesk(Memory, Drafts, Records, Protocol):
    """What it asks of the post."""


class AsideDrafts(QObject):
    """Which draft goes with which form."""

    refused = Signal(str)

    def __init__(self, desk: AsideDraftsDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background

    def note(self, draft: str, owner: Owner) -> None:
        """Remember where a draft was begun."""
        self._change(lambda known: {**known, draft: [owner.subject, owner.champ]})

    def forget(self, draft: str) -> None:
        """Remember it no more: it was recorded, or given up."""
        self._change(lambda known: {each: where for each, where in known.items() if each != draft})

    def owner_of(self, draft: str, done: Callable[[Owner | None], None]) -> None:
        """Find the form that a draft was begun from; None when it is gone, or was never known."""

        def work() -> Owner | None:
            subject, champ = self._known().get(draft, ("", ""))
            if not subject:
                return None
            if any(each.id == subject for each in self._desk.drafts()):
                return Owner(subject, champ, recorded=False)
            return Owner(subject, champ) if self._is_there(subject) else None

        self._background.run(work, done, self._on_error)

    def begun_in(self, subject: str, done: Callable[[Mapping[str, str]], None]) -> None:
        """Find what was begun in a form and not recorded: the draft of each field."""

        def work() -> Mapping[str, str]:
            known = self._known()
            if not any(where == subject for where, _champ in known.values()):
                return {}
            alive = {each.id for each in self._desk.drafts()}
            return {champ: draft for draft, (where, champ) in known.items() if where == subject and draft in alive}

        self._background.run(work, done, self._on_error)

    def _is_there(self, rec: str) -> bool:
        try:
            self._desk.read(rec)
        except Exception as error:
            if not isinstance(getattr(error, "code", None), str):
                raise
            return False
        return True

    def _known(self) -> dict[str, tuple[str, str]]:
        kept = self._desk.recall(_KEY)
        pairs = kept.items() if isinstance(kept, Mapping) else ()
        return {
            str(draft): (str(where[0]), str(where[1]))
            for draft, where in pairs
            if isinstance(where, (list, tuple)) and len(where) == 2
        }

    def _change(self, make: Callable[[Mapping[str, object]], Mapping[str, object]]) -> None:
        def work() -> None:
            alive = {each.id for each in self._desk.drafts()}
            known = {draft: list(where) for draft, where in self._known().items() if draft in alive}
            self._desk.remember(_KEY, dict(make(known)) or None)

        self._background.run(work, lambda _none: None, self._on_error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
