"""The choice of what somebody does here: one thing, with what it lets them read and do in one sentence."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from ui.access_values import RoleChoice
from ui.plain import label


class RoleList(QWidget):
    """The choices, one under the other; one that may not be made is there, dimmed, with the reason."""

    def __init__(self, choices: Sequence[RoleChoice], chosen: str = "agent") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.group = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        for each in choices:
            radio = QRadioButton(each.libelle)
            radio.setEnabled(not each.refus)
            said = each.refus or each.phrase
            radio.setAccessibleDescription(said)
            self.group.addButton(radio)
            self.radios[each.code] = radio
            column.addWidget(radio)
            about = label(said, tone="aide", wrap=True)
            about.setContentsMargins(radio.iconSize().width() + 10, 0, 0, 6)
            column.addWidget(about)
        free = [each.code for each in choices if not each.refus]
        if free:
            first = self.radios[chosen if chosen in free else free[0]]
            first.setChecked(True)
            self.setFocusProxy(first)

    @property
    def code(self) -> str:
        """What is chosen; empty when nothing may be."""
        return next((code for code, radio in self.radios.items() if radio.isChecked()), "")
