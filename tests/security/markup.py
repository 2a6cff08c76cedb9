"""A post whose every text is markup, and an eye that walks windows and says what would obey it."""

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QModelIndex, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QInputDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.services.audit_words import ACTIONS
from tests.ui.fakes import NOON, MemoryDesk
from ui.conservation_values import Conserved, DueLine, HeldLine, OrderLine, ProofLine
from ui.desk import Desk
from ui.echeance_values import DueLine as EcheanceLine
from ui.echeance_values import DueRule, DueRules
from ui.export_values import ExportedRecord, ExportLine
from ui.journal_values import Accesses, AccessLine, RegisterLine
from ui.values import (
    Change,
    Choice,
    Conflict,
    Espace,
    FicheVersion,
    Introduction,
    LotReport,
    Member,
    Notice,
    Past,
    PastExchange,
    Person,
    Piece,
    SavedSearch,
    Todo,
    Typed,
    Version,
    WaitingRequest,
    Wanted,
)
from ui.views.guide import GuidePages

LINES_MAX = 40
_MARKUP = re.compile(r"<\s*(img|a|b|script)\b", re.I)
_NAMES_OF_THINGS = frozenset(
    {
        "id",
        "cle",
        "rec",
        "kind",
        "espace_id",
        "etat",
        "etat_envoi",
        "role",
        "sort",
        "revision",
        "champ",
        "code",
        "nature",
    }
    | {"cle", "motif", "appareil", "empreinte", "type_mime", "origine", "niveau", "urgence", "statut", "action"}
    | {
        "gravite",
        "arret",
        "voie",
        "service",
        "espace",
        "compartiment_de",
        "nom_du_champ",
        "remplie",
        "refus",
        "forme",
        "possible",
        "portee",
        "situation",
    }
)
"""Fields of values that hold identifiers and closed codes: they are read, not shown."""
_LEFT_ALONE = (Typed, Wanted)


def canary(picture: Path) -> str:
    """Return markup that loads a file, calls a server, and offers a link, if anybody obeys it."""
    return (
        f'canari <img src="{picture.as_uri()}"><img src=http://exemple.invalid/c>'
        f'<a href="{picture.as_uri()}">lien</a><b>gras</b>&amp;'
    )


def filled(kind: str, text: str) -> dict[str, Any]:
    """Put the canary in every field of a kind that takes text or an open code, elements included."""
    return {field.name: _value(field, text) for field in required(kind).champs}


def _value(field: DeclaredField, text: str) -> object:
    match field.sort:
        case "date":
            return "2026-11-03"
        case "entier":
            return 3
        case "oui_non":
            return True
        case "reference":
            return f"ref:{'0a' * 16}:{kinds().index(field.champ.vers or 'signalement') + 1:032x}"
        case "liste" | "codes":
            return [text]
        case "elements":
            return [{"id": f"{1:016x}"} | {member.name: _value(member, text) for member in field.champs}]
    return text


