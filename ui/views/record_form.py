"""The form made from a kind's declaration: its groups as sections, what is kept, save and give up."""

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import Declaration, DeclaredField
from ui.desk import Wordings
from ui.icons import icon
from ui.messages import sentence
from ui.plain import ask, button, hint, label, set_tone
from ui.timing import Now
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.views.history import HistoryView
from ui.views.pieces import PiecesView
from ui.widgets.fields import Fields, Letters
from ui.widgets.makers import EditorMaker
from ui.widgets.panels import Notice, row, scrolled

_CONFLICT = "Deux personnes ont modifié le même champ sans se voir. Les deux valeurs sont gardées."
_TAKEN = "frgiyve"
"""Letters of the menus and of the buttons beside the form."""


class RecordFormView(QWidget):
    """One record: its fields, its attachments, its history."""

    wants_conflicts = Signal()
    closed = Signal()

    def __init__(
        self, declaration: Declaration, form: RecordForm, side: RecordSide, wordings: Wordings, now: Now
    ) -> None:
        super().__init__()
        self.form, self.side = form, side
        self._declaration = declaration
        self.groups: dict[str, Fields] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        self._head(column)
        self.conflict = Notice()
        self.see_conflicts = button("Comparer et décider")
        self.conflict.add(self.see_conflicts)
        self.notice = Notice()
        column.addWidget(self.conflict)
        column.addWidget(self.notice)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName("Fiche")
        self.tabs.tabBar().setAccessibleName("Parties de la fiche")
        self.tabs.addTab(self._body(wordings, now), icon("note-pencil"), "Saisie")
        self.pieces, self.history = PiecesView(side), HistoryView(side)
        self.tabs.addTab(self.pieces, icon("paperclip"), "Pièces")
        self.tabs.addTab(self.history, icon("clock-counter-clockwise"), "Historique")
        column.addWidget(self.tabs, 1)
        self._foot(column)
        self._connect()

    def fields(self, name: str) -> Fields:
        """Return the section that holds a field."""
        return next(group for group in self.groups.values() if group.has(name))

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        self.tabs.setCurrentIndex(0)
        next(iter(self.groups.values())).focus_first()

    def scroll_to(self, name: str) -> None:
        """Bring a field into view."""
        self.tabs.setCurrentIndex(0)
        place = self.fields(name).editors[name].mapTo(self.body, QPoint(0, 0))
        self.area.verticalScrollBar().setValue(place.y() - 40)

    def save(self) -> None:
        """Take everything typed and make a revision of it, unless a field is wrong: then go there."""
        self._take("")
        for group in self.groups.values():
            for name in group.troubles():
                group.check(name)
                self.tabs.setCurrentIndex(0)
                group.focus(name)
                self.notice.say("Un champ est à corriger avant d’enregistrer. Le brouillon, lui, est gardé.", "danger")
                return
        self.notice.say("")
        self.form.save()

    def _head(self, column: QVBoxLayout) -> None:
        self.title = label("", "fiche", wrap=True)
        self.where = label("", tone="discret", wrap=True)
        self.close_button = button("", "lien")
        self.close_button.setIcon(icon("x"))
        self.close_button.setToolTip(hint("Fermer la fiche (Échap) : ce qui est tapé reste en brouillon"))
        self.close_button.setAccessibleName("Fermer la fiche")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.where)
        head = row()
        head.addLayout(words, 1)
        head.addWidget(self.close_button)
        column.addLayout(head)

    def _body(self, wordings: Wordings, now: Now) -> QWidget:
        make, letters = EditorMaker(wordings, now), Letters(_TAKEN)
        body = QWidget()
        sections = QVBoxLayout(body)
        sections.setContentsMargins(2, 12, 14, 12)
        sections.setSpacing(10)
        for name in self._declaration.groupes:
            fields = tuple(
                field for field in self._declaration.champs if _is_shown(field) and field.champ.groupe == name
            )
            if not fields:
                continue
            group = Fields(fields, make, letters)
            group.edited.connect(self._take)
            group.left.connect(self.form.flush)
            self.groups[name] = group
            sections.addWidget(label(name, "groupe"))
            sections.addWidget(group)
        sections.addStretch(1)
        self.body, self.area = body, scrolled(body)
        return self.area

    def _foot(self, column: QVBoxLayout) -> None:
        self.indicator = label("", tone="discret", wrap=True)
        self.discard = button("Abandonner les modifications")
        self.register = button("&Enregistrer", "premier")
        self.register.setToolTip(hint("Ctrl+S"))
        foot = row()
        foot.addWidget(self.indicator, 1)
        foot.addWidget(self.discard)
        foot.addWidget(self.register)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.form.opened.connect(self._show)
        self.form.changed.connect(self._show_state)
        self.form.refused.connect(self._on_refused)
        self.form.saved.connect(lambda _rec: self.notice.say(""))
        self.register.clicked.connect(self.save)
        self.discard.clicked.connect(self._on_discard)
        self.close_button.clicked.connect(self.closed)
        self.see_conflicts.clicked.connect(self.wants_conflicts)
        self.tabs.currentChanged.connect(self._on_tab)
        self._show()

    def _show(self) -> None:
        typed, record = self.form.typed, self.form.record
        self.setEnabled(typed is not None)
        values = dict(typed.champs) if typed else {}
        for group in self.groups.values():
            group.show_values(values)
        self.side.show(record)
        self.tabs.setTabEnabled(1, record is not None)
        self.tabs.setTabEnabled(2, record is not None)
        if record is None:
            self.tabs.setCurrentIndex(0)
        self._on_tab(self.tabs.currentIndex())
        self._show_state()

    def _show_state(self) -> None:
        typed, record = self.form.typed, self.form.record
        article = "Nouvelle" if self._declaration.feminin else "Nouveau"
        new = f"{article} {self._declaration.libelle.lower()}"
        self.title.setText(self._declaration.titre(typed.champs) if typed and (record or typed.kept) else new)
        parts = [record.reference, record.espace, record.detail_envoi] if record else []
        self.where.setText(" · ".join(part for part in parts if part))
        self.where.setVisible(bool(parts))
        self.indicator.setText(self.form.indicator)
        set_tone(self.indicator, "danger" if self.form.troubled else "discret")
        self.register.setEnabled(self.form.can_save)
        self.discard.setVisible(self.form.can_save)
        self.discard.setText("Abandonner les modifications" if record else "Abandonner le brouillon")
        conflicts = len(record.conflits) if record else 0
        said = (
            "Deux personnes ont modifié le même champ sans se voir. Les deux valeurs sont gardées." if conflicts else ""
        )
        self.conflict.say(said, "attention")

    def _take(self, _name: str) -> None:
        if self.form.typed is None:
            return
        typed: dict[str, object] = {}
        for group in self.groups.values():
            typed |= {name: editor.value() for name, editor in group.editors.items()}
        before = self.form.typed.champs
        if any(_differs(before.get(name), value) for name, value in typed.items()):
            self.form.type(typed)

    def _on_tab(self, index: int) -> None:
        if index == 2:
            self.side.load_history()

    def _on_refused(self, code: str, champ: str) -> None:
        name = champ.partition("/")[0]
        if any(group.has(name) for group in self.groups.values()):
            group = self.fields(name)
            group.check(name, sentence(code))
            group.focus(name)
        self.notice.say(sentence(code), "danger")

    def _on_discard(self) -> None:
        text = "Ce qui a été tapé depuis le dernier enregistrement sera oublié."
        if ask(self, "Abandonner", text, "Abandonner", "Continuer la saisie", danger=True):
            fresh = self.form.record is None
            self.form.discard()
            if fresh:
                QTimer.singleShot(0, self, self.closed.emit)


def _is_shown(field: DeclaredField) -> bool:
    """Attachments have their own tab; what the application fills itself is not asked."""
    return not field.champ.cache and field.libelle_element != "Pièce"


def _differs(before: object, after: object) -> bool:
    empty: tuple[object, ...] = (None, "", [], ())
    return before != after and not (before in empty and after in empty)
