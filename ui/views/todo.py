"""The page « À faire »: what is due, the most late first, and what is said of each deadline."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import N_, _, ngettext
from ui.desk import Wordings
from ui.echeance_values import DELEGATION, MOI, TOUT, DueLine, DueSaid, DueWish
from ui.icons import icon
from ui.messages import sentence
from ui.plain import ask, button, hint, label
from ui.text import EMPTY, opening, short_date, visible
from ui.timing import Now
from ui.view_models.todo import PART_NAMES, PARTS, TodoPage
from ui.views.todo_forms import ask_one_more, ask_put_off, ask_set_aside
from ui.views.todo_rules import RulesDialog
from ui.widgets.flow import FlowLayout
from ui.widgets.panels import Notice, empty_state, page, row, scrolled
from ui.widgets.tables import small_table

SHOWN_MAX = 400
"""Lines that the page shows at once; it says how many follow."""
_PAPERS = N_("Document PDF (*.pdf)") + ";;" + N_("Document ODT (*.odt)")
_CALENDAR = N_("Calendrier (*.ics)")
_MARKS = {"en_retard": "warning-circle", "aujourdhui": "warning", "reportee": "clock-counter-clockwise"}
_LINES_KEPT = 7
_WHO, _LETTERS_FOR_WHO = 3, 84
_ALL = ""


class TodoView(QWidget):
    """Whose deadlines, of when, the lines, and what may be done with the one chosen."""

    wants_record = Signal(str, str)
    """(kind, rec): a record to open where its deadlines are."""

    def __init__(self, todo: TodoPage, wordings: Wordings, now: Now) -> None:
        super().__init__()
        self.todo, self._wordings, self._now = todo, wordings, now
        self.lines: list[DueLine] = []
        body, column = page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))
        self.total = label("", tone="discret")
        column.addLayout(row(label(_("À faire"), "titre"), self.total, None, gap=12))
        self.notice, self.warning = Notice(), Notice()
        column.addWidget(self.warning)
        column.addWidget(self.notice)
        column.addWidget(self._choices())
        self.pages = QStackedWidget()
        text = _("Les échéances se calculent des signalements\u00a0: ce qui est à tenir viendra ici.")
        self.pages.addWidget(empty_state("check-circle", _("Rien à faire"), text))
        self.table = small_table(_("Échéances"), (_("À faire"), _("Signalement"), _("Pour le"), _("Qui")))
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        self.table.stand_in(inner)
        self.why = label("", tone="discret", wrap=True)
        inner.addWidget(self.why)
        inner.addWidget(self._actions())
        inner.addStretch(1)
        self.pages.addWidget(holder)
        column.addWidget(self.pages, 1)
        column.addWidget(self._leaving())
        self._connect()
        self._show()

    def refresh(self) -> None:
        """Ask for everything again."""
        self.todo.refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Keep a few lines in sight when the letters grow."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "pages"):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Leave out who, where there is no room for it: the line under the table says it."""
        super().resizeEvent(event)
        self._fit()

    @property
    def chosen(self) -> DueLine | None:
        """The deadline of the line chosen."""
        place = self.table.currentRow()
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def open_chosen(self) -> None:
        """Open the record of the line chosen, where its deadlines are."""
        if self.chosen is not None:
            self.wants_record.emit(self.chosen.kind, self.chosen.rec)

    def say_kept(self) -> None:
        """Say that the deadline chosen was kept, once the person confirmed."""
        line = self.chosen
        text = _("{quoi}. Cela s’écrit dans le signalement, à votre nom.")
        if line is not None and ask(
            self, _("Échéance tenue"), text.format(quoi=visible(line.quoi)), _("Tenue"), _("Annuler")
        ):
            self.todo.say(line, DueSaid(etat="tenue", cle=line.cle))

    def ask_put_off(self) -> None:
        """Ask for another day and why."""
        line = self.chosen
        said = ask_put_off(self, line, self._now) if line is not None else None
        if line is not None and said is not None:
            self.todo.say(line, said)

    def ask_set_aside(self) -> None:
        """Ask why the deadline chosen is without object."""
        line = self.chosen
        said = ask_set_aside(self, line) if line is not None else None
        if line is not None and said is not None:
            self.todo.say(line, said)

    def ask_one_more(self) -> None:
        """Add a deadline to the record of the line chosen."""
        line = self.chosen
        if line is None:
            return
        about = " ".join(part for part in (line.reference, line.titre) if part)
        said = ask_one_more(self, about, [each.nom for each in self.todo.people], self._now)
        if said is not None:
            self.todo.add(line.rec, said)

    def ask_export(self) -> None:
        """Ask where the file for calendars goes, once the person knows what it says."""
        text = _(
            "Le fichier dit la référence, le genre d’échéance et l’espace\u00a0: aucun nom, aucun récit. "
            "Il sort de la protection de MVL et s’inscrit au registre des exports."
        )
        if not ask(self, _("Exporter vers l’agenda"), text, _("Continuer"), _("Annuler")):
            return
        name, _kind = QFileDialog.getSaveFileName(self, _("Exporter vers l’agenda"), "echeances.ics", _(_CALENDAR))
        if name:
            path = Path(name)
            self.todo.export(path if path.suffix else path.with_suffix(".ics"))

    def ask_print(self) -> None:
        """Ask where the list goes; names stay out of it."""
        kinds = ";;".join(_(each) for each in _PAPERS.split(";;"))
        name, _kind = QFileDialog.getSaveFileName(self, _("Imprimer la liste"), "a-faire.pdf", kinds)
        if name:
            path = Path(name)
            self.todo.print(path if path.suffix else path.with_suffix(".pdf"), masked=True)

    def show_rules(self) -> None:
        """Show the rules of deadlines of the espace."""
        self.todo.ask_rules(lambda rules: RulesDialog(self, self.todo, rules, self._wordings, self._now).open())

    def _fit(self) -> None:
        self.table.setMinimumHeight((self.fontMetrics().height() + 18) * _LINES_KEPT)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _LETTERS_FOR_WHO
        self.table.setColumnHidden(_WHO, narrow or not any(line.responsable for line in self.lines))

    def _choices(self) -> QWidget:
        bar = QWidget()
        flow = FlowLayout(bar, gap=8)
        self.who, self.where, self.when = QComboBox(), QComboBox(), QComboBox()
        for text, code in ((_("À moi"), MOI), (_("Ma délégation"), DELEGATION), (_("Tout"), TOUT)):
            self.who.addItem(text, code)
        for title, box in ((_("&Qui"), self.who), (_("&Espace"), self.where), (_("&Quand"), self.when)):
            flow.addWidget(_labelled(title, box))
        return bar

    def _actions(self) -> QWidget:
        bar = QWidget()
        flow = FlowLayout(bar, gap=8)
        self.open_button = self._button(_("&Ouvrir"), self.open_chosen, "premier")
        self.kept = self._button(_("&Tenue…"), self.say_kept)
        self.put_off = self._button(_("&Reporter…"), self.ask_put_off)
        self.set_aside = self._button(_("&Sans objet…"), self.ask_set_aside)
        self.more = self._button(_("A&jouter une échéance…"), self.ask_one_more)
        for each in (self.open_button, self.kept, self.put_off, self.set_aside, self.more):
            flow.addWidget(each)
        return bar

    def _leaving(self) -> QWidget:
        bar = QWidget()
        flow = FlowLayout(bar, gap=8)
        self.print_button = self._button(_("&Imprimer la liste…"), self.ask_print)
        self.print_button.setIcon(icon("printer"))
        self.export_button = self._button(_("E&xporter vers l’agenda…"), self.ask_export)
        self.export_button.setIcon(icon("calendar-blank"))
        self.rules_button = self._button(_("Rè&gles des échéances…"), self.show_rules, "lien")
        for each in (self.print_button, self.export_button, self.rules_button):
            flow.addWidget(each)
        return bar

    def _button(self, text: str, do: Callable[[], object], rank: str = "") -> QPushButton:
        made = button(text, rank)
        made.clicked.connect(lambda _on: do())
        return made

    def _connect(self) -> None:
        self.todo.changed.connect(self._show)
        self.todo.said.connect(lambda said: self.notice.say(said, "succes"))
        self.todo.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.who.activated.connect(lambda _place: self._choose())
        self.where.activated.connect(lambda _place: self._choose())
        self.when.activated.connect(lambda _place: self._show_lines())
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.activated.connect(lambda _index: self.open_chosen())

    def _choose(self) -> None:
        self.todo.choose(DueWish(str(self.who.currentData()), str(self.where.currentData() or "")))

    def _show(self) -> None:
        seen, wish = self.todo.seen, self.todo.wish
        self.who.setCurrentIndex(max(0, self.who.findData(wish.qui)))
        self._show_espaces()
        self._show_parts()
        self.warning.say(_warning(self.todo), "attention")
        count = len(seen.lignes) if seen is not None else 0
        said = ngettext("{n} échéance", "{n} échéances", count).format(n=count)
        self.total.setText(said if count else "")
        self._show_lines()

    def _show_espaces(self) -> None:
        several = len(self.todo.espaces) > 1 and self.todo.wish.qui == DELEGATION
        kept = self.todo.wish.espace
        self.where.clear()
        for espace in self.todo.espaces:
            self.where.addItem(visible(espace.nom), espace.id)
        self.where.setCurrentIndex(max(0, self.where.findData(kept)))
        parent = self.where.parentWidget()
        if parent is not None:
            parent.setVisible(several)

    def _show_parts(self) -> None:
        kept = self.when.currentData()
        found = dict(self.todo.parts())
        self.when.clear()
        self.when.addItem(_("Tout"), _ALL)
        for part in PARTS:
            number = len(found.get(part, ()))
            if number:
                self.when.addItem(_("{partie} ({n})").format(partie=_(PART_NAMES[part]), n=number), part)
        self.when.setCurrentIndex(max(0, self.when.findData(kept)))

    def _show_lines(self) -> None:
        wanted = self.when.currentData() or _ALL
        found = [line for part, lines in self.todo.parts() for line in lines if wanted in (_ALL, part)]
        kept = self.chosen.cle if self.chosen is not None else ""
        self.lines = found[:SHOWN_MAX]
        self.table.setRowCount(len(self.lines))
        for place, line in enumerate(self.lines):
            for column, text in enumerate(_texts(line)):
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or _(EMPTY))
                cell.setToolTip(hint(text))
                if column == 0:
                    cell.setIcon(icon("warning-circle" if line.vitale else _MARKS.get(line.etat, "clock")))
                self.table.setItem(place, column, cell)
        self.pages.setCurrentIndex(1 if self.lines else 0)
        self._fit()
        again = next((place for place, line in enumerate(self.lines) if line.cle == kept), 0)
        if self.lines:
            self.table.setCurrentCell(again, 0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        line, free = self.chosen, not self.todo.busy
        self.why.setText(_why(line, named=self.table.isColumnHidden(_WHO)) if line is not None else "")
        said = free and line is not None and line.a_dire
        for each in (self.kept, self.put_off, self.set_aside):
            each.setEnabled(said)
        self.open_button.setEnabled(line is not None)
        self.more.setEnabled(free and line is not None and line.kind == "signalement")
        for each in (self.print_button, self.export_button):
            each.setEnabled(bool(self.lines))


def _labelled(title: str, box: QComboBox) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    said: QLabel = label(title, tone="aide")
    said.setBuddy(box)
    box.setAccessibleName(title.replace("&", ""))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    column.addWidget(said)
    column.addWidget(box)
    return made


def _texts(line: DueLine) -> Sequence[str]:
    when = opening(line.quand)
    if line.le is not None and line.etat != "aujourdhui":
        when = f"{short_date(line.le)} · {line.quand}"
    record = " ".join(part for part in (line.reference, line.titre) if part)
    return visible(line.quoi), visible(record), when, visible(line.responsable)


def _why(line: DueLine, *, named: bool) -> str:
    parts = [line.pourquoi]
    if named and line.responsable:
        parts.append(_("À faire par {nom}.").format(nom=line.responsable))
    if not line.a_dire:
        parts.append(_("Elle s’éteint par l’acte lui-même\u00a0: rien n’en est écrit ailleurs."))
    return " ".join(visible(part) for part in parts if part)


def _warning(todo: TodoPage) -> str:
    seen = todo.seen
    if seen is None:
        return ""
    said = []
    if seen.douteuse:
        said.append(
            _(
                "L’horloge de ce poste paraît en retard\u00a0: les échéances sont vues du {jour}, "
                "la dernière date connue. Réglez l’horloge."
            ).format(jour=short_date(seen.jour))
        )
    if seen.plus:
        said.append(_("Il y en a d’autres\u00a0: choisissez une personne ou un espace pour les voir toutes."))
    return "\n".join(said)
