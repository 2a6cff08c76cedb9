"""The screen of occultation: the document, what leaves, what was taken out and why, what is left to look at.

One screen for both people: whoever prepares takes passages out; whoever reads again sees before and after side by side.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QSplitter,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.domain.occulter import (
    A_RELIRE,
    ACCEPTER,
    DEMANDER,
    REFUSER,
    REMETTRE,
    RENVOYER,
    REPRENDRE,
    Passage,
    united,
)
from mvl_desktop.i18n import N_, _, ngettext
from ui.copy_values import CopyHint
from ui.icons import icon
from ui.messages import sentence
from ui.plain import announce, ask, button, hint, label
from ui.text import visible
from ui.view_models.occultation import ELSEWHERE, Occultation
from ui.views.copies_forms import CopyWordsForm, HandForm
from ui.views.occultation_text import DocumentText
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, scrolled
from ui.widgets.tables import SmallTable, small_table

_LETTERS_FOR_TWO = 96
"""Width, in letters, from which the document stands beside what leaves."""
_LINES_LEAST = 9
_LINES_FOR_HELP = 32
"""Height, in lines, from which the keys are said above the document; F1 says them in any case."""
_EQUAL = 10_000
_SORTS = {
    "telephone": N_("Téléphone"),
    "courriel": N_("Adresse électronique"),
    "adresse": N_("Adresse"),
    "naissance": N_("Date de naissance"),
    "numero": N_("Numéro de sécurité sociale"),
    "civilite": N_("Nom"),
    "connu": N_("Nom connu ici"),
    "effectif": N_("Petit effectif"),
    ELSEWHERE: N_("Retiré ailleurs, lisible ici"),
}
DONE = {
    "": N_("Ce qui est retiré est enregistré."),
    DEMANDER: N_("La relecture est demandée. Une autre personne la fait sur son poste, après un échange."),
    ACCEPTER: N_("La copie peut partir telle qu’elle est."),
    RENVOYER: N_("La copie est renvoyée à qui l’a préparée."),
    REPRENDRE: N_("La copie est de nouveau en préparation\u00a0: elle sera relue encore."),
    REFUSER: N_("Le refus est enregistré."),
}
"""What is said once an act ended."""
_HELP = N_(
    "Dans le texte\u00a0: Maj+flèches pour choisir, R pour retirer ce qui est choisi, M le mot, P la phrase, "
    "T partout où ces mots se trouvent, Retour arrière pour remettre\u202f; un chiffre change le motif."
)


class OccultationView(QWidget):
    """One copy, worked on or read again."""

    wants_back = Signal()

    def __init__(self, occultation: Occultation) -> None:
        super().__init__()
        self.occultation = occultation
        self._wide: bool | None = None
        self._done = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = QWidget()
        outer.addWidget(scrolled(body))
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(20, 12, 20, 12)
        self._column.setSpacing(8)
        self._head()
        self._bar()
        self._sides()
        for signal, slot in (
            (occultation.opened, self._on_opened),
            (occultation.changed, self._show_passages),
            (occultation.hints_changed, self._show_hints),
        ):
            signal.connect(slot)
        occultation.done.connect(self._on_done)
        occultation.handed.connect(self._on_handed)
        occultation.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))

    def open(self, rec: str) -> None:
        """Open a copy."""
        self._done = ""
        self.occultation.open(rec)

    def take_selection(self) -> None:
        """Take out what is selected."""
        self._take(self.document.chosen(), _("Choisissez d’abord un passage\u00a0: Maj+flèches, ou la souris."))

    def take_word(self) -> None:
        """Take out the word at the caret."""
        self._take(self.document.word(), _("Il n’y a pas de mot ici."))

    def take_sentence(self) -> None:
        """Take out the sentence at the caret."""
        self._take(self.document.sentence(), _("Il n’y a pas de phrase ici."))

    def take_everywhere(self) -> None:
        """Take out what is selected, or the word at the caret, wherever it stands."""
        words = self.document.words_chosen()
        if not self.occultation.can_mark or not words:
            return
        count = self.occultation.take_out_everywhere(words)
        said = ngettext("Retiré à {n} endroit.", "Retiré à {n} endroits.", count).format(n=count)
        self._say(said)

    def put_back(self) -> None:
        """Put back what stands at the caret, or in the selection."""
        places = self.document.chosen()
        bloc, place = self.document.caret()
        gone = [
            each
            for each in self.occultation.passages
            if any(each.bloc == one[0] and each.debut < one[2] and one[1] < each.fin for one in places)
        ] or list(self.occultation.at(bloc, place))
        self.occultation.put_back(gone)

    def ask_send_back(self) -> None:
        """Ask for a remark, and send the copy back."""
        text = _("Dites ce qui doit encore être retiré, ou ce qui l’a été sans motif.")
        form = CopyWordsForm(self, _("Renvoyer la copie"), _("&Renvoyer"), _("&Remarque *"), text)
        if form.ask():
            self.occultation.send_back(form.said)
        form.deleteLater()

    def ask_refuse(self) -> None:
        """Ask why, and refuse to communicate the document."""
        text = _(
            "Quand il faudrait tout retirer, ou que les recoupements désigneraient encore quelqu’un, la "
            "communication se refuse. La lettre de refus s’écrit depuis les modèles de lettres."
        )
        form = CopyWordsForm(self, _("Refuser la communication"), _("Re&fuser"), _("&Motif *"), text)
        if form.ask():
            self.occultation.refuse(form.said)
        form.deleteLater()

    def ask_hand_over(self) -> None:
        """Ask to whom and where, and write the file that leaves."""
        seen = self.occultation.seen
        if seen is None:
            return
        form = HandForm(self, str(seen.champs.get("demandeur") or ""))
        went_on = form.ask()
        whom = form.whom
        form.deleteLater()
        if went_on:
            pdf, odt = _("Document PDF (*.pdf)"), _("Document à modifier, ODT (*.odt)")
            title = _("Écrire la copie communicable")
            name, chosen = QFileDialog.getSaveFileName(self, title, "copie-communicable.pdf", f"{pdf};;{odt}")
            if name:
                path = Path(name)
                if path.suffix.lower() not in (".pdf", ".odt"):
                    path = path.with_name(path.name + (".odt" if chosen == odt else ".pdf"))
                self.occultation.hand_over(path, whom)

    def ask_accept(self) -> None:
        """Ask once more: what the second person accepts leaves."""
        title = _("Cette copie peut partir\u202f?")
        text = _(
            "Vous avez lu ce qui part, et rien n’y désigne une personne. Tout changement demandera une autre relecture."
        )
        if ask(self, title, text, _("Elle peut partir"), _("Pas encore")):
            self.occultation.accept()

    def _head(self) -> None:
        self.back = button(_("&Toutes les copies"), "lien")
        self.back.setIcon(icon("arrow-u-up-left"))
        self.back.setToolTip(hint(_("Revenir à la liste (Échap)")))
        self.title = label("", "soustitre", wrap=True)
        self.state = label("", tone="discret", wrap=True)
        self.reading = self._act(_("Demander la &relecture"), self.occultation.ask_reading, "premier")
        self.accept = self._act(_("Elle peut &partir…"), self.ask_accept, "premier")
        self.hand = self._act(_("Re&mettre…"), self.ask_hand_over, "premier")
        self.send_back = self._act(_("Ren&voyer…"), self.ask_send_back)
        self.again = self._act(_("Repren&dre la préparation"), self.occultation.take_back)
        self.refuse = self._act(_("Re&fuser la communication…"), self.ask_refuse)
        self.acts = {
            DEMANDER: self.reading,
            ACCEPTER: self.accept,
            REMETTRE: self.hand,
            RENVOYER: self.send_back,
            REPRENDRE: self.again,
            REFUSER: self.refuse,
        }
        self.back.clicked.connect(self.wants_back)
        self._column.addWidget(Flow(self.back, *self.acts.values()))
        self._column.addWidget(self.title)
        self._column.addWidget(self.state)
        self.notice, self.remark = Notice(), Notice()
        self._column.addWidget(self.remark)
        self._column.addWidget(self.notice)

    def _bar(self) -> None:
        self.motif = QComboBox()
        self.motif.setAccessibleName(_("Motif"))
        self.motif.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.motif.setMinimumContentsLength(24)
        for place, choice in enumerate(self.occultation.motifs, 1):
            self.motif.addItem(f"{place}. {_(choice.libelle)}", choice.code)
        self.motif.currentIndexChanged.connect(self._on_motif)
        self._on_motif(0)
        said = label(_("M&otif"))
        said.setBuddy(self.motif)
        self.by_selection = self._mark(_("Retirer (R)"), self.take_selection)
        self.by_word = self._mark(_("Le mot (M)"), self.take_word)
        self.by_sentence = self._mark(_("La phrase (P)"), self.take_sentence)
        self.everywhere = self._mark(_("Partout (T)"), self.take_everywhere)
        self.back_in = self._mark(_("Remettre"), self.put_back)
        self.undo = self._mark(_("Annuler"), self.occultation.undo)
        self.marks = (self.by_selection, self.by_word, self.by_sentence, self.everywhere, self.back_in, self.undo)
        self.bar = Flow(said, self.motif, *self.marks)
        self._column.addWidget(self.bar)
        self.help = label(_(_HELP), tone="aide", wrap=True)
        self._column.addWidget(self.help)

    def _sides(self) -> None:
        self.document = DocumentText(_("Le document"))
        self.document.acted.connect(self._on_key)
        self.document.setAccessibleDescription(_(_HELP))
        self.document.chose.connect(lambda place: self.motif.setCurrentIndex(min(place, self.motif.count()) - 1))
        self.result = DocumentText(_("Ce qui partira"))
        self.left = QWidget()
        inside = QVBoxLayout(self.left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(label(_("Le document"), tone="discret"))
        inside.addWidget(self.document, 1)
        self.tabs = QTabWidget()
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName(_("Ce qui partira, et ce qui est retiré"))
        self.tabs.addTab(self.result, "")
        self.gone = small_table(_("Passages retirés"), (_("Passage"), _("Motif")))
        self.gone_back = self._mark(_("Re&mettre ce passage"), self._put_chosen_back)
        self.gone_why = self._mark(_("&Donner le motif choisi"), self._give_reason)
        self.tabs.addTab(_with(self.gone, self.gone_back, self.gone_why), "")
        self.hints = small_table(_("À regarder"), (_("Passage"), _("Pourquoi")))
        self.hint_out = self._mark(_("Retirer ce passa&ge"), self._take_hint)
        self.hint_all = self._mark(_("Retirer &tous ceux de cette sorte"), self._take_sort)
        self.hint_left = self._mark(_("&Laisser"), self._leave_hint)
        self.tabs.addTab(_with(self.hints, self.hint_out, self.hint_all, self.hint_left), "")
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.split.addWidget(self.left)
        self.split.addWidget(self.tabs)
        self._column.addWidget(self.split, 1)
        self.gone.itemSelectionChanged.connect(self._on_gone)
        self.hints.itemSelectionChanged.connect(self._on_hint)
        self._fit()

    def _act(self, text: str, do: Callable[[], object], rank: str = "") -> QWidget:
        made = button(text, rank)
        made.clicked.connect(lambda _on: do())
        return made

    def _mark(self, text: str, do: Callable[[], object]) -> QWidget:
        return self._act(text, do)

    def _take(self, places: Sequence[tuple[int, int, int]], nothing: str) -> None:
        if not self.occultation.can_mark:
            return
        if not places:
            self._say(nothing, "attention")
            return
        self.occultation.take_out(places)
        self._say("")

    def _on_key(self, act: str) -> None:
        {
            "selection": self.take_selection,
            "mot": self.take_word,
            "phrase": self.take_sentence,
            "partout": self.take_everywhere,
            "remettre": self.put_back,
            "annuler": self.occultation.undo,
        }[act]()

    def _on_motif(self, _place: int) -> None:
        self.occultation.motif = str(self.motif.currentData() or "")

    def _on_opened(self) -> None:
        seen = self.occultation.seen
        if seen is None:
            return
        self.title.setText(visible(seen.titre))
        self.document.show_blocks(seen.blocs)
        for move, made in self.acts.items():
            second = move in (ACCEPTER, RENVOYER)
            made.setVisible(move in seen.possible and (not second or seen.relecteur))
        self.bar.setVisible(DEMANDER in seen.possible)
        self.state.setText(_state(self.occultation))
        remark = str(seen.champs.get("remarque_relecture") or "")
        self.remark.say(
            _("La relecture demande\u00a0: {remarque}").format(remarque=visible(remark)) if remark else "", "attention"
        )
        self.notice.say(self._done, "succes")
        self._done = ""
        self.tabs.setCurrentIndex(0)
        self._fit()

    def _show_passages(self) -> None:
        occultation = self.occultation
        seen = occultation.seen
        if seen is None:
            return
        gone = united(seen.blocs, occultation.passages)
        self.document.mark(gone)
        self.result.show_blocks(occultation.result)
        self.tabs.setTabText(0, _("Ce qui partira"))
        self.tabs.setTabText(1, _("Retirés ({n})").format(n=len(occultation.passages)))
        _fill(
            self.gone,
            [(occultation.text_of(each), occultation.motif_said(each.motif)) for each in occultation.passages],
        )
        for each in self.marks:
            each.setEnabled(occultation.can_mark)
        self.undo.setEnabled(occultation.can_undo)
        for each in self.acts.values():
            each.setEnabled(not occultation.busy)
        self._enable()

    def _show_hints(self) -> None:
        found = self.occultation.to_look_at
        self.tabs.setTabText(2, _("À regarder ({n})").format(n=len(found)))
        _fill(self.hints, [(each.texte, _(_SORTS.get(each.sorte, each.sorte))) for each in found])
        self._enable()

    def _enable(self) -> None:
        may = self.occultation.can_mark
        for each in (self.gone_back, self.gone_why):
            each.setEnabled(may and self.gone.currentRow() >= 0)
        for each in (self.hint_out, self.hint_all, self.hint_left):
            each.setEnabled(may and self.hints.currentRow() >= 0)

    def _chosen_passage(self) -> Passage | None:
        place = self.gone.currentRow()
        return self.occultation.passages[place] if 0 <= place < len(self.occultation.passages) else None

    def _chosen_hint(self) -> CopyHint | None:
        found, place = self.occultation.to_look_at, self.hints.currentRow()
        return found[place] if 0 <= place < len(found) else None

    def _on_gone(self) -> None:
        passage = self._chosen_passage()
        if passage is not None and self.gone.hasFocus():
            self.document.go_to(passage.bloc, passage.debut, passage.fin)
        self._enable()

    def _on_hint(self) -> None:
        found = self._chosen_hint()
        if found is not None and self.hints.hasFocus():
            self.document.go_to(found.passage.bloc, found.passage.debut, found.passage.fin)
        self._enable()

    def _put_chosen_back(self) -> None:
        passage = self._chosen_passage()
        if passage is not None:
            self.occultation.put_back([passage])

    def _give_reason(self) -> None:
        passage = self._chosen_passage()
        if passage is not None:
            self.occultation.give_reason(passage, self.occultation.motif)

    def _take_hint(self) -> None:
        found, place = self._chosen_hint(), self.hints.currentRow()
        if found is not None:
            one = found.passage
            self.occultation.take_out([(one.bloc, one.debut, one.fin)])
            self.hints.selectRow(min(place, self.hints.rowCount() - 1))

    def _take_sort(self) -> None:
        found = self._chosen_hint()
        if found is not None:
            alike = [each.passage for each in self.occultation.to_look_at if each.sorte == found.sorte]
            self.occultation.take_out([(each.bloc, each.debut, each.fin) for each in alike])

    def _leave_hint(self) -> None:
        found, place = self._chosen_hint(), self.hints.currentRow()
        if found is not None:
            self.occultation.leave(found)
            self.hints.selectRow(min(place, self.hints.rowCount() - 1))

    def _on_done(self, name: str) -> None:
        if name:
            self._say(_(DONE[name]), "succes")

    def _on_handed(self, numero: str, name: str) -> None:
        said = _("Copie communicable n°\u00a0{numero} écrite dans «\u00a0{nom}\u00a0», et inscrite au registre.")
        self._done = said.format(numero=numero, nom=visible(name))

    def _say(self, text: str, tone: str = "") -> None:
        self.notice.say(text, tone)
        if text:
            announce(self.notice, text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Side by side where there is room, one under the other where there is not."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        lines = self.fontMetrics().lineSpacing() * _LINES_LEAST
        for each in (self.document, self.result):
            each.setMinimumHeight(lines)
        low = self.height() < self.fontMetrics().lineSpacing() * _LINES_FOR_HELP
        self.help.setVisible(self.bar.isVisibleTo(self) and not low)
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _LETTERS_FOR_TWO
        if wide != self._wide:
            self._wide = wide
            self.split.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
            self.split.setSizes([_EQUAL, _EQUAL])


def _state(occultation: Occultation) -> str:
    """Say where the copy stands, who prepared it and who read it."""
    seen = occultation.seen
    if seen is None:
        return ""
    told = [_(_SAID_STATES.get(seen.etat, ""))]
    prepared, read = str(seen.champs.get("preparee_par") or ""), str(seen.champs.get("relue_par") or "")
    if prepared:
        told.append(_("préparée par {nom}").format(nom=visible(prepared)))
    if read and seen.relue:
        told.append(_("relue par {nom}").format(nom=visible(read)))
    if seen.etat == A_RELIRE and not seen.relecteur:
        told.append(_("une autre personne doit la relire sur son poste"))
    if version := str(seen.champs.get("source_version") or ""):
        told.append(visible(version.partition(" · ")[0]))
    return " · ".join(each for each in told if each)


_SAID_STATES = {
    "en_preparation": N_("En préparation"),
    "a_relire": N_("À relire par une seconde personne"),
    "relue": N_("Relue, à remettre"),
    "remise": N_("Remise"),
    "refusee": N_("Communication refusée"),
}


def _with(table: SmallTable, *actions: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 6, 0, 0)
    table.setMinimumHeight(table.verticalHeader().defaultSectionSize() * 3)
    column.addWidget(table, 1)
    column.addWidget(Flow(*actions))
    return holder


def _fill(table: SmallTable, lines: Sequence[Sequence[str]]) -> None:
    place = table.currentRow()
    table.setRowCount(len(lines))
    for number, texts in enumerate(lines):
        for column, text in enumerate(texts):
            shown = visible(" ".join(text.split()))
            cell = QTableWidgetItem(shown)
            cell.setToolTip(hint(shown))
            table.setItem(number, column, cell)
    if 0 <= place < len(lines):
        table.setCurrentCell(place, 0)