class TaintedDesk(MemoryDesk):
    """A fake post: every text of every value that it gives to windows is the canary, whatever the value."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.first = {kind: self.add(kind, **filled(kind, text)) for kind in kinds()}
        rec = self.first["signalement"]
        record = self.records[rec]
        record.pieces = (Piece("0" * 16, text, 4096, origine=text), Piece("1" * 16, text, 9, complete=False))
        record.champs["reponses"][0]["remplie"] = record.champs["grilles"][0]["id"]  # type: ignore[index]
        record.past = [Past(NOON, text, (Change(text, text, text, "objet", text),)), Past(NOON, text, (), efface=True)]
        self.found_conflicts = [
            Conflict(rec, "signalement", text, name, text, tuple(_versions(text))) for name in ("objet", "resume")
        ]
        self.espace_list = [Espace("0a" * 16, text, "admin"), Espace("0b" * 16, text, "admin", True, None, "0a" * 16)]
        self.member_list = [
            Member("d1", text, "K7", text, "0a" * 16, "admin", "actif", ici=True),
            Member("d2", text, "B2", text, "0a" * 16, "agent", "actif", ici=False),
        ]
        self.alarms = (Notice(1, text),)
        self.exchanges = [PastExchange(NOON, "service", (1, 2)), PastExchange(NOON, "lot", (1, 2))]
        self.persons = [Person(text, text, text, text, ici=True), Person(f"{text} bis", text, text, text)]
        self.said = Introduction(text, "", text, ())
        self.searches = [SavedSearch(text, Wanted("signalement", text, (("titulaire", text),)))]
        self.recent = [Todo(rec, "signalement", text, text, text)]
        self.waiting_list = [WaitingRequest("q1", text, (text,), "agent")]
        self.report = LotReport(text, text, text, 1, 1, 1, 1, 1, 1, "lot_incomplet", remarques=(text,))
        register = RegisterLine("0a" * 16, "aa", text, text, 2, date(2026, 1, 1), date(2026, 1, 2), ici=True)
        lines = tuple(AccessLine(NOON, code, text, text) for code in (*ACTIONS, text))
        self.noted, self.of_others = Accesses(lines, (register, register), auditeur=True), lines
        order = OrderLine("o1", "elimination", text, text, 1, text, "2026-11-03", "attend", True, True)
        self.shown_of_conservation = Conserved(
            permis=True,
            avertissement=text,
            a_traiter=(DueLine(rec, text, text, text, "detruire", date(2026, 1, 1), text, True, False, True),),
            ordres=(order,),
            effacements=(ProofLine("p1", "effacement", text, 1, NOON, 0, 2, (text,), (text,)),),
            bloques=(HeldLine(rec, text),),
        )
        due = due_line(rec, text)
        self.due_lines = (due, dataclasses.replace(due, cle="k2", etat="tenue", ouverte=False, ajoutee=True))
        rule = DueRule(
            code=text,
            libelle=text,
            evenement=text,
            delai=text,
            source=text,
            appliquee=True,
            a_valider=True,
            propre=True,
            champs=filled("regle-echeance", text),
        )
        self.rules_of_dues = DueRules("0a" * 16, True, (rule,), text)
        self.register = (ExportLine(text, text, text, text, text, text, 1, True),)
        self.left_records = (ExportedRecord(rec, text, text),)
        self.former = [FicheVersion(1, NOON, text, filled("fiche-conduite", f"avant {text}"))]
        self.former_grilles = [FicheVersion(1, NOON, text, filled("grille", f"avant {text}"))]
        self.kept = {"f" * 32: Typed("f" * 32, "signalement", None, {"objet": text})}

    def codes(self, nomenclature: str) -> Sequence[Choice]:
        """Return more codes than boxes can hold for one of the lists, so that each sort of editor is made."""
        found = super().codes(nomenclature)
        return [Choice(f"c{n}", f"Code {n}") for n in range(40)] if nomenclature == "pratiques" else found


def due_line(rec: str, text: str) -> EcheanceLine:
    """Return a deadline whose every word is the canary."""
    return EcheanceLine(
        rec=rec,
        cle="k1",
        quoi=text,
        le=date(2026, 1, 1),
        etat="en_retard",
        quand=text,
        pourquoi=text,
        reference=text,
        titre=text,
        espace=text,
        responsable=text,
    )


def _versions(text: str) -> Iterator[Version]:
    for device in ("aa", "bb"):
        yield Version(f"{device}-1", text, NOON, text, text)


def _taint_everything_it_gives() -> None:
    """Make each method that windows may call give tainted values, those added after this was written included."""
    own = vars(TaintedDesk)
    names = {name for part in Desk.__mro__ for name in vars(part) if not name.startswith("_")}
    for name in names - set(own) - {"close", "reference_of", "service_of", "recall"}:
        setattr(TaintedDesk, name, _tainting(name))


def _tainting(name: str) -> Callable[..., object]:
    def give(self: TaintedDesk, *words: Any, **said: Any) -> object:
        return tainted(getattr(super(TaintedDesk, self), name)(*words, **said), self.text)

    return give


def tainted(value: object, text: str) -> object:
    """Return a value with the canary in every text that windows may show."""
    if isinstance(value, (*_LEFT_ALONE, str)):
        return value
    if isinstance(value, list | tuple):
        made = [tainted(each, text) for each in value]
        return tuple(made) if isinstance(value, tuple) else made
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes: dict[str, Any] = {}
        for field in dataclasses.fields(value):
            held = getattr(value, field.name)
            if isinstance(held, str):
                if field.name not in _NAMES_OF_THINGS and "canari" not in held:
                    changes[field.name] = f"{held} {text}" if held else held
            elif not isinstance(held, datetime | dict):
                changes[field.name] = tainted(held, text) if isinstance(held, list | tuple) else held
        return dataclasses.replace(value, **changes)
    return value


_taint_everything_it_gives()


def looks_rich(text: str) -> bool:
    """Whether Qt, left to guess, might read a text as markup: more texts than it would."""
    return re.search(r"<\s*[!/a-z]", text, re.I) is not None


def columns_of(model: QAbstractItemModel) -> int:
    """Return how many columns a model has: that of a list keeps it to itself, and has one."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())


