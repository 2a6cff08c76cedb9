"""Small dialogs on a convention: a signature, a denunciation, an avenant with the article in force beside it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from mvl_desktop.history.compare import Words
from mvl_desktop.i18n import _
from ui.convention_values import AvenantWaiting, AvenantWish, PartySeen, Signing
from ui.messages import sentence
from ui.plain import PlainText, label
from ui.text import opening, visible
from ui.timing import Now
from ui.view_models.convention import ConventionLife
from ui.views.fiche_versions import Compare
from ui.views.todo_forms import DueForm
from ui.widgets.dates import DateEditor
from ui.widgets.panels import Scrolled, page

_LINE_MAX = 200
_PAUSE_MS = 300
"""How long typing rests before differences are looked for."""


class SigningForm(DueForm):
    """Who signed, and when."""


def ask_signature(parent: QWidget, parties: Sequence[PartySeen], now: Now) -> Signing | None:
    """Ask which party signed, when, by whom; None when the person gave up."""
    words = _("La convention court du jour où la dernière des parties a signé.")
    form = SigningForm(parent, _("Signer la convention"), _("Noter la signature"), words)
    who, when, function, place = _choice(parties), _day_editor(now), _line(), _line()
    if parties:
        function.setText(visible(parties[0].fonction))
    who.currentIndexChanged.connect(lambda at: function.setText(visible(parties[at].fonction)))
    form.add(_("&Partie"), who)
    _add_day(form, _("Signée &le"), when)
    form.add(_("Par (&fonction)"), function, _("La fonction de qui signe\u202f; son nom n’est pas demandé."))
    form.add(_("À (&ville)"), place)
    found = _asked(form, when, now)
    if found is not None and who.currentData():
        said = Signing(
            quoi=str(who.currentData()), le=found, fonction=function.text().strip(), lieu=place.text().strip()
        )
        form.deleteLater()
        return said
    form.deleteLater()
    return None


def ask_signature_of_avenant(parent: QWidget, waiting: Sequence[AvenantWaiting], now: Now) -> Signing | None:
    """Ask which avenant was signed and when; None when the person gave up."""
    words = _("L’avenant prend effet du jour où la dernière des parties l’a signé.")
    form = SigningForm(parent, _("Signer un avenant"), _("Noter la signature"), words)
    which, when = QComboBox(), _day_editor(now)
    for each in waiting:
        which.addItem(opening(visible(each.libelle)), each.id)
    form.add(_("&Avenant"), which)
    _add_day(form, _("Signé &le"), when)
    found = _asked(form, when, now)
    form.deleteLater()
    return Signing(quoi=str(which.currentData()), le=found) if found is not None and which.currentData() else None


class DenunciationForm(DueForm):
    """Who denounces, and when."""


def ask_denunciation(parent: QWidget, parties: Sequence[PartySeen], now: Now) -> tuple[str, date] | None:
    """Ask which party denounced, and when; None when the person gave up."""
    words = _(
        "La convention prend fin à l’issue du préavis, et jamais après son terme. Cela ne se défait pas d’un geste."
    )
    form = DenunciationForm(parent, _("Dénoncer la convention"), _("Noter la dénonciation"), words)
    who, when = _choice(parties), _day_editor(now)
    form.add(_("&Partie"), who)
    _add_day(form, _("Dénoncée &le"), when)
    found = _asked(form, when, now)
    form.deleteLater()
    return (str(who.currentData()), found) if found is not None and who.currentData() else None


class AvenantDialog(DueForm):
    """The article in force, the new wording under it, and what differs as it is typed."""

    def __init__(self, parent: QWidget, life: ConventionLife, now: Now) -> None:
        words = _("Un avenant change le texte d’un article, ou prolonge la convention, ou les deux.")
        super().__init__(parent, _("Ajouter un avenant"), _("Ajouter l’avenant"), words)
        self._life = life
        self.objet, self.article, self.text = _line(), QComboBox(), PlainText()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.fontMetrics().lineSpacing() * 5 + 16)
        self.until, self.signed = DateEditor(now), DateEditor(now, past=True)
        self.article.setEditable(False)
        self.article.addItem(_("Aucun\u00a0: il ne fait que prolonger"), "")
        seen = life.seen
        for each in seen.articles if seen is not None else ():
            titled = _("Article {numero}. {titre}").format(numero=each.numero, titre=each.titre)
            self.article.addItem(visible(titled).rstrip(" ."), each.numero)
        body, self._beside = page(margin=0, gap=4)
        self._differences = Scrolled(body)
        self._differences.setMinimumHeight(self.fontMetrics().lineSpacing() * 10)
        self._differences.hide()
        self.add(_("&Objet"), self.objet)
        self.add(_("A&rticle modifié"), self.article)
        self.add(_("&Nouveau texte"), self.text)
        self.say(self._differences)
        _add_day(self, _("&Prolonge jusqu’au"), self.until, _proposed(seen.renouvelable_jusquau if seen else None))
        _add_day(self, _("&Signé le"), self.signed, _("Vide tant que les parties ne l’ont pas toutes signé."))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.compare)
        self.article.currentIndexChanged.connect(self._take)
        self.text.textChanged.connect(self._pause.start)
        life.compared.connect(self._show)
        self.text.setEnabled(False)

    def ask(self) -> bool:
        """Show it until what is typed can be written; whether the person went on."""
        while super().ask():
            if wrong := self.until.trouble() or self.signed.trouble():
                self.notice.say(wrong, "danger")
            elif not self._wanted() and not self.until.value():
                self.notice.say(sentence("avenant_vide"), "danger")
            else:
                return True
        return False

    def wish(self) -> AvenantWish:
        """Return what is typed."""
        article = self._wanted()
        return AvenantWish(
            objet=self.objet.text().strip(),
            article=article,
            apres=self.text.toPlainText().strip() if article else "",
            signe_le=_day(self.signed),
            jusquau=_day(self.until),
        )

    def _wanted(self) -> str:
        return str(self.article.currentData() or "")

    def _take(self) -> None:
        """Put the text in force where the new one is written."""
        numero, seen = self._wanted(), self._life.seen
        held = next((each.texte for each in seen.articles if each.numero == numero), "") if seen is not None else ""
        self.text.setEnabled(bool(numero))
        self.text.setPlainText(held)
        self.compare()

    def compare(self) -> None:
        """Ask what differs between the article in force and what is typed."""
        numero = self._wanted()
        if numero:
            self._life.compare(numero, self.text.toPlainText().strip())
        else:
            self._differences.hide()

    def _show(self, _before: str, old: Sequence[Words], new: Sequence[Words]) -> None:
        while (item := self._beside.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        differs = any(not each.same for each in (*old, *new))
        self._differences.setVisible(differs)
        for words, came, said in ((old, False, _("En vigueur")), (new, True, _("Avec l’avenant"))):
            text = Compare(tuple(words), came=came)
            text.setAccessibleName(said)
            self._beside.addWidget(label(said, tone="discret"))
            self._beside.addWidget(text)
        self._beside.addStretch(1)


def _choice(parties: Sequence[PartySeen]) -> QComboBox:
    made = QComboBox()
    for each in parties:
        made.addItem(visible(each.libelle), each.code)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(30)
    return made


def _line() -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(_LINE_MAX)
    return made


def _day_editor(now: Now) -> DateEditor:
    made = DateEditor(now, past=True)
    made.set_value(now().date().isoformat())
    return made


def _add_day(form: DueForm, title: str, editor: DateEditor, help_text: str = "") -> None:
    form.add_editor(title, editor)
    if help_text:
        form.say(label(help_text, tone="aide", wrap=True))


def _asked(form: DueForm, when: DateEditor, now: Now) -> date | None:
    """Show a form until its day can be read and has come; None when the person gave up."""
    when.edited.connect(lambda: form.go_on.setEnabled(bool(when.line.text().strip())))
    while form.ask():
        found = _day(when)
        if found is not None and found <= now().date():
            return found
        form.notice.say(when.trouble() or sentence("jour_a_venir"), "danger")
    return None


def _day(editor: DateEditor) -> date | None:
    value = editor.value()
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _proposed(until: date | None) -> str:
    return _("Pour la même durée\u00a0: {jour}.").format(jour=f"{until:%d/%m/%Y}") if until is not None else ""
