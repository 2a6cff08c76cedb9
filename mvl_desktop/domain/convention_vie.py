"""The life of a Convention, computed from its dates: its term, how it can end, what its articles say. Pure.

The convention runs « trois ans à compter de la date de signature » (article 5). A delay of months or years ends on the
day that has the same number as the one it is counted from, and on the last of the month when there is no such day
(code de procédure civile, articles 641 and 642, which are followed here): one that was signed on the 27th of November
2013 holds until the end of the 27th of November 2016, one signed on a 29th of February until a 28th. That last day is
the term.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from mvl_desktop.domain.conservation import months_after
from mvl_desktop.domain.echeances_faits import Champs, day, elements, text
from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.references import Reference

Etat = Literal[
    "projet", "en_signature", "en_vigueur", "a_renouveler", "renouvelee", "denoncee", "expiree", "remplacee", "terminee"
]
DUREE_MOIS: Final = 36
PREAVIS_MOIS: Final = 1
ALERTES_MOIS: Final = (6, 3, 2)
"""How many months before the term the renewal is recalled."""
REGLES: Final = frozenset({"regle", "clos"})
"""The states of a différend that is settled."""
_MONTHS_MAX: Final = 1200
_DAY: Final = timedelta(days=1)
_ARTICLE: Final = re.compile(r"^\s*art(?:icle|\.)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vie:
    """The life of a convention as it is seen on a day. Without a signature, every date of it is None."""

    jour: date
    etat: Etat
    signee_le: date | None = None
    signatures: int = 0
    """How many parties have signed."""
    parties: int = 0
    terme_initial: date | None = None
    """The last day as it was first agreed on."""
    terme: date | None = None
    """The last day, with what avenants added to it."""
    fin: date | None = None
    """The last day: the term, or the end of the notice when one party denounced."""
    dernier_preavis: date | None = None
    """The last day on which a party may give notice so that the convention ends by its term."""
    alertes: tuple[date, ...] = ()
    """The days on which the renewal is recalled."""
    denoncee_le: date | None = None
    """The day of the denunciation, if it had any effect."""
    prolongee_par: tuple[Champs, ...] = field(default=(), repr=False)
    """The avenants that moved the term, in order."""
    sans_effet: tuple[Champs, ...] = field(default=(), repr=False)
    """The avenants that would extend it, and were signed once it had ended, or add no day."""

    @property
    def en_vigueur(self) -> bool:
        """Whether it holds on that day."""
        return self.signee_le is not None and self.fin is not None and self.signee_le <= self.jour <= self.fin

    @property
    def alerte(self) -> int:
        """Return how many recalls of the renewal have come."""
        return sum(each <= self.jour for each in self.alertes)


@dataclass(frozen=True, slots=True)
class ArticleEnVigueur:
    """An article as it reads on a day: `origine` as it was signed, `texte` with the avenants in force."""

    numero: str
    titre: str
    origine: str = field(repr=False)
    texte: str = field(repr=False)
    avenants: tuple[Champs, ...] = field(default=(), repr=False)

    @property
    def modifie(self) -> bool:
        """Whether an avenant changed it."""
        return self.texte != self.origine


def vie(champs: Champs, jour: date) -> Vie:
    """Return the life of a convention as it is seen on a day."""
    parties = elements(champs, "parties")
    signatures = sum(_by(day(each, "signee_le"), jour) for each in parties)
    signed = signature(champs)
    if signed is None or signed > jour:
        etat: Etat = "en_signature" if signatures else "projet"
        last = None if signed is None else term(signed, months(champs, "duree_mois", DUREE_MOIS))
        return Vie(jour=jour, etat=etat, signatures=signatures, parties=len(parties), terme_initial=last, terme=last)
    first = term(signed, months(champs, "duree_mois", DUREE_MOIS))
    last, extending, without = _extended(champs, first, jour)
    preavis = months(champs, "preavis_mois", PREAVIS_MOIS)
    denounced = denunciation(champs, signed, last)
    denounced = denounced if denounced is not None and denounced <= jour else None
    end = last if denounced is None else min(last, months_later(denounced, preavis))
    return Vie(
        jour=jour,
        etat=_etat(champs, jour, last, end, denounced=denounced is not None, renewed=bool(extending)),
        signee_le=signed,
        signatures=signatures,
        parties=len(parties),
        terme_initial=first,
        terme=last,
        fin=end,
        dernier_preavis=last_notice(signed, last, preavis),
        alertes=alerts(signed, last),
        denoncee_le=denounced,
        prolongee_par=extending,
        sans_effet=without,
    )


def signature(champs: Champs) -> date | None:
    """Return the day from which it runs: the one that is written, else that of the last party once all have signed."""
    written = day(champs, "signee_le")
    if written is not None:
        return written
    signed = [day(each, "signee_le") for each in elements(champs, "parties")]
    known = [each for each in signed if each is not None]
    return max(known) if known and len(known) == len(signed) else None


def term(signed: date, duree_mois: int) -> date:
    """Return the last day: the one of the same number, or the last of the month when there is no such day."""
    return months_later(signed, duree_mois)


def last_notice(signed: date, last: date, preavis_mois: int) -> date | None:
    """Return the last day of which the notice ends by the term; None when there is none since the signature."""
    found = months_later(last, -preavis_mois)
    # A short month ends the notices of several days: the last of them is the one.
    while found < last and months_later(found + _DAY, preavis_mois) <= last:
        found += _DAY
    return found if found >= signed else None


def alerts(signed: date, last: date) -> tuple[date, ...]:
    """Return the days on which the renewal is recalled, the first first; none from before the signature."""
    found = (months_later(last, -each) for each in ALERTES_MOIS)
    return tuple(sorted(each for each in found if each > signed))


def denunciation(champs: Champs, signed: date, last: date) -> date | None:
    """Return the day that it was denounced; None when it was not, or on a day when there was nothing to denounce."""
    found = day(champs, "denoncee_le")
    return found if found is not None and signed <= found <= last else None


def avenants(champs: Champs, jour: date | None = None) -> list[Champs]:
    """Return the avenants that were signed, in the order of their effect; `jour`: those in force on that day."""
    held = [(at, each) for each in elements(champs, "avenants") if (at := effect(each)) is not None]
    held.sort(key=lambda one: (one[0], number(one[1]), text(one[1], "id")))
    return [each for at, each in held if jour is None or at <= jour]


def effect(avenant: Champs) -> date | None:
    """Return the day from which an avenant holds: the one that it says, else its signature; None while unsigned."""
    signed = day(avenant, "signe_le")
    return None if signed is None else (day(avenant, "effet_le") or signed)


def next_number(champs: Champs) -> int:
    """Return the number of the next avenant."""
    return max((number(each) for each in elements(champs, "avenants")), default=0) + 1


def articles(champs: Champs, jour: date) -> list[ArticleEnVigueur]:
    """Return the articles as they read on a day, those that an avenant added last."""
    found = {
        article_key(text(each, "numero")): ArticleEnVigueur(
            text(each, "numero"), text(each, "titre"), text(each, "texte"), text(each, "texte")
        )
        for each in elements(champs, "articles")
    }
    for avenant in avenants(champs, jour):
        key = article_key(text(avenant, "article"))
        if not key:
            continue
        before = found.get(key) or ArticleEnVigueur(text(avenant, "article"), text(avenant, "objet"), "", "")
        found[key] = ArticleEnVigueur(
            before.numero, before.titre, before.origine, text(avenant, "apres"), (*before.avenants, avenant)
        )
    return list(found.values())


def article(champs: Champs, numero: str, jour: date) -> ArticleEnVigueur | None:
    """Return one article as it reads on a day, whatever way its number is written (« 5 », « article 5 »)."""
    wanted = article_key(numero)
    return next((each for each in articles(champs, jour) if article_key(each.numero) == wanted), None)


def article_key(numero: str) -> str:
    """Return the number of an article, whatever way it is written."""
    return " ".join(_ARTICLE.sub("", numero).split()).casefold()


def differends_ouverts(champs: Champs) -> list[Champs]:
    """Return the disagreements that the parties have not settled yet."""
    return [
        each
        for each in elements(champs, "differends")
        if text(each, "etat") not in REGLES and day(each, "clos_le") is None
    ]


def engagements_sans_action(champs: Champs, fiches: Iterable[Champs]) -> list[Champs]:
    """Return what was agreed on and no fiche d'action does; `fiches`: those of this convention."""
    taken = {text(fiche, "engagement") for fiche in fiches}
    return [each for each in elements(champs, "engagements") if text(each, "id") not in taken]


