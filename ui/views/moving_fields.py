"""What a copy takes and leaves, field by field: a list to tick, and ways to share remembered by name on this post."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.moving_values import MoveField, MoveProfile
from ui.plain import button, label
from ui.text import visible
from ui.widgets.flow import Flow

_NAME_MAX = 60
_LINES = 6
_Name = Qt.ItemDataRole.UserRole


class MovingFields(QWidget):
    """Closed at first: one button. Open: the fields that hold something, ticked when they go."""

    changed = Signal()
    """Something was ticked: what would go is to be asked again."""
    kept = Signal(object)
    forgotten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.avec: frozenset[str] = frozenset()
        self.sans: frozenset[str] = frozenset()
        self._profiles: tuple[MoveProfile, ...] = ()
        self.open_button = button(_("Choisir &champ par champ"), "lien")
        self.open_button.setCheckable(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Champs qui partent"))
        self.list.setMinimumHeight(self.list.fontMetrics().lineSpacing() * _LINES)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.profile = QComboBox()
        self.profile.setAccessibleName(_("Profil de partage"))
        self.profile.view().setAccessibleName(_("Profils de partage"))
        self.profile.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.name = QLineEdit()
        self.name.setMaxLength(_NAME_MAX)
        self.name.setPlaceholderText(_("Nom du profil"))
        self.name.setAccessibleName(_("Nom du profil"))
        self.keep_button = button(_("&Retenir ce choix"))
        self.forget_button = button(_("&Oublier"))
        self.inside = QWidget()
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        said = _("Coché\u00a0: part. Ce qui est décoché reste ici, même dans une copie entière.")
        column.addWidget(label(said, tone="aide", wrap=True))
        column.addWidget(self.list)
        column.addWidget(Flow(self.profile, self.forget_button))
        column.addWidget(Flow(self.name, self.keep_button))
        self.inside.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.inside)
        self.open_button.toggled.connect(self.inside.setVisible)
        self.list.itemChanged.connect(self._on_ticked)
        self.profile.activated.connect(self._on_profile)
        self.name.textChanged.connect(lambda _text: self._enable())
        self.keep_button.clicked.connect(self._keep)
        self.forget_button.clicked.connect(self._forget)
        self.show_profiles(())

    def show_fields(self, champs: Sequence[MoveField]) -> None:
        """Show the fields, ticked when they go; the line that has the focus keeps it."""
        place = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for each in champs:
            item = QListWidgetItem(_(each.libelle))
            item.setData(_Name, each.name)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if each.part else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(min(place, self.list.count() - 1))
        self.list.blockSignals(False)

    def show_profiles(self, profiles: Sequence[MoveProfile]) -> None:
        """Offer the ways to share remembered here."""
        self._profiles = tuple(profiles)
        self.profile.clear()
        self.profile.addItem(_("Profil de partage…"), "")
        for each in self._profiles:
            self.profile.addItem(visible(each.nom), each.nom)
        self.profile.setVisible(bool(self._profiles))
        self.forget_button.setVisible(bool(self._profiles))
        self._enable()

    def clear(self) -> None:
        """Take back what was ticked by hand."""
        self.avec = self.sans = frozenset()
        self.profile.setCurrentIndex(0)

    def _on_ticked(self, item: QListWidgetItem) -> None:
        name = str(item.data(_Name))
        goes = item.checkState() == Qt.CheckState.Checked
        self.avec = self.avec | {name} if goes else self.avec - {name}
        self.sans = self.sans - {name} if goes else self.sans | {name}
        self.changed.emit()

    def _on_profile(self, place: int) -> None:
        if place > 0:
            chosen = self._profiles[place - 1]
            self.avec, self.sans = chosen.avec, chosen.sans
            self.name.setText(chosen.nom)
            self.changed.emit()
        self._enable()

    def _keep(self) -> None:
        self.kept.emit(MoveProfile(self.name.text().strip(), self.avec, self.sans))

    def _forget(self) -> None:
        nom = str(self.profile.currentData() or "")
        if nom:
            self.forgotten.emit(nom)

    def _enable(self) -> None:
        self.keep_button.setEnabled(bool(self.name.text().strip()))
        self.forget_button.setEnabled(self.profile.currentIndex() > 0)
