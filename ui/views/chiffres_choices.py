"""Over what figures are counted: the period, the one beside it, the place, the domain; and the views that were kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _
from ui.chiffre_values import Beside, Span
from ui.desk import Wordings
from ui.icons import icon
from ui.plain import ask, hint, label
from ui.text import visible
from ui.timing import Now
from ui.values import Choice
from ui.view_models.chiffres import ChiffresPage
from ui.views.dialogs import Form
from ui.widgets.dates import DateEditor
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice

_SPANS: dict[Span, str] = {
    "annee": N_("Cette année"),
    "annee_passee": N_("L’année dernière"),
    "trimestre": N_("Ce trimestre"),
    "trimestre_passe": N_("Le trimestre dernier"),
    "libre": N_("Dates choisies"),
}
_BESIDES: dict[Beside, str] = {
    "": N_("Rien"),
    "precedente": N_("La période d’avant"),
    "an_passe": N_("La même, un an avant"),
}
_LETTERS = 15
_NAME_MAX = 60
_BACKWARDS = N_("La période finit avant de commencer. Changez l’une des deux dates.")


def labelled(title: str, box: QComboBox, letters: int = _LETTERS) -> QWidget:
    """Return a choice under its name, as wide as so many letters."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    said = label(title, tone="aide")
    said.setBuddy(box)
    box.setAccessibleName(title.replace("&", ""))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(letters)
    column.addWidget(said)
    column.addWidget(box)
    return made


