"""The form on one record: its parts, its attachments, its history, what is kept, save and give up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QDialog, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.domain.statut import wanted
from mvl_desktop.i18n import N_, _
from ui.advice import heed_of
from ui.icons import icon
from ui.messages import sentence
from ui.plain import ask, button, hint, label, set_tone
from ui.text import hour, visible
from ui.thumbnails import png
from ui.timing import Now
from ui.values import Change
from ui.view_models.around import Around, departement_of
from ui.view_models.checklist import Checklist
from ui.view_models.form_summary import missing
from ui.view_models.former_value import with_former
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.view_models.reperage import Reperage
from ui.views.form_actions import FormActions, PrintDialog
from ui.views.form_aside import AsideCard
from ui.views.form_aside_desk import AsideDesk
from ui.views.form_body import FormBody
from ui.views.form_desk import FormDesk
from ui.views.form_head import FormHead
from ui.views.form_links import LinkEditor
from ui.views.form_recalled import RecalledNotice
from ui.views.form_refusal import RefusalAsker
from ui.views.form_special import Specials, is_checklist
from ui.views.grille_picker import GrillePicker
from ui.views.history import HistoryView
from ui.views.interview_room import InterviewRoom
from ui.views.letters import LettersAsker
from ui.views.moving import MoveAsker
from ui.views.pieces import PiecesView, accept_files, dropped
from ui.widgets.editor import picture_waits
from ui.widgets.fields import Fields, Letters
from ui.widgets.makers import EditorMaker
from ui.widgets.panels import Notice, row
from ui.widgets.undo_bar import UndoBar

_TAKEN = N_("frgiyve")
"""Letters of the menus and of the buttons beside the form: each language has its own."""

_GRILLES = "grilles"
_LINES_FOR_TOPS = 24
"""Lines of text below which a form has no room for panels that do not scroll."""
_TABS = ("note-pencil", "paperclip", "clock-counter-clockwise")


class RecordFormView(QWidget):
    """One record: its fields, its attachments, its history."""

    wants_conflicts = Signal()
    wants_twins = Signal()
    wants_record = Signal(str, str)
    """Another record that a link leads to: its kind, its id."""
    closed = Signal()

    def __init__(self, declaration: Declaration, form: RecordForm, side: RecordSide, desk: FormDesk, now: Now) -> None:
        super().__init__()
        self.form, self.side = form, side
        self._declaration, self._desk = declaration, desk
        self._now = now
        self._waiting: Callable[[], None] | None = None
        self._tops: list[QWidget] = []
        self._rooms: list[QWidget] = []
        self._low = False
        self._icons = list(_TABS)
        self._wanted_place = ("", "")
        """A record, and the field of it that is to be seen once it is here."""
        self._correcting = False
        """Whether a field is said to be wrong."""
        self.around = Around(desk, form.background)
        self.checklist = Checklist(desk, form)
        self.reperage = Reperage(desk, form)
        self.asides = AsideDesk(self, form, desk, self.around, now)
        self.letters = LettersAsker(self, form, desk, now)
        specials = Specials(declaration, desk, form, self.around, self.checklist, self.reperage, self.letters, now)
        specials.wanted.connect(self.asides.open)
        self.asides.begun.connect(self._on_begun)
        self.asides.alone.connect(lambda: self.closed.emit() if self.form.typed is None else None)
        self.asides.found.connect(self._on_found)
        specials.asked.connect(self._on_asked)
        specials.wants_letter.connect(self.letters.ask_new)
        self.letters.refused.connect(self._on_letter_refused)
        self.letters.needs_record.connect(self._on_letter_alone)
        self.around.wanted.connect(self.wants_record)
        make = EditorMaker(
            desk,
            now,
            special=specials.makers,
            people=lambda: self.around.names,
            texts=lambda: self.around.texts,
            organismes=lambda: self.around.organismes(departement_of(form.typed)),
            heed=lambda field: heed_of(field, now),
            refer=lambda field: LinkEditor(field, self.around),
        )
        specials.small_form = make.small_form
        self.head = FormHead(declaration)
        self.conflict = Notice()
        self.see_conflicts = button(_("Comparer et décider"))
        self.conflict.add(self.see_conflicts)
        self.notice = Notice()
        self.content = FormBody(declaration, make, Letters(_(_TAKEN)), desk.wording)
        self.pieces, self.history = (
            PiecesView(side, desk),
            HistoryView(side),
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(_("Fiche"))
        self.tabs.tabBar().setAccessibleName(_("Pages de la fiche"))
        for page, said in ((self.content, _("Saisie")), (self.pieces, _("Pièces")), (self.history, _("Historique"))):
            self.tabs.addTab(page, said)
        has = declaration.champ
        notes, holder = has("notes") is not None, has("titulaire") is not None
        self.record_actions = FormActions(
            self.around, notes=notes, holder=holder, moves=has("deplace_vers") is not None
        )
        self.moving = MoveAsker(self, form, desk)
        self.recalled = RecalledNotice(form, desk)
        self.refusal = RefusalAsker(self, form, desk)
        self.tabs.setCornerWidget(self.record_actions)
        self.tabs.setTabVisible(1, has("pieces") is not None)
        self.setAcceptDrops(has("pieces") is not None)
        self.undo_bar = UndoBar()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        for widget in (self.head, self.conflict, self.recalled, self.notice):
            column.addWidget(widget)
        column.addWidget(self.tabs, 1)
        self.foot = QWidget()
        self.interview = InterviewRoom(
            self.tabs, (self.head, self.foot), self.reperage, side, self.around, self.checklist, self.notice, now
        )
        column.addWidget(self.interview, 1)
        column.addWidget(self.undo_bar)
        self._foot(column)
        self._connect()

    @property
    def groups(self) -> Mapping[str, Fields]:
        """The parts of the form, each made when it is asked."""
        return self.content.groups

    @property
    def area(self) -> QScrollArea:
        """What scrolls."""
        return self.content.area

    def fields(self, name: str) -> Fields:
        """Return the part that holds a field, open."""
        title = self.content.title_of(name)
        self.content.sections[title].set_open(True)
        return self.groups[title]

    def add_tab(self, page: QWidget, said: str, icon_name: str) -> None:
        """Add a page of what only this kind has."""
        self._icons.append(icon_name)
        self.tabs.addTab(page, said)

    def show_on_top(self, panel: QWidget) -> None:
        """Show a panel between what is said of the record and its fields, after those that are there."""
        self._tops.append(panel)
        self._place_top(panel, len(self._tops) - 1)

    @property
    def is_low(self) -> bool:
        """Whether there is too little height for anything to stay above what scrolls."""
        return self.height() < self.fontMetrics().lineSpacing() * _LINES_FOR_TOPS

    def show_in_place(self, room: QWidget) -> None:
        """Let something stand, when it is shown, where the pages of the form are."""
        self._column.insertWidget(self._column.indexOf(self.tabs) + 1, room, 1)
        self._rooms.append(room)

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        self.tabs.setCurrentIndex(0)
        self.content.focus_first()

    def show_when_read(self, rec: str, name: str) -> None:
        """Bring a field of a record into view as soon as the record is here."""
        self._wanted_place = (rec, name)

    def scroll_to(self, name: str) -> None:
        """Bring a field into view."""
        self.tabs.setCurrentIndex(0)
        self.content.show_field(name)

    def save(self) -> None:
        """Take everything typed and make a revision of it, unless a field is wrong: then go there."""
        if any(not each.isHidden() for each in self._rooms):
            self._show_values()  # the fields are hidden, and what is typed there instead is not in them yet
        self._take(self.content.values)
        wrong = next(self._wrong(), None)
        self._correcting = wrong is not None
        if wrong is None:
            self.notice.say("")
            self.form.save()
            return
        group, name = wrong
        self.interview.leave()
        group.check(name)
        self.tabs.setCurrentIndex(0)
        self.content.focus(name)
        self.notice.say(_("Un champ est à corriger avant d’enregistrer. Le brouillon, lui, est gardé."), "danger")

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach files; what is not recorded yet is recorded first, and that is said."""
        if paths:
            original = self.pieces.take_original()
            self._attach(lambda: self.side.attach(paths, original=original))

    def paste(self) -> None:
        """Attach the picture of the clipboard."""
        if picture_waits() and self.tabs.isTabVisible(1):
            picture, at = QGuiApplication.clipboard().image(), self._now()
            nom = _("Image collée le {day} à {hour}.png").format(day=f"{at:%d-%m-%Y}", hour=hour(at))
            self._attach(lambda: self.side.attach_bytes(nom, lambda: png(picture)))

    def write_note(self) -> None:
        """Put the cursor where a note is written."""
        if self.content.title_of("notes"):
            self.interview.leave()
            self.tabs.setCurrentIndex(0)
            self.content.focus("notes")

    def choose_grille(self) -> None:
        """Choose a grid to answer for the record that is open."""
        if self.form.typed is not None and self.content.title_of(_GRILLES):
            picker = GrillePicker(self, self.reperage)
            if picker.exec() == QDialog.DialogCode.Accepted and picker.chosen is not None:
                self.reperage.open(picker.chosen.id)
            picker.deleteLater()

    def print(self) -> None:
        """Ask whole or masked, where, and print."""
        record = self.form.record
        if record is None:
            return
        dialog = PrintDialog(self, record, waiting=self.form.can_save)
        wanted = dialog.ask()
        dialog.deleteLater()
        if wanted is not None:
            self.around.print(record.id, wanted[0], masked=wanted[1])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Draw icons on the tabs where there is room for them."""
        super().resizeEvent(event)
        if self.is_low != self._low:
            self._low = self.is_low
            for place, panel in enumerate(self._tops):
                self._place_top(panel, place)
        for place, name in enumerate(self._icons):
            self.tabs.setTabIcon(place, QIcon() if self.head.is_narrow else icon(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - the name is Qt's
        """Accept local files."""
        accept_files(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Attach the files dropped."""
        self.attach(dropped(event))

    def _place_top(self, panel: QWidget, place: int) -> None:
        """Put a panel above the tabs or, where there is little height, above the fields: they scroll together."""
        if self._low:
            self.content.put_on_top(panel, place)
        else:
            self._column.insertWidget(self._column.indexOf(self.tabs), panel)

    def _wrong(self) -> Iterator[tuple[Fields, str]]:
        """Give the fields that hold something wrong, each with its part."""
        return ((group, name) for group in self.content.built.values() for name in group.troubles())

    def _attach(self, do: Callable[[], None]) -> None:
        self.tabs.setCurrentIndex(1)
        if self.form.record is not None:
            do()
        elif self.form.can_save:
            self._waiting = do
            self.save()
        else:
            self.focus_first()
            self.notice.say(
                _("Donnez d’abord un objet\u00a0: une pièce se joint à une fiche enregistrée."), "attention"
            )

    def _foot(self, column: QVBoxLayout) -> None:
        self.indicator = label("", tone="discret", wrap=True)
        self.discard = button("")
        self.register = button(_("&Enregistrer"), "premier")
        self.register.setToolTip(hint("Ctrl+S"))
        foot = row()
        foot.addWidget(self.indicator, 1)
        foot.addWidget(self.discard)
        foot.addWidget(self.register)
        self.foot.setLayout(foot)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.form.opened.connect(self._show)
        self.form.filled.connect(self._show_values)
        self.form.changed.connect(self._show_state)
        self.form.refused.connect(self._on_refused)
        self.form.saved.connect(self._on_saved)
        self.content.edited.connect(lambda title: self._take(self.content.values_of(title)))
        self.content.left.connect(self._on_left)
        self.content.removed.connect(self.undo_bar.offer)
        self.content.pictured.connect(self.paste)
        self.pieces.removed.connect(self.undo_bar.offer)
        self.pieces.added.connect(self.attach)
        self.history.wants_former.connect(self._on_former)
        self.record_actions.wants_note.connect(self.write_note)
        self.record_actions.wants_print.connect(self.print)
        self.record_actions.handed.connect(self._on_handed)
        self.record_actions.wants_move.connect(self.moving.ask)
        self.record_actions.wants_refusal.connect(self.refusal.ask)
        self.refusal.said.connect(self.notice.say)
        self.refusal.written.connect(lambda: self.scroll_to("courriers"))
        self.record_actions.wants_twins.connect(self.wants_twins)
        self.side.reopened.connect(self.form.look_again)
        self.moving.said.connect(self.notice.say)
        self.moving.moved.connect(lambda rec: self.wants_record.emit(self._declaration.kind, rec))
        self.around.followed.connect(self.form.look_again)
        self.around.printed.connect(self._on_printed)
        self.around.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.reperage.choosing.connect(self.choose_grille)
        self.reperage.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.reperage.left.connect(lambda: self.content.focus(_GRILLES))
        self.checklist.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.head.closed.connect(self.closed)
        self.head.home_chosen.connect(self.form.choose_home)
        self.register.clicked.connect(self.save)
        self.discard.clicked.connect(self._on_discard)
        self.see_conflicts.clicked.connect(self.wants_conflicts)
        self.tabs.currentChanged.connect(self._on_tab)
        self.side.pieces_changed.connect(self._count_pieces)
        self._key("Ctrl+Z", self.undo_bar.take_back)
        self._key("Ctrl+V", self.paste)
        self._key("Ctrl+P", self.print)
        self._key("Ctrl+Shift+N", self.write_note)
        self._show()

    def _key(self, keys: str, do: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(do)

    def _show(self) -> None:
        record = self.form.record
        if not self.form.again:
            self.undo_bar.settle()
        self.setEnabled(self.form.typed is not None)
        if self.form.typed is not None:
            self.content.wake()
            self.around.load()
            self.around.renew()
            self.checklist.ask_newer()
            self._propose()
        self.around.show(record.id if record else "", linked=self._declaration.champ("liens") is not None)
        self.asides.follow()
        self._show_values(again=self.form.again)
        self.side.show(record)
        self.tabs.setTabEnabled(2, record is not None)
        if record is None:
            self.tabs.setCurrentIndex(0)
        self.head.show_homes(self.form.homes, self.form.home)
        self._on_tab(self.tabs.currentIndex())
        self._show_state()
        rec, place = self._wanted_place
        if record is not None and record.id == rec:
            self._wanted_place = ("", "")
            self.scroll_to(place)
        if record is not None and self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.tabs.setCurrentIndex(1)
            waiting()
            self.notice.say(_("La fiche a été enregistrée, pour que la pièce puisse y être jointe."))

    def _show_values(self, *, again: bool = True) -> None:
        typed = self.form.typed
        self.content.show_values(dict(typed.champs) if typed else {}, again=again)

    def _show_state(self) -> None:
        record = self.form.record
        self.head.show_record(self.form.typed, record)
        self.record_actions.show_record(record)
        self.indicator.setText(self.form.indicator)
        set_tone(self.indicator, "danger" if self.form.troubled else "discret")
        self.register.setEnabled(self.form.can_save)
        self.discard.setVisible(self.form.can_save)
        self.discard.setText(_("Abandonner les modifications") if record else _("Abandonner le brouillon"))
        said = _("Deux personnes ont modifié le même champ sans se voir. Les deux valeurs sont gardées.")
        if self.head.is_narrow:
            said = _("Un champ a deux valeurs.")
        self.conflict.say(said if record and record.conflits else "", "attention")

    def _take(self, values: Mapping[str, object]) -> None:
        typed = self.form.typed
        if typed is None:
            return
        if self._correcting and next(self._wrong(), None) is None:
            self._correcting = False
            self.notice.say("")
        if any(_differs(typed.champs.get(name), value) for name, value in values.items()):
            self.form.type(values)
            self.content.consider({**typed.champs, **values})

    def _on_saved(self, _rec: str) -> None:
        typed = self.form.typed
        champs = typed.champs if typed else {}
        awaited = missing(self._declaration.champs, champs)
        asked = [self._declaration.champ(name) for name in wanted(champs)]
        awaited += [field for field in asked if field is not None and field not in awaited]
        if not awaited:
            self.notice.say("")
            return
        said = _("Enregistré. Il manque encore\u00a0: {fields}.")
        self.notice.say(said.format(fields=", ".join(_(field.libelle) for field in awaited)), "attention")

    def _on_asked(self, name: str) -> None:
        self.tabs.setCurrentIndex(0)
        self.content.focus(name)

    def _on_letter_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")

    def _on_letter_alone(self) -> None:
        self.focus_first()
        said = _("Donnez d’abord un objet\u00a0: un courrier s’écrit depuis une fiche enregistrée.")
        self.notice.say(said, "attention")

    def _on_begun(self, champ: str, draft: str) -> None:
        card = self._card(champ)
        if card is not None:
            card.begin_again(draft)

    def _on_found(self, champ: str, draft: str) -> None:
        card = self._card(champ)
        if card is not None:
            card.begin_again(draft)
            self.scroll_to(champ)
            self.asides.open(card)

    def _card(self, champ: str) -> AsideCard | None:
        made = self.fields(champ).editors.get(champ) if self.content.title_of(champ) else None
        return made if isinstance(made, AsideCard) else None

    def _on_left(self) -> None:
        self.form.flush()
        if self.isVisible():  # the focus also leaves a window that goes away
            self._propose()

    def _propose(self) -> None:
        if any(map(is_checklist, self._declaration.champs)):
            self.checklist.ask_fiches()

    def _on_tab(self, index: int) -> None:
        if index == 1:
            self.side.draw()
        elif index == 2:
            self.side.load_history()

    def _on_former(self, change: Change) -> None:
        typed = self.form.typed
        filled = with_former(self._declaration, typed.champs, change.nom, change.valeur_avant) if typed else None
        if filled is None:
            self.notice.say(_("Cette valeur ne peut pas être reprise telle quelle."), "attention")
            return
        self.form.put(filled)
        self.scroll_to(next(iter(filled)))
        said = _("«\u00a0{field}\u00a0» a retrouvé son ancienne valeur. Enregistrez pour la garder.")
        self.notice.say(said.format(field=change.champ))

    def _on_handed(self, nom: str) -> None:
        self.form.put({"titulaire": nom})
        said = _("Confié à {name}. Enregistrez pour que ce soit su.")
        self.notice.say(said.format(name=visible(nom)))

    def _on_printed(self, name: str) -> None:
        self.notice.say(_("Document écrit\u00a0: {name}").format(name=visible(name)), "succes")

    def _count_pieces(self) -> None:
        number = len(self.side.shown)
        if self.tabs.currentIndex() == 1:
            self.side.draw()
        self.tabs.setTabText(1, _("Pièces ({n})").format(n=number) if number else _("Pièces"))

    def _on_refused(self, code: str, champ: str) -> None:
        name = champ.partition("/")[0]
        self._waiting = None
        if self.content.title_of(name):
            self.interview.leave()
            self.tabs.setCurrentIndex(0)
            self.fields(name).check(name, sentence(code))
            self.content.focus(name)
        self.notice.say(sentence(code), "danger")

    def _on_discard(self) -> None:
        text = _("Ce qui a été tapé depuis le dernier enregistrement sera oublié.")
        if ask(self, _("Abandonner"), text, _("Abandonner"), _("Continuer la saisie"), danger=True):
            fresh = self.form.record is None
            self.form.discard()
            if fresh:
                QTimer.singleShot(0, self, self.closed.emit)


def _differs(before: object, after: object) -> bool:
    empty: tuple[object, ...] = (None, "", [], ())
    return before != after and not (before in empty and after in empty)
