"""The filters of a list, one chip each: press it to change it, Delete to take it off."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from mvl_desktop.i18n import _
from ui.desk import Wordings
from ui.icons import icon
from ui.plain import announce, button, hint
from ui.text import visible
from ui.timing import Now
from ui.view_models.records_list import RecordsList
from ui.views.columns_dialog import ColumnsDialog
from ui.views.dialogs import Form
from ui.views.filter_dialog import FilterDialog
from ui.widgets.flow import FlowLayout

_NAME_MAX = 60
_LONGEST = 44
_FIRST = ("statut", "niveau", "urgence", "departement", "recu_le", "titulaire", "etat_envoi")


class Chip(QPushButton):
    """A filter in force."""

    def __init__(self, name: str, said: str) -> None:
        shown = visible(said)
        super().__init__((shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…").replace("&", "&&"))
        self.setToolTip(hint(shown))
        self.name = name
        self.setAutoDefault(False)
        self.setProperty("rang", "puce")
        self.setIcon(icon("funnel"))
        self.setAccessibleName(_("Filtre, {filtre}").format(filtre=visible(said)))
        self.setAccessibleDescription(_("Entrée pour le changer, Suppr pour l’enlever"))


class FilterBar(QWidget):
    """What a list is filtered by, the searches that were kept, and the columns."""

    def __init__(self, records: RecordsList, wordings: Wordings, now: Now) -> None:
        super().__init__()
        self.records, self._wordings, self._now = records, wordings, now
        self.chips: list[Chip] = []
        self._flow = FlowLayout(self, 8)
        self.add = self._menu_button(_("Filtrer"), "funnel")
        self.kept = self._menu_button(_("Recherches"), "bookmark-simple")
        self.columns = button(_("Colonnes…"), "lien")
        self.columns.setIcon(icon("columns"))
        self.columns.clicked.connect(self.choose_columns)
        self._last: QWidget = self.columns
        self.clear = button(_("Tout afficher"), "lien")
        self.clear.clicked.connect(records.clear)
        for widget in (self.add, self.kept, self.columns, self.clear):
            self._flow.addWidget(widget)
        self._facet_menu()
        records.wanted_changed.connect(self.show_chips)
        records.searches_changed.connect(self._show_kept)
        self._show_kept()
        self.show_chips()

    def offer(self, widget: QWidget) -> None:
        """Add something to do with the list, after its columns."""
        self._flow.removeWidget(self.clear)
        self._flow.addWidget(widget)
        self._flow.addWidget(self.clear)
        QWidget.setTabOrder(self._last, widget)
        QWidget.setTabOrder(widget, self.clear)
        self._last = widget

    def show_chips(self) -> None:
        """Show a chip for each filter in force."""
        focused = next((chip.name for chip in self.chips if chip.hasFocus()), "")
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.clear)
        self.chips = []
        for name, said in self.records.chips:
            chip = Chip(name, said)
            chip.clicked.connect(lambda _on=False, name=name: self.choose(name))
            self.chips.append(chip)
            self._flow.addWidget(chip)
            chip.show()
            if name == focused:
                chip.setFocus()
        self._flow.addWidget(self.clear)
        self.clear.setVisible(bool(self.chips))
        if focused and not any(chip.hasFocus() for chip in self.chips):
            self.add.setFocus()
        if self.chips:
            announce(
                self, _("Filtres\u00a0: {filtres}").format(filtres="\u202f; ".join(s for _n, s in self.records.chips))
            )
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Take the height of as many lines as the chips need."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))

    def choose(self, name: str) -> None:
        """Ask what to show of a field."""
        records = self.records
        facet = records.facet(name)
        if facet.name == "suivi":
            on = any(each == name for each, _said in records.chips)
            records.filter(name, () if on else ((name, "oui"),))
            return
        dialog = FilterDialog(self.window(), facet, records.wanted.filters, self._wordings, records.people, self._now)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            records.filter(name, dialog.pairs)
        dialog.deleteLater()

    def choose_columns(self) -> None:
        """Ask which columns to show, in which order."""
        dialog = ColumnsDialog(self.window(), self.records.rows.offered, self.records.rows.columns)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.records.choose_columns(dialog.chosen)
        dialog.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Take off the filter whose chip has the keyboard."""
        chip = next((chip for chip in self.chips if chip.hasFocus()), None)
        if chip is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.records.filter(chip.name, ())
        else:
            super().keyPressEvent(event)

    def _menu_button(self, text: str, icon_name: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setIcon(icon(icon_name))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setProperty("menu", "true")
        made.setMenu(QMenu(made))
        return made

    def _facet_menu(self) -> None:
        menu = self.add.menu()
        mine = menu.addAction(icon("users"), _("À moi"))
        mine.triggered.connect(lambda _on: self.records.filter_mine())
        self._add_facet(menu, "suivi", icon_name="star")
        menu.addSeparator()
        known = {facet.name: facet for facet in self.records.facets}
        for name in _FIRST:
            if name in known:
                self._add_facet(menu, name)
        menu.addSeparator()
        for groupe in dict.fromkeys(facet.groupe for facet in self.records.facets):
            inside = [facet for facet in self.records.facets if facet.groupe == groupe and facet.name != "suivi"]
            if inside:
                under = menu.addMenu(_(groupe))
                for facet in inside:
                    self._add_facet(under, facet.name)

    def _add_facet(self, menu: QMenu, name: str, icon_name: str = "") -> None:
        said = _(self.records.facet(name).libelle)
        action = menu.addAction(icon(icon_name), said) if icon_name else menu.addAction(said)
        action.triggered.connect(lambda _on, name=name: self.choose(name))

    def _show_kept(self) -> None:
        menu = self.kept.menu()
        menu.clear()
        for search in self.records.searches:
            action = menu.addAction(icon("bookmark-simple"), visible(search.nom).replace("&", "&&"))
            action.triggered.connect(lambda _on, nom=search.nom: self.records.apply(nom))
        if self.records.searches:
            menu.addSeparator()
        menu.addAction(icon("floppy-disk"), _("Garder cette recherche…")).triggered.connect(lambda _on: self._keep())
        if self.records.searches:
            renamed, forgotten = menu.addMenu(_("Renommer")), menu.addMenu(_("Oublier"))
            for search in self.records.searches:
                shown = visible(search.nom).replace("&", "&&")
                renamed.addAction(shown).triggered.connect(lambda _on, nom=search.nom: self._rename(nom))
                forgotten.addAction(shown).triggered.connect(lambda _on, nom=search.nom: self.records.forget(nom))

    def _keep(self) -> None:
        proposed = " · ".join(said for _name, said in self.records.chips) or self.records.wanted.text
        nom = self._ask_name(_("Garder cette recherche"), proposed[:_NAME_MAX])
        if nom:
            self.records.keep(nom)

    def _rename(self, nom: str) -> None:
        other = self._ask_name(_("Renommer la recherche"), nom)
        if other:
            self.records.rename(nom, other)

    def _ask_name(self, title: str, proposed: str) -> str:
        form = Form(self.window(), title, _("Garder"))
        line = QLineEdit(proposed)
        line.setMaxLength(_NAME_MAX)
        form.add(_("&Nom de la recherche"), line)
        line.selectAll()
        nom = line.text().strip() if form.ask() else ""
        form.deleteLater()
        return nom