class ChiffresChoices(QWidget):
    """The choices, on as many lines as the width asks for."""

    chosen = Signal(object)
    """The wish that is made of them."""

    def __init__(self, page: ChiffresPage, wordings: Wordings, now: Now) -> None:
        super().__init__()
        self.page, self._wordings = page, wordings
        self.span, self.beside = QComboBox(), QComboBox()
        self.departement, self.domaine, self.espace = QComboBox(), QComboBox(), QComboBox()
        self.du, self.au = DateEditor(now), DateEditor(now)
        for code, said in _SPANS.items():
            self.span.addItem(_(said), code)
        for beside, said in _BESIDES.items():
            self.beside.addItem(_(said), beside)
        self._fill(self.departement, _("Tous"), wordings.codes("departements"), named=True)
        self._fill(self.domaine, _("Tous"), wordings.codes("domaines"))
        self.views = QToolButton()
        self.views.setText(_("Vues"))
        self.views.setIcon(icon("bookmark-simple"))
        self.views.setProperty("rang", "lien")
        self.views.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.views.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.views.setToolTip(hint(_("Retrouver des choix gardés, ou garder ceux-ci")))
        self._espaces = labelled(_("&Espace"), self.espace)
        self._days = [self._day(_("D&u"), self.du), self._day(_("&Au"), self.au)]
        flow = Flow(
            labelled(_("&Période"), self.span),
            *self._days,
            labelled(_("&Comparée à"), self.beside),
            labelled(_("&Département"), self.departement),
            labelled(_("Do&maine"), self.domaine),
            self._espaces,
            self.views,
            low=True,
        )
        self.notice = Notice()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(flow)
        column.addWidget(self.notice)
        for box in (self.span, self.beside, self.departement, self.domaine, self.espace):
            box.activated.connect(lambda _place: self._choose())
        for day in (self.du, self.au):
            day.left.connect(self._choose)
        page.changed.connect(self.show_wish)
        page.views_changed.connect(self._show_views)
        self.show_wish()
        self._show_views()

    def show_wish(self) -> None:
        """Show what is chosen."""
        wish = self.page.wish
        if self.espace.count() != len(self.page.espaces) + 1:
            self._fill(self.espace, _("Tous"), [Choice(each.id, each.nom) for each in self.page.espaces])
        for box, value in (
            (self.span, wish.span),
            (self.beside, wish.beside),
            (self.departement, wish.departement),
            (self.domaine, wish.domaine),
            (self.espace, wish.espace),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self._espaces.setVisible(len(self.page.espaces) > 1)
        for day in self._days:
            day.setVisible(wish.span == "libre")
        periode = wish.periode(self.page.today)
        self.du.set_value(periode.du.isoformat())
        self.au.set_value(periode.au.isoformat())

    def keep(self) -> None:
        """Ask under which name what is chosen is kept."""
        dialog = Form(self.window(), _("Garder cette vue"), _("Garder"), _("Sur ce poste seulement, pour vous."))
        name = _name_line(dialog)
        dialog.go_on.setEnabled(False)
        name.textChanged.connect(lambda text: dialog.go_on.setEnabled(bool(text.strip())))
        if dialog.ask():
            self.page.keep_view(name.text())
        dialog.deleteLater()

    def rename(self, nom: str) -> None:
        """Ask for another name of a view; one that another view has is not taken."""
        dialog = Form(self.window(), _("Renommer une vue"), _("Renommer"), visible(nom))
        name = _name_line(dialog)
        name.setText(nom)
        name.selectAll()

        def see(text: str) -> None:
            is_free = self.page.can_rename(nom, text)
            dialog.notice.say("" if is_free else _("Une autre vue porte déjà ce nom."), "attention")
            dialog.go_on.setEnabled(is_free and bool(text.strip()))

        name.textChanged.connect(see)
        if dialog.ask():
            self.page.rename_view(nom, name.text())
        dialog.deleteLater()

    def forget(self, nom: str) -> None:
        """Forget a view, once the person confirmed."""
        text = _("La vue «\u00a0{nom}\u00a0» sera oubliée sur ce poste. Les chiffres ne changent pas.")
        said = text.format(nom=visible(nom))
        if ask(self, _("Oublier une vue"), said, _("Oublier"), _("Annuler"), danger=True):
            self.page.forget_view(nom)

    def _choose(self) -> None:
        span = cast("Span", self.span.currentData())
        wish = replace(
            self.page.wish,
            span=span,
            beside=cast("Beside", self.beside.currentData()),
            departement=str(self.departement.currentData() or ""),
            domaine=str(self.domaine.currentData() or ""),
            espace=str(self.espace.currentData() or ""),
        )
        if span == "libre":
            start, end = _day_of(self.du), _day_of(self.au)
            if start is None or end is None:
                return
            if end < start:
                self.notice.say(_(_BACKWARDS), "attention")
                return
            wish = replace(wish, du=start, au=end)
        self.notice.say("")
        self.page.choose(wish)

    def _day(self, title: str, day: DateEditor) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        said = label(title, tone="aide")
        said.setBuddy(day.buddy())
        day.buddy().setAccessibleName(title.replace("&", ""))
        column.addWidget(said)
        column.addWidget(day)
        return made

    def _fill(self, box: QComboBox, everything: str, choices: Sequence[Choice], *, named: bool = False) -> None:
        box.clear()
        box.addItem(everything, "")
        for choice in choices:
            said = visible(_(choice.libelle))
            box.addItem(f"{choice.code} – {said}" if named else said, choice.code)

    def _show_views(self) -> None:
        menu = QMenu(self.views)
        for nom in self.page.views:
            menu.addAction(icon("bookmark-simple"), _name(nom)).triggered.connect(
                lambda _on=False, nom=nom: self.page.show_view(nom)
            )
        if self.page.views:
            menu.addSeparator()
        menu.addAction(icon("plus"), _("Garder cette vue…")).triggered.connect(lambda _on=False: self.keep())
        if self.page.views:
            rename = menu.addMenu(icon("note-pencil"), _("Renommer"))
            forget = menu.addMenu(icon("trash"), _("Oublier"))
            for nom in self.page.views:
                rename.addAction(_name(nom)).triggered.connect(lambda _on=False, nom=nom: self.rename(nom))
                forget.addAction(_name(nom)).triggered.connect(lambda _on=False, nom=nom: self.forget(nom))
        old = self.views.menu()
        self.views.setMenu(menu)
        if old is not None:
            old.deleteLater()


def _name_line(dialog: Form) -> QLineEdit:
    name = QLineEdit()
    name.setMaxLength(_NAME_MAX)
    dialog.add(_("&Nom"), name, _("Par exemple «\u00a0Bilan annuel\u00a0»."))
    return name


def _name(nom: str) -> str:
    return visible(nom).replace("&", "&&")


def _day_of(editor: DateEditor) -> date | None:
    value = editor.value()
    return date.fromisoformat(value) if isinstance(value, str) else None
