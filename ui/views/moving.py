"""A signalement goes to another espace: where, whole or masked, and what would go and stay, shown before it is done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QRadioButton, QSizePolicy, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.messages import sentence
from ui.moving_values import MoveSeen, MoveWish
from ui.plain import announce, label
from ui.text import visible
from ui.values import Espace
from ui.view_models.moving import MovingDesk, RecordMoving
from ui.view_models.record_form import RecordForm
from ui.views.dialogs import Form
from ui.views.moving_fields import MovingFields

_MOTIF_MAX = 500

Foresee = Callable[[MoveWish], None]


class MoveAsker(QObject):
    """Asks where the record in a form goes, and lets it go."""

    said = Signal(str, str)
    """A sentence for the form, and its tone."""
    moved = Signal(str)
    """The work was handed over: the copy is to be opened."""

    def __init__(self, parent: QWidget, form: RecordForm, desk: MovingDesk) -> None:
        super().__init__(parent)
        self._parent, self._form = parent, form
        self.moving = RecordMoving(desk, form.background)
        self.moving.ready.connect(self._on_ready)
        self.moving.sent.connect(self._on_sent)
        self.moving.refused.connect(lambda code: self.said.emit(sentence(code), "danger"))

    def ask(self) -> None:
        """Ask, once what is typed is recorded: a draft that is open would be in two places."""
        record = self._form.record
        if record is None:
            return
        if self._form.can_save:
            self.said.emit(_("Enregistrez d’abord ce que vous avez tapé\u202f; transmettez ensuite."), "attention")
        else:
            self.moving.begin(record)

    def _on_ready(self, espaces: Sequence[Espace]) -> None:
        if not espaces:
            nowhere = _("Ce poste n’écrit dans aucun autre espace. Demandez-y une invitation à son opérateur.")
            self.said.emit(nowhere, "attention")
            return
        form = MoveForm(self._parent, espaces, self.moving.foresee)
        self.moving.seen.connect(form.show_seen)
        self.moving.profiles_found.connect(form.fields.show_profiles)
        form.fields.kept.connect(self.moving.keep_profile)
        form.fields.forgotten.connect(self.moving.forget_profile)
        self.moving.find_profiles()
        if form.ask():
            self.moving.send(form.wish)
        self.moving.seen.disconnect(form.show_seen)
        self.moving.profiles_found.disconnect(form.fields.show_profiles)
        form.deleteLater()

    def _on_sent(self, copy: str, handed: bool) -> None:
        if handed:
            self.moved.emit(copy)
        else:
            self._form.look_again()
        done = _("Transmis. La copie partira au prochain échange, et le registre des exports en garde la trace.")
        self.said.emit(done, "succes")


class MoveForm(Form):
    """Asks where and how; `foresee` is asked again at each change, and answers by `show_seen`."""

    def __init__(self, parent: QWidget | None, espaces: Sequence[Espace], foresee: Foresee) -> None:
        text = _("Une copie est faite dans l’autre espace\u202f; celui-ci garde la trace de ce qui est parti, et où.")
        super().__init__(parent, _("Transmettre à un autre espace"), _("Transmettre"), text)
        self._foresee = foresee
        self._espaces = espaces
        self._seen: MoveSeen | None = None
        self.espace = QComboBox()
        self.espace.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for each in espaces:
            self.espace.addItem(visible(each.nom), each.id)
        self.add(_("&Vers quel espace\u202f?"), self.espace)
        self.share = QRadioButton(_("&Partager une copie masquée\u00a0: le signalement reste aussi ici"))
        self.whole = QRadioButton(_("Partager une copie &entière, identités comprises"))
        self.hand_over = QRadioButton(_("&Déplacer\u00a0: le territoire a changé, le travail en cours suit"))
        self.share.setChecked(True)
        self.add(_("Comment\u202f?"), self.share)
        self.share.setAccessibleName(_("Partager une copie masquée"))
        for radio in (self.whole, self.hand_over):
            self.say(radio)
        self.goes = label(" ", wrap=True)
        self.stays = label(" ", wrap=True)
        self.say(self.goes)
        self.say(self.stays)
        self.fields = MovingFields()
        self.say(self.fields)
        self.fields.changed.connect(self._ask)
        self.motif = QLineEdit()
        self.motif.setMaxLength(_MOTIF_MAX)
        self.add(_("Po&urquoi *"), self.motif, _("Chacun le lira, ici et au registre de ce qui est parti."))
        self.espace.currentIndexChanged.connect(lambda _place: self._ask())
        for radio in (self.share, self.whole, self.hand_over):
            radio.toggled.connect(lambda on: self._begin_again() if on else None)
        self.motif.textChanged.connect(lambda _text: self._enable())
        self.espace.setFocus()
        self._ask()

    @property
    def wish(self) -> MoveWish:
        """What is asked for."""
        moved = self.hand_over.isChecked()
        return MoveWish(
            str(self.espace.currentData()),
            moved,
            self.share.isChecked(),
            self.motif.text().strip(),
            self.fields.avec,
            self.fields.sans,
        )

    def show_seen(self, seen: MoveSeen) -> None:
        """Say what would go and what would stay."""
        self._seen = seen
        self.fields.show_fields(seen.champs)
        self.goes.setText(_("Partira\u00a0: {liste}.").format(liste=_listed((*seen.part, *_work(seen))) or _("rien")))
        stays = list(seen.reste)
        if seen.pieces_absentes:
            stays.append(
                ngettext(
                    "{n} pièce qui n’est pas encore arrivée ici",
                    "{n} pièces qui ne sont pas encore arrivées ici",
                    seen.pieces_absentes,
                ).format(n=seen.pieces_absentes)
            )
        self.stays.setText(_("Restera ici, masqué\u00a0: {liste}.").format(liste=_listed(stays) or _("rien")))
        announce(self.stays, self.stays.text())
        self._enable()

    def _begin_again(self) -> None:
        """Begin from what the way chosen takes and leaves: what was ticked was said of another way."""
        self.fields.clear()
        self._ask()

    def _ask(self) -> None:
        self._seen = None
        self._enable()
        self._foresee(self.wish)

    def _enable(self) -> None:
        self.go_on.setEnabled(self._seen is not None and bool(self.motif.text().strip()))


def _work(seen: MoveSeen) -> list[str]:
    """Say the work that goes along."""
    said = []
    if seen.brouillon:
        said.append(_("votre brouillon"))
    for number, phrase in (
        (len(seen.conflits), ngettext("{n} champ à décider", "{n} champs à décider", len(seen.conflits))),
        (seen.etapes, ngettext("{n} étape à faire", "{n} étapes à faire", seen.etapes)),
        (seen.liens, ngettext("{n} lien", "{n} liens", seen.liens)),
        (seen.pieces, ngettext("{n} pièce jointe", "{n} pièces jointes", seen.pieces)),
    ):
        if number:
            said.append(phrase.format(n=number))
    return said


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(labels)
