"""One communicable copy being worked on: what is taken out, what leaves, what is left to look at. No widget."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.occulter import (
    EN_PREPARATION,
    Passage,
    occurrences,
    parts,
    remade,
    still_legible,
    texts,
    united,
)
from mvl_desktop.services.communicable_source import MOTIFS, mark
from ui.background import Background
from ui.copy_values import CopyHint, CopySeen
from ui.desk import Wordings
from ui.desk_copies import Communicables
from ui.values import Choice

T = TypeVar("T")
ELSEWHERE = "ailleurs"
"""The sort of what was taken out in one place and can still be read in another."""


class OccultationDesk(Communicables, Wordings, Protocol):
    """What it asks of the post."""


class Occultation(QObject):
    """The copy that is open."""

    opened = Signal()
    changed = Signal()
    """Passages changed."""
    hints_changed = Signal()
    done = Signal(str)
    """An act ended: its name. The copy was read again."""
    handed = Signal(str, str)
    """The number of a copy that left, and the name of its file."""
    refused = Signal(str)

    def __init__(self, desk: OccultationDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.seen: CopySeen | None = None
        self.passages: tuple[Passage, ...] = ()
        self.hints: tuple[CopyHint, ...] = ()
        self.set_aside: frozenset[Passage] = frozenset()
        self.motif = "vie_privee"
        self.busy = False
        self._before: list[tuple[Passage, ...]] = []
        self._turn = 0

    @property
    def motifs(self) -> Sequence[Choice]:
        """Return why a passage may be taken out."""
        return self._desk.codes(MOTIFS)

    @property
    def can_mark(self) -> bool:
        """Whether passages may be taken out or put back."""
        return self.seen is not None and self.seen.etat == EN_PREPARATION and not self.busy

    @property
    def can_undo(self) -> bool:
        """Whether the last gesture may be taken back."""
        return self.can_mark and bool(self._before)

    @property
    def result(self) -> tuple[str, ...]:
        """Return the blocks that leave."""
        if self.seen is None:
            return ()
        return remade(
            self.seen.blocs, self.passages, lambda motifs: mark([self.motif_said(each) for each in motifs if each])
        )

    def motif_said(self, code: str) -> str:
        """Return how a reason is said."""
        return self._desk.wording(MOTIFS, code) if code else ""

    def open(self, rec: str) -> None:
        """Open a copy, and look for what may have to be taken out."""
        self.hints, self.set_aside, self._before = (), frozenset(), []
        self._turn += 1
        self._run(lambda: self._desk.read_copy(rec), self._while_open(self._show))
        self._run(lambda: self._desk.copy_hints(rec), self._while_open(self._on_hints))

    def close(self) -> None:
        """Leave it: what was chosen is recorded."""
        seen, passages = self.seen, self.passages
        if seen is not None and self.can_mark and set(passages) != set(seen.enregistres):
            self._run(
                lambda: self._desk.record_passages(seen.id, seen.enregistres, passages),
                lambda _none: self.done.emit(""),
            )
        self.seen = None
        self._turn += 1

    def take_out(self, places: Iterable[tuple[int, int, int]], motif: str = "") -> None:
        """Take places (block, beginning, end) out, for the reason chosen."""
        added = {Passage(*place, motif or self.motif) for place in places if place[1] < place[2]}
        self._become((*self.passages, *(each for each in sorted(added) if each not in self.passages)))

    def take_out_everywhere(self, words: str) -> int:
        """Take words out wherever they stand; return in how many places."""
        found = occurrences(self.seen.blocs, words) if self.seen is not None else ()
        self.take_out(found)
        return len(found)

    def put_back(self, gone: Iterable[Passage]) -> None:
        """Put passages back."""
        left = set(gone)
        self._become(tuple(each for each in self.passages if each not in left))

    def give_reason(self, passage: Passage, motif: str) -> None:
        """Say otherwise why a passage is taken out."""
        other = Passage(passage.bloc, passage.debut, passage.fin, motif)
        self._become(tuple(other if each == passage else each for each in self.passages))

    def undo(self) -> None:
        """Take the last gesture back."""
        if self.can_undo:
            self.passages = self._before.pop()
            self._keep()

    def at(self, bloc: int, place: int) -> tuple[Passage, ...]:
        """Return the passages at a place of the text."""
        return tuple(each for each in self.passages if each.bloc == bloc and each.debut <= place <= each.fin)

    def text_of(self, passage: Passage) -> str:
        """Return the words of a passage."""
        held = texts(self.seen.blocs) if self.seen is not None else ()
        return held[passage.bloc][passage.debut : passage.fin] if 0 <= passage.bloc < len(held) else ""

    @property
    def to_look_at(self) -> tuple[CopyHint, ...]:
        """Return what may have to be taken out and is not: what was found, then what was taken out elsewhere."""
        if self.seen is None:
            return ()
        taken = united(self.seen.blocs, self.passages)
        covered = {each.passage for each in self.hints}
        elsewhere = [
            CopyHint(Passage(*place, self.motif), ELSEWHERE, parts(self.seen.blocs[place[0]])[1][place[1] : place[2]])
            for word, _count in still_legible(self.seen.blocs, self.passages)
            for place in occurrences(self.seen.blocs, word)
        ]
        found = (*self.hints, *(each for each in elsewhere if not _within(each.passage, covered)))
        return tuple(
            each
            for each in found
            if each.passage not in self.set_aside
            and not any(
                one.bloc == each.passage.bloc and one.debut <= each.passage.debut and each.passage.fin <= one.fin
                for one in taken
            )
        )

    def leave(self, hint: CopyHint) -> None:
        """Propose it no more, while this copy is open."""
        self.set_aside |= {hint.passage}
        self.hints_changed.emit()

    def ask_reading(self) -> None:
        """Record what is taken out, then ask another person to read it."""
        seen, passages = self.seen, self.passages

        def work(rec: str) -> None:
            if seen is not None:
                self._desk.record_passages(rec, seen.enregistres, passages)
            self._desk.ask_reading(rec)

        self._act("demander_relecture", work)

    def accept(self) -> None:
        """Say, as the second person, that it may leave."""
        self._act("accepter", lambda rec: self._desk.answer_reading(rec, "", accepted=True))

    def send_back(self, remark: str) -> None:
        """Send it back with a remark."""
        self._act("renvoyer", lambda rec: self._desk.answer_reading(rec, remark, accepted=False))

    def take_back(self) -> None:
        """Prepare it again."""
        self._act("reprendre", self._desk.take_copy_back)

    def refuse(self, motif: str) -> None:
        """Refuse to communicate the document."""
        self._act("refuser", lambda rec: self._desk.refuse_copy(rec, motif))

    def hand_over(self, path: Path, destinataire: str) -> None:
        """Write what leaves."""
        seen = self.seen
        if seen is None or self.busy:
            return
        self._busy(on=True)
        show = self._while_open(self._show)

        def done(numero: str) -> None:
            self._busy(on=False)
            self.handed.emit(numero, path.name)
            self._run(lambda: self._desk.read_copy(seen.id), show)

        self._run(lambda: self._desk.hand_copy(seen.id, path, destinataire), done)

    def _act(self, name: str, work: Callable[[str], None]) -> None:
        seen = self.seen
        if seen is None or self.busy:
            return
        self._busy(on=True)

        def both() -> CopySeen:
            work(seen.id)
            return self._desk.read_copy(seen.id)

        show = self._while_open(self._show)

        def done(again: CopySeen) -> None:
            self._busy(on=False)
            show(again)
            self.done.emit(name)

        self._run(both, done)

    def _become(self, passages: Sequence[Passage]) -> None:
        if self.can_mark and tuple(passages) != self.passages:
            self._before.append(self.passages)
            self.passages = tuple(passages)
            self._keep()

    def _keep(self) -> None:
        seen, passages = self.seen, self.passages
        if seen is not None:
            self._run(lambda: self._desk.keep_passages(seen.id, passages), lambda _none: None)
        self.changed.emit()
        self.hints_changed.emit()

    def _show(self, seen: CopySeen) -> None:
        self.seen, self.passages, self._before = seen, seen.passages, []
        self.opened.emit()
        self.changed.emit()
        self.hints_changed.emit()

    def _on_hints(self, found: Sequence[CopyHint]) -> None:
        self.hints = tuple(found)
        self.hints_changed.emit()

    def _busy(self, *, on: bool) -> None:
        self.busy = on
        self.changed.emit()

    def _while_open(self, show: Callable[[T], None]) -> Callable[[T], None]:
        """Show an answer unless the copy was left meanwhile, for another one or for none."""
        turn = self._turn
        return lambda found: show(found) if turn == self._turn else None

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        self._busy(on=False)
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def _within(passage: Passage, others: Iterable[Passage]) -> bool:
    return any(each.bloc == passage.bloc and each.debut <= passage.debut and passage.fin <= each.fin for each in others)
