"""What an attachment is: its genre, where it comes from, what it shows. It may be said long after it was joined."""

from PySide6.QtWidgets import QLineEdit, QWidget

from mvl_desktop.i18n import _
from ui.desk import Wordings
from ui.text import visible
from ui.values import Piece, Values
from ui.views.dialogs import Form
from ui.widgets.choices import CodeEditor

_LONGEST = 300


class PieceForm(Form):
    """Three answers, each of which may stay empty."""

    def __init__(self, parent: QWidget, piece: Piece, wordings: Wordings) -> None:
        text = _("Fichier\u00a0: {name}. Son contenu ne change pas.").format(name=visible(piece.nom))
        super().__init__(parent, _("Décrire la pièce"), _("&Enregistrer"), text)
        self.genre = CodeEditor(wordings.codes("genres_piece"))
        self.origine = CodeEditor(wordings.codes("origines_piece"))
        self.description = QLineEdit(visible(piece.description))
        self.description.setMaxLength(_LONGEST)
        for editor, value in ((self.genre, piece.genre), (self.origine, piece.origine)):
            editor.set_value(value)
        self.add(_("&Genre"), self.genre.box)
        self.add(_("&Origine"), self.origine.box, _("Qui l’a remise, ou d’où elle vient."))
        self.add(_("&Ce qu’elle montre"), self.description, _("En une phrase, sans nommer personne."))
        for editor, said in ((self.genre, _("Genre")), (self.origine, _("Origine"))):
            editor.name(said)

    @property
    def said(self) -> Values:
        """What was answered; None empties."""
        return {
            "genre": self.genre.value(),
            "origine": self.origine.value(),
            "description": self.description.text().strip() or None,
        }
