"""The newcomer's card: three numbered steps, those that are done ticked, and the ways to learn more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _
from ui.plain import button, label
from ui.values import Home
from ui.widgets.flow import Flow
from ui.widgets.panels import icon_label, row, rule

_ESPACE, _RECORD, _EXCHANGE = "espace", "signalement", "echange"
_STEPS = (
    (
        _ESPACE,
        N_("Un espace pour votre délégation"),
        N_("Il réunit vos postes. Fondez-le, ou rejoignez celui d’un collègue."),
        N_("Fonder ou rejoindre"),
    ),
    (
        _RECORD,
        N_("Un premier signalement"),
        N_("Hors connexion, chiffré sur ce poste. Ce qui manque se complète plus tard."),
        N_("Enregistrer"),
    ),
    (
        _EXCHANGE,
        N_("Un premier échange"),
        N_("Par le service, ou par un fichier sur une clé\u00a0: votre travail n’est plus seulement ici."),
        N_("Voir les échanges"),
    ),
)


def done_steps(home: Home) -> frozenset[str]:
    """Return the steps that are behind this person."""
    done = {_ESPACE: home.espaces > 0, _RECORD: home.total > 0, _EXCHANGE: home.derniere is not None}
    return frozenset(step for step, is_done in done.items() if is_done)


def are_wanted(home: Home) -> bool:
    """Whether the first steps still help: one is left, and nobody put them away."""
    return not home.pas_ranges and len(done_steps(home)) < len(_STEPS)


class StepsCard(QFrame):
    """The three steps."""

    wants_setup = Signal()
    wants_new = Signal()
    wants_exchange = Signal()
    wants_tour = Signal()
    wants_guide = Signal()
    wants_away = Signal()

    def __init__(self, home: Home) -> None:
        super().__init__()
        self.setObjectName("carte")
        done = done_steps(home)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        said = _("{n} sur {total}").format(n=len(done), total=len(_STEPS))
        column.addLayout(row(icon_label("list-checks"), label(_("Premiers pas"), "soustitre"), None, label(said)))
        wants = {_ESPACE: self.wants_setup, _RECORD: self.wants_new, _EXCHANGE: self.wants_exchange}
        next_one = next((step for step, *_rest in _STEPS if step not in done), "")
        for number, (step, title, text, action) in enumerate(_STEPS, 1):
            go = button(_(action), "premier" if step == next_one else "")
            go.clicked.connect(wants[step])
            column.addWidget(rule())
            column.addWidget(_line(number, _(title), _(text), None if step in done else go))
        self.tour, self.guide = button(_("Faire le tour, en deux minutes")), button(_("Lire le guide"), "lien")
        self.away = button(_("Ne plus montrer"), "lien")
        self.tour.clicked.connect(self.wants_tour)
        self.guide.clicked.connect(self.wants_guide)
        self.away.clicked.connect(self.wants_away)
        column.addWidget(rule())
        column.addWidget(Flow(self.tour, self.guide, self.away))


def _line(number: int, title: str, text: str, go: QWidget | None) -> QWidget:
    """Return one step: its number or a tick, what it is, and what does it."""
    made = QWidget()
    words = QVBoxLayout()
    words.setSpacing(2)
    state = title if go is not None else _("{step} (fait)").format(step=title)
    words.addWidget(label(state, "ligne_titre", wrap=True))
    words.addWidget(label(text, tone="discret", wrap=True))
    if go is not None:
        go.setAccessibleDescription(title)
        words.addLayout(row(go, None))
    line = row(gap=12)
    line.addWidget(_mark(number, done=go is None), 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(words, 1)
    made.setLayout(line)
    return made


def _mark(number: int, *, done: bool) -> QLabel:
    return icon_label("check-circle", 22) if done else label(f"{number}.", "numero")
