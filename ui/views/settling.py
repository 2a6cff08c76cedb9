"""The pages on who sits here and on the espace: the last two steps of the first start, opened again by the menu."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.messages import sentence
from ui.plain import announce, button, label, set_style, set_tone
from ui.values import Introduction
from ui.view_models.settling import Settling
from ui.views.dialogs import FittedDialog
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, icon_label, row, rule


class SnugStack(QStackedWidget):
    """A stack as tall as the page that it shows, not as its tallest."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _place: self.fit())

    def fit(self) -> None:
        """Take the measure of the page that is shown."""
        for place in range(self.count()):
            shown = place == self.currentIndex()
            policy = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
            page = self.widget(place)
            if page is not None:
                page.setSizePolicy(policy, policy)
        self.updateGeometry()


class TerritoryPage(QWidget):
    """Name, fonction, délégation, départements."""

    wants_on = Signal()
    wants_back = Signal()

    def __init__(self, settling: Settling) -> None:
        super().__init__()
        self.settling = settling
        self._filled = False
        self._asked = False
        column = _column(self)
        text = _("Ces lignes vous présentent à vos collègues, et le premier département sert aux nouvelles fiches.")
        column.addWidget(label(text, wrap=True))
        self.nom, self.delegation, self.departements = QLineEdit(), QLineEdit(), QLineEdit()
        for line in (self.nom, self.delegation):
            line.setMaxLength(120)
        self.fonction = QComboBox()
        self.delegation.setPlaceholderText(_("Délégation de l’Ain"))
        self.departements.setPlaceholderText(_("01, 69, 2A…"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        for said, widget in (
            (_("&Nom et prénom"), self.nom),
            (_("&Fonction"), self.fonction),
            (_("&Délégation"), self.delegation),
            (_("Départements &suivis, par leur numéro"), self.departements),
        ):
            title = label(said)
            title.setBuddy(widget)
            widget.setAccessibleName(said.replace("&", ""))
            form.addRow(title, widget)
        column.addLayout(form)
        self.found = label(" ", tone="discret", wrap=True)
        column.addWidget(self.found)
        self.back, self.later = button(_("&Précédent"), "lien"), button(_("&Plus tard"), "lien")
        self.later.setText(_("Plus &tard"))
        self.go_on = button(_("&Continuer"), "premier")
        self.go_on.setDefault(True)
        column.addLayout(row(self.back, None, self.later, self.go_on))
        self.back.clicked.connect(self.wants_back)
        self.later.clicked.connect(self.wants_on)
        self.go_on.clicked.connect(self.keep)
        self.departements.textChanged.connect(lambda _text: self._judge())
        self.departements.returnPressed.connect(self.keep)
        settling.changed.connect(self._show)
        settling.introduced.connect(self._on_introduced)
        self._show()

    def keep(self) -> None:
        """Keep what is typed, and go on."""
        codes, wrong = self.settling.read_departements(self.departements.text())
        if wrong or not self.nom.text().strip():
            self._judge()
            (self.departements if wrong else self.nom).setFocus()
            return
        said = Introduction(
            self.nom.text().strip(), str(self.fonction.currentData() or ""), self.delegation.text().strip(), codes
        )
        if said == self.settling.said:
            self.wants_on.emit()
            return
        self._asked = True
        self.settling.introduce(said)

    def _on_introduced(self) -> None:
        if self._asked:
            self._asked = False
            self.wants_on.emit()

    def _judge(self) -> None:
        codes, wrong = self.settling.read_departements(self.departements.text())
        set_style(self.departements, "faux", "true" if wrong else "")
        if wrong:
            said = _("« {mot} » n’est pas un numéro de département.").format(mot=wrong)
            self.found.setText(said)
            announce(self.found, said)
        else:
            self.found.setText(self.settling.names(codes) or " ")
        set_tone(self.found, "danger" if wrong else "discret")

    def _show(self) -> None:
        self.go_on.setEnabled(self.settling.ready and not self.settling.busy)
        if not self.settling.ready or self._filled:
            return
        self._filled = True
        said = self.settling.said
        self.fonction.addItem(_("Choisir…"), "")
        for choice in self.settling.fonctions:
            self.fonction.addItem(_(choice.libelle), choice.code)
        self.fonction.setCurrentIndex(max(0, self.fonction.findData(said.fonction)))
        known = (
            (self.nom, said.nom),
            (self.delegation, said.delegation),
            (self.departements, ", ".join(said.departements)),
        )
        for line, text in known:
            if not line.isModified():  # else somebody typed in it before it was known
                line.setText(text)
        self._judge()


class EspacePage(QWidget):
    """Found an espace with its compartments, join one, discover, or later."""

    wants_back = Signal()
    wants_join = Signal()
    wants_demo = Signal()
    wants_first = Signal()
    """To record a first signalement."""
    finished = Signal()

    def __init__(self, settling: Settling) -> None:
        super().__init__()
        self.settling = settling
        outer = _column(self)
        self.pages = SnugStack()
        self.pages.addWidget(self._choice())
        self.pages.addWidget(self._ready())
        self.pages.fit()
        outer.addWidget(self.pages)
        settling.changed.connect(self._show)
        settling.founded.connect(self._on_founded)
        self._show()

    def propose(self) -> None:
        """Propose the délégation's name, unless something is typed."""
        if not self.nom.text().strip():
            self.nom.setText(self.settling.proposed_name)

    def found(self) -> None:
        """Found the espace whose name is typed."""
        if self.nom.text().strip():
            self.settling.found(self.nom.text(), compartments=self.compartments.isChecked())
        else:
            self.nom.setFocus()

    def _choice(self) -> QWidget:
        page = QWidget()
        column = _column(page)
        text = _("Un espace réunit les postes d’une délégation : ce qui y est enregistré se partage entre eux.")
        column.addWidget(label(text, wrap=True))
        self.nom = QLineEdit()
        self.nom.setMaxLength(120)
        self.nom.setPlaceholderText(_("Délégation de l’Ain"))
        title = label(_("&Nom de votre espace"))
        title.setBuddy(self.nom)
        self.nom.setAccessibleName(_("Nom de votre espace"))
        self.compartments = QCheckBox(_("Avec ses compartiments : signalants et pièces médicales"))
        self.compartments.setChecked(True)
        why = _(
            "L’identité de qui signale et les pièces médicales y sont rangées à part : seules les personnes que vous "
            "y inviterez pourront les lire, les autres verront « réservé »."
        )
        self.found_button = button(_("&Fonder l’espace"), "premier")
        self.found_button.setDefault(True)
        self.found_button.setIcon(icon("plus", self.palette().ColorRole.HighlightedText))
        for widget in (title, self.nom, self.compartments, label(why, tone="aide", wrap=True)):
            column.addWidget(widget)
        column.addLayout(row(self.found_button, None))
        column.addWidget(rule())
        invited = _("Un collègue a déjà fondé le vôtre ? Demandez-lui un fichier d’invitation.")
        column.addWidget(label(invited, wrap=True))
        self.join = button(_("&Rejoindre avec une invitation…"))
        self.join.setIcon(icon("user-plus"))
        self.demo = button(_("&Découvrir avec des données fictives"))
        column.addWidget(Flow(self.join, self.demo))
        self.back, self.later = button(_("&Précédent"), "lien"), button(_("Plus &tard"), "lien")
        column.addLayout(row(self.back, None, self.later))
        for each, signal in (
            (self.back, self.wants_back),
            (self.join, self.wants_join),
            (self.demo, self.wants_demo),
            (self.later, self.finished),
        ):
            each.clicked.connect(signal)
        self.found_button.clicked.connect(self.found)
        self.nom.returnPressed.connect(self.found)
        return page

    def _ready(self) -> QWidget:
        page = QWidget()
        column = _column(page)
        self.said = label("", "soustitre", wrap=True)
        head = row(icon_label("check-circle", 28), gap=12)
        head.addWidget(self.said, 1)
        column.addLayout(head)
        text = _(
            "Vous pouvez enregistrer tout de suite, même sans réseau. Pour partager, invitez ensuite vos collègues "
            "depuis la page « Postes »."
        )
        column.addWidget(label(text, wrap=True))
        self.first = button(_("&Enregistrer un premier signalement"), "premier")
        self.enter = button(_("&Ouvrir MVL"))
        self.first.clicked.connect(self.wants_first)
        self.enter.clicked.connect(self.finished)
        column.addLayout(row(self.first, self.enter, None))
        column.addStretch(1)
        return page

    def _on_founded(self, name: str) -> None:
        self.said.setText(_("L’espace « {nom} » est prêt.").format(nom=name))
        self.pages.setCurrentIndex(1)
        self.first.setFocus()
        announce(self.said, self.said.text())

    def _show(self) -> None:
        self.found_button.setEnabled(not self.settling.busy)
        self.found_button.setText(_("Un instant…") if self.settling.busy else _("&Fonder l’espace"))


class SetupDialog(FittedDialog):
    """The two pages again, over a post already at work."""

    wants_join = Signal()
    wants_demo = Signal()
    wants_first = Signal()

    def __init__(self, parent: QWidget | None, settling: Settling) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Premiers pas"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 84)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        self.title = label(_("Votre territoire"), "titre")
        self.notice = Notice()
        self.pages = SnugStack()
        self.territory, self.espace = TerritoryPage(settling), EspacePage(settling)
        self.territory.back.hide()
        for page in (self.territory, self.espace):
            self.pages.addWidget(page)
        self.pages.fit()
        for widget in (self.title, self.notice, self.pages):
            column.addWidget(widget)
        self.territory.wants_on.connect(lambda: self._go(1))
        self.espace.wants_back.connect(lambda: self._go(0))
        self.espace.finished.connect(self.accept)
        for mine, asked in (
            (self.wants_join, self.espace.wants_join),
            (self.wants_demo, self.espace.wants_demo),
            (self.wants_first, self.espace.wants_first),
        ):
            asked.connect(self.accept)
            asked.connect(mine)
        settling.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        settling.load()

    def _go(self, place: int) -> None:
        self.notice.say("")
        self.pages.setCurrentIndex(place)
        self.title.setText(_("Votre espace") if place else _("Votre territoire"))
        if place:
            self.espace.propose()
            self.espace.nom.setFocus()


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return column
