"""The checklist of the fiches applied, fiche by fiche, and what a newer version of one of them changed."""

from collections.abc import Callable, Mapping
from itertools import groupby

from PySide6.QtWidgets import QDialog, QFrame, QProgressBar, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.fiche_values import GoneFiche
from ui.icons import icon
from ui.plain import announce, button, label
from ui.text import visible
from ui.timing import Now
from ui.values import NewerFiche
from ui.view_models.checklist import Checklist, Step, progress
from ui.views.fiche_picker import FichePicker
from ui.views.form_step import StepRow
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
        self.renew = button(_("Suivre la nouvelle version"))
        self.newer.add(self.renew)
        self.gone = Notice()
        self.replace = button(_("Appliquer"))
        self.gone.add(self.replace)
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
        for widget in (self.said, self.bar, self.gone, self.newer, self.empty, body, self.proposed):
            column.addWidget(widget)
        column.addLayout(row(self.apply, None))
        self.apply.clicked.connect(self._on_apply)
        self.renew.clicked.connect(self._on_renew)
        self.replace.clicked.connect(self._on_replace)
        checklist.followed.connect(self._on_followed)
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
        gone = self._checklist.gone
        self.gone.say("\n".join(_gone(each) for each in gone), "attention")
        other = next((each for each in gone if each.remplacante), None)
        self.replace.setVisible(other is not None)
        if other is not None:
            self.replace.setText(_("Appliquer celle qui la remplace"))

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
        self._checklist.follow([each.id for each in self._checklist.newer])

    def _on_replace(self) -> None:
        for each in self._checklist.gone:
            if each.remplacante:
                self._checklist.apply(each.remplacante)

    def _on_apply(self) -> None:
        picker = FichePicker(self, self._checklist)
        if picker.exec() == QDialog.DialogCode.Accepted and picker.chosen is not None:
            self._checklist.apply(picker.chosen.id)
        picker.deleteLater()

    def _on_applied(self, steps: int) -> None:
        said = ngettext("{n} étape ajoutée", "{n} étapes ajoutées", steps).format(n=steps)
        announce(self.said, said if steps else _("Cette fiche était déjà appliquée."))

    def _on_followed(self, steps: int) -> None:
        announce(self.said, ngettext("La liste a {n} étape.", "La liste a {n} étapes.", steps).format(n=steps))


def _gone(gone: GoneFiche) -> str:
    """Say what became of a fiche; its steps stay as they were applied."""
    kept = _("Ses étapes restent telles qu’elles ont été appliquées.")
    if gone.etat == "absente":
        said = _(
            "La fiche «\u00a0{fiche}\u00a0» n’est plus sur ce poste\u00a0: effacée, ou gardée dans un autre espace."
        )
        return f"{said.format(fiche=visible(gone.titre))} {kept}"
    said = _("La fiche «\u00a0{fiche}\u00a0» a été retirée\u00a0: {motif}.").format(
        fiche=visible(gone.titre), motif=visible(gone.motif.rstrip(".")) or _("sans motif écrit")
    )
    other = _("Elle est remplacée par «\u00a0{autre}\u00a0».").format(autre=visible(gone.remplacante_titre))
    return " ".join(part for part in (said, other if gone.remplacante_titre else "", kept) if part)


def _fiche(step: Step) -> tuple[object, object]:
    return step.get("fiche_titre") or _("Étapes"), step.get("version")


def _change(newer: NewerFiche) -> str:
    said = [
        _("«\u00a0{fiche}\u00a0» a une version {new} ; ici, la version {old} est appliquée.").format(
            fiche=visible(newer.titre), new=newer.actuelle, old=newer.appliquee
        )
    ]
    said += [_("Nouveau\u00a0: {step}").format(step=visible(step)) for step in newer.ajoutees]
    said += [_("N’y figure plus\u00a0: {step}").format(step=visible(step)) for step in newer.retirees]
    return "\n".join(said)
