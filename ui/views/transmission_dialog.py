"""The form that prepares a transmission: to whom, on what basis, what is passed on, with which pieces, who is told."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.transmettre import Passed
from mvl_desktop.domain.transmettre_pieces import read_pieces
from mvl_desktop.domain.transmettre_questions import proposed_copies
from mvl_desktop.i18n import _
from ui.annuaire_values import Interlocuteur
from ui.desk import Wordings
from ui.plain import button, label
from ui.text import size, visible
from ui.transmission_values import LegalGround
from ui.view_models.textes_reader import outdated
from ui.view_models.transmission_said import advice, missing
from ui.view_models.transmissions import TransmissionsForm
from ui.views.transmission_boxes import Boxes, GroundsEditor, piece_words
from ui.views.transmission_who import WhoToAsk
from ui.widgets.elements import FieldsMaker
from ui.widgets.fields import Fields
from ui.widgets.focus import stops
from ui.widgets.panels import Notice, row, scrolled

_TO_WHOM = ("destinataire", "destinataire_nom")
_WHAT = ("motif", "contenu")
_PEOPLE = (
    *("identite_revelee", "identite_motif", "personne_informee", "informee_le", "informee_motif"),
    "accord_personne",
)
_DECISION = ("signee_par", "retour_attendu_le")
_COPIES = ("conseil_departemental", "procureur", "crip", "miviludes", "prefet")


class TransmissionDialog(QDialog):
    """One form that scrolls; what is still missing before it may leave is said under it, and stops nobody."""

    def __init__(
        self,
        parent: QWidget,
        field: DeclaredField,
        model: TransmissionsForm,
        make: FieldsMaker,
        words: Wordings,
        passed: Passed,
    ) -> None:
        super().__init__(parent)
        self._declared = {each.name: each for each in field.champs}
        self._fields, self._model, self._make, self._words = field.champs, model, make, words
        self._passed = dict(passed)
        self._asked_for: str | None = None
        self.setWindowTitle(_("Préparer une transmission"))
        letters, lines = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        room = self.screen().availableGeometry()
        self.resize(min(letters * 96, room.width() - 24), min(lines * 40, room.height() - 48))
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 14, 0)
        self._column.setSpacing(8)
        self.parts: list[Fields] = []
        self.advice, self.texts = Notice(), Notice()
        self.who = WhoToAsk()
        self.grounds, self.pieces, self.copies = (
            GroundsEditor(),
            Boxes(_("Aucune pièce jointe à ce signalement.")),
            Boxes(),
        )
        self._build()
        self.missing = label("", tone="discret", wrap=True)
        self.go_on = button(_("Garder cette préparation"), "premier")
        self.cancel = button(_("Annuler"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 10, 14)
        outer.setSpacing(10)
        outer.addWidget(scrolled(self._body), 1)
        outer.addWidget(self.missing)
        outer.addLayout(row(None, self.cancel, self.go_on))
        self.cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._on_go_on)
        self.finished.connect(self._on_finished)
        self.grounds.left.connect(self._tell_texts)
        model.moved.connect(self._tell_texts)
        self.who.chosen.connect(self._on_who)
        self._show()
        self.parts[0].focus_first()

    def values(self) -> dict[str, object]:
        """Return the transmission as it is typed; its pieces are still the ids of the boxes ticked."""
        typed: dict[str, object] = dict.fromkeys((*_TO_WHOM, *_WHAT, *_PEOPLE, *_DECISION))
        for part in self.parts:
            typed |= part.values()
        typed |= {"fondements": self.grounds.value(), "copie_a": self.copies.value(), "pieces": self.pieces.value()}
        return {**self._passed, **typed}

    def _build(self) -> None:
        self._column.addWidget(label(_("À qui"), "soustitre"))
        self._add(_TO_WHOM)
        self._column.addWidget(self.who)
        self._column.addWidget(self.advice)
        self._title("fondements", self.grounds)
        self._column.addWidget(self.texts)
        self._column.addWidget(label(_("Ce qui est transmis"), "soustitre"))
        self._add(_WHAT)
        self._title("pieces", self.pieces)
        self._column.addWidget(label(_("Les personnes"), "soustitre"))
        self._add(_PEOPLE)
        self._column.addWidget(label(_("L’envoi"), "soustitre"))
        self._title("copie_a", self.copies)
        self._add(_DECISION)
        self._column.addStretch(1)

    def _add(self, names: Sequence[str]) -> None:
        part = self._make(tuple(self._declared[name] for name in names), _("Transmission"))
        part.edited.connect(self._on_edited)
        self.parts.append(part)
        self._column.addWidget(part)

    def _title(self, name: str, editor: GroundsEditor | Boxes) -> None:
        field = self._declared[name]
        said = label(_(field.libelle))
        editor.name(_(field.libelle))
        editor.edited.connect(lambda: self._on_edited(name))
        self._column.addWidget(said)
        self._column.addWidget(editor)
        if field.champ.aide and editor is not self.grounds:  # it says so in its own words
            self._column.addWidget(label(_(field.champ.aide), tone="aide", wrap=True))

    def _show(self) -> None:
        for part in self.parts:
            part.show_values(self._passed)
        self.grounds.set_value(self._passed.get("fondements"))
        held = [piece.id for piece in read_pieces(self._passed.get("pieces")) if piece.id]
        self.pieces.set_value(held)
        self.pieces.offer([(str(each.get("id")), _offered(each)) for each in _pieces(self._model.champs)])
        self.copies.set_value(self._passed.get("copie_a"))
        self.copies.offer([(code, _(self._words.wording("destinataires", code))) for code in _COPIES])
        self._follow()
        self._tell_texts()

    def _tell_texts(self) -> None:
        """Say which of the legal bases no longer stand as they did."""
        said = visible("\n".join(outdated(self._model.cited({"fondements": self.grounds.value()}))))
        if said != self.texts.said.text():
            self.texts.say(said, "attention")

    def _on_edited(self, name: str) -> None:
        if name == "destinataire":
            for code in proposed_copies(self.values(), self._model.champs):
                self.copies.tick(code)
        self._follow()

    def _follow(self) -> None:
        """Show only what makes sense for this recipient, what it asks for, and what is still missing."""
        values = self.values()
        for part in self.parts:
            part.consider(values)
        said = advice(values, self._model.champs)
        if said != self.advice.said.text():
            self.advice.say(said)
        self.missing.setText(missing(values, self._model.champs, self._fields))
        recipient = str(values.get("destinataire") or "")
        if recipient != self._asked_for:
            self._asked_for = recipient
            self._model.grounds(recipient, lambda found: self._on_grounds(recipient, found))
            self._model.competent(recipient, lambda found: self._on_competent(recipient, found))
        self._order()

    def _on_grounds(self, recipient: str, found: Sequence[LegalGround]) -> None:
        if recipient == self._asked_for:
            self.grounds.offer(found)
            self._order()

    def _on_competent(self, recipient: str, found: Sequence[Interlocuteur]) -> None:
        if recipient == self._asked_for:
            self.who.show_found(found)
            self._order()

    def _on_who(self, name: str) -> None:
        """Write the name of the entry that was pressed."""
        self.parts[0].editors["destinataire_nom"].set_value(name)
        self._follow()

    def _order(self) -> None:
        """Let Tab go down the form: boxes are drawn anew for each recipient, after everything else."""
        for one, other in pairwise((*stops(self._body), self.cancel, self.go_on)):
            QWidget.setTabOrder(one, other)

    def _on_finished(self, _result: int) -> None:
        """Hear no more of what was asked: this window goes away."""
        self._asked_for = None
        self._model.moved.disconnect(self._tell_texts)

    def _on_go_on(self) -> None:
        wrong = next(((part, name) for part in self.parts for name in part.troubles()), None)
        if wrong is None:
            self.accept()
        else:
            wrong[0].check(wrong[1])
            wrong[0].focus(wrong[1])


def _pieces(champs: Passed) -> list[Mapping[str, object]]:
    held = champs.get("pieces")
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, (list, tuple)) else []


def _offered(piece: Mapping[str, object]) -> str:
    octets = piece.get("taille")
    return piece_words(visible(str(piece.get("nom") or "")), size(octets) if isinstance(octets, int) else "?")
