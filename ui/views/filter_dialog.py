"""One filter to choose: values to check, a name to find, or two days; by keyboard as by mouse."""

from datetime import date, timedelta

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.desk import Wordings
from ui.plain import button, label
from ui.text import EMPTY
from ui.timing import Now
from ui.values import Choice, Person
from ui.view_models.filters import FROM, TO, Facet, Pairs, any_of, between, of_facet
from ui.views.dialogs import FittedDialog
from ui.widgets.dates import DateEditor
from ui.widgets.panels import row

_DATA = Qt.ItemDataRole.UserRole
_FOUND_MAX = 30
_LINES_MAX = 12
_LINES_SHOWN = 8


class FilterDialog(FittedDialog):
    """What is shown of one field."""

    def __init__(
        self, parent: QWidget, facet: Facet, filters: Pairs, wordings: Wordings, people: tuple[Person, ...], now: Now
    ) -> None:
        super().__init__(parent)
        self._facet, self._wordings, self._now = facet, wordings, now
        self._pairs = of_facet(filters, facet.name)
        self.setWindowTitle(_("Filtrer\u00a0: {champ}").format(champ=_(facet.libelle)))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 52)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(8)
        self._column.addWidget(label(_(facet.libelle), "soustitre"))
        self.list = QListWidget()
        self.list.setAccessibleName(_(facet.libelle))
        self.finder = QLineEdit()
        if facet.sort == "date":
            self._days()
        else:
            self._values(self._offered(people))
        self.go_on = button(_("Afficher"), "premier")
        self.go_on.setDefault(True)
        self.remove = button(_("Enlever ce filtre"))
        self.remove.setVisible(bool(self._pairs))
        cancel = button(_("Annuler"))
        self._column.addLayout(row(self.remove, None, cancel, self.go_on))
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self.accept)
        self.remove.clicked.connect(self._on_remove)
        self._removed = False

    @property
    def pairs(self) -> Pairs:
        """What was chosen; nothing when the filter is to be taken off."""
        if self._removed:
            return ()
        checked = [item.data(_DATA) for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        if self._facet.sort != "date" or checked:
            return any_of(self._facet.name, checked)
        return between(self._facet.name, self.start.value(), self.end.value())

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]

    def _offered(self, people: tuple[Person, ...]) -> list[Choice]:
        facet = self._facet
        if facet.sort == "personne":
            return [Choice(person.nom, person.nom) for person in people if person.nom]
        if facet.sort == "longue":
            return []
        return list(facet.choices or self._wordings.codes(facet.nomenclature))

    def _values(self, offered: list[Choice]) -> None:
        known = {choice.code for choice in offered}
        kept = [value for _name, value in self._pairs if value and value not in known]
        if self._facet.sort == "longue":
            self.finder.setPlaceholderText(_("Premières lettres"))
            self.finder.setAccessibleName(_("Chercher\u00a0: {champ}").format(champ=_(self._facet.libelle)))
            self.finder.textChanged.connect(self._on_find)
            self._column.addWidget(self.finder)
        self._add_items([*offered, *(Choice(value, self._said(value)) for value in kept)])
        if self._facet.may_be_empty:
            self._add_item(Choice("", EMPTY))
        line = int(self.fontMetrics().height() * 1.8)
        lines = _LINES_MAX if self._facet.sort == "longue" else min(_LINES_MAX, self.list.count())
        self.list.setMinimumHeight(line * max(3, min(_LINES_SHOWN, lines)) + 8)
        if self._facet.sort != "longue" and self.list.count() <= _LINES_SHOWN:
            self.list.setMaximumHeight(line * max(3, self.list.count()) + 8)
        self._column.addWidget(self.list, 1)
        self.list.itemActivated.connect(self._flip)
        if self._facet.sort == "longue":
            self.finder.setFocus()
        else:
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _days(self) -> None:
        bounds = {name.removeprefix(self._facet.name): value for name, value in self._pairs}
        form = QFormLayout()
        self.start, self.end = DateEditor(self._now), DateEditor(self._now)
        for title, editor, bound in ((_("&Du"), self.start, FROM), (_("&Au"), self.end, TO)):
            said = label(title)
            said.setBuddy(editor.buddy())
            editor.name(title.replace("&", ""))
            editor.set_value(bounds.get(bound))
            form.addRow(said, editor)
        self._column.addLayout(form)
        today = self._now().date()
        quick = [
            (_("7 derniers jours"), today - timedelta(days=7)),
            (_("30 derniers jours"), today - timedelta(days=30)),
            (_("Cette année"), date(today.year, 1, 1)),
        ]
        buttons = []
        for said_, day in quick:
            each = button(said_, "lien")
            each.clicked.connect(lambda _on=False, day=day: self._since(day, today))
            buttons.append(each)
        self._column.addLayout(row(*buttons, None))
        self._add_item(Choice("", EMPTY))
        self.list.setFixedHeight(int(self.fontMetrics().height() * 2.4))
        self._column.addWidget(self.list)
        self.start.buddy().setFocus()

    def _since(self, day: date, today: date) -> None:
        self.start.set_value(day.isoformat())
        self.end.set_value(today.isoformat())

    def _add_items(self, choices: list[Choice]) -> None:
        for choice in choices:
            self._add_item(choice)

    def _add_item(self, choice: Choice) -> None:
        item = QListWidgetItem(_(choice.libelle))
        item.setData(_DATA, choice.code)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        chosen = (self._facet.name, choice.code) in self._pairs
        item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
        item.setSizeHint(QSize(0, int(self.fontMetrics().height() * 1.8)))
        self.list.addItem(item)

    def _flip(self, item: QListWidgetItem) -> None:
        on = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _on_find(self, text: str) -> None:
        """Offer what begins so, after what is checked."""
        for item in self._items():
            if item.checkState() != Qt.CheckState.Checked and item.data(_DATA):
                self.list.takeItem(self.list.row(item))
        held = {item.data(_DATA) for item in self._items()}
        found = self._wordings.find(self._facet.nomenclature, text, _FOUND_MAX) if text.strip() else ()
        self._add_items([choice for choice in found if choice.code not in held])

    def _said(self, value: str) -> str:
        nomenclature = self._facet.nomenclature
        return self._wordings.wording(nomenclature, value) if nomenclature else value

    def _on_remove(self) -> None:
        self._removed = True
        self.accept()
