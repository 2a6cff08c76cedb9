"""The small windows of communicable copies: begin one, a remark or a reason, to whom it is handed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from textwrap import shorten

from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QSizePolicy, QWidget

from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import _
from ui.copy_values import CopySource, CopyWish
from ui.plain import PlainText, button, label
from ui.text import visible
from ui.timing import Now
from ui.views.dialogs import Form
from ui.widgets.dates import DateEditor

_LINES = 5
_TITLE = 44
"""Signs of a title that hold in the smallest window with the largest letters."""
_NAME_MAX = 120
_RECORD, _TEXT, _FILE, _SIGNALEMENT = range(4)
_FILES = "*.pdf *.odt *.docx *.txt *.md *.csv"


class NewCopyForm(Form):
    """Which document, and who asked for it."""

    def __init__(self, parent: QWidget | None, sources: Sequence[CopySource], now: Now, chosen: str = "") -> None:
        text = _("La copie part du document tel qu’il est aujourd’hui. L’original ne change pas.")
        super().__init__(parent, _("Nouvelle copie communicable"), _("&Préparer"), text)
        self._sources = sources
        self._path: Path | None = None
        self.sort = QComboBox()
        for place, said in (
            (_RECORD, _("Une fiche, une grille, un texte de MVL")),
            (_TEXT, _("Un texte à coller")),
            (_FILE, _("Un fichier")),
            (_SIGNALEMENT, _("Un signalement")),
        ):
            self.sort.addItem(said, place)
        self.add(_("&Que demande-t-on\u202f?"), self.sort)
        self.source = QComboBox()
        self.source.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for each in sources:
            self.source.addItem(shorten(visible(each.titre), _TITLE, placeholder="…"), each.id)
        if chosen:
            self.source.setCurrentIndex(max(0, self.source.findData(chosen)))
        self.add(_("&Lequel\u202f?"), self.source)
        self.named = label("", tone="aide", wrap=True)
        self.say(self.named)
        self.titre = QLineEdit()
        self.titre.setMaxLength(_NAME_MAX)
        self.add(_("&Titre du document"), self.titre)
        self.texte = PlainText()
        self.texte.setMinimumHeight(self.texte.fontMetrics().lineSpacing() * _LINES)
        self.add(_("Te&xte"), self.texte)
        self.file = button(_("&Choisir le fichier…"))
        self.add(_("Fichier"), self.file)
        said_of_file = _("Texte, PDF, ODT ou DOCX\u202f; il est lu à part, et ne change pas.")
        self.file.setAccessibleDescription(said_of_file)
        self.about_file = label(said_of_file, tone="aide", wrap=True)
        self.say(self.about_file)
        self.why = label(
            _(
                "Un signalement ne se communique pas, même en partie\u00a0: les recoupements désigneraient des "
                "personnes (CRPA, art. L.\u00a0311-6\u202f; Conseil d’État, 26\u00a0mars 2025, n°\u00a0490743). "
                "Ouvrez le signalement, puis «\u00a0Actions\u00a0», «\u00a0Refuser la communication…\u00a0»\u00a0: la "
                "lettre dit les motifs et les recours."
            ),
            tone="attention",
            wrap=True,
        )
        self.say(self.why)
        self.demandeur = QLineEdit()
        self.demandeur.setMaxLength(_NAME_MAX)
        self.add(_("&Demandée par"), self.demandeur)
        self.demandee_le = DateEditor(now, past=True)
        self.demandee_le.name(_("Demande reçue le"))
        day = label(_("Demande &reçue le"))
        day.setBuddy(self.demandee_le.buddy())
        self._fields.addRow(day, self.demandee_le)
        self.say(label(_("Sans réponse dans le mois, la demande est réputée refusée."), tone="aide", wrap=True))
        if not sources:
            self.sort.setCurrentIndex(_TEXT)
        self.sort.currentIndexChanged.connect(lambda _place: self._show())
        self.source.currentIndexChanged.connect(lambda _place: self._name())
        self.file.clicked.connect(lambda _on: self._choose())
        self.texte.textChanged.connect(self._enable)
        self._name()
        self._show()
        self.sort.setFocus()

    @property
    def wish(self) -> CopyWish:
        """What is asked for."""
        sort = self.sort.currentData()
        day = self.demandee_le.value()
        return CopyWish(
            rec=str(self.source.currentData() or "") if sort == _RECORD else "",
            titre=self.titre.text().strip(),
            texte=self.texte.toPlainText() if sort == _TEXT else "",
            fichier=self._path if sort == _FILE else None,
            demandeur=self.demandeur.text().strip(),
            demandee_le=date.fromisoformat(day) if isinstance(day, str) and day else None,
        )

    def _name(self) -> None:
        """Say whole what the list may have had to cut."""
        place = self.source.currentIndex()
        if 0 <= place < len(self._sources):
            one = self._sources[place]
            said = _("{genre}\u00a0: {titre}").format(genre=_(required(one.kind).libelle), titre=visible(one.titre))
            self.named.setText(said)

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Choisir le document"), "", f"{_('Documents')} ({_FILES})")
        if name:
            self._path = Path(name)
            self.file.setText(visible(self._path.name).replace("&", "&&"))
            if not self.titre.text().strip():
                self.titre.setText(self._path.stem[:_NAME_MAX])
        self._enable()

    def _show(self) -> None:
        sort = self.sort.currentData()
        for widget, shown in (
            (self.source, sort == _RECORD),
            (self.named, sort == _RECORD),
            (self.titre, sort in (_TEXT, _FILE)),
            (self.texte, sort == _TEXT),
            (self.file, sort == _FILE),
            (self.about_file, sort == _FILE),
            (self.why, sort == _SIGNALEMENT),
        ):
            self._fields.setRowVisible(widget, shown)
        self._enable()

    def _enable(self) -> None:
        ready = {
            _RECORD: bool(self.source.currentData()),
            _TEXT: bool(self.texte.toPlainText().strip()),
            _FILE: self._path is not None,
            _SIGNALEMENT: False,
        }
        self.go_on.setEnabled(ready[self.sort.currentData()])


class CopyWordsForm(Form):
    """Asks for a few lines that will be read."""

    def __init__(self, parent: QWidget | None, title: str, go_on: str, field: str, text: str) -> None:
        super().__init__(parent, title, go_on, text)
        self.text = PlainText()
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * _LINES)
        self.add(field, self.text)
        self.text.textChanged.connect(lambda: self.go_on.setEnabled(bool(self.said)))
        self.go_on.setEnabled(False)
        self.text.setFocus()

    @property
    def said(self) -> str:
        """What was typed."""
        return self.text.toPlainText().strip()


class HandForm(Form):
    """To whom a copy is handed."""

    def __init__(self, parent: QWidget | None, whom: str) -> None:
        text = _(
            "Le fichier ne contient que ce qui reste du document\u202f; il sera en clair, hors de la protection de "
            "MVL. Son numéro et son destinataire sont inscrits au registre des exports."
        )
        super().__init__(parent, _("Remettre la copie"), _("&Choisir où l’écrire…"), text)
        self.whom_field = QLineEdit(whom)
        self.whom_field.setMaxLength(_NAME_MAX)
        self.add(_("&À qui *"), self.whom_field)
        self.whom_field.textChanged.connect(lambda _text: self.go_on.setEnabled(bool(self.whom)))
        self.go_on.setEnabled(bool(self.whom))

    @property
    def whom(self) -> str:
        """To whom."""
        return self.whom_field.text().strip()
