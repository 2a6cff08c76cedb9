"""What hardly differs, decided at once: each field with what would be kept and left, one reason for all."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.arbitration_values import LittleLine
from ui.plain import button, label
from ui.text import quoted, visible
from ui.widgets.motifs import MotifLine
from ui.widgets.panels import row

_LETTERS, _LINES = 92, 22
_QUOTED = 160


class TogetherDialog(QDialog):
    """A list to read and to cut down; nothing is decided before the reason is given."""

    def __init__(self, parent: QWidget | None, lines: Sequence[LittleLine], motifs: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Décider d’un coup"))
        self._lines = lines
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(_("Ces valeurs diffèrent à peine"), "soustitre", wrap=True))
        text = _("Décochez ce que vous voulez relire à part. Rien n’est perdu\u00a0: tout s’annule d’un coup.")
        column.addWidget(label(text, wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Champs à décider d’un coup"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for line in lines:
            item = QListWidgetItem(_said(line))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        column.addWidget(self.list, 1)
        self.motif = MotifLine(_("Motif commun"))
        self.motif.offer(motifs)
        title = label(_("&Motif commun *"))
        title.setBuddy(self.motif.typed)
        column.addLayout(row(title, self.motif))
        self.go_on = button("", "premier")
        self.go_on.setDefault(True)
        cancel = button(_("Annuler"))
        column.addLayout(row(None, cancel, self.go_on))
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self.accept)
        self.list.itemChanged.connect(lambda _item: self._enable())
        self.motif.changed.connect(self._enable)
        self._enable()
        room = self.screen().availableSize()
        letters = self.fontMetrics()
        wide, tall = letters.averageCharWidth() * _LETTERS, letters.lineSpacing() * _LINES
        self.resize(min(wide, room.width() - 24), min(tall, room.height() - 24))
        self.list.setFocus()

    @property
    def chosen(self) -> list[LittleLine]:
        """The lines that are still checked."""
        checked = (self.list.item(place).checkState() == Qt.CheckState.Checked for place in range(len(self._lines)))
        return [line for line, on in zip(self._lines, checked, strict=True) if on]

    @property
    def reason(self) -> str:
        """Why."""
        return self.motif.reason

    def ask(self) -> bool:
        """Show it; whether the person went on."""
        return self.exec() == QDialog.DialogCode.Accepted

    def _enable(self) -> None:
        number = len(self.chosen)
        self.go_on.setText(ngettext("Décider {n} champ", "Décider {n} champs", number).format(n=number))
        self.go_on.setEnabled(bool(number and self.reason))


def _said(line: LittleLine) -> str:
    left = " / ".join(_short(each) for each in line.laisse)
    return "\n".join(
        (
            f"{visible(line.titre)} · {line.libelle} · {line.raison}",
            _("Gardé\u00a0: {valeur}").format(valeur=_short(line.garde)),
            _("Écarté\u00a0: {valeur}").format(valeur=left),
        )
    )


def _short(text: str) -> str:
    words = visible(" ".join(text.split()))
    return quoted(words if len(words) <= _QUOTED else words[:_QUOTED] + "…")
