"""The choice of what somebody does here: one thing, with what it lets them read and do in one sentence."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.access_values import RoleChoice
from ui.plain import label
from ui.text import visible
from ui.values import Espace, Member
from ui.views.dialogs import Form


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


class InviteForm(Form):
    """Where somebody new comes in, and what they will do there."""

    def __init__(self, parent: QWidget | None, choices: Sequence[RoleChoice], espaces: Sequence[Espace]) -> None:
        text = _("L’invitation sert une seule fois, pendant sept jours. Remettez-la en main propre.")
        super().__init__(parent, _("Inviter un poste"), _("Choisir le fichier…"), text)
        self._boxes: dict[str, QCheckBox] = {}
        for each in espaces:
            box = self._boxes[each.id] = QCheckBox(visible(each.nom).replace("&", "&&"))
            box.setChecked(each is espaces[0])
            if len(espaces) > 1:
                self.add(_("Espace, avec ses compartiments"), box)
                box.setAccessibleName(visible(each.nom))
        self.roles = RoleList(choices)
        self.add(_("Que fera cette personne\u202f?"), self.roles)
        self.go_on.setEnabled(bool(self.roles.code))

    @property
    def espaces(self) -> list[str]:
        """The espaces chosen."""
        return [id_ for id_, box in self._boxes.items() if box.isChecked()]


class ChangeRoleForm(Form):
    """What a member does from now on."""

    def __init__(self, parent: QWidget | None, choices: Sequence[RoleChoice], member: Member) -> None:
        title = _("Changer le rôle de {nom}").format(nom=visible(member.nom))
        text = _("Ce que cette personne ne doit plus lire disparaît de son poste à son prochain échange.")
        super().__init__(parent, title, _("Changer le rôle"), text)
        self.setWindowTitle(_("Changer le rôle"))  # a title is read by the whole desktop: it names nobody
        self.roles = RoleList(choices)
        self.add(_("Que fait cette personne\u202f?"), self.roles)
        self.go_on.setEnabled(bool(self.roles.code))
