"""What is asked before two signalements are tied or merged, and the merges that may be undone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QListWidget, QSizePolicy, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.duplicates_values import Differing, MergePlan, Pair, Side
from ui.messages import sentence
from ui.plain import ask, button, hint, label
from ui.text import visible
from ui.view_models.duplicates import DuplicatesDesk
from ui.views.dialogs import FittedDialog, Form
from ui.widgets.panels import Notice, clear, row, scrolled

_MOTIF_MAX = 500
_SHOWN = 70
_LEAST = 12
"""Letters of a value that are shown even in a narrow window; its tooltip says it whole."""
_NATURES = (
    ("rattache_a", N_("Rattaché à (une suite, ou la même affaire)")),
    ("meme_mis_en_cause", N_("Même mis en cause, situations différentes")),
    ("meme_lieu", N_("Même lieu")),
    ("doublon_de", N_("Doublon de, sans réunir les deux")),
)


class TieForm(Form):
    """Asks how two signalements are tied."""

    def __init__(self, parent: QWidget | None) -> None:
        text = _("Les deux signalements restent\u202f; chacun montre le lien.")
        super().__init__(parent, _("Rattacher l’un à l’autre"), _("Rattacher"), text)
        self.nature = QComboBox()
        for code, words in _NATURES:
            self.nature.addItem(_(words), code)
        self.add(_("&Lien"), self.nature)
        self.motif = QLineEdit()
        self.motif.setMaxLength(_MOTIF_MAX)
        self.add(_("&Pourquoi"), self.motif, _("Facultatif\u00a0; lisible par tous ceux qui lisent le signalement."))

    @property
    def chosen(self) -> str:
        """The code of the link."""
        return str(self.nature.currentData())


class MergeForm(FittedDialog):
    """Asks which signalement carries on, and what is kept where both differ; the rest is united by itself."""

    def __init__(self, parent: QWidget | None, pair: Pair, duplicates: DuplicatesDesk) -> None:
        super().__init__(parent)
        self._pair, self._duplicates = pair, duplicates
        self._chosen: dict[str, QComboBox] = {}
        self.setWindowTitle(_("Fusionner deux signalements"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 84)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(_("Fusionner deux signalements"), "soustitre"))
        text = _(
            "L’un continue avec ce que disent les deux\u202f; l’autre est clos comme doublon. Les deux histoires"
            " restent, et la fusion peut être annulée."
        )
        column.addWidget(label(text, wrap=True))
        self.notice = Notice()
        column.addWidget(self.notice)
        self.carries_on = _narrow_box()
        for side in (pair.a, pair.b):
            _offer(self.carries_on, visible(_named(side)), side.id)
        self._field(column, _("&Celui qui continue"), self.carries_on)
        self.taken = label("", tone="aide", wrap=True)
        column.addWidget(self.taken)
        body = QWidget()
        self._lines = QVBoxLayout(body)
        self._lines.setContentsMargins(0, 0, 12, 0)
        self.differing = scrolled(body)
        room = self.screen().availableGeometry().height()
        self.differing.setMinimumHeight(min(self.fontMetrics().height() * 16, room // 3))
        column.addWidget(self.differing, 1)
        self.motif = QLineEdit()
        self.motif.setMaxLength(_MOTIF_MAX)
        self._field(column, _("&Pourquoi (facultatif)"), self.motif)
        self.go_on = button(_("&Fusionner"), "premier")
        self.go_on.setDefault(True)
        self.go_on.setEnabled(False)
        cancel = button(_("Annuler"))
        column.addLayout(row(None, cancel, self.go_on))
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self.accept)
        self.carries_on.currentIndexChanged.connect(lambda _place: self._plan())
        duplicates.planned.connect(self._show_plan)
        duplicates.refused.connect(self._on_refused)
        self._plan()
        self.carries_on.setFocus()

    @property
    def survivor(self) -> Side:
        """The one that carries on."""
        return self._pair.b if self.carries_on.currentIndex() else self._pair.a

    @property
    def absorbed(self) -> Side:
        """The one that is taken in."""
        return self._pair.a if self.carries_on.currentIndex() else self._pair.b

    def choices(self) -> dict[str, str]:
        """Return what was chosen for each field where both differ."""
        return {key: str(box.currentData()) for key, box in self._chosen.items()}

    def ask(self) -> bool:
        """Show it; whether the person went on."""
        return self.exec() == QDialog.DialogCode.Accepted

    def stop(self) -> None:
        """Hear no more answers."""
        self._duplicates.planned.disconnect(self._show_plan)
        self._duplicates.refused.disconnect(self._on_refused)

    def _plan(self) -> None:
        self.go_on.setEnabled(False)
        self._duplicates.plan(self.survivor.id, self.absorbed.id)

    def _show_plan(self, plan: MergePlan) -> None:
        clear(self._lines)
        self._chosen.clear()
        taken = _("Repris de l’autre sans question\u00a0: {champs}.").format(champs=", ".join(plan.pris))
        self.taken.setText(taken if plan.pris else _("L’autre n’apporte rien que celui-ci n’ait déjà."))
        number = len(plan.differents)
        if number:
            said = ngettext(
                "{n} champ diffère\u00a0: que garder\u202f?", "{n} champs diffèrent\u00a0: que garder\u202f?", number
            )
            self._lines.addWidget(label(said.format(n=number), tone="discret"))
        for each in plan.differents:
            self._add(each)
        self._lines.addStretch(1)
        self.differing.setVisible(bool(number))
        self.go_on.setEnabled(True)

    def _add(self, each: Differing) -> None:
        box = _narrow_box()
        for words, value, code in (
            (_("Garder\u00a0: {valeur}"), each.ici, "garder"),
            (_("Prendre l’autre\u00a0: {valeur}"), each.autre, "prendre"),
        ):
            _offer(box, words.format(valeur=_short(value)), code, words.format(valeur=visible(value)))
        if each.deux:
            _offer(box, _("Garder les deux textes, l’un après l’autre"), "les_deux")
        box.setAccessibleName(each.libelle)
        name = label(each.libelle, wrap=True)
        name.setBuddy(box)
        self._lines.addWidget(name)
        self._lines.addWidget(box)
        self._chosen[each.cle] = box

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")

    def _field(self, column: QVBoxLayout, title: str, widget: QWidget) -> None:
        said = label(title)
        said.setBuddy(widget)
        widget.setAccessibleName(title.replace("&", ""))
        column.addWidget(said)
        column.addWidget(widget)


class MergesDialog(QDialog):
    """The merges in force; the one that is chosen may be undone."""

    def __init__(self, parent: QWidget | None, duplicates: DuplicatesDesk) -> None:
        super().__init__(parent)
        self.duplicates = duplicates
        self.setWindowTitle(_("Fusions déjà faites"))
        self.setMinimumSize(self.fontMetrics().averageCharWidth() * 76, 320)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        self.heading = label(_("Fusions déjà faites"), "soustitre")
        column.addWidget(self.heading)
        self.about = label("", wrap=True)
        column.addWidget(self.about)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(_("Fusions"))
        column.addWidget(self.list, 1)
        self.undo = button(_("&Annuler cette fusion…"), "premier")
        close = button(_("&Fermer"))
        column.addLayout(row(self.undo, None, close))
        close.clicked.connect(self.accept)
        self.undo.clicked.connect(self._on_undo)
        self.list.currentRowChanged.connect(lambda place: self.undo.setEnabled(place >= 0))
        duplicates.merges_changed.connect(self._show)
        duplicates.ask_merges()
        self._show()
        self.list.setFocus()

    def _show(self) -> None:
        merges = self.duplicates.merges
        self.list.clear()
        for each in merges:
            crossed = "\n" + _("Fusionnés dans les deux sens par deux personnes\u00a0: annulez l’une des deux.")
            words = _("{autre}\nréuni dans\u00a0: {un}")
            said = words.format(autre=visible(_named(each.absorbe)), un=visible(_named(each.survivant)))
            self.list.addItem(said + crossed * each.croisee)
        self.list.setCurrentRow(0 if merges else -1)
        self.undo.setEnabled(bool(merges))
        some = _(
            "Annuler rend les deux signalements comme avant\u202f; ce qui a été modifié depuis reste, et vous est dit."
        )
        self.about.setText(some if merges else _("Aucune fusion en vigueur sur ce poste."))

    def _on_undo(self) -> None:
        place = self.list.currentRow()
        if not 0 <= place < len(self.duplicates.merges):
            return
        chosen = self.duplicates.merges[place]
        text = _("«\u00a0{un}\u00a0» et «\u00a0{autre}\u00a0» redeviennent deux signalements.")
        said = text.format(un=visible(chosen.survivant.titre), autre=visible(chosen.absorbe.titre))
        if ask(self, _("Annuler cette fusion"), said, _("Annuler la fusion"), _("Laisser")):
            self.duplicates.undo(chosen.absorbe.id)


def _named(side: Side) -> str:
    return " · ".join(part for part in (side.titre, side.reference, side.recu_le) if part)


def _narrow_box() -> QComboBox:
    """Return a choice that takes the width that there is, and says in its tooltip what it has no room for."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LEAST)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.currentIndexChanged.connect(lambda _place: box.setToolTip(_whole(box)))
    return box


def _whole(box: QComboBox) -> str:
    return str(box.currentData(Qt.ItemDataRole.ToolTipRole) or "")


def _offer(box: QComboBox, words: str, code: str, whole: str = "") -> None:
    box.addItem(words, code)
    box.setItemData(box.count() - 1, hint(whole or words), Qt.ItemDataRole.ToolTipRole)
    box.setToolTip(_whole(box))


def _short(text: str) -> str:
    line = " ".join(visible(text).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rstrip() + "…"
