"""Beside the list of posts: the age of the keys, and what lies in quarantine."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.access_values import KeyLine, QuarantineLine
from ui.plain import ask, button, label
from ui.text import EMPTY, count, visible
from ui.view_models.access import REASONS, WHY, AccessDesk
from ui.views.dialogs import Form
from ui.widgets.panels import empty_state, row
from ui.widgets.tables import small_table

_RENEW = N_(
    "De nouvelles clés sont faites pour tous les postes de cet espace. Chacun les reçoit à son prochain échange ; "
    "ce qui est déjà enregistré reste lisible."
)
_WAITING = N_(
    "Rien de ce qu’un poste retiré envoie après sa coupure n’entre sans votre accord : c’est gardé ici, sans être lu."
)


def key_state(key: KeyLine) -> str:
    """Say how the keys of an espace stand."""
    if key.arret:
        return _("À renouveler maintenant : plus rien ne part d’ici là. Ce qui est saisi est gardé.")
    if key.jours <= 0:
        late = ngettext("En retard de {n} jour", "En retard de {n} jours", max(1, -key.jours))
        return late.format(n=max(1, -key.jours))
    return ngettext("À renouveler dans {n} jour", "À renouveler dans {n} jours", key.jours).format(n=key.jours)


class KeysPanel(QWidget):
    """The keys of each espace: a countdown, and the task."""

    def __init__(self, access: AccessDesk) -> None:
        super().__init__()
        self._access = access
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        why = _("Renouvelées tous les 90 jours, et dès qu’un poste est retiré, les clés limitent ce que livre un vol.")
        column.addWidget(label(why, tone="discret", wrap=True))
        self.table = small_table(_("Clés des espaces"), (_("Espace"), _("État des clés")))
        self.renew = button(_("Renouveler ces &clés…"))
        self.table.stand_in(column)
        column.addLayout(row(self.renew, None))
        column.addStretch(1)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self.renew.clicked.connect(self.ask_renew)
        access.changed.connect(self._show)

    def ask_renew(self) -> None:
        """Ask once more, and renew the keys chosen."""
        key = self._chosen()
        if key is None:
            return
        which = _("Renouveler les clés de « {nom} »").format(nom=visible(key.nom))
        if ask(self, _("Renouveler"), f"{which}\n\n{_(_RENEW)}", _("Renouveler")):
            self._access.renew(key)

    def _show(self) -> None:
        keys = self._access.keys
        self.table.setRowCount(len(keys))
        for line, key in enumerate(keys):
            for place, text in enumerate((visible(key.nom), key_state(key))):
                self.table.setItem(line, place, _cell(text))
        self._show_buttons()

    def _show_buttons(self) -> None:
        key = self._chosen()
        self.renew.setEnabled(key is not None and key.peut and not self._access.busy)
        self.renew.setToolTip("" if key is None or key.peut else _("Un opérateur ou un administrateur peut le faire."))

    def _chosen(self) -> KeyLine | None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        line = rows.pop() if len(rows) == 1 else -1
        return self._access.keys[line] if 0 <= line < len(self._access.keys) else None


class QuarantinePanel(QWidget):
    """What came from posts after their cut: who, how many, why; and the acceptance, with a reason."""

    def __init__(self, access: AccessDesk) -> None:
        super().__init__()
        self._access = access
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        self.empty = empty_state("check-circle", _("Rien n’est en quarantaine"), _(_WAITING))
        self.full = QWidget()
        inner = QVBoxLayout(self.full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(label(_(_WAITING), tone="discret", wrap=True))
        titles = (_("Poste"), _("Espace"), _("Combien"), _("Pourquoi"))
        self.table = small_table(_("Quarantaine"), titles)
        self.accept = button(_("Réi&ntégrer…"))
        self.table.stand_in(inner)
        self.why_not = label(
            _("Un opérateur ou un administrateur de l’espace peut réintégrer."), tone="discret", wrap=True
        )
        self.why_not.hide()
        inner.addLayout(row(self.accept, None))
        inner.addWidget(self.why_not)
        inner.addStretch(1)
        column.addWidget(self.empty)
        column.addWidget(self.full, 1)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self.accept.clicked.connect(self.ask_accept)
        access.changed.connect(self._show)
        self._show()

    def ask_accept(self) -> None:
        """Ask why, and accept what the post chosen had sent."""
        line = self._chosen()
        if line is None:
            return
        text = _("{quoi} de {nom} entreront dans « {espace} », sous son nom.").format(
            quoi=_amount(line), nom=visible(line.poste), espace=visible(line.espace)
        )
        form = Form(self, _("Réintégrer"), _("Réintégrer"), text)
        reason = QComboBox()
        for code, said in REASONS:
            reason.addItem(_(said), code)
        form.add(_("&Motif"), reason, _("Il est écrit dans le registre de l’espace, avec votre poste."))
        if form.ask():
            self._access.reinstate(line, str(reason.currentData()))
        form.deleteLater()

    def _show(self) -> None:
        lines = self._access.quarantine
        self.empty.setVisible(not lines)
        self.full.setVisible(bool(lines))
        self.table.setRowCount(len(lines))
        for place, line in enumerate(lines):
            why = _(WHY.get(line.pourquoi, "")) if line.pourquoi in WHY else line.pourquoi
            for column, text in enumerate((visible(line.poste), visible(line.espace), _amount(line), why)):
                self.table.setItem(place, column, _cell(text))
        self._show_buttons()

    def _show_buttons(self) -> None:
        line = self._chosen()
        self.accept.setEnabled(line is not None and line.peut and not self._access.busy)
        self.why_not.setVisible(line is not None and not line.peut)

    def _chosen(self) -> QuarantineLine | None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        line = rows.pop() if len(rows) == 1 else -1
        return self._access.quarantine[line] if 0 <= line < len(self._access.quarantine) else None


def _amount(line: QuarantineLine) -> str:
    changes = count(line.modifications, _("modification"), _("modifications"))
    return _("{modifications} sur {fiches}").format(
        modifications=changes, fiches=count(line.fiches, _("fiche"), _("fiches"))
    )


def _cell(text: str) -> QTableWidgetItem:
    cell = QTableWidgetItem(text)
    cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or _(EMPTY))
    return cell
