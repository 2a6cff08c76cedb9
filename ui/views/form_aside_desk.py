"""Opens what is kept apart from a record, each in its own window; a draft of it is found where it was begun."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import _
from ui.timing import Now
from ui.view_models.around import Around
from ui.view_models.aside_drafts import AsideDrafts, Owner
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.views.form_aside import AsideCard, AsideWindow
from ui.views.form_desk import FormDesk


class AsideDesk(QObject):
    """The windows of what is kept apart; they close when another record comes."""

    begun = Signal(str, str)
    """A field whose record was begun and not recorded, and its draft."""
    alone = Signal()
    """A draft was opened whose form is gone."""
    found = Signal(str, str)
    """A field whose draft is to be gone on with, now that its form is there."""

    def __init__(self, parent: QWidget, form: RecordForm, desk: FormDesk, around: Around, now: Now) -> None:
        super().__init__(parent)
        self._parent, self._form, self._desk, self._around, self._now = parent, form, desk, around, now
        self.drafts = AsideDrafts(desk, form.background)
        self.windows: list[AsideWindow] = []
        self._subject = ""
        self._awaited: tuple[Owner, str] | None = None

    def open(self, card: AsideCard) -> None:
        """Open the record of a card: itself, its draft, or a new one."""
        self._open(card.kind, card.rec, card.draft, card)

    def resume(self, kind: str, draft: str) -> None:
        """Go on with a draft where it was begun: its form comes first. Alone in its window when that form is gone."""

        def done(owner: Owner | None) -> None:
            if owner is None:
                self._open(kind, "", draft, None)
                self.alone.emit()
            elif owner.subject == self._subject:
                self.found.emit(owner.champ, draft)
            else:
                self._awaited = (owner, draft)
                (self._form.open if owner.recorded else self._form.resume)(owner.subject)

        self.drafts.owner_of(draft, done)

    def follow(self) -> None:
        """Close the windows that belong to another record than the one now in the form; say what was begun in it."""
        typed = self._form.typed
        subject = (typed.rec or typed.id) if typed else ""
        if subject == self._subject:
            return
        self._subject = subject
        for window in tuple(self.windows):
            window.reject()
        awaited, self._awaited = self._awaited, None
        if awaited is not None and awaited[0].subject == subject:
            self.found.emit(awaited[0].champ, awaited[1])
        elif subject:
            self.drafts.begun_in(subject, lambda begun: self._on_begun(subject, dict(begun)))

    def _on_begun(self, subject: str, begun: dict[str, str]) -> None:
        if subject == self._subject:
            for champ, draft in begun.items():
                self.begun.emit(champ, draft)

    def _open(self, kind: str, rec: str, draft: str, card: AsideCard | None) -> None:
        from ui.views.record_form import RecordFormView

        form = self._form.sibling()
        side = RecordSide(self._desk, self._form.background)
        declared = required(kind)
        window = AsideWindow(
            self._parent.window(),
            _(declared.libelle),
            lambda: RecordFormView(declared, form, side, self._desk, self._now),
        )
        self.windows.append(window)
        window.left.connect(lambda: self._on_left(window, form, card))
        form.saved.connect(lambda saved: self._on_saved(window, saved, card))
        window.show()
        if rec:
            form.open(rec)
        elif draft:
            form.resume(draft)
        else:
            form.begin(kind)
        if isinstance(window.view, RecordFormView):
            window.view.closed.connect(window.reject)
            window.view.focus_first()

    def _on_saved(self, window: AsideWindow, rec: str, card: AsideCard | None) -> None:
        if card is not None:
            self.drafts.forget(card.draft)
            card.begin_again("")
            self._around.name_reference(rec, card.refer)
        QTimer.singleShot(0, window, window.reject)

    def _on_left(self, window: AsideWindow, form: RecordForm, card: AsideCard | None) -> None:
        if window not in self.windows:
            return
        self.windows.remove(window)
        form.flush()
        typed = form.typed
        if card is not None and typed is not None and typed.rec is None and typed.kept:
            card.begin_again(typed.id)
            if self._subject:
                self.drafts.note(typed.id, Owner(self._subject, card.field.name))
        form.close()
        self._form.forget(form)
        window.deleteLater()
