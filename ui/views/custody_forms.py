"""The small windows of gardiens: three to name, a sheet to prepare, two sheets to type, an espace to found again."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.custody_values import Custody, GuardianCard
from ui.messages import sentence
from ui.plain import button, label
from ui.text import visible
from ui.view_models.custody import CustodyDesk
from ui.views.dialogs import Form
from ui.widgets.panels import row

WORDS = 24
_TYPED, _NUMBER = re.compile(r"\S+"), re.compile(r"[0-9]+")
_CARDS = N_("Clés de gardien (*.mvl-gardien)")
_COPIES = N_("Copies d’espace (*.mvl-espace)")


class SheetField(QPlainTextEdit):
    """Where the 24 words of a sheet are typed: it says how many there are, keeps no history, offers no correction."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 12)
        self.count = label("", tone="aide")
        self.textChanged.connect(self._show)
        self._show()

    def words(self) -> int:
        """Return how many words were typed, the numbers of the sheet apart."""
        return sum(map(_is_word, self.toPlainText().split()))

    def point_at(self, rank: int) -> None:
        """Go to a word, chosen so that typing replaces it; 0: to the whole sheet."""
        cursor, found = self.textCursor(), [each for each in _TYPED.finditer(self.toPlainText()) if _is_word(each[0])]
        if 0 < rank <= len(found):
            cursor.setPosition(found[rank - 1].start())
            cursor.setPosition(found[rank - 1].end(), cursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
        self.setFocus()

    def _show(self) -> None:
        typed = self.words()
        said = ngettext("{n} mot sur {total}", "{n} mots sur {total}", typed)
        self.count.setText(said.format(n=typed, total=WORDS))


class SheetsForm(Form):
    """Asks for two sheets; goes on once each has its 24 words, and stays until they open: a slip costs one word."""

    def __init__(self, parent: QWidget | None, title: str, go_on: str, text: str) -> None:
        super().__init__(parent, title, go_on, text)
        self.begin()
        self.first, self.second = SheetField(), SheetField()
        help_text = _("Dans l’ordre de la fiche, sans souci des accents ni des majuscules.")
        for said, each in ((_("&Première fiche"), self.first), (_("&Seconde fiche"), self.second)):
            self.add(said, each, help_text if each is self.first else "")
            self.say(each.count)
            each.textChanged.connect(self._judge)
        self._work: Callable[[], object] | None = None
        self._judge()

    def begin(self) -> None:
        """Add what is asked before the sheets: nothing here."""

    def sheets(self) -> list[str]:
        """Return both sheets as typed."""
        return [self.first.toPlainText(), self.second.toPlainText()]

    def ask_until(self, custody: CustodyDesk, work: Callable[[], object], ended: SignalInstance) -> None:
        """Show it until what its button begins has ended well, or nobody wants it any more."""
        self._work = work
        ended.connect(self._on_ended)
        custody.refused.connect(self._on_refused)
        self.exec()

    def accept(self) -> None:
        """Begin what is to be done with the sheets."""
        if self._work is None:
            super().accept()
            return
        self.notice.say("")
        self.go_on.setEnabled(False)
        self._work()

    def done(self, result: int) -> None:
        """Forget what was typed."""
        self._work = None
        for each in (self.first, self.second):
            each.clear()
        super().done(result)

    def _on_ended(self, _result: object) -> None:
        self.done(QDialog.DialogCode.Accepted)

    def _on_refused(self, code: str, where: str) -> None:
        self.notice.say(told(code, where), "danger")
        self._judge()
        sheet, rank = (int(found[0]) if found else 0 for found in map(_NUMBER.findall, (where + ",").split(",")[:2]))
        if sheet:
            (self.first if sheet == 1 else self.second).point_at(rank)

    def _judge(self) -> None:
        self.go_on.setEnabled(self.first.words() == WORDS and self.second.words() == WORDS)


class RefoundForm(SheetsForm):
    """Asks for a name, the founder's fingerprint, and two sheets."""

    def __init__(self, parent: QWidget | None, espaces: Sequence[Custody] = ()) -> None:
        self._espaces = [each for each in espaces if not each.compartiment]
        text = _(
            "Une copie et deux gardiens rendent l’espace, avec tout son historique. "
            "Faites-le sur un poste neuf\u202f; les membres seront invités de nouveau."
        )
        super().__init__(parent, _("Refonder un espace perdu"), _("&Refonder"), text)

    def begin(self) -> None:
        """Ask for the name first, then for the fingerprint."""
        self.name, self.founder = QLineEdit(), QLineEdit()
        self.name.setMaxLength(120)
        self.add(_("&Nom du nouvel espace"), self.name, _("Il sera lu par tous ses postes."))
        about = _("Celle qui est sur papier, avec les fiches. Sans elle, rien ne dit que la copie est la vôtre.")
        self.add(_("&Empreinte du fondateur"), self.founder, about)
        self.parent_espace = QComboBox()
        self.parent_espace.addItem(_("Un espace à part entière"), "")
        for each in self._espaces:
            self.parent_espace.addItem(_("Un compartiment de {espace}").format(espace=visible(each.nom)), each.espace)
        if self._espaces:
            self.add(_("&C’était"), self.parent_espace, _("Refondez d’abord l’espace, puis ses compartiments."))
        self.name.textChanged.connect(lambda _text: self._judge())

    def _judge(self) -> None:
        super()._judge()
        self.go_on.setEnabled(self.go_on.isEnabled() and bool(self.name.text().strip()))


class NameForm(Form):
    """Asks for three gardiens: each by the public file that they gave, or by a sheet prepared here."""

    def __init__(self, parent: QWidget | None, custody: CustodyDesk, espace: Custody) -> None:
        text = _(
            "Trois personnes gardent chacune une fiche\u202f; deux rouvrent l’espace, une seule n’ouvre rien. "
            "Le plus sûr\u00a0: chacune prépare sa fiche sur son propre ordinateur et vous remet sa clé publique."
        )
        super().__init__(parent, _("Nommer les gardiens"), _("&Nommer"), text)
        self.custody, self._espace = custody, espace
        self.cards: list[GuardianCard | None] = [None, None, None]
        self._lines: list[QLineEdit] = []
        self.choose: list[QPushButton] = []
        self.prepare: list[QPushButton] = []
        self._asked = 0
        titles = (_("&Premier gardien"), _("&Deuxième gardien"), _("&Troisième gardien"))
        for place, title in enumerate(titles):
            self._add_line(place, title)
        custody.read.connect(self._on_card)
        custody.prepared.connect(self._on_card)
        custody.refused.connect(self._on_refused)
        self.choose[0].setFocus()
        self._judge()

    def chosen(self) -> list[GuardianCard]:
        """Return the three."""
        return [card for card in self.cards if card is not None]

    def _add_line(self, place: int, title: str) -> None:
        line = QLineEdit()
        line.setReadOnly(True)
        line.setPlaceholderText(_("Pas encore choisi"))
        self.add(title, line)
        choose, prepare = button(_("Ouvrir sa clé publique…")), button(_("Préparer sa fiche ici…"))
        bare = title.replace("&", "")
        for each in (choose, prepare):
            each.setAccessibleName(f"{bare}\u00a0: {each.text()}")
        choose.clicked.connect(lambda: self._choose(place))
        prepare.clicked.connect(lambda: self._prepare(place))
        holder = QWidget()
        buttons = row(choose, prepare, None)
        buttons.setContentsMargins(0, 0, 0, 6)
        holder.setLayout(buttons)
        self.say(holder)
        self._lines.append(line)
        self.choose.append(choose)
        self.prepare.append(prepare)

    def _choose(self, place: int) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Clé publique d’un gardien"), "", _(_CARDS))
        if name:
            self._asked = place
            self.custody.read_card(Path(name))

    def _prepare(self, place: int) -> None:
        form = PrepareForm(self)
        if form.ask():
            self._asked = place
            self.custody.prepare(form.name.text(), self._espace.nom, form.path)
        form.deleteLater()

    def _on_card(self, card: GuardianCard) -> None:
        self.cards[self._asked] = card
        line = self._lines[self._asked]
        line.setText(", ".join(filter(None, (visible(card.nom), card.empreinte))))
        line.setCursorPosition(0)
        self.notice.say("")
        self._judge()

    def _on_refused(self, code: str, where: str) -> None:
        self.notice.say(told(code, where), "danger")

    def _judge(self) -> None:
        self.go_on.setEnabled(len({card.empreinte for card in self.chosen()}) == len(self.cards))


class PrepareForm(Form):
    """Asks for a name and where to write: the sheet to print, and its public file beside."""

    def __init__(self, parent: QWidget | None) -> None:
        text = _(
            "La fiche est écrite une seule fois, dans le fichier choisi\u00a0: imprimez-la, remettez-la à cette seule "
            "personne, supprimez le fichier et videz la corbeille. Ne préparez pas ici les trois fiches."
        )
        super().__init__(parent, _("Préparer une fiche de gardien"), _("&Choisir le fichier…"), text)
        self.name = QLineEdit()
        self.name.setMaxLength(120)
        self.add(_("&Nom du gardien"), self.name, _("Il sera imprimé sur la fiche."))
        self.path = Path()

    def ask(self) -> bool:
        """Show it, then ask for the file; whether both were given."""
        if not super().ask():
            return False
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Enregistrer la fiche de gardien"), _("fiche-de-gardien.pdf"), _("Page PDF (*.pdf)")
        )
        self.path = Path(name) if name.lower().endswith(".pdf") else Path(name + ".pdf")
        return bool(name)


def _is_word(typed: str) -> bool:
    """Whether it is a word, and not the number before it."""
    return any(sign.isalpha() for sign in typed)


def told(code: str, where: str) -> str:
    """Return the sentence of a refusal, and which sheet or word it is about."""
    said = sentence(code)
    return f"{where[:1].upper()}{where[1:]}\u00a0: {said[:1].lower()}{said[1:]}" if where else said


def ask_copy(parent: QWidget) -> Path | None:
    """Ask which copy of an espace to open."""
    name, _kind = QFileDialog.getOpenFileName(parent, _("Copie de l’espace perdu"), "", _(_COPIES))
    return Path(name) if name else None
