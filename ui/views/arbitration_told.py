"""What the first page says to whoever was overruled, or whose signalement moved: read, open, contest, carry over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.arbitration_values import LostValue
from ui.moving_values import MovedLine
from ui.plain import button, label
from ui.text import breakable, opening, quoted, short_date, visible
from ui.views.dialogs import Form
from ui.widgets.flow import Flow

_QUOTED = 160
_MOTIF_MAX = 500


class LostValueCard(QWidget):
    """One decision that did not keep what was written here."""

    wants_record = Signal()
    put_away = Signal()
    contested = Signal(str)

    def __init__(self, lost: LostValue) -> None:
        super().__init__()
        self._lost = lost
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 6)
        column.setSpacing(3)
        self.said = label(breakable(_sentence(lost)), wrap=True)
        column.addWidget(label(breakable(visible(lost.titre)), "ligne_titre", wrap=True))
        column.addWidget(self.said)
        for text in (
            _("La vôtre\u00a0: {valeur}").format(valeur=_short(lost.ecartee)),
            _("Gardée\u00a0: {valeur}").format(valeur=_short(lost.retenue)),
        ):
            column.addWidget(label(breakable(text), tone="discret", wrap=True))
        self.open = button(_("Ouvrir"))
        self.seen = button(_("Compris"))
        self.contest = button(_("Contester…"))
        for each, said in (
            (self.open, _("Ouvrir {titre}")),
            (self.seen, _("Compris\u00a0: {titre}")),
            (self.contest, _("Contester\u00a0: {titre}")),
        ):
            each.setAccessibleName(said.format(titre=visible(lost.titre)))
        column.addWidget(Flow(self.open, self.seen, self.contest))
        self.open.clicked.connect(self.wants_record)
        self.seen.clicked.connect(self.put_away)
        self.contest.clicked.connect(self._ask)

    def _ask(self) -> None:
        form = ContestForm(self, self._lost)
        if form.ask() and form.motif:
            self.contested.emit(form.motif)
        form.deleteLater()


class ContestForm(Form):
    """Why a decision should be taken again."""

    def __init__(self, parent: QWidget | None, lost: LostValue) -> None:
        text = _(
            "Le champ redevient «\u00a0à décider\u00a0», avec les deux valeurs\u202f; qui décidera lira votre raison."
        )
        super().__init__(parent, _("Contester la décision"), _("Rouvrir le champ"), text)
        self.typed = QLineEdit()
        self.typed.setMaxLength(_MOTIF_MAX)
        self.add(_("&Pourquoi, en quelques mots *"), self.typed, lost.libelle)
        self.go_on.setEnabled(False)
        self.typed.textChanged.connect(lambda _text: self.go_on.setEnabled(bool(self.motif)))

    @property
    def motif(self) -> str:
        """What was typed."""
        return self.typed.text().strip()


class MovedCard(QWidget):
    """One signalement that went to another espace while somebody worked on it here."""

    wants_record = Signal()
    put_away = Signal()
    carried = Signal()

    def __init__(self, moved: MovedLine) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 6)
        column.setSpacing(3)
        column.addWidget(label(breakable(visible(moved.titre)), "ligne_titre", wrap=True))
        said = _("Passé dans l’espace «\u00a0{espace}\u00a0» par {nom}, le {jour}.").format(
            espace=visible(moved.espace), nom=visible(moved.par), jour=short_date(moved.le.date())
        )
        column.addWidget(label(breakable(said), wrap=True))
        waiting = moved.a_reporter + moved.brouillon
        if waiting:
            column.addWidget(label(_waiting(moved), tone="attention", wrap=True))
        self.open = button(_("Ouvrir"))
        self.carry = button(_("Reporter dans la copie"), "premier")
        self.seen = button(_("Compris"))
        for each, text in (
            (self.open, _("Ouvrir {titre}")),
            (self.carry, _("Reporter dans la copie\u00a0: {titre}")),
            (self.seen, _("Compris\u00a0: {titre}")),
        ):
            each.setAccessibleName(text.format(titre=visible(moved.titre)))
        self.carry.setVisible(bool(waiting and moved.accessible))
        self.seen.setVisible(not waiting)
        column.addWidget(Flow(self.carry, self.open, self.seen))
        self.open.clicked.connect(self.wants_record)
        self.carry.clicked.connect(self.carried)
        self.seen.clicked.connect(self.put_away)


def _sentence(lost: LostValue) -> str:
    if lost.reunie:
        said = _(
            "Votre valeur du champ «\u00a0{champ}\u00a0» a été remplacée par une autre\u00a0: {motif}. "
            "Par {nom}, le {jour}."
        )
    else:
        said = _(
            "Votre valeur du champ «\u00a0{champ}\u00a0» n’a pas été retenue\u00a0: {motif}. Par {nom}, le {jour}."
        )
    motif = visible(opening(lost.motif)).rstrip(".")
    return said.format(champ=lost.libelle, motif=motif, nom=visible(lost.par), jour=short_date(lost.le.date()))


def _waiting(moved: MovedLine) -> str:
    late = ngettext("{n} champ écrit ici n’y est pas", "{n} champs écrits ici n’y sont pas", moved.a_reporter)
    parts = [late.format(n=moved.a_reporter)] if moved.a_reporter else []
    if moved.brouillon:
        parts.append(_("votre brouillon est resté ici"))
    said = opening(_("{un} et {deux}").format(un=parts[0], deux=parts[1]) if len(parts) > 1 else parts[0])
    if moved.accessible:
        return said + "."
    return _("{phrase}\u202f; un membre de cet espace doit les y reporter.").format(phrase=said)


def _short(text: str) -> str:
    words = visible(" ".join(text.split()))
    return quoted(words if len(words) <= _QUOTED else words[:_QUOTED] + "…")
