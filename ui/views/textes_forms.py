"""What replaces a legal text: its new title, since when, what it says now."""

from PySide6.QtWidgets import QLineEdit, QWidget

from mvl_desktop.i18n import _
from ui.plain import PlainText
from ui.text import visible
from ui.timing import Now
from ui.values import Values
from ui.views.dialogs import Form
from ui.widgets.dates import DateEditor


class ReplaceTextForm(Form):
    """One text takes the place of another; both stay readable."""

    def __init__(self, parent: QWidget, now: Now, champs: Values) -> None:
        said = _(
            "«\u00a0{texte}\u00a0» se lira encore, comme remplacé. "
            "Les fiches, courriers et transmissions qui le citent le diront."
        )
        titre = str(champs.get("intitule") or "")
        super().__init__(parent, _("Remplacer un texte"), _("&Remplacer"), said.format(texte=visible(titre)))
        self.intitule, self.code = QLineEdit(titre), QLineEdit()
        self.resume = PlainText()
        self.resume.setPlainText(str(champs.get("resume") or ""))
        self.resume.setTabChangesFocus(True)
        self.resume.setMaximumHeight(self.fontMetrics().lineSpacing() * 6)
        self.le = DateEditor(now)
        self.add(
            _("&Intitulé du nouveau texte"), self.intitule, _("Le même article dans une autre rédaction garde le sien.")
        )
        self.add(_("S’applique &depuis le"), self.le, _("Le jour où le premier cesse d’être en vigueur."))
        self.add(_("Ce qu’il dit, en &bref"), self.resume)
        self.add(
            _("&Code, si le vôtre doit différer"), self.code, _("Laissé vide, l’année s’ajoute au code du premier.")
        )
        self.le.edited.connect(self._look)
        self.intitule.textChanged.connect(self._look)
        self.intitule.setCursorPosition(0)
        self._look()

    @property
    def champs(self) -> Values:
        """What the new text says, beside what it takes over."""
        given = {
            "intitule": self.intitule.text().strip(),
            "resume": self.resume.toPlainText().strip(),
            "code": self.code.text().strip(),
        }
        return {name: text for name, text in given.items() if text}

    @property
    def day(self) -> str:
        """Since when it applies, in ISO form."""
        return str(self.le.value() or "")

    def _look(self) -> None:
        self.go_on.setEnabled(bool(self.day) and bool(self.intitule.text().strip()))
