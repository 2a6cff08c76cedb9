"""The numbers of those whom a fiche says to alert, large enough to be read during a call, each to copy."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.annuaire_values import Interlocuteur
from ui.desk import Wordings
from ui.icons import icon
from ui.plain import announce, button, hint, label
from ui.text import visible
from ui.view_models.annuaire_said import PORTEES
from ui.view_models.fiche_callers import Callers, sure
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, clear, icon_label, row, rule

KEY = "0"
_DEPARTEMENTS = "departements"
_LETTERS = 18
_LARGE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class CallersPanel(QFrame):
    """A card for each; a sentence for those that nothing here reaches, and the way to the annuaire."""

    chosen = Signal(str)
    """Another département is to be looked at."""
    wants_record = Signal(str, str)
    wants_directory = Signal(str)
    """The page « Annuaire » is to be shown, for a département."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bloc")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Qui appeler"))
        self.callers = Callers()
        self.cards: list[CallerCard] = []
        key = label(KEY, "touche")
        key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.where = QComboBox()
        said = label(_("&Département"), tone="discret")
        said.setBuddy(self.where)
        self.notice = Notice()
        self.directory = button(_("Ouvrir l’annuaire"), "lien")
        self.directory.setIcon(icon("address-book"))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        head = QWidget()
        head.setLayout(row(key, icon_label("address-book"), label(_("Qui appeler"), "soustitre")))
        place = QWidget()
        place.setLayout(row(said, self.where, gap=6))
        column.addWidget(Flow(head, place, gap=16))
        self._cards = QVBoxLayout()
        self._cards.setSpacing(6)
        column.addLayout(self._cards)
        self.without = label("", tone="attention", wrap=True)
        column.addWidget(self.without)
        column.addWidget(Flow(self.directory))
        column.addWidget(self.notice)
        self.where.activated.connect(lambda _place: self.chosen.emit(str(self.where.currentData() or "")))
        self.directory.clicked.connect(lambda _on: self.wants_directory.emit(self.callers.departement))
        self.hide()

    def offer(self, wordings: Wordings) -> None:
        """Offer the départements."""
        self.where.setAccessibleName(_("Département"))
        self.where.view().setAccessibleName(_("Département"))
        self.where.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.where.setMinimumContentsLength(_LETTERS)
        self.where.addItem(_("Aucun choisi"), "")
        for choice in wordings.codes(_DEPARTEMENTS):
            self.where.addItem(_(choice.libelle), choice.code)

    def show_callers(self, callers: Callers) -> None:
        """Show whom to call."""
        self.callers = callers
        self.where.setCurrentIndex(max(0, self.where.findData(callers.departement)))
        self.notice.say("")
        clear(self._cards)
        self.cards = [CallerCard(each) for each in callers.found]
        for place, card in enumerate(self.cards):
            if place:
                self._cards.addWidget(rule())
            self._cards.addWidget(card)
            card.show()  # what is not shown yet takes no room
            card.copied.connect(self._on_copied)
            card.wants_record.connect(lambda rec: self.wants_record.emit("organisme", rec))
        told = _("L’annuaire n’a ni numéro ni adresse, ici, pour\u00a0: {qui}.").format(qui=", ".join(callers.without))
        self.without.setText(visible(told) if callers.without else "")
        self.without.setVisible(bool(callers.without))
        spoken = [card.spoken for card in self.cards]
        self.setAccessibleDescription("\n".join([*spoken, self.without.text()]).strip())
        self.setVisible(bool(callers.lines))

    def _on_copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        said = _("Copié\u00a0: {texte}").format(texte=text)
        self.notice.say(said, "succes")
        announce(self, said)


class CallerCard(QWidget):
    """One of them: the number, whose it is, when it answers, when somebody last verified it."""

    copied = Signal(str)
    """This is to be copied."""
    wants_record = Signal(str)

    def __init__(self, each: Interlocuteur) -> None:
        super().__init__()
        name = visible(each.nom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(name, "lecture_forte", wrap=True))
        said = [_("En urgence\u00a0: {numero}").format(numero=visible(each.urgence))]
        numbers: list[QLabel] = []
        if each.telephone:
            numbers.append(label(visible(each.telephone), "grand"))
        if each.urgence and each.urgence != each.telephone:
            numbers.append(label(said[0], "fiche"))
        for number in numbers:
            number.setTextInteractionFlags(_LARGE)
            number.setAccessibleDescription(name)
        self.buttons = self._ways(each, name)
        column.addWidget(Flow(*numbers, *self.buttons))
        about = " · ".join(part for part in (_(PORTEES[each.portee]), visible(each.horaires)) if part)
        column.addWidget(label(about, tone="discret", wrap=True))
        checked = label(sure(each), tone="attention" if each.motif else "discret", wrap=True)
        if checked.text():
            column.addWidget(checked)
        self.spoken = ". ".join(part for part in (name, *(n.text() for n in numbers), about, checked.text()) if part)

    def _ways(self, each: Interlocuteur, name: str) -> list[QPushButton]:
        """Return the buttons that copy, and the one that opens the entry."""
        ways = (
            (_("Copier le numéro"), each.telephone, ""),
            (_("Copier le numéro d’urgence"), each.urgence if each.urgence != each.telephone else "", "lien"),
            (_("Copier la messagerie sécurisée"), each.messagerie_securisee, "lien"),
            (_("Copier l’adresse électronique"), each.courriel if not each.messagerie_securisee else "", "lien"),
        )
        made = [self._copier(said, visible(text), rank) for said, text, rank in ways if text]
        opener = button(_("Ouvrir"), "lien")
        opener.clicked.connect(lambda _on: self.wants_record.emit(each.id))
        made.append(opener)
        for one in made:
            one.setAccessibleName(f"{one.text()}, {name}")
        return made

    def _copier(self, said: str, text: str, rank: str) -> QPushButton:
        made = button(said, rank)
        made.setIcon(icon("copy"))
        made.setToolTip(hint(text))
        made.clicked.connect(lambda _on: self.copied.emit(text))
        return made
