"""The first start, step by step: the passphrase, the recovery sheet, then an espace."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon
from ui.messages import sentence
from ui.plain import PlainText, button, label, set_tone
from ui.view_models.first_start import ESPACE, PHRASE, FirstStart
from ui.views.unlock import Centred, brand
from ui.widgets.panels import Notice, row
from ui.widgets.passphrase import PassphraseLine

_STEPS = ("Votre poste", "La fiche de secours", "Votre espace")
_RESCUE_STEPS = ("Une nouvelle phrase de passe", "La nouvelle fiche de secours")
_ABOUT = (
    "Tout ce que vous saisirez restera chiffré sur cet ordinateur. La phrase de passe est la seule clé : "
    "personne ne peut la retrouver à votre place."
)
_RESCUE_ABOUT = (
    "Recopiez le code de la fiche imprimée à la création du poste, puis choisissez une nouvelle phrase de passe. "
    "Vos données sont intactes ; le code sera remplacé."
)
_FILTER = "Document PDF (*.pdf);;Texte (*.txt)"


class FirstStartView(QWidget):
    """Three steps in one card."""

    wants_found = Signal()
    wants_join = Signal()

    def __init__(self, start: FirstStart) -> None:
        super().__init__()
        self.start = start
        self._go = "&Rouvrir le poste" if start.rescue else "&Créer le poste"
        self._steps = _RESCUE_STEPS if start.rescue else _STEPS
        frame = QFrame()
        frame.setObjectName("carte")
        column = QVBoxLayout(frame)
        column.setContentsMargins(28, 24, 28, 22)
        column.setSpacing(10)
        column.addLayout(brand())
        self.progress = label("", tone="discret")
        self.title = label("", "titre")
        column.addSpacing(4)
        column.addWidget(self.progress)
        column.addWidget(self.title)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.pages = QStackedWidget()
        for page in (self._phrase_page(), self._sheet_page(), self._espace_page()):
            self.pages.addWidget(page)
        column.addWidget(self.pages)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Centred(frame, 92))
        start.changed.connect(self._show)
        start.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self._show()

    def _phrase_page(self) -> QWidget:
        page, column = _page()
        rescue = self.start.rescue
        column.addWidget(label(_RESCUE_ABOUT if rescue else _ABOUT, wrap=True))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        self.name = QLineEdit()
        self.name.setMaxLength(120)
        self.name.setPlaceholderText("" if rescue else "Camille Exemple, délégation de l’Ain")
        self.phrase, self.again = PassphraseLine("Phrase de passe"), PassphraseLine("La même, une seconde fois")
        fields = (
            ("&Code de secours" if rescue else "&Qui travaille sur ce poste", self.name),
            ("&Phrase de passe", self.phrase),
        )
        for text, widget in (*fields, ("&La même, une seconde fois", self.again)):
            said = label(text)
            said.setBuddy(widget)
            form.addRow(said, widget)
            widget.setAccessibleName(text.replace("&", ""))
            widget.textChanged.connect(lambda _text: self._on_typed())
        column.addLayout(form)
        self.gauge = QProgressBar()
        self.gauge.setRange(0, 4)
        self.gauge.setTextVisible(False)
        self.gauge.setAccessibleName("Solidité de la phrase de passe")
        self.judged = label("", tone="discret", wrap=True)
        self.judged.setMinimumHeight(self.judged.fontMetrics().lineSpacing() * 2)
        column.addWidget(self.gauge)
        column.addWidget(self.judged)
        self.create_button = button(self._go, "premier")
        self.create_button.setDefault(True)
        self.create_button.clicked.connect(self.start.create)
        self.again.returnPressed.connect(self.start.create)
        column.addLayout(row(None, self.create_button))
        return page

    def _sheet_page(self) -> QWidget:
        page, column = _page()
        column.addWidget(
            label(
                "Si vous oubliez la phrase de passe, seule cette fiche rouvrira vos données. Imprimez-la, ou "
                "enregistrez-la ailleurs que sur cet ordinateur, et gardez-la sous clé.",
                wrap=True,
            )
        )
        self.sheet = PlainText()
        self.sheet.setReadOnly(True)
        self.sheet.setAccessibleName("Fiche de secours")
        self.sheet.setMinimumHeight(self.sheet.fontMetrics().lineSpacing() * 13)
        column.addWidget(self.sheet)
        self.print_button = button("&Imprimer…")
        self.print_button.setIcon(icon("printer"))
        self.save_button = button("En&registrer…")
        self.save_button.setIcon(icon("floppy-disk"))
        self.next_button = button("&Continuer", "premier")
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.next_button.clicked.connect(self.start.go_on)
        self.kept = label("", tone="succes")
        column.addLayout(row(self.print_button, self.save_button, self.kept, None, self.next_button))
        return page

    def _espace_page(self) -> QWidget:
        page, column = _page()
        column.addWidget(
            label(
                "Un espace réunit les postes d’une délégation. Fondez-le si vous êtes le premier ; sinon, rejoignez-le "
                "avec le fichier d’invitation que vous a remis un opérateur.",
                wrap=True,
            )
        )
        self.found = button("&Fonder un espace", "premier")
        self.found.setIcon(icon("plus", self.found.palette().ColorRole.HighlightedText))
        self.join = button("&Rejoindre par invitation…")
        self.join.setIcon(icon("user-plus"))
        self.later = button("Plus tard", "lien")
        self.found.clicked.connect(self.wants_found)
        self.join.clicked.connect(self.wants_join)
        self.later.clicked.connect(self.start.finish)
        column.addLayout(row(self.found, self.join, None, self.later))
        column.addStretch(1)
        return page

    def _on_typed(self) -> None:
        self.start.type(self.name.text(), self.phrase.text(), self.again.text())

    def _show(self) -> None:
        step = self.start.step
        moved = self.pages.currentIndex() != step
        self.pages.setCurrentIndex(step)
        self.progress.setText(f"Étape {step + 1} sur {len(self._steps)}")
        self.title.setText(self._steps[step])
        self.gauge.setValue(self.start.strength.mark)
        different = "Les deux phrases diffèrent."
        self.judged.setText(different if self.start.mismatch else self.start.strength.said)
        enough = self.start.strength.enough and not self.start.mismatch
        set_tone(self.judged, "succes" if enough else "attention" if self.judged.text() else "discret")
        self.create_button.setEnabled(self.start.can_create)
        self.create_button.setText("Un instant…" if self.start.busy else self._go)
        self.next_button.setEnabled(self.start.sheet_kept and not self.start.busy)
        self.next_button.setText("Création…" if self.start.busy else "&Continuer")
        self.kept.setText("Fiche gardée" if self.start.sheet_kept else "")
        if moved:
            self.notice.say("")
            if step != PHRASE:
                self.phrase.clear()
                self.again.clear()
                self.sheet.setPlainText(self.start.sheet if step != ESPACE else "")
            (self.save_button if step != ESPACE else self.found).setFocus()

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            document = QTextDocument()
            document.setPlainText(self.start.sheet)
            document.print_(printer)
            self.start.printed()
        dialog.deleteLater()

    def _save(self) -> None:
        name, chosen = QFileDialog.getSaveFileName(
            self, "Enregistrer la fiche de secours", "fiche-de-secours.pdf", _FILTER
        )
        if name:
            path = Path(name)
            self.start.keep_sheet(path if path.suffix else path.with_suffix(".txt" if "txt" in chosen else ".pdf"))


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    return page, column
