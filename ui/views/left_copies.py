"""The register of what left towards other espaces: what, in which version, where, how it stands; and its recall."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.recalls import NOT_HANDED_ON
from ui.copy_values import LeftLine
from ui.messages import sentence
from ui.plain import button, hint, label
from ui.text import short_date, visible
from ui.view_models.copies import CopiesPage
from ui.views.dialogs import Form
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice
from ui.widgets.tables import small_table

_MOTIF_MAX = 500
_LETTERS = 96


class LeftDialog(QDialog):
    """What left, the latest first."""

    wants_record = Signal(str, str)

    def __init__(self, parent: QWidget, copies: CopiesPage) -> None:
        super().__init__(parent)
        self._copies = copies
        self.setWindowTitle(_("Ce qui est parti d’ici"))
        room = self.screen().availableGeometry()
        letters = self.fontMetrics().averageCharWidth()
        self.resize(min(room.width() - 40, letters * _LETTERS), min(room.height() - 60, letters * 64))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Ce qui est parti d’ici"), "soustitre"))
        self.total = label("", tone="discret", wrap=True)
        column.addWidget(self.total)
        self.notice = Notice()
        column.addWidget(self.notice)
        titles = (_("Signalement"), _("Vers"), _("État"))
        self.table = small_table(_("Copies parties"), titles)
        column.addWidget(self.table, 1)
        self.more = label("", tone="discret", wrap=True)
        column.addWidget(self.more)
        self.recall_button = button(_("&Rappeler la copie…"), "premier")
        self.open_button = button(_("&Ouvrir le signalement"))
        close = button(_("&Fermer"))
        column.addWidget(Flow(self.recall_button, self.open_button, close))
        close.clicked.connect(self.accept)
        self.recall_button.clicked.connect(lambda _on: self.ask_recall())
        self.open_button.clicked.connect(lambda _on: self._open())
        self.table.itemSelectionChanged.connect(self._choose)
        copies.left_changed.connect(self._show)
        copies.recalled.connect(self._on_recalled)
        copies.refused.connect(self._on_refused)
        self._show()

    def done(self, result: int) -> None:
        """Listen no more once it is closed."""
        self._copies.left_changed.disconnect(self._show)
        self._copies.recalled.disconnect(self._on_recalled)
        self._copies.refused.disconnect(self._on_refused)
        super().done(result)

    def ask_recall(self) -> None:
        """Ask why, and ask the espace that holds the copy to erase it."""
        line = self._current()
        if line is None:
            return
        form = RecallForm(self, line.espace)
        if form.ask():
            self._copies.recall(line, form.motif.text().strip())
        form.deleteLater()

    def _current(self) -> LeftLine | None:
        place = self.table.currentRow()
        return self._copies.left[place] if 0 <= place < len(self._copies.left) else None

    def _open(self) -> None:
        line = self._current()
        if line is not None:
            self.accept()
            self.wants_record.emit("signalement", line.id)

    def _show(self) -> None:
        lines, place = self._copies.left, self.table.currentRow()
        said = ngettext(
            "{n} copie partie vers un autre espace.", "{n} copies parties vers d’autres espaces.", len(lines)
        )
        self.total.setText(said.format(n=len(lines)) if lines else _("Rien n’est parti vers un autre espace."))
        self.table.setRowCount(len(lines))
        for number, line in enumerate(lines):
            for column, text in enumerate(_texts(line)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(hint(text))
                self.table.setItem(number, column, cell)
        if lines:
            self.table.setCurrentCell(max(0, min(place, len(lines) - 1)), 0)
        self._choose()

    def _choose(self) -> None:
        line = self._current()
        self.recall_button.setEnabled(line is not None and line.rappelable)
        self.open_button.setEnabled(line is not None)
        self.more.setText(_more(line) if line is not None else "")

    def _on_recalled(self, espace: str, reached: bool) -> None:
        if reached:
            self.notice.say(_("Rappel transmis à {espace}.").format(espace=visible(espace)), "succes")
        else:
            self.notice.say(_(NOT_HANDED_ON).format(espace=visible(espace)), "attention")

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")


class RecallForm(Form):
    """Asks why a copy is recalled."""

    def __init__(self, parent: QWidget | None, espace: str) -> None:
        text = _(
            "Les personnes de {espace} verront la demande sur leur accueil\u00a0: elles effaceront la copie, ou diront "
            "pourquoi elles la gardent. Rien n’est effacé d’ici."
        )
        super().__init__(parent, _("Rappeler la copie"), _("&Rappeler"), text.format(espace=visible(espace)))
        self.motif = QLineEdit()
        self.motif.setMaxLength(_MOTIF_MAX)
        self.add(_("Po&urquoi *"), self.motif, _("Chacun le lira, ici et là-bas."))
        self.motif.textChanged.connect(lambda typed: self.go_on.setEnabled(bool(typed.strip())))
        self.go_on.setEnabled(False)


def _texts(line: LeftLine) -> tuple[str, ...]:
    named = " ".join(filter(None, (line.reference, line.titre)))
    return visible(named), visible(line.espace), line.etat_dit


def _more(line: LeftLine) -> str:
    """Say what else is known of a copy: who sent it and why, the recall, its answer, the version."""
    masked = _("identités masquées") if line.masque else _("identités en clair")
    day = short_date(line.le) if line.le else ""
    told = [
        _("Partie le {jour}, par {nom}, {identites}\u00a0: {motif}").format(
            jour=day, nom=visible(line.par), identites=masked, motif=visible(line.motif)
        )
    ]
    if line.rappel:
        told.append(_("Rappelée\u00a0: {motif}").format(motif=visible(line.rappel)))
    if line.suite:
        told.append(_("Gardée là-bas\u00a0: {motif}").format(motif=visible(line.suite)))
    if line.version:
        told.append(_("Version copiée\u00a0: {version}").format(version=line.version))
    return "\n".join(told)
