"""How to reach an organisme, above its form: its number in large figures, what to copy, what may be said of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.references import Reference
from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import announce, button, hint, label
from ui.text import visible
from ui.timing import Now
from ui.values import Values
from ui.view_models.around import Around
from ui.view_models.record_form import RecordForm
from ui.views.dialogs import Form
from ui.views.form_links import LinkEditor
from ui.widgets.dates import DateEditor
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice

KIND = "organisme"
_WAYS = ("messagerie_securisee", "courriel", "adresse")
_LARGE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class OrganismeCard(QFrame):
    """The card of the entry that is open; nothing is shown of one that is not recorded yet."""

    wants_verify = Signal()
    wants_close = Signal()

    def __init__(self, form: RecordForm) -> None:
        super().__init__()
        self.setObjectName("bloc")
        self.setAccessibleName(_("Pour le joindre"))
        self._form = form
        self.phone, self.urgent = label("", "grand"), label("", "fiche")
        for each in (self.phone, self.urgent):
            each.setTextInteractionFlags(_LARGE)
        self.phone.setAccessibleDescription(_("Téléphone"))
        self.hours = label("", tone="discret", wrap=True)
        self.what_for = label("", wrap=True)
        self.copy = button(_("Copier le numéro"))
        self.copy.setIcon(icon("copy"))
        self.ways: dict[str, QPushButton] = {}
        for name in _WAYS:
            self.ways[name] = made = button("", "lien")
            made.setIcon(icon("copy"))
            made.clicked.connect(lambda _on=False, name=name: self._copy(self._text(name)))
        self.verify = button(_("Vérifié aujourd’hui"))
        self.verify.setIcon(icon("check-circle"))
        self.verify.setToolTip(hint(_("J’ai appelé ou écrit\u00a0: ce qui est écrit ici est juste")))
        self.close_button = button(_("Plus en service…"), "lien")
        self.notice = Notice()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        column.addWidget(Flow(self.phone, self.urgent))
        column.addWidget(self.hours)
        column.addWidget(self.what_for)
        column.addWidget(Flow(self.copy, *self.ways.values(), self.verify, self.close_button))
        column.addWidget(self.notice)
        self.copy.clicked.connect(lambda: self._copy(self._text("telephone")))
        self.verify.clicked.connect(self.wants_verify)
        self.close_button.clicked.connect(self.wants_close)
        form.opened.connect(self.show_entry)
        form.saved.connect(lambda _rec: self.show_entry())
        self.hide()

    @property
    def champs(self) -> Values:
        """What is typed of the entry."""
        return self._form.typed.champs if self._form.typed is not None else {}

    def show_entry(self) -> None:
        """Show the entry that is open."""
        self.notice.say("")
        phone, urgent = self._text("telephone"), self._text("urgence")
        self.phone.setText(phone or _("Pas de téléphone"))
        self.copy.setVisible(bool(phone))
        self.urgent.setText(_("En urgence\u00a0: {numero}").format(numero=urgent))
        self.urgent.setVisible(bool(urgent) and urgent != phone)
        for made, name in ((self.hours, "horaires"), (self.what_for, "saisi_pour")):
            made.setText(self._text(name))
            made.setVisible(bool(self._text(name)))
        for name, said in (
            ("messagerie_securisee", _("Copier la messagerie sécurisée")),
            ("courriel", _("Copier l’adresse électronique")),
            ("adresse", _("Copier l’adresse postale")),
        ):
            self.ways[name].setText(said)
            self.ways[name].setToolTip(hint(self._text(name)))
            self.ways[name].setVisible(bool(self._text(name)))
        self.close_button.setVisible(not self._text("ferme_le"))
        self.verify.setVisible(not self._text("ferme_le"))
        self.setVisible(self._form.record is not None)

    def _text(self, name: str) -> str:
        return visible(str(self.champs.get(name) or ""))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        said = _("Copié\u00a0: {texte}").format(texte=text)
        self.notice.say(said, "succes")
        announce(self, said)


class CloseOrganismeForm(Form):
    """Since when an entry is no longer in service, and what takes its place."""

    def __init__(self, parent: QWidget, now: Now, around: Around, nom: str) -> None:
        said = _("«\u00a0{nom}\u00a0» se lira encore, et ne sera plus proposé. Ce qui prend sa place le sera.")
        super().__init__(parent, _("Plus en service"), _("&Noter"), said.format(nom=visible(nom)))
        self.le = DateEditor(now)
        field = required(KIND).champ("remplace_par")
        self.after = LinkEditor(field, around) if field is not None else None
        self.add(_("&Depuis le"), self.le, _("Le premier jour où il ne répond plus."))
        if self.after is not None:
            self.add(_("&Remplacé par"), self.after, _("Laissé vide\u00a0: rien ne prend sa place."))
        self.le.edited.connect(self._look)
        self._look()

    @property
    def day(self) -> str:
        """Since when, in ISO form."""
        return str(self.le.value() or "")

    @property
    def remplacant(self) -> str:
        """The id of what takes its place; empty when nothing does."""
        said = self.after.value() if self.after is not None else None
        return Reference.parse(str(said)).rec.hex() if said else ""

    def _look(self) -> None:
        self.go_on.setEnabled(bool(self.day))
