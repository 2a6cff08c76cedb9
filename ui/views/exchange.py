"""The exchange page: the service, the lots, and what has not left this post."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label, tell
from ui.text import SENDING, count, moment, opening, visible
from ui.timing import Now
from ui.values import LotReport, Member
from ui.view_models.exchange import ExchangeDesk
from ui.view_models.posts import PostsList
from ui.views.dialogs import ConfirmReport, Form
from ui.widgets.panels import Notice, card, empty_state, icon_label, page, row
from ui.widgets.tables import small_table

_LOT = "Lots MVL (*.mvl)"
_ON_ACCENT = QPalette.ColorRole.HighlightedText
_STATES = {"brouillon": "note-pencil", "a_envoyer": "tray-arrow-up", "remis": "files", "atteste": "check-circle"}


class ExchangeView(QWidget):
    """Send, receive, and see what is still here only."""

    wants_record = Signal(str, str)
    wants_draft = Signal(str, str)

    def __init__(self, exchange: ExchangeDesk, posts: PostsList, now: Now) -> None:
        super().__init__()
        self.exchange, self._posts, self._now = exchange, posts, now
        self._examined: Path | None = None
        body, column = page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(body)
        column.addWidget(label("Échanges", "titre"))
        self.notice = Notice()
        column.addWidget(self.notice)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self._service_card(), 1)
        both.addWidget(self._lot_card(), 1)
        column.addLayout(both)
        self.total = label("", tone="discret")
        column.addLayout(row(label("Ce qui n’a pas quitté ce poste", "soustitre"), self.total, None))
        self.pages = QStackedWidget()
        text = "Tout ce qui est enregistré ici a été reçu ailleurs, avec un accusé."
        self.pages.addWidget(empty_state("cloud-check", "Rien n’attend", text))
        self.pages.addWidget(self._table())
        column.addWidget(self.pages, 1)
        self._connect()

    def refresh(self) -> None:
        """Ask where things stand."""
        self.exchange.refresh()

    def state_of(self, line: int) -> str:
        """Return what is said of a line's sending."""
        cell = self.table.item(line, 1)
        return cell.text() if cell else ""

    def ask_export(self) -> None:
        """Ask for whom, then where, and write a lot."""
        form = Form(self, "Exporter un lot", "Choisir le fichier…")
        box = QComboBox()
        box.addItem("Tous les postes de mes espaces", None)
        for member in _others(self._posts.members):
            box.addItem(f"{visible(member.nom)} ({member.espace})", member.id)
        form.add("&Pour", box, "Seuls ces postes pourront l’ouvrir. Le fichier peut voyager sur une clé USB.")
        if form.ask():
            name, _ = QFileDialog.getSaveFileName(self, "Exporter un lot", "echange.mvl", _LOT)
            if name:
                self.exchange.export(Path(name), box.currentData())
        form.deleteLater()

    def ask_examine(self) -> None:
        """Ask for a file and say what it would do."""
        name, _ = QFileDialog.getOpenFileName(self, "Recevoir un lot", "", _LOT + ";;Tous les fichiers (*)")
        if name:
            self._examined = Path(name)
            self.exchange.examine(self._examined)

    def _service_card(self) -> QFrame:
        self.state = label("", wrap=True)
        self.last = label("", tone="discret", wrap=True)
        self.synchronise = button("&Synchroniser", "premier")
        self.synchronise.setIcon(icon("arrows-clockwise", _ON_ACCENT))
        self.cancel = button("In&terrompre")
        self.cancel.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Avancement de l’échange")
        self.bar.hide()
        self.step = label("", tone="discret", wrap=True)
        self.step.hide()
        made = card(_head("cloud-check", "Service central"), self.state, self.last, self.bar, self.step)
        _below(made, self.synchronise, self.cancel, None)
        return made

    def _lot_card(self) -> QFrame:
        said = label(
            "Sans réseau : un fichier scellé, porté sur une clé, fait le même travail que le service.", wrap=True
        )
        self.export = button("E&xporter un lot…")
        self.export.setIcon(icon("tray-arrow-up"))
        self.receive = button("Re&cevoir un lot…")
        self.receive.setIcon(icon("tray-arrow-down"))
        after = label("Avant de fusionner, MVL montre ce que le lot contient.", tone="discret", wrap=True)
        made = card(_head("files", "Lots scellés"), said, after)
        _below(made, self.export, self.receive, None)
        return made

    def _table(self) -> QTableWidget:
        self.table = small_table("Ce qui n’a pas quitté ce poste", ("Fiche", "État", "Depuis"))
        return self.table

    def _connect(self) -> None:
        self.synchronise.clicked.connect(self.exchange.synchronise)
        self.cancel.clicked.connect(self.exchange.cancel)
        self.export.clicked.connect(self.ask_export)
        self.receive.clicked.connect(self.ask_examine)
        self.exchange.changed.connect(self._show_progress)
        self.exchange.situation_changed.connect(self._show_situation)
        self.exchange.done.connect(lambda said: self.notice.say(said, "succes"))
        self.exchange.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.exchange.examined.connect(self._on_examined)
        self.table.activated.connect(lambda index: self._open(index.row()))
        self._show_situation()

    def _show_progress(self) -> None:
        busy, progress = self.exchange.busy, self.exchange.progress
        for each in (self.export, self.receive, self.synchronise):
            each.setEnabled(not busy)
        if not busy:
            self._show_situation()
        self.cancel.setVisible(busy)
        self.cancel.setEnabled(not self.exchange.cancelling)
        self.bar.setVisible(busy)
        self.step.setVisible(busy)
        if progress is not None:
            self.bar.setMaximum(progress.total)
            self.bar.setValue(min(progress.done, progress.total))
            stopping = "Arrêt au prochain point sûr…"
            self.step.setText(stopping if self.exchange.cancelling else progress.step or "Échange en cours…")

    def _show_situation(self) -> None:
        situation = self.exchange.situation
        hosted = situation is not None and situation.service is not None
        self.state.setText(
            f"Service : {visible(situation.service or '')}"
            if situation and hosted
            else "Aucun service n’héberge encore vos espaces."
        )
        self.last.setText(
            f"Dernier échange réussi : {moment(situation.derniere, self._now().date())}"
            if situation and situation.derniere
            else "Aucun échange réussi pour l’instant."
        )
        self.synchronise.setEnabled(hosted and not self.exchange.busy)
        self._fill()

    def _fill(self) -> None:
        unsent = self.exchange.unsent
        self.total.setText(count(len(unsent), "fiche") if unsent else "")
        self.pages.setCurrentIndex(1 if unsent else 0)
        self.table.setRowCount(len(unsent))
        for line, each in enumerate(unsent):
            since = opening(moment(each.depuis, self._now().date()))
            state = SENDING.get(each.etat, each.etat)
            texts = (visible(each.titre), f"Remis ({each.detail})" if each.detail else state, since)
            for column, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or "Sans titre")
                if column == 1:
                    cell.setIcon(icon(_STATES.get(each.etat, "files")))
                self.table.setItem(line, column, cell)

    def _open(self, line: int) -> None:
        if 0 <= line < len(self.exchange.unsent):
            each = self.exchange.unsent[line]
            (self.wants_draft if each.etat == "brouillon" else self.wants_record).emit(each.kind, each.id)

    def _on_examined(self, report: LotReport) -> None:
        path = self._examined
        if path is None:
            return
        if report.motif:
            tell(self, "Ce lot ne peut pas être fusionné", sentence(report.motif), trouble=True)
            return
        dialog = ConfirmReport(self, report)
        if dialog.ask():
            receipt = dialog.receipt_path()
            self.exchange.merge(path, receipt)
        dialog.deleteLater()


def _head(icon_name: str, title: str) -> QWidget:
    head = QWidget()
    head.setLayout(row(icon_label(icon_name, 22), label(title, "soustitre"), None))
    return head


def _others(members: tuple[Member, ...]) -> list[Member]:
    seen: set[str] = set()
    found = []
    for member in members:
        if not member.ici and member.etat == "actif" and member.id not in seen:
            seen.add(member.id)
            found.append(member)
    return found


def _below(frame: QFrame, *buttons: QWidget | None) -> None:
    layout = frame.layout()
    if isinstance(layout, QVBoxLayout):
        layout.addStretch(1)
        layout.addLayout(row(*buttons))
