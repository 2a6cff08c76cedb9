"""The recovery sheet in the first start: its code in large groups, then the groups that are asked back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QFormLayout, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _
from ui.icons import icon
from ui.plain import button, label
from ui.sheet import sheet_document
from ui.view_models.first_start import FirstStart
from ui.views.settling import SnugStack
from ui.widgets.panels import row

_SHEET = N_(
    "Si vous oubliez la phrase de passe, seul ce code rouvrira vos données. Imprimez-le, ou recopiez-le, et gardez-le "
    "sous clé, loin de cet ordinateur."
)
_PROOF = N_("L’écran ne montre plus le code. Recopiez depuis votre fiche les deux groupes demandés.")
_FILTER = N_("Document PDF (*.pdf);;Texte (*.txt)")
_ACROSS = 3


class SheetPage(SnugStack):
    """The sheet, and behind it what proves that it was noted."""

    def __init__(self, start: FirstStart) -> None:
        super().__init__()
        self.start = start
        self.addWidget(self._code_half())
        self.addWidget(self._proof_half())
        self.fit()

    def show_state(self) -> None:
        """Show where the sheet stands."""
        start = self.start
        self.setCurrentIndex(1 if start.proving else 0)
        self.sheet_back.setVisible(start.post is None)
        self.next_button.setText(_("&J’ai ma fiche") if start.post is None else _("&Continuer"))
        self.prove_button.setText(_("Création…") if start.busy else _("&Vérifier"))
        self.prove_button.setEnabled(not start.busy)
        self.kept.setText(_("Fiche gardée") if start.sheet_kept else "")

    def begin(self) -> None:
        """Show the code, or ask its groups, anew."""
        self._show_code()
        if self.start.proving:
            for line, said, place in zip(self.proof, self.proof_labels, self.start.asked, strict=False):
                line.clear()
                said.setText(_("{place}e groupe").format(place=place + 1) if place else _("1er groupe"))
                line.setAccessibleName(said.text())

    def _code_half(self) -> QWidget:
        page, column = blank_page()
        column.addWidget(label(_(_SHEET), wrap=True))
        self.code = QGridLayout()
        self.code.setHorizontalSpacing(24)
        column.addLayout(self.code)
        self.print_button = button(_("&Imprimer la fiche…"))
        self.print_button.setIcon(icon("printer"))
        self.save_button = button(_("En&registrer…"))
        self.save_button.setIcon(icon("floppy-disk"))
        self.kept = label("", tone="succes")
        column.addLayout(row(self.print_button, self.save_button, self.kept, None))
        self.sheet_back = button(_("&Précédent"), "lien")
        self.next_button = button("", "premier")
        self.sheet_back.clicked.connect(self.start.back)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.next_button.clicked.connect(self._after_sheet)
        column.addLayout(row(self.sheet_back, None, self.next_button))
        return page

    def _proof_half(self) -> QWidget:
        page, column = blank_page()
        column.addWidget(label(_(_PROOF), wrap=True))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.proof = (QLineEdit(), QLineEdit())
        self.proof_labels = (label(""), label(""))
        for line, said in zip(self.proof, self.proof_labels, strict=True):
            line.setMaxLength(8)
            line.setMaximumWidth(line.fontMetrics().averageCharWidth() * 24)
            said.setBuddy(line)
            form.addRow(said, line)
        column.addLayout(form)
        again = button(_("&Revoir la fiche"), "lien")
        self.prove_button = button("", "premier")
        again.clicked.connect(self.start.back)
        self.prove_button.clicked.connect(self._prove)
        self.proof[0].returnPressed.connect(self.proof[1].setFocus)
        self.proof[1].returnPressed.connect(self._prove)
        column.addLayout(row(again, None, self.prove_button))
        column.addStretch(1)
        return page

    def _after_sheet(self) -> None:
        if self.start.post is None:
            self.start.prove()
        else:
            self.start.forward()

    def _prove(self) -> None:
        self.start.answer(*(line.text() for line in self.proof))

    def _show_code(self) -> None:
        while (item := self.code.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, group in enumerate(self.start.code.split("-")):
            number = label(str(place + 1), tone="aide")
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.code.addWidget(number, place // _ACROSS, 2 * (place % _ACROSS))
            self.code.addWidget(label(group, "code"), place // _ACROSS, 2 * (place % _ACROSS) + 1)
        self.code.setColumnStretch(2 * _ACROSS, 1)

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            sheet_document(self.start.sheet).print_(printer)
            self.start.printed()
        dialog.deleteLater()

    def _save(self) -> None:
        name, chosen = QFileDialog.getSaveFileName(
            self, _("Enregistrer la fiche de secours"), _("fiche-de-secours.pdf"), _(_FILTER)
        )
        if name:
            path = Path(name)
            self.start.keep_sheet(path if path.suffix else path.with_suffix(".txt" if "txt" in chosen else ".pdf"))


def blank_page() -> tuple[QWidget, QVBoxLayout]:
    """Return an empty page of the first start, and its column."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return page, column
