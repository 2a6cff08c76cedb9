"""One form on one record, or on one not made yet. It keeps what is typed, and holds no widget."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.errors import DomainError
from mvl_desktop.i18n import N_, _
from ui.background import Background
from ui.desk import Drafts, Records
from ui.text import hour
from ui.timing import AlarmMaker, Now
from ui.values import Espace, Record, Typed

AUTOSAVE_SECONDS = 1.5
LONGEST_WAIT_SECONDS = 5.0
"""Somebody who never stops typing is kept too."""

READY_SECONDS = 0.5


_NOT_KEPT, _NOT_SAVED = N_("Brouillon non enregistré"), N_("Non enregistré")


class RecordDesk(Records, Drafts, Protocol):
    """What a form asks of the post."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """What an opening found: nothing at all when the form is left empty."""

    record: Record | None = None
    typed: Typed | None = None
    homes: Sequence[Espace] = ()
    home: str = ""


@dataclass(frozen=True, slots=True)
class _Saved:
    """What a save made: the record, and the form opened on it again; why it could not be, when it could not."""

    rec: str
    found: _Opened | None
    trouble: Exception | None = None


def _with(found: _Opened, since: Mapping[str, object]) -> _Opened:
    """Return what was found with what was typed meanwhile: shown once, or it would go away under the cursor."""
    typed = found.typed
    return replace(found, typed=replace(typed, champs={**typed.champs, **since})) if typed is not None else found


class RecordForm(QObject):
    """What is typed, whether it is kept, and what the person may do with it."""

    opened = Signal()
    """Other values are to be shown."""
    filled = Signal()
    """Fields were filled otherwise than by typing in them: they are to be shown again."""
    changed = Signal()
    """The state changed: the indicator, the buttons."""
    saved = Signal(str)
    refused = Signal(str, str)
    """An error code, and the field that it is about, if any."""

    def __init__(self, desk: RecordDesk, background: Background, make_alarm: AlarmMaker, now: Now) -> None:
        super().__init__()
        self._desk, self._background, self._now = desk, background, now
        self._make_alarm = make_alarm
        self._alarm = make_alarm(self.flush)
        self._siblings: list[RecordForm] = []
        self._homes: Sequence[Espace] = ()
        self._home = ""
        self._typed: Typed | None = None
        self._record: Record | None = None
        self._waiting_since: datetime | None = None
        self._saving = False
        self._serial = 0
        self._said = ""
        self._failed = False
        self.again = False
        """Whether what was opened last is what was shown already: what is half typed there stays."""

    @property
    def typed(self) -> Typed | None:
        """What is in the form; None while there is none."""
        return self._typed

    @property
    def record(self) -> Record | None:
        """What is around it, once the record exists."""
        return self._record

    @property
    def background(self) -> Background:
        """The door to the threads, for what stands around the form."""
        return self._background

    @property
    def homes(self) -> Sequence[Espace]:
        """Where this new record may go; empty once it exists."""
        return self._homes

    @property
    def home(self) -> str:
        """The espace where it will go."""
        return self._home

    @property
    def dirty(self) -> bool:
        """Whether something typed is not kept yet."""
        return self._waiting_since is not None

    @property
    def can_save(self) -> bool:
        """Whether « Enregistrer » is live: something differs from the record."""
        return self._typed is not None and not self._saving and (self._typed.kept or self.dirty)

    @property
    def troubled(self) -> bool:
        """Whether what is typed could not be kept."""
        return self._failed

    @property
    def indicator(self) -> str:
        """What the form says of itself: kept or not, when."""
        return self._said

    def begin(self, kind: str, espace: str | None = None) -> None:
        """Open an empty form. It is worth a moment's wait: keys pressed at once must find it ready."""

        def work() -> _Opened:
            homes = self._desk.homes(kind)
            usual = homes[0].id if homes else ""
            return _Opened(None, self._desk.begin(kind, espace), homes, espace or usual)

        self._load(work)
        self._background.drain(READY_SECONDS)
        self._background.deliver()

    def choose_home(self, espace: str) -> None:
        """Let this new record go to another espace: what is typed goes with it."""
        typed = self._typed
        if typed is None or self._record is not None or self._saving or espace == self._home:
            return
        self._alarm.stop()
        self._saving = True
        self._waiting_since = None
        said = self._said

        def work() -> _Opened:
            moved = replace(self._desk.begin(typed.kind, espace), champs=typed.champs, kept=bool(typed.champs))
            if typed.champs:
                self._desk.keep(moved)
                self._desk.drop(typed.id)
            return _Opened(None, moved, self._homes, espace)

        def done(found: _Opened) -> None:
            self._saving = False
            current = self._typed
            if current is not None and current.id == typed.id:
                since = {name: value for name, value in current.champs.items() if typed.champs.get(name) != value}
                self._on_loaded(self._serial, _with(found, since), again=True)
                self._say(said)
                if since:
                    self.type(since)

        def refused(error: Exception) -> None:
            self._saving = False
            self._waiting_since = self._now()
            self._alarm.start(AUTOSAVE_SECONDS)
            self._refuse(error)

        self._background.run(work, done, refused)

    def sibling(self) -> "RecordForm":
        """Return another form of the same post, kept whenever this one is: what is recorded beside."""
        made = RecordForm(self._desk, self._background, self._make_alarm, self._now)
        self._siblings.append(made)
        return made

    def open(self, rec: str) -> None:
        """Open a record, on its draft when there is one."""
        self._load(lambda: _Opened(self._desk.read(rec), self._desk.edit(rec)))

    def resume(self, draft: str) -> None:
        """Open a draft where it was left."""

        def work() -> _Opened:
            typed = self._desk.resume(draft)
            if typed.rec:
                return _Opened(self._desk.read(typed.rec), typed)
            return _Opened(None, typed, self._desk.homes(typed.kind), typed.espace)

        self._load(work)

    def type(self, champs: Mapping[str, object]) -> None:
        """Take what the person has just typed: the values of the fields shown; the others stay as they are."""
        if self._typed is None:
            return
        self._typed = replace(self._typed, champs={**self._typed.champs, **champs})
        now = self._now()
        if self._waiting_since is None:
            self._waiting_since = now
        self._say(_("Modifications en cours…"))
        if not self._saving:
            waited = (now - self._waiting_since).total_seconds()
            self._alarm.start(max(0.0, min(AUTOSAVE_SECONDS, LONGEST_WAIT_SECONDS - waited)))

    def put(self, champs: Mapping[str, object]) -> None:
        """Take values that something else than the keyboard gave, and show them."""
        self.type(champs)
        self.filled.emit()

    def flush(self) -> None:
        """Keep the draft now, if something waits; those of the forms beside too."""
        for sibling in self._siblings:
            sibling.flush()
        typed = self._typed
        if typed is None or self._waiting_since is None or self._saving:
            return
        self._alarm.stop()
        self._waiting_since = None
        self._typed = typed = replace(typed, kept=True)
        self._background.run(
            lambda: self._desk.keep(typed),
            lambda at: self._on_kept(typed, at),
            lambda error: self._on_not_kept(typed, error),
        )

    def save(self) -> None:
        """Make a revision of what is typed, unless that is under way."""
        typed = self._typed
        if typed is None or not self.can_save:
            return
        self._alarm.stop()
        self._saving = True
        self._waiting_since = None
        self._say(_("Enregistrement…"))
        self._background.run(
            lambda: self._save_and_open(typed),
            lambda made: self._on_saved(typed, made),
            lambda error: self._on_not_saved(typed, error),
        )

    def discard(self) -> None:
        """Forget what was typed since the record was saved, and show it again; a new record is simply forgotten."""
        typed = self._typed
        if typed is None or self._saving:
            return
        self._alarm.stop()
        self._waiting_since = None

        def work() -> _Opened:
            self._desk.drop(typed.id)
            return _Opened(self._desk.read(typed.rec), self._desk.edit(typed.rec)) if typed.rec else _Opened()

        self._load(work)

    def close(self) -> None:
        """Leave the form: what is typed is kept."""
        self.flush()
        self._serial += 1
        self._typed = self._record = None
        self.again = False
        self.opened.emit()

    def look_again(self) -> None:
        """Read again what is around the form; what is typed stays as it is."""
        record = self._record
        if record is None:
            return

        def done(found: Record) -> None:
            if self._record is not None and self._record.id == found.id:
                self._record = found
                self.changed.emit()

        self._background.run(lambda: self._desk.read(record.id), done, self._refuse)

    def forget(self, sibling: "RecordForm") -> None:
        """Keep a form beside no more: it was left."""
        if sibling in self._siblings:
            self._siblings.remove(sibling)

    def refresh(self) -> None:
        """Show the record again after an exchange; never under somebody who is typing."""
        rec = self._quiet_record
        if rec is None:
            return
        self.flush()
        serial = self._serial

        def done(found: _Opened) -> None:
            if rec == self._quiet_record:
                self.flush()
                self._on_loaded(serial, found, again=True)

        self._background.run(lambda: _Opened(self._desk.read(rec), self._desk.edit(rec)), done, self._refuse)

    @property
    def _quiet_record(self) -> str | None:
        """The record shown while nothing is typed of it."""
        typed = self._typed
        return typed.rec if typed and not typed.kept and not self.dirty and not self._saving else None

    def _load(self, work: Callable[[], _Opened]) -> None:
        self.flush()
        self._serial += 1
        serial = self._serial

        def done(found: _Opened) -> None:
            if serial == self._serial:
                self.flush()
            self._on_loaded(serial, found)

        self._background.run(work, done, self._refuse)

    def _on_loaded(self, serial: int, found: _Opened, *, again: bool = False) -> None:
        if serial != self._serial:
            return
        self.again = again
        self._record, self._typed = found.record, found.typed
        self._homes, self._home = found.homes, found.home
        self._waiting_since = None
        self._say(_("Brouillon repris") if found.typed and found.typed.kept else "")
        self.opened.emit()

    def _on_kept(self, typed: Typed, at: datetime) -> None:
        if self._typed is not None and self._typed.id == typed.id and not self.dirty:
            self._say(_("Brouillon enregistré à {hour}").format(hour=hour(at)))

    def _on_not_kept(self, typed: Typed, error: Exception) -> None:
        if self._typed is not None and self._typed.id == typed.id:
            self._waiting_since = self._waiting_since or self._now()
            self._say(_(_NOT_KEPT), failed=True)
        self._refuse(error)

    def _save_and_open(self, typed: Typed) -> _Saved:
        """Save and read again in one go: between the two, what the form holds would be of a draft that is no more."""
        rec = self._desk.save(typed)
        try:
            return _Saved(rec, _Opened(self._desk.read(rec), self._desk.edit(rec)))
        except Exception as error:  # noqa: BLE001 - the record is saved; why it cannot be shown is told apart
            return _Saved(rec, None, error)

    def _on_saved(self, sent: Typed, made: _Saved) -> None:
        self.saved.emit(made.rec)
        self._saving = False
        current = self._typed
        if current is None or current.id != sent.id:
            if self.dirty:
                self._alarm.start(AUTOSAVE_SECONDS)
            return
        said = _("Enregistré à {hour}").format(hour=hour(self._now()))
        since = {name: value for name, value in current.champs.items() if sent.champs.get(name) != value}
        self._serial += 1
        if made.found is not None:
            self._on_loaded(self._serial, _with(made.found, since), again=True)
        self._say(said)
        if since:
            self.type(since)
        if made.trouble is not None:
            self._refuse(made.trouble)

    def _on_not_saved(self, sent: Typed, error: Exception) -> None:
        """Whatever happened, what was sent is kept as a draft at once, the form still open or not."""
        self._saving = False
        self._background.run(lambda: self._desk.keep(sent), lambda _at: None, self._refuse)
        if self.dirty:
            self._alarm.start(AUTOSAVE_SECONDS)
        if self._typed is not None and self._typed.id == sent.id:
            self._typed = replace(self._typed, kept=True)
            self._say(_(_NOT_SAVED), failed=True)
        self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code, str(getattr(error, "champ", "") or "") if isinstance(error, DomainError) else "")

    def _say(self, text: str, *, failed: bool = False) -> None:
        self._said, self._failed = text, failed
        self.changed.emit()
