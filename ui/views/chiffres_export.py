"""A figure that leaves: for whom, why, with small numbers or without; then where, and in which format."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QRadioButton, QWidget

from mvl_desktop.i18n import N_, _
from ui.desk import Wordings
from ui.filenames import safe_name
from ui.plain import button, label
from ui.timing import Now
from ui.view_models.export_list import ListExport
from ui.views.dialogs import Form
from ui.views.export_list import ExportRegisterDialog
from ui.widgets.flow import Flow

_MOTIFS, _USUAL = "motifs_export", "statistiques"
_LONGEST, _LETTERS = 120, 24
FORMATS = {
    ".pdf": N_("Document PDF (*.pdf)"),
    ".odt": N_("Document à modifier, ODT (*.odt)"),
    ".xlsx": N_("Tableur Excel (*.xlsx)"),
    ".ods": N_("Tableur OpenDocument (*.ods)"),
    ".csv": N_("Tableur CSV (*.csv)"),
    ".png": N_("Image PNG (*.png)"),
    ".svg": N_("Image SVG (*.svg)"),
}


class ExportFigureDialog(Form):
    """Why and for whom, then where. Small numbers are hidden unless the person says otherwise.

    `sensitive`: whether it counts situations of people; a map of activities has no number to hide.
    """

    def __init__(
        self, parent: QWidget, title: str, wordings: Wordings, leaving: ListExport, *, sensitive: bool = True
    ) -> None:
        super().__init__(parent, _("Exporter ce chiffre"), _("Choisir où l’écrire…"), title)
        self._named, self._leaving = title, leaving
        self.recipient = QLineEdit()
        self.recipient.setMaxLength(_LONGEST)
        self.add(_("Pour &qui"), self.recipient, _("La personne ou le service qui recevra ce fichier."))
        self.motif = QComboBox()
        self.motif.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.motif.setMinimumContentsLength(_LETTERS)
        for choice in wordings.codes(_MOTIFS):
            self.motif.addItem(_(choice.libelle), choice.code)
        self.motif.setCurrentIndex(max(0, self.motif.findData(_USUAL)))
        self.add(_("&Motif"), self.motif)
        self.outside = QRadioButton(_("Petits nombres masqués\u00a0: peut sortir du service"))
        self.inside = QRadioButton(_("Usage interne\u00a0: petits nombres visibles, le fichier le dit"))
        self.outside.setChecked(True)
        if sensitive:
            self.say(self.outside)
            self.say(self.inside)
        about = _(
            "Le fichier dit la source, l’unité, la date et ce qu’il faut savoir. Il sera écrit en clair, hors de la "
            "protection de MVL\u202f; l’export est inscrit au registre."
        )
        self.say(label(about, tone="discret", wrap=True))
        self.register = button(_("Registre des exports…"), "lien")
        self.register.clicked.connect(lambda _on: self._show_register())
        self.say(Flow(self.register))
        self.recipient.textChanged.connect(lambda _text: self._judge())
        self._judge()

    def ask_path(self, now: Now) -> Path | None:
        """Ask where to write, and in which format; None when the person gave up."""
        proposed = safe_name(f"{self._named.lower()[:60]}-{now():%Y-%m-%d}.pdf")
        kinds = {ending: _(said) for ending, said in FORMATS.items()}
        name, chosen = QFileDialog.getSaveFileName(self, _("Exporter ce chiffre"), proposed, ";;".join(kinds.values()))
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() in FORMATS:
            return path
        ending = next((ending for ending, said in kinds.items() if said == chosen), next(iter(FORMATS)))
        return path.with_name(path.name + ending)

    def _judge(self) -> None:
        self.go_on.setEnabled(bool(self.recipient.text().strip()))

    def _show_register(self) -> None:
        dialog = ExportRegisterDialog(self, self._leaving)
        dialog.exec()
        dialog.deleteLater()