class Links(QObject):
    """Where links would go, if one opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


class Eye:
    """Looks at whatever is open, and remembers which classes it met and what it found."""

    def __init__(self) -> None:
        self.met: set[type] = set()
        self.found: list[str] = []
        self.seen = 0
        """How many widgets and cells showed the canary, as it was typed."""
        self.scene = ""

    def look(self, window: QWidget) -> None:
        """Walk a window, what is hidden in it included."""
        for widget in [window, *window.findChildren(QWidget)]:
            self.met.update(type(widget).__mro__)
            self._look_at(widget)
        window.grab()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _look_at(self, widget: QWidget) -> None:
        self._tip(widget, widget.toolTip())
        self._tip(widget, widget.whatsThis())
        self._tip(widget, widget.statusTip())
        if "canari" in widget.windowTitle():
            self._say(widget, "a window title names somebody")
        if isinstance(widget, QLabel):
            self._label(widget)
        elif isinstance(widget, QMessageBox) and widget.textFormat() != Qt.TextFormat.PlainText:
            self._say(widget, "a box reads markup")
        elif isinstance(widget, QTextEdit | QPlainTextEdit):
            self._text(widget)
        elif isinstance(widget, QAbstractItemView):
            self._view(widget)
        elif isinstance(widget, QComboBox):
            self._model(widget, widget.model())
        elif isinstance(widget, QMenu):
            self._menu(widget)

    def _label(self, label: QLabel) -> None:
        ours = not isinstance(label.window(), QInputDialog)
        risky = looks_rich(label.text())
        if label.textFormat() != Qt.TextFormat.PlainText and (ours or risky) and label.pixmap().isNull():
            self._say(label, f"a label may read markup: {label.text()[:40]!r}")
        if label.openExternalLinks():
            self._say(label, "a label opens links by itself")
        self.seen += "<img" in label.text()

    def _text(self, edit: QTextEdit | QPlainTextEdit) -> None:
        if isinstance(edit, GuidePages):
            return  # our own pages: what they load has its own test
        self.seen += "<img" in edit.toPlainText()
        if "\ufffc" in edit.toPlainText():
            self._say(edit, "a picture stands in a text")
        html = edit.toHtml() if isinstance(edit, QTextEdit) else ""
        if re.search(r"<(img|a) [^>]*(canari|exemple\.invalid)", html):
            self._say(edit, "markup is obeyed")
        given = [edit.loadResource(kind, QUrl("file:///etc/hostname")) for kind in (1, 2, 3)]
        if given != [None] * 3:
            self._say(edit, "a text loads resources")

    def _view(self, view: QAbstractItemView) -> None:
        if isinstance(view, QHeaderView):
            return  # seen with the table that it heads
        self._model(view, view.model())

    def _model(self, widget: QWidget, model: QAbstractItemModel | None) -> None:
        if model is None:
            return
        for line in range(min(model.rowCount(QModelIndex()), LINES_MAX)):
            for column in range(columns_of(model)):
                self._cell(widget, model, model.index(line, column))
        for column in range(columns_of(model)):
            for role in Qt.ItemDataRole:
                self._role(widget, role, model.headerData(column, Qt.Orientation.Horizontal, role))

    def _cell(self, widget: QWidget, model: QAbstractItemModel, index: QModelIndex) -> None:
        for role in Qt.ItemDataRole:
            self._role(widget, role, model.data(index, role))
        for child in range(min(model.rowCount(index), LINES_MAX)):
            self._cell(widget, model, model.index(child, 0, index))

    def _role(self, widget: QWidget, role: Qt.ItemDataRole, value: object) -> None:
        if not isinstance(value, str):
            return
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.StatusTipRole):
            self._tip(widget, value)
        elif role == Qt.ItemDataRole.DisplayRole:
            self.seen += "<img" in value

    def _menu(self, menu: QMenu) -> None:
        for action in menu.findChildren(QAction):
            if menu.toolTipsVisible():
                self._tip(menu, action.toolTip())
            self.seen += "<img" in action.text()

    def _tip(self, widget: QWidget, tip: str) -> None:
        """A tip that looks like markup must be all escaped: read as markup, it gives the text back."""
        if not tip or not looks_rich(tip):
            return
        if _MARKUP.search(tip) or not tip.startswith("<span>"):
            self._say(widget, f"a tip is obeyed: {tip[:60]!r}")
        elif "canari" in tip and "<img" not in QTextDocumentFragment.fromHtml(tip).toPlainText():
            self._say(widget, f"a tip loses its text: {tip[:60]!r}")

    def _say(self, widget: QWidget, what: str) -> None:
        self.found.append(f"{self.scene}: {type(widget).__name__} « {widget.objectName()} »: {what}")
