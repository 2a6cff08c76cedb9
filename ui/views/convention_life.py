"""The life of the convention that is open: its line above the form, a page of what is done and what is in force."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.convention_values import ArticleSeen
from ui.messages import sentence
from ui.plain import ask, button, label
from ui.text import visible
from ui.timing import Now
from ui.view_models.convention import UNSAVED, ConventionLife
from ui.views.convention_forms import AvenantDialog, ask_denunciation, ask_signature, ask_signature_of_avenant
from ui.views.convention_line import LifeLine
from ui.views.fiche_versions import Compare
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, card, clear, scrolled


class ConventionPage(QWidget):
    """What is done with the convention that is open, and its articles as they read today."""

    def __init__(self, life: ConventionLife, now: Now) -> None:
        super().__init__()
        self.life, self._now = life, now
        self.line = LifeLine()
        self.line.hide()
        self.sign_button = button(_("&Signer…"))
        self.amend_button = button(_("A&venant…"))
        self.sign_avenant_button = button(_("Signer un avenan&t…"))
        self.denounce_button = button(_("&Dénoncer…"))
        self.actions_button = button(_("Créer les fiches d’a&ctions…"))
        self.gestures = Flow(
            self.sign_button, self.amend_button, self.sign_avenant_button, self.denounce_button, self.actions_button
        )
        self.state = label(_("Enregistrez d’abord la convention."), tone="discret", wrap=True)
        self.notice = Notice()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 8, 8, 8)
        column.setSpacing(8)
        for widget in (self.state, self.gestures, self.notice):
            column.addWidget(widget)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        column.addLayout(self._column)
        column.addStretch(1)
        self.area = scrolled(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self.sign_button.clicked.connect(self.ask_signature)
        self.amend_button.clicked.connect(self.ask_avenant)
        self.sign_avenant_button.clicked.connect(self.ask_avenant_signature)
        self.denounce_button.clicked.connect(self.ask_denunciation)
        self.actions_button.clicked.connect(self.ask_actions)
        life.changed.connect(self._show)
        life.moved.connect(self._show_gestures)
        life.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        life.denounced.connect(self._on_denounced)
        life.made.connect(self._on_made)
        self._show()

    def ask_signature(self) -> None:
        """Ask which party signed, and when."""
        seen = self.life.seen
        if seen is not None:
            said = ask_signature(self, [each for each in seen.parties if not each.signee], self._now)
            if said is not None:
                self.notice.say("")
                self.life.sign(said)

    def ask_avenant(self) -> None:
        """Ask what an avenant changes."""
        if self.life.seen is not None:
            dialog = AvenantDialog(self, self.life, self._now)
            if dialog.ask():
                self.notice.say("")
                self.life.amend(dialog.wish())
            dialog.deleteLater()

    def ask_avenant_signature(self) -> None:
        """Ask which avenant was signed, and when."""
        seen = self.life.seen
        if seen is not None:
            said = ask_signature_of_avenant(self, seen.avenants, self._now)
            if said is not None:
                self.notice.say("")
                self.life.sign_avenant(said)

    def ask_denunciation(self) -> None:
        """Ask which party denounced, and when."""
        seen = self.life.seen
        if seen is not None:
            said = ask_denunciation(self, seen.parties, self._now)
            if said is not None:
                self.notice.say("")
                self.life.denounce(*said)

    def ask_actions(self) -> None:
        """Ask before several records are made."""
        count = self.life.seen.sans_action if self.life.seen is not None else 0
        words = ngettext(
            "{n} fiche d’action sera créée, pour l’engagement qui n’en a pas.",
            "{n} fiches d’actions seront créées, une pour chaque engagement qui n’en a pas.",
            count,
        ).format(n=count)
        if count and ask(self, _("Créer les fiches d’actions"), words, _("Créer")):
            self.life.make_actions()

    def _show(self) -> None:
        seen = self.life.seen
        self.state.setVisible(seen is None)  # above the tabs, it is said already
        self.line.show_days(seen.jours if seen is not None and seen.signee else ())
        self._show_gestures()
        clear(self._column)
        for article in seen.articles if seen is not None else ():
            self._column.addWidget(_article(article))

    def _show_gestures(self) -> None:
        seen, free = self.life.seen, not self.life.busy and not self.life.unsaved
        runs = seen is not None and seen.en_vigueur
        wanted = {
            self.sign_button: seen is not None and any(not each.signee for each in seen.parties),
            self.amend_button: runs,
            self.sign_avenant_button: runs and seen is not None and bool(seen.avenants),
            self.denounce_button: runs and seen is not None and not seen.denoncee,
            self.actions_button: seen is not None and seen.sans_action > 0,
        }
        for made, possible in wanted.items():
            made.setVisible(possible)
            made.setEnabled(possible and free)
            made.setToolTip(_(UNSAVED) if self.life.unsaved else "")

    def _on_denounced(self, end: object) -> None:
        self.notice.say(_("Dénoncée. Elle prend fin le {jour}.").format(jour=f"{end:%d/%m/%Y}"), "attention")

    def _on_made(self, count: int) -> None:
        words = ngettext("{n} fiche d’action créée.", "{n} fiches d’actions créées.", count)
        self.notice.say(words.format(n=count), "succes")


def _article(article: ArticleSeen) -> QFrame:
    titled = _("Article {numero}. {titre}").format(numero=article.numero, titre=article.titre)
    widgets: list[QWidget] = [label(visible(titled).rstrip(" ."), "groupe", wrap=True)]
    if article.par:
        widgets.append(
            label(visible(_("Tel que modifié\u00a0: {par}").format(par=article.par)), tone="discret", wrap=True)
        )
        for words, came, said in ((article.avant, False, _("Avant")), (article.apres, True, _("Aujourd’hui"))):
            text = Compare(words, came=came)
            text.setAccessibleName(_("{quand}, article {numero}").format(quand=said, numero=article.numero))
            widgets += [label(said, tone="discret"), text]
    else:
        widgets.append(label(visible(article.texte), wrap=True))
    return card(*widgets, margin=12, gap=4)
