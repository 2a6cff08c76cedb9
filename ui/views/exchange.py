"""The exchange page: the service, the lots, and what has not left this post."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QStackedWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import N_, _
from ui.background import Progress
from ui.icons import icon
from ui.lot_values import LotsSeen
from ui.messages import sentence
from ui.plain import ask, button, hint, label, tell
from ui.text import SENDING, count, moment, opening, visible
from ui.timing import Now
from ui.values import Member, Unsent
from ui.view_models.exchange import FILTERS, ExchangeDesk
from ui.view_models.posts import PostsList
from ui.views.dialogs import Form
from ui.views.exchange_words import said_result, said_way
from ui.views.lots import SPOILT, LotsDialog
from ui.widgets.panels import Notice, card, empty_state, icon_label, page, row, scrolled
from ui.widgets.tables import small_table

_LOT = N_("Lots MVL (*.mvl)")
_ON_ACCENT = QPalette.ColorRole.HighlightedText
_WAYS, _OLD_DAYS = 3, 7
_LETTERS_FOR_TWO, _LINES_SHOWN = 96, 15
_WAYS_SAID = {"service": N_("Avec le service"), "lot_ecrit": N_("Lot préparé"), "lot_recu": N_("Lot reçu")}
_STATES = {"brouillon": "note-pencil", "a_envoyer": "tray-arrow-up", "remis": "files", "atteste": "check-circle"}


class ExchangeView(QWidget):
    """Send, receive, and see what is still here only."""

    wants_record = Signal(str, str)
    wants_draft = Signal(str, str)

    def __init__(self, exchange: ExchangeDesk, posts: PostsList, now: Now) -> None:
        super().__init__()
        self.exchange, self._posts, self._now = exchange, posts, now
        body, column = page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))
        column.addWidget(label(_("Échanges"), "titre"))
        self.notice = Notice()
        column.addWidget(self.notice)
        self._top = column
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(12)
        self._cards.addWidget(self._service_card(), 1)
        self._cards.addWidget(self._lot_card(), 1)
        column.addLayout(self._cards)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._waiting_tab(), _("Ce qui n’a pas quitté ce poste"))
        self.tabs.addTab(self._log_tab(), _("Derniers échanges"))
        self.tabs.setAccessibleName(_("Ce qui attend, ou ce qui s’est passé"))
        self.tabs.tabBar().setAccessibleName(_("Ce qui attend, ou ce qui s’est passé"))
        column.addWidget(self.tabs, 1)
        self._connect()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Put the cards one under the other where there is no room for two."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _LETTERS_FOR_TWO
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._cards.setDirection(down if narrow else across)
        self.tabs.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES_SHOWN)

    def show_on_top(self, widget: QWidget) -> None:
        """Show something above the cards."""
        self._top.insertWidget(1, widget)

    def refresh(self) -> None:
        """Ask where things stand."""
        self.exchange.refresh()

    def state_of(self, line: int) -> str:
        """Return what is said of a line's sending."""
        cell = self.table.item(line, 1)
        return cell.text() if cell else ""

    def ask_export(self) -> None:
        """Ask for whom, then where, and write a lot."""
        form = Form(self, _("Préparer un lot"), _("Choisir le fichier…"), self._about_lot())
        box = QComboBox()
        box.addItem(_("Tous les postes de mes espaces"), None)
        for member in _others(self._posts.members):
            box.addItem(f"{visible(member.nom)} ({member.espace})", member.id)
        form.add(_("&Pour"), box, _("Seuls ces postes pourront l’ouvrir. Le fichier peut voyager sur une clé USB."))
        if form.ask():
            name, _chosen = QFileDialog.getSaveFileName(self, _("Préparer un lot"), self._lot_name(), _(_LOT))
            if name:
                path = Path(name)
                self.exchange.export(path if path.suffix else path.with_suffix(".mvl"), box.currentData())
        form.deleteLater()

    def _about_lot(self) -> str:
        waiting = sum(each.etat in ("a_envoyer", "remis") for each in self.exchange.unsent)
        if not waiting:
            return _("Rien n’attend ; le lot reprendra ce que ses destinataires n’ont pas encore attesté.")
        return _("{fiches} en attente d’un accusé partiront dans ce lot.").format(
            fiches=count(waiting, _("fiche"), _("fiches"))
        )

    def _lot_name(self) -> str:
        return _("echange-{jour}.mvl").format(jour=self._now().date().isoformat())

    def ask_examine(self) -> None:
        """Ask for one file or several, and say what they would do together."""
        names, _chosen = QFileDialog.getOpenFileNames(
            self, _("Recevoir un lot"), "", _(_LOT) + ";;" + _("Tous les fichiers (*)")
        )
        if names:
            self.examine(*map(Path, names))

    def examine(self, *lots: Path) -> None:
        """Say what some lots would do together."""
        self.exchange.examine(lots)

    def _service_card(self) -> QFrame:
        self.state = label("", wrap=True)
        self.last = label("", tone="discret", wrap=True)
        self.failure = label("", tone="attention", wrap=True)
        self.failure.hide()
        self.synchronise = button(_("&Synchroniser"), "premier")
        self.synchronise.setIcon(icon("arrows-clockwise", _ON_ACCENT))
        self.cancel = button(_("In&terrompre"))
        self.cancel.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Avancement de l’échange"))
        self.bar.hide()
        self.step = label("", tone="discret", wrap=True)
        self.step.hide()
        made = card(
            _head("cloud-check", _("Service central")), self.state, self.last, self.failure, self.bar, self.step
        )
        _below(made, self.synchronise, self.cancel, None)
        return made

    def _lot_card(self) -> QFrame:
        text = _("Sans réseau : un fichier scellé, porté sur une clé, fait le même travail que le service.")
        self.export = button(_("Préparer &un lot…"))
        self.export.setIcon(icon("tray-arrow-up"))
        self.receive = button(_("Re&cevoir un lot…"))
        self.receive.setIcon(icon("tray-arrow-down"))
        after = label(_("Un lot reçu est montré avant d’être fusionné."), tone="discret", wrap=True)
        made = card(_head("files", _("Lots scellés")), label(text, wrap=True), after)
        _below(made, self.export, self.receive, None)
        return made

    def _waiting_tab(self) -> QWidget:
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("Ce qui est montré"))
        for state, said in FILTERS:
            self.filter.addItem(_(said), state)
        self.total = label("", tone="discret")
        self.pages = QStackedWidget()
        text = _("Tout ce qui est enregistré ici a été reçu ailleurs, avec un accusé.")
        self.pages.addWidget(empty_state("cloud-check", _("Rien n’attend"), text))
        titles = (_("Fiche"), _("État"), _("Depuis"), _("Par quelle voie"))
        self.table = small_table(_("Ce qui n’a pas quitté ce poste"), titles)
        self.table.horizontalHeader().setSectionResizeMode(_WAYS, QHeaderView.ResizeMode.Stretch)
        self.pages.addWidget(self.table)
        self.pages.addWidget(empty_state("files", _("Rien dans cet état"), _("Choisissez un autre état au-dessus.")))
        title = label(_("&Montrer"))
        title.setBuddy(self.filter)
        return _stack(row(title, self.filter, self.total, None), self.pages)

    def _log_tab(self) -> QWidget:
        titles = (_("Échange"), _("Quand"), _("Résultat"))
        self.log = small_table(_("Derniers échanges"), titles)
        header = self.log.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(titles) - 1, QHeaderView.ResizeMode.Stretch)
        self.log_pages = QStackedWidget()
        self.log_pages.addWidget(
            empty_state("clock-counter-clockwise", _("Aucun échange pour l’instant"), _("Ils s’inscriront ici."))
        )
        self.log_pages.addWidget(self.log)
        return _stack(self.log_pages)

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
        self.filter.activated.connect(lambda _place: self.exchange.show(self.filter.currentData()))
        self.table.activated.connect(lambda index: self._open(index.row()))
        self._show_situation()

    def _show_progress(self) -> None:
        busy, progress = self.exchange.busy, self.exchange.progress
        for each in (self.export, self.receive, self.synchronise):
            each.setEnabled(not busy)
        if not busy:
            self._show_situation()
        elif progress == Progress(0, 0):
            self.notice.say("")  # what the one before came to is of the past
        self.cancel.setVisible(busy)
        self.cancel.setEnabled(not self.exchange.cancelling)
        self.bar.setVisible(busy)
        self.step.setVisible(busy)
        if progress is not None:
            self.bar.setMaximum(progress.total)
            self.bar.setValue(min(progress.done, progress.total))
            stopping = _("Arrêt au prochain point sûr…")
            self.step.setText(stopping if self.exchange.cancelling else progress.step or _("Échange en cours…"))

    def _show_situation(self) -> None:
        situation = self.exchange.situation
        hosted = situation is not None and situation.service is not None
        self.state.setText(
            _("Service : {adresse}").format(adresse=visible(situation.service or ""))
            if situation and hosted
            else _("Aucun service n’héberge encore vos espaces.")
        )
        self.last.setText(self._last_and_next(hosted=hosted))
        failure = self.exchange.failure
        repeated = failure is not None and self.notice.said.text() == sentence(failure.arret)
        self.failure.setVisible(failure is not None and hosted and not repeated)
        if failure is not None:
            self.failure.setText(sentence(failure.arret))
        self.synchronise.setEnabled(hosted and not self.exchange.busy)
        self._fill()
        self._fill_log()

    def _last_and_next(self, *, hosted: bool) -> str:
        situation, today = self.exchange.situation, self._now().date()
        last = (
            _("Dernier échange réussi : {quand}.").format(quand=moment(situation.derniere, today))
            if situation and situation.derniere
            else _("Aucun échange réussi pour l’instant.")
        )
        if not hosted:
            return last
        if not self.exchange.automatic:
            return last + "\n" + _("Les échanges ne commencent que si vous le demandez.")
        after = self.exchange.next_try
        return last + ("\n" + _("Prochain essai : {quand}.").format(quand=moment(after, today)) if after else "")

    def _fill(self) -> None:
        shown, today = self.exchange.shown, self._now().date()
        self.total.setText(count(len(shown), _("fiche"), _("fiches")) if shown else "")
        self.pages.setCurrentIndex(1 if shown else 2 if self.exchange.filter else 0)
        self.table.setRowCount(len(shown))
        for line, each in enumerate(shown):
            ways = " · ".join(said_way(way, today) for way in each.voies)
            texts = (visible(each.titre), _(SENDING.get(each.etat, each.etat)), self._since(each), ways)
            for column, text in enumerate(texts):
                cell = QTableWidgetItem(text or (_("Sans titre") if column == 0 else ""))
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or _("Rien"))
                cell.setToolTip(hint(text) if column in (0, _WAYS) and text else "")
                if column == 1:
                    cell.setIcon(icon(_STATES.get(each.etat, "files")))
                self.table.setItem(line, column, cell)

    def _since(self, each: Unsent) -> str:
        days = (self._now().date() - each.depuis.date()).days
        if days < _OLD_DAYS:
            return opening(moment(each.depuis, self._now().date()))
        return _("Il y a {jours}").format(jours=count(days, _("jour"), _("jours")))

    def _fill_log(self) -> None:
        log, today = self.exchange.log, self._now().date()
        self.log_pages.setCurrentIndex(1 if log else 0)
        self.log.setRowCount(len(log))
        for line, each in enumerate(log):
            result = sentence(each.arret) if each.arret else said_result(each)
            for column, text in enumerate((_(_WAYS_SAID.get(each.voie, "")), opening(moment(each.le, today)), result)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(hint(text))
                if column == 0:
                    cell.setIcon(icon("warning" if each.arret else "check-circle"))
                self.log.setItem(line, column, cell)

    def _open(self, line: int) -> None:
        if 0 <= line < len(self.exchange.shown):
            each = self.exchange.shown[line]
            (self.wants_draft if each.etat == "brouillon" else self.wants_record).emit(each.kind, each.id)

    def _on_examined(self, seen: LotsSeen) -> None:
        if len(seen.refused) < len(seen.lots):
            self._review(seen)
            return
        lot = seen.lots[0]
        if lot.motif in SPOILT and not seen.recupere:
            again = _("Le mieux est de copier ou de redemander le lot. Regarder quand même ce qui est lisible\u202f?")
            text = f"{sentence(lot.motif)}\n\n{again}"
            if ask(self, _("Lot coupé ou abîmé"), text, _("Regarder ce qui est lisible"), danger=True):
                self.exchange.examine(seen.fichiers, recover=True)
            return
        said = (text for each in seen.lots for text in (sentence(each.motif), *each.remarques))
        tell(self, _("Ce lot ne peut pas être fusionné"), "\n\n".join(dict.fromkeys(said)), trouble=True)

    def _review(self, seen: LotsSeen) -> None:
        review = self.exchange.review(seen)
        dialog = LotsDialog(self, review)
        if dialog.ask():
            self.exchange.merge(review.seen, review.lines.aside, dialog.receipt_path())
        dialog.deleteLater()


def _stack(*parts: QWidget | QHBoxLayout) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 10, 0, 0)
    column.setSpacing(8)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part, 1)
        else:
            column.addLayout(part)
    return made


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
