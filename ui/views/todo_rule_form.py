"""The form of one rule of deadlines: generated from its declaration, in a dialog."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvl_desktop.domain.champ import Declaration, DeclaredField
from mvl_desktop.i18n import _
from ui.desk import Wordings
from ui.echeance_values import DueRule
from ui.messages import sentence
from ui.plain import button, label
from ui.timing import Now
from ui.views.dialogs import FittedDialog
from ui.widgets.choices import CodesEditor
from ui.widgets.editor import Editor
from ui.widgets.fields import Fields
from ui.widgets.makers import EditorMaker
from ui.widgets.panels import Notice, row, scrolled

_HIDDEN = frozenset({"code", "arbitrages", "active"})
_SHOWN_BY = "tenue_par"
_LINES_AROUND = 12
"""What stands above and under the fields, in lines of text: the fields scroll in what the screen leaves."""
_NEEDED = ("libelle", "evenement", "nombre", "unite")


class RuleForm(FittedDialog):
    """The fields of a rule; « Enregistrer » asks that it say enough."""

    def __init__(
        self, parent: QWidget, declaration: Declaration, rule: DueRule | None, wordings: Wordings, now: Now
    ) -> None:
        super().__init__(parent)
        title = _("Changer la règle") if rule is not None else _("Ajouter une règle")
        self.setWindowTitle(title)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 88)
        self._wordings = wordings
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "soustitre"))
        said = _(
            "La règle vaut pour tout l’espace, dès qu’elle est enregistrée, et chacun la reçoit à l’échange suivant."
        )
        column.addWidget(label(said, tone="discret", wrap=True))
        self.notice = Notice()
        column.addWidget(self.notice)
        make = EditorMaker(wordings, now, special={_SHOWN_BY: self._shown_by})
        fields = tuple(field for field in declaration.champs if field.name not in _HIDDEN)
        self.fields = Fields(fields, make, None)
        self.fields.show_values(rule.champs if rule is not None else {"unite": "jours_ouvres", "reporte": True})
        area = scrolled(self.fields)
        left = self.screen().availableGeometry().height() - self.fontMetrics().height() * _LINES_AROUND
        area.setFixedHeight(max(_LINES_AROUND, min(self.fields.sizeHint().height(), left)))
        column.addWidget(area, 1)
        keep, cancel = button(_("&Enregistrer"), "premier"), button(_("Annuler"))
        keep.setDefault(True)
        column.addLayout(row(None, cancel, keep))
        keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.reject)
        self.fields.focus_first()

    def values(self) -> Mapping[str, object]:
        """Return what is typed; what was emptied is None."""
        typed = self.fields.values()
        return {name: typed.get(name) for name in self.fields.editors}

    def _keep(self) -> None:
        typed = self.fields.values()
        if self.fields.troubles() or any(typed.get(name) in (None, "") for name in _NEEDED):
            self.notice.say(sentence("regle_incomplete"), "danger")
            return
        self.accept()

    def _shown_by(self, field: DeclaredField) -> Editor:
        return CodesEditor(self._wordings.codes(field.champ.nomenclature or ""))
