"""The statut of a signalement: only what may follow where it stands, and what the one chosen still wants."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.domain.statut import next_statuts, wanted
from mvl_desktop.i18n import _
from ui.plain import button
from ui.text import EMPTY
from ui.values import Choice
from ui.view_models.closing import Closing
from ui.view_models.record_form import RecordForm
from ui.widgets.choices import CodeEditor
from ui.widgets.panels import Notice


class StatutEditor(CodeEditor):
    """The statuts that may follow the recorded one, which stays first; a reason asked is one press away."""

    asked = Signal(str)
    """The field to fill for the statut that was chosen."""

    def __init__(
        self,
        choices: Sequence[Choice],
        reasons: Sequence[Choice],
        form: RecordForm,
        declaration: Declaration,
        closing: Closing,
    ) -> None:
        super().__init__(choices)
        self._choices, self._form, self._declaration = tuple(choices), form, declaration
        self._reasons = {each.code: each.libelle for each in reasons}
        self._closing = closing
        self.pending = Notice()
        self.proposed = Notice()
        self.reason = button(_("Prendre"))
        self.proposed.add(self.reason)
        self.notice = Notice()
        self.fill = button(_("Renseigner"))
        self.notice.add(self.fill)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            for widget in (self.pending, self.notice, self.proposed):
                column.addWidget(widget)
        self.reason.clicked.connect(closing.take_reason)
        closing.changed.connect(self._tell)
        self.fill.clicked.connect(self._on_fill)
        form.changed.connect(self._tell)

    def set_value(self, value: object) -> None:
        """Offer what may follow, and show where it stands."""
        self._offer(str(value or ""))
        super().set_value(value)
        self._tell()

    def name(self, text: str) -> None:
        """Name the box, and the button for what it wants."""
        super().name(text)
        self.fill.setAccessibleName(_("Renseigner ce que le statut demande"))
        self.reason.setAccessibleName(_("Prendre le motif de clôture proposé"))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The fields that the statut chosen asks for and that are empty."""
        typed = self._form.typed
        return wanted({**typed.champs, "statut": self.value()}) if typed is not None else ()

    def _offer(self, value: str) -> None:
        record = self._form.record
        standing = record.statut if record is not None else ""
        offered = {standing, value, *next_statuts(standing)}
        self.box.clear()
        if "" in offered:
            self.box.addItem(_(EMPTY), None)
        for choice in self._choices:
            if choice.code in offered:
                self.box.addItem(_(choice.libelle), choice.code)

    def _tell(self) -> None:
        self._closing.look(self.value())
        closing = self._closing.is_closing(self.value())
        waits = " · ".join(self._closing.pending) if closing else ""
        told = _("Encore en attente\u00a0: {things}. Pour clore malgré tout, dites pourquoi.").format(things=waits)
        if (told if waits else "") != self.pending.said.text():
            self.pending.say(told if waits else "", "attention")
        reason = self._closing.reason if closing else ""
        named = _("Motif proposé\u00a0: {reason}.").format(reason=_(self._reasons.get(reason, reason)))
        if (named if reason else "") != self.proposed.said.text():
            self.proposed.say(named if reason else "")
        fields = [self._declaration.champ(name) for name in self.wanted]
        named = ", ".join(_(field.libelle) for field in fields if field is not None)
        said = _("Ce statut demande\u00a0: {fields}.").format(fields=named) if named else ""
        if said != self.notice.said.text():
            self.notice.say(said, "attention")

    def _on_fill(self) -> None:
        if self.wanted:
            self.asked.emit(self.wanted[0])
