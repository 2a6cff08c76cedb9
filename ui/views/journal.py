"""The page of accesses: what this post noted of oneself; for an auditor, the registers of every post."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFileDialog, QHeaderView, QStackedWidget, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _
from mvl_desktop.services.audit_words import ACTIONS
from ui.icons import icon
from ui.journal_values import RegisterLine
from ui.messages import sentence
from ui.plain import button, hint, label
from ui.text import count, moment, opening, short_date, visible
from ui.timing import Now
from ui.view_models.journal import JournalPage
from ui.widgets.panels import Notice, empty_state, page, row, scrolled
from ui.widgets.tables import small_table

_FILES = N_("Tableur CSV (*.csv)") + ";;" + N_("Données JSON (*.json)")
_SHOWN_ANOMALIES = 4
_ESPACE, _SEVERAL = 1, 2
"""The column that names the espace, and from how many of them it is worth showing."""
_WARNINGS = frozenset({"deverrouillage_refuse", "alarme", "journal_altere", "secours_utilise"})
_LEAVING = frozenset({"impression", "export", "lot_exporte", "piece_extraite", "journal_exporte", "sauvegarde"})
_WHY = N_(
    "Ouvertures, recherches, impressions, exports : ce poste note vos accès, sans aucun contenu ni durée, et les garde "
    "douze mois. Vous voyez les vôtres ; les auditeurs désignés voient ceux de tous les postes."
)


class JournalView(QWidget):
    """One's own accesses; for an auditor, the registers above them."""

    def __init__(self, journal: JournalPage, now: Now) -> None:
        super().__init__()
        self.journal, self._now = journal, now
        body, column = page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))
        self.total = label("", tone="discret")
        self.export = button(_("&Exporter…"))
        self.export.setIcon(icon("download-simple"))
        column.addLayout(row(label(_("Mes accès"), "titre"), self.total, None, self.export, gap=12))
        column.addWidget(label(_(_WHY), tone="discret", wrap=True))
        self.notice, self.found = Notice(), Notice()
        column.addWidget(self.notice)
        column.addWidget(self.found)
        self.registers = small_table(
            _("Registres des postes"), (_("Poste"), _("Espace"), _("Période"), _("Lignes"), _("État"))
        )
        self.mine = button(_("&Revenir à mes accès"), "lien")
        self.shown = label("", "soustitre")
        self.registers.stand_in(column, 2)
        column.addLayout(row(self.shown, None, self.mine))
        self.pages = QStackedWidget()
        self.pages.addWidget(empty_state("shield-check", _("Rien de noté"), _("Ce que vous ferez s’inscrira ici.")))
        titles = (_("Action"), _("Fiche"), _("Détail"), _("Quand"))
        self.table = small_table(_("Accès"), titles)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.pages.addWidget(self.table)
        column.addWidget(self.pages, 3)
        self._connect()
        self._fit()
        self._show()

    def refresh(self) -> None:
        """Ask for everything again."""
        self.journal.refresh()

    def ask_export(self) -> None:
        """Ask where to write the journal, and write it."""
        name, _chosen = QFileDialog.getSaveFileName(
            self, _("Exporter le journal"), "journal-des-acces.csv", ";;".join(_(each) for each in _FILES.split(";;"))
        )
        if name:
            path = Path(name)
            self.journal.export(path if path.suffix else path.with_suffix(".csv"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Keep a few lines of each table in sight when the letters grow."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().height() + 18
        self.registers.setMinimumHeight(line * 4)
        self.table.setMinimumHeight(line * 5)

    def _connect(self) -> None:
        self.export.clicked.connect(self.ask_export)
        self.mine.clicked.connect(lambda: self.journal.choose(None))
        self.registers.activated.connect(lambda index: self._choose(index.row()))
        self.registers.clicked.connect(lambda index: self._choose(index.row()))
        self.journal.changed.connect(self._show)
        self.journal.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.journal.exported.connect(lambda said: self.notice.say(said, "succes"))

    def _choose(self, line: int) -> None:
        if 0 <= line < len(self.journal.others):
            self.journal.choose(self.journal.others[line])

    def _show(self) -> None:
        self._show_registers()
        self._show_found()
        lines, chosen = self.journal.lines, self.journal.chosen
        self.total.setText(count(len(lines), _("ligne"), _("lignes")) if lines else "")
        self.mine.setVisible(chosen is not None)
        self.shown.setVisible(bool(self.journal.others))
        self.shown.setText(_("Accès de {poste}").format(poste=visible(chosen.poste)) if chosen else _("Mes accès"))
        self.pages.setCurrentIndex(1 if lines else 0)
        self.table.setRowCount(len(lines))
        today = self._now().date()
        for place, line in enumerate(lines):
            said = _(ACTIONS.get(line.action, ACTIONS["autre"]))
            for column, text in enumerate((said, visible(line.objet), line.detail, opening(moment(line.le, today)))):
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or _("Rien"))
                if column == 0:
                    cell.setIcon(icon(_mark(line.action)))
                if column == 1 and text:
                    cell.setToolTip(hint(text))
                self.table.setItem(place, column, cell)

    def _show_registers(self) -> None:
        others = self.journal.others
        self.registers.setVisible(bool(others))
        self.registers.setColumnHidden(_ESPACE, len({each.nom_espace for each in others}) < _SEVERAL)
        self.registers.setRowCount(len(others))
        for place, each in enumerate(others):
            texts = (visible(each.poste), visible(each.nom_espace), _period(each), str(each.lignes), _state(each))
            for column, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or _("Rien"))
                if column == len(texts) - 1:
                    cell.setIcon(icon("warning" if each.anomalies else "check-circle"))
                self.registers.setItem(place, column, cell)

    def _show_found(self) -> None:
        found = self.journal.anomalies
        if found:
            several = len({register.appareil for register, _said in found}) > 1 or bool(self.journal.others)
            lines = [f"{visible(register.poste)}\u00a0: {said}" if several else said for register, said in found]
            more = len(lines) - _SHOWN_ANOMALIES
            shown = lines[:_SHOWN_ANOMALIES] + ([_("… et {n} autres.").format(n=more)] if more > 0 else [])
            self.found.say("\n".join(shown), "danger" if self.journal.is_grave else "attention")
        elif not self.journal.accesses.designe and self.journal.accesses.lignes:
            text = _("Aucun auditeur n’est désigné : ce journal reste sur ce poste jusqu’à ce qu’il y en ait un.")
            self.found.say(text)
        else:
            self.found.say("")


def _mark(action: str) -> str:
    if action in _WARNINGS:
        return "warning"
    return "tray-arrow-up" if action in _LEAVING else "eye"


def _period(each: RegisterLine) -> str:
    if each.du is None or each.au is None:
        return ""
    if each.du == each.au:
        return short_date(each.du)
    return _("du {du} au {au}").format(du=short_date(each.du), au=short_date(each.au))


def _state(each: RegisterLine) -> str:
    if not each.anomalies:
        return _("Complet")
    return _("À vérifier") if not each.grave else _("Altéré ou incomplet")
