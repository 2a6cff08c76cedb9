"""Small dialogs of letters: which template, why a passage stays, who reviewed, how it left, the letterhead."""

from datetime import date

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.courrier_values import Letterhead, TemplateLine
from ui.icons import icon
from ui.messages import sentence
from ui.plain import PlainText, button, label
from ui.text import visible
from ui.timing import Now
from ui.values import Choice
from ui.view_models.letters import Letters
from ui.views.dialogs import Form
from ui.views.letter_paper import raw_text
from ui.widgets.dates import DateEditor
from ui.widgets.panels import Notice, row


class TemplatePicker(QDialog):
    """Which template to write from: those that suit this signalement first, with why."""

    def __init__(self, parent: QWidget, letters: Letters, transmission: str) -> None:
        super().__init__(parent)
        self._letters, self._transmission = letters, transmission
        self._lines: list[TemplateLine] = []
        self.chosen: TemplateLine | None = None
        self.setWindowTitle(_("Écrire un courrier"))
        room = self.screen().availableGeometry()
        wide, tall = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.resize(min(wide * 92, room.width() - 40), min(tall * 28, room.height() - 60))
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Chercher un modèle"))
        self.search.setAccessibleName(_("Chercher un modèle"))
        self.search.setClearButtonEnabled(True)
        self.notice = Notice()
        self.defaults = button(_("Ajouter les modèles fournis"))
        self.notice.add(self.defaults)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Modèles de courrier"))
        self.list.setWordWrap(True)
        self.about = label("", tone="discret", wrap=True)
        self.go_on = button(_("Écrire"), "premier")
        self.go_on.setDefault(True)
        cancel = button(_("Annuler"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Écrire un courrier"), "soustitre"))
        for widget in (self.search, self.notice):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self.about)
        column.addLayout(row(None, cancel, self.go_on))
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._on_go)
        self.defaults.clicked.connect(lambda: letters.add_defaults(transmission))
        self.list.itemActivated.connect(lambda _item: self._on_go())
        self.list.currentRowChanged.connect(lambda _place: self._show_one())
        self.search.textChanged.connect(lambda _text: self._show())
        letters.templates_changed.connect(self._show)
        letters.refused.connect(self._on_refused)
        letters.ask_templates(transmission)

    def _show(self) -> None:
        wanted = self.search.text().strip().lower()
        every = self._letters.templates
        self._lines = [one for one in every if wanted in f"{one.code} {one.titre} {one.genre}".lower()]
        self.notice.say("" if every else _("Aucun modèle de courrier n’est encore sur ce poste."))
        self.list.clear()
        for one in self._lines:
            self.list.addItem(QListWidgetItem(icon("file-text"), _line(one)))
        self.list.setCurrentRow(0)
        self._show_one()

    def _show_one(self) -> None:
        place = self.list.currentRow()
        found = 0 <= place < len(self._lines)
        self.go_on.setEnabled(found)
        self.about.setText(visible(self._lines[place].emploi) if found else _("Aucun modèle ne correspond."))

    def _on_refused(self, code: str) -> None:
        """Say a refusal: a method, so that one that comes once a template is chosen goes nowhere."""
        self.notice.say(sentence(code), "danger")

    def _on_go(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._lines):
            self.chosen = self._lines[place]
            self.accept()


class KeepForm(Form):
    """Why a passage stays in the letter."""

    def __init__(self, parent: QWidget, passage: str, said: str) -> None:
        super().__init__(parent, _("Garder ce passage"), _("Garder"), visible(f"«\u00a0{passage}\u00a0»"))
        self.motif = QLineEdit()
        self.motif.setMaxLength(300)
        self.add(_("Pourquoi il reste"), self.motif, said)
        self.go_on.setEnabled(False)
        self.motif.textChanged.connect(lambda text: self.go_on.setEnabled(bool(text.strip())))


