"""The rules of deadlines: those of the application, those that the espace changed or added, and the form of one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import _
from ui.desk import Wordings
from ui.echeance_values import DueRule, DueRules
from ui.messages import sentence
from ui.plain import button, hint, label
from ui.text import EMPTY, visible
from ui.timing import Now
from ui.view_models.todo import TodoPage, changed_rule
from ui.views.dialogs import FittedDialog
from ui.views.todo_rule_form import RuleForm
from ui.widgets.flow import FlowLayout
from ui.widgets.panels import Notice, row
from ui.widgets.tables import small_table

KIND = "regle-echeance"


class RulesDialog(FittedDialog):
    """Every rule, in one table; who may changes one, takes it out or adds one."""

    def __init__(self, parent: QWidget, todo: TodoPage, rules: DueRules, wordings: Wordings, now: Now) -> None:
        super().__init__(parent)
        self.todo, self.rules = todo, rules
        self._wordings, self._now = wordings, now
        self.setWindowTitle(_("Règles des échéances"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 96)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Règles des échéances"), "soustitre"))
        self.warning = label("", tone="discret", wrap=True)
        column.addWidget(self.warning)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.table = small_table(_("Règles"), (_("Ce qui doit être fait"), _("Comptée depuis"), _("Délai"), _("État")))
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * 8)
        column.addWidget(self.table, 1)
        self.source = label("", tone="discret", wrap=True)
        column.addWidget(self.source)
        bar = QWidget()
        flow = FlowLayout(bar, gap=8)
        self.change, self.apply, self.add = button(_("&Changer…")), button(""), button(_("&Ajouter une règle…"))
        for each in (self.change, self.apply, self.add):
            flow.addWidget(each)
        column.addWidget(bar)
        close = button(_("&Fermer"), "premier")
        column.addLayout(row(None, close))
        close.clicked.connect(self.accept)
        self.change.clicked.connect(lambda _on: self._ask(self.chosen))
        self.add.clicked.connect(lambda _on: self._ask(None))
        self.apply.clicked.connect(lambda _on: self._turn())
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.activated.connect(lambda _index: self._ask(self.chosen))
        todo.refused.connect(self._on_refused)
        self.show_rules(rules)

    @property
    def chosen(self) -> DueRule | None:
        """The rule of the line chosen."""
        place = self.table.currentRow()
        return self.rules.regles[place] if 0 <= place < len(self.rules.regles) else None

    def show_rules(self, rules: DueRules) -> None:
        """Show rules, the line chosen staying."""
        kept = self.chosen.code if self.chosen is not None else ""
        self.rules = rules
        said = rules.avertissement
        if not rules.permis:
            said = " ".join((said, _("Les référents et les administrateurs de l’espace peuvent les changer.")))
        self.warning.setText(said)
        self.table.setRowCount(len(rules.regles))
        for place, rule in enumerate(rules.regles):
            for column, text in enumerate(_texts(rule)):
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or _(EMPTY))
                cell.setToolTip(hint(text))
                self.table.setItem(place, column, cell)
        place = next((number for number, rule in enumerate(rules.regles) if rule.code == kept), 0)
        if rules.regles:
            self.table.setCurrentCell(place, 0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        rule, permitted = self.chosen, self.rules.permis
        self.source.setText(visible(rule.source) if rule is not None else "")
        self.change.setEnabled(permitted and rule is not None)
        self.apply.setEnabled(permitted and rule is not None)
        self.add.setEnabled(permitted)
        self.apply.setText(_("Ne plus a&ppliquer") if rule is None or rule.appliquee else _("A&ppliquer"))

    def _ask(self, rule: DueRule | None) -> None:
        if not self.rules.permis:
            return
        form = RuleForm(self, required(KIND), rule, self._wordings, self._now)
        if form.exec() == QDialog.DialogCode.Accepted:
            self.todo.keep_rule(self.rules, changed_rule(rule, form.values()), self.show_rules)
        form.deleteLater()

    def _turn(self) -> None:
        rule = self.chosen
        if rule is not None:
            self.todo.keep_rule(self.rules, changed_rule(rule, {"active": not rule.appliquee}), self.show_rules)

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")


def _texts(rule: DueRule) -> tuple[str, ...]:
    state = _("Appliquée") if rule.appliquee else _("Non appliquée")
    if rule.propre:
        state = _("{etat}, propre à l’espace").format(etat=state)
    elif rule.a_valider:
        state = _("{etat}, à valider").format(etat=state)
    return visible(rule.libelle), visible(rule.evenement), rule.delai, state
