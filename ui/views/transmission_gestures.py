"""The small forms of a transmission: how it left, what came back, a reminder, giving it up. Each is one gesture."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.transmettre import Passed
from mvl_desktop.domain.transmettre_questions import MAIL
from mvl_desktop.domain.transmission import ABANDONNEE, ENVOYEE
from mvl_desktop.i18n import N_, _
from ui.plain import button, label
from ui.widgets.elements import FieldsMaker
from ui.widgets.panels import Notice, row, scrolled

_LETTERS, _AROUND, _SIDES = 68, 24, 40
"""Its width in letters; what a window has around it, and within."""


@dataclass(frozen=True, slots=True)
class Gesture:
    """A gesture as people are asked about it. `state`: the state in which its fields are shown."""

    code: str
    button: str
    title: str
    text: str
    fields: tuple[str, ...]
    asked: tuple[str, ...]
    go_on: str
    state: str = ENVOYEE
    today: str = ""
    """The field that holds today's date at first."""


GESTURES: Mapping[str, Gesture] = {
    each.code: each
    for each in (
        Gesture(
            "envoyer",
            N_("Marquer envoyée…"),
            N_("Marquer envoyée"),
            N_(
                "MVL n’envoie rien. Dites comment cette transmission est partie\u202f; ensuite, ce qui est parti ne "
                "changera plus."
            ),
            ("canal_envoi", "envoyee_le", "envoyee_a", "reference_envoi", "signee_par", "retour_attendu_le"),
            ("canal_envoi", "envoyee_le"),
            N_("Elle est partie"),
            today="envoyee_le",
        ),
        Gesture(
            "recue",
            N_("Réception attestée…"),
            N_("Réception attestée"),
            N_("Le jour où le destinataire a attesté l’avoir reçue\u00a0: avis de réception, courriel, appel."),
            ("recepisse_le",),
            ("recepisse_le",),
            N_("Noter la réception"),
            today="recepisse_le",
        ),
        Gesture(
            "relancer",
            N_("Relancer…"),
            N_("Relance"),
            N_("MVL ne relance personne\u00a0: notez que vous l’avez fait, et jusqu’à quand vous attendez."),
            ("relancee_le", "retour_attendu_le"),
            ("relancee_le",),
            N_("Noter la relance"),
            today="relancee_le",
        ),
        Gesture(
            "retour",
            N_("Retour reçu…"),
            N_("Retour reçu"),
            N_("Ce que le destinataire a répondu, en quelques mots."),
            ("retour_recu_le", "reference_retour", "issue", "issue_precision"),
            ("retour_recu_le",),
            N_("Noter le retour"),
            today="retour_recu_le",
        ),
        Gesture(
            "clore",
            N_("Clore…"),
            N_("Clore la transmission"),
            N_("Rien n’est plus attendu de ce destinataire. «\u00a0Sans retour\u00a0» est une issue."),
            ("issue",),
            ("issue",),
            N_("Clore"),
        ),
        Gesture(
            "abandonner",
            N_("Abandonner…"),
            N_("Renoncer à cette transmission"),
            N_("Elle reste lisible, avec la raison d’y renoncer."),
            ("motif_abandon",),
            ("motif_abandon",),
            N_("Y renoncer"),
            state=ABANDONNEE,
        ),
    )
}
"""Those that ask something; « modifier » opens the whole form, « décider » and « reprendre » ask nothing."""

PLAIN_WORDS: Mapping[str, str] = {
    "modifier": N_("Modifier…"),
    "decider": N_("Décider l’envoi"),
    "reprendre": N_("Revenir en préparation"),
    "rouvrir": N_("Rouvrir"),
}


class GestureDialog(QDialog):
    """Asks what a gesture needs."""

    def __init__(
        self, parent: QWidget, gesture: Gesture, field: DeclaredField, make: FieldsMaker, passed: Passed, today: str
    ) -> None:
        super().__init__(parent)
        self._gesture = gesture
        declared = {each.name: each for each in field.champs}
        self._labels = {name: _(declared[name].libelle) for name in gesture.fields}
        self.setWindowTitle(_(gesture.title))
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        column.addWidget(label(_(gesture.title), "soustitre"))
        column.addWidget(label(_(gesture.text), wrap=True))
        self.notice = Notice()
        column.addWidget(self.notice)
        self.fields = make(tuple(declared[name] for name in gesture.fields), _(gesture.title))
        column.addWidget(self.fields)
        column.addStretch(1)
        self.go_on = button(_(gesture.go_on), "premier")
        self.go_on.setDefault(True)
        cancel = button(_("Annuler"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 8, 16)
        outer.setSpacing(12)
        outer.addWidget(scrolled(self._body), 1)
        buttons = row(None, cancel, self.go_on)
        buttons.setContentsMargins(0, 0, 12, 0)
        outer.addLayout(buttons)
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._on_go_on)
        self.fields.edited.connect(self._on_edited)
        held = {**passed, "etat": gesture.state}
        if gesture.today and not held.get(gesture.today):
            held[gesture.today] = today
        self.fields.show_values(held)
        self.fields.focus_first()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the name is Qt's
        """Be as tall as what is asked needs, within the screen; beyond it scrolls."""
        super().showEvent(event)
        room, inside = self.screen().availableGeometry(), self._body.layout()
        wide = min(self.fontMetrics().averageCharWidth() * _LETTERS, room.width() - _AROUND)
        tall = inside.totalHeightForWidth(wide - _SIDES) if inside is not None else 0
        self.resize(wide, min(tall + self.go_on.sizeHint().height() + _SIDES + _AROUND, room.height() - _AROUND))

    def ask(self) -> dict[str, object] | None:
        """Show it; return what was said, or None when the person gave up. What was emptied is None."""
        if self.exec() != QDialog.DialogCode.Accepted:
            return None
        return {**dict.fromkeys(self._gesture.fields), **self.fields.values()}

    def propose(self, name: str, value: str) -> None:
        """Fill a field that is still empty with what the rules propose."""
        if value and name in self._gesture.fields and self.fields.editors[name].value() is None:
            self.fields.editors[name].set_value(value)

    def _on_edited(self, name: str) -> None:
        if name == "canal_envoi":
            mail = self.fields.editors[name].value() == MAIL
            said = _("Jamais de donnée de santé ni de nom dans un courriel ordinaire.")
            self.notice.say(said if mail else "", "attention")

    def _on_go_on(self) -> None:
        wrong = next(iter(self.fields.troubles()), None)
        values = self.fields.values()
        empty = next((name for name in self._gesture.asked if values.get(name) in (None, "")), None)
        if wrong is None and empty is None:
            self.accept()
            return
        name = wrong or empty or ""
        refused = "" if wrong else _("Nécessaire\u00a0: {field}.").format(field=self._labels[name])
        self.fields.check(name, refused)
        self.fields.focus(name)
