"""The page of conservation, for who may order: what to decide, what to sign, who has confirmed, what is protected."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services.conservation_papers import MOTIFS, NATURES, SORTS, STATES
from mvl_desktop.services.holds import MOTIFS as HOLD_MOTIFS
from mvl_desktop.services.merging import CARRIED
from ui.conservation_values import DueLine, OrderLine, ProofLine
from ui.messages import sentence
from ui.plain import ask, button, hint, label
from ui.text import EMPTY, short_date, visible
from ui.view_models.conservation import ConservationPage
from ui.views.dialogs import Form
from ui.widgets.flow import FlowLayout
from ui.widgets.panels import Notice, empty_state, page, scrolled
from ui.widgets.tables import SmallTable, small_table

_PAPERS = N_("Document PDF (*.pdf)") + ";;" + N_("Document ODT (*.odt)")
_ANONYMISE_WHY = N_(
    "Les noms, les textes et les pièces disparaissent de tous les postes et du service. Restent le mois, le "
    "département, le niveau et les autres codes, pour les statistiques. Une seconde personne doit signer."
)
_DESTROY_WHY = N_(
    "L’enregistrement disparaît en entier de tous les postes et du service, avec ses pièces et ce qui est conservé à "
    "part. Une seconde personne doit signer. Faites d’abord viser le bordereau par les archives."
)
_HOLD_WHY = N_("Tant que dure la procédure, personne ne peut l’effacer, ni ici ni ailleurs. Il reste lisible par tous.")
_LINES_KEPT = 4


class ConservationView(QWidget):
    """Four lists, and what may be done with the line chosen."""

    def __init__(self, conservation: ConservationPage) -> None:
        super().__init__()
        self.conservation = conservation
        body, column = page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))
        column.addWidget(label(_("Conservation"), "titre"))
        self.warning = label("", tone="discret", wrap=True)
        column.addWidget(self.warning)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.pages = QStackedWidget()
        text = _("Les opérateurs et les administrateurs de l’espace décident de ce qui est effacé.")
        self.pages.addWidget(empty_state("lock-key", _("Réservé"), text))
        self.tabs = QTabWidget()
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName(_("Conservation"))
        self.pages.addWidget(self.tabs)
        column.addWidget(self.pages, 1)
        self._stacks: list[QStackedWidget] = []
        """What each tab shows: that there is nothing, or its lines."""
        self._due_tab()
        self._orders_tab()
        self._proofs_tab()
        self._held_tab()
        conservation.changed.connect(self._show)
        conservation.done.connect(lambda said: self.notice.say(said, "succes"))
        conservation.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self._show()

    def refresh(self) -> None:
        """Ask for everything again."""
        self.conservation.refresh()

    def ask_purge(self, sort: str) -> None:
        """Ask once more, and sign first."""
        lines = self._chosen_due()
        if not lines:
            return
        anonymise = sort == "anonymiser"
        many = len(lines)
        title = (
            ngettext("Anonymiser {n} enregistrement", "Anonymiser {n} enregistrements", many)
            if anonymise
            else ngettext("Détruire {n} enregistrement", "Détruire {n} enregistrements", many)
        )
        why = _(_ANONYMISE_WHY) if anonymise else _(_DESTROY_WHY)
        carriers = dict.fromkeys(line.repris_par for line in lines if line.repris_par)
        why += "".join("\n\n" + _(CARRIED).format(titre=visible(each)) for each in carriers)
        if ask(self, title.format(n=many), why, _("Signer"), _("Annuler"), danger=True):
            self.conservation.propose(lines, sort)

    def ask_hold(self) -> None:
        """Ask why, and keep the record chosen from any erasure."""
        lines = self._chosen_due()
        if lines:
            self._ask_hold(lines[0].id, on=True)

    def ask_release(self) -> None:
        """Ask why, and keep the record chosen no longer."""
        place = self.held.currentRow()
        if 0 <= place < len(self.conservation.kept.bloques):
            self._ask_hold(self.conservation.kept.bloques[place].id, on=False)

    def ask_sign(self) -> None:
        """Say what the order does, and sign it second."""
        order = self._chosen_order()
        if order is None:
            return
        text = ngettext(
            "{nature}, {n} enregistrement. Motif : {motif}. Demandé par {nom}.",
            "{nature}, {n} enregistrements. Motif : {motif}. Demandé par {nom}.",
            order.enregistrements,
        ).format(
            nature=_(NATURES[order.nature]),
            n=order.enregistrements,
            motif=_(MOTIFS.get(order.motif, order.motif)),
            nom=visible(order.demande_par),
        )
        if ask(self, _("Signer cet ordre"), text, _("Signer"), _("Annuler"), danger=True):
            self.conservation.sign(order)

    def ask_slip(self) -> None:
        """Ask where the bordereau goes."""
        order = self._chosen_order()
        target = self._ask_paper(_("Enregistrer le bordereau"), "bordereau.pdf") if order is not None else None
        if order is not None and target is not None:
            self.conservation.write_slip(order, target)

    def ask_certificate(self) -> None:
        """Ask where the procès-verbal goes."""
        proof = self._chosen_proof()
        name = "proces-verbal-effacement.pdf"
        target = self._ask_paper(_("Enregistrer le procès-verbal"), name) if proof is not None else None
        if proof is not None and target is not None:
            self.conservation.write_certificate(proof, target)

    def _due_tab(self) -> None:
        titles = (_("Signalement"), _("Proposition"), _("Depuis le"))
        self.due = small_table(_("Ce que les règles proposent"), titles)
        self.due.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.anonymise = self._button(_("&Anonymiser…"), lambda: self.ask_purge("anonymiser"), "premier")
        self.shred = self._button(_("&Détruire…"), lambda: self.ask_purge("detruire"), "danger")
        self.protect = self._button(_("&Protéger de l’effacement…"), self.ask_hold)
        self.why = label("", tone="discret", wrap=True)
        text = _("Ce dont la durée de conservation est passée viendra ici.")
        nothing = empty_state("check-circle", _("Rien à décider"), text)
        self._add(self.due, nothing, self.anonymise, self.shred, self.protect, under=self.why)

    def _orders_tab(self) -> None:
        titles = (_("Ordre"), _("Demandé par"), _("État"))
        self.orders = small_table(_("Ordres"), titles)
        self.sign = self._button(_("&Signer…"), self.ask_sign, "premier")
        self.slip = self._button(_("&Bordereau…"), self.ask_slip)
        text = _("Un ordre d’effacement reste ici jusqu’à sa seconde signature et son départ.")
        self._add(self.orders, empty_state("check-circle", _("Aucun ordre"), text), self.sign, self.slip)

    def _proofs_tab(self) -> None:
        titles = (_("Effacement"), _("Ordonné le"), _("Ont confirmé"))
        self.proofs = small_table(_("Effacements"), titles)
        self.remains = label("", tone="discret", wrap=True)
        self.certificate = self._button(_("Procès-&verbal…"), self.ask_certificate, "premier")
        text = _("Chaque effacement dira ici quels postes l’ont confirmé, et ce qu’il en reste.")
        nothing = empty_state("trash", _("Aucun effacement"), text)
        self._add(self.proofs, nothing, self.certificate, under=self.remains)

    def _held_tab(self) -> None:
        self.held = small_table(_("Enregistrements protégés"), (_("Enregistrement"),))
        self.release = self._button(_("&Lever la protection…"), self.ask_release)
        text = _("Ce qu’une procédure interdit d’effacer sera ici.")
        self._add(self.held, empty_state("shield-check", _("Rien de protégé"), text), self.release)

    def _add(self, table: SmallTable, nothing: QWidget, *actions: QWidget, under: QWidget | None = None) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 10, 0, 0)
        table.setMinimumHeight(table.verticalHeader().defaultSectionSize() * _LINES_KEPT)
        table.stand_in(column)
        if under is not None:
            column.addWidget(under)
        bar = QWidget()
        flow = FlowLayout(bar, gap=8)
        for each in actions:
            flow.addWidget(each)
        column.addWidget(bar)
        column.addStretch(1)
        table.itemSelectionChanged.connect(self._show_buttons)
        stack = QStackedWidget()
        stack.addWidget(nothing)
        stack.addWidget(holder)
        self._stacks.append(stack)
        self.tabs.addTab(stack, "")

    def _button(self, text: str, do: Callable[[], object], rank: str = "") -> QWidget:
        made = button(text, rank)
        made.clicked.connect(lambda _on: do())
        return made

    def _show(self) -> None:
        kept = self.conservation.kept
        self.pages.setCurrentIndex(1 if kept.permis else 0)
        self.warning.setText(kept.avertissement)
        self.warning.setVisible(bool(kept.avertissement))
        counts = (len(kept.a_traiter), self.conservation.to_sign, len(kept.effacements), len(kept.bloques))
        titles = (_("À traiter"), _("À signer"), _("Effacements"), _("Protégés"))
        for place, (title, number) in enumerate(zip(titles, counts, strict=True)):
            self.tabs.setTabText(place, f"{title} ({number})" if number else title)
            self.tabs.setTabToolTip(place, hint(title))
        _fill(self.due, [_due_texts(line) for line in kept.a_traiter])
        _fill(self.orders, [_order_texts(line) for line in kept.ordres])
        _fill(self.proofs, [_proof_texts(line) for line in kept.effacements])
        _fill(self.held, [(visible(line.titre),) for line in kept.bloques])
        for stack, table in zip(self._stacks, (self.due, self.orders, self.proofs, self.held), strict=True):
            stack.setCurrentIndex(1 if table.rowCount() else 0)
        self._show_buttons()

    def _show_buttons(self) -> None:
        free = not self.conservation.busy
        lines, order, proof = self._chosen_due(), self._chosen_order(), self._chosen_proof()
        may = free and bool(lines) and all(line.permis and not line.bloque for line in lines)
        self.anonymise.setEnabled(may)
        self.shred.setEnabled(may)
        self.protect.setEnabled(may and len(lines) == 1)
        self.sign.setEnabled(free and order is not None and order.a_signer)
        self.slip.setEnabled(free and order is not None and order.bordereau)
        self.certificate.setEnabled(free and proof is not None)
        self.release.setEnabled(free and self.held.currentRow() >= 0)
        self.why.setText(" · ".join(filter(None, (lines[0].niveau, lines[0].pourquoi))) if len(lines) == 1 else "")
        self.remains.setText("\n".join(proof.reste) if proof is not None else "")

    def _chosen_due(self) -> list[DueLine]:
        places = sorted({index.row() for index in self.due.selectedIndexes()})
        known = self.conservation.kept.a_traiter
        return [known[place] for place in places if place < len(known)]

    def _chosen_order(self) -> OrderLine | None:
        place = self.orders.currentRow()
        known = self.conservation.kept.ordres
        return known[place] if 0 <= place < len(known) else None

    def _chosen_proof(self) -> ProofLine | None:
        place = self.proofs.currentRow()
        known = self.conservation.kept.effacements
        return known[place] if 0 <= place < len(known) else None

    def _ask_hold(self, rec: str, *, on: bool) -> None:
        title = _("Protéger de l’effacement") if on else _("Lever la protection")
        form = Form(self, title, _("Signer"), _(_HOLD_WHY) if on else "")
        motif = QComboBox()
        for code in HOLD_MOTIFS:
            motif.addItem(_(MOTIFS[code]), code)
        precision = QLineEdit()
        precision.setMaxLength(200)
        form.add(_("&Motif"), motif)
        form.add(_("P&récision"), precision, _("La procédure, en une ligne : sa date, son numéro."))
        if form.ask():
            self.conservation.hold(rec, str(motif.currentData()), precision.text(), on=on)
        form.deleteLater()

    def _ask_paper(self, title: str, name: str) -> Path | None:
        kinds = ";;".join(_(each) for each in _PAPERS.split(";;"))
        chosen, _kind = QFileDialog.getSaveFileName(self, title, name, kinds)
        path = Path(chosen) if chosen else None
        return path.with_suffix(".pdf") if path is not None and not path.suffix else path


def _due_texts(line: DueLine) -> tuple[str, ...]:
    said = _("Protégé") if line.bloque else _(SORTS[line.sort])
    return (visible(f"{line.reference} {line.titre}".strip()), said, short_date(line.le))


def _order_texts(line: OrderLine) -> tuple[str, ...]:
    said = ngettext("{n} enregistrement", "{n} enregistrements", line.enregistrements).format(n=line.enregistrements)
    motif = _(MOTIFS.get(line.motif, line.motif))
    state = _("à signer ici") if line.a_signer else _(STATES[line.etat])
    return (f"{_(NATURES[line.nature])}, {said} · {motif}", visible(line.demande_par), state)


def _proof_texts(line: ProofLine) -> tuple[str, ...]:
    said = ngettext("{n} enregistrement", "{n} enregistrements", line.enregistrements).format(n=line.enregistrements)
    motif = _(MOTIFS.get(line.motif, line.motif))
    confirmed = _("{n} sur {total}").format(n=line.confirmes, total=line.postes)
    return (f"{_(NATURES[line.nature])}, {said} · {motif}", short_date(line.le.date()), confirmed)


def _fill(table: QTableWidget, lines: Sequence[Sequence[str]]) -> None:
    """Show lines; when they are others than before, none is chosen: what took the place of one was not."""
    cells = [[table.item(place, column) for column in range(table.columnCount())] for place in range(table.rowCount())]
    if [[cell.text() if cell is not None else "" for cell in line] for line in cells] != [[*each] for each in lines]:
        table.setCurrentCell(-1, -1)
        table.clearSelection()
    table.setRowCount(len(lines))
    for place, texts in enumerate(lines):
        for column, text in enumerate(texts):
            cell = QTableWidgetItem(text)
            cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or _(EMPTY))
            cell.setToolTip(hint(text))
            table.setItem(place, column, cell)
