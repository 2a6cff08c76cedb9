"""The checklist of the fiches applied: steps to tick, set aside with a reason, and what a newer version changed."""

from collections.abc import Callable, Mapping
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import _, ngettext
from ui.icons import icon
from ui.plain import announce, button, hint, label
from ui.text import visible
from ui.timing import Now
from ui.values import FicheLine, NewerFiche
from ui.view_models.checklist import ECARTE, FAIT, Checklist, Step, done_step, open_step, progress, skipped_step
from ui.view_models.form_summary import short_day
from ui.widgets.editor import Editor
from ui.widgets.panels import Notice, clear, row

_PROPOSED = 2
"""More proposals would be a list to read, during a call."""


class ChecklistEditor(Editor):
    """The steps of what was applied, in their order, fiche by fiche."""

    def __init__(self, checklist: Checklist, me: Callable[[], str], now: Now) -> None:
        super().__init__()
        self._checklist, self._me, self._now = checklist, me, now
        self.steps: list[dict[str, object]] = []
        self.rows: list[StepRow] = []
        self._shown: list[str] = []
        self.said = label("", "soustitre")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Avancement de la conduite à tenir"))
        self.newer = Notice()
        self.renew = button(_("Ajouter"))
        self.newer.add(self.renew)
        self.proposed = QWidget()
        self._proposed = QVBoxLayout(self.proposed)
        self._proposed.setContentsMargins(0, 0, 0, 0)
        self._proposed.setSpacing(4)
        self.apply = button(_("Appliquer une fiche…"))
        self.apply.setIcon(icon("list-checks"))
        self.empty = label(
            _(
                "Une fiche de conduite donne les étapes à suivre\u202f; chacune se coche ici, "
                "avec sa date et son auteur."
            ),
            tone="discret",
            wrap=True,
        )
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.said, self.bar, self.newer, self.empty, body, self.proposed):
            column.addWidget(widget)
        column.addLayout(row(self.apply, None))
        self.apply.clicked.connect(self._on_apply)
        self.renew.clicked.connect(self._on_renew)
        checklist.newer_changed.connect(self._show_newer)
        checklist.fiches_changed.connect(self._show_proposed)
        checklist.applied.connect(self._on_applied)
        self._show()

    def value(self) -> object:
        """Return the steps."""
        return [dict(step) for step in self.steps] or None

    def set_value(self, value: object) -> None:
        """Show steps."""
        wanted = [dict(each) for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []
        if wanted != self.steps:
            self.steps = wanted
            self._show()

    def buddy(self) -> QWidget:
        """Return the button that applies a fiche."""
        return self.apply

    def name(self, text: str) -> None:
        """Name the group."""
        self.setAccessibleName(text)

    def settle(self, place: int, step: dict[str, object]) -> None:
        """Let a step be as it is now."""
        self.steps[place] = step
        self.rows[place].show_step(step)
        self._sum_up()
        self.edited.emit()
        self.left.emit()

    def _show(self) -> None:
        clear(self._column)
        self.rows = []
        for (title, version), steps in groupby(self.steps, key=_fiche):
            said = _("{fiche} (version {n})").format(fiche=title, n=version) if version else str(title)
            self._column.addWidget(label(visible(said), "fichetitre", wrap=True))
            for _step in steps:
                place = len(self.rows)
                made = StepRow(self, place, self._me, self._now)
                self.rows.append(made)
                made.show_step(self.steps[place])
                self._column.addWidget(made)
        self._sum_up()

    def _sum_up(self) -> None:
        done, total = progress(self.steps)
        self.said.setText(ngettext("{done} étape sur {n}", "{done} étapes sur {n}", done).format(done=done, n=total))
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        for widget in (self.said, self.bar):
            widget.setVisible(bool(total))
        self.empty.setVisible(not total)
        self.bar.setAccessibleDescription(self.said.text())

    def _show_newer(self) -> None:
        newer = self._checklist.newer
        self.newer.say("\n".join(_change(each) for each in newer), "attention")
        self.renew.setVisible(bool(newer))

    def _show_proposed(self) -> None:
        proposed = self._checklist.proposed[:_PROPOSED]
        if [fiche.id for fiche in proposed] == self._shown:
            return
        self._shown = [fiche.id for fiche in proposed]
        clear(self._proposed)
        for fiche in proposed:
            said = _("Proposée\u00a0: {fiche}. {reason}").format(fiche=fiche.titre, reason=_(fiche.raison))
            take = button(_("Appliquer"))
            take.setAccessibleName(_("Appliquer\u00a0: {fiche}").format(fiche=visible(fiche.titre)))
            take.clicked.connect(lambda _on, fiche=fiche: self._checklist.apply(fiche.id))
            frame = QFrame()
            frame.setObjectName("element")
            line = row(gap=8)
            line.setContentsMargins(10, 6, 8, 6)
            line.addWidget(label(visible(said), wrap=True), 1)
            line.addWidget(take)
            frame.setLayout(line)
            self._proposed.addWidget(frame)
        self.proposed.setVisible(bool(proposed))

    def _on_renew(self) -> None:
        for each in self._checklist.newer:
            self._checklist.apply(each.id)

    def _on_apply(self) -> None:
        picker = FichePicker(self, self._checklist)
        if picker.exec() == QDialog.DialogCode.Accepted and picker.chosen is not None:
            self._checklist.apply(picker.chosen.id)
        picker.deleteLater()

    def _on_applied(self, steps: int) -> None:
        said = ngettext("{n} étape ajoutée", "{n} étapes ajoutées", steps).format(n=steps)
        announce(self.said, said if steps else _("Cette fiche était déjà appliquée."))


class StepRow(QWidget):
    """One step: a box, its words, what became of it, and « Écarter »."""

    def __init__(self, owner: ChecklistEditor, place: int, me: Callable[[], str], now: Now) -> None:
        super().__init__()
        self._owner, self._place, self._me, self._now = owner, place, me, now
        self.box = QCheckBox()
        self.words = _Words(self.box)
        self.state = label("", tone="aide", wrap=True)
        self.skip = button("", "lien")
        self.skip.setIcon(icon("x"))
        self.motif = QLineEdit()
        self.motif.setPlaceholderText(_("Pourquoi cette étape est écartée"))
        self.motif.hide()
        self.confirm = button(_("Écarter"))
        self.confirm.hide()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.words)
        words.addWidget(self.state)
        words.addLayout(row(self.motif, self.confirm))
        line = row(gap=6)
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        for text in (self.words, self.state):
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for fixed in (self.box, self.skip):
            fixed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.box.clicked.connect(self._on_box)
        self.skip.clicked.connect(self._on_skip)
        self.confirm.clicked.connect(self._on_confirm)
        self.motif.returnPressed.connect(self._on_confirm)

    @property
    def step(self) -> Step:
        """The step as it stands."""
        return self._owner.steps[self._place]

    def show_step(self, step: Step) -> None:
        """Show what became of the step."""
        said, state = visible(str(step.get("libelle") or "")), step.get("etat")
        self.words.setText(said)
        self.box.setChecked(state == FAIT)
        self.box.setEnabled(state != ECARTE)
        self.box.setAccessibleName(said)
        told = _told(step)
        self.state.setText(visible(told))
        self.state.setVisible(bool(told))
        self.box.setAccessibleDescription(told)
        action = _("Remettre à faire") if state in (FAIT, ECARTE) else _("Écarter cette étape")
        self.skip.setIcon(icon("arrow-u-up-left" if state in (FAIT, ECARTE) else "x"))
        self.skip.setToolTip(hint(action))
        self.skip.setAccessibleName(_("{action}\u00a0: {step}").format(action=action, step=said))
        self.motif.setAccessibleName(_("Motif pour écarter\u00a0: {step}").format(step=said))
        self.confirm.setAccessibleName(_("Écarter\u00a0: {step}").format(step=said))
        self._ask(shown=False)

    def _on_box(self, checked: bool) -> None:
        step = done_step(self.step, self._me(), self._now()) if checked else open_step(self.step)
        self._owner.settle(self._place, step)

    def _on_skip(self) -> None:
        if self.step.get("etat") in (FAIT, ECARTE):
            self._owner.settle(self._place, open_step(self.step))
        else:
            self._ask(shown=self.motif.isHidden())

    def _on_confirm(self) -> None:
        motif = self.motif.text().strip()
        if motif:
            self.motif.clear()
            self._owner.settle(self._place, skipped_step(self.step, self._me(), self._now(), motif))
            self.skip.setFocus()
        else:
            self.motif.setFocus()

    def _ask(self, *, shown: bool) -> None:
        self.motif.setVisible(shown)
        self.confirm.setVisible(shown)
        if shown:
            self.motif.setFocus()


