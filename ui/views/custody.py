"""« Gardiens et secours »: who keeps the key of each espace, a rehearsal, a copy, an espace founded again."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QPushButton, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.custody_values import CopySeen, Custody, Guardian, GuardianCard, RefoundSeen
from ui.plain import ask, button, label
from ui.text import short_date, visible
from ui.view_models.custody import CustodyDesk
from ui.views.custody_forms import NameForm, PrepareForm, RefoundForm, SheetsForm, ask_copy, told
from ui.widgets.panels import Notice, row, scrolled

ENDING = ".mvl-espace"


class CustodyDialog(QDialog):
    """One window, the espace chosen at its top, a few actions, each with what it is for."""

    def __init__(self, parent: QWidget | None, custody: CustodyDesk) -> None:
        super().__init__(parent)
        self.custody = custody
        self._asked: QPushButton | None = None
        self.setWindowTitle(_("Gardiens et secours"))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 18, 24, 8)
        column.setSpacing(10)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.espace = QComboBox()
        self.espace.setAccessibleName(_("Espace"))
        title = label(_("&Espace"), "groupe")
        title.setBuddy(self.espace)
        column.addWidget(title)
        column.addWidget(self.espace)
        self.state = label("", wrap=True)
        column.addWidget(self.state)
        self.who = label("", wrap=True)
        column.addWidget(self.who)
        about = _("Trois personnes, dont deux suffisent à rouvrir l’espace si tous ses postes sont perdus.")
        self.name = self._action(column, _("Gardiens"), about, _("&Nommer les gardiens…"))
        about = _(
            "Une fois par an, deux gardiens tapent leurs mots\u00a0: ouvrent-ils encore l’espace\u202f? Rien ne change."
        )
        self.rehearse = self._action(column, _("Répétition"), about, _("&Répéter le secours…"))
        about = _("Pour quelqu’un qui devient gardien\u00a0: sa fiche à imprimer, et le fichier public à remettre.")
        self.prepare = self._action(column, _("Fiche de gardien"), about, _("&Préparer une fiche…"))
        about = _("Tout l’espace dans un fichier, sous scellés\u00a0: c’est de lui que les gardiens repartiraient.")
        self.copy = self._action(column, _("Copie de l’espace"), about, _("&Copier l’espace…"))
        about = _("Deux gardiens de cet espace pourront ouvrir ce poste, si phrase et fiche de secours se perdent.")
        self.keep = self._action(column, _("Ce poste"), about, _("Confier &aussi ce poste"))
        about = _("Tous les postes d’un espace sont perdus\u00a0: une copie et deux gardiens le rendent.")
        self.refound = self._action(column, _("Espace perdu"), about, _("Re&fonder un espace…"))
        column.addStretch(1)
        close = button(_("Fer&mer"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 12)
        outer.addWidget(scrolled(body), 1)
        foot = row(None, close)
        foot.setContentsMargins(24, 0, 24, 0)
        outer.addLayout(foot)
        self._wire()
        self._show()
        self._fit()
        custody.look()

    @property
    def shown(self) -> Custody | None:
        """The espace chosen."""
        place = self.espace.currentIndex()
        return self.custody.custodies[place] if 0 <= place < len(self.custody.custodies) else None

    def _fit(self) -> None:
        """Be as wide as a comfortable line and as tall as the whole, within the screen; the rest scrolls."""
        screen = self.screen().availableGeometry()
        wide = min(self.fontMetrics().averageCharWidth() * 80, screen.width() - 80)
        self.setMinimumWidth(wide)
        self.resize(wide, min(self.fontMetrics().lineSpacing() * 38, int(screen.height() * 0.9)))

    def _action(self, column: QVBoxLayout, title: str, about: str, said: str) -> QPushButton:
        column.addWidget(label(title, "groupe"))
        made = button(said)
        made.setAccessibleDescription(about)
        line = row(gap=16)
        line.addWidget(label(about, tone="aide", wrap=True), 1)
        line.addWidget(made)
        column.addLayout(line)
        return made

    def _wire(self) -> None:
        custody = self.custody
        for widget, do in (
            (self.name, self.ask_name),
            (self.rehearse, self.ask_rehearse),
            (self.prepare, self.ask_prepare),
            (self.copy, self.ask_copy),
            (self.keep, self.ask_keep),
            (self.refound, self.ask_refound),
        ):
            widget.clicked.connect(partial(self._remember, widget))
            widget.clicked.connect(do)
        self.espace.currentIndexChanged.connect(lambda _place: self._show_espace())
        custody.changed.connect(self._show)
        custody.refused.connect(lambda code, where: self.notice.say(told(code, where), "danger"))
        custody.named.connect(self._on_named)
        custody.rehearsed.connect(self._on_rehearsed)
        custody.prepared.connect(self._on_prepared)
        custody.copied.connect(self._on_copied)
        custody.refounded.connect(self._on_refounded)
        custody.kept.connect(lambda: self.notice.say(_("C’est fait."), "succes"))

    def ask_name(self) -> None:
        """Ask for three gardiens."""
        espace = self.shown
        if espace is None:
            return
        form = NameForm(self, self.custody, espace)
        if form.ask():
            self.custody.name(espace.espace, form.chosen())
        form.deleteLater()

    def ask_rehearse(self) -> None:
        """Ask for two sheets and try them."""
        espace = self.shown
        if espace is None:
            return
        text = _("Les mots ne sont ni gardés ni envoyés. Personne d’autre que les deux gardiens ne regarde l’écran.")
        form = SheetsForm(self, _("Répéter le secours"), _("&Essayer"), text)
        form.ask_until(
            self.custody, lambda: self.custody.rehearse(espace.espace, form.sheets()), self.custody.rehearsed
        )
        form.deleteLater()

    def ask_prepare(self) -> None:
        """Ask for a name and a file, and print a sheet."""
        form = PrepareForm(self)
        if form.ask():
            self.custody.prepare(form.name.text(), self.shown.nom if self.shown else "", form.path)
        form.deleteLater()

    def ask_copy(self) -> None:
        """Ask where, and copy the espace."""
        espace = self.shown
        if espace is None:
            return
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Copier l’espace"), _("copie-de-l-espace") + ENDING, _("Copies d’espace") + f" (*{ENDING})"
        )
        if chosen:
            path = Path(chosen)
            self.custody.copy(espace.espace, path if path.suffix else path.with_suffix(ENDING))

    def ask_keep(self) -> None:
        """Let the gardiens of this espace open this post, or no more."""
        espace = self.shown
        if self.custody.opener is not None:
            said = _("Si la phrase et la fiche de secours se perdent, personne n’ouvrira plus ce poste.")
            if ask(self, _("Ne plus confier ce poste"), said, _("Ne plus confier"), danger=True):
                self.custody.keep_for("")
        elif espace is not None:
            self.custody.keep_for(espace.espace)

    def ask_refound(self) -> None:
        """Ask for a copy, a name and two sheets, and found the espace again."""
        copy = ask_copy(self)
        if copy is None:
            return
        form = RefoundForm(self, self.custody.custodies)

        def refound() -> None:
            name, parent = " ".join(form.name.text().split()), str(form.parent_espace.currentData())
            self.custody.refound(copy, form.sheets(), name, form.founder.text(), parent)

        form.ask_until(self.custody, refound, self.custody.refounded)
        form.deleteLater()

    def _on_named(self, in_force: bool) -> None:
        said = _("Les gardiens sont nommés, et les clés renouvelées. Faites répéter le secours.")
        later = _("Les gardiens seront en place à la prochaine synchronisation. Faites ensuite répéter le secours.")
        self.notice.say(said if in_force else later, "succes")

    def _on_rehearsed(self, who: Sequence[Guardian]) -> None:
        names = _(" et ").join(visible(each.nom) or each.empreinte for each in who)
        said = _("Essai réussi\u00a0: {qui} ouvrent cet espace. Remettez chaque fiche sous clé.").format(qui=names)
        self.notice.say(said, "succes")

    def _on_prepared(self, card: GuardianCard) -> None:
        said = _("La fiche est écrite, et sa clé publique à côté. Empreinte\u00a0: {empreinte}.")
        self.notice.say(said.format(empreinte=card.empreinte), "succes")

    def _on_copied(self, copy: CopySeen) -> None:
        said = _("L’espace est copié. Empreinte du fondateur, à garder sur papier\u00a0: {empreinte}.")
        text = said.format(empreinte=copy.fondateur)
        if not copy.gardee:
            text += " " + _("Mais personne n’en garde la clé\u00a0: nommez des gardiens, puis copiez de nouveau.")
        self.notice.say(text, "succes" if copy.gardee else "attention")

    def _on_refounded(self, done: RefoundSeen) -> None:
        said = ngettext(
            "«\u00a0{nom}\u00a0» est refondé avec {n} enregistrement.",
            "«\u00a0{nom}\u00a0» est refondé avec {n} enregistrements.",
            done.enregistrements,
        ).format(nom=visible(done.nom), n=done.enregistrements)
        if done.manque:
            left = ngettext("Il manque {n} élément à la copie.", "Il manque {n} éléments à la copie.", done.manque)
            said += " " + left.format(n=done.manque)
        self.notice.say(said + " " + _("Invitez de nouveau chaque personne, puis nommez des gardiens."), "succes")

    def _show(self) -> None:
        names = [visible(each.nom) for each in self.custody.custodies]
        if [self.espace.itemText(place) for place in range(self.espace.count())] != names:
            kept = self.espace.currentIndex()
            self.espace.clear()
            self.espace.addItems(names)
            self.espace.setCurrentIndex(min(max(kept, 0), len(names) - 1))
        self._show_espace()

    def _show_espace(self) -> None:
        espace, busy = self.shown, self.custody.busy
        self.state.setText(_("Travail en cours…") if busy else _standing(espace))
        self.who.setText("\n".join(_line(each) for each in espace.gardiens) if espace else "")
        self.who.setVisible(bool(espace and espace.gardiens))
        is_kept = bool(espace and espace.gardiens)
        self.name.setEnabled(bool(espace and espace.peut_nommer) and not busy)
        self.name.setText(_("C&hanger les gardiens…") if is_kept else _("&Nommer les gardiens…"))
        self.rehearse.setEnabled(is_kept and not busy)
        self.copy.setEnabled(espace is not None and not busy)
        opener = self.custody.opener
        self.keep.setText(_("Confier &aussi ce poste") if opener is None else _("Ne p&lus confier ce poste"))
        self.keep.setEnabled((is_kept or opener is not None) and not busy)
        for each in (self.prepare, self.refound):
            each.setEnabled(not busy)
        if self._asked is not None and not busy:
            self._asked.setFocus()

    def _remember(self, asked: QPushButton) -> None:
        """Work under way stops the buttons: the keyboard comes back to the one that began it."""
        self._asked = asked


class CustodyHint(Notice):
    """Proposes gardiens, once the page is seen, for the first espace of this post that nobody keeps."""

    wants_custody = Signal()

    def __init__(self, custody: CustodyDesk, when: SignalInstance) -> None:
        super().__init__()
        self._custody = custody
        self.go = button(_("Gardiens et secours…"))
        self.go.clicked.connect(self.wants_custody)
        self.add(self.go)
        custody.changed.connect(self._show)
        when.connect(custody.look)
        custody.look()

    def _show(self) -> None:
        bare = [each for each in self._custody.custodies if each.peut_nommer and not each.gardiens]
        first = next((each for each in bare if not each.compartiment), None)
        said = _("Personne ne garde «\u00a0{espace}\u00a0»\u00a0: si tous ses postes se perdent, tout est perdu.")
        self.say(said.format(espace=visible(first.nom)) if first else "", "attention")


def _standing(espace: Custody | None) -> str:
    """Say in a sentence or two how an espace is kept."""
    if espace is None:
        return _("Ce poste n’est dans aucun espace.")
    if not espace.gardiens:
        return _("Personne ne garde cet espace\u00a0: si tous ses postes se perdent, tout est perdu.")
    if espace.repete_le is None:
        return _("Le secours n’a jamais été répété\u00a0: faites-le avant d’en avoir besoin.")
    said = _("Secours répété le {jour}.").format(jour=short_date(espace.repete_le))
    return said + " " + _("Il est temps de recommencer.") if espace.a_repeter else said


def _line(guardian: Guardian) -> str:
    return _("{nom}, empreinte {empreinte}").format(
        nom=visible(guardian.nom) or _("Sans nom"), empreinte=guardian.empreinte
    )