def is_of(fiche: Champs, rec: bytes) -> bool:
    """Whether a fiche d'action is of a convention."""
    try:
        return Reference.parse(text(fiche, "convention")).rec == rec
    except ReferenceInvalideError:
        return False


def in_force(conventions: Iterable[Champs], region: str, jour: date) -> list[Champs]:
    """Return the conventions of a région that hold on a day, the last signed first; more than one asks for a look."""
    found = [each for each in conventions if text(each, "region") == region and vie(each, jour).en_vigueur]
    return sorted(found, key=lambda each: (signature(each) or date.min, text(each, "numero")), reverse=True)


def number(avenant: Champs) -> int:
    """Return the number of an avenant; 0 when it has none."""
    value = avenant.get("numero")
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def months(champs: Champs, name: str, default: int) -> int:
    """Return a number of months; the usual one when none is written, or none that makes sense."""
    value = champs.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MONTHS_MAX:
        return default
    return value if value or name != "duree_mois" else default


def months_later(start: date, count: int) -> date:
    """Return the same day some months later, or earlier; the bounds of the calendar when it goes beyond."""
    try:
        return months_after(start, count)
    except (OverflowError, ValueError):
        return date.max if count > 0 else date.min


def _by(when: date | None, jour: date) -> bool:
    return when is not None and when <= jour


def _extended(champs: Champs, first: date, jour: date) -> tuple[date, tuple[Champs, ...], tuple[Champs, ...]]:
    """Return the term as avenants that were signed by this day move it, and which ones did and did not.

    What has ended is not extended: an avenant counts when it is signed by the term that it moves.
    """
    last = first
    extending: list[Champs] = []
    without: list[Champs] = []
    signed = [(at, each) for each in elements(champs, "avenants") if (at := day(each, "signe_le")) and at <= jour]
    for at, each in sorted(signed, key=lambda one: (one[0], number(one[1]), text(one[1], "id"))):
        until = day(each, "jusquau")
        if until is None:
            continue
        if at <= last < until:
            last = until
            extending.append(each)
        else:
            without.append(each)
    return last, tuple(extending), tuple(without)


def _etat(champs: Champs, jour: date, last: date, end: date, *, denounced: bool, renewed: bool) -> Etat:
    if jour > end:
        if denounced and end < last:
            return "terminee"
        return "remplacee" if text(champs, "remplacee_par") else "expiree"
    if denounced:
        return "denoncee"
    if jour >= months_later(last, -max(ALERTES_MOIS)) and not text(champs, "remplacee_par"):
        return "a_renouveler"
    return "renouvelee" if renewed else "en_vigueur"
