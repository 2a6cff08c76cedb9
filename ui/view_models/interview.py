"""One grid being answered, criterion by criterion, as somebody on the phone answers. It holds no widget.

Every answer is typed in the form of the signalement: the draft keeps it as it keeps any field.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.reperage import (
    GRILLES,
    REPONSES,
    Comptes,
    answers_of,
    closed,
    counts,
    grid_of,
    grids_of,
    to_ask,
    version_of,
    with_answer,
)
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services import grilles_words as words
from ui.text import opening
from ui.timing import Now
from ui.values import Values
from ui.view_models.form_summary import short_day
from ui.view_models.record_form import RecordForm

CODES = ("observe", "rapporte", "documente", "absent", "inconnu")
"""The answers, in the order of their keys."""
DOCUMENTE = "documente"
KEYS = N_("ordai")
"""The letter of each answer, in their order: each language has its own."""
SAID: Mapping[str, str] = {
    "observe": N_("Observé"),
    "rapporte": N_("Rapporté"),
    "documente": N_("Documenté"),
    "absent": N_("Absent"),
    "inconnu": N_("Inconnu"),
}


class Interview(QObject):
    """The criteria of one opened grid, one of them in hand."""

    moved = Signal()
    """Another criterion is in hand."""
    answered = Signal()
    """Something was said of a criterion, or taken back."""
    gone = Signal()
    """The grid is no longer in the form."""

    def __init__(self, form: RecordForm, remplie: str, me: Callable[[], str], now: Now) -> None:
        super().__init__()
        self.form, self.remplie = form, remplie
        self._me, self._now = me, now
        self.place = 0
        answers = self.answers
        asked = (place for place, one in enumerate(answers) if not one.get("reponse"))
        self.place = next(asked, 0)

    @property
    def champs(self) -> Values:
        """What is typed in the signalement."""
        return self.form.typed.champs if self.form.typed is not None else {}

    @property
    def grid(self) -> Values:
        """The opened grid; empty once it is gone."""
        return grid_of(self.champs, self.remplie) or {}

    @property
    def answers(self) -> Sequence[Values]:
        """Its criteria, each with what was answered."""
        return answers_of(self.champs, self.remplie)

    @property
    def current(self) -> Values:
        """The criterion in hand."""
        answers = self.answers
        return answers[self.place] if self.place < len(answers) else {}

    @property
    def title(self) -> str:
        """The grid and its version."""
        said = _("{grille} (version {n})")
        return said.format(grille=self.grid.get("titre") or "", n=version_of(self.grid))

    @property
    def where(self) -> str:
        """Which criterion is in hand, of how many."""
        return _("Critère {n} sur {total}").format(n=self.place + 1, total=len(self.answers))

    @property
    def progress(self) -> str:
        """How many criteria have an answer."""
        done, total = sum(bool(one.get("reponse")) for one in self.answers), len(self.answers)
        return ngettext("{n} réponse sur {total}", "{n} réponses sur {total}", done).format(n=done, total=total)

    @property
    def former(self) -> Values:
        """What an older reading had said of the criterion in hand, when this one reads it again."""
        relit, code = str(self.grid.get("relit") or ""), self.current.get("critere")
        if not relit:
            return {}
        return next((one for one in answers_of(self.champs, relit) if one.get("critere") == code), {})

    def follow(self) -> None:
        """Look at the form again: it may show other values, or another record."""
        if not self.grid:
            self.gone.emit()
            return
        self.place = min(self.place, max(0, len(self.answers) - 1))
        self.moved.emit()

    def go(self, place: int) -> None:
        """Take a criterion in hand."""
        if 0 <= place < len(self.answers) and place != self.place:
            self.place = place
            self.moved.emit()

    def step(self, by: int) -> bool:
        """Take the next criterion in hand, or the one before; whether there is one."""
        wanted = self.place + by
        self.go(wanted)
        return self.place == wanted

    def say(self, **said: object) -> None:
        """Say something of the criterion in hand: `reponse`, `commentaire`, `source`, `piece`."""
        id_ = str(self.current.get("id") or "")
        after = with_answer(self.champs, id_, said, self._now().date(), self._me())
        if after[REPONSES] != self.champs.get(REPONSES):
            self.form.type({REPONSES: after[REPONSES]})
            if "reponse" in said or "piece" in said:
                self.form.flush()  # one key, one answer: it is kept at once
            self.answered.emit()

    def take_former(self) -> None:
        """Answer the criterion in hand as the older reading did."""
        self.say(**{name: self.former.get(name) for name in ("reponse", "commentaire", "source", "piece")})

    def tell_context(self, text: str) -> None:
        """Say who answers, of whom, in which conditions."""
        grids = [
            {**one, "contexte": text or None} if one.get("id") == self.remplie else one for one in grids_of(self.champs)
        ]
        self.form.type({GRILLES: grids})

    def finish(self) -> None:
        """Say that the grid is finished today; it may be opened again."""
        self.form.put({GRILLES: closed(self.champs, self.remplie, self._now().date())[GRILLES]})
        self.form.flush()

    def families(self) -> list[str]:
        """Say, family by family, how many criteria have each answer."""
        return [said_counts(each) for each in counts(self.answers)]

    def questions(self) -> str:
        """Ask to look again at what sources always find; nothing when there is nothing to ask."""
        return "\n".join(words.said_questions(to_ask(self.answers)))


def said_answer(one: Values) -> str:
    """Say an answer: « Observé », or that there is none yet."""
    code = str(one.get("reponse") or "")
    return _(SAID.get(code, code)) if code else _("Sans réponse")


def signed(one: Values) -> str:
    """Say when and by whom an answer was given."""
    who, when = str(one.get("repondu_par") or ""), short_day(one.get("repondu_le"))
    if not when:
        return ""
    said = _("le {day} par {who}") if who else _("le {day}")
    return said.format(day=when, who=who)


def said_counts(family: Comptes) -> str:
    """Say how many criteria of a family have each answer, in words: nothing is added up."""
    said = words.said_counts(family)
    if not family.famille:
        return said
    return _("{famille}\u00a0: {comptes}").format(famille=opening(family.famille), comptes=said)
