"""The first start in five steps: welcome, passphrase, recovery sheet, territory, espace; and the way back in."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import N_, _
from ui.messages import sentence
from ui.plain import button, label, set_tone
from ui.view_models.first_start import ESPACE, PHRASE, SHEET, TERRITORY, WELCOME, FirstStart
from ui.view_models.settling import Settling
from ui.views.first_sheet import SheetPage, blank_page
from ui.views.settling import EspacePage, SnugStack, TerritoryPage
from ui.views.unlock import CapsHint, Centred, brand
from ui.widgets.panels import Notice, icon_label, row
from ui.widgets.passphrase import PassphraseLine

_STEPS = (N_("Bienvenue"), N_("Vous"), N_("La fiche de secours"), N_("Votre territoire"), N_("Votre espace"))
_RESCUE_STEPS = {PHRASE: N_("Une nouvelle phrase de passe"), SHEET: N_("La nouvelle fiche de secours")}
_WELCOME = N_(
    "MVL garde les signalements de dérives sectaires de votre délégation, chiffrés sur cet ordinateur, avec ou sans "
    "réseau. Quand vous le décidez, il les échange avec vos collègues sans que personne d’autre puisse les lire."
)
_PROMISES = (
    ("note-pencil", N_("Rien de ce que vous tapez ne se perd : tout est gardé au fur et à mesure.")),
    ("lock-key", N_("La phrase de passe est la seule clé : personne ne peut la retrouver à votre place.")),
    ("question", N_("À tout moment, F1 ouvre le guide à la bonne page.")),
)
_ABOUT = N_("Choisissez quatre mots sans lien entre eux, faciles à retenir pour vous seul : ils ouvrent vos données.")
_RESCUE_ABOUT = N_(
    "Recopiez le code de la fiche imprimée à la création du poste, puis choisissez une nouvelle phrase de passe. "
    "Vos données sont intactes ; le code sera remplacé. "
    "Code perdu aussi ? Si ce poste a été confié à des gardiens, tapez ici les mots de deux fiches, à la suite."
)
_LACKING = {
    "nom": N_("Indiquez votre nom : il dit à vos collègues qui a écrit quoi."),
    "phrase": N_("Choisissez une phrase de passe."),
    "solidite": N_("Cette phrase de passe se devine trop vite. Ajoutez un ou deux mots."),
    "seconde": N_("Les deux phrases diffèrent. Tapez la seconde encore une fois."),
}
_LACKING_CODE = N_("Recopiez le code de secours.")
_WORDS_MAX = 1000
"""Room for the words of two guardians."""


class FirstStartView(QWidget):
    """Five steps in one card."""

    wants_join = Signal()
    wants_demo = Signal()
    wants_first = Signal()
    finished = Signal()
    wants_out = Signal()
    """From the way back in, to the locked window."""

    def __init__(self, start: FirstStart) -> None:
        super().__init__()
        self.start = start
        self.settling: Settling | None = None
        frame = QFrame()
        frame.setObjectName("carte")
        column = QVBoxLayout(frame)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(8)
        column.addLayout(brand())
        self.progress = label("", tone="discret")
        self.title = label("", "titre")
        column.addWidget(self.progress)
        column.addWidget(self.title)
        self.folder, self.notice = Notice(), Notice()
        column.addWidget(self.folder)
        column.addWidget(self.notice)
        self.pages = SnugStack()
        self.sheet = SheetPage(start)
        for page in (self._welcome_page(), self._phrase_page(), self.sheet):
            self.pages.addWidget(page)
        self.pages.fit()
        column.addWidget(self.pages)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Centred(frame, 92))
        self._shown: tuple[int, bool] | None = None
        self._hurried = False
        start.changed.connect(self._show)
        start.refused.connect(self.say)
        self._show()

    def settle(self, settling: Settling) -> None:
        """Go on over the post that was just made."""
        self.settling = settling
        self.territory, self.espace = TerritoryPage(settling), EspacePage(settling)
        for page in (self.territory, self.espace):
            self.pages.addWidget(page)
        self.pages.fit()
        self.territory.wants_back.connect(self.start.back)
        self.territory.wants_on.connect(self.start.forward)
        self.espace.wants_back.connect(self.start.back)
        self.espace.wants_join.connect(self.wants_join)
        self.espace.wants_demo.connect(self.wants_demo)
        self.espace.wants_first.connect(self.wants_first)
        self.espace.finished.connect(self.finished)
        settling.refused.connect(self.say)
        settling.load()
        self._show()

    def warn(self, code: str) -> None:
        """Say what is wrong with the folder, until a post is in it: apart from what is said of a line.

        The folder is looked at beside the window, so that it may be known after somebody typed.
        """
        if self.start.post is None:
            self.folder.say(sentence(code), "danger")

    def say(self, code: str) -> None:
        """Say why something was refused."""
        self.notice.say(sentence(code), "danger")

    def focus(self) -> None:
        """Put the cursor where this step begins."""
        places: dict[int, QWidget] = {WELCOME: self.begin, PHRASE: self.name, SHEET: self.sheet.print_button}
        if self.settling is not None:
            places |= {TERRITORY: self.territory.nom, ESPACE: self.espace.nom}
        first = self.sheet.proof[0] if self.start.proving else places.get(self.start.step)
        if first is not None:
            first.setFocus()

    def _welcome_page(self) -> QWidget:
        page, column = blank_page()
        column.addWidget(label(_(_WELCOME), wrap=True))
        for icon_name, text in _PROMISES:
            line = row(icon_label(icon_name, 22), gap=12)
            line.addWidget(label(_(text), wrap=True), 1)
            column.addLayout(line)
        column.addWidget(label(_("Cinq étapes, environ trois minutes."), tone="discret"))
        self.begin = button(_("&Commencer"), "premier")
        self.begin.setDefault(True)
        self.discover = button(_("&Découvrir avec des données fictives"))
        self.begin.clicked.connect(self.start.begin)
        self.discover.clicked.connect(self.wants_demo)
        column.addLayout(row(self.discover, None, self.begin))
        return page

    def _phrase_page(self) -> QWidget:
        page, column = blank_page()
        rescue = self.start.rescue
        column.addWidget(label(_(_RESCUE_ABOUT) if rescue else _(_ABOUT), wrap=True))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        self.name = QLineEdit()
        self.name.setMaxLength(_WORDS_MAX if rescue else 120)
        self.name.setPlaceholderText("" if rescue else _("Camille Exemple"))
        self.phrase = PassphraseLine(_("Phrase de passe"))
        self.again = PassphraseLine(_("La même, une seconde fois"))
        for text, widget in (
            (_("&Code de secours") if rescue else _("&Qui travaille sur ce poste"), self.name),
            (_("P&hrase de passe"), self.phrase),
            (_("&La même, une seconde fois"), self.again),
        ):
            said = label(text)
            said.setBuddy(widget)
            form.addRow(said, widget)
            widget.setAccessibleName(text.replace("&", ""))
            widget.textChanged.connect(lambda _text: self._on_typed())
        column.addLayout(form)
        self.gauge = QProgressBar()
        self.gauge.setRange(0, 4)
        self.gauge.setTextVisible(False)
        self.gauge.setAccessibleName(_("Solidité de la phrase de passe"))
        self.judged = label("", tone="discret", wrap=True)
        self.judged.setMinimumHeight(self.judged.fontMetrics().lineSpacing())
        self.caps = CapsHint(self.phrase, self.again)
        for each in (self.gauge, self.judged, self.caps):
            column.addWidget(each)
        self.back_button = button(_("&Précédent"), "lien")
        self.create_button = button("", "premier")
        self.create_button.setDefault(True)
        self.back_button.clicked.connect(self._back)
        self.create_button.clicked.connect(self._create)
        self.name.returnPressed.connect(self.phrase.setFocus)
        self.phrase.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._create)
        column.addLayout(row(self.back_button, None, self.create_button))
        return page

    def _back(self) -> None:
        if self.start.rescue:
            self.wants_out.emit()
        else:
            self.start.back()

    def _create(self) -> None:
        lacking = self.start.lacking
        self._hurried = lacking == "solidite" and self.start.judging
        if self._hurried:
            return  # not judged yet: it goes on once it is
        if lacking:
            rescue = self.start.rescue and lacking == "nom"
            self.notice.say(_(_LACKING_CODE) if rescue else _(_LACKING[lacking]), "attention")
            {"nom": self.name, "seconde": self.again}.get(lacking, self.phrase).setFocus()
            return
        self.start.create()

    def _on_typed(self) -> None:
        self._hurried = False
        self.notice.say("")
        self.start.type(self.name.text(), self.phrase.text(), self.again.text())

    def _show(self) -> None:
        start = self.start
        self.pages.setCurrentIndex(min(start.step, self.pages.count() - 1))
        steps = len(_RESCUE_STEPS) if start.rescue else len(_STEPS)
        place = start.step if start.rescue else start.step + 1
        self.progress.setText(_("Étape {place} sur {total}").format(place=place, total=steps))
        self.title.setText(_(_RESCUE_STEPS[start.step] if start.rescue else _STEPS[start.step]))
        self._show_phrase()
        self.sheet.show_state()
        if (start.step, start.proving) != self._shown:
            self._shown = (start.step, start.proving)
            self._on_moved()
        if self._hurried and not start.judging:
            self._create()
        if start.proof_wrong and start.proving:
            self.notice.say(
                _("Ces groupes ne sont pas ceux de votre fiche. Vérifiez-les, ou revoyez la fiche."), "danger"
            )

    def _show_phrase(self) -> None:
        start = self.start
        self.gauge.setValue(start.strength.mark)
        different = start.mismatch and len(self.again.text()) >= len(self.phrase.text())
        self.judged.setText(_("Les deux phrases diffèrent.") if different else start.strength.said)
        good = start.strength.enough and not different
        set_tone(self.judged, "succes" if good else "attention" if self.judged.text() else "discret")
        self.create_button.setEnabled(not start.busy)
        for line in (self.name, self.phrase, self.again):
            line.setReadOnly(start.busy)  # the sheet being prepared is of these words, and of no others
        go = _("&Rouvrir le poste") if start.rescue else _("&Continuer")
        self.create_button.setText(_("Un instant…") if start.busy else go)

    def _on_moved(self) -> None:
        self.notice.say("")
        if self.start.step == SHEET:
            self.sheet.begin()
        if self.start.post is not None:
            self.folder.say("")
            self.phrase.clear()
            self.again.clear()
        if self.start.step == ESPACE and self.settling is not None:
            self.espace.propose()
        self.focus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Let every page have the height that its words need."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
