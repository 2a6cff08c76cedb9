"""The deadlines of one record on one day: what is due, since when it is counted, and how it stands.

Pure: (values of a record, rules, working days, today) → due dates. What people said of one (kept, put off, without
object) is read in the group `echeances`; it holds as long as the day that the deadline is counted from stays the same.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from mvl_desktop.domain.echeances_faits import Champs, Kept, departures, elements, kept, text
from mvl_desktop.domain.echeances_faits import day as read_day
from mvl_desktop.domain.echeances_source import Depart
from mvl_desktop.domain.echeances_sources import SOURCES
from mvl_desktop.domain.jours_ouvres import Calendrier
from mvl_desktop.domain.regles_echeance import Regle
from mvl_desktop.domain.statut import TERMINES

GROUP: Final = "echeances"
A_TENIR: Final = "a_tenir"
TENUE: Final = "tenue"
REPORTEE: Final = "reportee"
SANS_OBJET: Final = "sans_objet"
EN_RETARD: Final = "en_retard"
AUJOURDHUI: Final = "aujourdhui"
A_VENIR: Final = "a_venir"
Etat = Literal["a_venir", "aujourdhui", "en_retard", "tenue", "reportee", "sans_objet"]
OPEN: Final = (EN_RETARD, AUJOURDHUI, A_VENIR, REPORTEE)
"""The states in which something is still to be done, the most pressing first."""
_CLOSED: Final = frozenset({TENUE, SANS_OBJET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Echeance:
    """One deadline of a record, as it stands on a day."""

    regle: Regle | None
    """None when a person added it."""
    cible: str = ""
    libelle: str = field(repr=False)
    detail: str = field(default="", repr=False)
    """What the element that it is about says of itself: a step, a decision."""
    depart: date | None = None
    le: date | None = None
    """The last day: the one that a person gave when it was put off, else the one of the rule."""
    prevue_le: date | None = None
    """The last day by the rule."""
    etat: Etat
    retard: int = 0
    """How many working days have passed since the last one."""
    rappel_le: date | None = None
    tenue_le: date | None = None
    element: str = ""
    """The id of the element where somebody spoke of it; empty when nobody did."""
    responsable: str = field(default="", repr=False)
    motif: str = field(default="", repr=False)
    dit_par: str = field(default="", repr=False)
    close: bool = False
    """Whether it is without object because the record is closed, and not because somebody said so."""

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.etat not in _CLOSED

    @property
    def key(self) -> str:
        """Return what names it in its record, and stays the same from day to day."""
        return self.element if self.regle is None else element_id(self.regle.code, self.cible, self.depart)


def echeances(
    champs: Champs, regles: Sequence[Regle], calendrier: Calendrier, today: date, *, kind: str = "signalement"
) -> tuple[Echeance, ...]:
    """Return every deadline of a record: those still open first, the most pressing first."""
    said = elements(champs, GROUP)
    source = SOURCES.get(kind)
    finished = champs.get("statut") in TERMINES if source is None else source.finie(champs)
    found = [
        *_computed(champs, [rule for rule in regles if rule.kind == kind], said, calendrier),
        *_added(said),
    ]
    stood = [_standing(each, calendrier, today, finished=finished) for each in found]
    return tuple(sorted(_pressing(stood), key=_rank))


def element_id(regle: str, cible: str, depart: date | None) -> str:
    """Return the id of the element where people speak of a deadline: two who do so apart meet in the same one."""
    said = "\x1f".join((regle, cible, depart.isoformat() if depart else ""))
    return hashlib.sha256(said.encode()).digest()[:8].hex()


def _computed(
    champs: Champs, regles: Iterable[Regle], said: Sequence[Champs], calendrier: Calendrier
) -> Iterator[Echeance]:
    for rule in regles:
        for each in _departs(rule, champs, calendrier):
            due = rule.due(each.le, calendrier) if rule.is_current(each.le) else None
            if due is None:
                continue
            made = Echeance(
                regle=rule,
                cible=each.cible,
                libelle=rule.libelle,
                detail=each.detail,
                depart=each.le,
                le=due,
                prevue_le=due,
                etat=A_VENIR,
                responsable=each.responsable,
            )
            yield _spoken_of(_shown(made, rule, champs), rule, said)


def _departs(rule: Regle, champs: Champs, calendrier: Calendrier) -> Iterator[Depart]:
    """Give what a rule counts from in a record, which the source of its kind says, if it has one."""
    source = SOURCES.get(rule.kind)
    if source is not None:
        yield from source.evenements[rule.evenement](champs)
        return
    for cible, le in departures(rule.evenement, champs, rule.destinataire, rule.issue, calendrier):
        yield Depart(le, cible)


def _kept(rule: Regle, how: str, champs: Champs, cible: str) -> Kept | None:
    source = SOURCES.get(rule.kind)
    if source is None:
        return kept(how, champs, cible)
    shows = source.tenues.get(how)
    return shows(champs, cible) if shows is not None else None


def _shown(made: Echeance, rule: Regle, champs: Champs) -> Echeance:
    for how in rule.tenue_par:
        found = _kept(rule, how, champs, made.cible)
        if found is not None:
            return replace(made, etat=TENUE, tenue_le=found.le)
    return made


def _spoken_of(made: Echeance, rule: Regle, said: Sequence[Champs]) -> Echeance:
    """Return a deadline with what people said of it, if it is counted from the same day still."""
    day = made.depart.isoformat() if made.depart else ""
    about = [
        each
        for each in said
        if (text(each, "regle"), text(each, "cible"), text(each, "depart")) == (rule.code, made.cible, day)
    ]
    if not about or rule.reserve:
        return made
    last = max(about, key=lambda each: (text(each, "dit_le"), text(each, "id")))
    return _with_words(made, last)


def _with_words(made: Echeance, words: Champs) -> Echeance:
    etat, put_off = text(words, "etat"), read_day(words, "pour_le")
    made = replace(
        made,
        element=text(words, "id"),
        responsable=text(words, "responsable") or made.responsable,
        motif=text(words, "motif"),
        dit_par=text(words, "dit_par"),
    )
    if made.etat == TENUE:
        return made
    if etat == TENUE:
        return replace(made, etat=TENUE, tenue_le=read_day(words, "dit_le"))
    if etat == SANS_OBJET:
        return replace(made, etat=SANS_OBJET)
    if etat == REPORTEE and put_off is not None:
        return replace(made, etat=REPORTEE, le=put_off)
    return made


def _added(said: Iterable[Champs]) -> Iterator[Echeance]:
    """Give the deadlines that people added; one that says nothing is nothing."""
    for each in said:
        pour_le, libelle = read_day(each, "pour_le"), text(each, "libelle")
        if not text(each, "regle") and (libelle or pour_le):
            yield _with_words(Echeance(regle=None, libelle=libelle, le=pour_le, prevue_le=pour_le, etat=A_VENIR), each)


def _standing(made: Echeance, calendrier: Calendrier, today: date, *, finished: bool) -> Echeance:
    """Return a deadline with its state of today."""
    if made.etat in _CLOSED:
        return made
    if finished:
        return replace(made, etat=SANS_OBJET, close=True)
    le = made.le
    if le is None:
        return made
    days = made.regle.rappel_jours if made.regle else 0
    made = replace(made, rappel_le=_before(le, days, calendrier))
    if le < today and made.regle is not None and made.regle.droit:
        return replace(made, etat=SANS_OBJET, close=True)
    if le < today:
        return replace(made, etat=EN_RETARD, retard=calendrier.between(le, today))
    if le == today:
        return replace(made, etat=AUJOURDHUI)
    return made


def _pressing(found: Sequence[Echeance]) -> Iterator[Echeance]:
    """Give deadlines but those that another one of the same record makes needless.

    Of two that ask for the same act, the one that is due first stays; and one that any of several acts settles goes
    once another, that only some of them settle, is late or put off.
    """
    asking = [each for each in found if each.is_open and _acts(each)]
    for each in found:
        rivals = (other for other in asking if other is not each and other.cible == each.cible)
        if each not in asking or not any(_makes_needless(other, each) for other in rivals):
            yield each


def _makes_needless(one: Echeance, other: Echeance) -> bool:
    if _acts(one) == _acts(other):
        return _rank(one) < _rank(other)
    return _acts(one) < _acts(other) and one.etat in (EN_RETARD, REPORTEE)


def _acts(each: Echeance) -> frozenset[str]:
    return frozenset(each.regle.tenue_par) if each.regle is not None else frozenset()


def _rank(each: Echeance) -> tuple[object, ...]:
    """Late ones first, then by day; of those of one day, the vital ones; what is settled comes last."""
    vital = each.regle is not None and each.regle.vitale
    return (not each.is_open, each.le or date.max, not vital, each.libelle, each.key)


def _before(le: date, days: int, calendrier: Calendrier) -> date:
    try:
        return calendrier.before(le, days)
    except OverflowError:
        return le


def decision(
    made: Echeance,
    etat: str,
    *,
    le: date,
    par: str,
    pour_le: date | None = None,
    motif: str = "",
    responsable: str = "",
) -> Mapping[str, object]:
    """Return the element that says something of a deadline; what was said before of the same one gives way."""
    about: dict[str, object] = {"id": made.element or made.key}
    if made.regle is not None:
        about |= {"regle": made.regle.code, "cible": made.cible or None, "libelle": made.libelle}
        about["depart"] = made.depart.isoformat() if made.depart else None
        about["pour_le"] = pour_le.isoformat() if pour_le else None
    elif pour_le is not None:
        about["pour_le"] = pour_le.isoformat()
    said = {"etat": etat, "dit_le": le.isoformat(), "dit_par": par or None, "motif": motif or None}
    return {**about, **said, **({"responsable": responsable} if responsable else {})}
