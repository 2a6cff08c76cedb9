"""« Sécurité »: what opens this post, its backups, and how it goes on after a restoration."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.messages import sentence
from ui.plain import button, label
from ui.text import moment
from ui.timing import Now
from ui.values import BackupSeen, NewSheet
from ui.view_models.security import SecurityDesk
from ui.views.security_forms import PhraseForm, SheetDialog
from ui.widgets.panels import Notice, row, scrolled

ENDING = ".mvl-sauvegarde"
_DONE = {
    "phrase": N_("La phrase de passe est changée. La fiche de secours reste la même."),
    "code": N_("La nouvelle fiche de secours est en service. Détruisez l’ancienne."),
    "cle": N_(
        "La clé de ce poste, la phrase de passe et la fiche de secours sont remplacées. "
        "Détruisez l’ancienne fiche et les anciennes sauvegardes, puis faites-en une nouvelle."
    ),
    "reprise": N_(
        "Ce poste a repris sous un nouveau nom. Rien n’est perdu\u00a0: ce qui attendait partira au prochain échange."
    ),
}


class SecurityDialog(QDialog):
    """One window, a few actions, each with what it is for."""

    def __init__(self, parent: QWidget | None, security: SecurityDesk, now: Now) -> None:
        super().__init__(parent)
        self.security, self._now = security, now
        self.setWindowTitle(_("Sécurité de ce poste"))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 18, 24, 8)
        column.setSpacing(10)
        self.older = Notice()
        self.resume = button(_("&Reprendre ce poste"), "premier")
        self.older.add(self.resume)
        self.notice = Notice()
        column.addWidget(self.older)
        column.addWidget(self.notice)
        self.phrase = self._action(
            column, _("Phrase de passe"), _("Elle ouvre ce poste."), _("&Changer la phrase de passe…")
        )
        about = _("Elle remplace la phrase de passe quand elle est oubliée. Perdue ou vue\u202f? Faites-en une autre.")
        self.code = self._action(column, _("Fiche de secours"), about, _("&Nouvelle fiche de secours…"))
        about = _("Quelqu’un l’a vue ou devinée\u00a0: la clé de tout le poste est changée, rien de saisi n’est perdu.")
        self.leak = self._action(column, _("Cette phrase a fui"), about, _("Changer la clé du &poste…"))
        about = _("Un fichier chiffré, que seules la phrase de passe ou la fiche de secours d’aujourd’hui ouvriront.")
        self.save = self._action(column, _("Sauvegarde"), about, _("&Sauvegarder maintenant…"))
        self.last = label("", tone="discret", wrap=True)
        self.trial = button(_("&Essayer une restauration…"), "lien")
        line = row(gap=16)
        line.addWidget(self.last, 1)
        line.addWidget(self.trial)
        column.addLayout(line)
        column.addStretch(1)
        close = button(_("&Fermer"))
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
        security.look()

    def _fit(self) -> None:
        """Be as wide as a comfortable line and as tall as the whole, within the screen; the rest scrolls."""
        screen = self.screen().availableGeometry()
        wide = min(self.fontMetrics().averageCharWidth() * 76, screen.width() - 80)
        self.setMinimumWidth(wide)
        self.resize(wide, min(self.fontMetrics().lineSpacing() * 31, int(screen.height() * 0.9)))

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
        security = self.security
        for widget, do in (
            (self.phrase, self.change_passphrase),
            (self.code, self.renew_code),
            (self.leak, self.change_key),
            (self.save, self.back_up),
            (self.trial, self.try_backup),
            (self.resume, security.take_up_again),
        ):
            widget.clicked.connect(do)
        security.changed.connect(self._show)
        security.refused.connect(self._on_refused)
        security.done.connect(self._on_done)
        security.sheet_ready.connect(self._on_sheet)
        security.backed_up.connect(self._on_backed_up)
        security.tried.connect(self._on_tried)

    def change_passphrase(self) -> None:
        """Ask for the two passphrases."""
        form = PhraseForm(self, _("Changer la phrase de passe"), _("&Changer"), "", renewing=True)
        if form.exec() == QDialog.DialogCode.Accepted:
            self.security.change_passphrase(form.present.take(), form.new.take())
        form.deleteLater()

    def renew_code(self) -> None:
        """Ask for the passphrase, then show the new sheet."""
        text = _(
            "La phrase de passe ne change pas. L’ancienne fiche sert encore, tant que la nouvelle n’est pas en service."
        )
        form = PhraseForm(self, _("Nouvelle fiche de secours"), _("&Continuer"), text, renewing=False)
        if form.exec() == QDialog.DialogCode.Accepted:
            self.security.prepare_code(form.present.take())
        form.deleteLater()

    def change_key(self) -> None:
        """Ask for the two passphrases, then show the new sheet."""
        text = _(
            "Une copie du poste faite avant aujourd’hui s’ouvre encore avec l’ancienne phrase. "
            "La clé est donc changée avec elle, et une nouvelle fiche de secours vous est remise."
        )
        form = PhraseForm(self, _("Cette phrase a fui"), _("&Continuer"), text, renewing=True)
        if form.exec() == QDialog.DialogCode.Accepted:
            self.security.prepare_key(form.present.take(), form.new.take())
        form.deleteLater()

    def back_up(self) -> None:
        """Ask where, then write."""
        name = _("sauvegarde-{jour}").format(jour=f"{self._now():%Y-%m-%d}") + ENDING
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Sauvegarder ce poste"), name, _kinds())
        if chosen:
            path = Path(chosen)
            self.security.back_up(path if path.suffix else path.with_suffix(ENDING))

    def try_backup(self) -> None:
        """Ask which, and for the passphrase of its day."""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Essayer une restauration"), "", _kinds())
        if not chosen:
            return
        text = _("La sauvegarde est ouverte à part, relue en entier, puis refermée. Rien n’est changé.")
        asked = _("Phrase de passe du &jour de la sauvegarde")
        form = PhraseForm(self, _("Essayer une restauration"), _("&Essayer"), text, renewing=False, asked=asked)
        if form.exec() == QDialog.DialogCode.Accepted:
            self.security.try_backup(Path(chosen), form.present.take())
        form.deleteLater()

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")

    def _on_done(self, what: str) -> None:
        self.notice.say(_(_DONE[what]), "succes")

    def _on_backed_up(self, seen: BackupSeen) -> None:
        self.notice.say(_held(seen, _("La sauvegarde est faite et relue.")), "succes")

    def _on_tried(self, seen: BackupSeen) -> None:
        self.notice.say(_held(seen, _("Essai réussi\u00a0: tout se relit. Rien n’a été changé.")), "succes")

    def _on_sheet(self, sheet: NewSheet) -> None:
        dialog = SheetDialog(self, sheet)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.security.confirm(sheet)
        dialog.deleteLater()

    def _show(self) -> None:
        safety, busy = self.security.safety, self.security.busy
        self.older.say(sentence("poste_restaure") if safety.ancien else "", "attention")
        for widget in (self.phrase, self.code, self.leak, self.save, self.trial, self.resume):
            widget.setEnabled(not busy)
        at = safety.sauvegarde
        when = moment(at, self._now().date()) if at else ""
        said = (
            _("Dernière sauvegarde\u00a0: {quand}.").format(quand=when)
            if at
            else _("Aucune sauvegarde pour l’instant.")
        )
        self.last.setText(_("Travail en cours…") if busy else said)


def _kinds() -> str:
    return _("Sauvegardes MVL") + f" (*{ENDING})"


def _held(seen: BackupSeen, said: str) -> str:
    parts = (
        ngettext("{n} enregistrement", "{n} enregistrements", seen.enregistrements).format(n=seen.enregistrements),
        ngettext("{n} brouillon", "{n} brouillons", seen.brouillons).format(n=seen.brouillons),
        ngettext("{n} pièce", "{n} pièces", seen.pieces).format(n=seen.pieces),
    )
    return said + " " + _("Elle contient {parts}.").format(parts=", ".join(parts))
