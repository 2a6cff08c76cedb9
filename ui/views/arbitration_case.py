"""One field to decide: what stood before, the versions side by side, another value to write, the reason."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import declaration
from mvl_desktop.i18n import _
from ui.desk import Wordings
from ui.plain import announce, button, label, set_tone
from ui.text import breakable, moment, opening, visible
from ui.timing import Now
from ui.values import Conflict, Version
from ui.view_models.arbitration import Arbitration
from ui.views.arbitration_words import Differences
from ui.widgets.editor import Editor
from ui.widgets.flow import Flow
from ui.widgets.makers import EditorMaker
from ui.widgets.motifs import MotifLine
from ui.widgets.panels import Notice, card, clear, row, scrolled
from ui.widgets.texts import LineEditor

OTHER = "autre"
_LETTERS_FOR_TWO = 66
_AROUND_CARDS = 60
"""What is beside two cards, and between them."""
_TEXTS = ("texte", "texte_court")


class CasePanel(QWidget):
    """The field that is open. It asks nothing of the post: the view-model decides."""

    wants_record = Signal(str, str)

    def __init__(self, arbitration: Arbitration, wordings: Wordings, now: Now) -> None:
        super().__init__()
        self.arbitration, self._now = arbitration, now
        self._make_editor = EditorMaker(wordings, now)
        self.current: Conflict | None = None
        self.choices: dict[str, QRadioButton] = {}
        self.editor: Editor | None = None
        self._cards: list[QFrame] = []
        self._texts: list[Differences] = []
        self._group = QButtonGroup(self)
        self._grid = QGridLayout()
        body = QWidget()
        self._detail = QVBoxLayout(body)
        self._detail.setContentsMargins(0, 0, 10, 0)
        self._detail.setSpacing(10)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body), 1)
        self._decision(outer)
        arbitration.opened.connect(self._on_opened)
        arbitration.changed.connect(lambda: self.motif.offer(arbitration.motifs))
        arbitration.decided.connect(self._on_decided)

    def choose(self, number: int) -> None:
        """Choose a version by its number, from 1 on."""
        found = [choice for name, choice in self.choices.items() if name != OTHER]
        if self.current is not None and 0 < number <= len(found):
            found[number - 1].setChecked(True)
            found[number - 1].setFocus()

    def combine(self) -> None:
        """Propose what could unite the versions, to be read again and changed."""
        case = self.current
        if case is None or case.proposition is None:
            return
        kept = next((each for each in case.versions if each.valeur is True), None)
        if case.proposition is True and kept is not None:
            self.choices[kept.revision].setChecked(True)
            self.choices[kept.revision].setFocus()
        elif self.editor is not None:
            self.choices[OTHER].setChecked(True)
            self.editor.set_value(case.proposition)
            self.editor.buddy().setFocus()

    def write(self) -> None:
        """Type another value."""
        other = self.choices.get(OTHER)
        if other is not None and other.isEnabled() and self.editor is not None:
            other.setChecked(True)
            self.editor.buddy().setFocus()

    def toggle_differences(self) -> None:
        """Show what differs, or the texts alone."""
        self.differences.toggle()

    def on_decide(self) -> None:
        """Decide, when something is chosen and there is a reason; else go where something lacks."""
        chosen, motif = self._chosen(), self.motif.reason
        if self.current is None or self.arbitration.busy:
            return
        if chosen is None:
            next(iter(self.choices.values())).setFocus()
        elif not motif:
            self.motif.setFocus()
        elif chosen != OTHER:
            self.arbitration.keep(chosen, motif)
        elif self.editor is not None:
            trouble = self.editor.trouble()
            self.notice.say(trouble or "", "danger")
            if not trouble:
                self.arbitration.write(self.editor.value(), motif)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Put the values side by side where there is room, one under the other elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _decision(self, outer: QVBoxLayout) -> None:
        self.motif = MotifLine(_("Motif de la décision"), _("Pourquoi ce choix\u00a0: l’autre personne le lira."))
        self.typed = self.motif.typed
        self.typed.returnPressed.connect(self.on_decide)
        title = label(_("&Motif *"))
        title.setBuddy(self.typed)
        self.decide = button(_("&Décider"), "premier")
        self.decide.clicked.connect(self.on_decide)
        self.motif.changed.connect(self._enable)
        self._group.buttonToggled.connect(lambda _button, _on: self._enable())
        outer.addLayout(row(title, self.motif, self.decide))

    def _on_opened(self) -> None:
        case = self.arbitration.case
        if case is not None:
            self._show(case)
            return
        self.current = None
        for choice in self.choices.values():  # decided: a figure pressed now is for a field that nobody has read yet
            choice.setEnabled(False)

    def _on_decided(self) -> None:
        self.typed.clear()

    def _show(self, case: Conflict) -> None:
        self.current = case
        self.motif.offer(self.arbitration.motifs)
        for choice in self.choices.values():
            self._group.removeButton(choice)
        self.choices, self._texts = {}, []
        clear(self._detail)
        self.notice = Notice()
        open_record = button(_("Ouvrir la fiche"), "lien")
        open_record.clicked.connect(lambda: self.wants_record.emit(case.kind, case.id))
        title = label(case.libelle, "soustitre", wrap=True)
        head = row()
        head.addWidget(title, 1)
        head.addWidget(open_record)
        self._detail.addLayout(head)
        where = " · ".join(part for part in (visible(case.titre), visible(case.espace)) if part)
        self._detail.addWidget(label(breakable(where), tone="discret", wrap=True))
        self._detail.addWidget(self.notice)
        self._contests(case)
        self._detail.addWidget(self._before(case))
        self.differences = QCheckBox(_("Montrer ce qui diffère, mot à mot"))
        field = self._field(case)
        compared = field is not None and field.sort in _TEXTS and self._reference(case) is not None
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setSpacing(12)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._cards = [self._version(case, place, compared=compared) for place in range(len(case.versions))]
        self._detail.addWidget(holder)
        self.differences.setChecked(compared)
        self.differences.setVisible(compared)
        self.differences.toggled.connect(self._show_differences)
        self._detail.addWidget(self.differences)
        self._detail.addWidget(self._other(case, field))
        self._detail.addStretch(1)
        self._fit()
        self._enable()
        count = len(case.versions)
        announce(title, _("{champ}\u00a0: {n} valeurs à comparer").format(champ=case.libelle, n=count))

    def _contests(self, case: Conflict) -> None:
        for each in case.contestations:
            said = _("Décision contestée par {nom}, {quand}\u00a0: {motif}").format(
                nom=visible(each.poste), quand=moment(each.le, self._now().date()), motif=visible(each.motif)
            )
            contested = Notice()
            contested.say(said, "attention")
            self._detail.addWidget(contested)

    def _before(self, case: Conflict) -> QFrame:
        """Show what stood before the versions."""
        title = label(_("Avant"), "ligne_titre")
        if not case.base:
            return card(title, label(_("Rien n’était écrit, ou pas encore."), tone="discret", wrap=True), margin=12)
        widgets: list[QWidget] = [title]
        for each in case.base:
            text = Differences(each.dite)
            text.setAccessibleName(_("Valeur d’avant"))
            widgets += [text, label(self._signed(each), tone="discret", wrap=True)]
        return card(*widgets, margin=12)

    def _version(self, case: Conflict, place: int, *, compared: bool) -> QFrame:
        version = case.versions[place]
        who = visible(version.poste)
        choice = QRadioButton(_("{n}. Garder la valeur de {nom}").format(n=place + 1, nom=who).replace("&", "&&"))
        self._group.addButton(choice)
        self.choices[version.revision] = choice
        text = Differences(version.dite, self._reference(case, but=place) if compared else None)
        text.setAccessibleName(_("Valeur de {nom}").format(nom=who))
        self._texts.append(text)
        choice.setAccessibleDescription(self._signed(version))
        widgets: list[QWidget] = [choice, text, label(self._signed(version), tone="discret", wrap=True)]
        if version.douteuse:
            doubt = label(_("Horloge douteuse\u00a0: ne vous fiez pas à cette date."), wrap=True)
            set_tone(doubt, "attention")
            widgets.append(doubt)
        made = card(*widgets, margin=12)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return made

    def _signed(self, version: Version) -> str:
        when = opening(moment(version.le, self._now().date()))
        return " · ".join(part for part in (visible(version.poste), when, visible(version.voie)) if part)

    def _reference(self, case: Conflict, but: int = -1) -> str | None:
        """Return the text that a version is compared with: what stood before, else the other version."""
        if len(case.base) == 1 and isinstance(case.base[0].valeur, str):
            return case.base[0].dite
        others = [each for place, each in enumerate(case.versions) if place != but and isinstance(each.valeur, str)]
        return others[0].dite if others and len(case.versions) > 1 else None

    def _field(self, case: Conflict) -> DeclaredField | None:
        declared = declaration(case.kind)
        return declared.field_of(case.champ) if declared else None

    def _other(self, case: Conflict, field: DeclaredField | None) -> QFrame:
        whole = field is not None and field.sort not in ("codes", "elements", "reference")
        choice = QRadioButton(_("Écrire une autre valeur (T)"))
        self._group.addButton(choice)
        self.choices[OTHER] = choice
        choice.setEnabled(whole)
        self.editor = self._make_editor(field) if field is not None and whole else LineEditor()
        self.editor.name(_("Autre valeur"))
        self.editor.setEnabled(False)
        choice.toggled.connect(self.editor.setEnabled)
        self.combine_button = button(_("Réunir les versions (C)"))
        self.combine_button.setVisible(case.proposition is not None)
        self.combine_button.clicked.connect(self.combine)
        widgets: list[QWidget] = [Flow(choice, self.combine_button), self.editor]
        if case.proposition is not None and whole:
            widgets.append(
                label(_("La réunion est une proposition\u00a0: relisez-la avant de décider."), tone="aide", wrap=True)
            )
        self.editor.setVisible(whole)
        choice.setVisible(whole)
        made = card(*widgets, margin=12)
        made.setVisible(whole or case.proposition is not None)
        return made

    def _show_differences(self, on: bool) -> None:
        for text in self._texts:
            text.show_differences(on=on)

    def _chosen(self) -> str | None:
        return next((name for name, choice in self.choices.items() if choice.isChecked()), None)

    def _enable(self) -> None:
        self.decide.setEnabled(self._chosen() is not None and bool(self.motif.reason))

    def _fit(self) -> None:
        letters = self.width() / max(1, self.fontMetrics().averageCharWidth())
        widest = max((made.minimumSizeHint().width() for made in self._cards), default=0)
        fits = 2 * widest + _AROUND_CARDS <= self.width()
        columns = 2 if letters >= _LETTERS_FOR_TWO and fits else 1
        for place, made in enumerate(self._cards):
            self._grid.addWidget(made, place // columns, place % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
