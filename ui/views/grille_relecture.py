"""An answered grid beside the version that its grid has today: what is new, gone, reworded; answers taken on demand."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QGridLayout, QVBoxLayout, QWidget

from mvl_desktop.domain.reperage import Couple
from mvl_desktop.i18n import N_, _, ngettext
from ui.grille_values import GrilleRelue
from ui.plain import button, label
from ui.text import breakable, opening, visible
from ui.values import Values
from ui.view_models.interview import said_answer, signed
from ui.widgets.flow import Flow
from ui.widgets.panels import icon_label, row, scrolled

_LETTERS_FOR_TWO = 76
_NEW, _GONE, _REWORDED, _SAME = N_("Nouveau"), N_("N’y figure plus"), N_("Reformulé"), N_("Inchangé")
_ICONS = {_NEW: "plus", _GONE: "x", _REWORDED: "note-pencil", _SAME: "check-circle"}


class RelectureDialog(QDialog):
    """Old answers at the left, what is asked today at the right; nothing is taken over unless it is ticked."""

    def __init__(self, parent: QWidget, relue: GrilleRelue, *, locked: bool = False) -> None:
        super().__init__(parent)
        self.relue = relue
        self.boxes: dict[str, QCheckBox] = {}
        self.setWindowTitle(_("Relire la grille"))
        room = parent.window().size()
        letters, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        self.resize(QSize(min(letters * 130, room.width() - 40), min(line * 44, room.height() - 40)))
        self._side_by_side = self.width() >= letters * _LETTERS_FOR_TWO
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(8)
        for couple in relue.lignes:
            column.addWidget(self._card(couple))
        column.addStretch(1)
        self.same = button(_("&Cocher ce qui n’a pas changé"))
        self.go_on = button(_("&Ouvrir la version {n}").format(n=relue.nouvelle), "premier")
        self.go_on.setDefault(True)
        close = button(_("&Fermer"))
        self.said = label(_summary(relue), tone="discret", wrap=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 14)
        outer.setSpacing(10)
        outer.addWidget(label(visible(relue.titre), "soustitre", wrap=True))
        outer.addWidget(self.said)
        outer.addWidget(scrolled(body), 1)
        outer.addWidget(Flow(self.same, close, self.go_on))
        for made in (self.same, self.go_on):
            made.setVisible(not locked)
        self.same.setVisible(bool(self.boxes) and not locked)
        self.same.clicked.connect(self._tick_same)
        close.clicked.connect(self.reject)
        self.go_on.clicked.connect(self.accept)
        for box in self.boxes.values():
            box.setVisible(not locked)

    @property
    def codes(self) -> list[str]:
        """The criteria whose answers are to be taken over."""
        return [code for code, box in self.boxes.items() if box.isChecked()]

    def _card(self, couple: Couple) -> QFrame:
        frame = QFrame()
        frame.setObjectName("carte")
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 8, 14, 10)
        grid.setVerticalSpacing(4)
        grid.setHorizontalSpacing(18)
        kind = _kind(couple)
        about = couple.apres or couple.avant
        told = " · ".join(part for part in (couple.critere, _(kind), opening(str(about.get("famille") or ""))) if part)
        grid.addLayout(row(icon_label(_ICONS[kind], 16), label(visible(told), tone="discret"), None), 0, 0, 1, 2)
        sides = (
            (_("Version {n}").format(n=self.relue.ancienne), couple.avant, True),
            (_("Version {n}").format(n=self.relue.nouvelle), couple.apres, bool(couple.apres.get("remplie"))),
        )
        for place, (said, one, answered) in enumerate(sides):
            where = (1, place) if self._side_by_side else (1 + place, 0)
            grid.addLayout(self._side(said, one, answered=answered), *where)
        for place in range(2):
            grid.setColumnStretch(place, 1 if self._side_by_side or place == 0 else 0)
        if couple.avant.get("reponse") and couple.apres and not couple.apres.get("reponse"):
            box = QCheckBox(_("Reprendre cette réponse"))
            box.setAccessibleName(
                _("Reprendre la réponse\u00a0: {critere}").format(critere=visible(str(about.get("libelle") or "")))
            )
            box.setAccessibleDescription(_(kind))
            self.boxes[couple.critere] = box
            grid.addWidget(box, 3, 0, 1, 2)
        return frame

    def _side(self, said: str, one: Values, *, answered: bool) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label(said, tone="aide"))
        if not one:
            column.addWidget(label(_("Ce critère n’y est pas."), tone="discret", wrap=True))
        else:
            column.addWidget(label(breakable(visible(str(one.get("libelle") or ""))), "lecture_forte", wrap=True))
        if one and answered:
            told = " ".join(part for part in (said_answer(one), signed(one)) if part)
            column.addWidget(label(visible(told), wrap=True))
            for name in ("commentaire", "source"):
                if one.get(name):
                    column.addWidget(label(breakable(str(one[name])), tone="discret", wrap=True))
        elif one and one.get("aide"):
            column.addWidget(label(breakable(str(one["aide"])), tone="discret", wrap=True))
        column.addStretch(1)
        return column

    def _tick_same(self) -> None:
        for couple in self.relue.lignes:
            box = self.boxes.get(couple.critere)
            if box is not None and not couple.is_reworded:
                box.setChecked(True)


def _kind(couple: Couple) -> str:
    if couple.is_new:
        return _NEW
    if couple.is_gone:
        return _GONE
    return _REWORDED if couple.is_reworded else _SAME


def _summary(relue: GrilleRelue) -> str:
    new, gone = sum(each.is_new for each in relue.lignes), sum(each.is_gone for each in relue.lignes)
    reworded = sum(each.is_reworded for each in relue.lignes)
    parts = [
        ngettext("{n} critère nouveau", "{n} critères nouveaux", new).format(n=new) if new else "",
        ngettext("{n} reformulé", "{n} reformulés", reworded).format(n=reworded) if reworded else "",
        ngettext("{n} n’y figure plus", "{n} n’y figurent plus", gone).format(n=gone) if gone else "",
    ]
    told = ", ".join(part for part in parts if part) or _("les mêmes critères")
    said = _("De la version {old} à la version {new}\u00a0: {told}. Aucune réponse n’est reprise sans être cochée.")
    return said.format(old=relue.ancienne, new=relue.nouvelle, told=told)
