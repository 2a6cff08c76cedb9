"""Remarks on a fiche: one to make, those made with what became of each; and how much the fiche is used."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QLineEdit, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.fiche_values import FicheUse, StepUse
from ui.messages import sentence
from ui.plain import PlainText, button, label
from ui.text import short_date, visible
from ui.values import Values
from ui.view_models.fiches import FichesPage
from ui.view_models.grilles import GrillesPage
from ui.view_models.rows_model import Wording
from ui.views.dialogs import Form
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, clear, empty_state, row, scrolled

A_TRAITER, SUIVIE, ECARTEE = "a_traiter", "suivie", "ecartee"


class RemarkForm(Form):
    """Which part of the fiche, and what to change in it."""

    def __init__(self, parent: QWidget, parts: Sequence[str]) -> None:
        super().__init__(parent, _("Faire une remarque"), _("&Enregistrer la remarque"))
        self.part, self.text = QComboBox(), PlainText()
        self.part.addItem(_("Toute la fiche"), "")
        for part in parts:
            self.part.addItem(part, part)
        self.part.view().setAccessibleName(_("Sur"))
        self.text.setMinimumHeight(self.fontMetrics().lineSpacing() * 5)
        self.add(_("&Sur"), self.part)
        self.add(_("&Remarque"), self.text, _("Ce qu’il faudrait changer, et pourquoi. Sans nommer personne."))
        self.go_on.setEnabled(False)
        self.text.textChanged.connect(lambda: self.go_on.setEnabled(bool(self.said)))

    @property
    def said(self) -> str:
        """What is asked."""
        return self.text.toPlainText().strip()


class ReasonForm(Form):
    """Why a remark is not followed."""

    def __init__(self, parent: QWidget, remark: str) -> None:
        super().__init__(parent, _("Écarter une remarque"), _("É&carter la remarque"), visible(remark))
        self.reason = QLineEdit()
        self.add(_("&Raison"), self.reason, _("La personne qui l’a faite la lira."))
        self.go_on.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.go_on.setEnabled(bool(text.strip())))


class RemarksDialog(QDialog):
    """The remarks on a fiche, those to treat first; each is followed, or set aside with its reason."""

    answered = Signal(str, str, str)
    """A remark's id, what became of it, and why."""

    def __init__(self, parent: QWidget, page: FichesPage | GrillesPage, remarks: Sequence[Values]) -> None:
        super().__init__(parent)
        self._page = page
        self.setWindowTitle(_("Remarques de relecture"))
        self.notice = Notice()
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 10, 0)
        self._column.setSpacing(10)
        close = button(_("&Fermer"), "premier")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 14)
        outer.setSpacing(10)
        outer.addWidget(label(_("Remarques de relecture"), "soustitre"))
        outer.addWidget(self.notice)
        outer.addWidget(scrolled(body), 1)
        outer.addLayout(row(None, close))
        _resize(self, parent)
        page.refused.connect(self._on_refused)
        self.show_remarks(remarks)

    def show_remarks(self, remarks: Sequence[Values]) -> None:
        """Show remarks."""
        clear(self._column)
        if not remarks:
            said = _("Une remarque se fait par «\u00a0Relecture\u00a0», dans la barre de la fiche.")
            self._column.addWidget(empty_state("chat-text", _("Aucune remarque"), said))
            return
        for each in sorted(remarks, key=lambda remark: remark.get("etat") not in (None, "", A_TRAITER)):
            self._column.addWidget(self._card(each))
        self._column.addStretch(1)

    def _card(self, remark: Values) -> QFrame:
        frame = QFrame()
        frame.setObjectName("carte")
        column = QVBoxLayout(frame)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        etat = str(remark.get("etat") or A_TRAITER)
        column.addWidget(label(visible(about(remark, self._page.wording)), tone="discret", wrap=True))
        column.addWidget(label(visible(str(remark.get("texte") or "")), wrap=True))
        said = self._page.wording("etats_remarque", etat)
        reason = str(remark.get("reponse") or "")
        column.addWidget(label(visible(" – ".join(part for part in (_(said), reason) if part)), "groupe", wrap=True))
        if etat == A_TRAITER:
            follow, leave = button(_("Suivie")), button(_("Écarter…"))
            told = visible(str(remark.get("texte") or ""))[:60]
            follow.setAccessibleName(_("Suivie\u00a0: {texte}").format(texte=told))
            leave.setAccessibleName(_("Écarter\u00a0: {texte}").format(texte=told))
            follow.clicked.connect(lambda _on=False: self.answered.emit(str(remark.get("id")), SUIVIE, ""))
            leave.clicked.connect(lambda _on=False: self._on_leave(remark))
            column.addWidget(Flow(follow, leave))
        return frame

    def _on_leave(self, remark: Values) -> None:
        form = ReasonForm(self, str(remark.get("texte") or ""))
        if form.ask():
            self.answered.emit(str(remark.get("id")), ECARTEE, form.reason.text().strip())
        form.deleteLater()

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "attention")


