"""Small dialogs: a form with one button that goes on, and what a lot would do before it is done."""

from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QFormLayout, QGridLayout, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.plain import button, label
from ui.text import thousands, visible
from ui.values import LotReport
from ui.widgets.panels import Notice, row, scrolled

_AROUND = 24
"""What a window has around it."""
_ENOUGH = 3
"""Lines of a dialog from which it is worth letting them scroll."""


class FittedDialog(QDialog):
    """A dialog as tall as its words need at its width: Qt measures words that wrap at a width of its own."""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure at the width that it will have."""
        super().showEvent(event)
        layout = self.layout()
        if layout is None:
            return
        screen = self.screen().availableGeometry()
        self.setMinimumWidth(min(self.minimumWidth(), screen.width() - _AROUND))
        wide = min(max(self.minimumWidth(), self.sizeHint().width()), screen.width())
        if isinstance(layout, QVBoxLayout) and layout.totalHeightForWidth(wide) > screen.height() - _AROUND:
            _let_scroll(layout)
        tall = layout.totalHeightForWidth(wide) if layout.hasHeightForWidth() else self.sizeHint().height()
        self.resize(wide, min(max(tall, self.minimumSizeHint().height()), screen.height()))


def _let_scroll(layout: QVBoxLayout) -> None:
    """Put all but the last line, where the buttons are, in a column that scrolls: the screen is too low for them."""
    if layout.count() < _ENOUGH:
        return
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 12, 0)
    column.setSpacing(layout.spacing())
    while layout.count() > 1 and (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            column.addWidget(widget)
        elif inner is not None:
            inner.setParent(None)
            column.addLayout(inner)
        else:
            column.addItem(item)
    layout.insertWidget(0, scrolled(body), 1)


class Form(FittedDialog):
    """A few fields with their help, a button that says what it does, and Escape that does nothing."""

    def __init__(self, parent: QWidget | None, title: str, go_on: str, text: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 68)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "soustitre"))
        if text:
            column.addWidget(label(text, wrap=True))
        self.notice = Notice()
        column.addWidget(self.notice)
        self._fields = QFormLayout()
        self._fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._fields.setVerticalSpacing(4)
        column.addLayout(self._fields)
        self.go_on = button(go_on, "premier")
        self.go_on.setDefault(True)
        cancel = button(_("Annuler"))
        column.addLayout(row(None, cancel, self.go_on))
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self.accept)

    def add(self, title: str, widget: QWidget, help_text: str = "") -> None:
        """Add a field with its label and its help."""
        said = label(title)
        said.setBuddy(widget)
        widget.setAccessibleName(title.replace("&", ""))
        widget.setAccessibleDescription(help_text)
        first = not self._fields.rowCount()
        self._fields.addRow(said, widget)
        if first:
            widget.setFocus()
        if help_text:
            self._fields.addRow(label(help_text, tone="aide", wrap=True))

    def say(self, widget: QWidget) -> None:
        """Add what only accompanies the field above."""
        self._fields.addRow(widget)

    def ask(self) -> bool:
        """Show it; whether the person went on."""
        return self.exec() == QDialog.DialogCode.Accepted


class ConfirmReport(FittedDialog):
    """What a lot holds and what would happen, before anything happens."""

    def __init__(self, parent: QWidget | None, report: LotReport) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Contenu du lot"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 68)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(_heading(report), "soustitre", wrap=True))
        column.addWidget(label(_("Écrit par : {qui}").format(qui=visible(report.emetteur)), wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for line, (said, number, about) in enumerate(_lines(report)):
            amount = label(thousands(number), "soustitre")
            grid.addWidget(amount, line, 0)
            grid.addWidget(label(said), line, 1)
            grid.addWidget(label(about, tone="discret", wrap=True), line, 2)
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        self.receipt = QCheckBox(_("Enregistrer un récépissé à rendre à l’expéditeur"))
        self.receipt.setChecked(True)
        column.addWidget(self.receipt)
        merge = button(_("&Fusionner"), "premier")
        merge.setDefault(True)
        cancel = button(_("Annuler"))
        column.addLayout(row(None, cancel, merge))
        merge.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)

    def ask(self) -> bool:
        """Show it; whether the person wants to merge."""
        return self.exec() == QDialog.DialogCode.Accepted

    def receipt_path(self) -> Path | None:
        """Ask where to write the récépissé, when one is wanted."""
        if not self.receipt.isChecked():
            return None
        name, _chosen = QFileDialog.getSaveFileName(self, _("Enregistrer le récépissé"), _("recepisse.mvl"))
        return Path(name) if name else None


def _heading(report: LotReport) -> str:
    others = report.nouveaux + report.fusionnes + report.a_arbitrer + report.en_attente + report.refuses
    if report.connus and not others:
        return _("Ce lot n’apporte rien de nouveau\u00a0: tout ce qu’il contient est déjà ici.")
    return _("Voici ce que ce lot ferait. Rien n’est encore fusionné.")


def _lines(report: LotReport) -> list[tuple[str, int, str]]:
    lines = [
        (_("nouveautés"), report.nouveaux, _("Des fiches ou des modifications que ce poste n’a pas.")),
        (_("déjà connues"), report.connus, _("Elles ne changeront rien.")),
        (_("fusionnées"), report.fusionnes, _("Deux personnes ont travaillé sur la même fiche, sans se contredire.")),
        (
            _("à décider"),
            report.a_arbitrer,
            _("Le même champ a changé des deux côtés : les deux valeurs seront gardées."),
        ),
    ]
    if report.en_attente:
        lines.append((_("en attente"), report.en_attente, _("Il leur manque une partie qui n’est pas dans ce lot.")))
    if report.refuses:
        lines.append((_("refusées"), report.refuses, _("Leur signature ou leur place ne convient pas.")))
    return lines
