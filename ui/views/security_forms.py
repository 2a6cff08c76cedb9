"""The small windows of « Sécurité »: a passphrase to give, a new one to choose, a sheet to put on paper."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label, set_tone
from ui.sheet import sheet_document, write_sheet
from ui.strength import strength
from ui.values import NewSheet
from ui.views.dialogs import FittedDialog, Form
from ui.widgets.panels import Notice, row
from ui.widgets.passphrase import PassphraseLine

_ACROSS = 3


class PhraseForm(Form):
    """Asks for the present passphrase, and for a new one when `renewing`; goes on only when both may serve."""

    def __init__(
        self, parent: QWidget | None, title: str, go_on: str, text: str, *, renewing: bool, asked: str = ""
    ) -> None:
        super().__init__(parent, title, go_on, text)
        self.present = PassphraseLine("")
        self.add(asked or _("Phrase de passe &actuelle"), self.present)
        self.new, self.again = PassphraseLine(""), PassphraseLine("")
        self.mark = label(" ", tone="discret", wrap=True)
        if renewing:
            self.add(_("&Nouvelle phrase de passe"), self.new, _("Six mots sans lien entre eux conviennent."))
            self.add(_("La même, une &seconde fois"), self.again)
            column = self.layout()
            if isinstance(column, QVBoxLayout):
                column.insertWidget(column.count() - 1, self.mark)
        self._renewing = renewing
        for line in (self.present, self.new, self.again):
            line.textChanged.connect(lambda _text: self._judge())
        self._judge()

    def _judge(self) -> None:
        if not self._renewing:
            self.go_on.setEnabled(bool(self.present.text()))
            return
        new = self.new.text()
        found = strength(new)
        differs = bool(self.again.text()) and self.again.text() != new
        said = _("Les deux saisies diffèrent.") if differs else found.said
        self.mark.setText(said if new else " ")
        set_tone(self.mark, "danger" if differs else "discret" if found.enough else "attention")
        self.go_on.setEnabled(bool(self.present.text()) and found.enough and self.again.text() == new)


class SheetDialog(FittedDialog):
    """A new recovery code: nothing changes before its sheet is on paper, and said to be."""

    def __init__(self, parent: QWidget | None, sheet: NewSheet) -> None:
        super().__init__(parent)
        self._sheet = sheet
        title = _("Nouvelle fiche de secours")
        self.setWindowTitle(title)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "soustitre"))
        text = _("Imprimez cette fiche et rangez-la sous clé, loin de l’ordinateur. L’ancienne n’ouvrira plus rien.")
        column.addWidget(label(text, wrap=True))
        self.notice = Notice()
        column.addWidget(self.notice)
        column.addLayout(_groups(sheet.code))
        self.print_button, self.save_button = button(_("&Imprimer la fiche…")), button(_("En&registrer…"))
        self.print_button.setIcon(icon("printer"))
        self.save_button.setIcon(icon("floppy-disk"))
        column.addLayout(row(self.print_button, self.save_button, None))
        self.kept = QCheckBox(_("La fiche est sur &papier, et je l’ai relue"))
        column.addWidget(self.kept)
        cancel, self.go_on = button(_("Annuler")), button(_("&Mettre en service"), "premier")
        self.go_on.setEnabled(False)
        column.addLayout(row(None, cancel, self.go_on))
        self.kept.toggled.connect(self.go_on.setEnabled)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self.accept)

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            sheet_document(self._sheet.sheet).print_(printer)
        dialog.deleteLater()

    def _save(self) -> None:
        name, _chosen = QFileDialog.getSaveFileName(
            self, _("Enregistrer la fiche de secours"), _("fiche-de-secours.pdf"), _("Page PDF (*.pdf);;Texte (*.txt)")
        )
        if not name:
            return
        path = Path(name)
        try:
            write_sheet(self._sheet.sheet, path if path.suffix else path.with_suffix(".pdf"))
        except Exception as error:
            code = getattr(error, "code", None)
            if not isinstance(code, str):
                raise
            self.notice.say(sentence(code), "danger")


def _groups(code: str) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    for place, group in enumerate(code.split("-")):
        number = label(str(place + 1), tone="aide")
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(number, place // _ACROSS, 2 * (place % _ACROSS))
        grid.addWidget(label(group, "code"), place // _ACROSS, 2 * (place % _ACROSS) + 1)
    grid.setColumnStretch(2 * _ACROSS, 1)
    return grid