class UseDialog(QDialog):
    """How many signalements apply a fiche, in which version, and what becomes of each step; names of nobody."""

    def __init__(self, parent: QWidget, use: FicheUse) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Emploi de la fiche"))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(10)
        close = button(_("&Fermer"), "premier")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 14)
        outer.setSpacing(10)
        outer.addWidget(label(visible(use.titre), "soustitre", wrap=True))
        outer.addWidget(label(counted(use), wrap=True))
        outer.addWidget(
            label(_("Comptés sur ce que ce poste peut lire. Personne n’est nommé."), tone="aide", wrap=True)
        )
        outer.addWidget(scrolled(body), 1)
        outer.addLayout(row(None, close))
        _resize(self, parent)
        for step in use.etapes:
            column.addWidget(_step(step))
        if not use.etapes:
            said = _("Appliquée à un signalement, ses étapes se compteront ici.")
            column.addWidget(empty_state("list-checks", _("Pas encore employée"), said))
        column.addStretch(1)


def about(remark: Values, wording: Wording) -> str:
    """Say of what a remark is about, who made it and when."""
    partie = str(remark.get("partie") or "")
    version = remark.get("version")
    parts = (
        str(remark.get("sur") or _("Toute la fiche")),
        _("version {n}").format(n=version) if isinstance(version, int) else "",
        _(wording("parties_convention", partie)) if partie else "",
        str(remark.get("par") or ""),
        _day(str(remark.get("le") or "")),
    )
    return " · ".join(part for part in parts if part)


def counted(use: FicheUse) -> str:
    """Say how many signalements apply a fiche, and in which versions."""
    said = ngettext("{n} signalement l’applique.", "{n} signalements l’appliquent.", use.signalements)
    versions = ", ".join(
        ngettext("{n} en version {version}", "{n} en version {version}", count).format(n=count, version=version)
        for version, count in use.versions
    )
    return " ".join(part for part in (said.format(n=use.signalements), versions) if part)


def _day(text: str) -> str:
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        return ""


def _step(step: StepUse) -> QFrame:
    frame = QFrame()
    frame.setObjectName("carte")
    column = QVBoxLayout(frame)
    column.setContentsMargins(14, 8, 14, 10)
    column.setSpacing(4)
    column.addWidget(label(visible(step.libelle), wrap=True))
    said = _("version {v} · faite {f} · écartée {e} · à faire {a}")
    told = said.format(v=step.version, f=step.faites, e=step.ecartees, a=step.a_faire)
    column.addWidget(label(told, tone="discret", wrap=True))
    for motif, times in step.motifs:
        column.addWidget(label(visible(f"{motif} ({times})"), wrap=True))
    if step.motifs_tus:
        hushed = ngettext(
            "{n} raison n’est pas montrée\u00a0: elle semble nommer quelqu’un.",
            "{n} raisons ne sont pas montrées\u00a0: elles semblent nommer quelqu’un.",
            step.motifs_tus,
        )
        column.addWidget(label(hushed.format(n=step.motifs_tus), tone="aide", wrap=True))
    return frame


def _resize(dialog: QDialog, parent: QWidget) -> None:
    room = parent.window().size()
    letters, line = dialog.fontMetrics().averageCharWidth(), dialog.fontMetrics().lineSpacing()
    dialog.resize(min(letters * 96, room.width() - 40), min(line * 30, room.height() - 40))


def remarks_of(champs: Values) -> list[Values]:
    """Return the remarks of a fiche."""
    held = champs.get("remarques")
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, (list, tuple)) else []