class FichePicker(QDialog):
    """Which fiche to apply: those proposed for this signalement first, with why."""

    def __init__(self, parent: QWidget, checklist: Checklist) -> None:
        super().__init__(parent)
        self._checklist = checklist
        self.chosen: FicheLine | None = None
        self.setWindowTitle(_("Appliquer une fiche de conduite"))
        self.resize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().height() * 26)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Chercher une fiche"))
        self.search.setAccessibleName(_("Chercher une fiche"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Fiches de conduite"))
        self.list.setWordWrap(True)
        self.about = label("", tone="discret", wrap=True)
        self.go_on = button(_("Appliquer"), "premier")
        self.go_on.setDefault(True)
        cancel = button(_("Annuler"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Appliquer une fiche de conduite"), "soustitre"))
        for widget in (self.search, self.list, self.about):
            column.addWidget(widget)
        column.addLayout(row(None, cancel, self.go_on))
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._on_go)
        self.list.itemActivated.connect(lambda _item: self._on_go())
        self.list.currentRowChanged.connect(lambda _place: self._show_one())
        self.search.textChanged.connect(lambda _text: self._show())
        checklist.fiches_changed.connect(self._show)
        checklist.ask_fiches(again=True)

    def _show(self) -> None:
        wanted = self.search.text().strip().lower()
        self._lines = [each for each in self._checklist.fiches if wanted in f"{each.code} {each.titre}".lower()]
        self.list.clear()
        for each in self._lines:
            self.list.addItem(QListWidgetItem(icon("list-checks"), _line(each)))
        self.list.setCurrentRow(0)
        self._show_one()

    def _show_one(self) -> None:
        place = self.list.currentRow()
        found = 0 <= place < len(self._lines)
        self.go_on.setEnabled(found)
        none = _("Aucune fiche ne correspond. Les fiches se rédigent dans la page «\u00a0Fiches de conduite\u00a0».")
        self.about.setText(visible(self._lines[place].declencheur) if found else none)

    def _on_go(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._lines):
            self.chosen = self._lines[place]
            self.accept()


class _Words(QLabel):
    """The words of a step: a click on them is a click on its box."""

    def __init__(self, box: QCheckBox) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._box = box

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - the name is Qt's
        """Tick the box."""
        super().mouseReleaseEvent(event)
        self._box.click()


def _line(fiche: FicheLine) -> str:
    told = " – ".join(part for part in (fiche.code, fiche.titre) if part)
    about = [_("Proposée\u00a0: {reason}").format(reason=_(fiche.raison))] if fiche.raison else []
    about += [_("Déjà appliquée")] if fiche.appliquee else []
    return visible(told) + ("\n" + visible(" · ".join(about)) if about else "")


def _fiche(step: Step) -> tuple[object, object]:
    return step.get("fiche_titre") or _("Étapes"), step.get("version")


def _told(step: Step) -> str:
    who, when = str(step.get("fait_par") or ""), short_day(step.get("fait_le"))
    if step.get("etat") == FAIT:
        said = _("Fait le {day} par {who}") if who else _("Fait le {day}")
        return said.format(day=when, who=who) if when else _("Fait")
    if step.get("etat") == ECARTE:
        return _("Écartée le {day}\u00a0: {reason}").format(day=when, reason=step.get("motif") or _("sans motif"))
    return ""


def _change(newer: NewerFiche) -> str:
    said = [
        _("«\u00a0{fiche}\u00a0» a une version {new} ; ici, la version {old} est appliquée.").format(
            fiche=visible(newer.titre), new=newer.actuelle, old=newer.appliquee
        )
    ]
    said += [_("Nouveau\u00a0: {step}").format(step=visible(step)) for step in newer.ajoutees]
    said += [_("N’y figure plus\u00a0: {step}").format(step=visible(step)) for step in newer.retirees]
    return "\n".join(said)