class ReviewForm(Form):
    """Who reviewed the letter."""

    def __init__(self, parent: QWidget, me: str, people: list[str], author: str, reserve: tuple[str, ...]) -> None:
        super().__init__(parent, _("Noter la relecture"), _("Relu"))
        self._author = author
        self.par = QComboBox()
        self.par.setEditable(True)
        self.par.addItems([*people] or [me])
        self.par.setCurrentText(me)
        self.add(_("Relu par"), self.par, _("De préférence quelqu’un d’autre que la personne qui a rédigé."))
        self.same = label("", tone="attention", wrap=True)
        self.say(self.same)
        if reserve:
            said = _("Ce poste n’a pas pu vérifier\u00a0: {sorts}. Faites-le lire à une personne qui y a accès.")
            self.say(label(said.format(sorts=", ".join(reserve)), tone="attention", wrap=True))
        self.par.currentTextChanged.connect(self._compare)
        self._compare(me)

    def _compare(self, name: str) -> None:
        alone = bool(self._author) and name.strip() == self._author
        self.same.setText(_("C’est la personne qui a rédigé ce courrier.") if alone else "")
        self.same.setVisible(alone)


class SendForm(Form):
    """By what way the letter left, on what day, under what number."""

    def __init__(self, parent: QWidget, ways: list[Choice], now: Now) -> None:
        said = _("Une fois l’envoi noté, le courrier ne change plus. L’application, elle, n’envoie rien.")
        super().__init__(parent, _("Noter l’envoi"), _("Marquer envoyé"), said)
        self._now = now
        self.ways = QComboBox()
        for way in ways:
            self.ways.addItem(way.libelle, way.code)
        self.day = DateEditor(now, past=True)
        self.day.set_value(now().date().isoformat())
        self.reference = QLineEdit()
        self.reference.setMaxLength(120)
        self.add(_("Voie d’envoi"), self.ways)
        self.add(_("Envoyé le"), self.day.line)
        self.add(_("Référence de l’envoi"), self.reference, _("Le numéro du recommandé ou de la plateforme."))

    @property
    def canal(self) -> str:
        """The way chosen."""
        return str(self.ways.currentData() or "")

    @property
    def le(self) -> date:
        """The day typed; today when it is none."""
        value = self.day.value()
        return date.fromisoformat(value) if isinstance(value, str) else self._now().date()


class HeadForm(Form):
    """What the letterhead of this post says: the service, and who signs."""

    def __init__(self, parent: QWidget, head: Letterhead) -> None:
        said = _("Ces lignes sont en tête de tous les courriers de ce poste. Aucun logo n’y est ajouté.")
        super().__init__(parent, _("En-tête des courriers"), _("Garder"), said)
        self.service, self.telephone, self.courriel = (
            _filled(head.service),
            _filled(head.telephone),
            _filled(head.courriel),
        )
        self.lieu, self.signataire, self.qualite = _filled(head.lieu), _filled(head.signataire), _filled(head.qualite)
        self.adresse = PlainText()
        self.adresse.setPlainText(head.adresse)
        self.adresse.setFixedHeight(self.adresse.fontMetrics().lineSpacing() * 3 + 16)
        self.add(_("Nom du service"), self.service)
        self.add(_("Adresse du service"), self.adresse)
        self.add(_("Téléphone"), self.telephone)
        self.add(_("Courriel"), self.courriel)
        self.add(_("Fait à"), self.lieu, _("La ville, devant la date."))
        self.add(_("Signataire habituel"), self.signataire)
        self.add(_("Sa qualité"), self.qualite, _("Au-dessus du nom, par exemple «\u00a0La directrice,\u00a0»."))

    def head(self) -> Letterhead:
        """Return what was typed."""
        return Letterhead(
            self.service.text().strip(),
            raw_text(self.adresse).strip(),
            self.telephone.text().strip(),
            self.courriel.text().strip(),
            self.lieu.text().strip(),
            self.signataire.text().strip(),
            self.qualite.text().strip(),
        )


def _filled(text: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setMaxLength(200)
    return made


def _line(one: TemplateLine) -> str:
    told = " – ".join(part for part in (one.code, one.titre) if part)
    return visible(told) + (f"\n{visible(one.raison)}" if one.raison else "")
